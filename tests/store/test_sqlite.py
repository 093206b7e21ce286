"""The SQLite store: its settings, its directory, and the processes it shares a record with."""

import fcntl
import stat
from pathlib import Path

import apsw
import pytest

from tests.store.processes import (
    STARTING,
    read_and_write_without_room,
    run_together,
    submit,
    write_as_parent_and_child,
    write_some,
)
from tests.store.writing import ASH, OURS, STRANGERS, admit, append, operation
from troth.application.ports import Card, Shelf, Slot, StoreBusy, StoreUnsuitable
from troth.store.database import LONGEST_LOG_PAGES, Database, connect, refuse_old
from troth.store.place import BALLAST_BYTES, Place, refuse_network
from troth.store.sqlite import SqliteStore

DRAFT = Slot("draft")


def test_everything_is_there_after_a_restart(home: Path) -> None:
    with SqliteStore(home) as store:
        entry = append(store, 1)
        with store.acting(OURS) as transaction:
            transaction.put_pending(ASH, DRAFT, b"words")
    with SqliteStore(home) as store, store.reading(OURS) as reading:
        assert list(reading.entries()) == [entry]
        assert reading.operation(operation(1)) == entry
        assert reading.pending(ASH, DRAFT) == b"words"


def test_a_closed_store_is_closed(home: Path) -> None:
    with SqliteStore(home) as store:
        append(store, 1)
    with pytest.raises(ValueError, match="closed"):
        store.chains()


def test_only_the_owner_may_read_any_file(home: Path) -> None:
    with SqliteStore(home) as store:
        append(store, 1)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()}
    assert modes == dict.fromkeys(
        ("ballast", "lock", "record.sqlite3", "record.sqlite3-shm", "record.sqlite3-wal"), 0o600
    )
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_an_open_file_is_closed_to_others_again(home: Path) -> None:
    SqliteStore(home).close()
    (home / "record.sqlite3").chmod(0o644)
    SqliteStore(home).close()
    assert stat.S_IMODE((home / "record.sqlite3").stat().st_mode) == 0o600


def test_an_empty_directory_is_made_private_and_a_used_one_is_refused(tmp_path: Path) -> None:
    empty, used = tmp_path / "empty", tmp_path / "used"
    for directory in (empty, used):
        directory.mkdir()
        directory.chmod(0o755)
    (used / "letters").touch()
    SqliteStore(empty).close()
    assert stat.S_IMODE(empty.stat().st_mode) == 0o700
    with pytest.raises(StoreUnsuitable, match="chmod 700"):
        SqliteStore(used)
    assert stat.S_IMODE(used.stat().st_mode) == 0o755
    assert [path.name for path in used.iterdir()] == ["letters"]


def test_a_file_in_place_of_the_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "record").touch()
    with pytest.raises(StoreUnsuitable, match="cannot be kept in"):
        SqliteStore(tmp_path / "record")


def test_every_connection_has_every_setting(home: Path) -> None:
    asked = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "temp_store": 2,
    }
    found = list[dict[str, object]]()

    def noting(path: Path) -> Database:
        database = connect(path)
        found.append({name: (database.one(f"PRAGMA {name}") or (None,))[0] for name in asked})
        return database

    with SqliteStore(home, connect=noting) as store, store.acting(OURS), store.reading(OURS):
        assert found == [asked, asked]


def test_an_older_sqlite_is_refused() -> None:
    refuse_old("3.51.3")
    refuse_old("4.0.0")
    with pytest.raises(StoreUnsuitable, match=r"3\.51\.3 or newer; this one is 3\.51\.2"):
        refuse_old("3.51.2")


