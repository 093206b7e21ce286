"""Taking a copy: all of one record, and one's own notes and drafts; it leaves no trace anywhere."""

from contextlib import suppress

import msgspec

from troth.application.copies.exported import (
    Export,
    ExportedDraft,
    ExportedEntry,
    ExportedNote,
    Person,
    exported_entry,
    summed,
)
from troth.application.folding import Done, Gap, load, readable
from troth.application.handle import World
from troth.application.keyring import ChainKeys
from troth.application.pending import Rows
from troth.application.ports import ChainId, Reading, StoreDamaged
from troth.application.private import searches
from troth.application.private.notes import Note, standing_notes
from troth.application.rules import SHARED
from troth.domain.dynamic.state import DynamicState, evolve
from troth.domain.kernel import Value


def export_of(world: World, chain: ChainId, *, with_own: bool = True) -> Export:
    """Return a copy of a record; `with_own` adds one's notes and drafts.

    Nothing of the other's is in it that they have not shared: neither a draft nor an answer that
    still waits, and of one's own answers none that waits either. Nothing is written, so that
    nobody can tell from the record that a copy was taken.
    """
    with world.store.reading(chain) as reading:
        keys = world.keys.of(reading)
        found = list(readable(reading, keys))
        entries = [exported_entry(each.seq, each.act) for each in found if isinstance(each, Done)]
        gaps = tuple(each.seq for each in found if isinstance(each, Gap))
        people = (_kept_people(reading, keys) if gaps else ()) or _people(entries)
    if world.keys.member not in {each.id for each in people}:
        raise StoreDamaged("Nothing that can be read here tells who the two of you are.")
    own = _own(world, chain) if with_own else _Own()
    copy = Export(
        "troth-export/1",
        world.clock.now(),
        world.keys.member,
        people,
        tuple(entries),
        own.notes,
        own.drafts,
        unread=gaps or msgspec.UNSET,
        unread_own=own.unread or msgspec.UNSET,
    )
    return summed(copy)


class _Own(Value, frozen=True):
    """What is in a copy of its owner's alone, and how much more could not be read."""

    notes: tuple[ExportedNote, ...] = ()
    drafts: tuple[ExportedDraft, ...] = ()
    unread: int = 0


def _own(world: World, chain: ChainId) -> _Own:
    """Return one's notes in the order they were kept, without those erased, and one's drafts."""
    newest_first = list(standing_notes(world, world.keys.own_chain))
    notes = [each for each in reversed(newest_first) if isinstance(each, Note)]
    with world.store.reading(chain) as reading:
        rows = Rows(world.keys.of(reading), are_shared=False)
        drafts, unread = rows.readable(reading, world.keys.member)
    return _Own(
        tuple(ExportedNote(each.number, each.at, each.text) for each in notes),
        tuple(
            ExportedDraft(name, msgspec.msgpack.decode(body))
            for name, body in drafts.items()
            if name != searches.NAME  # they are of the place where somebody looked
        ),
        unread + len(newest_first) - len(notes),
    )


def _people(entries: list[ExportedEntry]) -> tuple[Person, ...]:
    dynamic = DynamicState()
    for entry in entries:
        for recorded in entry.recorded():
            dynamic = evolve(dynamic, recorded)
    return _persons(dynamic)


def _kept_people(reading: Reading, keys: ChainKeys) -> tuple[Person, ...]:
    """Return the two by the state that was kept: the entry by which one came may be unreadable."""
    with suppress(StoreDamaged):
        return _persons(load(reading, keys, SHARED).state.ground.dynamic)
    return ()


def _persons(dynamic: DynamicState) -> tuple[Person, ...]:
    return tuple(Person(each.id, each.name, each.zone) for each in dynamic.members)
