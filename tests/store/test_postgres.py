"""The PostgreSQL store: what it asks of a server, whom it waits for, and what an erasure leaves."""

import os
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.store.postgresql import data, dump, put_back, run_as_owner, schema_of
from tests.store.processes import STARTING, run_together
from tests.store.servers import ROLE
from tests.store.writing import ASH, OURS, STRANGERS, admit, append, operation, write
from troth.application.ports import (
    EMPTY,
    Card,
    Head,
    Shelf,
    Slot,
    StoreBusy,
    StoreUnsuitable,
)
from troth.domain.dynamic.commands import Pause
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.store.generation import mark_restored
from troth.store.postgres import PostgresStore, forget_logins
from troth.store.postgres_connection import (
    NETWORK,
    OLDEST_POSTGRESQL,
    PostgresConnection,
    address,
    connected,
    refuse_unsuitable,
)
from troth.store.rows import WAIT_SECONDS

DRAFT = Slot("draft")
MARKER = "words nobody else may see"


def entries(store: PostgresStore) -> list[int]:
    """Return the numbers of the acts in our chain."""
    with store.reading(OURS) as reading:
        return [int(entry.op, 16) for entry in reading.entries()]


def test_a_commit_is_durable_whatever_the_server_would_do_by_itself(url: str) -> None:
    for asked, kept in (("off", "on"), ("local", "on"), ("remote_apply", "remote_apply")):
        with closing(connected(f"{url}%20-csynchronous_commit%3D{asked}")) as raw:
            connection = PostgresConnection(raw)
            connection.configure()
            assert connection.one("SHOW synchronous_commit") == (kept,)


def test_every_wait_has_an_end(url: str) -> None:
    with closing(connected(url)) as raw:
        connection = PostgresConnection(raw)
        connection.configure()
        for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            assert connection.one(f"SHOW {name}") != ("0",)
        assert raw.info.get_parameters()["connect_timeout"] == str(WAIT_SECONDS)
    assert "connect_timeout=1" in address(f"{url}&connect_timeout=1")
    assert f"connect_timeout={NETWORK['connect_timeout']}" in address(url)


def test_a_server_that_cannot_keep_the_promises_is_refused() -> None:
    good = ("on", "on", "UTF8", OLDEST_POSTGRESQL * 10_000, 0, "public")
    refuse_unsuitable(good)
    for place, other, says in (
        (0, "off", "before it has saved"),
        (1, "off", "fsync"),
        (2, "SQL_ASCII", "another encoding"),
        (3, OLDEST_POSTGRESQL * 10_000 - 1, f"{OLDEST_POSTGRESQL} or newer"),
        (4, 1, "a copy of another"),
        (5, None, "No schema"),
    ):
        with pytest.raises(StoreUnsuitable, match=says):
            refuse_unsuitable((*good[:place], other, *good[place + 1 :]))


def test_an_act_waits_for_its_chain_only_and_says_when_it_gives_up(url: str) -> None:
    with PostgresStore(url) as one, PostgresStore(url) as other:
        first = append(one, 1)
        with one.acting(OURS) as transaction:
            write(transaction, 2, b"state")
            assert append(other, 1, STRANGERS).seq == 1
            with other.reading(OURS) as reading:
                assert reading.head == Head(1, first.link)
            with pytest.raises(StoreBusy, match="try again"):
                append(other, 3)
        assert append(other, 3).seq == 3


def test_whoever_waited_decides_on_what_was_written_meanwhile(url: str) -> None:
    seen = list[Head]()
    with PostgresStore(url) as one, PostgresStore(url) as other:
        append(one, 1)

        def wait() -> None:
            with other.acting(OURS) as transaction:
                seen.append(transaction.head)
                write(transaction, 3, b"state")

        with one.acting(OURS) as transaction:
            waiting = threading.Thread(target=wait)
            waiting.start()
            _await_somebody_waiting(url)
            second = write(transaction, 2, b"state")
        waiting.join()
        assert seen == [Head(2, second.link)]
        assert entries(one) == [1, 2, 3]


