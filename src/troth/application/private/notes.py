"""One's own notes, read backwards from their own chain, without those erased."""

from collections.abc import Iterator
from datetime import datetime

from troth.application.folding import Gap
from troth.application.handle import World
from troth.application.ports import ChainId
from troth.application.read import Line, history
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
    """Notes, newest first; `before` is the number to go on from, None at the first note.

    `unread` is how many entries in between cannot be read here.
    """

    notes: tuple[Note, ...]
    before: int | None
    unread: int = 0


def notes_chain(member: MemberId) -> ChainId:
    """Return the chain of one person's notes: apart from every dynamic, and only theirs."""
    return ChainId(PRIVATE_PREFIX + member)


def notes(world: World, chain: ChainId, before: int | None = None, text: str = "") -> NotesPage:
    """Return one page of notes, or of those that hold a text (case does not matter)."""
    found, unread = list[Note](), 0
    for note in standing_notes(world, chain):
        if isinstance(note, Gap):
            unread += before is None or bool(found)
            continue
        is_further = before is None or note.number < before
        if is_further and text.casefold() in note.text.casefold():
            if len(found) == PAGE_NOTES:
                return NotesPage(tuple(found), found[-1].number, unread)
            found.append(note)
    return NotesPage(tuple(found), None, unread)


def standing_notes(world: World, chain: ChainId) -> Iterator[Note | Gap]:
    """Yield notes, newest first, and what cannot be read; an erasure is met before its note."""
    erased: set[int] = set()
    for found in _backwards(world, chain):
        if isinstance(found, Gap):
            yield found
            continue
        match found.event:
            case NoteErased(number=number):
                erased.add(number)
            case NoteKept(number=number, text=text) if number not in erased:
                yield Note(number, found.at, text)
            case _:
                pass


def _backwards(world: World, chain: ChainId) -> Iterator[Recorded | Gap]:
    before: int | None = None
    while True:
        page = history(world, chain, before)
        met: list[Line | Gap] = [*page.lines, *page.gaps]
        for each in sorted(met, key=lambda line: -line.seq):
            yield from (each,) if isinstance(each, Gap) else reversed(each.act.recorded())
        if page.before is None:
            return
        before = page.before
