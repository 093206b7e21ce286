"""The chain: whatever is changed, moved, removed or added is found, named and located."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.given import STRANGER
from tests.keys import identity
from tests.store.chains import (
    LENGTH,
    OUR_GRANTS,
    Author,
    a_chain,
    after,
    author,
    changed,
    checked,
    end_of,
    grants_of,
    renewed_grants,
    rewritten,
)
from tests.store.writing import ASH, OURS, STRANGERS, WREN, operation, sealed
from troth.application.headers import parse_header
from troth.application.ports import EMPTY, Entry, Fault, Head, Sealed, Verdict
from troth.store.chain import Claim, fault_of, verify
from troth.store.signatures import LONG_ENTRIES

NEW = sha256(b"new").hexdigest()


def test_a_whole_chain_is_whole() -> None:
    entries = a_chain()
    assert checked(entries, end_of(entries)) == Verdict(LENGTH)
    assert checked([], EMPTY) == Verdict(0)


def test_a_chain_can_be_checked_from_a_head_that_was_seen() -> None:
    entries = a_chain()
    seen = Head(4, entries[3].link)
    assert checked(entries[4:], end_of(entries), seen) == Verdict(LENGTH)
    other = Head(4, bytes(32))
    assert checked(entries[4:], end_of(entries), other) == Verdict(4, Fault.BROKEN_LINK, 5)


def test_entries_are_checked_one_by_one_as_they_come() -> None:
    entries, asked = a_chain(), list[int]()

    def coming() -> Iterator[Entry]:
        for entry in entries:
            asked.append(entry.seq)
            yield changed(entry, structure=b"") if entry.seq == 2 else entry

    assert checked(coming(), end_of(entries)).seq == 2
    assert asked == [1, 2]


def test_erased_words_are_counted_and_no_fault() -> None:
    entries = a_chain()
    entries[2] = changed(entries[2], words=None)
    assert entries[3].words is None
    assert checked(entries, end_of(entries)) == Verdict(LENGTH, erased=1)


Tampering = Callable[[list[Entry]], list[Entry]]


def in_place(number: int, change: Callable[[list[Entry]], Entry]) -> Tampering:
    """Put something else in the place of one entry."""
    return lambda c: [*c[: number - 1], change(c), *c[number:]]


TAMPERINGS: dict[str, tuple[Tampering, Fault, int]] = {
    "a changed structure": (
        in_place(3, lambda c: changed(c[2], structure=b"another act")),
        Fault.CHANGED_BODY,
        3,
    ),
    "changed words": (
        in_place(3, lambda c: changed(c[2], words=b"other words")),
        Fault.CHANGED_WORDS,
        3,
    ),
    "words moved from another entry": (
        in_place(3, lambda c: changed(c[2], words=c[4].words)),
        Fault.CHANGED_WORDS,
        3,
    ),
    "words where there were none": (
        in_place(4, lambda c: changed(c[3], words=c[2].words)),
        Fault.CHANGED_WORDS,
        4,
    ),
    "a changed header": (
        in_place(3, lambda c: changed(c[2], header=c[2].header.replace(b'"seq":3', b'"seq":4'))),
        Fault.CHANGED_HEADER,
        3,
    ),
    "a changed link": (
        in_place(3, lambda c: changed(c[2], link=bytes(32))),
        Fault.CHANGED_HEADER,
        3,
    ),
    "structure and header changed, signed again": (
        in_place(3, lambda c: changed(rewritten(c[2], author(3), ph=NEW), structure=b"new")),
        Fault.BROKEN_LINK,
        4,
    ),
    "structure and header changed, not signed again": (
        in_place(3, lambda c: changed(rewritten(c[2], ph=NEW), structure=b"new")),
        Fault.FALSE_SIGNATURE,
        3,
    ),
    "the last entry written anew by its author": (
        in_place(6, lambda c: after(c[:5], sealed(9))),
        Fault.HEAD_DIFFERS,
        7,
    ),
    "another entry's signature": (
        in_place(3, lambda c: changed(c[2], signature=c[4].signature)),
        Fault.FALSE_SIGNATURE,
        3,
    ),
    "the other's signature of the same entry": (
        in_place(
            3, lambda c: changed(c[2], signature=after(c[:2], sealed(3), by=author(2)).signature)
        ),
        Fault.FALSE_SIGNATURE,
        3,
    ),
    "an entry forged under the other's name": (
        lambda c: [*c, after(c, sealed(7), by=Author(identity(ASH), identity(WREN).id))],
        Fault.FALSE_SIGNATURE,
        7,
    ),
    "an entry by somebody never admitted": (
        lambda c: [*c, after(c, sealed(7), by=identity(STRANGER))],
        Fault.UNKNOWN_AUTHOR,
        7,
    ),
    "an entry taken out": (lambda c: [*c[:2], *c[3:]], Fault.GAP, 3),
    "the first entry taken out": (lambda c: c[1:], Fault.GAP, 1),
    "the last entry taken out": (lambda c: c[:-1], Fault.CUT_SHORT, 6),
    "everything taken out": (lambda _: [], Fault.CUT_SHORT, 1),
    "two entries swapped": (lambda c: [c[0], c[2], c[1], *c[3:]], Fault.GAP, 2),
    "an entry twice": (lambda c: [*c[:3], c[2], *c[3:]], Fault.REPEATED_OPERATION, 4),
    "an entry from before, under a new operation": (
        lambda c: [
            *c[:3],
            changed(rewritten(c[2], author(3), op=operation(9)), op=operation(9)),
            *c[3:],
        ],
        Fault.OUT_OF_ORDER,
        4,
    ),
    "an operation that comes twice": (
        lambda c: [*c, after(c, sealed(7), number=2)],
        Fault.REPEATED_OPERATION,
        7,
    ),
    "an entry of another chain": (
        in_place(4, lambda _: a_chain(4, STRANGERS)[3]),
        Fault.WRONG_CHAIN,
        4,
    ),
    "an entry filed under another's number": (
        in_place(4, lambda c: changed(c[3], seq=5)),
        Fault.MISFILED,
        4,
    ),
    "an entry filed under another operation": (
        in_place(4, lambda c: changed(c[3], op=operation(9))),
        Fault.MISFILED,
        4,
    ),
    "an entry of a format to come": (
        in_place(4, lambda c: rewritten(c[3], author(4), v=2)),
        Fault.UNREADABLE_HEADER,
        4,
    ),
    "an entry added at the end": (
        lambda c: [*c, after(c, sealed(7))],
        Fault.HEAD_DIFFERS,
        8,
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_found_and_named(name: str) -> None:
    tamper, fault, seq = TAMPERINGS[name]
    entries = a_chain()
    verdict = checked(tamper(entries), end_of(entries))
    assert (verdict.fault, verdict.seq) == (fault, seq)
    assert verdict.entries == seq - 1


@pytest.mark.parametrize(
    "grants",
    [
        (),
        OUR_GRANTS[:1],
        OUR_GRANTS[1:],
        (OUR_GRANTS[0], OUR_GRANTS[0]),
        OUR_GRANTS[::-1],
        (OUR_GRANTS[0], grants_of(OURS, (STRANGER, WREN))[1]),
        grants_of(STRANGERS),
        (*OUR_GRANTS, *grants_of(OURS, (STRANGER, WREN))),
        (*OUR_GRANTS, b"no grant"),
        (*OUR_GRANTS, b""),
    ],
)
def test_a_grant_lost_moved_or_put_in_is_found_without_a_key(grants: tuple[bytes, ...]) -> None:
    entries = a_chain()
    verdict = verify(Claim(OURS, end_of(entries), grants), entries)
    assert verdict.fault in {Fault.FALSE_GRANT, Fault.UNKNOWN_AUTHOR}


def test_every_fault_there_is_has_its_tampering() -> None:
    by_keys = {Fault.FALSE_GRANT, Fault.OLDER_KEY}
    assert {fault for _, fault, _ in TAMPERINGS.values()} | by_keys == set(Fault)


@pytest.mark.parametrize(
    ("epochs", "verdict"),
    [
        ((1, 1, 2, 2), Verdict(4)),
        ((1, 2, 1, 2), Verdict(2, Fault.OLDER_KEY, 3)),
        ((1, 2, 3), Verdict(2, Fault.UNKNOWN_AUTHOR, 3)),
        ((0,), Verdict(0, Fault.UNKNOWN_AUTHOR, 1)),
    ],
)
def test_an_entry_is_of_the_newest_key_its_author_was_given(
    epochs: tuple[int, ...], verdict: Verdict
) -> None:
    entries = list[Entry]()
    for epoch in epochs:
        entries.append(after(entries, Sealed(epoch, b"act", None)))
    grants = (*OUR_GRANTS, *renewed_grants(OUR_GRANTS))
    assert verify(Claim(OURS, end_of(entries), grants), entries) == verdict


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
    structures=st.lists(st.binary(max_size=50), min_size=1, max_size=8),
    where=st.integers(min_value=0),
    bit=st.integers(min_value=0),
    part=st.sampled_from(["header", "structure", "words", "link", "signature"]),
)
def test_no_single_bit_of_a_chain_can_change_unnoticed(
    structures: list[bytes], where: int, bit: int, part: str
) -> None:
    entries = list[Entry]()
    for structure in structures:
        entries.append(after(entries, Sealed(1, structure, b"words")))
    place = where % len(entries)
    raw = bytearray(getattr(entries[place], part) or b"\0")
    raw[bit // 8 % len(raw)] ^= 1 << bit % 8
    whole = end_of(entries)
    entries[place] = changed(entries[place], **{part: bytes(raw)})
    verdict = checked(entries, whole)
    assert not verdict.is_whole
    assert verdict.seq == place + 1
    assert part == "signature" or fault_of(OURS, entries[place]) is not None


def test_a_long_chain_is_checked_on_every_core_and_the_first_fault_named() -> None:
    entries = a_chain(LONG_ENTRIES)
    assert checked(entries, end_of(entries)) == Verdict(LONG_ENTRIES)
    head = end_of(entries)
    for number in (LONG_ENTRIES - 100, LONG_ENTRIES - 700):
        place = number - 1
        entries[place] = changed(entries[place], signature=entries[0].signature)
    entries[-1] = changed(entries[-1], structure=b"changed")
    verdict = checked(entries, head)
    assert (verdict.fault, verdict.seq) == (Fault.FALSE_SIGNATURE, LONG_ENTRIES - 700)
    assert verdict.entries == LONG_ENTRIES - 701


def test_the_order_of_a_headers_fields_is_the_order_of_its_bytes() -> None:
    entry = a_chain(1)[0]
    named = ["v", "chain", "seq", "prev", "epoch", "akid", "ph", "wh", "op"]
    assert list(json.loads(entry.header)) == named
