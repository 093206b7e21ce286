"""One SQLite connection: its settings, its tables, and its errors in our words."""

import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import apsw

from troth.application.ports import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFailed,
    StoreFull,
    StoreUnsuitable,
)
from troth.store.migrations import Migration, migrations, refuse_unless_newest
from troth.store.rows import WAIT_SECONDS, Cell, Connection, Row, Statement, cell

KIND = "sqlite"

OLDEST_SQLITE = (3, 51, 3)
"""Older versions can lose committed entries when the write-ahead log starts again."""

APPLICATION = 0x54726F74
"""Marks the file as ours ("Trot"), so that another program's database is not taken for it."""

SETTINGS: tuple[tuple[str, int | str], ...] = (
    # An answer is given after the commit, so the commit has to be on the disk.
    ("synchronous", 2),
    # On macOS a plain sync leaves the data in the drive's own cache.
    ("fullfsync", 1),
    ("foreign_keys", 1),
    # What is replaced or erased must not stay readable in free pages.
    ("secure_delete", 1),
    # A tampered schema must not call functions.
    ("trusted_schema", 0),
    # Notice a damaged page when it is read, not when it has been copied on.
    ("cell_size_check", 1),
    # Content must not reach temporary files.
    ("temp_store", 2),
)

_DEFINED = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"

LONGEST_LOG_PAGES = 1000
"""SQLite's own figure: 4 MB, which are read quickly, and rarely enough copied."""

_NO_ROOM_FOR_INDEX = {apsw.SQLITE_IOERR_SHMSIZE, apsw.SQLITE_IOERR_SHMOPEN}

POLL_SECONDS = 0.001
"""How often a busy database is tried again: about as long as an act takes.

SQLite's own waits grow to a tenth of a second, and with three writers one waited over a second.
"""


class Database(Connection):
    """A configured connection; every error that leaves it is a StoreError without content.

    One that is alone keeps every other connection out of the record, and the index of the
    write-ahead log in memory instead of a file. One that is migrating takes any layout it finds.
    """

    def __init__(
        self, connection: apsw.Connection, *, is_alone: bool = False, is_migrating: bool = False
    ) -> None:
        self.longest_log_pages = LONGEST_LOG_PAGES
        self._connection = connection
        self._log_pages = 0
        self._waits_until = 0.0
        try:
            # SQLite's own copying hides its errors, and would run inside the commit.
            connection.set_wal_hook(self._note_log)
            connection.set_busy_handler(self._wait)
            if is_alone:
                self.rows("PRAGMA locking_mode = EXCLUSIVE")
            self._configure()
            if not is_migrating:
                self._lay_out()
        except BaseException:
            self.close()
            raise

    def rows(self, sql: str, *values: Cell) -> list[Row]:
        """Run one statement to its end and return what it gives."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except apsw.Error as error:
            raise _meaning(error) from None
        except (UnicodeDecodeError, MemoryError):
            raise StoreDamaged("A text or size in the record's database is impossible.") from None

    def change(self, sql: str, *values: Cell) -> list[Row]:
        """Write by one statement and return what it gives."""
        return self.rows(sql, *values)

    def foresee(self, *statements: Statement) -> None:
        """Do nothing: there is no line to wait for."""

    def one(self, sql: str, *values: Cell) -> Row | None:
        """Run one statement that gives at most one row."""
        rows = self.rows(sql, *values)
        return rows[0] if rows else None

    def inspect(self) -> None:
        """Check the file itself: pages, indexes, references, and the layout.

        Raises StoreDamaged with one sentence.
        """
        if self.rows("PRAGMA integrity_check(1)") != [("ok",)]:
            raise StoreDamaged("The record's database file is damaged.")
        if self.rows("PRAGMA foreign_key_check"):
            raise StoreDamaged("The record holds rows of a chain that is not there.")
        if not self._has_its_layout():
            raise StoreDamaged("The layout of the record's database has been changed.")

    def _has_its_layout(self) -> bool:
        """Whether the tables are defined exactly as a new record's are."""
        with closing(apsw.Connection(":memory:")) as fresh:
            for step in migrations(KIND):
                fresh.execute(step.sql)
            expected = fresh.execute(_DEFINED).fetchall()
        return expected == self.rows(_DEFINED)

    @property
    def is_in_transaction(self) -> bool:
        """Whether a transaction is open: SQLite ends one by itself after some errors."""
        return self._connection.in_transaction

    @contextmanager
    def transaction(self, begin: str) -> Iterator[None]:
        """Commit on normal exit, undo on any exception."""
        self.rows(begin)
        try:
            yield
            self.rows("COMMIT")
        finally:
            if self.is_in_transaction:
                # The first error says what happened; that undoing failed too adds nothing.
                with suppress(apsw.Error):
                    self._connection.execute("ROLLBACK")

    def shorten_log(self) -> None:
        """Copy the write-ahead log into the database if it has become long.

        A full disk or a busy reader only puts this off: the log itself is durable.
        """
        if self._log_pages >= self.longest_log_pages:
            with suppress(StoreFull, StoreBusy):
                self.rows("PRAGMA wal_checkpoint(PASSIVE)")

    def empty_log(self) -> None:
        """Copy the whole write-ahead log into the database and cut the log to nothing.

        Raises StoreBusy while somebody else is reading: their view may need what is in it.
        """
        (is_busy, *_) = self.one("PRAGMA wal_checkpoint(TRUNCATE)") or (1,)
        if is_busy:
            raise StoreBusy("The record is being read; try again in a moment.")

    def close(self) -> None:
        """Let go of the file; what is committed needs nothing more from this connection."""
        with suppress(apsw.Error):
            self._connection.close()

    def _wait(self, times: int) -> bool:
        """Wait for another process, unless it takes too long."""
        now = time.monotonic()
        if times == 0:
            self._waits_until = now + WAIT_SECONDS
        time.sleep(POLL_SECONDS)
        return now < self._waits_until

    def _note_log(self, _connection: apsw.Connection, _name: str, pages: int) -> int:
        self._log_pages = pages
        return apsw.SQLITE_OK

    def _configure(self) -> None:
        for name, value in SETTINGS:
            self.rows(f"PRAGMA {name} = {value}")
            if self.one(f"PRAGMA {name}") != (value,):
                raise StoreUnsuitable(f"This SQLite does not accept {name} = {value}.")
        if self.one("PRAGMA encoding") != ("UTF-8",):
            raise StoreDamaged("The record's first page is damaged: it names another encoding.")

    def _lay_out(self) -> None:
        """Make an empty file a record, and refuse one whose layout is another than ours."""
        found, newest = self.layout(), migrations(KIND)[-1].number
        if found is None:
            self.migrate(migrations(KIND))
        else:
            refuse_unless_newest(found, newest)
        if self.one("PRAGMA journal_mode = WAL") != ("wal",):
            raise StoreUnsuitable("This file system does not allow a write-ahead log.")

    def layout(self) -> int | None:
        """Return the number of the layout, or None for an empty file."""
        (number,) = self.one("PRAGMA user_version") or (0,)
        (application,) = self.one("PRAGMA application_id") or (0,)
        if (number, application) == (0, 0) and not self.rows("SELECT 1 FROM sqlite_schema"):
            return None
        if application != APPLICATION:
            raise StoreDamaged("This file is not a Troth record, or its first page is damaged.")
        return cell(int, number)

    def migrate(self, steps: Iterable[Migration]) -> None:
        """Run the steps this file has not had, each whole or not at all."""
        for step in steps:
            with self.transaction("BEGIN IMMEDIATE"):
                if (self.layout() or 0) < step.number:
                    self.rows(step.sql)
                    self.rows(f"PRAGMA application_id = {APPLICATION}")
                    self.rows(f"PRAGMA user_version = {step.number}")


