"""Private notes: one person's own, on their own chain, out of everybody else's reach."""

import msgspec
import pytest

from tests.given import ASH, START, WREN, Couple
from troth.domain.decider import State
from troth.domain.kernel import (
    WORDING_LENGTH,
    Event,
    MemberId,
    Moment,
    NotFound,
    Occasion,
    Recorded,
    Refusal,
    UnclearWording,
)
from troth.domain.notes import (
    EraseNote,
    KeepNote,
    NoteCommand,
    NoteErased,
    NoteKept,
    NotesState,
    NotYourNotes,
    decide,
    evolve,
)

WORDS = "I do not know yet what I want."


class Notebook:
    """One author's chain in memory."""

    def __init__(self) -> None:
        """Start with an empty one."""
        self.state = NotesState()
        self.events: list[Event] = []

    def attempt(self, by: MemberId, command: NoteCommand) -> tuple[Event, ...] | Refusal:
        """Decide a command, and evolve by what happened."""
        outcome = decide(self.state, command, Occasion(by, Moment(START)))
        if not isinstance(outcome, Refusal):
            for event in outcome:
                self.state = evolve(self.state, Recorded(by, START, event))
                self.events.append(event)
        return outcome


def with_notes(count: int) -> Notebook:
    """Return Wren's notebook with some notes."""
    notebook = Notebook()
    for _ in range(count):
        notebook.attempt(WREN, KeepNote(WORDS))
    return notebook


def test_notes_are_numbered_as_they_are_kept() -> None:
    notebook = with_notes(2)
    assert notebook.events == [NoteKept(1, WORDS), NoteKept(2, WORDS)]
    assert notebook.state == NotesState(WREN, kept=2)


@pytest.mark.parametrize("command", [KeepNote("Mine now."), EraseNote(1)])
def test_nobody_else_writes_or_erases_there(command: NoteCommand) -> None:
    notebook = with_notes(1)
    assert isinstance(notebook.attempt(ASH, command), NotYourNotes)
    assert notebook.state.kept == 1


def test_the_state_holds_no_word_of_any_note() -> None:
    assert WORDS.encode() not in msgspec.json.encode(with_notes(3).state)


def test_the_state_stays_as_small_after_many_notes() -> None:
    few, many = with_notes(1), with_notes(999)
    many.attempt(WREN, EraseNote(500))
    assert len(msgspec.json.encode(many.state)) <= len(msgspec.json.encode(few.state)) + 5


def test_the_author_erases_a_note_and_the_others_keep_their_numbers() -> None:
    notebook = with_notes(3)
    assert notebook.attempt(WREN, EraseNote(2)) == (NoteErased(2),)
    assert notebook.attempt(WREN, EraseNote(2)) == ()
    notebook.attempt(WREN, KeepNote("Another day."))
    assert notebook.events[-1] == NoteKept(4, "Another day.")


@pytest.mark.parametrize("number", [-1, 0, 4])
def test_what_was_never_kept_is_not_erased(number: int) -> None:
    assert isinstance(with_notes(3).attempt(WREN, EraseNote(number)), NotFound)


@pytest.mark.parametrize("text", ["", "\u200b", "x" * (WORDING_LENGTH + 1)])
def test_a_note_is_visible_text_of_a_page_or_two(text: str) -> None:
    assert isinstance(Notebook().attempt(WREN, KeepNote(text)), UnclearWording)


def test_notes_have_no_part_in_the_shared_state() -> None:
    couple = Couple().have_begun()
    fields = {field.name for field in msgspec.structs.fields(State)}
    assert "notes" not in fields
    recorded = Recorded(WREN, couple.now, NoteKept(1, WORDS))
    assert evolve(NotesState(), recorded).kept == 1
    assert evolve(NotesState(WREN, 1), couple.record[-1]) == NotesState(WREN, 1)


def test_a_note_does_not_show_itself_in_an_error() -> None:
    assert WORDS not in repr(KeepNote(WORDS)) + repr(NoteKept(1, WORDS))
