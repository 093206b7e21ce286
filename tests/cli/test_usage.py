"""Whatever is typed, nobody meets a traceback: each verb answers in words and ends with a code."""

import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import click
import pytest

from tests.cli.home import Home
from tests.cli.test_app import verbs
from tests.house.vocabulary import Phrase, offences, words
from troth import __version__
from troth.cli.caller import REFUSED, UNREADABLE

WRONG_USAGE = 2

KEEPS_RUNNING = {"serve"}
"""What does not end by itself: `test_serve` runs it, in a process of its own."""

VERBS = {
    typed: found
    for typed, found in verbs().items()
    if not isinstance(found, click.Group) and typed not in KEEPS_RUNNING
}
each_verb = pytest.mark.parametrize("typed", VERBS)

ODD = ["", " ", "-1", "\u202e", "🜁", "../..", "2026-13-45", "%s{0}", "x" * 5000, "null", "\\1"]
"""What somebody may type by accident, or to see what happens."""

LEAVES_ALONE = {"demo", "init"}
"""What makes a directory or a record where it is told to."""

NEEDS_NO_RECORD = LEAVES_ALONE | {"presets", "db init", "db migrate", "db status"}
"""What is there to be read, or made, before there is a record."""

TAKES_A_PLACE = {"archive", "backup", "checkpoint", "doctor", "export", "import", "restore"}
"""What is told a place on the disk, which may be none that can be written or read."""


def arguments(verb: click.Command) -> int:
    """Return how many words a verb takes at most."""
    counts = [each.nargs for each in verb.params if isinstance(each, click.Argument)]
    return sum(max(count, 1) for count in counts)


def options_of(verb: click.Command) -> list[str]:
    """Return the options of a verb that take a value."""
    options = [each for each in verb.params if isinstance(each, click.Option)]
    return [each.opts[0] for each in options if not each.is_flag and not each.is_eager]


def answered(home: Home, *typed: str) -> int:
    """Type something as Wren; return its code, which is one of those of an answer in words."""
    # Two levels down, so that what is put into "../.." is put into the directory of the test.
    inside = home.path.with_name("a") / "b"
    inside.mkdir(parents=True, exist_ok=True)
    with chdir(inside):
        result = home.run("Wren", *typed, answers="n\n")
    places = {UNREADABLE} if TAKES_A_PLACE & {*typed} else set()
    assert result.exit_code in {0, REFUSED, WRONG_USAGE} | places, typed
    return result.exit_code


@each_verb
def test_a_verb_with_words_it_does_not_know_answers_in_words(home: Home, typed: str) -> None:
    for odd in ODD if typed not in LEAVES_ALONE else []:
        answered(home, *typed.split(), *[odd] * arguments(VERBS[typed]))
    answered(home, *typed.split())
    assert home.run(None, "verify").exit_code == 0


@each_verb
def test_an_option_there_is_not_is_told_as_usage_and_changes_nothing(
    home: Home, typed: str
) -> None:
    before = home.acts()
    result = home.run("Ash", *typed.split(), "--no-such-option")
    assert result.exit_code == WRONG_USAGE
    assert "No such option" in result.stderr
    assert home.acts() == before


@each_verb
def test_every_option_answers_in_words_to_a_value_it_cannot_read(home: Home, typed: str) -> None:
    rest = (*typed.split(), *["x"] * arguments(VERBS[typed]))
    for option in options_of(VERBS[typed]) if typed not in LEAVES_ALONE else []:
        for odd in ODD:
            answered(home, *rest, f"{option}={odd}")
    assert home.run(None, "verify").exit_code == 0


@each_verb
def test_a_verb_explains_itself_without_a_record_and_without_words_we_do_not_say(
    tmp_path: Path, typed: str
) -> None:
    result = Home(tmp_path / "nowhere").run(None, *typed.split(), "--help")
    assert result.exit_code == 0
    shown = result.stdout.replace("withdraw, refuse,", "")  # one of the rights, by its own name
    lines = [Phrase(typed, 1, line) for line in shown.split("\n")]
    assert offences(lines, words()) == []


@pytest.mark.parametrize("typed", ["tody", "matter rise", "session nxt", "", "matter"])
def test_a_verb_there_is_not_is_told_as_usage(home: Home, typed: str) -> None:
    assert home.run("Ash", *typed.split()).exit_code == WRONG_USAGE


@each_verb
def test_a_home_without_a_record_is_told_with_what_to_do(tmp_path: Path, typed: str) -> None:
    if typed in NEEDS_NO_RECORD:
        return
    home = Home(tmp_path / "nowhere")
    result = home.run("Ash", *typed.split(), *["1"] * arguments(VERBS[typed]), answers="n\n")
    assert result.exit_code in {UNREADABLE, WRONG_USAGE}
    assert not home.path.exists()


def test_the_version_is_told_without_a_record() -> None:
    typed = [sys.executable, "-m", "troth", "--version"]
    result = subprocess.run(typed, capture_output=True, text=True, check=True)
    assert result.stdout.strip().endswith(__version__)


def test_the_codes_a_script_meets_are_four_and_differ(home: Home, tmp_path: Path) -> None:
    codes = [
        home.run("Ash", "today").exit_code,
        home.run("Ash", "begin").exit_code,
        home.run("Ash", "tody").exit_code,
        Home(tmp_path / "nowhere").run("Ash", "today").exit_code,
    ]
    assert codes == [0, REFUSED, WRONG_USAGE, UNREADABLE]
