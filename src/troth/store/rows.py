"""What every store holds its rows to: names, sizes, and digests where no chain vouches for them."""

from abc import ABC, abstractmethod
from hashlib import sha256
from typing import TypeAlias, TypeVar

from troth.application.ports import BODY_BYTES, KEY_LENGTH, SNAPSHOT_BYTES, Card, StoreDamaged

Cell: TypeAlias = int | float | str | bytes | None
Row: TypeAlias = tuple[Cell, ...]
Statement: TypeAlias = tuple[str, tuple[Cell, ...]]
"""A statement, and its values."""

_T = TypeVar("_T", int, str, bytes)

WAIT_SECONDS = 5
"""How long one writer waits for another: acts take milliseconds, so longer means one hangs."""

PAGE_ENTRIES = 64
"""Entries read from the database at a time: few enough to hold, enough to make steps cheap."""


_ROW_TAG = b"troth/v1/row\0"


def check_key(name: str) -> str:
    """Return a chain, member or slot name as it is.

    Raises ValueError if it is empty, too long or not printable ASCII: names stand in headers,
    keys and messages, where an invisible character would make two names look like one.
    """
    if not (
        name.isascii() and name.isprintable() and 0 < len(name) <= KEY_LENGTH and " " not in name
    ):
        raise ValueError(f"A name in the store has 1 to {KEY_LENGTH} printable characters.")
    return name


def check_body(body: bytes) -> bytes:
    """Return the body of a row, or raise ValueError if it is too large."""
    if len(body) > BODY_BYTES:
        raise ValueError(f"A row may have at most {BODY_BYTES} bytes.")
    return body


def check_card(card: Card) -> Card:
    """Return a card as it is, or raise ValueError for a key, owner or body no row may have."""
    check_key(card.key)
    check_key(card.owner)
    check_body(card.body)
    return card


def check_snapshot(body: bytes) -> bytes:
    """Return the body of a snapshot, or raise ValueError if it is too large."""
    if len(body) > SNAPSHOT_BYTES:
        raise ValueError(f"A snapshot may have at most {SNAPSHOT_BYTES} bytes.")
    return body


def row_digest(table: str, *keys: object, body: bytes) -> bytes:
    """Return what shows that a row outside the chain is as it was written, and where.

    It covers the keys, so that a row found under another's name is noticed too. It is no
    protection against somebody who can write to the disk; sealing is.
    """
    # A name holds no space or line break, so these keys can be read in one way only.
    named = " ".join([table, *map(str, keys)]) + "\n"
    return sha256(_ROW_TAG + named.encode() + body).digest()


def cell(kind: type[_T], found: Cell) -> _T:
    """Return a cell that has the type of its column, which a damaged page may not."""
    if not isinstance(found, kind):
        raise StoreDamaged("A row of the record is not readable.")
    return found


class Connection(ABC):
    """A connection to a database that understands our statements, with `?` for each value."""

    @property
    @abstractmethod
    def is_in_transaction(self) -> bool:
        """Whether a transaction is open."""

    @abstractmethod
    def rows(self, sql: str, *values: Cell) -> list[Row]:
        """Read by one statement, to its end, and return what it gives."""

    @abstractmethod
    def change(self, sql: str, *values: Cell) -> list[Row]:
        """Write by one statement, and return what it gives: it makes the commit worth its wait."""

    def change_soon(self, sql: str, *values: Cell) -> None:
        """Write by one statement whose answer nobody needs, at the latest before the commit."""
        self.change(sql, *values)

    @abstractmethod
    def foresee(self, *statements: Statement) -> None:
        """Be told what will be read next, where asking for it all at once saves waiting."""


class InTransaction:
    """What is read or written inside one transaction of a connection, and not after it."""

    def __init__(self, connection: Connection) -> None:
        self._connection: Connection | None = connection

    def close(self) -> None:
        """Let it be used no more: its connection may be in another's transaction."""
        self._connection = None

    def _rows(self, sql: str, *values: Cell) -> list[Row]:
        return self._open().rows(sql, *values)

    def _change(self, sql: str, *values: Cell) -> list[Row]:
        return self._open().change(sql, *values)

    def _change_soon(self, sql: str, *values: Cell) -> None:
        self._open().change_soon(sql, *values)

    def _open(self) -> Connection:
        # Outside its transaction a view would see later entries, and a write would stand alone.
        if self._connection is None or not self._connection.is_in_transaction:
            raise ValueError("This view of the record has ended.")
        return self._connection

    def _one(self, sql: str, *values: Cell) -> Row | None:
        rows = self._rows(sql, *values)
        return rows[0] if rows else None
