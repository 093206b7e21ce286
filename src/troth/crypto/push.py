"""Push: what only one browser opens, and a signature by which its push service knows the sender.

Both are the forms that browsers ask for (RFC 8291 and RFC 8292), with the curve they name. Nothing
of the record is ever sealed this way.
"""

import struct
from base64 import urlsafe_b64encode
from os import urandom

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02  # type: ignore[import-untyped]  # it says nothing of its types

from troth.crypto.derive import derive

AUTH_BYTES = 16
"""The secret a browser gives along with its key (RFC 8291, 3.2)."""

RECORD_BYTES = 4096
"""The one record a message has (RFC 8291, 4): a push service takes no longer one."""

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""How many keys the curve has (FIPS 186-5, P-256)."""

_LAST = b"\x02"
"""Ends what is sealed in the last record (RFC 8188, 2)."""


def sender_key(secret: bytes) -> str:
    """Return the public key of a sender as a browser takes it: a point, in base64url."""
    return _text(_point(_sender(secret).public_key()))


def sender_signature(secret: bytes, service: str, contact: str, until: int) -> str:
    """Return what a sender says to one push service, signed until a time (seconds since 1970)."""
    claims = {"aud": service, "sub": contact, "exp": until}
    return str(Vapid02(_sender(secret)).sign(claims)["Authorization"])


def is_browser_key(key: bytes, auth: bytes) -> bool:
    """Tell whether these can be what a browser gave: a point of the curve, and its secret."""
    if len(auth) != AUTH_BYTES:
        return False
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key)
    except ValueError:
        return False
    return True


def seal_push(key: bytes, auth: bytes, plain: bytes) -> bytes:
    """Return bytes that only the browser with this key and secret opens (RFC 8291, 3.4)."""
    return sealed_with(generate_private_key(SECP256R1()), urandom(AUTH_BYTES), (key, auth), plain)


def sealed_with(
    once: EllipticCurvePrivateKey, salt: bytes, browser: tuple[bytes, bytes], plain: bytes
) -> bytes:
    """Return the same with a given key and salt, each of which is used only once."""
    key, auth = browser
    own = _point(once.public_key())
    shared = once.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key))
    secret = _hkdf(shared, auth, b"WebPush: info\0" + key + own, 32)
    cipher = AESGCM(_hkdf(secret, salt, b"Content-Encoding: aes128gcm\0", 16))
    nonce = _hkdf(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack("!LB", RECORD_BYTES, len(own)) + own
    return head + cipher.encrypt(nonce, plain + _LAST, None)


def _sender(secret: bytes) -> EllipticCurvePrivateKey:
    number = int.from_bytes(derive(secret, "push")) % (_ORDER - 1)
    return derive_private_key(number + 1, SECP256R1())


def _point(public: EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _hkdf(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(key)


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
