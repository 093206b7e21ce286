"""Headers and links: what makes entries a chain.

A header is stored and hashed exactly as it was written and never serialised again, so a later
version of this code, or another program, hashes the same bytes.
"""

from hashlib import sha256
from typing import Annotated, Literal

import msgspec

from troth.application.ports import KEY_LENGTH

LINK_TAG = b"troth/v1/link\0"
"""Keeps a link from ever being the hash of anything else that is hashed here."""

ENTRY_TAG = b"troth/v1/entry\0"
"""Keeps the signature of an entry from ever being taken for one of anything else."""

# Only lengths here: a hash is compared with what it should be, which leaves no other spelling,
# and a pattern for each would make reading twice as slow.
_Hash = Annotated[str, msgspec.Meta(min_length=64, max_length=64)]
_Operation = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
_Key = Annotated[str, msgspec.Meta(min_length=1, max_length=KEY_LENGTH)]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an entry's link vouches for; the order of the fields is the order of the bytes.

    `akid` is the id of the author's public key; `ph` and `wh` are the hashes of the sealed
    structure and of the sealed words (empty where the act has no words).
    """

    v: Literal[1]
    chain: _Key
    seq: Annotated[int, msgspec.Meta(ge=1, lt=1 << 53)]
    prev: _Hash
    epoch: Annotated[int, msgspec.Meta(ge=0, lt=1 << 31)]
    akid: Annotated[str, msgspec.Meta(min_length=32, max_length=32)]
    ph: _Hash
    wh: Annotated[str, msgspec.Meta(max_length=64)]
    op: _Operation


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Header).decode


def write_header(header: Header) -> bytes:
    """Return a header's bytes, or raise ValueError for one that could not be read again."""
    raw = _encode(header)
    if parse_header(raw) is None:
        raise ValueError("A header names an operation by 32 lower-case hexadecimal digits.")
    return raw


def parse_header(raw: bytes) -> Header | None:
    """Read a header, or nothing if it has another format, unknown fields or another spelling.

    Two spellings of one header (a repeated field, a space) could be read differently by two
    programs that both find the chain whole, so only the bytes we would write are accepted.
    """
    try:
        header = _decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return header if _encode(header) == raw else None


def link_of(header: bytes) -> bytes:
    """Return the link of an entry: the hash of its header, which holds the link before it."""
    return sha256(LINK_TAG + header).digest()
