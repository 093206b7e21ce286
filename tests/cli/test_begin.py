"""Opening a record, and two dynamics of one person: each finds their own, nobody another's."""

from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.given import WREN

SECOND = ("--dynamic", "free-days")
AS_ASH = ("init", "--name", "Ash", "--adult", "--zone", "Europe/London")


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    """Return a home where nothing is yet."""
    return Home(tmp_path / "new")


def test_opening_says_what_to_type_next(empty: Home) -> None:
    assert "Next: troth invite" in empty.comes(*AS_ASH)
    assert "Next: troth --dynamic free-days invite" in empty.ash(*SECOND, "init")


def test_where_others_are_logged_in_too_what_is_next_says_who(home: Home) -> None:
    assert "Next: troth --dynamic free-days --as Ash invite" in home.ash(*SECOND, "init")


def test_opening_twice_by_mistake_opens_nothing(home: Home) -> None:
    said = home.refused(None, "init", "--name", "Ash", "--adult")
    assert "troth --dynamic NAME init" in said
    assert "The kitchen" in home.ash("agreement", "show")


@pytest.mark.parametrize("name", ["me", "Other", "both"])
def test_nobody_is_called_by_a_word_that_means_somebody_else(empty: Home, name: str) -> None:
    assert "Choose another name" in empty.refused(None, "init", "--name", name, "--adult")
    assert not empty.path.exists()


@pytest.mark.parametrize("name", ["../ours", "Free days", "", "-x"])
def test_a_dynamic_has_a_plain_name(home: Home, name: str) -> None:
    assert "small letters" in home.refused("Ash", "--dynamic", name, "init")


def test_whoever_is_in_one_of_several_need_not_say_which(home: Home) -> None:
    home.ash(*SECOND, "init")
    assert "Wren" in home.wren("today")


def test_whoever_is_in_several_says_which(home: Home) -> None:
    home.ash(*SECOND, "init")
    said = home.refused("Ash", "today")
    assert "free-days" in said
    assert "ours" in said
    assert "has not joined yet" in home.ash(*SECOND, "today")
    assert "The kitchen is settled" in home.ash("--dynamic", "ours", "today")


def test_two_of_ones_own_are_never_called_the_same(home: Home) -> None:
    home.ash(*SECOND, "init")
    assert "Choose another name" in home.refused("Ash", *SECOND, "init")


def test_what_one_calls_a_dynamic_is_nobody_elses_to_know(home: Home) -> None:
    home.ash(*SECOND, "init")
    words = home.reads("Ash", *SECOND, "invite")["invitation"]
    assert "free-days" not in home.wren("--dynamic", "mine", "join", words)
    assert "You have: mine, ours." in home.refused("Wren", *SECOND, "today")
    assert "free-days" not in home.wren("--dynamic", "mine", "history")


def test_whoever_joins_a_second_says_what_it_is_called(home: Home) -> None:
    home.ash(*SECOND, "init")
    words = home.reads("Ash", *SECOND, "invite")["invitation"]
    assert "troth --dynamic NAME join" in home.refused("Wren", "join", words)


def test_one_person_keeps_one_name_in_all_their_dynamics(home: Home) -> None:
    home.ash(*SECOND, "init")
    words = home.reads("Ash", *SECOND, "invite")["invitation"]
    home.run("wren", *SECOND, "join", words)
    assert "Wren joined." in home.ash(*SECOND, "history")
    home.wren("--dynamic", "ours", "stop")
    assert "Stopped by Wren" in home.ash(*SECOND, "today")


def test_a_stranger_is_told_nothing_of_several(home: Home) -> None:
    home.ash(*SECOND, "init")
    for typed in (("today",), (*SECOND, "today"), ("--dynamic", "ours", "history")):
        said = home.refused("Robin", *typed)
        assert "free-days" not in said
        assert "ours" not in said


def test_a_stranger_begins_one_of_their_own_on_the_same_machine(home: Home) -> None:
    before = home.ash("today")
    assert "Next: troth" in home.run("Robin", "init").stdout
    assert "Invite them: troth invite" in home.run("Robin", "today").stdout
    assert home.ash("today") == before
    assert "Robin" not in home.ash("history")


def test_today_says_what_to_do_first_until_it_has_begun(alone: Home) -> None:
    assert "troth invite" in alone.ash("today")
    words = alone.reads("Ash", "invite")["invitation"]
    alone.knows(WREN)
    alone.wren("join", words, "--zone", "Asia/Tokyo")
    for said in (alone.ash("today"), alone.wren("today")):
        assert "troth presets" in said
        assert "troth begin" in said
    assert "troth presets" in alone.wren("proposals")
