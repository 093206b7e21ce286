"""Private notes at the command line: their author's alone, and honest about who could read them."""

import msgspec
import pytest

from tests.cli.home import Home
from tests.cli.readings import all_readings
from tests.cli.terminal import left_on, sits_at
from troth.application.private.notes import PAGE_NOTES, NotesPage
from troth.cli.note import QUESTION


def test_one_keeps_and_reads_ones_own_notes(home: Home) -> None:
    assert "No notes yet." in home.wren("note", "list")
    assert "Kept as note 1." in home.wren("note", "keep", "What I would say on Friday.")
    assert "What I would say on Friday." in home.wren("note", "list")
    assert "No notes yet." in home.ash("note", "list")


def test_one_is_asked_for_the_words_so_that_neither_shell_nor_screen_keeps_them(
    home: Home,
) -> None:
    answers = ((QUESTION, "What I would say on Friday."),)
    code, screen = sits_at(home, "--as", "Wren", "note", "keep", answers=answers)
    assert code == 0, screen
    assert "Kept as note 1." in left_on(screen)
    assert "Friday" not in left_on(screen)
    assert "What I would say on Friday." in home.wren("note", "list")


@pytest.mark.parametrize("typed", [(), ("-",)], ids=["nothing", "a hyphen"])
def test_a_note_can_be_written_to_the_command_line_by_line(
    home: Home, typed: tuple[str, ...]
) -> None:
    answers = "One line.\n\nAnd another.\n"
    assert home.run("Wren", "note", "keep", *typed, answers=answers).exit_code == 0
    (kept,) = home.reads("Wren", "note", "list")["notes"]
    assert kept["text"] == "One line.\n\nAnd another."


def test_a_note_without_a_word_is_not_kept(home: Home) -> None:
    assert "note" in home.refused("Wren", "note", "keep", "-")
    assert "No notes yet." in home.wren("note", "list")


def test_who_could_read_them_is_said_wherever_they_stand(home: Home) -> None:
    for typed in (("keep", "Mine."), ("list",), ("search", "mine"), ("search", "nowhere")):
        said = home.wren("note", *typed)
        assert "sealed with a key that only your passphrase opens" in said
        assert "Whoever runs this machine could still take the passphrase" in said


def test_no_file_of_the_record_holds_their_words(home: Home) -> None:
    home.wren("note", "keep", "Xylophones at dawn.")
    assert "Xylophones" in home.wren("note", "list")
    for file in home.path.rglob("*"):
        assert b"ylophones" not in file.read_bytes()


def test_nothing_the_other_can_read_tells_of_them(home: Home) -> None:
    before = all_readings(home, "Ash")
    for text in ("One.", "Two."):
        home.wren("note", "keep", text)
    home.wren("note", "erase", "1", "--yes")
    assert all_readings(home, "Ash") == before
    assert "private" not in home.run(None, "verify").output


def test_what_the_two_share_tells_nothing_of_them_to_their_author_either(home: Home) -> None:
    shared = [("history",), ("session", "agenda"), ("today",)]
    before = [home.wren(*typed) for typed in shared]
    home.wren("note", "keep", "Mine.")
    assert [home.wren(*typed) for typed in shared] == before


def test_notes_are_searched_in_any_case_and_read_in_pages(home: Home) -> None:
    for count in range(1, PAGE_NOTES + 2):
        home.wren("note", "keep", f"Day {count}.")
    assert "Day 7." in home.wren("note", "search", "dAY 7")
    assert "Further back: add --before 2" in home.wren("note", "list")
    read = msgspec.convert(home.reads("Wren", "note", "list", "--before", "2"), NotesPage)
    assert [each.text for each in read.notes] == ["Day 1."]


def test_an_erased_note_is_on_no_page_and_what_may_still_hold_it_is_said(home: Home) -> None:
    home.wren("note", "keep", "The first.")
    said = home.wren("note", "erase", "1", "--yes")
    assert "its words are gone" in said
    assert "Backups made before now hold it for up to 30 days" in said
    assert "The first." not in home.wren("note", "list")
    assert "No note of yours" in home.wren("note", "search", "first")
    assert "already so" in home.wren("note", "erase", "1", "--yes")


@pytest.mark.parametrize("typed", [("erase", "1", "--yes"), ("keep", ""), ("keep", "a\u200bb")])
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    home: Home, typed: tuple[str, ...]
) -> None:
    home.refused("Wren", "note", *typed)
    assert "No notes yet." in home.wren("note", "list")


def test_they_stay_open_to_their_author_after_the_end(home: Home) -> None:
    home.wren("note", "keep", "Before.")
    home.ash("end")
    home.wren("note", "keep", "After.")
    assert "Before." in home.wren("note", "list")


@pytest.mark.parametrize("typed", [("list",), ("search", "mine"), ("keep", "Also mine.")])
def test_a_stranger_with_an_account_has_notes_of_their_own_and_no_others(
    home: Home, typed: tuple[str, ...]
) -> None:
    home.wren("note", "keep", "Mine, says Wren.")
    assert home.run("Robin", "note", "keep", "Mine, says Robin.").exit_code == 0
    for name, other in (("Robin", "Wren"), ("Wren", "Robin"), ("Ash", "Robin")):
        assert f"says {other}" not in home.run(name, "note", *typed).stdout
    assert "says Robin" in home.run("Robin", "note", "list").stdout


@pytest.mark.parametrize("typed", [("list",), ("keep", "Mine."), ("search", "a"), ("erase", "1")])
def test_whoever_is_not_logged_in_has_no_notes(home: Home, typed: tuple[str, ...]) -> None:
    assert "Nobody is logged in here." in home.elsewhere().refused(None, "note", *typed)
