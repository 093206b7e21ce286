"""Backups: whole, tried, without logins, sealed where that is asked, and restored only to rest."""

import fcntl
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.given import ASH, WREN
from troth.application.accounts.logins import start_login
from troth.application.ports import (
    Card,
    Shelf,
    Store,
    StoreBusy,
    StoreDamaged,
    StoreTooNew,
    StoreUnsuitable,
)
from troth.application.read import verify
from troth.crypto.codes import token_digest
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.dynamic.commands import AffirmResumption
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.store.age import NoKey, NotOpened, opening_by, opening_with, sealing_for, sealing_with
from troth.store.backup import (
    DIRECTORY,
    KEPT,
    KEPT_DAYS,
    UNFINISHED,
    Backup,
    Checked,
    Keeping,
    NotEmpty,
    back_up,
    backups,
    restore,
    try_backup,
)
from troth.store.database import connect
from troth.store.generation import FILE, settle_generation
from troth.store.place import DATABASE
from troth.store.sqlite import SqliteStore

NOW = datetime(2026, 3, 2, 18, 30, 5, tzinfo=UTC)
ROOT = bytes(range(32))


def opened(directory: Path) -> Store:
    return SqliteStore(directory)


PLAINLY = (opened, Keeping())


@pytest.fixture
def couple(home: Path) -> Iterator[Home]:
    """Have a couple begin in a record of this machine, with a login and a throttle."""
    with SqliteStore(home) as store:
        settle_generation(store, home)
        couple = begun(store)
        yield couple


def made(home: Path, now: datetime = NOW) -> Backup:
    return back_up(home, home.parent / "kept", now, PLAINLY)


def file_of(backup: Backup) -> Path:
    return Path(backup.file)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("couple")
def test_a_backup_is_one_private_file_named_by_its_time(home: Path) -> None:
    backup = made(home)
    assert file_of(backup).name == "backup-20260302-183005.sqlite3"
    assert [each.name for each in (home.parent / "kept").iterdir()] == [file_of(backup).name]
    assert mode(file_of(backup)) == 0o600
    assert mode(home.parent / "kept") == 0o700


def test_it_holds_what_the_record_holds_while_others_go_on_writing(
    couple: Home, home: Path
) -> None:
    backup = made(home)
    assert backup.holds == Checked(1, couple.view().seq)
    couple.does(WREN, Observe(ObservationId("n"), ASH, ObservationKind.PRAISE, "The supper."))
    assert made(home, NOW + timedelta(seconds=1)).holds.entries == backup.holds.entries + 1


def test_no_trace_of_a_login_or_a_throttle_is_in_it(couple: Home, home: Path) -> None:
    token = start_login(couple.host, ASH, ROOT)
    marker = b"a throttle that would tell of a try"
    with couple.store.filing() as directory:
        directory.put_card(Shelf.THROTTLE, Card("throttled", "throttled", marker))
        (login,) = directory.cards(Shelf.LOGIN, ASH)
    record = (home / DATABASE).read_bytes() + (home / f"{DATABASE}-wal").read_bytes()
    backup = file_of(made(home)).read_bytes()
    for trace in (token_digest(token).encode(), login.body, login.body[-40:], marker):
        assert trace in record
        assert trace not in backup


def test_the_rest_of_the_directory_is_in_it(couple: Home, home: Path) -> None:
    account = Card("someone", ASH, b"an account")
    with couple.store.filing() as directory:
        directory.put_card(Shelf.ACCOUNT, account)
    other = home.parent / "other"
    restore(file_of(made(home)), other, opened)
    with SqliteStore(other) as store, store.finding() as directory:
        assert directory.card(Shelf.ACCOUNT, "someone") == account


@pytest.mark.usefixtures("couple")
def test_a_directory_others_can_look_into_is_refused(home: Path) -> None:
    (home.parent / "kept").mkdir(mode=0o755)
    with pytest.raises(StoreUnsuitable, match="chmod 700"):
        made(home)


