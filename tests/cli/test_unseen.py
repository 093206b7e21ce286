"""What one does for oneself changes no letter of what the other reads, nor of what both share."""

import json
from typing import Any

import pytest

from tests.cli.home import Home
from tests.cli.readings import READINGS, all_readings
from tests.given import ASH, WREN
from troth.domain.kernel import MemberId

OWN_ACTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "notes": (
        ("note", "keep", "I was afraid."),
        ("note", "keep", "I am not any more."),
        ("note", "erase", "1", "--yes"),
    ),
    "a sealed answer": (("check-in", "close", "clear", "--words", "Tired."),),
    "something prepared": (("session", "prepare", "hard", "No plan for winter."),),
    "reading": READINGS,
}
"""What one of the two does that is theirs alone, by what it is."""

NAMES = {"Ash": "Wren", "Wren": "Ash"}


def in_json(home: Home, name: str) -> dict[str, Any]:
    """Return each reading of one of the two as JSON, as far as it is one."""
    found = {" ".join(typed): home.run(name, "--json", *typed).stdout for typed in READINGS}
    read: dict[str, Any] = {typed: json.loads(shown or "null") for typed, shown in found.items()}
    del read["today"]["at"]  # when it was looked at
    return read


@pytest.mark.parametrize("own", OWN_ACTS)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_the_other_reads_tells_of_what_is_ones_own(home: Home, name: str, own: str) -> None:
    other = NAMES[name]
    before, before_json = all_readings(home, other), in_json(home, other)
    done = [home.run(name, *typed).exit_code for typed in OWN_ACTS[own]]
    assert 0 in done
    assert all_readings(home, other) == before
    assert in_json(home, other) == before_json


@pytest.mark.parametrize("own", OWN_ACTS)
def test_the_shared_record_grows_by_nothing_that_is_ones_own(home: Home, own: str) -> None:
    before = home.acts()
    for typed in OWN_ACTS[own]:
        home.run("Wren", *typed)
    assert home.acts() == before


@pytest.mark.parametrize("own", OWN_ACTS)
def test_what_is_ones_own_is_found_by_no_search_of_the_other(home: Home, own: str) -> None:
    for typed in OWN_ACTS[own]:
        home.run("Wren", *typed)
    for words in ("afraid", "Tired", "winter"):
        for typed in (("history", "--find", words), ("note", "search", words)):
            assert words not in home.ash(*typed).replace(f"“{words}”", "")


@pytest.mark.parametrize(("one", "name"), [(ASH, "Ash"), (WREN, "Wren")])
def test_what_is_refused_to_one_is_seen_by_nobody(home: Home, one: MemberId, name: str) -> None:
    before = {who: all_readings(home, who) for who in NAMES}
    for typed in (("begin",), ("consent", "p-none"), ("talk", "close", "t-none"), ("invite",)):
        home.refused(name, *typed)
    assert {who: all_readings(home, who) for who in NAMES} == before
    assert one not in "".join(before[name].values()).casefold().replace(name.casefold(), "")


def test_an_act_of_one_is_read_by_both_at_once(home: Home) -> None:
    home.wren("pause", "--area", "household")
    for name in NAMES:
        assert "Wren paused The household." in home.run(name, "history").stdout