def connect(path: Path, *, vfs: str | None = None) -> Database:
    """Open the database file of a record, through SQLite's own files or another set of them."""
    refuse_old(apsw.sqlite_lib_version())
    try:
        return Database(_opened(path, vfs))
    except StoreFull:
        # The index of the log, which processes share in a file, has no room. It is there already
        # if anybody else has the record open; nobody has, so it may stay in memory. Otherwise
        # nobody could read the record, and no protective act could be asked for.
        return Database(_opened(path, vfs), is_alone=True)


def open_any(path: Path) -> Database:
    """Open a record's database file whatever its layout is: to learn it, or to migrate it."""
    refuse_old(apsw.sqlite_lib_version())
    return Database(_opened(path, None), is_migrating=True)


def _opened(path: Path, vfs: str | None) -> apsw.Connection:
    try:
        return apsw.Connection(str(path), apsw.SQLITE_OPEN_READWRITE, vfs)
    except apsw.Error as error:
        raise _meaning(error) from None


def refuse_old(version: str) -> None:
    """Refuse a SQLite, given its version, that is too old to be trusted with a record."""
    if tuple(int(part) for part in version.split(".")) < OLDEST_SQLITE:
        raise StoreUnsuitable(f"Troth needs SQLite 3.51.3 or newer; this one is {version}.")


def _meaning(error: apsw.Error) -> StoreError:
    match error:
        case apsw.BusyError() | apsw.LockedError() | apsw.ProtocolError():
            return StoreBusy("Another program is writing to the record; try again in a moment.")
        case apsw.FullError():
            return StoreFull("The disk is full; nothing of this act has been kept.")
        case apsw.IOError() if _detail(error) in _NO_ROOM_FOR_INDEX:
            return StoreFull("The disk is full; the record's index has no room.")
        case apsw.IOError() if _detail(error) == apsw.SQLITE_IOERR_SHORT_READ:
            return StoreDamaged("The record's database file ends in the middle of a page.")
        case apsw.CorruptError() | apsw.NotADBError() | apsw.SQLError() | apsw.ConstraintError():
            return StoreDamaged("The record's database file is damaged.")
        case apsw.TooBigError() | apsw.NoMemError() | apsw.MismatchError() | apsw.RangeError():
            return StoreDamaged(
                "The record's database file is damaged: a size in it is impossible."
            )
        case apsw.ReadOnlyError() | apsw.PermissionsError() | apsw.CantOpenError():
            return StoreUnsuitable(
                "The record can be read here but not written: it or its directory is read-only. "
                "Let this user write to both, or move them to where that is possible."
            )
        case _:
            return StoreFailed("The disk failed; whether the last act was kept is not known.")


def _detail(error: apsw.Error) -> object:
    """Return SQLite's extended code; an error of the wrapper itself has none."""
    return getattr(error, "extendedresult", None)
