"""Opening a record, and two dynamics in one home: each finds their own, and nobody another's."""

from pathlib import Path

import pytest

from tests.cli.home import Home

SECOND = ("--dynamic", "free-days")


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    """Return a home where nothing is yet."""
    return Home(tmp_path / "new")


def opens(home: Home, name: str, *dynamic: str) -> str:
    """Let somebody open a dynamic."""
    result = home.run(None, *dynamic, "init", "--name", name, "--adult", "--zone", "Europe/London")
    assert result.exit_code == 0, result.output
    return result.stdout


def test_opening_says_what_to_type_next(empty: Home) -> None:
    assert "Next: troth --as Ash invite" in opens(empty, "Ash")
    assert "Next: troth --dynamic free-days --as Ash invite" in opens(empty, "Ash", *SECOND)


def test_opening_twice_by_mistake_opens_nothing(home: Home) -> None:
    said = home.refused(None, "init", "--name", "Ash", "--adult")
    assert "troth --dynamic NAME init" in said
    assert "The kitchen" in home.ash("agreement", "show")


@pytest.mark.parametrize("name", ["me", "Other", "both"])
def test_nobody_is_called_by_a_word_that_means_somebody_else(empty: Home, name: str) -> None:
    result = empty.run(None, "init", "--name", name, "--adult")
    assert result.exit_code == 1
    assert "Choose another name" in result.stderr


@pytest.mark.parametrize("name", ["../ours", "Free days", "", "-x"])
def test_a_dynamic_has_a_plain_name(home: Home, name: str) -> None:
    said = home.refused(None, "--dynamic", name, "init", "--name", "Ash", "--adult")
    assert "small letters" in said


def test_whoever_is_in_one_of_several_need_not_say_which(home: Home) -> None:
    opens(home, "Ash", *SECOND)
    assert "Wren" in home.wren("today")


def test_whoever_is_in_several_says_which(home: Home) -> None:
    opens(home, "Ash", *SECOND)
    said = home.refused("Ash", "today")
    assert "free-days" in said
    assert "ours" in said
    assert "has not joined yet" in home.ash(*SECOND, "today")


def test_a_stranger_is_told_nothing_of_several(home: Home) -> None:
    opens(home, "Ash", *SECOND)
    for name in ("Robin", None):
        said = home.refused(name, "today")
        assert "free-days" not in said
        assert "ours" not in said


def test_an_invitation_to_a_named_dynamic_says_its_name(empty: Home) -> None:
    opens(empty, "Ash", *SECOND)
    assert "troth --dynamic free-days join " in empty.ash(*SECOND, "invite")


def test_today_says_what_to_do_first_until_it_has_begun(empty: Home) -> None:
    opens(empty, "Ash")
    assert "troth invite" in empty.ash("today")
    secret = empty.reads("Ash", "invite")["invitation"]
    joined = empty.run(None, "join", secret, "--name", "Wren", "--adult", "--zone", "Asia/Tokyo")
    assert joined.exit_code == 0
    for said in (empty.ash("today"), empty.wren("today")):
        assert "troth presets" in said
        assert "troth begin" in said
    assert "troth presets" in empty.wren("proposals")
