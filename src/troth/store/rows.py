"""What every store holds its rows to: names, sizes, and digests where no chain vouches for them."""

from hashlib import sha256

from troth.application.ports import BODY_BYTES, KEY_LENGTH, SNAPSHOT_BYTES

WAIT_SECONDS = 5
"""How long one writer waits for another: acts take milliseconds, so longer means one hangs."""

PAGE_ENTRIES = 64
"""Entries read from the database at a time: few enough to hold, enough to make steps cheap."""


_ROW_TAG = b"troth/v1/row\0"


def check_key(name: str) -> str:
    """Return a chain, member or slot name as it is.

    Raises ValueError if it is empty, too long or not printable ASCII: names stand in headers,
    keys and messages, where an invisible character would make two names look like one.
    """
    if not (
        name.isascii() and name.isprintable() and 0 < len(name) <= KEY_LENGTH and " " not in name
    ):
        raise ValueError(f"A name in the store has 1 to {KEY_LENGTH} printable characters.")
    return name


def check_body(body: bytes) -> bytes:
    """Return the body of a pending row, or raise ValueError if it is too large."""
    if len(body) > BODY_BYTES:
        raise ValueError(f"A pending row may have at most {BODY_BYTES} bytes.")
    return body


def check_snapshot(body: bytes) -> bytes:
    """Return the body of a snapshot, or raise ValueError if it is too large."""
    if len(body) > SNAPSHOT_BYTES:
        raise ValueError(f"A snapshot may have at most {SNAPSHOT_BYTES} bytes.")
    return body


def row_digest(table: str, *keys: object, body: bytes) -> bytes:
    """Return what shows that a row outside the chain is as it was written, and where.

    It covers the keys, so that a row found under another's name is noticed too. It is no
    protection against somebody who can write to the disk; sealing is.
    """
    # A name holds no space or line break, so these keys can be read in one way only.
    named = " ".join([table, *map(str, keys)]) + "\n"
    return sha256(_ROW_TAG + named.encode() + body).digest()
