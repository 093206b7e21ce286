"""Looking back: what made each version of the agreement, so that a look back reads only those.

Numbers of entries and names of lines are kept, and nothing they say. They are sealed under one's
own key: nobody else can hide a version from whoever looks back. What was not kept, or does not fit,
is found anew.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

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
from troth.domain.agreement.events import (
    Adopt,
    AgreementEvent,
    ConsentWithdrawn,
    TermsAdopted,
    TermsProposed,
    TermsRevised,
)
from troth.domain.agreement.evolution import evolve
from troth.domain.agreement.state import AgreementState
from troth.domain.kernel import ClauseId, MemberId, ProposalId, Recorded, Value

MOST_READ = 50
"""Entries that are read again rather than kept: it takes a blink, and looking stays reading."""


class Spot(Value, frozen=True):
    """Where an event stands: in which entry, and after how many others of that entry."""

    entry: int
    event: int


class Made(Value, frozen=True):
    """Where a version was made, where its words stand (none: a withdrawal), and of which lines."""

    at: Spot
    words: Spot | None
    lines: tuple[ClauseId, ...]


class Touched(Value, frozen=True):
    """The entries up to a number that are about the agreement, and the versions they made."""

    seq: int
    entries: tuple[int, ...]
    versions: tuple[Made, ...]


class Step(Value, frozen=True):
    """One event that changed the agreement, where it stands, and what it changed."""

    before: AgreementState
    after: AgreementState
    recorded: Recorded
    spot: Spot

    @property
    def is_version(self) -> bool:
        """Whether it made a version: both agreed, or one withdrew."""
        return self.after.version != self.before.version


class Past:
    """A record that is looked back on: its versions, the oldest first, and what stands where."""

    def __init__(self, reading: Reading, keys: ChainKeys, touched: Touched) -> None:
        """Take the record as it is read, and what was found of it."""
        self._reading, self._keys, self._touched = reading, keys, touched

    @property
    def versions(self) -> tuple[Made, ...]:
        """Where each version was made; the first is number one."""
        return self._touched.versions

    def event(self, spot: Spot) -> Recorded:
        """Return what stands somewhere; raises StoreDamaged for what does not open."""
        (done,) = _at(self._reading, self._keys, (spot.entry,))
        return done.act.recorded()[spot.event]

    def steps(self) -> Iterator[Step]:
        """Give every change of the agreement in order; raises StoreDamaged likewise."""
        return _steps(_at(self._reading, self._keys, self._touched.entries))


@contextmanager
def looking_back(world: World, chain: ChainId) -> Iterator[Past]:
    """Look back on a record; raises StoreDamaged for what does not open."""
    card = _card(world, chain)
    with world.store.reading(chain) as reading:
        keys, head = world.keys.of(reading), reading.head
        known = _known(reading, keys, card) or Touched(0, (), ())
        found = _found(reading, keys, known)
        yield Past(reading, keys, found)
    is_more = len(found.versions) > len(known.versions) and head.seq > MOST_READ
    if is_more or head.seq - known.seq > MOST_READ:
        _keep(world, keys, head, found)


def forget(directory: Directory, chain: ChainId, member: MemberId) -> None:
    """Drop what somebody has found: the next look back reads from the beginning."""
    _ROWS.forget(directory, chain, member)


def _found(reading: Reading, keys: ChainKeys, known: Touched) -> Touched:
    """Return what was known with what came since; only what may be a new version is folded for."""
    entries, may_be_new = list(known.entries), False
    for done in opened(keys, reading.entries(known.seq)):
        if any(isinstance(event, AgreementEvent) for event in done.act.events):
            entries.append(done.seq)
            may_be_new |= any(map(_may_make_one, done.act.events))
    versions = known.versions
    if may_be_new:
        versions = tuple(_versions(_steps(_at(reading, keys, entries))))
    return Touched(reading.head.seq, tuple(entries), versions)


def _may_make_one(event: object) -> bool:
    return isinstance(event, TermsAdopted | ConsentWithdrawn)


def _at(reading: Reading, keys: ChainKeys, entries: Iterable[int]) -> Iterator[Done]:
    for seq in entries:
        yield from opened(keys, reading.entries(seq - 1, 1))


def _steps(found: Iterable[Done]) -> Iterator[Step]:
    state = AgreementState()
    for done in found:
        for number, recorded in enumerate(done.act.recorded()):
            after = evolve(state, recorded)
            if after is not state:
                yield Step(state, after, recorded, Spot(done.seq, number))
            state = after


def _versions(steps: Iterable[Step]) -> Iterator[Made]:
    words: dict[ProposalId, Spot] = {}
    for step in steps:
        match step.recorded.event:
            case TermsProposed(proposal=id_) | TermsRevised(proposal=id_):
                words[id_] = step.spot
            case TermsAdopted(proposal=id_) if step.is_version:
                items = step.before.proposals[id_].items
                lines = (
                    each.wording.terms.clause if isinstance(each, Adopt) else each.clause
                    for each in items
                )
                yield Made(step.spot, words[id_], tuple(lines))
            case ConsentWithdrawn(clause=clause) if step.is_version:
                yield Made(step.spot, None, (clause,))
            case _:
                pass


def _card(world: World, chain: ChainId) -> Card | None:
    with world.store.finding() as directory:
        return _ROWS.find(directory, chain, world.keys.member)


def _known(reading: Reading, keys: ChainKeys, card: Card | None) -> Touched | None:
    """Return what was found before, or None: nothing, or it is of another record."""
    found = None if card is None else _ROWS.opened(reading, keys, card)
    return None if found is None else decoded(found[1], Touched)


def _keep(world: World, keys: ChainKeys, head: Head, found: Touched) -> None:
    """Keep what was found; where it cannot be kept now, the next look finds it again."""
    plain = msgspec.msgpack.encode(found)
    with suppress(StoreFull, StoreBusy), world.store.filing() as directory:
        _ROWS.keep(directory, keys, head, plain)


def _place(keys: ChainKeys, head: Head) -> bytes:
    """Return the place: with the link, so that it opens beside the same record only."""
    return place("look-back", keys.chain, own_member(keys), head.seq, head.link)


_ROWS = OwnRows("look-back", _place)
