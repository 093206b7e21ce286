"""Derive keys from keys: one label for each use, so that no two uses ever share a key."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
"""What every cipher and signature here takes: 256 bits, beyond any search."""

TAG = b"troth/v1/"
"""Stands before every label, so that nothing made here means anything elsewhere."""

_SHA256 = SHA256()


class WrongLength(Exception):
    """Raised when a key has not the length its use asks for: something else was passed as one."""


def labelled(label: str) -> bytes:
    """Return a label as the bytes that go into a hash or a derivation; no label is another's start.

    The zero byte ends it, as no label contains one.
    """
    return TAG + label.encode() + b"\0"


def derive(key: bytes, label: str) -> bytes:
    """Return the 32-byte key that HKDF-SHA256 (RFC 5869, no salt) gives for one use of a key.

    The key itself is uniformly random, which is why no salt is needed (RFC 5869, 3.1).
    """
    return HKDF(_SHA256, KEY_BYTES, None, labelled(label)).derive(key)


def require_length(key: bytes, length: int = KEY_BYTES) -> bytes:
    """Return the key, or raise WrongLength: HKDF would make a key of nothing without complaint."""
    if len(key) != length:
        raise WrongLength(f"This key has {length} bytes, {len(key)} were given.")
    return key
