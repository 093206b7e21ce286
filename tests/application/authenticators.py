"""A device with passkeys, as a page meets it: it signs what it is asked, and gives its secret."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from troth.application.accounts.assertions import Assertion, challenge_of
from troth.application.accounts.passkeys import NewPasskey
from troth.application.handle import Host
from troth.domain.kernel import MemberId

ORIGIN = "http://notebook.local"
PLACE = "notebook.local"
TOUCHED, VERIFIED = 0x01, 0x04


class Authenticator:
    """One passkey of somebody's; what it is made from gives its key, its id and its secret."""

    def __init__(self, member: MemberId, made_from: str = "phone") -> None:
        self.member = member
        self.credential = _cut(made_from, "credential")
        self.prf_output = _cut(made_from, "secret")
        number = int.from_bytes(_cut(made_from, "key")) >> 1
        self.key: EllipticCurvePrivateKey | RSAPrivateKey = derive_private_key(number, SECP256R1())
        self.origin, self.place, self.kind = ORIGIN, PLACE, "webauthn.get"
        self.flags, self.is_framed = TOUCHED | VERIFIED, False

    @property
    def public(self) -> bytes:
        """The key it signs with, as a browser gives it."""
        return self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def made(self, host: Host, label: str = "Phone") -> NewPasskey:
        """Return what a page sends to add it: it has been used once by then."""
        return NewPasskey(self.used(host), self.public, label, ORIGIN)

    def used(self, host: Host) -> Assertion:
        """Return what using it gives, on a challenge of this server."""
        return self.answered(challenge_of(host))

    def answered(self, challenge: bytes) -> Assertion:
        """Return what using it gives, whoever made the challenge."""
        client = json.dumps(
            {
                "type": self.kind,
                "challenge": urlsafe_b64encode(challenge).rstrip(b"=").decode(),
                "origin": self.origin,
                "crossOrigin": self.is_framed,
                "other_keys_can_be_added_here": "do not compare this with a template",
            }
        ).encode()
        said = sha256(self.place.encode()).digest() + bytes([self.flags, 0, 0, 0, 1])
        signed = said + sha256(client).digest()
        user = self.member.encode()
        return Assertion(
            self.credential, user, self.prf_output, said, client, self._signature(signed)
        )

    def _signature(self, signed: bytes) -> bytes:
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(signed, PKCS1v15(), SHA256())
        return self.key.sign(signed, ECDSA(SHA256()))


def _cut(made_from: str, use: str) -> bytes:
    return sha256(f"{made_from}/{use}".encode()).digest()
