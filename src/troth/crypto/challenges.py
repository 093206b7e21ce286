"""Challenges: what a passkey is asked to sign, known again by its maker without being kept.

asked at, 8 | random, 16 | HMAC-SHA256 of both, 32
"""

import hmac
from os import urandom

from troth.crypto.derive import derive

ASKED_BYTES = 8
"""A time in microseconds since 1970: two challenges are seldom asked for in the same one."""

RANDOM_BYTES = 16
"""As many as the standard asks for at least (Web Authentication, level 3, section 13.4.3)."""

_MADE_BYTES = ASKED_BYTES + RANDOM_BYTES


def new_challenge(secret: bytes, asked_at: int) -> bytes:
    """Return a challenge that says when it was asked for, to whoever has the secret."""
    made = asked_at.to_bytes(ASKED_BYTES) + urandom(RANDOM_BYTES)
    return made + _mark(secret, made)


def read_challenge(secret: bytes, challenge: bytes) -> int | None:
    """Return when a challenge was asked for, or None if it was not made with this secret."""
    made, mark = challenge[:_MADE_BYTES], challenge[_MADE_BYTES:]
    if not hmac.compare_digest(mark, _mark(secret, made)):
        return None
    return int.from_bytes(made[:ASKED_BYTES])


def _mark(secret: bytes, made: bytes) -> bytes:
    return hmac.digest(derive(secret, "challenge"), made, "sha256")
