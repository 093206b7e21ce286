"""Layouts: each step once, whole or not at all, in SQLite and in PostgreSQL alike."""

import os
import signal
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path

import apsw
import pytest

from tests.store.postgresql import fresh_schema, run_as_owner, schema_of
from tests.store.processes import PATIENCE_SECONDS, STARTING
from tests.store.writing import OURS, admit, append
from troth.application.ports import (
    Store,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreTooNew,
    StoreTooOld,
    StoreUnsuitable,
)
from troth.store import postgres, sqlite
from troth.store.database import Database
from troth.store.migrations import Layout, Migration, migrations, refuse_unless_newest
from troth.store.place import Place
from troth.store.postgres import PostgresStore
from troth.store.sqlite import SqliteStore

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "store.md"

NEXT = Migration(
    3, "colours", "ALTER TABLE card ADD COLUMN colour TEXT; CREATE TABLE later (n INT)"
)
BROKEN = Migration(3, "broken", f"{NEXT.sql}; DROP TABLE nothing")


class Record(ABC):
    """A record in one kind of database, as whoever keeps the database sees it."""

    kind: str

    @property
    def steps(self) -> tuple[Migration, ...]:
        """Every step there is."""
        return migrations(self.kind)

    @abstractmethod
    def open(self) -> Store:
        """Open it as Troth does."""

    @abstractmethod
    def layout(self) -> Layout:
        """Return its layout."""

    @abstractmethod
    def migrate(self, steps: Sequence[Migration] | None = None) -> Layout:
        """Bring it to the last of some steps."""

    @abstractmethod
    def run(self, statement: str) -> None:
        """Run a statement past Troth."""

    @abstractmethod
    def columns(self) -> set[tuple[str, str]]:
        """Return every table and column."""

    @abstractmethod
    def die_midway(self) -> None:
        """Run a step and be killed after the first of its statements."""


class InSqlite(Record):
    """A record in a directory."""

    kind = "sqlite"

    def __init__(self, home: Path) -> None:
        self.home = home

    def open(self) -> Store:
        return SqliteStore(self.home)

    def layout(self) -> Layout:
        return sqlite.layout(self.home)

    def migrate(self, steps: Sequence[Migration] | None = None) -> Layout:
        return sqlite.migrate(self.home, steps)

    def run(self, statement: str) -> None:
        database = apsw.Connection(str(Place(self.home).database))
        database.execute(statement)
        database.close()

    def columns(self) -> set[tuple[str, str]]:
        rows = apsw.Connection(str(self.home / "record.sqlite3")).execute(
            "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c"
            " WHERE t.type = 'table'"
        )
        return {(str(table), str(column)) for table, column in rows}

    def die_midway(self) -> None:
        process = STARTING.Process(target=migrate_and_die, args=(self.home,))
        process.start()
        process.join(PATIENCE_SECONDS)
        assert process.exitcode == -signal.SIGKILL


class InPostgresql(Record):
    """A record in a schema."""

    kind = "postgresql"

    def __init__(self, url: str) -> None:
        self.url = url
        self.schema = schema_of(url)

    def open(self) -> Store:
        return PostgresStore(self.url)

    def layout(self) -> Layout:
        return postgres.layout(self.url)

    def migrate(self, steps: Sequence[Migration] | None = None) -> Layout:
        return postgres.migrate(self.url, steps)

    def run(self, statement: str) -> None:
        run_as_owner(f"SET search_path = {self.schema}; {statement}")

    def columns(self) -> set[tuple[str, str]]:
        rows = run_as_owner(
            "SELECT n.nspname, c.relname, a.attname FROM pg_attribute a"
            " JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"
            " AND a.attnum > 0 AND NOT a.attisdropped"
        )
        return {(str(table), str(column)) for at, table, column in rows if at == self.schema}

    def die_midway(self) -> None:
        process = STARTING.Process(target=migrate_and_wait, args=(self.url,))
        process.start()
        self._await_sleepers(1)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join(PATIENCE_SECONDS)
        self._await_sleepers(0)

    def _await_sleepers(self, count: int) -> None:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
        until = time.monotonic() + PATIENCE_SECONDS
        while run_as_owner(asked) != [(count,)]:
            assert time.monotonic() < until
            time.sleep(0.02)


def die(*_: object) -> None:
    """End this process as a power cut would, at once."""
    os.kill(os.getpid(), signal.SIGKILL)


def migrate_and_die(home: Path) -> None:
    """Run a step in whose middle the process is killed."""
    place = Place(home)
    with place.alone():
        connection = apsw.Connection(str(place.database))
        connection.create_scalar_function("die", die)
        step = Migration(3, "killed", f"{NEXT.sql}; SELECT die()")
        Database(connection, is_migrating=True).migrate([step])


def migrate_and_wait(url: str) -> None:
    """Run a step that stops in its middle for longer than anybody waits."""
    # Else the server would notice only at its end that nobody is there any more.
    noticing = "SET LOCAL client_connection_check_interval = '20ms'"
    waiting = f"{NEXT.sql}; {noticing}; SELECT pg_sleep({2 * PATIENCE_SECONDS})"
    postgres.migrate(url, [*migrations("postgresql"), Migration(3, "killed", waiting)])


