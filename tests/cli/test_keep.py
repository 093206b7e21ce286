"""Marking how something went, and noting it at the time, from the command line."""

import re

import pytest

from tests.cli.home import Home
from tests.given import ASH, HOUSEHOLD, WREN
from troth.domain.agreement.terms import Ritual, Terms
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import ClauseId
from troth.domain.schedules import Schedule

WALK = Terms(
    ClauseId("walk"),
    Ritual(Schedule("FREQ=DAILY", "2026-01-01T00:00", "Europe/London", 60)),
    "We walk.",
    bearers=frozenset({ASH, WREN}),
    area=HOUSEHOLD,
)


def note_id(shown: str) -> str:
    """Return the id a note was kept under."""
    found = re.search(r"n-[0-9a-f]{8}", shown)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("how", ["kept", "partly", "not-this-time", "no-longer-fits"])
def test_each_says_how_their_own_went(home: Home, how: str) -> None:
    assert "your own word" in home.wren("mark", "kitchen", how)
    assert how.replace("-", " ") in home.ash("today")


def test_another_word_on_the_same_day_takes_the_place_of_the_first(home: Home) -> None:
    home.wren("mark", "kitchen", "partly")
    home.wren("mark", "kitchen", "kept")
    page = home.ash("today")
    assert "kept" in page
    assert "partly" not in page


def test_the_same_word_twice_is_recorded_once(home: Home) -> None:
    home.wren("mark", "kitchen", "kept")
    assert "already so" in home.wren("mark", "kitchen", "kept")


def test_what_comes_round_is_marked_at_the_time_it_came_round(home: Home) -> None:
    home.agrees(WALK, days_ago=3)
    home.wren("mark", "walk", "kept")
    (line,) = [each for each in home.ash("today").splitlines() if each.endswith(": kept")]
    assert "00:00" in line


def test_an_earlier_time_can_be_named(home: Home) -> None:
    home.wren("mark", "kitchen", "kept", "--when", "yesterday 21:00")
    assert "kept" not in home.ash("today")


def test_a_task_is_marked_by_its_id(home: Home) -> None:
    given = home.ash("direct", "give", "Call the plumber.", "--until", "+1d", "--area", "household")
    task = given.split()[2].rstrip(",")
    home.wren("mark", task, "kept")
    assert "kept" in home.ash("today")


def test_nobody_marks_what_the_other_keeps(home: Home) -> None:
    assert "Nothing was expected of you" in home.refused("Ash", "mark", "kitchen", "kept")


def test_nothing_is_marked_while_it_rests(home: Home) -> None:
    home.does(ASH, Pause())
    assert "Nothing was expected of you" in home.refused("Wren", "mark", "kitchen", "kept")


def test_a_line_nobody_keeps_is_refused(home: Home) -> None:
    said = home.refused("Wren", "mark", "garden", "kept")
    assert "no line somebody keeps called “garden”" in said
    assert "“red”" in home.refused("Wren", "mark", "red", "kept")


def test_thanks_need_no_words_and_are_about_the_other(home: Home) -> None:
    home.wren("observe", "praise")
    assert "praise, Wren about Ash" in home.ash("observe", "list")


def test_anything_is_said_about_either_by_name_and_answered_by_the_other(home: Home) -> None:
    id_ = note_id(home.ash("observe", "note", "A long day.", "--about", "ash"))
    assert "You wrote this yourself" in home.refused("Ash", "observe", "answer", id_, "Yes.")
    home.wren("observe", "answer", id_, "I saw.")
    for page in (home.ash("observe", "list"), home.wren("observe", "list")):
        assert "note, Ash about Ash" in page
        assert "“A long day.”" in page
        assert "Answered: “I saw.”" in page


def test_the_newest_note_stands_first(home: Home) -> None:
    home.ash("observe", "note", "The first.")
    home.ash("observe", "concern", "The second.")
    page = home.wren("observe", "list")
    assert page.index("The second.") < page.index("The first.")


def test_a_note_may_be_about_a_line_and_about_earlier(home: Home) -> None:
    home.ash("observe", "reminder", "--line", "kitchen", "--since", "yesterday 21:00")
    assert "on “kitchen”" in home.wren("observe", "list")


def test_nobody_is_reminded_of_what_was_not_expected_then(home: Home) -> None:
    home.does(WREN, Pause())
    said = home.refused("Ash", "observe", "reminder", "The kitchen?")
    assert "nothing to remind of" in said
    home.ash("observe", "praise", "Rest well.")


def test_a_note_without_words_is_refused(home: Home) -> None:
    assert "empty" in home.refused("Ash", "observe", "note")


def test_an_unknown_note_is_refused(home: Home) -> None:
    assert "no observation" in home.refused("Ash", "observe", "answer", "n-0", "Yes.")


def test_an_empty_list_says_what_to_do_first(home: Home) -> None:
    assert "troth observe praise" in home.wren("observe", "list")


def test_notes_and_marks_are_in_the_history(home: Home) -> None:
    home.wren("mark", "kitchen", "kept")
    home.ash("observe", "praise", "Lovely.")
    page = home.wren("history")
    assert "Wren marked “kitchen”: kept." in page
    assert "Lovely." in page


@pytest.mark.parametrize(
    "typed",
    [
        ("mark", "kitchen", "kept"),
        ("observe", "praise", "Lovely."),
        ("observe", "list"),
    ],
)
def test_a_stranger_neither_says_nor_reads_anything(home: Home, typed: tuple[str, ...]) -> None:
    home.is_closed_to_strangers(*typed)