@pytest.mark.usefixtures("couple")
def test_two_are_not_made_in_one_directory_at_once(home: Path) -> None:
    kept = home.parent / "kept"
    kept.mkdir(mode=0o700)
    descriptor = os.open(kept, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with pytest.raises(StoreBusy):
            made(home)
    finally:
        os.close(descriptor)


@pytest.mark.usefixtures("couple")
def test_what_a_backup_that_was_broken_off_has_left_is_dropped(home: Path) -> None:
    left = home.parent / "kept" / f"{UNFINISHED}x"
    left.mkdir(mode=0o700, parents=True)
    left.parent.chmod(0o700)
    (left / DATABASE).write_bytes(b"half a record")
    made(home)
    assert not left.exists()


@pytest.mark.usefixtures("couple")
def test_a_sealed_one_is_made_in_the_home_alone_and_waits_for_nobody(home: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    using = (opened, Keeping(sealing_for(str(identity.to_public()))))
    (home / DIRECTORY).mkdir(mode=0o700)
    descriptor = os.open(home / DIRECTORY, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with pytest.raises(StoreBusy):
            back_up(home, home.parent / "kept", NOW, using)
    finally:
        os.close(descriptor)
    (home / DIRECTORY / f"{UNFINISHED}x").mkdir()
    backup = back_up(home, home.parent / "kept", NOW, using)
    assert list((home.parent / "kept").iterdir()) == [file_of(backup)]
    assert list((home / DIRECTORY).iterdir()) == []
    assert back_up(home, home / DIRECTORY, NOW, using).is_sealed


@pytest.mark.usefixtures("couple")
def test_what_a_restoring_that_was_broken_off_has_left_is_dropped(home: Path) -> None:
    backup, other = file_of(made(home)), home.parent / "other"
    (other / f"{UNFINISHED}x").mkdir(parents=True)
    other.chmod(0o700)
    (other / f"{UNFINISHED}x" / DATABASE).write_bytes(b"half a record")
    restore(backup, other, opened)
    assert not list(other.glob(f"{UNFINISHED}*"))


@pytest.mark.usefixtures("couple")
def test_the_newest_thirty_are_kept_and_other_files_are_left_alone(home: Path) -> None:
    kept = home.parent / "kept"
    kept.mkdir(mode=0o700)
    for minutes in range(KEPT + 5):
        at = NOW - timedelta(minutes=minutes + 1)
        (kept / f"backup-{at:%Y%m%d-%H%M%S}.sqlite3").touch()
    (kept / "photos.zip").touch()
    backup = made(home)
    found = backups(kept)
    assert backup.pruned == 6
    assert len(found) == KEPT
    assert found[0].file == backup.file
    assert (kept / "photos.zip").exists()


def made_on(home: Path, *times: datetime) -> list[Path]:
    """Put files that are named as backups of some times beside those of a home."""
    kept = home.parent / "kept"
    kept.mkdir(mode=0o700, exist_ok=True)
    files = [kept / f"backup-{at:%Y%m%d-%H%M%S}.sqlite3" for at in times]
    for file in files:
        file.touch()
    return files


@pytest.mark.usefixtures("couple")
def test_one_older_than_thirty_days_goes_unless_it_is_of_the_newest_three(home: Path) -> None:
    ages = (timedelta(days=KEPT_DAYS, seconds=2), timedelta(days=KEPT_DAYS, seconds=1))
    older, old, *young = made_on(home, *(NOW - age for age in (*ages, timedelta(KEPT_DAYS))))
    assert made(home).pruned == 1
    assert (older.exists(), old.exists(), young[0].exists()) == (False, True, True)
    assert made(home, NOW + timedelta(seconds=1)).pruned == 1
    assert (old.exists(), young[0].exists()) == (False, True)


@pytest.mark.usefixtures("couple")
def test_a_clock_that_runs_years_ahead_leaves_the_newest_three(home: Path) -> None:
    files = made_on(home, *(NOW - timedelta(days=age) for age in range(1, 6)))
    ahead = made(home, NOW.replace(year=NOW.year + 10))
    assert ahead.pruned == 3
    assert [file.exists() for file in files] == [True, True, False, False, False]
    back = made(home)
    assert back.pruned == 0
    assert [each.exists() for each in (file_of(ahead), file_of(back), *files[:2])] == [True] * 4


@pytest.mark.usefixtures("couple")
def test_a_clock_that_was_set_back_drops_no_backup_that_was_just_made(home: Path) -> None:
    for days in range(KEPT):
        made_file = home.parent / "kept"
        made_file.mkdir(mode=0o700, exist_ok=True)
        at = NOW + timedelta(days=days)
        (made_file / f"backup-{at:%Y%m%d-%H%M%S}.sqlite3").touch()
    backup = made(home, NOW - timedelta(days=400))
    assert file_of(backup).exists()


def test_a_restored_record_is_whole_and_rests_until_both_are_back(couple: Home, home: Path) -> None:
    other = home.parent / "other"
    holds = restore(file_of(made(home)), other, opened)
    assert holds == Checked(1, couple.view().seq)
    with SqliteStore(other) as store:
        assert settle_generation(store, other)
        couple.opens(store)
        dynamic = couple.view().state.ground.dynamic
        assert phase(dynamic, couple.clock.now()) is Phase.PAUSED
        for member in (ASH, WREN):
            couple.does(member, AffirmResumption())
        dynamic = couple.view().state.ground.dynamic
        assert phase(dynamic, couple.clock.now()) is Phase.ACTIVE
        assert verify(store, CHAIN).is_whole


def test_a_backup_put_over_the_record_by_hand_rests_too(couple: Home, home: Path) -> None:
    backup = file_of(made(home))
    couple.store.close()
    for name in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (home / name).unlink(missing_ok=True)
    shutil.copy(backup, home / DATABASE)
    with SqliteStore(home) as store:
        assert settle_generation(store, home)


def test_nothing_is_restored_over_a_record(couple: Home, home: Path) -> None:
    backup = file_of(made(home))
    with pytest.raises(NotEmpty, match="already"):
        restore(backup, home, opened)
    assert couple.view().seq > 0


@pytest.mark.usefixtures("couple")
def test_nothing_is_restored_while_somebody_uses_the_home(home: Path) -> None:
    backup, other = file_of(made(home)), home.parent / "other"
    with SqliteStore(other), pytest.raises(StoreBusy):
        restore(backup, other, opened)


@pytest.mark.usefixtures("couple")
def test_an_id_that_lies_in_the_home_does_not_hide_that_it_is_a_copy(home: Path) -> None:
    backup, other = file_of(made(home)), home.parent / "other"
    other.mkdir(mode=0o700)
    (other / FILE).write_text("0" * 32)
    restore(backup, other, opened)
    with SqliteStore(other) as store:
        assert settle_generation(store, other)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "no known layout"), (b"not a database at all", "damaged"), (bytes(4096), "damaged")],
)
def test_what_is_no_backup_restores_nothing(
    home: Path, tmp_path: Path, content: bytes, why: str
) -> None:
    (tmp_path / "copy").write_bytes(content)
    with pytest.raises(StoreDamaged, match=why):
        restore(tmp_path / "copy", home, opened)
    assert (home / DATABASE).stat().st_size == 0


