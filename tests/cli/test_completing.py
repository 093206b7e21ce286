"""The Tab key offers ids of what is there, to the two alone, and never a word anybody wrote."""

import os
import subprocess
import sys

import pytest

from tests.cli.home import Home
from tests.cli.test_decide import raised


def offered(home: Home, name: str, typed: str) -> list[str]:
    """Return what the shell is offered after what was typed, by somebody."""
    words = f"troth --home {home.path} --as {name} {typed}"
    asked = {
        "_TROTH_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    said = subprocess.run(
        [sys.executable, "-c", "from troth.cli import main; main()"],
        env=os.environ | home.settings | asked,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not said.stderr
    return [line.removeprefix("plain,") for line in said.stdout.split()]


@pytest.mark.parametrize("typed", ["withdraw ki", "agreement show ki", "repeal ki", "renew ki"])
def test_lines_of_the_agreement_are_completed(home: Home, typed: str) -> None:
    assert offered(home, "Wren", typed) == ["kitchen"]


def test_open_questions_proposals_and_talks_are_completed(home: Home) -> None:
    matter = raised(home, "Shall we repaint?", "--area", "household")
    assert offered(home, "Ash", "matter show m") == [matter]
    home.wren(
        "propose", "plants", "--kind", "standard", "--text", "Watered.", "--set", "bearers=follow"
    )
    proposal = home.reads("Ash", "proposals")[0]["id"]
    assert offered(home, "Ash", "consent p") == [proposal]
    home.wren("talk", "ask", "The hall")
    talk = home.reads("Ash", "talk", "list")[0]["talk"]
    assert offered(home, "Ash", "talk seen t") == [talk]


def test_parts_of_life_are_completed(home: Home) -> None:
    assert offered(home, "Ash", "who-decides x --area wo") == ["work"]


def test_nothing_anybody_wrote_is_offered(home: Home) -> None:
    raised(home, "Shall we repaint?", "--area", "household")
    assert "repaint" not in " ".join(offered(home, "Ash", "matter show "))


@pytest.mark.parametrize("typed", ["withdraw ", "matter show ", "consent ", "talk seen "])
def test_a_stranger_is_offered_nothing(home: Home, typed: str) -> None:
    assert offered(home, "Robin", typed) == []


def test_where_there_is_no_record_nothing_is_offered_and_nothing_is_made(home: Home) -> None:
    elsewhere = Home(home.path / "elsewhere")
    assert offered(elsewhere, "Wren", "withdraw ") == []
    assert not elsewhere.path.exists()