def test_a_network_file_system_is_refused() -> None:
    mounts = """
/dev/sda1 / ext4 rw 0 0
nas:/home /mnt/our\\040home nfs4 rw 0 0
/dev/sdb1 /mnt/our\\040home/disk xfs rw 0 0
//nas/share /srv cifs rw 0 0
/dev/sdc1 /srv ext4 rw 0 0
"""
    refuse_network(Path("/home/record"), mounts)
    refuse_network(Path("/mnt/our home/disk/record"), mounts)
    refuse_network(Path("/srv/record"), mounts)
    refuse_network(Path("/anywhere"), "")
    with pytest.raises(StoreUnsuitable, match="network file system \\(nfs4\\)"):
        refuse_network(Path("/mnt/our home/record"), mounts)


def test_chain_leads_every_key_of_a_chain_and_key_that_of_a_card(home: Path) -> None:
    with SqliteStore(home) as store:
        append(store, 1)
    first_columns = apsw.Connection(str(home / "record.sqlite3")).execute(
        "SELECT t.name, c.name FROM sqlite_schema t, pragma_index_list(t.name) i,"
        " pragma_index_info(i.name) c WHERE t.type = 'table' AND c.seqno = 0 AND i.\"unique\""
    )
    assert sorted(first_columns) == [
        ("card", "key"),
        ("entry", "chain"),
        ("entry", "chain"),
        ("epoch_grant", "chain"),
        ("head", "chain"),
        ("pending", "chain"),
        ("snapshot", "chain"),
    ]


def test_two_entries_of_one_place_or_operation_are_impossible(home: Path) -> None:
    with SqliteStore(home) as store:
        append(store, 1)
        append(store, 2)
    database = apsw.Connection(str(home / "record.sqlite3"))
    copy = """
        INSERT INTO entry SELECT chain, ?, ?, header, structure, words, link, signature
        FROM entry WHERE seq = 1"""
    with pytest.raises(apsw.ConstraintError, match=r"entry\.seq"):
        database.execute(copy, (2, operation(9)))
    with pytest.raises(apsw.ConstraintError, match=r"entry\.op"):
        database.execute(copy, (3, operation(2)))


def files_with(home: Path, marker: bytes) -> list[str]:
    """Return the names of the files in which some bytes stand."""
    return sorted(path.name for path in home.iterdir() if marker in path.read_bytes())


def test_deleted_words_are_in_no_file(home: Path) -> None:
    with SqliteStore(home) as store:
        for said in (b"to be forgotten " * 500, b"forgotten too"):
            with store.acting(OURS) as transaction:
                transaction.put_pending(ASH, DRAFT, said)
        with store.acting(OURS) as transaction:
            transaction.delete_pending(ASH, DRAFT)
    assert files_with(home, b"forgotten") == []


def test_what_was_erased_is_in_no_file_once_it_is_scrubbed(home: Path) -> None:
    with SqliteStore(home) as store:
        append(store, 1)
        append(store, 2)
        with store.acting(STRANGERS) as transaction:
            transaction.put_pending(ASH, DRAFT, b"marker of a chain " * 400)
            transaction.put_card(Shelf.LOGIN, Card("login", ASH, b"marker of a login " * 400))
        with store.acting(OURS) as transaction:
            transaction.erase_words(1)
        with store.acting(STRANGERS) as transaction:
            transaction.erase_chain()
            transaction.delete_card(Shelf.LOGIN, "login")
        for marker in (b"words of act 1", b"marker of"):
            assert files_with(home, marker) == ["record.sqlite3-wal"]
        store.scrub()
        for marker in (b"words of act 1", b"marker of"):
            assert files_with(home, marker) == []
        assert files_with(home, b"state 2") != []


def test_nothing_is_scrubbed_while_somebody_looks_at_an_older_view(home: Path) -> None:
    with SqliteStore(home) as store, SqliteStore(home) as other:
        append(store, 1)
        with other.reading(OURS):
            with store.acting(OURS) as transaction:
                transaction.erase_words(1)
            with pytest.raises(StoreBusy, match="being read"):
                store.scrub()
        store.scrub()
    assert files_with(home, b"words of act 1") == []


