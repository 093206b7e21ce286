"""A public key as other programs read it.

Apart from the keys, for what it imports would double the start of every command.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from troth.crypto.keys import UnusableKey


def public_pem(public: bytes) -> str:
    """Return an Ed25519 public key as SubjectPublicKeyInfo PEM (RFC 8410), which openssl reads.

    Raises UnusableKey for bytes that are no key.
    """
    try:
        key = Ed25519PublicKey.from_public_bytes(public)
    except ValueError:
        key = None
    if key is None:
        raise UnusableKey
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
