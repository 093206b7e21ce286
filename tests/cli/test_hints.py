"""What can be typed next works as it is shown; whose an act was is said where it is not clear."""

from pathlib import Path
from typing import NoReturn

import pytest

from tests.cli.home import Home
from troth.cli.caller import REFUSED, Caller
from troth.cli.hints import typed_here
from troth.cli.tokens import TokenFiles


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Log in: troth login Wren", "Log in: troth --home h login Wren"),
        ("“troth invite”, then troth join", "“troth --home h invite”, then troth --home h join"),
        ("troth --as Wren today", "troth --home h --as Wren today"),
        ("troth --home there today", "troth --home there today"),
        ("pip install 'troth[postgres]'", "pip install 'troth[postgres]'"),
        ("chmod 700 /home/troth record", "chmod 700 /home/troth record"),
        ("They plighted their troth.", "They plighted their troth."),
    ],
)
def test_only_commands_name_the_home(said: str, expected: str) -> None:
    assert typed_here(said, Path("h")) == expected
    assert typed_here(said, None) == said


def test_a_home_with_a_space_can_be_copied_whole() -> None:
    assert typed_here("troth today", Path("my home")) == "troth --home 'my home' today"


@pytest.mark.parametrize("typed", [("today",), ("proposals",), ("session", "next"), ("area",)])
def test_what_is_shown_to_be_typed_names_the_home_that_was_named(
    met: Home, typed: tuple[str, ...]
) -> None:
    said = met.wren("--home", str(met.path), *typed)
    assert "troth " in said
    assert said.count("troth ") == said.count(f"troth --home {met.path} ")


def test_what_to_do_after_an_act_names_it_too(alone: Home) -> None:
    named = ("--home", str(alone.path))
    opened = alone.ash(*named, "--dynamic", "second", "init")
    assert f"Next: troth --home {alone.path} --dynamic second " in opened
    invited = alone.ash(*named, "--dynamic", "ours", "invite")
    assert f"words with them: troth --home {alone.path} " in invited


def test_a_refusal_names_it_only_where_it_was_named(home: Home) -> None:
    nobody, said = home.elsewhere(), "Nobody is logged in here. Log in: troth"
    named = nobody.refused(None, "--home", str(home.path), "today")
    assert named == f"{said} --home {home.path} login NAME"
    assert nobody.refused(None, "today") == f"{said} login NAME"


def test_what_somebody_wrote_is_shown_as_they_wrote_it(home: Home) -> None:
    home.wren("talk", "ask", "Did you try troth today?")
    assert "Did you try troth today?" in home.ash("--home", str(home.path), "history")


def test_who_acted_is_named_where_several_log_in_and_none_was_named(home: Home) -> None:
    files = TokenFiles(home.path, home.logins)
    for name in ("Ash", "Robin"):
        files.forget(files.of(name))
    assert home.run(None, "lighter").stdout == "Noted. Both of you see it.\n"
    home.logs_in("Ash", minutes_ago=24 * 60)  # and it is over by now
    said = home.run(None, "lighter", "--over")
    assert said.stdout == "Noted. Both of you see it.\nRecorded as Wren.\n"


def test_the_one_a_setting_names_is_told_and_the_one_that_was_typed_is_not(home: Home) -> None:
    result = home.run(None, "lighter", settings={"TROTH_AS": "wren"})
    assert result.stdout.endswith("\nRecorded as Wren.\n")
    assert "Recorded as" not in home.wren("lighter", "--over")


def test_a_note_says_whose_it_is_too(home: Home) -> None:
    result = home.run(None, "note", "keep", "Mine.", settings={"TROTH_AS": "Ash"})
    assert result.stdout.endswith("\nRecorded as Ash.\n")


class Interrupting(Caller):
    """Somebody who presses the keys that interrupt, in the middle of it."""

    def open(self) -> NoReturn:
        """Be interrupted."""
        raise KeyboardInterrupt


def test_whoever_interrupts_is_told_in_a_sentence(home: Home) -> None:
    result = home.run("Wren", "today", caller=Interrupting)
    assert result.exit_code == REFUSED
    assert result.stderr.startswith("Broken off. If something was being recorded, see")
