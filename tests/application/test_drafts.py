"""What one writes for oneself: drafts, preparations and notes are in nobody else's sight."""

from tests.application.couples import begun, drafts, read_by
from tests.application.homes import Home
from tests.given import ASH, WREN
from troth.application.handle import Answer, Request, handle
from troth.application.private.notes import PAGE_NOTES, NotesPage, notes, notes_chain
from troth.application.private.preparations import (
    Prepared,
    all_prepared,
    drop,
    one_prepared,
    prepare,
)
from troth.application.rules import PRIVATE
from troth.domain.kernel import Command, MemberId, NotAMember, NotFound, Refusal, UnclearWording
from troth.domain.notes import EraseNote, KeepNote, NotesState
from troth.domain.sessions.commands import TooMuchForOneSession
from troth.domain.sessions.decide import MOST_ITEMS
from troth.domain.sessions.events import Preparation

WALK = Prepared(Preparation.GLAD, "The walk on Sunday.")
HOURS = Prepared(Preparation.HARD, "The late hours.")


def notes_act(
    home: Home, by: MemberId, command: Command, whose: MemberId | None = None
) -> Answer[NotesState] | Refusal:
    chain = notes_chain(whose or by)
    return handle(home.world_of(by), chain, PRIVATE, Request(home.next_op(), command))


def keeps(home: Home, by: MemberId, *texts: str) -> None:
    for text in texts:
        assert isinstance(notes_act(home, by, KeepNote(text)), Answer)


def page(home: Home, before: int | None = None, text: str = "") -> NotesPage:
    return notes(home.world_of(WREN), notes_chain(WREN), before, text)


def texts(home: Home, before: int | None = None, text: str = "") -> list[str]:
    return [each.text for each in page(home, before, text).notes]


def test_a_draft_is_kept_replaced_found_by_its_beginning_and_dropped() -> None:
    own = drafts(begun(), WREN)
    own.keep("a/1", WALK)
    own.keep("a/1", HOURS)
    own.keep("b/1", WALK)
    assert own.find("a/", Prepared) == {"a/1": HOURS}
    own.drop("a/1", "a/2")
    assert own.find("a/", Prepared) == {}
    assert own.find("b/", Prepared) == {"b/1": WALK}


def test_one_member_never_finds_the_others_drafts() -> None:
    home = begun()
    prepare(drafts(home, WREN), "w", WALK)
    assert all_prepared(drafts(home, ASH)) == {}
    drop(drafts(home, ASH), "w")
    assert all_prepared(drafts(home, WREN)) == {"w": WALK}


def test_everything_the_other_can_read_is_the_same_bytes_prepared_or_not() -> None:
    home = begun()
    before = read_by(home, ASH)
    prepare(drafts(home, WREN), "w", WALK)
    prepare(drafts(home, WREN), "h", HOURS)
    assert read_by(home, ASH) == before
    drop(drafts(home, WREN), "w")
    assert read_by(home, ASH) == before


def test_everything_the_other_can_read_is_the_same_bytes_whatever_one_notes() -> None:
    home = begun()
    before = read_by(home, ASH)
    keeps(home, WREN, "One.", "Two.")
    notes_act(home, WREN, EraseNote(1))
    assert read_by(home, ASH) == before


def test_both_write_for_themselves_without_meeting() -> None:
    home = begun()
    keeps(home, WREN, "Mine.")
    keeps(home, ASH, "Mine too.")
    assert texts(home) == ["Mine."]
    assert [each.text for each in notes(home.world_of(ASH), notes_chain(ASH)).notes] == [
        "Mine too."
    ]


def test_one_finds_ones_own_preparation_by_its_id() -> None:
    own = drafts(begun(), WREN)
    prepare(own, "w", WALK)
    assert one_prepared(own, "w") == WALK
    assert isinstance(one_prepared(own, "x"), NotFound)


def test_what_could_never_be_brought_is_refused_when_it_is_prepared() -> None:
    own = drafts(begun(), WREN)
    assert isinstance(prepare(own, "w", Prepared(Preparation.WISH, "")), UnclearWording)
    for count in range(MOST_ITEMS):
        assert prepare(own, f"w{count:02}", WALK) is None
    assert isinstance(prepare(own, "more", WALK), TooMuchForOneSession)
    assert len(all_prepared(own)) == MOST_ITEMS


def test_nobody_writes_into_somebody_elses_notes() -> None:
    home = begun()
    keeps(home, WREN, "Mine.")
    assert isinstance(notes_act(home, ASH, KeepNote("Hers."), whose=WREN), NotAMember)
    assert isinstance(notes_act(home, ASH, EraseNote(1), whose=WREN), NotAMember)
    assert texts(home) == ["Mine."]


def test_notes_are_read_newest_first_in_pages() -> None:
    home = begun()
    written = [f"Note {count}." for count in range(1, PAGE_NOTES + 4)]
    keeps(home, WREN, *written)
    first = page(home)
    assert [each.text for each in first.notes] == written[:2:-1]
    assert first.before == 4
    assert texts(home, before=4) == ["Note 3.", "Note 2.", "Note 1."]
    assert page(home, before=4).before is None


def test_a_full_last_page_is_the_last() -> None:
    home = begun()
    keeps(home, WREN, *(f"Note {count}." for count in range(PAGE_NOTES)))
    assert page(home).before is None


def test_an_erased_note_stays_away_from_every_page_and_search() -> None:
    home = begun()
    keeps(home, WREN, *(f"Note {count}." for count in range(1, PAGE_NOTES + 3)))
    notes_act(home, WREN, EraseNote(1))
    keeps(home, WREN, *(f"More {count}." for count in range(PAGE_NOTES)))
    for before in (None, PAGE_NOTES, 5, 2):
        assert "Note 1." not in texts(home, before=before)
    assert texts(home, text="note 1.") == []
    assert texts(home, text="note 2.") == ["Note 2."]


def test_one_searches_ones_own_text_in_any_case() -> None:
    home = begun()
    keeps(home, WREN, "The Garden.", "The soup.")
    assert texts(home, text="garden") == ["The Garden."]
    assert texts(home, text="nowhere") == []
