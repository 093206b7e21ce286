"""Parts of life answered apart at the command line: sealed until both are in, binding nobody."""

import json

import pytest

from tests.cli.home import Home
from tests.given import HOUSEHOLD, WREN
from troth.domain.agreement.commands import NameArea
from troth.domain.kernel import AreaId

MONEY = AreaId("money")


@pytest.fixture(name="parted")
def _parted(home: Home) -> Home:
    """Return a home in which two parts of life have names."""
    home.does(WREN, NameArea(HOUSEHOLD, "The household"))
    home.does(WREN, NameArea(MONEY, "Money"))
    return home


def says(home: Home, household: str, money: str) -> tuple[str, ...]:
    """Return what somebody types to say where both parts stand."""
    asked = json.loads(home.wren("--json", "parts", "list"))["asked"]["asked"]
    others = [each["area"] for each in asked if each["area"] not in (HOUSEHOLD, MONEY)]
    rest = [f"{each}=not-sure" for each in others]
    return ("parts", "say", f"{HOUSEHOLD}={household}", f"{MONEY}={money}", *rest)


def test_what_one_says_is_sealed_and_shown_to_nobody_else(parted: Home) -> None:
    before = parted.ash("parts", "list")
    said = parted.wren(*says(parted, "in", "out"), "--hopes", "That you ask first.")
    assert "Sealed." in said
    assert "The household: you say in" in parted.wren("parts", "list")
    assert "You hope: That you ask first." in parted.wren("parts", "list")
    assert parted.ash("parts", "list") == before


def test_both_read_both_at_once_where_they_differ_first(parted: Home) -> None:
    parted.wren(*says(parted, "in", "out"), "--hopes", "That you ask first.")
    said = parted.ash(*says(parted, "in", "together"))
    assert said.index("Where you differ") < said.index("What you say alike")
    line = next(each for each in said.splitlines() if "Money" in each)
    assert "Ash: together" in line
    assert "Wren: out" in line
    assert "Wren hopes: That you ask first." in said
    assert "Where you differ" in parted.wren("parts", "list")


def test_a_sealed_answer_is_taken_back_without_a_trace(parted: Home) -> None:
    parted.wren(*says(parted, "in", "out"))
    parted.wren("parts", "take-back")
    assert "you say" not in parted.wren("parts", "list")
    assert "Sealed." in parted.ash(*says(parted, "in", "out"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("household",), "Say it as in: household=in."),
        (("household=perhaps",), "in, advice, together, out, not-sure"),
        (("garden=in",), "You are not asked about garden."),
        ((f"{HOUSEHOLD}=in",), "Still to say:"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(
    parted: Home, typed: tuple[str, ...], told: str
) -> None:
    result = parted.run("Wren", "parts", "say", *typed)
    assert result.exit_code != 0
    assert told in result.stderr


def test_nobody_else_says_or_reads_anything(parted: Home) -> None:
    for typed in (("parts", "list"), ("parts", "take-back")):
        assert parted.run(None, *typed).exit_code != 0
