"""One's own notes, read backwards from their own chain, without those erased."""

from collections.abc import Iterator
from datetime import datetime

from troth.application.handle import World
from troth.application.ports import ChainId
from troth.application.read import history
from troth.application.rules import PRIVATE_PREFIX
from troth.domain.kernel import MemberId, Recorded, Value
from troth.domain.notes import NoteErased, NoteKept

PAGE_NOTES = 20
"""Notes on one page: about what is read before one scrolls on."""


class Note(Value, frozen=True):
    """One note of its author's."""

    number: int
    at: datetime
    text: str


class NotesPage(Value, frozen=True):
    """Notes, newest first; `before` is the number to go on from, None at the first note."""

    notes: tuple[Note, ...]
    before: int | None


def notes_chain(member: MemberId) -> ChainId:
    """Return the chain of one person's notes: apart from every dynamic, and only theirs."""
    return ChainId(PRIVATE_PREFIX + member)


def notes(world: World, chain: ChainId, before: int | None = None, text: str = "") -> NotesPage:
    """Return one page of notes, or of those that hold a text (case does not matter)."""
    found: list[Note] = []
    for note in standing_notes(world, chain):
        is_further = before is None or note.number < before
        if is_further and text.casefold() in note.text.casefold():
            if len(found) == PAGE_NOTES:
                return NotesPage(tuple(found), found[-1].number)
            found.append(note)
    return NotesPage(tuple(found), None)


def standing_notes(world: World, chain: ChainId) -> Iterator[Note]:
    """Yield notes, newest first; an erasure is always met before the note it hides."""
    erased: set[int] = set()
    for recorded in _backwards(world, chain):
        match recorded.event:
            case NoteErased(number=number):
                erased.add(number)
            case NoteKept(number=number, text=text) if number not in erased:
                yield Note(number, recorded.at, text)
            case _:
                pass


def _backwards(world: World, chain: ChainId) -> Iterator[Recorded]:
    before: int | None = None
    while True:
        page = history(world, chain, before)
        for line in page.lines:
            yield from reversed(line.act.recorded())
        if page.before is None:
            return
        before = page.before
