"""Taking a copy: all of one record, and one's own notes and drafts; it leaves no trace anywhere."""

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
from troth.application.folding import opened
from troth.application.handle import World
from troth.application.pending import Rows
from troth.application.ports import ChainId
from troth.application.private.notes import standing_notes
from troth.domain.dynamic.state import DynamicState, evolve


def export_of(world: World, chain: ChainId, *, with_own: bool = True) -> Export:
    """Return a copy of a record; `with_own` adds one's notes and drafts.

    Nothing of the other's is in it that they have not shared: neither a draft nor an answer that
    still waits, and of one's own answers none that waits either. Nothing is written, so that
    nobody can tell from the record that a copy was taken.
    """
    entries, own = list[ExportedEntry](), list[ExportedDraft]()
    with world.store.reading(chain) as reading:
        keys = world.keys.of(reading)
        for done in opened(keys, reading.entries()):
            entries.append(exported_entry(done.seq, done.act))
        if with_own:
            rows = Rows(keys, are_shared=False).all(reading, world.keys.member)
            own = [ExportedDraft(name, msgspec.msgpack.decode(body)) for name, body in rows.items()]
    now, owner, people = world.clock.now(), world.keys.member, _people(entries)
    kept = _notes(world) if with_own else ()
    found = Export("troth-export/1", now, owner, people, tuple(entries), kept, tuple(own))
    return summed(found)


def _notes(world: World) -> tuple[ExportedNote, ...]:
    """Return one's notes in the order they were kept, without those erased."""
    newest_first = standing_notes(world, world.keys.own_chain)
    found = [ExportedNote(each.number, each.at, each.text) for each in newest_first]
    return tuple(reversed(found))


def _people(entries: list[ExportedEntry]) -> tuple[Person, ...]:
    dynamic = DynamicState()
    for entry in entries:
        for recorded in entry.recorded():
            dynamic = evolve(dynamic, recorded)
    return tuple(Person(each.id, each.name, each.zone) for each in dynamic.members)
