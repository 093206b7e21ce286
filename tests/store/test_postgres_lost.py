"""What the PostgreSQL store does where the server fails, is full, is lost or says nothing."""

import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.store.lines import Cut, line_to, silence
from tests.store.postgresql import run_as_owner, schema_of
from tests.store.servers import ROLE
from tests.store.writing import ASH, OURS, append, operation, write
from troth.application.ports import (
    Card,
    Shelf,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFailed,
    StoreFull,
    StoreUnsuitable,
)
from troth.store.postgres import MOST_CONNECTIONS, PostgresStore
from troth.store.postgres_connection import PostgresConnection, connected
from troth.store.rows import WAIT_SECONDS

MARKER = "words nobody else may see"


def cut_all_lines(url: str) -> None:
    """End every connection to a record on the server's side, as a restart does."""
    found = run_as_owner("SELECT pid, application_name FROM pg_stat_activity")
    for pid in [pid for pid, name in found if name == schema_of(url)]:
        run_as_owner(f"SELECT pg_terminate_backend({pid}, 5000)")


def entries(store: PostgresStore) -> list[int]:
    """Return the numbers of the acts in our chain."""
    with store.reading(OURS) as reading:
        return [int(entry.op, 16) for entry in reading.entries()]


def raising(code: str) -> str:
    """Return a statement that fails as the server fails, and tells what nobody should hear."""
    return (
        f"DO $$ BEGIN RAISE EXCEPTION '{MARKER}'"
        f" USING ERRCODE = '{code}', DETAIL = '{MARKER}', HINT = '{MARKER}'; END $$"
    )


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("53100", StoreFull),
        ("53200", StoreBusy),
        ("53300", StoreBusy),
        ("40001", StoreBusy),
        ("40P01", StoreBusy),
        ("55P03", StoreBusy),
        ("57014", StoreBusy),
        ("57P01", StoreBusy),
        ("08006", StoreBusy),
        ("23505", StoreDamaged),
        ("22001", StoreDamaged),
        ("42P01", StoreDamaged),
        ("XX001", StoreDamaged),
        ("42501", StoreUnsuitable),
        ("25006", StoreUnsuitable),
        ("58030", StoreFailed),
        ("XX000", StoreFailed),
    ],
)
def test_each_error_is_one_sentence_without_what_the_server_said(
    url: str, code: str, kind: type[StoreError]
) -> None:
    with closing(connected(url)) as raw, pytest.raises(kind) as caught:
        PostgresConnection(raw).script(raising(code))
    assert type(caught.value) is kind
    assert MARKER not in f"{caught.value!r}"
    assert caught.value.__suppress_context__
    assert str(caught.value).endswith(".")


def test_a_full_disk_keeps_nothing_of_an_act(url: str, store: PostgresStore) -> None:
    append(store, 1)
    body = raising("53100").removeprefix("DO $$").removesuffix("$$")
    run_as_owner(
        f"SET search_path = {schema_of(url)};"
        f" CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $${body}$$;"
        " CREATE TRIGGER full_disk BEFORE INSERT ON snapshot EXECUTE FUNCTION fill()"
    )
    with pytest.raises(StoreFull):
        append(store, 2)
    assert not store.release_ballast()
    assert entries(store) == [1]
    run_as_owner(f"SET search_path = {schema_of(url)}; DROP FUNCTION fill CASCADE")
    assert append(store, 2).seq == 2


def test_a_caught_failure_does_not_pass_for_a_commit(url: str, store: PostgresStore) -> None:
    append(store, 1)
    run_as_owner(f"SET search_path = {schema_of(url)}; DROP TABLE card")
    with pytest.raises(StoreFailed, match="nothing of it has been kept"):
        _write_and_overhear(store)
    assert entries(store) == [1]


def _write_and_overhear(store: PostgresStore) -> None:
    with store.acting(OURS) as transaction:
        write(transaction, 2, b"state")
        with pytest.raises(StoreDamaged):
            transaction.put_card(Shelf.DEVICE, Card("device", ASH, b"a device"))


def test_a_line_lost_before_the_commit_keeps_nothing(url: str, store: PostgresStore) -> None:
    append(store, 1)
    with pytest.raises(StoreBusy, match="nothing of this act has been kept"):
        _lose_the_line_midway(url, store)
    assert entries(store) == [1]
    assert append(store, 2).seq == 2


def _lose_the_line_midway(url: str, store: PostgresStore) -> None:
    with store.acting(OURS) as transaction:
        write(transaction, 2, b"state")
        cut_all_lines(url)
        transaction.snapshot()


@pytest.mark.parametrize("cut", Cut)
def test_a_line_lost_at_the_commit_is_not_known_and_the_operation_settles_it(
    url: str, tmp_path: Path, cut: Cut
) -> None:
    with line_to(url, tmp_path) as (line, by_line), PostgresStore(by_line) as store:
        append(store, 1)
        line.cut = cut
        with pytest.raises(StoreFailed, match="not known"):
            append(store, 2)
        is_kept = cut is Cut.BEFORE_ITS_ANSWER
        assert entries(store) == ([1, 2] if is_kept else [1])
        with store.acting(OURS) as transaction:
            assert (transaction.operation(operation(2)) is not None) == is_kept
            if not is_kept:
                write(transaction, 2, b"state")
        assert entries(store) == [1, 2]


def test_no_act_meets_the_connections_a_restart_left_dead(url: str, store: PostgresStore) -> None:
    with ExitStack() as together:
        for _ in range(MOST_CONNECTIONS):
            together.enter_context(store.reading(OURS))
    cut_all_lines(url)
    assert append(store, 1).seq == 1
    cut_all_lines(url)
    assert entries(store) == [1]


def test_a_server_that_says_nothing_is_not_waited_for_long() -> None:
    began = time.monotonic()
    with silence() as url, PostgresStore(url) as store:
        with pytest.raises(StoreBusy, match="cannot be reached") as caught:
            store.chains()
        assert "a-password" not in str(caught.value)
    assert time.monotonic() - began < 2 * WAIT_SECONDS + 2


def test_nobody_is_let_in_under_a_name_the_server_does_not_know(url: str) -> None:
    with PostgresStore(url.replace(ROLE, "stranger:a-password")) as store:
        with pytest.raises(StoreBusy, match="does not let us in") as caught:
            store.chains()
        assert "stranger" not in str(caught.value)


@pytest.mark.parametrize("url", ["postgresql://[host/x", "postgresql://h/x?no_such=1"])
def test_an_address_nobody_could_reach_is_refused_at_once(url: str) -> None:
    with pytest.raises(StoreUnsuitable, match="TROTH_DATABASE"):
        PostgresStore(url)
