"""The machine's secret for telling: made once, private, and in no backup."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.application.signed_up import paired
from tests.given import WREN, ZONES
from tests.notify.receiving import wish_of
from troth.application.ports import StoreDamaged
from troth.application.telling import NOTHING
from troth.bootstrap import SystemClock
from troth.notify.kept import Kept
from troth.store.backup import Keeping, back_up, restore
from troth.store.memory import MemoryStore
from troth.store.secret import FILE, secret_of, shared_secret
from troth.store.sqlite import SqliteStore

NOW = datetime(2026, 3, 2, 18, 30, 5, tzinfo=UTC)


def test_it_is_made_when_first_asked_for_and_stays(tmp_path: Path) -> None:
    made = secret_of(tmp_path)
    assert len(made) == 32
    assert secret_of(tmp_path) == made
    assert [each.name for each in tmp_path.iterdir()] == [FILE]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_two_homes_have_two(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert secret_of(tmp_path / "a") != secret_of(tmp_path / "b")


def test_of_several_that_ask_at_once_all_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as several:
        found = set(several.map(lambda _: secret_of(tmp_path), range(32)))
    assert len(found) == 1


def test_one_that_was_cut_short_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"short")
    with pytest.raises(StoreDamaged, match="is not as it was written"):
        secret_of(tmp_path)


def test_machines_that_share_a_database_share_it_there() -> None:
    store = MemoryStore()
    made = shared_secret(store)
    assert len(made) == 32
    assert shared_secret(store) == made


def test_no_backup_holds_it(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    with SqliteStore(home) as store:
        paired(store)
        kept = Kept(store, SystemClock(), ZONES, lambda: secret_of(home))
        kept.keep(WREN, wish_of(mailbox="wren@home.example"))
        assert kept.wish(WREN).mailbox == "wren@home.example"
    backup = back_up(home, tmp_path / "kept", NOW, (SqliteStore, Keeping()))
    assert secret_of(home) not in Path(backup.file).read_bytes()
    restore(Path(backup.file), other, SqliteStore)
    with SqliteStore(other) as store:
        elsewhere = Kept(store, SystemClock(), ZONES, lambda: secret_of(other))
        assert elsewhere.wish(WREN) == NOTHING
