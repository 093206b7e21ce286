"""Backups at the command line: made, tried, sealed and restored, and what then rests is said."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pyrage
import pytest

from tests.cli.home import Home
from tests.store.hosted import tamper
from troth.application.accounts.account import SALT_KEY
from troth.application.ports import Shelf, StoreDamaged
from troth.cli.caller import REFUSED, UNREADABLE
from troth.cli.whole import open_whole
from troth.store.backup import Keeping, back_up, try_backup
from troth.store.sqlite import SqliteStore

MADE_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORDS = "velvet orbit cactus lantern mosaic drift"


def other_keys(body: bytes) -> bytes:
    """Put another public key in an account."""
    return msgspec.msgpack.encode({**msgspec.msgpack.decode(body), "public": bytes(range(32))})


def cheaper(body: bytes) -> bytes:
    """Have a passphrase derived more cheaply than ever."""
    account = msgspec.msgpack.decode(body)
    account["parameters"] |= {"passes": 1, "memory_kib": 8}
    return msgspec.msgpack.encode(account)


def overwritten(body: bytes) -> bytes:
    """Leave nothing of an account."""
    return bytes(len(body))


def backed_up(home: Home, *typed: str, answers: str = "") -> Path:
    """Back the record up without a login, and return the file."""
    result = home.elsewhere().run(None, "backup", *typed, answers=answers)
    assert result.exit_code == 0, result.output
    (file,) = (home.path / "backups").iterdir()
    return file


def restored(file: Path, to: Path, *typed: str, answers: str = "") -> Home:
    """Restore a backup into another home."""
    there = Home(to)
    result = there.run(None, "restore", str(file), *typed, answers=answers)
    assert result.exit_code == 0, result.output
    assert "everything rests until both of you are back" in result.stdout
    return there


def as_the_couple(there: Home, home: Home) -> Home:
    """Return a restored home where Ash and Wren have logged in anew."""
    there.people = home.people
    for name in ("Ash", "Wren"):
        there.logs_in(name)
    return there


def test_a_backup_lies_in_the_home_and_was_tried(home: Home) -> None:
    result = home.elsewhere().run(None, "backup")
    assert "Tried by restoring it" in result.stdout
    assert len(list((home.path / "backups").iterdir())) == 1


def test_a_record_that_nobody_can_open_is_not_said_to_be_backed_up(home: Home) -> None:
    with SqliteStore(home.path) as store, store.filing() as directory:
        directory.delete_card(Shelf.STORE, SALT_KEY)
    result = home.elsewhere().run(None, "backup")
    assert result.exit_code != 0
    assert "nobody can log in" in result.stderr
    assert not list((home.path / "backups").glob("*"))


@pytest.mark.parametrize("change", [other_keys, cheaper, overwritten])
def test_one_that_somebody_could_not_come_in_to_is_no_backup(
    home: Home, change: Callable[[bytes], bytes]
) -> None:
    tamper(home.path, "UPDATE card SET body = change(body) WHERE shelf = 'account'", change=change)
    result = home.elsewhere().run(None, "backup")
    assert result.exit_code != 0
    assert "ccount of " in result.stderr
    assert not list((home.path / "backups").glob("*"))


def test_the_copy_is_looked_at_and_not_the_record_alone(home: Home, tmp_path: Path) -> None:
    tamper(home.path, "UPDATE card SET body = zeroblob(500) WHERE shelf = 'keyring'")
    with pytest.raises(StoreDamaged, match="nothing opens for them"):
        back_up(home.path, tmp_path / "kept", MADE_AT, (open_whole, Keeping()))
    assert not list((tmp_path / "kept").iterdir())
    made = back_up(home.path, tmp_path / "kept", MADE_AT, (SqliteStore, Keeping()))
    with pytest.raises(StoreDamaged, match="nothing opens for them"):
        try_backup(Path(made.file), open_whole)


def test_how_much_somebody_writes_for_themself_shows_nowhere(home: Home) -> None:
    before = home.elsewhere().run(None, "backup").stdout.splitlines()[1]
    home.wren("note", "keep", "Mine.")
    assert home.elsewhere().run(None, "backup").stdout.splitlines()[1] == before


def test_a_restored_record_rests_until_both_are_back(home: Home, tmp_path: Path) -> None:
    there = as_the_couple(restored(backed_up(home), tmp_path / "there"), home)
    assert "for this record came back from a copy" in there.ash("today")
    assert "The record came back from a copy" in there.wren("history")
    there.ash("resume")
    assert "came back from a copy" in there.ash("today")
    assert "You are back." in there.wren("resume")
    assert "Paused" not in there.ash("today")


def test_nobody_is_logged_in_to_a_restored_record(home: Home, tmp_path: Path) -> None:
    there = restored(backed_up(home), tmp_path / "there")
    assert "Nobody is logged in here." in there.refused(None, "today")


def test_it_is_not_restored_over_a_record(home: Home, met: Home) -> None:
    before = met.heads()
    result = met.run(None, "restore", str(backed_up(home)))
    assert result.exit_code == UNREADABLE
    assert "already" in result.stderr
    assert met.heads() == before


def test_one_sealed_with_a_passphrase_opens_with_it_only(home: Home, tmp_path: Path) -> None:
    file = backed_up(home, "--encrypt", answers=f"{WORDS}\n")
    wrong = Home(tmp_path / "wrong").run(None, "restore", str(file), answers="something else\n")
    assert wrong.exit_code == UNREADABLE
    assert "does not open with that passphrase" in wrong.stderr
    restored(file, tmp_path / "there", answers=f"{WORDS}\n")


def test_one_sealed_for_a_key_opens_with_its_secret_half(home: Home, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"{identity}\n")
    file = backed_up(home, "--to", str(identity.to_public()))
    restored(file, tmp_path / "there", "--identity", str(tmp_path / "key.txt"))


def test_a_passphrase_that_would_be_guessed_seals_nothing(home: Home) -> None:
    result = home.elsewhere().run(None, "backup", "--encrypt", answers="sunday\n")
    assert result.exit_code == REFUSED
    assert not (home.path / "backups").exists()


def test_two_ways_to_seal_at_once_are_refused(home: Home) -> None:
    result = home.elsewhere().run(None, "backup", "--encrypt", "--to", "age1x")
    assert "not both" in result.stderr


def test_a_record_in_another_database_names_its_own_tools(home: Home, tmp_path: Path) -> None:
    there = Elsewhere(home.path, home.people)
    for typed in (("backup",), ("restore", str(tmp_path))):
        result = there.run(None, *typed)
        assert result.exit_code != 0
    assert "pg_dump" in there.run(None, "backup").stderr


class Elsewhere(Home):
    """A home whose settings name a PostgreSQL that is not even there."""

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings."""
        return {**super().settings, "TROTH_DATABASE": "postgresql://nobody@127.0.0.1:1/x"}


@pytest.mark.parametrize("content", [b"", b"not a backup", bytes(9000)])
def test_what_is_no_backup_restores_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    result = Home(tmp_path / "there").run(None, "restore", str(tmp_path / "x"))
    assert result.exit_code == UNREADABLE
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert "x is no backup of a record" in result.stderr
    assert "nothing was restored" in result.stderr


def test_whoever_restores_into_a_named_home_is_told_what_to_type_there(
    home: Home, tmp_path: Path
) -> None:
    home.run(None, "backup")
    (file,) = (home.path / "backups").iterdir()
    there = tmp_path / "there"
    restored = home.run(None, "--home", str(there), "restore", str(file))
    assert f"then troth --home {there} resume" in restored.stdout
