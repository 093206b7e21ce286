"""Seen: at login each record is shown to go on from where this person last saw it.

Whoever runs the server could write a record anew to its end, and every link would fit. They cannot
make it the record somebody remembers: the head they saw is kept sealed under their own key.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from msgspec.structs import replace

from troth.application.alarms import ALARMS, FAULTS, WHAT_TO_DO, Alarm, alarm_beside
from troth.application.erasing_all import forget_erased
from troth.application.handle import World
from troth.application.keyring import (
    KeyChanged,
    Keyring,
    Membership,
    RecordGone,
    Ring,
    keep_ring,
)
from troth.application.ports import (
    EMPTY,
    ChainId,
    Fault,
    Head,
    Reading,
    StoreBusy,
    StoreDamaged,
    StoreFull,
)
from troth.domain.kernel import Refusal, Value


class Look(Value, frozen=True):
    """What one look at a chain showed: its label, the entry last seen, and how many are new.

    `alarm` says what is wrong, if anything, and `fault` what of the entries since, from where on.
    `erased_at`: the record is no longer here, for it was erased as it had been announced.
    """

    chain: ChainId
    label: str
    seq: int
    since: int
    alarm: Alarm | None = None
    fault: Fault | None = None
    at: int | None = None
    erased_at: datetime | None = None

    @property
    def sentence(self) -> str:
        """What the look showed, in words."""
        if self.erased_at is not None:
            return f"Erased for you both on {self.erased_at:%Y-%m-%d}, as it was announced."
        if self.alarm is not None:
            where = "" if self.fault is None else f" From entry {self.at} on: {FAULTS[self.fault]}."
            return f"{ALARMS[self.alarm]} It was entry {self.seq}.{where} {WHAT_TO_DO}"
        added = {0: "nothing was added", 1: "one entry was added"}.get(
            self.since, f"{self.since} entries were added"
        )
        if self.seq == 0:
            return f"Seen for the first time: {added}, each linked and signed."
        return f"Extends the record you last saw (entry {self.seq}); {added}, each truly signed."


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
    is not whole or truly signed.
    """
    known = world.keys.ring.memberships[chain]
    membership, found = _looked(world, chain, replace(known, seen=EMPTY))
    if found.alarm is not None:
        return StaysInDoubt(ALARMS[found.alarm])
    return _kept(world, {chain: membership}, world.keys.ring.notes)


def _looked(world: World, chain: ChainId, known: Membership) -> tuple[Membership, Look]:
    blank = Look(chain, known.label, known.seen.seq, 0)
    try:
        with world.store.reading(chain) as reading:
            membership = world.keys.shown(reading)
            head, found = _beside(reading, known.seen, blank)
    except KeyChanged:
        membership, head = known, known.seen
        found = replace(blank, alarm=Alarm.KEY_CHANGED)
    except RecordGone:
        membership, head = known, known.seen
        found = replace(blank, alarm=Alarm.GONE)
    except StoreDamaged:
        membership, head = known, known.seen
        found = replace(blank, alarm=Alarm.NOT_WHOLE)
    return replace(membership, seen=head, alarm=found.alarm), found


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
    return replace(known, seen=looked.seen, alarm=looked.alarm)
