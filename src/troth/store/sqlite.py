"""The store of one home: chains in a SQLite file, durable before anything is answered."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias

from troth.application.ports import StoreBusy, StoreFailed
from troth.store.database import KIND, Database, connect, open_any
from troth.store.migrations import Layout, Migration, migrations, refuse_unless_known
from troth.store.place import DATABASE, Place
from troth.store.rows import WAIT_SECONDS
from troth.store.sql_store import SqlStore

Connect: TypeAlias = Callable[[Path], Database]

KEPT_CONNECTIONS = 16
"""Idle connections kept open: each holds up to 2 MB of pages, and few threads read at once."""

_INHERITED: list["_Process"] = []
"""What a forked child inherited: kept, because closing it there would act for the parent."""


class SqliteStore(SqlStore):
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

    def inspect(self) -> None:
        """Check the file, its layout and indexes, and every row no chain vouches for."""
        with self._viewing() as database:
            database.inspect()
        super().inspect()

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


def layout(directory: Path) -> Layout:
    """Return which layout the record in a directory has, without making one."""
    file, newest = directory / DATABASE, migrations(KIND)[-1].number
    if not file.exists():
        return Layout(KIND, None, newest)
    with closing(open_any(file)) as database:
        return Layout(KIND, database.layout(), newest)


def migrate(directory: Path, steps: Sequence[Migration] | None = None) -> Layout:
    """Bring the record in a directory to the newest layout, while nobody else uses it.

    Each step is whole or not at all: after a crash the record has the layout before it or after.
    """
    steps, place = steps or migrations(KIND), Place(directory)
    with place.alone(), closing(open_any(place.database)) as database:
        refuse_unless_known(database.layout() or steps[0].number, steps[-1].number)
        database.migrate(steps)
        return Layout(KIND, database.layout(), steps[-1].number)


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