@pytest.fixture(params=["sqlite", "postgresql"])
def record(request: pytest.FixtureRequest, home: Path) -> Iterator[Record]:
    """Choose a place for a record that is not there yet."""
    if request.param == "sqlite":
        yield InSqlite(home)
        return
    with fresh_schema() as url:
        yield InPostgresql(url)


def begin(record: Record) -> None:
    """Write a record with one entry."""
    with record.open() as store:
        admit(store, OURS)
        append(store, 1)


def is_whole(record: Record) -> bool:
    """Tell whether the record of `begin` is as it was, and can be written."""
    with record.open() as store:
        store.inspect()
        with store.reading(OURS) as reading:
            before = reading.verify()
        append(store, 2)
    return before.is_whole and before.entries == 1


def test_looking_for_a_record_makes_none(record: Record) -> None:
    assert record.layout().found is None
    assert record.layout().found is None


def test_a_new_record_has_the_newest_layout_and_nothing_is_left_to_do(record: Record) -> None:
    begin(record)
    newest = record.steps[-1].number
    assert record.layout() == Layout(record.kind, newest, newest)
    before = record.columns()
    assert record.migrate() == record.layout()
    assert record.columns() == before
    assert is_whole(record)


def test_both_databases_have_the_same_steps_tables_and_columns(home: Path) -> None:
    here = InSqlite(home)
    with fresh_schema() as url:
        there = InPostgresql(url)
        for record in (here, there):
            begin(record)
        own = {(table, column) for table, column in there.columns() if table != "layout"}
        assert here.columns() == own
    assert [(step.number, step.name) for step in here.steps] == [
        (step.number, step.name) for step in there.steps
    ]


def test_the_numbers_of_the_steps_follow_one_another(record: Record) -> None:
    numbers = [step.number for step in record.steps]
    assert numbers == list(range(2, 2 + len(numbers)))
    assert all(step.sql.strip() for step in record.steps)


def test_a_step_is_run_once(record: Record) -> None:
    begin(record)
    for _ in range(2):
        assert record.migrate([*record.steps, NEXT]).found == 3
    assert {("card", "colour"), ("later", "n")} <= record.columns()


def test_of_two_who_migrate_at_once_one_does_each_step(record: Record) -> None:
    begin(record)
    reached = list[int | None]()

    def migrate() -> None:
        reached.append(record.migrate([*record.steps, NEXT]).found)

    threads = [threading.Thread(target=migrate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reached == [3] * 4


def test_a_step_that_fails_leaves_the_layout_before_it(record: Record) -> None:
    begin(record)
    before = record.columns()
    with pytest.raises(StoreError):
        record.migrate([*record.steps, BROKEN])
    assert record.layout().found == 2
    assert record.columns() == before
    assert is_whole(record)


def test_a_migration_killed_midway_leaves_the_layout_before_it(record: Record) -> None:
    begin(record)
    before = record.columns()
    record.die_midway()
    assert record.layout().found == 2
    assert record.columns() == before
    assert is_whole(record)
    assert record.migrate([*record.steps, NEXT]).found == 3


def test_nobody_migrates_a_record_that_is_in_use(record: Record) -> None:
    begin(record)
    with record.open() as store:
        append(store, 2)
        with pytest.raises(StoreBusy):
            record.migrate([*record.steps, NEXT])
        append(store, 3)
    assert record.migrate([*record.steps, NEXT]).found == 3


def test_a_newer_record_is_refused_by_an_older_troth(record: Record) -> None:
    begin(record)
    record.migrate([*record.steps, NEXT])
    with (
        record.open() as store,
        pytest.raises(StoreTooNew, match="layout 3, written by a newer Troth"),
    ):
        store.chains()
    with pytest.raises(StoreTooNew):
        record.migrate()


def test_an_older_record_is_refused_and_says_what_helps() -> None:
    refuse_unless_newest(3, 3)
    with pytest.raises(StoreTooOld, match="troth db migrate"):
        refuse_unless_newest(2, 3)
    with pytest.raises(StoreDamaged):
        refuse_unless_newest(0, 3)


def test_a_record_from_before_sealing_is_refused_in_one_sentence(home: Path) -> None:
    record = InSqlite(home)
    record.run("CREATE TABLE entry (chain, seq, op, header, body, link)")
    record.run("PRAGMA application_id = 1416785780")
    record.run("PRAGMA user_version = 1")
    with record.open() as store, pytest.raises(StoreTooOld, match="before records were sealed"):
        store.chains()
    with pytest.raises(StoreTooOld, match="before records were sealed"):
        record.migrate()
    assert record.layout().found == 1


def test_a_database_of_another_program_is_left_alone(record: Record) -> None:
    record.run("CREATE TABLE recipes (n INT)")
    with record.open() as store, pytest.raises((StoreUnsuitable, StoreDamaged)):
        store.chains()
    with pytest.raises((StoreUnsuitable, StoreDamaged)):
        record.migrate()
    assert record.columns() == {("recipes", "n")}


def test_every_table_and_column_is_in_the_reference(record: Record) -> None:
    begin(record)
    rows = {
        line.split("`")[1]: line
        for line in REFERENCE.read_text("utf-8").splitlines()
        if line.startswith("| `")
    }
    missing = [
        (table, column)
        for table, column in sorted(record.columns())
        if f"`{column}`" not in rows.get(table, "")
    ]
    assert missing == []
