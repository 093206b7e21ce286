"""The store of many homes: chains in a PostgreSQL, durable there before anything is answered."""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from select import POLLIN, poll
from threading import Lock

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from troth.application.ports import ChainId, StoreBusy, StoreUnsuitable
from troth.store.migrations import (
    Layout,
    Migration,
    migrations,
    refuse_unless_known,
    refuse_unless_newest,
)
from troth.store.postgres_connection import PostgresConnection, address, connected
from troth.store.postgres_writing import PostgresDirectory, PostgresTransaction
from troth.store.rows import WAIT_SECONDS, Connection, Row, cell
from troth.store.sql_chain import OF_CHAIN
from troth.store.sql_directory import PASSING
from troth.store.sql_store import SqlStore

KIND = "postgresql"

MOST_CONNECTIONS = 8
"""Of one process: PostgreSQL has a hundred for everybody, and an act holds one for milliseconds."""

TABLES = (*OF_CHAIN, "card_passing", "card_kept")
"""Every table that holds rows of the record; `card` is the two of them together."""

_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
_VIEW = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

_OUR_LOCK = "(1416785780, current_schema()::regnamespace::oid::integer)"
"""Names the record in this schema among the locks of all programs: 1416785780 reads "Trot"."""

_JOIN = f"SELECT pg_advisory_lock_shared{_OUR_LOCK}"
_BE_ALONE = f"SELECT pg_advisory_xact_lock{_OUR_LOCK}"

_TABLES_HERE = """
SELECT count(*), count(*) FILTER (WHERE tablename = 'layout')
FROM pg_tables WHERE schemaname = current_schema()"""
_NEWEST = "SELECT coalesce(max(number), 0) FROM layout"

# Else Python would show whoever typed a verb the pool's warnings, which repeat the server.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

_INHERITED: list["_Process"] = []
"""What a forked child inherited: kept, because closing it there would speak for the parent."""


class PostgresStore(SqlStore):
    """Keeps chains in one schema of a PostgreSQL database, which many processes may share.

    Nothing is opened until it is needed; what is wrong with the database is said then.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._is_closed = False
        self._process = _Process(url)

    def scrub(self) -> None:
        """Rewrite every table without what was deleted, while nobody looks at an older view.

        The server's write-ahead log, its copies and its backups keep it until they are reused.
        """
        with closing(connected(self._url)) as raw:
            connection = PostgresConnection(raw)
            connection.configure()
            with connection.transaction(_WRITE):
                # Once we have had all of them, no view from before the deletion is left for
                # which its rows would have to be kept.
                connection.rows(f"LOCK TABLE {', '.join(TABLES)} IN ACCESS EXCLUSIVE MODE")
            connection.rows("SET statement_timeout = 0")
            for table in TABLES:
                _rewrite(connection, table)

    def release_ballast(self) -> bool:
        """Have no ballast: the disk is the server's, and whoever keeps it has to watch it."""
        return False

    def close(self) -> None:
        """Let go of all connections; whoever is still writing finishes first."""
        self._is_closed = True
        if self._process.id == os.getpid():
            self._process.pool.close()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._lending() as connection, connection.transaction(_WRITE):
            yield connection

    @contextmanager
    def _viewing(self) -> Iterator[Connection]:
        with self._lending() as connection, connection.transaction(_VIEW):
            yield connection

    def _begun(self, chain: ChainId, connection: Connection) -> PostgresTransaction:
        return PostgresTransaction(chain, connection)

    def _filed(self, connection: Connection) -> PostgresDirectory:
        return PostgresDirectory(connection)

    @contextmanager
    def _lending(self) -> Iterator[PostgresConnection]:
        if self._is_closed:
            raise ValueError("This store is closed.")
        process = self._here()
        raw = process.taken()
        try:
            yield PostgresConnection(raw)
        finally:
            process.pool.putconn(raw)

    def _here(self) -> "_Process":
        if self._process.id != os.getpid():
            _INHERITED.append(self._process)
            self._process = _Process(self._url)
        return self._process


