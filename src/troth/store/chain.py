"""Headers, links, and the checks that make a row of entries a chain.

A header is stored and hashed exactly as it was written and never serialised again, so a later
version of this code, or another program, hashes the same bytes.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Annotated, Literal

import msgspec

from troth.application.ports import (
    BODY_BYTES,
    EMPTY,
    KEY_LENGTH,
    ChainId,
    Entry,
    Fault,
    Head,
    OperationId,
    Verdict,
)

LINK_TAG = b"troth/v1/link\0"
"""Keeps a link from ever being the hash of anything else that is hashed here."""

# Only lengths here: a hash is compared with what it should be, which leaves no other spelling,
# and a pattern for each would make reading twice as slow.
_Hash = Annotated[str, msgspec.Meta(min_length=64, max_length=64)]
_Operation = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
_Key = Annotated[str, msgspec.Meta(min_length=1, max_length=KEY_LENGTH)]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an entry's link vouches for; the order of the fields is the order of the bytes."""

    v: Literal[1]
    chain: _Key
    seq: Annotated[int, msgspec.Meta(ge=1, lt=1 << 53)]
    prev: _Hash
    ph: _Hash
    op: _Operation


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Header).decode


def make_entry(chain: ChainId, head: Head, op: OperationId, body: bytes) -> Entry:
    """Make the entry that follows a head.

    Raises ValueError for an operation name that no header may hold, or a body too large.
    """
    if len(body) > BODY_BYTES:
        raise ValueError(f"An entry's body may have at most {BODY_BYTES} bytes.")
    seq = head.seq + 1
    header = _encode(Header(1, chain, seq, head.link.hex(), sha256(body).hexdigest(), op))
    if parse_header(header) is None:
        raise ValueError("An operation is named by 32 lower-case hexadecimal digits.")
    return Entry(seq, op, header, body, link_of(header))


def link_of(header: bytes) -> bytes:
    """Return the link of an entry: the hash of its header, which holds the link before it."""
    return sha256(LINK_TAG + header).digest()


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


def fault_of(chain: ChainId, entry: Entry) -> Fault | None:
    """Name what is wrong with an entry by itself, wherever it stands in the chain."""
    found = _vouched(chain, entry)
    return found if isinstance(found, Fault) else None


def verify(chain: ChainId, entries: Iterable[Entry], head: Head, start: Head = EMPTY) -> Verdict:
    """Check that entries lead from one head of a chain to another, reading them once, lazily.

    Entries missing at the end show only against a head kept elsewhere; a head stored beside the
    entries shows an entry lost by accident, not one removed together with its head.
    """
    at, seen = start, set[OperationId]()
    for entry in entries:
        fault = _fault_at(chain, entry, at, seen)
        if fault is not None:
            return Verdict(at.seq - start.seq, fault, at.seq + 1)
        seen.add(entry.op)
        at = Head(entry.seq, entry.link)
    fault = _fault_of_end(at, head)
    return Verdict(at.seq - start.seq, fault, None if fault is None else at.seq + 1)


def _vouched(chain: ChainId, entry: Entry) -> Header | Fault:
    header = parse_header(entry.header)
    if link_of(entry.header) != entry.link:
        return Fault.CHANGED_HEADER
    if header is None:
        return Fault.UNREADABLE_HEADER
    if header.chain != chain:
        return Fault.WRONG_CHAIN
    if (header.seq, header.op) != (entry.seq, entry.op):
        return Fault.MISFILED
    return header if sha256(entry.body).hexdigest() == header.ph else Fault.CHANGED_BODY


def _fault_at(chain: ChainId, entry: Entry, at: Head, seen: set[OperationId]) -> Fault | None:
    found = _vouched(chain, entry)
    if isinstance(found, Fault):
        return found
    if entry.op in seen:
        return Fault.REPEATED_OPERATION
    if entry.seq != at.seq + 1:
        return Fault.GAP if entry.seq > at.seq else Fault.OUT_OF_ORDER
    return None if found.prev == at.link.hex() else Fault.BROKEN_LINK


def _fault_of_end(at: Head, head: Head) -> Fault | None:
    if at.seq < head.seq:
        return Fault.CUT_SHORT
    return None if at == head else Fault.HEAD_DIFFERS
