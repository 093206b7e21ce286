"""A place that cannot be written to is named, before anything is asked; and a pause holds."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.home import Home
from tests.given import WREN
from troth.application.ports import StoreUnsuitable
from troth.cli.caller import UNREADABLE
from troth.cli.signing_up import CHOOSE, NAME
from troth.domain.dynamic.commands import End
from troth.store.place import refuse_unusable

STILL_HOLDS = "Not recorded. Your word is enough: say it. Record it later with --since."

AS_ANYBODY = """
import ctypes, os, sys
if os.geteuid() == 0:
    for past_permissions in (1, 2):
        ctypes.CDLL(None).prctl(24, past_permissions, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-m", "troth", *sys.argv[1:]])
"""
"""Run the command line as somebody whom permissions bind, whoever runs the tests."""


@contextmanager
def read_only(*places: Path) -> Iterator[None]:
    """Let nobody write in some places."""
    modes = {each: each.stat().st_mode for each in places}
    for each in places:
        each.chmod(0o500 if each.is_dir() else 0o400)
    try:
        yield
    finally:
        for each, mode in modes.items():
            each.chmod(mode)


def types(home: Home, *typed: str) -> tuple[int, str]:
    """Type a command as somebody whom permissions bind; return how it ended and what it said."""
    result = subprocess.run(
        [sys.executable, "-c", AS_ANYBODY, "--home", str(home.path), *typed],
        env=os.environ | home.settings,
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stderr


@pytest.mark.parametrize("what", ["home", "file"])
def test_a_read_only_record_is_named_as_such(home: Home, what: str) -> None:
    files = [home.path / "record.sqlite3"] if what == "file" else [*home.path.iterdir(), home.path]
    with read_only(*files):
        code, said = types(home, "--as", "Wren", "lighter")
    assert code == UNREADABLE
    assert "read-only" in said
    assert "disk failed" not in said


def test_a_pause_that_cannot_be_recorded_holds_all_the_same(home: Home) -> None:
    for verb in ("pause", "stop"):
        with read_only(*home.path.iterdir(), home.path):
            code, said = types(home, "--as", "Wren", verb)
        assert code == UNREADABLE
        assert said.endswith(f"{STILL_HOLDS}\n")


def test_whoever_is_not_logged_in_hears_it_too_and_one_whose_record_has_ended_does_not(
    home: Home,
) -> None:
    assert home.elsewhere().refused("Wren", "pause").endswith(STILL_HOLDS)
    home.does(WREN, End())
    assert STILL_HOLDS not in home.run("Wren", "pause").output


@pytest.mark.parametrize("place", ["a file/below", "/proc/nowhere", "full of others"])
def test_nobody_is_asked_anything_for_a_place_that_cannot_be(tmp_path: Path, place: str) -> None:
    (tmp_path / "a file").write_text("")
    others = tmp_path / "full of others"
    others.mkdir(mode=0o755)
    (others / "theirs").write_text("")
    home = Home(tmp_path / place)
    result = home.run(None, "init", "--adult")
    assert result.exit_code == UNREADABLE
    assert str(home.path) in result.stderr
    assert NAME not in result.output
    assert CHOOSE not in result.output
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a file", "full of others"]


def test_a_place_that_can_be_is_left_as_it_was(tmp_path: Path) -> None:
    for place in (tmp_path / "not" / "there", tmp_path):
        refuse_unusable(place)
    assert not list(tmp_path.iterdir())


def test_a_place_where_nothing_can_be_made_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path / "closed" / "home")
    (tmp_path / "closed").mkdir()
    with read_only(tmp_path / "closed"):
        code, said = types(home, "init", "--name", "Ash", "--adult")
    assert (code, said) == (
        UNREADABLE,
        f"Error: A record cannot be kept in {home.path}: Permission denied.\n",
    )
    with pytest.raises(StoreUnsuitable):
        refuse_unusable(Path("/proc/nowhere"))
