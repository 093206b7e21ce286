"""The command line itself: help in whole sentences, and slips of typing told in plain words."""

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.cli.home import Home
from troth.cli.app import VERBS, Verbs, troth
from troth.cli.caller import REFUSED, UNREADABLE

WRONG_USAGE = 2


def verbs() -> dict[str, click.Command]:
    """Return every verb, and every act under one, by what is typed for it."""
    top = Verbs()
    context = click.Context(troth)
    found: dict[str, click.Command] = {}
    for name in top.list_commands(context):
        verb = top.get_command(context, name)
        assert verb is not None
        found[name] = verb
        if isinstance(verb, click.Group):
            found |= {f"{name} {act}": each for act, each in verb.commands.items()}
    return found


@pytest.mark.parametrize("typed", verbs())
def test_every_verb_explains_itself_in_whole_sentences(typed: str) -> None:
    shown = CliRunner().invoke(troth, [*typed.split(), "--help"])
    assert shown.exit_code == 0
    # Three dots stand after what can be repeated, and nowhere else.
    assert "..." not in re.sub(r"(\[?[A-Z]+\]?|>)\.\.\.", "", shown.output)
    assert all(len(line) <= 88 for line in shown.output.splitlines())


def test_the_first_page_of_help_names_every_verb_under_its_heading() -> None:
    shown = CliRunner().invoke(troth, ["--help"]).output
    for heading, under in VERBS.items():
        assert f"\n{heading}:\n" in shown
        assert all(f"\n  {verb} " in shown for verb in under)


def test_the_acts_of_a_group_are_told_in_the_order_of_use() -> None:
    shown = CliRunner().invoke(troth, ["matter", "--help"]).output
    places = [shown.index(f"\n  {act} ") for act in ("raise", "opinion", "answer", "decide")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("mark", "kitchen", "perfectly"), "'HOW': 'perfectly' is not one of 'kept'"),
        (("history", "--before", "soon"), "'--before': 'soon' is not a whole number."),
        (("apply", "nowhere.yaml"), "'FILE': File 'nowhere.yaml' does not exist."),
    ],
)
def test_what_cannot_be_read_is_told_without_judging(
    home: Home, typed: tuple[str, ...], said: str
) -> None:
    before = home.acts()
    result = home.run("Wren", *typed)
    assert result.exit_code == WRONG_USAGE
    assert said in result.stderr
    assert "nvalid" not in result.stderr
    assert home.acts() == before


def test_a_home_that_is_a_file_is_told_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("words")
    result = CliRunner().invoke(troth, ["--home", str(tmp_path / "file"), "today"])
    assert result.exit_code == WRONG_USAGE
    assert "is a file" in result.stderr
    assert "nvalid" not in result.stderr


def shell(home: Home, command: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell with `troth` at hand, as Wren, in a home."""
    here = {"TROTH": f"{sys.executable} -m troth", "TROTH_HOME": str(home.path), "TROTH_AS": "Wren"}
    return subprocess.run(
        ["bash", "-c", command],
        # Buffered, as for anybody: a workshop may set it otherwise.
        env=os.environ | here | home.settings | {"PYTHONUNBUFFERED": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_pipe_that_closes_early_ends_a_reading_without_a_word(home: Home) -> None:
    result = shell(home, "$TROTH agreement show | head -n 1")
    assert result.stdout.startswith("Our agreement")
    assert not result.stderr


def test_a_full_disk_under_what_is_printed_is_one_sentence(home: Home) -> None:
    result = shell(home, "$TROTH today > /dev/full")
    assert result.returncode == UNREADABLE
    assert result.stderr.startswith("Error: That did not work here: No space left on device.")
    assert "Traceback" not in result.stderr


def test_lines_in_a_pipe_are_whole_so_that_they_can_be_searched(home: Home) -> None:
    result = shell(home, "COLUMNS=20 $TROTH agreement show | grep 'settled before bed'")
    assert "The kitchen is settled before bed." in result.stdout


def test_the_shell_completes_verbs_and_acts(home: Home) -> None:
    asked = "_TROTH_COMPLETE=bash_complete COMP_CWORD=%d COMP_WORDS='%s' $TROTH"
    top = shell(home, asked % (1, "troth pa"))
    assert "plain,pause" in top.stdout
    under = shell(home, asked % (2, "troth session pre"))
    assert "plain,prepare" in under.stdout


def test_a_refusal_says_what_to_do_and_ends_with_its_code(home: Home) -> None:
    result = shell(home, "$TROTH consent p-nowhere")
    assert result.returncode == REFUSED
    assert result.stdout == ""