def test_whoever_waited_for_an_erasure_begins_anew(url: str) -> None:
    with PostgresStore(url) as one, PostgresStore(url) as other:
        append(one, 1)
        with one.acting(OURS) as transaction:
            waiting = threading.Thread(target=append, args=(other, 2))
            waiting.start()
            _await_somebody_waiting(url)
            transaction.erase_chain()
        waiting.join()
        assert entries(one) == [2]


def _await_somebody_waiting(url: str) -> None:
    asked = "SELECT application_name FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    while (schema_of(url),) not in run_as_owner(asked):
        time.sleep(0.01)


def test_of_two_who_wait_for_each_other_one_gives_way(url: str) -> None:
    met, ended = threading.Barrier(2), list[str]()
    with PostgresStore(url) as store:
        with store.filing() as directory:
            for key in ("a", "b"):
                directory.put_card(Shelf.THROTTLE, Card(key, ASH, b""))

        def lock(first: str, second: str) -> None:
            try:
                with store.filing() as directory:
                    directory.card(Shelf.THROTTLE, first)
                    met.wait()
                    directory.card(Shelf.THROTTLE, second)
                ended.append("kept")
            except StoreBusy:
                ended.append("gave way")

        threads = [threading.Thread(target=lock, args=order) for order in (("a", "b"), ("b", "a"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(ended) == ["gave way", "kept"]


def test_an_act_that_came_to_nothing_leaves_no_row(url: str, store: PostgresStore) -> None:
    with store.acting(OURS) as transaction:
        assert transaction.head == EMPTY
    assert run_as_owner(f"SELECT count(*) FROM {schema_of(url)}.head") == [(0,)]  # noqa: S608 - the test's own schema


def test_a_closed_store_is_closed(url: str) -> None:
    with PostgresStore(url) as store:
        append(store, 1)
    with pytest.raises(ValueError, match="closed"):
        store.chains()
    PostgresStore(url).close()


def write_some(url: str, first: int, count: int) -> None:
    """Append acts one after another, in a process of its own."""
    with PostgresStore(url) as store:
        for number in range(first, first + count):
            append(store, number)


def submit(url: str, times: int) -> None:
    """Submit one act again and again, looking its operation up each time."""
    for _ in range(times):
        with PostgresStore(url) as store, store.acting(OURS) as transaction:
            found = transaction.operation(operation(7)) or write(transaction, 7, b"state")
            assert found.seq == 1


def write_as_parent_and_child(url: str) -> None:
    """Append before a fork, in the child, and afterwards, with one store object."""
    store = PostgresStore(url)
    append(store, 1)
    child = os.fork()
    append(store, 2 if child else 3)
    if not child:
        store.close()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0
    append(store, 4)
    store.close()


def test_processes_that_open_a_new_record_at_once_make_one_line(url: str) -> None:
    firsts = (1000, 2000, 3000, 4000)
    run_together(write_some, [(url, first, 20) for first in firsts])
    with PostgresStore(url) as store:
        admit(store, OURS)
        found = entries(store)
        with store.reading(OURS) as reading:
            assert reading.verify().is_whole
    assert len(found) == 80
    for first in firsts:
        own = list(range(first, first + 20))
        assert [number for number in found if number in own] == own


def test_one_act_submitted_by_many_processes_is_one_entry(url: str) -> None:
    run_together(submit, [(url, 5)] * 4)
    with PostgresStore(url) as store:
        assert entries(store) == [7]


def test_a_forked_child_opens_its_own_connections(url: str) -> None:
    process = STARTING.Process(target=write_as_parent_and_child, args=(url,))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    with PostgresStore(url) as store:
        assert set(entries(store)) == {1, 2, 3, 4}
        assert store.chains() == (OURS,)


def tables_with(marker: bytes) -> bool:
    """Tell whether some bytes stand in any file of any table, once all is on the disk."""
    run_as_owner("CHECKPOINT")
    files = (file for file in (data() / "base").rglob("*") if file.is_file())
    return any(marker in file.read_bytes() for file in files)


def test_what_was_erased_is_in_no_table_once_it_is_scrubbed(store: PostgresStore) -> None:
    append(store, 1)
    marker = f"marker of {os.getpid()} ".encode()
    with store.acting(STRANGERS) as transaction:
        transaction.put_pending(ASH, DRAFT, marker * 400)
        transaction.put_card(Shelf.LOGIN, Card("login", ASH, marker))
    with store.acting(STRANGERS) as transaction:
        transaction.erase_chain()
        transaction.delete_card(Shelf.LOGIN, "login")
    assert tables_with(marker)
    store.scrub()
    assert not tables_with(marker)
    assert append(store, 2).seq == 2


def test_a_dump_that_is_put_back_is_whole_and_rests_once_that_is_said(
    url: str, store: PostgresStore, tmp_path: Path
) -> None:
    couple = begun(store)
    with store.reading(CHAIN) as reading:
        before = reading.head
    dump(url, tmp_path / "dump")
    couple.does(ASH, Pause())
    run_as_owner(f"DROP SCHEMA {schema_of(url)} CASCADE")
    put_back(tmp_path / "dump")
    couple.opens(store)
    with store.reading(CHAIN) as reading:
        assert reading.verify().is_whole
        assert reading.head == before
    store.inspect()
    assert _standing(couple) is Phase.ACTIVE
    assert mark_restored(store)
    assert _standing(couple) is Phase.PAUSED


def test_nobody_is_logged_in_to_a_dump(url: str, store: PostgresStore, tmp_path: Path) -> None:
    login, device = Card("login", ASH, b"a login"), Card("device", ASH, b"a device")
    throttle = Card("throttle", ASH, b"a try")
    shelves = {Shelf.LOGIN: login, Shelf.THROTTLE: throttle, Shelf.DEVICE: device}
    with store.filing() as directory:
        for shelf, card in shelves.items():
            directory.put_card(shelf, card)
    dump(url, tmp_path / "dump")
    run_as_owner(f"DROP SCHEMA {schema_of(url)} CASCADE")
    put_back(tmp_path / "dump")
    with store.finding() as directory:
        found = {shelf: directory.card(shelf, card.key) for shelf, card in shelves.items()}
    assert found == {Shelf.LOGIN: None, Shelf.THROTTLE: None, Shelf.DEVICE: device}


def test_what_a_dump_holds_of_logins_all_the_same_is_forgotten(
    url: str, store: PostgresStore
) -> None:
    with store.filing() as directory:
        directory.put_card(Shelf.LOGIN, Card("login", ASH, b"a login"))
        directory.put_card(Shelf.DEVICE, Card("device", ASH, b"a device"))
    forget_logins(url)
    with store.finding() as directory:
        assert directory.card(Shelf.LOGIN, "login") is None
        assert directory.card(Shelf.DEVICE, "device") is not None


def test_no_login_is_in_what_the_server_logs_and_sends_to_its_copies(store: PostgresStore) -> None:
    kept, passing = f"kept {os.getpid()} ".encode(), f"passing {os.getpid()} ".encode()
    with store.filing() as directory:
        directory.put_card(Shelf.LOGIN, Card("login", ASH, passing * 9))
        directory.put_card(Shelf.DEVICE, Card("device", ASH, kept * 9))
    log = b"".join(each.read_bytes() for each in (data() / "pg_wal").iterdir() if each.is_file())
    assert kept in log
    assert passing not in log


def _standing(couple: Home) -> Phase:
    return phase(couple.view().state.ground.dynamic, couple.clock.now())


def test_nothing_is_scrubbed_while_somebody_looks_at_an_older_view(store: PostgresStore) -> None:
    append(store, 1)
    with store.finding() as directory:
        assert directory.card(Shelf.LOGIN, "any") is None
        with pytest.raises(StoreBusy):
            store.scrub()
    store.scrub()


def test_whoever_may_not_rewrite_the_tables_is_told_so(url: str, store: PostgresStore) -> None:
    append(store, 1)
    run_as_owner(f"SET search_path = {schema_of(url)}; ALTER TABLE entry OWNER TO CURRENT_USER")
    granted = f"GRANT SELECT, INSERT, UPDATE, DELETE ON entry TO {ROLE}"
    run_as_owner(f"SET search_path = {schema_of(url)}; {granted}")
    with pytest.raises(StoreUnsuitable, match="rewrite its tables"):
        store.scrub()
