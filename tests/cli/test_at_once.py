"""Two processes at once, from two shells: every act is recorded once, whole, and in one order."""

import os
import subprocess
import sys

import pytest

from tests.cli.home import Home
from tests.given import WREN
from troth.cli.caller import REFUSED

NAMES = ("Ash", "Wren")

EACH = 3
"""Processes of each of the two: they meet, and the test still ends soon."""


def started(home: Home, name: str, *typed: str) -> subprocess.Popen[str]:
    """Start a command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "troth", *typed],
        env=os.environ | home.settings | {"TROTH_HOME": str(home.path), "TROTH_AS": name},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def at_once(home: Home, *typed: tuple[str, ...]) -> list[tuple[int, str]]:
    """Run commands at once, each as (name, words...); return their codes and what was said."""
    running = [started(home, name, *words) for name, *words in typed]
    ended = [process.communicate() for process in running]
    codes = [process.returncode for process in running]
    return [(code, out + err) for code, (out, err) in zip(codes, ended, strict=True)]


def told(home: Home, *typed: str) -> list[str]:
    """Return the sentences of the newest entries."""
    entries = home.reads("Ash", "history", *typed)["entries"]
    return [each["text"] for entry in entries for each in entry["sentences"]]


def test_what_both_do_at_once_is_recorded_each_once(home: Home) -> None:
    before = home.reads("Ash", "verify")["shared-ours"]["entries"]
    acts = [
        (name, "area", f"{name.lower()}{n}", "The garden") for n in range(EACH) for name in NAMES
    ]
    assert [code for code, _ in at_once(home, *acts)] == [0] * len(acts)
    verdict = home.reads("Ash", "verify")["shared-ours"]
    assert (verdict["entries"], verdict["fault"]) == (before + len(acts), None)
    assert len(told(home, "--find", "Garden")) == len(acts)


def test_a_stop_among_other_acts_is_always_recorded(home: Home) -> None:
    acts = [("Ash", "talk", "ask", f"Number {n}") for n in range(EACH)]
    *_, (code, said) = at_once(home, *acts, ("Wren", "stop"))
    assert code == 0, said
    assert "Wren stopped everything." in told(home)


def test_of_two_who_take_up_one_thing_at_once_one_is_told_it_is_done(home: Home) -> None:
    home.wren("propose", "kitchen", "--text", "By ten.")
    (proposal,) = home.reads("Ash", "proposals")
    words = ("consent", proposal["id"], "--digest", proposal["digest"])
    results = at_once(home, ("Ash", *words), ("Wren", *words), ("Ash", *words), ("Wren", *words))
    assert all(code in {0, REFUSED} for code, _ in results), results
    assert sum(f"{proposal['id']} is agreed" in each for each in told(home)) == 1
    assert "Traceback" not in "".join(said for _, said in results)
    assert "By ten." in home.wren("agreement", "show")


def test_one_invitation_used_by_two_at_once_lets_one_in(alone: Home) -> None:
    alone.knows(WREN)
    words = alone.reads("Ash", "invite")["invitation"]
    joins = [(name, "join", words) for name in ("Wren", "Robin")]
    codes = sorted(code for code, _ in at_once(alone, *joins))
    assert codes == [0, REFUSED]
    assert sum("joined." in each for each in told(alone)) == 1


@pytest.mark.parametrize("typed", [("history",), ("today",), ("verify",)])
def test_reading_while_the_other_writes_is_never_in_the_way(
    home: Home, typed: tuple[str, ...]
) -> None:
    writes = [("Wren", "talk", "ask", f"Number {n}") for n in range(EACH)]
    reads = [("Ash", *typed) for _ in range(EACH)]
    results = at_once(home, *writes, *reads)
    assert [code for code, _ in results] == [0] * (2 * EACH), results
