"""One PostgreSQL connection: its settings, its transactions, and its errors in our words."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import cache

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import ExecStatus, TransactionStatus

from troth.application.ports import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFailed,
    StoreFull,
    StoreUnsuitable,
)
from troth.store.rows import WAIT_SECONDS, Cell, Connection, Row, Statement

OLDEST_POSTGRESQL = 15
"""The oldest its makers will still mend for a year; the tests have run on it and on the newest."""

NETWORK: dict[str, str | int] = {
    "application_name": "troth",
    "connect_timeout": WAIT_SECONDS,
    # A server whose machine is gone sends nothing, not even a refusal.
    "tcp_user_timeout": 2 * WAIT_SECONDS * 1000,
    "keepalives_idle": WAIT_SECONDS,
    "keepalives_interval": WAIT_SECONDS,
    "keepalives_count": 2,
    "client_encoding": "UTF8",
}
"""How long a silent network is believed; what the address itself says comes first."""

SETTINGS: tuple[tuple[str, str], ...] = (
    ("lock_timeout", f"{WAIT_SECONDS}s"),
    # A page of entries takes milliseconds; a check of every row of many couples takes longer.
    ("statement_timeout", "60s"),
    # Whoever hangs in the middle of an act would keep the other one out of their record.
    ("idle_in_transaction_session_timeout", "60s"),
)

_SET = "SELECT " + ", ".join("set_config(?, ?, false)" for _ in SETTINGS)

_BE_DURABLE = """
SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') <> 'remote_apply'"""
"""With either of the two a commit is durable before it is answered; the other is the stronger."""

_KEPT_PROMISES = """
SELECT current_setting('synchronous_commit'), current_setting('fsync'),
    current_setting('server_encoding'), current_setting('server_version_num')::integer,
    pg_is_in_recovery()::integer, current_schema()"""

_LOST = "The connection to the database was lost; nothing of this act has been kept. Try again."
_NOT_KNOWN = "The database broke off; whether the act was kept is not known. Do the same again."

_MEANINGS: dict[str, tuple[type[StoreError], str]] = {
    "08": (StoreBusy, _LOST),
    "22": (StoreDamaged, "A text or size in the record's database is impossible."),
    "23": (
        StoreDamaged,
        "The record's database is damaged: two of its rows contradict each other.",
    ),
    "25006": (StoreUnsuitable, "The database only lets us read; write to the one it copies."),
    "25P03": (StoreBusy, _LOST),
    "25P04": (StoreBusy, _LOST),
    "40": (StoreBusy, "Two acts stood in each other's way; try again in a moment."),
    "42": (StoreDamaged, "The layout of the record's database has been changed."),
    "42501": (StoreUnsuitable, "The database does not let this user read or write the record."),
    "53": (StoreBusy, "The database has no memory or connection left; try again in a moment."),
    "53100": (StoreFull, "The database's disk is full; nothing of this act has been kept."),
    "55P03": (StoreBusy, "Another program is writing to the record; try again in a moment."),
    "57": (StoreBusy, _LOST),
    "57014": (StoreBusy, "The database took too long; try again in a moment."),
    "XX001": (StoreDamaged, "The record's database is damaged."),
    "XX002": (StoreDamaged, "The record's database is damaged."),
}
"""What an error of the server comes to, by its code or the class that begins it."""


