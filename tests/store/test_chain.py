"""The chain: whatever is changed, moved, removed or added is found, named and located."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.writing import OURS, STRANGERS, body, operation
from troth.application.ports import EMPTY, ChainId, Entry, Fault, Head, Verdict
from troth.store.chain import LINK_TAG, fault_of, link_of, make_entry, parse_header, verify

LENGTH = 6


def a_chain(length: int = LENGTH, chain: ChainId = OURS) -> list[Entry]:
    """Make a whole chain."""
    entries, head = list[Entry](), EMPTY
    for number in range(1, length + 1):
        entries.append(make_entry(chain, head, operation(number), body(number)))
        head = Head(number, entries[-1].link)
    return entries


def end_of(entries: list[Entry]) -> Head:
    """Return the head that a whole chain ends in."""
    return Head(len(entries), entries[-1].link)


def rewritten(entry: Entry, **fields: object) -> Entry:
    """Forge a header with other fields, and a link that fits it."""
    header = json.dumps({**json.loads(entry.header), **fields}, separators=(",", ":")).encode()
    return msgspec.structs.replace(entry, header=header, link=link_of(header))


def changed(entry: Entry, **fields: object) -> Entry:
    """Change parts of a stored entry and leave the rest."""
    return msgspec.structs.replace(entry, **fields)


def test_a_whole_chain_is_whole() -> None:
    entries = a_chain()
    assert verify(OURS, entries, end_of(entries)) == Verdict(LENGTH)
    assert verify(OURS, [], EMPTY) == Verdict(0)


def test_a_chain_can_be_checked_from_a_head_that_was_remembered() -> None:
    entries = a_chain()
    start = Head(4, entries[3].link)
    assert verify(OURS, entries[4:], end_of(entries), start) == Verdict(2)
    other = Head(4, bytes(32))
    assert verify(OURS, entries[4:], end_of(entries), other) == Verdict(0, Fault.BROKEN_LINK, 5)


def test_entries_are_checked_one_by_one_as_they_come() -> None:
    entries, asked = a_chain(), list[int]()

    def coming() -> Iterator[Entry]:
        for entry in entries:
            asked.append(entry.seq)
            yield changed(entry, body=b"") if entry.seq == 2 else entry

    assert verify(OURS, coming(), end_of(entries)).seq == 2
    assert asked == [1, 2]


Tampering = Callable[[list[Entry]], list[Entry]]

TAMPERINGS: dict[str, tuple[Tampering, Fault, int]] = {
    "a changed body": (
        lambda c: [*c[:2], changed(c[2], body=b"other words"), *c[3:]],
        Fault.CHANGED_BODY,
        3,
    ),
    "a changed header": (
        lambda c: [
            *c[:2],
            changed(c[2], header=c[2].header.replace(b'"seq":3', b'"seq":4')),
            *c[3:],
        ],
        Fault.CHANGED_HEADER,
        3,
    ),
    "a changed link": (
        lambda c: [*c[:2], changed(c[2], link=bytes(32)), *c[3:]],
        Fault.CHANGED_HEADER,
        3,
    ),
    "a body and header changed together": (
        lambda c: [
            *c[:2],
            changed(rewritten(c[2], ph=sha256(b"new").hexdigest()), body=b"new"),
            *c[3:],
        ],
        Fault.BROKEN_LINK,
        4,
    ),
    "the last entry written anew": (
        lambda c: [*c[:5], changed(rewritten(c[5], ph=sha256(b"new").hexdigest()), body=b"new")],
        Fault.HEAD_DIFFERS,
        7,
    ),
    "an entry taken out": (lambda c: [*c[:2], *c[3:]], Fault.GAP, 3),
    "the first entry taken out": (lambda c: c[1:], Fault.GAP, 1),
    "the last entry taken out": (lambda c: c[:-1], Fault.CUT_SHORT, 6),
    "everything taken out": (lambda _: [], Fault.CUT_SHORT, 1),
    "two entries swapped": (lambda c: [c[0], c[2], c[1], *c[3:]], Fault.GAP, 2),
    "an entry twice": (lambda c: [*c[:3], c[2], *c[3:]], Fault.REPEATED_OPERATION, 4),
    "an entry from before, under a new operation": (
        lambda c: [*c[:3], changed(rewritten(c[2], op=operation(9)), op=operation(9)), *c[3:]],
        Fault.OUT_OF_ORDER,
        4,
    ),
    "an operation that comes twice": (
        lambda c: [*c, make_entry(OURS, end_of(c), operation(2), b"again")],
        Fault.REPEATED_OPERATION,
        7,
    ),
    "an entry of another chain": (
        lambda c: [*c[:3], a_chain(4, STRANGERS)[3], *c[4:]],
        Fault.WRONG_CHAIN,
        4,
    ),
    "an entry filed under another's number": (
        lambda c: [*c[:3], changed(c[3], seq=5), *c[4:]],
        Fault.MISFILED,
        4,
    ),
    "an entry filed under another operation": (
        lambda c: [*c[:3], changed(c[3], op=operation(9)), *c[4:]],
        Fault.MISFILED,
        4,
    ),
    "an entry of a format to come": (
        lambda c: [*c[:3], rewritten(c[3], v=2), *c[4:]],
        Fault.UNREADABLE_HEADER,
        4,
    ),
    "an entry added at the end": (
        lambda c: [*c, make_entry(OURS, end_of(c), operation(9), b"forged")],
        Fault.HEAD_DIFFERS,
        8,
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_named(name: str) -> None:
    tamper, fault, seq = TAMPERINGS[name]
    entries = a_chain()
    verdict = verify(OURS, tamper(entries), end_of(entries))
    assert (verdict.fault, verdict.seq) == (fault, seq)
    assert verdict.entries == seq - 1


def test_every_fault_there_is_has_its_tampering() -> None:
    assert {fault for _, fault, _ in TAMPERINGS.values()} == set(Fault)


@pytest.mark.parametrize(
    "spelling",
    [
        lambda raw: raw.replace(b'"v":1', b'"v":2'),
        lambda raw: raw.replace(b'"v":1', b'"v":1,"epoch":0'),
        lambda raw: raw.replace(b'"v":1,', b""),
        lambda raw: raw.replace(b'"v":1', b'"v":1,"v":1'),
        lambda raw: raw.replace(b'"v":1', b'"v": 1'),
        lambda raw: raw.replace(b'"seq":1', b'"seq":0'),
        lambda raw: raw.replace(b'"seq":1', b'"seq":"1"'),
        lambda raw: raw.replace(b'"seq":1', b'"seq":1.0'),
        lambda raw: raw.replace(b'"op":"0', b'"op":"G'),
        lambda raw: raw.replace(b"ash", b"\\u0061sh"),
        lambda raw: raw.replace(b"ash", b"\xff\xfe\xfd"),
        lambda raw: raw + b"\n",
        lambda raw: raw[:-1],
        lambda _: b"",
    ],
)
def test_only_the_spelling_we_write_is_accepted(spelling: Callable[[bytes], bytes]) -> None:
    header = a_chain(1)[0].header
    assert parse_header(header) is not None
    assert parse_header(spelling(header)) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_without_an_error(raw: bytes) -> None:
    assert parse_header(raw) is None


@given(
    bodies=st.lists(st.binary(max_size=50), min_size=1, max_size=8),
    where=st.integers(min_value=0),
    bit=st.integers(min_value=0),
    part=st.sampled_from(["header", "body", "link"]),
)
def test_no_single_bit_of_a_chain_can_change_unnoticed(
    bodies: list[bytes], where: int, bit: int, part: str
) -> None:
    entries, head = list[Entry](), EMPTY
    for number, content in enumerate(bodies, start=1):
        entries.append(make_entry(OURS, head, operation(number), content))
        head = Head(number, entries[-1].link)
    place = where % len(entries)
    raw = bytearray(getattr(entries[place], part) or b"\0")
    raw[bit // 8 % len(raw)] ^= 1 << bit % 8
    entries[place] = changed(entries[place], **{part: bytes(raw)})
    verdict = verify(OURS, entries, head)
    assert not verdict.is_whole
    assert verdict.seq == place + 1
    assert fault_of(OURS, entries[place]) is not None


def test_the_format_is_frozen() -> None:
    entry = make_entry(OURS, EMPTY, operation(255), b"an act")
    assert LINK_TAG == b"troth/v1/link\0"
    assert entry.header == (
        b'{"v":1,"chain":"ash-and-wren","seq":1,'
        b'"prev":"0000000000000000000000000000000000000000000000000000000000000000",'
        b'"ph":"e4fe5f7fe5048dd6d85510b6ceae17df36b5c0530117d4d23b09a64f27c3ce52",'
        b'"op":"000000000000000000000000000000ff"}'
    )
    assert entry.link.hex() == "700358bbc1e27bd01ae256d87d3fdce9ed2546fc66b396330bc1103b412138ce"