def test_a_file_that_is_not_there_restores_nothing(home: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreUnsuitable, match="no file"):
        restore(tmp_path / "nowhere", home, opened)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entry SET structure = zeroblob(400) WHERE seq = 3",
        "UPDATE entry SET signature = zeroblob(64) WHERE seq = 3",
        "DELETE FROM entry WHERE seq = 3",
        "UPDATE snapshot SET body = zeroblob(400)",
    ],
)
@pytest.mark.usefixtures("couple")
def test_a_backup_that_is_not_whole_restores_nothing(home: Path, damage: str) -> None:
    backup, other = file_of(made(home)), home.parent / "other"
    database = connect(backup)
    database.rows(damage)
    database.empty_log()
    database.close()
    with pytest.raises(StoreDamaged):
        try_backup(backup, opened)
    with pytest.raises(StoreDamaged):
        restore(backup, other, opened)
    assert (other / DATABASE).stat().st_size == 0


def test_a_record_that_is_not_whole_is_not_said_to_be_backed_up(couple: Home, home: Path) -> None:
    couple.store.close()
    database = connect(home / DATABASE)
    database.rows("UPDATE entry SET signature = zeroblob(64) WHERE seq = 3")
    database.close()
    with pytest.raises(StoreDamaged, match="From entry 3 on"):
        made(home)
    assert backups(home.parent / "kept") == ()


@pytest.mark.usefixtures("couple")
def test_a_backup_of_a_newer_layout_is_refused(home: Path) -> None:
    backup = file_of(made(home))
    database = connect(backup)
    database.rows("PRAGMA user_version = 4000")
    database.empty_log()
    database.close()
    with pytest.raises(StoreTooNew):
        restore(backup, home.parent / "other", opened)


@pytest.mark.usefixtures("couple")
def test_a_sealed_backup_opens_with_its_passphrase_only(home: Path) -> None:
    keeping = Keeping(sealing_with("velvet orbit cactus"), opening_with("velvet orbit cactus"))
    backup = back_up(home, home.parent / "kept", NOW, (opened, keeping))
    assert backup.is_sealed
    assert file_of(backup).name.endswith(".sqlite3.age")
    assert file_of(backup).read_bytes().startswith(b"age-encryption.org/v1\n")
    other = home.parent / "other"
    with pytest.raises(NotOpened):
        restore(file_of(backup), other, opened, opening_with("velvet orbit cacti"))
    with pytest.raises(NotOpened):
        restore(file_of(made(home)), other, opened, opening_with("velvet orbit cactus"))
    assert restore(file_of(backup), other, opened, keeping.unseal) == backup.holds


@pytest.mark.usefixtures("couple")
def test_one_sealed_for_a_key_opens_with_its_secret_half_only(home: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    keeping = Keeping(sealing_for(str(identity.to_public())))
    backup = back_up(home, home.parent / "kept", NOW, (opened, keeping))
    secret, there = f"# created: today\n{identity}\n".encode(), home.parent / "other"
    other = str(pyrage.x25519.Identity.generate()).encode()
    with pytest.raises(NotOpened):
        restore(file_of(backup), there, opened, opening_by(other))
    assert restore(file_of(backup), there, opened, opening_by(secret)) == backup.holds


@pytest.mark.parametrize("recipient", ["age1x", "ssh-ed25519 AAAA", "somebody", ""])
def test_what_is_no_key_seals_nothing(recipient: str) -> None:
    with pytest.raises(NoKey):
        sealing_for(recipient)


@pytest.mark.parametrize("identity", [b"", b"AGE-SECRET-KEY-1AAAA", b"\xff\xfe", b"somebody"])
def test_what_is_no_secret_key_opens_nothing(identity: bytes) -> None:
    with pytest.raises(NoKey):
        opening_by(identity)


@pytest.mark.usefixtures("couple")
def test_a_seal_that_does_not_open_again_is_noticed(home: Path) -> None:
    keeping = Keeping(lambda plain: plain, lambda sealed: sealed[:-1])
    with pytest.raises(StoreDamaged, match="does not open"):
        back_up(home, home.parent / "kept", NOW, (opened, keeping))
    assert backups(home.parent / "kept") == ()
