"""A record that was emptied or removed is said to be lost, and nothing is written in its place."""

from pathlib import Path

import pytest

from tests.cli.home import Home
from troth.cli.caller import UNREADABLE

FILE = "record.sqlite3"


def lose(home: Home, how: str) -> Path:
    """Empty or remove the record's file, as a full disk or a slip of the hand may."""
    for left in (f"{FILE}-wal", f"{FILE}-shm"):
        (home.path / left).unlink(missing_ok=True)
    file = home.path / FILE
    if how == "emptied":
        file.write_bytes(b"")
    else:
        file.unlink()
    return file


@pytest.mark.parametrize("how", ["emptied", "removed"])
@pytest.mark.parametrize("typed", [("today",), ("verify",), ("pause",)], ids=" ".join)
def test_a_lost_record_is_named_and_no_new_one_takes_its_place(
    home: Home, how: str, typed: tuple[str, ...]
) -> None:
    home.wren("today")
    generation = (home.path / "generation").read_bytes()
    file = lose(home, how)
    result = home.run("Wren", *typed)
    assert result.exit_code == UNREADABLE, result.output
    assert "empty or gone" in result.stderr
    assert "backup" in result.stderr
    assert not file.exists() or file.stat().st_size == 0
    assert (home.path / "generation").read_bytes() == generation


def test_the_doctor_names_it_too(home: Home) -> None:
    home.wren("today")
    lose(home, "emptied")
    result = home.run(None, "doctor")
    assert result.exit_code == 1
    assert "empty or gone" in result.stdout
