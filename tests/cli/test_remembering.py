"""What this machine has seen of the record: kept beside its logins, away from the record."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.home import Home, passphrase_of
from troth.cli.caller import REFUSED

NEWER = "It is an older copy, or its end was taken away."


@pytest.fixture(name="goes_back")
def _goes_back(home: Home, tmp_path: Path) -> Callable[..., None]:
    """Return what puts an older copy of the whole home back, once somebody has seen more."""

    def goes_back(*names: str) -> None:
        older = tmp_path / "older"
        shutil.copytree(home.path, older)
        home.ash("area", "garden", "The garden")
        for name in names:
            assert home.run(name, "today").exit_code == 0
        shutil.rmtree(home.path)
        older.rename(home.path)

    return goes_back


def test_an_older_copy_is_noticed_where_more_was_seen_and_nowhere_else(
    home: Home, goes_back: Callable[..., None]
) -> None:
    goes_back("Wren")
    assert NEWER in home.refused("Wren", "area", "attic", "The attic")
    there = home.elsewhere()
    there.logs_in("Wren")
    assert there.run("Wren", "area", "attic", "The attic").exit_code == 0


def test_what_protects_is_done_all_the_same(home: Home, goes_back: Callable[..., None]) -> None:
    goes_back("Wren")
    for verb in ("pause", "stop"):
        assert home.run("Wren", verb).exit_code == 0


def test_what_asks_for_the_passphrase_is_not_signed_either(
    home: Home, goes_back: Callable[..., None], tmp_path: Path
) -> None:
    goes_back("Wren")
    signed = home.run(
        "Wren", "statement", str(tmp_path / "signed"), "--yes", answers=f"{passphrase_of('Wren')}\n"
    )
    assert signed.exit_code == REFUSED
    assert NEWER in signed.stderr


def test_a_login_says_it_and_once_both_have_spoken_the_record_is_taken_as_it_is(
    home: Home, goes_back: Callable[..., None]
) -> None:
    goes_back("Wren")
    said = home.run(None, "login", "Wren", answers=f"{passphrase_of('Wren')}\n").stdout
    assert NEWER in said
    assert "Speak with each other before you write here." in said
    assert "troth checkpoint --spoken" in home.refused("Wren", "checkpoint")
    home.wren("checkpoint", "--spoken")
    home.wren("area", "attic", "The attic")


def test_what_one_has_seen_at_a_machine_raises_nothing_for_the_other(
    home: Home, goes_back: Callable[..., None]
) -> None:
    goes_back("Wren")
    files = sorted((home.logins / "seen").iterdir())
    assert len(files) == 2
    assert all(b"shared" not in file.read_bytes() for file in files)
    assert [file.stat().st_mode & 0o077 for file in files] == [0, 0]


@pytest.mark.parametrize("content", [b"", b"no such thing", bytes(5000)])
def test_a_file_that_holds_something_else_holds_nothing(
    home: Home, goes_back: Callable[..., None], content: bytes
) -> None:
    goes_back("Wren")
    for file in (home.logins / "seen").iterdir():
        file.write_bytes(content)
    home.wren("area", "attic", "The attic")


def test_a_stranger_at_the_same_machine_is_told_nothing(
    home: Home, goes_back: Callable[..., None]
) -> None:
    goes_back("Wren")
    home.is_closed_to_strangers("today")
