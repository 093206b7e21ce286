"""Seen: at login each record is shown to go on from where this person last saw it.

Whoever runs the server could write a record anew to its end, and every link would fit. They cannot
make it the record somebody remembers: the head they saw is kept sealed under their own key, and so
is the state they folded, for the partner who has the key of the record could make up another.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from msgspec.structs import replace

from troth.application import own_state
from troth.application.alarms import ALARMS, FAULTS, WHAT_TO_DO, Alarm, alarm_beside
from troth.application.codec import encode_snapshot
from troth.application.erasing_all import doubtful_erasure, forget_erased
from troth.application.folding import Fold, load, opened
from troth.application.handle import World
from troth.application.keyring import (
    ChainKeys,
    KeyChanged,
    Keyring,
    Membership,
    NoKey,
    RecordGone,
    Ring,
    is_forgotten,
    keep_ring,
)
from troth.application.ports import (
    EMPTY,
    Card,
    ChainId,
    Fault,
    Head,
    Reading,
    StoreBusy,
    StoreDamaged,
    StoreFull,
)
from troth.application.rules import SHARED
from troth.application.sealing import seal_snapshot
from troth.domain.decider import State
from troth.domain.kernel import Refusal, Value


class Look(Value, frozen=True):
    """What one look at a chain showed: its label, the entry last seen, and how many are new.

    `alarm` says what is wrong, if anything, and `fault` what of the entries since, from where on.
    `erased_at`: the record is no longer here, for it was erased as it had been announced.
    `by_forgotten`: entries in this person's name, put in for a device after they had forgotten it.
    """

    chain: ChainId
    label: str
    seq: int
    since: int
    alarm: Alarm | None = None
    fault: Fault | None = None
    at: int | None = None
    erased_at: datetime | None = None
    by_forgotten: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        """What the look showed, in words."""
        if self.erased_at is not None:
            return f"Erased for you both on {self.erased_at:%Y-%m-%d}, as it was announced."
        if self.alarm is not None:
            where = "" if self.fault is None else f" From entry {self.at} on: {FAULTS[self.fault]}."
            last = "" if self.alarm is Alarm.FALSE_STATE else f" It was entry {self.seq}."
            return f"{ALARMS[self.alarm]}{last}{where} {WHAT_TO_DO}"
        if self.seq == 0:
            return f"Seen for the first time: {self._added('linked and signed')}.{self._left}"
        added = self._added("truly signed")
        return f"Extends the record you last saw (entry {self.seq}); {added}.{self._left}"

    @property
    def _left(self) -> str:
        said = (
            f" Entry {each} rests things in your name, but was put in for a device that you no "
            "longer let in: somebody still has it."
            for each in self.by_forgotten
        )
        return "".join(said)

    def _added(self, checked: str) -> str:
        few = {0: "nothing was added", 1: f"one entry was added, {checked}"}
        return few.get(self.since, f"{self.since} entries were added, each {checked}")


def look(world: World) -> tuple[World, tuple[Look, ...]]:
    """Look at every chain of this person's, and remember what was seen.

    Where something is wrong the look carries an alarm, which stays with the keys: nothing but
    what protects is written in that chain then. What was seen before is not forgotten for it.
    """
    world, erased = forget_erased(world)
    looks = [Look(each.chain, each.label, 0, 0, erased_at=each.at) for each in erased]
    looked = dict[ChainId, Membership]()
    for chain, known in world.keys.ring.memberships.items():
        looked[chain], each = _looked(world, chain, known)
        looks.append(each)
    notes, own = _looked_at_notes(world)
    return _kept(world, looked, notes), (*looks, own)


class StaysInDoubt(Refusal, frozen=True):
    """What is wrong with a record is nothing that speaking with each other makes right."""

    why: str
    says = (
        "{why} That does not become right by being accepted. Keep your own copies, and begin a "
        "new record together when you have spoken."
    )


def accept(world: World, chain: ChainId) -> World | StaysInDoubt:
    """Take a record as it stands for the one seen, once the two have spoken of it.

    A restored copy, which is shorter, is accepted so. A replaced key never is, nor a record that
    is not whole or truly signed. The fold of the entries takes the place of a state that was made
    up: what is accepted then are the entries.
    """
    known = replace(world.keys.ring.memberships[chain], seen=EMPTY, alarm=None)
    membership, found = _looked(world, chain, known)
    if found.alarm is Alarm.FALSE_STATE:
        # The first look has put the fold in its place: a second one finds nothing made up.
        membership, found = _looked(world, chain, known)
    if found.alarm is not None:
        return StaysInDoubt(ALARMS[found.alarm])
    return _kept(world, {chain: membership}, world.keys.ring.notes)


def _looked(world: World, chain: ChainId, known: Membership) -> tuple[Membership, Look]:
    blank = Look(chain, known.label, known.seen.seq, 0)
    try:
        card = _own_card(world, chain)
        with world.store.reading(chain) as reading:
            membership = world.keys.shown(reading)
            head, found = _beside(reading, known.seen, blank)
            keys = ChainKeys(chain, world.keys.identity, membership)
            states = _States(reading, keys, card) if found.alarm is None else None
        if states is not None:
            states.keep(world)
            found = replace(found, alarm=states.alarm(known))
            membership = replace(membership, due=states.due)
            left = states.by_forgotten(world.keys.ring, chain)
            found = replace(found, by_forgotten=left)
    except KeyChanged:
        membership, head = known, known.seen
        found = replace(blank, alarm=Alarm.KEY_CHANGED)
    except RecordGone:
        membership, head = known, known.seen
        found = replace(blank, alarm=doubtful_erasure(world, chain))
    except NoKey:
        membership, head = known, known.seen
        found = replace(blank, alarm=Alarm.KEY_WITHHELD)
    except StoreDamaged:
        membership, head = known, known.seen
        found = replace(blank, alarm=Alarm.NOT_WHOLE)
    return replace(membership, seen=head, alarm=found.alarm), found


def _own_card(world: World, chain: ChainId) -> Card | None:
    with world.store.finding() as directory:
        return own_state.own_card(directory, chain, world.keys.member)


class _States:
    """The state that the entries of a chain lead to, beside the one that was kept."""

    def __init__(self, reading: Reading, keys: ChainKeys, card: Card | None) -> None:
        kept = load(reading, keys, SHARED)
        self._keys = keys
        self._head = reading.head
        self._noticed = {
            done.seq: done.act.notice.registration.device
            for done in opened(keys, reading.entries(keys.seen.seq))
            if done.act.notice is not None and done.act.by == keys.authors[keys.identity.id]
        }
        self._fold: Fold[State] = own_state.own_fold(reading, keys, SHARED, card)
        self._is_made_up = own_state.is_made_up(self._fold, kept.at, kept.state)

    def by_forgotten(self, ring: Ring, chain: ChainId) -> tuple[int, ...]:
        """Return the entries since the last look that came from a device once forgotten."""
        found = self._noticed.items()
        return tuple(seq for seq, device in found if is_forgotten(ring, device, chain, seq))

    @property
    def due(self) -> datetime | None:
        """From when on the record may be erased, as its signed entries say."""
        return self._fold.state.erasure.due

    def alarm(self, known: Membership) -> Alarm | None:
        """Return what is wrong, or was at an earlier look: it stays until the two have spoken."""
        is_wrong = self._is_made_up or known.alarm is Alarm.FALSE_STATE
        return Alarm.FALSE_STATE if is_wrong else None

    def keep(self, world: World) -> None:
        """Keep one's own copy, and put the fold in the place of a state that was made up.

        Where it cannot be kept now, or something was added meanwhile, the next login folds again:
        a copy that came after an erasure would hold what was erased.
        """
        fold, keys = self._fold, self._keys
        if fold.at is None or not (fold.folded or self._is_made_up):
            return
        with suppress(StoreFull, StoreBusy), world.store.acting(keys.chain) as transaction:
            if transaction.head != self._head:
                return
            own_state.keep(transaction, keys, fold)
            if self._is_made_up:
                body = encode_snapshot(fold.at, fold.state)
                transaction.put_snapshot(seal_snapshot(keys, fold.seq, body))


def _looked_at_notes(world: World) -> tuple[Head, Look]:
    chain, seen = world.keys.own_chain, world.keys.ring.notes
    blank = Look(chain, "", seen.seq, 0)
    try:
        with world.store.reading(chain) as reading:
            return _beside(reading, seen, blank)
    except StoreDamaged:
        return seen, replace(blank, alarm=Alarm.NOT_WHOLE)


def _beside(reading: Reading, seen: Head, blank: Look) -> tuple[Head, Look]:
    """Compare a record with the head last seen, check every entry since, and say what is seen."""
    alarm = alarm_beside(reading, seen)
    if alarm is not None:
        return seen, replace(blank, alarm=alarm)
    if reading.head == EMPTY:
        return seen, blank
    verdict = reading.verify(after=seen)
    if not verdict.is_whole:
        alarm = Alarm.KEY_CHANGED if verdict.fault is Fault.FALSE_GRANT else Alarm.NOT_WHOLE
        return seen, replace(blank, alarm=alarm, fault=verdict.fault, at=verdict.seq)
    return reading.head, replace(blank, since=verdict.entries - seen.seq)


def _kept(world: World, looked: Mapping[ChainId, Membership], notes: Head) -> World:
    """Keep what was seen, beside whatever another login of the same person has kept meanwhile.

    Where it cannot be kept now, this login knows it all the same, and the next one looks again.
    """
    before = world.keys.ring.memberships

    def changed(ring: Ring) -> Ring:
        present = ring.memberships
        both = {
            chain: _newer(known, before.get(chain), looked.get(chain))
            for chain, known in present.items()
        }
        return replace(ring, memberships=both, notes=notes)

    with suppress(StoreFull, StoreBusy), world.store.filing() as directory:
        return replace(world, keys=keep_ring(directory, world.keys, changed))
    keys = world.keys
    return replace(world, keys=Keyring(keys.member, keys.identity, changed(keys.ring)))


def _newer(known: Membership, before: Membership | None, looked: Membership | None) -> Membership:
    """Return what was found, but of what another login changed meanwhile only what was seen."""
    if looked is None or known == before:
        return known if looked is None else looked
    return replace(known, seen=looked.seen, alarm=looked.alarm, due=looked.due)