class _Process:
    """What a process may not share with a child: its connections."""

    def __init__(self, url: str) -> None:
        self.id = os.getpid()
        self.pool: ConnectionPool[psycopg.Connection[Row]] = ConnectionPool(
            address(url),
            kwargs={"autocommit": True},
            min_size=0,
            max_size=MOST_CONNECTIONS,
            open=False,
            configure=_be_ready,
            timeout=WAIT_SECONDS,
            reconnect_timeout=WAIT_SECONDS,
            num_workers=1,
        )
        self._url = url
        self._preparing = Lock()
        self._is_known = False

    def taken(self) -> psycopg.Connection[Row]:
        """Take a connection out of the pool; the caller puts it back."""
        if not self._is_known:
            self._prepare()
        try:
            return self._living()
        except PoolTimeout:
            prepare(self._url)
            raise StoreBusy("Every connection is in use; try again in a moment.") from None

    def _prepare(self) -> None:
        """Meet the server; one does, and the rest wait, else each would make all the tables."""
        if not self._preparing.acquire(timeout=WAIT_SECONDS):
            raise StoreBusy("The database is being met; try again in a moment.")
        try:
            if not self._is_known:
                # Not in the pool, which would only say that there was no connection in time.
                prepare(self._url)
                self.pool.open()
                self._is_known = True
        finally:
            self._preparing.release()

    def _living(self) -> psycopg.Connection[Row]:
        """Pass over the connections a restart of the server left dead: no act has to meet them.

        The pool's own check waits longer after each of them, and a full pool would wait too long.
        """
        for _ in range(MOST_CONNECTIONS):
            connection = self.pool.getconn()
            if _is_alive(connection):
                return connection
            self.pool.putconn(connection)
        return self.pool.getconn()


def _is_alive(connection: psycopg.Connection[Row]) -> bool:
    """Tell whether a connection can be used, asking the server only where it has said something.

    Nobody awaits anything from it: what there is to read is most often that it has gone.
    """
    if not connection.closed and not _has_something_to_read(connection.fileno()):
        return True
    try:
        ConnectionPool.check_connection(connection)
    except psycopg.OperationalError:
        return False
    return True


def _has_something_to_read(descriptor: int) -> bool:
    asked = poll()
    asked.register(descriptor, POLLIN)
    return bool(asked.poll(0))


def prepare(url: str) -> None:
    """Make an empty schema a record, and refuse one whose layout is another than ours."""
    with closing(connected(url)) as raw:
        connection = PostgresConnection(raw)
        connection.configure()
        if _found(connection) is None:
            _run(connection, migrations(KIND))
        _refuse_other(connection)


def forget_logins(url: str) -> None:
    """Drop every login and try of one: in a copy they would let in whoever was logged in once."""
    with closing(connected(url)) as raw:
        connection = PostgresConnection(raw)
        connection.configure()
        with connection.transaction(_WRITE):
            connection.change("DELETE FROM card WHERE shelf IN (?, ?)", *PASSING)


def layout(url: str) -> Layout:
    """Return which layout the record in a database has, without making one."""
    with closing(connected(url)) as raw:
        return Layout(KIND, _found(PostgresConnection(raw)), migrations(KIND)[-1].number)


def migrate(url: str, steps: Sequence[Migration] | None = None) -> Layout:
    """Bring the record in a database to the newest layout, while nobody else uses it.

    Each step is whole or not at all: after a crash the record has the layout before it or after.
    """
    steps = steps or migrations(KIND)
    with closing(connected(url)) as raw:
        connection = PostgresConnection(raw)
        connection.configure()
        refuse_unless_known(_found(connection) or steps[0].number, steps[-1].number)
        _run(connection, steps)
        return Layout(KIND, _found(connection), steps[-1].number)


def _be_ready(raw: psycopg.Connection[Row]) -> None:
    """Configure a connection of the pool, and join those who use the record while it lives."""
    connection = PostgresConnection(raw)
    connection.configure()
    connection.rows(_JOIN)
    _refuse_other(connection)


def _refuse_other(connection: PostgresConnection) -> None:
    refuse_unless_newest(_found(connection) or 0, migrations(KIND)[-1].number)


def _found(connection: PostgresConnection) -> int | None:
    """Return the number of the layout, or None for an empty schema."""
    tables, layouts = connection.one(_TABLES_HERE)
    if layouts:
        return cell(int, connection.one(_NEWEST)[0])
    if tables:
        raise StoreUnsuitable(
            "This database holds tables of another program; give the record a database of its own."
        )
    return None


def _run(connection: PostgresConnection, steps: Sequence[Migration]) -> None:
    for step in steps:
        with connection.transaction(_WRITE):
            connection.rows(_BE_ALONE)
            if (_found(connection) or 0) < step.number:
                connection.script(step.sql)
                connection.change(
                    "INSERT INTO layout (number, name) VALUES (?, ?)", step.number, step.name
                )


def _rewrite(connection: PostgresConnection, table: str) -> None:
    file = connection.one("SELECT pg_relation_filenode(?)", table)
    connection.rows(f"VACUUM (FULL) {table}")
    # A user who may not do this is only warned, and everything would still be there.
    if connection.one("SELECT pg_relation_filenode(?)", table) == file:
        raise StoreUnsuitable(
            "The database does not let this user rewrite its tables; make them its owner."
        )
