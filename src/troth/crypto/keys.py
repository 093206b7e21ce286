"""One root key for each member, and the keys that sign, receive and seal for them."""

from functools import cached_property, lru_cache
from hashlib import sha256
from os import urandom
from typing import NewType

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from troth.crypto.derive import KEY_BYTES, derive, labelled, require_length
from troth.crypto.envelope import FORMAT, Unopened

KeyId = NewType("KeyId", str)
"""Names a public signing key: 32 hexadecimal digits."""

KEY_ID_BYTES = 16
"""As long as the ids beside it in a header; two keys of one id would take 2 to the 64 tries."""

INVITATION_BYTES = 16
"""What ten words can carry and a person will still type: 128 bits."""

MOST_VERIFIERS = 64
"""Public keys held ready at once: those of some thirty couples, checked in turn."""

_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_BELOW_SIGN_BIT = 0x7F

# Points of small order. For these, signatures can be made that fit any message, so whoever
# registered one could later deny every signature. The library accepts them (it follows RFC 8032);
# the list, apart from the sign bit, is that of libsodium's ge25519_has_small_order.
_SMALL_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)


class UnusableKey(Exception):
    """Raised when bytes given as somebody's public key are none that anything can be sealed to."""


class Identity:
    """What one member's root key gives them: a name to sign with, and keys only they have."""

    def __init__(self, root: bytes) -> None:
        self._root = require_length(root)

    def __repr__(self) -> str:
        return "Identity()"

    @cached_property
    def public(self) -> bytes:
        """The Ed25519 public key, raw: what others check a signature with."""
        return self._signer.public_key().public_bytes_raw()

    @cached_property
    def id(self) -> KeyId:
        """The name of the public key."""
        return key_id(self.public)

    @cached_property
    def receives(self) -> bytes:
        """The X25519 public key, raw: what others seal a secret to."""
        return self._receiver.public_key().public_bytes_raw()

    @cached_property
    def notes_key(self) -> bytes:
        """The key of this member's private notes."""
        return derive(self._root, "notes")

    @cached_property
    def settings_key(self) -> bytes:
        """The key of this member's settings and of the keys kept for them."""
        return derive(self._root, "settings")

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of a message, which begins with a tag of its own kind."""
        return self._signer.sign(message)

    def receive(self, sealed: bytes, info: bytes) -> bytes:
        """Return the secret that was sent to this member with this context, or raise Unopened."""
        secret = self._received(sealed, info) if sealed.startswith(FORMAT) else None
        if secret is None:
            raise Unopened
        return secret

    def _received(self, sealed: bytes, info: bytes) -> bytes | None:
        try:
            return _HPKE.decrypt(sealed[len(FORMAT) :], self._receiver, FORMAT + info)
        except (InvalidTag, ValueError):
            return None

    @cached_property
    def _signer(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(derive(self._root, "sign"))

    @cached_property
    def _receiver(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(derive(self._root, "receive"))


def new_key() -> bytes:
    """Return a new random key: a member's root key, or a relationship key."""
    return urandom(KEY_BYTES)


def key_id(public: bytes) -> KeyId:
    """Return the name of an Ed25519 public key."""
    return KeyId(sha256(labelled("key") + public).digest()[:KEY_ID_BYTES].hex())


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether the holder of a public key signed a message; False for anything malformed."""
    verifier = _verifier(public)
    if verifier is None:
        return False
    try:
        verifier.verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(MOST_VERIFIERS)
def _verifier(public: bytes) -> Ed25519PublicKey | None:
    """Return what checks signatures of a key, which a long record is full of; None for no key."""
    if _has_small_order(public):
        return None
    try:
        return Ed25519PublicKey.from_public_bytes(public)
    except ValueError:
        return None


def _has_small_order(public: bytes) -> bool:
    return public[:-1] + bytes(byte & _BELOW_SIGN_BIT for byte in public[-1:]) in _SMALL_ORDER


def send(receiver_public: bytes, info: bytes, secret: bytes) -> bytes:
    """Return a secret sealed to a member's X25519 public key with HPKE (RFC 9180, base mode).

    The context goes into `info`, so that it opens nowhere else. Whoever knows the public key can
    send: what says who sent it is a signature over the result. Raises UnusableKey.
    """
    sealed = _sent(receiver_public, info, secret)
    if sealed is None:
        raise UnusableKey
    return FORMAT + sealed


def _sent(receiver_public: bytes, info: bytes, secret: bytes) -> bytes | None:
    try:
        receiver = X25519PublicKey.from_public_bytes(receiver_public)
        return _HPKE.encrypt(secret, receiver, FORMAT + info)
    except ValueError:
        return None


def invitation_identity(secret: bytes) -> Identity:
    """Return who signs for whoever holds a one-time invitation secret of 16 bytes."""
    return Identity(derive(require_length(secret, INVITATION_BYTES), "invitation-identity"))


def invitation_key(secret: bytes) -> bytes:
    """Return the key that seals for whoever holds a one-time invitation secret of 16 bytes."""
    return derive(require_length(secret, INVITATION_BYTES), "invitation-key")
