"""Assertions: what a passkey signs, under a key of the two kinds that every such device has one of.

Apart from the keys, for what it imports is needed by nobody who comes in by a passphrase.
"""

from hashlib import sha256

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

LEAST_RSA_BITS = 2048
"""What NIST SP 800-131A still lets sign."""


def is_asserted(public: bytes, authenticator: bytes, client: bytes, signature: bytes) -> bool:
    """Tell whether a passkey signed what its device and its browser say; False for any other key.

    `public` is its key as SubjectPublicKeyInfo, as the browser gives it. ECDSA on P-256 or RSA
    with PKCS #1 v1.5, both with SHA-256 (Web Authentication, level 3, section 7.2).
    """
    signed = authenticator + sha256(client).digest()
    try:
        _verify(public, signed, signature)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def _verify(public: bytes, signed: bytes, signature: bytes) -> None:
    """Raise InvalidSignature, or ValueError for bytes that are no key of the two kinds."""
    key = load_der_public_key(public)
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        key.verify(signature, signed, ECDSA(SHA256()))
    elif isinstance(key, RSAPublicKey) and key.key_size >= LEAST_RSA_BITS:
        key.verify(signature, signed, PKCS1v15(), SHA256())
    else:
        raise ValueError("A passkey signs with P-256 or RSA.")
