"""Words of their own at the command line: suggested by one, agreed by the other, left by either."""

import json

from tests.cli.home import Home
from tests.given import WREN
from troth.domain.labels import BuiltIn, CallIt

OURS = "our hour"


def suggested(home: Home) -> None:
    """Let Wren have suggested a word for the weekly talk."""
    home.does(WREN, CallIt(BuiltIn.WEEKLY_TALK, OURS))


def test_a_word_of_ones_own_takes_both(home: Home) -> None:
    said = home.wren("words", "call", "weekly-talk", OURS)
    assert f"“{OURS}” is suggested. It changes nothing until Ash calls it so too." in said
    assert f"“{OURS}”, from now on." in home.ash("words", "call", "weekly-talk", OURS)
    assert f"weekly-talk  You call it “{OURS}”." in home.wren("words", "list")


def test_the_other_is_told_what_to_type_to_agree(home: Home) -> None:
    suggested(home)
    assert f"You suggest “{OURS}”" in home.wren("words", "list")
    said = home.ash("words", "list")
    assert f"Wren suggests “{OURS}”. To agree:" in said
    assert f"troth words call weekly-talk '{OURS}'" in said


def test_a_suggested_word_waits_for_the_other_on_today(home: Home) -> None:
    suggested(home)
    row = f"Wren would like to call something “{OURS}”."
    assert row in home.ash("today", "--all")
    assert row not in home.wren("today", "--all")


def test_either_goes_back_alone(home: Home) -> None:
    suggested(home)
    home.ash("words", "call", "weekly-talk", OURS)
    assert "The built-in word stands again." in home.ash("words", "built-in", "weekly-talk")
    assert "weekly-talk  The built-in word." in home.wren("words", "list")
    assert json.loads(home.wren("--json", "words", "list"))["agreed"] == {}


def test_what_protects_cannot_be_called_otherwise(home: Home) -> None:
    result = home.run("Wren", "words", "call", "pause", "quiet")
    assert result.exit_code == 2
    assert "weekly-talk" in result.stderr


def test_a_word_too_long_is_told_why(home: Home) -> None:
    result = home.run("Wren", "words", "call", "slip", "a" * 60)
    assert result.exit_code != 0
    assert "label" in result.stderr.lower()
