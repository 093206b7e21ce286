"""Private notes: one person's own chain, apart from the dynamic and from its state.

Erasing a note drops its words at once; that there was a note, and when, stays in its chain.
"""

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from troth.domain.kernel import (
    WORDING_LENGTH,
    Command,
    Event,
    MemberId,
    NotFound,
    Occasion,
    Outcome,
    Recorded,
    Refusal,
    UnclearWording,
    Value,
    is_clear,
)


class NoteKept(Event, frozen=True, tag="note-kept/1"):
    """The author kept a note, numbered in the order of keeping."""

    number: int
    text: str


class NoteErased(Event, frozen=True, tag="note-erased/1"):
    """The author erased a note: its words are gone, and no page shows it."""

    number: int


class NotesState(Value, frozen=True):
    """Whose notes these are and how many there were; texts are read from the chain backwards."""

    author: MemberId | None = None
    kept: int = 0
    last_erased: int | None = None


def evolve(state: NotesState, recorded: Recorded) -> NotesState:
    """Return the notes after an event of their own chain."""
    match recorded.event:
        case NoteKept(number=number):
            return replace(state, author=recorded.by, kept=number)
        case NoteErased(number=number):
            return replace(state, last_erased=number)
        case _:
            return state


class KeepNote(Command, frozen=True):
    """Keep a note that only its author sees."""

    text: str


class EraseNote(Command, frozen=True):
    """Erase one of one's own notes, by its number."""

    number: int


NoteCommand: TypeAlias = KeepNote | EraseNote


class NotYourNotes(Refusal, frozen=True):
    """Notes are their author's alone."""

    says = "These notes belong to somebody else. Yours are in a place of their own."


def decide(state: NotesState, command: NoteCommand, occasion: Occasion) -> Outcome:
    """Decide a command about one's own notes; no pause, stop or end reaches them."""
    if state.author not in (None, occasion.by):
        return NotYourNotes()
    match command:
        case KeepNote(text=text):
            return _keep(state, text)
        case EraseNote(number=number):
            return _erase(state, number)
        case _:
            assert_never(command)


def _keep(state: NotesState, text: str) -> Outcome:
    if not is_clear(text, longest=WORDING_LENGTH):
        return UnclearWording("note")
    return (NoteKept(state.kept + 1, text),)


def _erase(state: NotesState, number: int) -> Outcome:
    """Only the last erasure is remembered; erasing an earlier note twice hides it twice."""
    if not 1 <= number <= state.kept:
        return NotFound("note", str(number))
    return () if state.last_erased == number else (NoteErased(number),)
