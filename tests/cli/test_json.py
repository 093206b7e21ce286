"""Readings as JSON: each parses, says the same as the text, and holds nothing of the program."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.cli.readings import READINGS

BESIDE = (
    ("observe", "list"),
    ("breach", "list"),
    ("direct", "list"),
    ("ask", "list"),
    ("treat", "list"),
    ("presets",),
    ("presets", "equal"),
    ("agreement", "show", "kitchen"),
    ("agreement", "diff", "0"),
    ("who-decides", "A new lamp", "--area", "household", "--affects", "both"),
    ("history", "--find", "kitchen"),
    ("expect",),
)
"""What one can read besides, when a couple has begun."""

ALL = [*READINGS, *BESIDE]
each_reading = pytest.mark.parametrize("typed", ALL, ids=" ".join)

PROGRAM = re.compile(
    r"<[A-Za-z_]+[. ]|\w+\(\w+=|datetime\.|frozenset|mappingproxy|\bb'|[=:(] ?None\b|\bTrue\b"
)
"""How a value of the program looks that was put into a text by mistake."""


LIFE = (
    ("talk", "ask", "The evenings"),
    ("limit", "set", "area", "work"),
    ("limit", "set", "area", "household", "--only-if", "we both look up"),
    ("propose", "kitchen", "--text", "By ten.", "--reason", "Quiet."),
    ("note", "keep", "Mine."),
    ("observe", "praise", "A lovely table."),
    ("matter", "raise", "Shall we move?", "--area", "household", "--affects", "both"),
    ("check",),
)
"""A little of everything there is to read."""


@pytest.fixture(scope="module")
def lived(begun: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home where a little of everything has happened, to be read and not changed."""
    home = begun.copied(tmp_path_factory.mktemp("lived") / "home")
    for typed in LIFE:
        home.wren(*typed)
    return home


@each_reading
@pytest.mark.parametrize("name", ["Ash", "Wren"])
def test_every_reading_is_one_value_of_json_and_nothing_besides(
    lived: Home, name: str, typed: tuple[str, ...]
) -> None:
    result = lived.run(name, "--json", *typed)
    assert result.exit_code == 0, result.output
    assert not result.stderr
    json.loads(result.stdout)


@each_reading
def test_no_reading_shows_a_value_as_the_program_writes_it(
    lived: Home, typed: tuple[str, ...]
) -> None:
    for form in ((), ("--json",)):
        shown = lived.run("Ash", *form, *typed).stdout
        assert not PROGRAM.search(shown), PROGRAM.search(shown)


@each_reading
def test_reading_changes_nothing_however_it_is_asked_for(
    lived: Home, typed: tuple[str, ...]
) -> None:
    before = lived.acts()
    for form in ((), ("--json",)):
        lived.run("Ash", *form, *typed)
    assert lived.acts() == before


@each_reading
def test_the_same_reading_twice_is_the_same_bytes(lived: Home, typed: tuple[str, ...]) -> None:
    clock = re.compile(r"\d\d:\d\d(:\d\d(\.\d+)?)?")
    first, second = (clock.sub("", lived.run("Ash", "--json", *typed).stdout) for _ in range(2))
    assert first == second


def times(value: object) -> list[str]:
    """Return every text in a value of JSON that begins as a day does."""
    if isinstance(value, dict):
        return [found for each in value.values() for found in times(each)]
    if isinstance(value, list):
        return [found for each in value for found in times(each)]
    is_time = isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value)
    return [str(value)] if is_time else []


@each_reading
def test_a_time_in_json_is_a_moment_and_not_a_clock_on_some_wall(
    lived: Home, typed: tuple[str, ...]
) -> None:
    for found in times(lived.reads("Wren", *typed)):
        assert re.search(r"(Z|[+-]\d\d:\d\d)$", found), found


def test_an_act_as_json_tells_what_was_recorded_and_where(home: Home) -> None:
    told = home.reads("Wren", "pause")
    assert [each["type"] for each in told["events"]] == ["paused/1"]
    newest = home.reads("Wren", "history")["entries"][0]["entry"]
    assert told["entry"] == newest


def test_an_act_that_was_already_so_tells_of_no_event(home: Home) -> None:
    home.wren("lighter")
    assert home.reads("Wren", "lighter")["events"] == []


@pytest.mark.parametrize("typed", [("consent", "p-none"), ("presets", "nothing"), ("begin",)])
def test_a_refusal_is_a_sentence_for_people_also_where_json_was_asked(
    home: Home, typed: tuple[str, ...]
) -> None:
    result = home.run("Wren", "--json", *typed)
    assert result.exit_code == 1
    assert not result.stdout
    assert result.stderr.startswith("Error: ")


def test_a_new_record_reads_as_json_from_its_first_moment(tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    assert json.loads(home.comes("--json", "init", "--name", "Ash", "--adult"))["entry"] == 1
    for typed in READINGS:
        result = home.run("Ash", "--json", *typed)
        assert result.exit_code in {0, 1}, result.output
        assert json.loads(result.stdout or "null") is not None or result.exit_code == 1
