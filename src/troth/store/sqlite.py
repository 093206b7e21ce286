"""The store of one home: chains in a SQLite file, durable before anything is answered."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeAlias

from troth.application.ports import ChainId, StoreBusy, StoreFailed
from troth.store.database import Database, connect
from troth.store.place import Place
from troth.store.rows import WAIT_SECONDS, check_key
from troth.store.sql_chain import SqlReading, SqlTransaction, chains, inspect
from troth.store.sql_directory import SqlDirectory

Connect: TypeAlias = Callable[[Path], Database]

KEPT_CONNECTIONS = 16
"""Idle connections kept open: each holds up to 2 MB of pages, and few threads read at once."""

_INHERITED: list["_Process"] = []
"""What a forked child inherited: kept, because closing it there would act for the parent."""


class SqliteStore:
    """Keeps chains in `record.sqlite3`, in a directory of its own.

    Raises StoreUnsuitable, StoreFull, StoreBusy or StoreFailed if the directory cannot hold a
    record now. The database itself is opened when it is first needed, and what is wrong with it
    is said then: a full disk must not keep a protective act from freeing the ballast.
    """

    def __init__(self, directory: Path, *, connect: Connect = connect) -> None:
        self._place = Place(directory)
        self._connect = connect
        self._process = _Process(self._place, connect)
        self._has_failed = False

    @contextmanager
    def acting(self, chain: ChainId) -> Iterator[SqlTransaction]:
        """Lock the head of a chain; commit on normal exit, undo on any exception."""
        check_key(chain)
        with self._writing() as database:
            transaction = SqlTransaction(chain, database)
            try:
                yield transaction
            finally:
                transaction.end()

    @contextmanager
    def reading(self, chain: ChainId) -> Iterator[SqlReading]:
        """Open one consistent view of a chain."""
        check_key(chain)
        with self._viewing() as database:
            reading = SqlReading(chain, database)
            try:
                yield reading
            finally:
                reading.end()

    def chains(self) -> tuple[ChainId, ...]:
        """Return every chain that has an entry, in order of name."""
        with self._viewing() as database:
            return chains(database)

    @contextmanager
    def filing(self) -> Iterator[SqlDirectory]:
        """Write in the directory; commit on normal exit, undo on any exception."""
        with self._writing() as database:
            directory = SqlDirectory(database)
            try:
                yield directory
            finally:
                directory.end()

    @contextmanager
    def finding(self) -> Iterator[SqlDirectory]:
        """Read in the directory only."""
        with self._viewing() as database:
            directory = SqlDirectory(database)
            try:
                yield directory
            finally:
                directory.end()

    def inspect(self) -> None:
        """Check the file, its layout and indexes, and every row no chain vouches for."""
        with self._viewing() as database:
            database.inspect()
            inspect(database)

    def scrub(self) -> None:
        """Empty the write-ahead log, which still holds what was deleted from the database."""
        with self._stopping_on_failure(), self._here().writing() as database:
            database.empty_log()

    def release_ballast(self) -> bool:
        """Free the space held back for a protective act; say whether there was any."""
        return self._place.release_ballast()

    def close(self) -> None:
        """Let go of files and locks; whoever is still writing finishes first."""
        self._process.close()

    def __enter__(self) -> Self:
        """Use the store in a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        with self._stopping_on_failure(), self._here().writing() as database:
            with database.transaction("BEGIN IMMEDIATE"):
                yield database
            self._shorten_log(database)

    @contextmanager
    def _viewing(self) -> Iterator[Database]:
        with (
            self._stopping_on_failure(),
            self._here().lending() as database,
            database.transaction("BEGIN"),
        ):
            yield database

    @contextmanager
    def _stopping_on_failure(self) -> Iterator[None]:
        # After a failed write or sync the kernel may report success for pages it has dropped, so
        # nothing read or written through this process can be believed any more.
        if self._has_failed:
            raise StoreFailed("The disk failed earlier; restart Troth, then try again.")
        try:
            yield
        except StoreFailed:
            self._has_failed = True
            raise

    def _shorten_log(self, database: Database) -> None:
        try:
            database.shorten_log()
        except StoreFailed:
            # The act before is durable and has to be answered; every later one is refused.
            self._has_failed = True

    def _here(self) -> "_Process":
        if self._process.id != os.getpid():
            _INHERITED.append(self._process)
            self._process = _Process(self._place, self._connect)
        return self._process


class _Process:
    """What a process may not share with a child: connections, its hold, the turn to write."""

    def __init__(self, place: Place, connect: Connect) -> None:
        self.id = os.getpid()
        self._place = place
        self._connect = connect
        self._turn = threading.Lock()
        self._idle: list[Database] = []
        self._hold: int | None = place.hold()

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """Let the threads of this process write in turn, so that SQLite need not make them poll."""
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise StoreBusy("Another act is being written; try again in a moment.")
        try:
            with self.lending() as database:
                yield database
        finally:
            self._turn.release()

    @contextmanager
    def lending(self) -> Iterator[Database]:
        """Lend a connection to one thread at a time."""
        database = self._taken()
        try:
            yield database
        finally:
            if self._hold is None or len(self._idle) >= KEPT_CONNECTIONS:
                database.close()
            else:
                self._idle.append(database)

    def close(self) -> None:
        """Close what is idle; what is lent closes when it comes back."""
        if self._hold is not None:
            os.close(self._hold)
            self._hold = None
        while self._idle:
            self._idle.pop().close()

    def _taken(self) -> Database:
        if self._hold is None:
            raise ValueError("This store is closed.")
        try:
            return self._idle.pop()
        except IndexError:
            with self._place.founding():
                return self._connect(self._place.database)
