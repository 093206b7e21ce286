"""Looking back: which entries made the agreement what it is, so that a look back reads only those.

Numbers of entries are kept, and nothing they say. They are sealed under one's own key: nobody else
can hide a version from whoever looks back. What was not kept, or does not fit, is found anew.
"""

from collections.abc import Iterator
from contextlib import suppress

import msgspec

from troth.application.decoding import decoded
from troth.application.folding import Done, opened
from troth.application.handle import World
from troth.application.keyring import ChainKeys
from troth.application.own_rows import OwnRows, own_member
from troth.application.ports import (
    Card,
    ChainId,
    Directory,
    Head,
    Reading,
    StoreBusy,
    StoreFull,
)
from troth.crypto.envelope import place
from troth.domain.agreement.evolution import evolve
from troth.domain.agreement.state import AgreementState
from troth.domain.kernel import MemberId, Recorded, Value

MOST_READ = 50
"""Entries that are read again rather than kept: it takes a blink, and looking stays reading."""


class Touched(Value, frozen=True):
    """The entries up to a number that changed the agreement."""

    seq: int
    entries: tuple[int, ...]


class Step(Value, frozen=True):
    """One event that changed the agreement, and the agreement before and after it."""

    before: AgreementState
    after: AgreementState
    recorded: Recorded


def steps(world: World, chain: ChainId) -> Iterator[Step]:
    """Give every change of the agreement in order; raises StoreDamaged for what does not open."""
    card = _card(world, chain)
    state, entries = AgreementState(), list[int]()
    with world.store.reading(chain) as reading:
        keys, head = world.keys.of(reading), reading.head
        known = _known(reading, keys, card) or Touched(0, ())
        for done in _read(reading, keys, known):
            before = state
            for recorded in done.act.recorded():
                after = evolve(state, recorded)
                if after is not state:
                    yield Step(state, after, recorded)
                state = after
            if state is not before:
                entries.append(done.seq)
    if head.seq - known.seq > MOST_READ:
        _keep(world, keys, head, tuple(entries))


def forget(directory: Directory, chain: ChainId, member: MemberId) -> None:
    """Drop what somebody has found: the next look back reads from the beginning."""
    _ROWS.forget(directory, chain, member)


def _read(reading: Reading, keys: ChainKeys, known: Touched) -> Iterator[Done]:
    for seq in known.entries:
        yield from opened(keys, reading.entries(seq - 1, 1))
    yield from opened(keys, reading.entries(known.seq))


def _card(world: World, chain: ChainId) -> Card | None:
    with world.store.finding() as directory:
        return _ROWS.find(directory, chain, world.keys.member)


def _known(reading: Reading, keys: ChainKeys, card: Card | None) -> Touched | None:
    """Return what was found before, or None: nothing, or it is of another record."""
    found = None if card is None else _ROWS.opened(reading, keys, card)
    return None if found is None else decoded(found[1], Touched)


def _keep(world: World, keys: ChainKeys, head: Head, entries: tuple[int, ...]) -> None:
    """Keep what was found; where it cannot be kept now, the next look finds it again."""
    plain = msgspec.msgpack.encode(Touched(head.seq, entries))
    with suppress(StoreFull, StoreBusy), world.store.filing() as directory:
        _ROWS.keep(directory, keys, head, plain)


def _place(keys: ChainKeys, head: Head) -> bytes:
    """Return the place: with the link, so that it opens beside the same record only."""
    return place("look-back", keys.chain, own_member(keys), head.seq, head.link)


_ROWS = OwnRows("look-back", _place)