def test_users_of_a_record_share_a_lock_that_maintenance_takes_alone(home: Path) -> None:
    users = [SqliteStore(home), SqliteStore(home)]
    with (home / "lock").open() as lock:
        with pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for user in users:
            user.close()
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with pytest.raises(StoreBusy, match="migrated, restored or erased"):
            SqliteStore(home)


def test_whoever_is_alone_keeps_others_out_and_waits_for_nobody_for_ever(home: Path) -> None:
    place = Place(home)
    with SqliteStore(home) as store:
        append(store, 1)
        with pytest.raises(StoreBusy, match="in use"), place.alone():
            pass
    with place.alone(), pytest.raises(StoreBusy, match="migrated, restored or erased"):
        SqliteStore(home)
    with SqliteStore(home) as store:
        assert append(store, 2).seq == 2


def test_an_act_waits_for_another_process_and_says_when_it_gives_up(home: Path) -> None:
    with SqliteStore(home) as store:
        append(store, 1)
        other = apsw.Connection(str(home / "record.sqlite3"))
        other.execute("BEGIN IMMEDIATE")
        with store.reading(OURS) as reading:
            assert reading.head.seq == 1
        with pytest.raises(StoreBusy, match="try again"):
            append(store, 2)
        other.execute("ROLLBACK")
        assert append(store, 2).seq == 2


def test_the_ballast_is_laid_given_up_once_and_laid_again(home: Path) -> None:
    with SqliteStore(home) as store:
        assert (home / "ballast").stat().st_size == BALLAST_BYTES
        assert store.release_ballast()
        assert not (home / "ballast").exists()
        assert not store.release_ballast()
    SqliteStore(home).close()
    assert (home / "ballast").stat().st_size == BALLAST_BYTES


def test_processes_that_open_a_new_record_at_once_make_one_line(tmp_path: Path) -> None:
    homes, writers = [tmp_path / str(number) for number in range(8)], range(4)
    meeting = STARTING.Barrier(len(writers))
    run_together(write_some, [(homes, meeting, 1000 * writer, 5) for writer in writers])
    for home in homes:
        with SqliteStore(home) as store:
            admit(store, OURS)
        with SqliteStore(home) as store, store.reading(OURS) as reading:
            verdict = reading.verify()
            assert verdict.is_whole
            assert verdict.entries == 20
            ops = [entry.op for entry in reading.entries()]
        for writer in writers:
            own = [operation(1000 * writer + number) for number in range(5)]
            assert [op for op in ops if op in own] == own


def test_the_log_is_copied_before_it_grows_long(home: Path) -> None:
    with SqliteStore(home) as store:
        for number in range(400):
            append(store, number)
        log = home / "record.sqlite3-wal"
        page_bytes = 4096 + 24
        assert log.stat().st_size < (LONGEST_LOG_PAGES + 100) * page_bytes
        assert log.stat().st_size > LONGEST_LOG_PAGES * page_bytes // 2


def test_one_act_submitted_by_many_processes_and_after_restarts_is_one_entry(home: Path) -> None:
    run_together(submit, [(home, 7, 5)] * 4)
    with SqliteStore(home) as store, store.reading(OURS) as reading:
        assert reading.head.seq == 1


def test_a_record_can_be_read_where_not_even_its_index_has_room(home: Path) -> None:
    with SqliteStore(home) as store:
        append(store, 1)
    run_together(read_and_write_without_room, [(home,)])


def test_a_forked_child_opens_its_own_connections(home: Path) -> None:
    run_together(write_as_parent_and_child, [(home,)])
    with SqliteStore(home) as store:
        admit(store, OURS)
    with SqliteStore(home) as store, store.reading(OURS) as reading:
        assert reading.verify().is_whole
        assert {entry.op for entry in reading.entries()} == {operation(n) for n in (1, 2, 3, 4)}
