"""Check that the one library all sealing rests on is recent enough."""

import cryptography

LEAST_MAJOR = 47
"""The first with Argon2id, HKDF, ChaCha20-Poly1305, Ed25519 and HPKE all in one place."""


class LibraryTooOld(Exception):
    """Raised when the installed `cryptography` lacks a part that the record is sealed with."""


def require_current(version: str = cryptography.__version__) -> None:
    """Raise LibraryTooOld for a version of `cryptography` below the least that works here."""
    major = version.partition(".")[0]
    if not (major.isascii() and major.isdigit()) or int(major) < LEAST_MAJOR:
        raise LibraryTooOld(
            f"Troth needs the Python package cryptography {LEAST_MAJOR} or newer; "
            f"installed is {version}. Upgrade it, then start again."
        )