class PostgresConnection(Connection):
    """A connection, lent for one transaction; every error is a StoreError without content.

    An act would spend most of its time waiting for answers to one statement after another. So
    whatever gives no answer waits for the next statement that does, and goes with it.
    """

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._connection = connection
        self._has_changed = False
        self._waiting = list[Statement]()
        self._foreseen = dict[Statement, list[Row]]()

    @property
    def is_in_transaction(self) -> bool:
        """Whether a transaction is open, or will be with the next statement."""
        status = self._connection.info.transaction_status
        return bool(self._waiting) or status == TransactionStatus.INTRANS

    def rows(self, sql: str, *values: Cell) -> list[Row]:
        """Run one statement to its end and return what it gives."""
        found = self._foreseen.get((sql, values))
        return self._answers((sql, values))[-1] if found is None else found

    def change(self, sql: str, *values: Cell) -> list[Row]:
        """Write by one statement and return what it gives."""
        self._has_changed = True
        self._foreseen.clear()
        return self.rows(sql, *values)

    def change_soon(self, sql: str, *values: Cell) -> None:
        """Write by one statement together with the next that is answered."""
        self._has_changed = True
        self._foreseen.clear()
        self._waiting.append((sql, values))

    def foresee(self, *statements: Statement) -> None:
        """Ask for all that will be read next, and keep the answers until something is written."""
        answers = self._answers(*statements)
        self._foreseen.update(zip(statements, answers[-len(statements) :], strict=True))

    def script(self, sql: str) -> None:
        """Write by several statements, which only the simpler of two protocols allows."""
        self._has_changed = True
        self._foreseen.clear()
        try:
            self._sent()
            self._connection.execute(sql.encode())
        except psycopg.Error as error:
            raise meaning(error) from None

    def one(self, sql: str, *values: Cell) -> Row:
        """Run one statement that gives one row."""
        return self.rows(sql, *values)[0]

    @contextmanager
    def transaction(self, begin: str) -> Iterator[None]:
        """Commit what was changed on normal exit, undo it on any exception.

        Where nothing was changed there is nothing to wait for: a commit would flush the locks.
        """
        self._waiting.append((begin, ()))
        self._has_changed = False
        try:
            yield
            if self._has_changed:
                self._commit()
        finally:
            self._waiting.clear()
            self._foreseen.clear()
            # The first error says what happened; that undoing failed too adds nothing.
            with suppress(psycopg.Error):
                if self._connection.info.transaction_status != TransactionStatus.IDLE:
                    self._connection.execute("ROLLBACK")

    def configure(self) -> None:
        """Set what the record's promises rest on, and read back what was not set here.

        Raises StoreUnsuitable for a server that cannot keep them.
        """
        self.rows(_SET, *(each for setting in SETTINGS for each in setting))
        self.rows(_BE_DURABLE)
        refuse_unsuitable(self.one(_KEPT_PROMISES))

    def _answers(self, *statements: Statement) -> list[list[Row]]:
        """Run what waits and these statements to their end, and return what each gives."""
        try:
            return [_found(cursor) for cursor in self._sent(*statements)]
        except psycopg.Error as error:
            raise meaning(error) from None
        except UnicodeDecodeError:
            raise StoreDamaged("A text in the record's database is impossible.") from None

    def _sent(self, *statements: Statement) -> list[psycopg.Cursor[Row]]:
        """Send what waits and these statements together; after one that fails none is run."""
        together = [*self._waiting, *statements]
        self._waiting.clear()
        with self._connection.pipeline() if len(together) > 1 else nullcontext():
            return [self._run(*each) for each in together]

    def _run(self, sql: str, values: tuple[Cell, ...]) -> psycopg.Cursor[Row]:
        # Begin and commit stay as they are written: a test has to know them on the line.
        prepare = None if values else False
        return self._connection.execute(
            _translated(sql), values or None, prepare=prepare, binary=True
        )

    def _commit(self) -> None:
        try:
            cursor = self._sent(("COMMIT", ()))[-1]
        except psycopg.Error as error:
            raise meaning(error, is_commit=True) from None
        if cursor.statusmessage != "COMMIT":
            # The server undoes a transaction in which a statement failed, and calls it success.
            raise StoreFailed("A part of this act did not go through; nothing of it has been kept.")


def connected(url: str) -> psycopg.Connection[Row]:
    """Open a connection of one's own; whoever asked for it closes it.

    Raises StoreBusy or StoreUnsuitable with one sentence that holds no part of the address.
    """
    try:
        return psycopg.connect(address(url), autocommit=True)
    except psycopg.OperationalError as error:
        if error.sqlstate is not None:
            raise meaning(error) from None
        raise StoreBusy(
            "The database cannot be reached, or does not let us in. Check that it is running, "
            "and the address, user and password in TROTH_DATABASE."
        ) from None


def address(url: str) -> str:
    """Return what the driver connects to, with bounds on how long it waits."""
    try:
        return make_conninfo("", **{**NETWORK, **conninfo_to_dict(url)})
    except psycopg.ProgrammingError:
        raise StoreUnsuitable(
            "TROTH_DATABASE is no address of a PostgreSQL database; "
            "write it as postgresql://user@host/database."
        ) from None


def refuse_unsuitable(found: Row) -> None:
    """Refuse a server, given what it says of itself, that cannot keep a record's promises."""
    commit, sync, encoding, version, is_copy, schema = found
    if commit not in {"on", "remote_apply"} or sync != "on":
        raise StoreUnsuitable("This PostgreSQL answers before it has saved: turn fsync on.")
    if not isinstance(version, int) or version // 10_000 < OLDEST_POSTGRESQL:
        raise StoreUnsuitable(f"Troth needs PostgreSQL {OLDEST_POSTGRESQL} or newer.")
    if encoding != "UTF8":
        raise StoreUnsuitable("The database holds texts in another encoding than UTF8.")
    if is_copy:
        raise StoreUnsuitable("This PostgreSQL is a copy of another; write to the other.")
    if schema is None:
        raise StoreUnsuitable("No schema of this database is ours to use; see its search_path.")


def meaning(error: psycopg.Error, *, is_commit: bool = False) -> StoreError:
    """Return what an error means for the act in hand, without anything the server said."""
    state = error.sqlstate or _state_of_silence(error)
    known = _MEANINGS.get(state) or _MEANINGS.get(state[:2])
    kind, sentence = known or (StoreFailed, _NOT_KNOWN)
    if is_commit and sentence == _LOST:
        # It may have been lost on either side of the commit.
        return StoreFailed(_NOT_KNOWN)
    return kind(sentence)


def _state_of_silence(error: psycopg.Error) -> str:
    """Classify an error the server did not send: the network's, or the driver's own."""
    is_network = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return "08000" if is_network else "22000"


def _found(cursor: psycopg.Cursor[Row]) -> list[Row]:
    """Return the rows a statement gives; some statements give none."""
    result = cursor.pgresult
    # Not by the cursor's description, which takes as long as the statement itself.
    return cursor.fetchall() if result and result.status == ExecStatus.TUPLES_OK else []


@cache
def _translated(sql: str) -> bytes:
    """Return a statement with the driver's mark for each value; ours hold neither otherwise."""
    return sql.replace("?", "%s").encode()
