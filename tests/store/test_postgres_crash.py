"""Kill PostgreSQL again and again while acts are written: nothing answered is lost."""

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.store.figures import Figures, chance, rounds
from tests.store.processes import PATIENCE_SECONDS
from tests.store.servers import ROLE, Server, address_of
from tests.store.writing import ASH, OURS, admit, append, is_act, operation, write
from troth.application.ports import Card, Shelf, StoreBusy, StoreError
from troth.store.postgres import PostgresStore

WRITERS = 3
LONGEST_LIFE_SECONDS = 0.5
LOST_FASTER = 200
"""Commits that are answered before they are saved: enough for a crash to catch some."""


@pytest.fixture
def server() -> Iterator[Server]:
    """Start a server that nobody else uses."""
    directory = Path(tempfile.mkdtemp(prefix="troth-crash-"))
    try:
        own = Server(directory)
        own.lay_out()
        own.run(f"CREATE SCHEMA ours AUTHORIZATION {ROLE}")
        yield own
        own.kill()
    finally:
        shutil.rmtree(directory)


def live_until_killed(server: Server, store: PostgresStore, first: int, seconds: float) -> set[int]:
    """Let writers append until the server dies; return the numbers of the acts it acknowledged."""
    answered = set[int]()

    def write_on(writer: int) -> None:
        for number in range(first + writer, first + 100_000, WRITERS):
            try:
                append(store, number)
            except StoreError:
                return
            answered.add(number)

    threads = [threading.Thread(target=write_on, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    server.kill()
    for thread in threads:
        thread.join()
    return answered


def start_again(server: Server, store: PostgresStore) -> None:
    """Start the server, and try until the store finds it, as somebody at a screen does."""
    server.start()
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            store.chains()
        except StoreBusy:
            continue
        return
    pytest.fail("the store did not find the server again")


def retry(store: PostgresStore, tried: set[int]) -> None:
    """Do acts again under their operations; each is there once afterwards."""
    for number in tried:
        with store.acting(OURS) as transaction:
            entry = transaction.operation(operation(number)) or write(transaction, number, b"state")
        assert is_act(entry, number)


def test_a_killed_server_loses_nothing_it_answered(
    server: Server, seed: str, figures: Figures
) -> None:
    draw, total, unanswered = chance(seed, "postgresql"), 0, 0
    with PostgresStore(address_of(server.directory, "ours")) as store:
        admit(store, OURS)
        for life in range(rounds(5, 100)):
            first = 1_000_000 * (life + 1)
            seconds = draw.uniform(0.1, LONGEST_LIFE_SECONDS)
            answered = live_until_killed(server, store, first, seconds)
            start_again(server, store)
            tried = set(range(first, max(answered, default=first) + WRITERS + 1))
            with store.reading(OURS) as reading:
                assert reading.verify().is_whole
                kept = {int(entry.op, 16) for entry in reading.entries()}
            assert answered <= kept
            retry(store, tried)
            total, unanswered = total + len(answered), unanswered + len(tried - answered)
        with store.reading(OURS) as reading:
            assert reading.verify().is_whole
    figures(
        f"kill PostgreSQL: {rounds(5, 100)} rounds of {WRITERS} writers, {total} acts acknowledged,"
        f" {unanswered} unanswered and retried, 0 lost"
    )


def test_a_crash_ends_every_login_and_forgets_no_device(server: Server) -> None:
    with PostgresStore(address_of(server.directory, "ours")) as store:
        with store.filing() as directory:
            directory.put_card(Shelf.LOGIN, Card("login", ASH, b"a login"))
            directory.put_card(Shelf.DEVICE, Card("device", ASH, b"a device"))
        server.kill()
        start_again(server, store)
        with store.finding() as directory:
            assert directory.card(Shelf.LOGIN, "login") is None
            assert directory.card(Shelf.DEVICE, "device") is not None


def test_a_server_that_answers_before_it_saves_would_lose_some(server: Server) -> None:
    server.run("ALTER SYSTEM SET wal_writer_delay = '10s'")
    server.run("SELECT pg_reload_conf()")
    with psycopg.connect(
        f"postgresql://owner@/postgres?host={server.directory}", autocommit=True
    ) as hasty:
        hasty.execute("CREATE TABLE act (number INTEGER)")
        hasty.execute("SET synchronous_commit = off")
        for number in range(LOST_FASTER):
            hasty.execute("INSERT INTO act VALUES (%s)", (number,))
        server.kill()
    server.start()
    ((kept,),) = server.run("SELECT count(*) FROM act")
    assert isinstance(kept, int)
    assert kept < LOST_FASTER
