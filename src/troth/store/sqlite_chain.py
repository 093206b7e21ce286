"""One chain in SQLite: what a view of it reads, and what its one writer adds."""

from collections.abc import Iterator
from typing import TypeVar

from troth.application.ports import (
    EMPTY,
    ChainId,
    Entry,
    Head,
    OperationId,
    Slot,
    Snapshot,
    StoreDamaged,
    Verdict,
)
from troth.domain.kernel import MemberId
from troth.store.chain import fault_of, make_entry, verify
from troth.store.database import Cell, Database, Row
from troth.store.rows import PAGE_ENTRIES, check_body, check_key, check_snapshot, row_digest

_T = TypeVar("_T", int, str, bytes)

_LOWEST = -(1 << 63)
"""Below every number SQLite can hold, so that a check misses no entry."""

_HEAD = """
SELECT seq, link, (SELECT link FROM entry WHERE chain = head.chain AND seq = head.seq)
FROM head WHERE chain = ?"""
_ANY = "SELECT 1 FROM entry WHERE chain = ? LIMIT 1"
_FORWARDS = """
SELECT seq, op, header, body, link FROM entry WHERE chain = ? AND seq > ? ORDER BY seq LIMIT ?"""
_BACKWARDS = """
SELECT seq, op, header, body, link FROM entry WHERE chain = ? AND seq < ?
ORDER BY seq DESC LIMIT ?"""
_BY_OPERATION = "SELECT seq, op, header, body, link FROM entry WHERE chain = ? AND op = ?"
_SNAPSHOT = "SELECT seq, body, digest FROM snapshot WHERE chain = ?"
_PENDING = "SELECT body, digest FROM pending WHERE chain = ? AND member = ? AND slot = ?"
_SLOTS = """
SELECT slot, body, digest FROM pending WHERE chain = ? AND member = ? ORDER BY slot"""

_ADD_ENTRY = """
INSERT INTO entry (chain, seq, op, header, body, link) VALUES (?, ?, ?, ?, ?, ?)"""
_MOVE_HEAD = """
INSERT INTO head (chain, seq, link) VALUES (?, ?, ?)
ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, link = excluded.link"""
_KEEP_SNAPSHOT = """
INSERT INTO snapshot (chain, seq, body, digest) VALUES (?, ?, ?, ?)
ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, body = excluded.body, digest = excluded.digest
"""
_KEEP_PENDING = """
INSERT INTO pending (chain, member, slot, body, digest) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (chain, member, slot) DO UPDATE SET body = excluded.body, digest = excluded.digest"""
_DROP_PENDING = "DELETE FROM pending WHERE chain = ? AND member = ? AND slot = ?"


class SqliteReading:
    """One consistent view of a chain, inside a transaction of its connection."""

    def __init__(self, chain: ChainId, database: Database) -> None:
        self._chain = chain
        self._database: Database | None = database
        self._kept, self._head_agrees = self._find_head()

    @property
    def head(self) -> Head:
        """The end of the chain in this view."""
        if not self._head_agrees:
            raise StoreDamaged("The record does not end where it says it does.")
        return self._kept

    def snapshot(self) -> Snapshot | None:
        """Return the latest snapshot."""
        row = self._one(_SNAPSHOT, self._chain)
        if row is None:
            return None
        seq, body, digest = _cell(int, row[0]), _cell(bytes, row[1]), row[2]
        if seq != self.head.seq or digest != row_digest("snapshot", self._chain, seq, body=body):
            raise StoreDamaged("The snapshot of the record is not as it was written.")
        return Snapshot(seq, body)

    def entries(self, after_seq: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Give entries forwards, beginning after `after_seq`; each is checked as it is read."""
        end = self.head.seq if limit is None else min(self.head.seq, after_seq + limit)
        while after_seq < end:
            size = min(PAGE_ENTRIES, end - after_seq)
            page = self._rows(_FORWARDS, self._chain, after_seq, size)
            yield from self._checked(page, range(after_seq + 1, after_seq + size + 1))
            after_seq += size

    def entries_before(self, before_seq: int | None = None, *, limit: int) -> tuple[Entry, ...]:
        """Give a page of entries backwards, from the one before `before_seq` (or the last)."""
        last = self.head.seq if before_seq is None else min(self.head.seq, before_seq - 1)
        places = range(last, max(0, last - limit), -1)
        page = self._rows(_BACKWARDS, self._chain, last + 1, len(places))
        return tuple(self._checked(page, places))

    def operation(self, op: OperationId) -> Entry | None:
        """Return the entry this operation wrote, if it has been written."""
        row = self._one(_BY_OPERATION, self._chain, op)
        return None if row is None else self._sound(_entry(row))

    def pending(self, member: MemberId, slot: Slot) -> bytes | None:
        """Return one pending row of a member."""
        row = self._one(_PENDING, self._chain, member, slot)
        return None if row is None else _pending_body(self._chain, member, (slot, *row))

    def pending_slots(self, member: MemberId) -> tuple[Slot, ...]:
        """Return the names of a member's pending rows, in order."""
        rows = self._rows(_SLOTS, self._chain, member)
        for row in rows:
            _pending_body(self._chain, member, row)
        return tuple(Slot(str(row[0])) for row in rows)

    def verify(self) -> Verdict:
        """Check the whole chain against its head, whatever is wrong with either."""
        return verify(self._chain, self._unchecked(), self._kept)

    def end(self) -> None:
        """Let the view be used no more: its connection may be in another's transaction."""
        self._database = None

    def _find_head(self) -> tuple[Head, bool]:
        """Return the head that is stored, and whether the last entry agrees with it."""
        row = self._one(_HEAD, self._chain)
        if row is None:
            return EMPTY, not self._rows(_ANY, self._chain)
        head = Head(_cell(int, row[0]), _cell(bytes, row[1]))
        return head, row[2] == head.link or (head == EMPTY and row[2] is None)

    def _unchecked(self) -> Iterator[Entry]:
        page = self._rows(_FORWARDS, self._chain, _LOWEST, PAGE_ENTRIES)
        while page:
            yield from map(_entry, page)
            page = self._rows(_FORWARDS, self._chain, page[-1][0], PAGE_ENTRIES)

    def _checked(self, rows: list[Row], places: range) -> Iterator[Entry]:
        entries = [_entry(row) for row in rows]
        if [entry.seq for entry in entries] != list(places):
            raise StoreDamaged(f"Entries between {places[0]} and {places[-1]} are missing.")
        return map(self._sound, entries)

    def _sound(self, entry: Entry) -> Entry:
        fault = fault_of(self._chain, entry)
        if fault is not None:
            raise StoreDamaged(f"Entry {entry.seq} is not as it was written ({fault}).")
        return entry

    def _rows(self, sql: str, *values: Cell) -> list[Row]:
        # Outside its transaction a view would see later entries, and a write would stand alone.
        if self._database is None or not self._database.is_in_transaction:
            raise ValueError("This view of the record has ended.")
        return self._database.rows(sql, *values)

    def _one(self, sql: str, *values: Cell) -> Row | None:
        rows = self._rows(sql, *values)
        return rows[0] if rows else None


class SqliteTransaction(SqliteReading):
    """The one writer of a chain, inside an immediate transaction."""

    def append(self, op: OperationId, body: bytes, snapshot_body: bytes) -> Entry:
        """Add an entry after the head, and replace the snapshot by the state it leads to."""
        entry = make_entry(self._chain, self.head, op, body)
        check_snapshot(snapshot_body)
        self._rows(
            _ADD_ENTRY, self._chain, entry.seq, entry.op, entry.header, entry.body, entry.link
        )
        self._move_head(Head(entry.seq, entry.link))
        self.put_snapshot(snapshot_body)
        return entry

    def put_snapshot(self, body: bytes) -> None:
        """Replace the snapshot of the present head."""
        seq = self.head.seq
        digest = row_digest("snapshot", self._chain, seq, body=check_snapshot(body))
        self._be_known()
        self._rows(_KEEP_SNAPSHOT, self._chain, seq, body, digest)

    def put_pending(self, member: MemberId, slot: Slot, body: bytes) -> None:
        """Keep a pending row, instead of what the slot held before."""
        keys = (self._chain, check_key(member), check_key(slot))
        self._be_known()
        digest = row_digest("pending", *keys, body=check_body(body))
        self._rows(_KEEP_PENDING, *keys, body, digest)

    def delete_pending(self, member: MemberId, slot: Slot) -> None:
        """Drop a pending row."""
        self._rows(_DROP_PENDING, self._chain, member, slot)

    def _be_known(self) -> None:
        """Give a chain without entries a head, to which its other rows refer."""
        if self.head == EMPTY:
            self._move_head(EMPTY)

    def _move_head(self, head: Head) -> None:
        self._rows(_MOVE_HEAD, self._chain, head.seq, head.link)
        self._kept = head


def chains(database: Database) -> tuple[ChainId, ...]:
    """Return every chain that has an entry, in order of name."""
    rows = database.rows("SELECT chain FROM head WHERE seq > 0 ORDER BY chain")
    return tuple(ChainId(str(chain)) for (chain,) in rows)


def inspect(database: Database) -> None:
    """Check the file, its layout and indexes, and every row no chain vouches for."""
    if database.rows("PRAGMA integrity_check(1)") != [("ok",)]:
        raise StoreDamaged("The record's database file is damaged.")
    if database.rows("PRAGMA foreign_key_check"):
        raise StoreDamaged("The record holds rows of a chain that is not there.")
    if not database.has_its_layout():
        raise StoreDamaged("The layout of the record's database has been changed.")
    for chain, member, slot, body, digest in database.rows("SELECT * FROM pending"):
        _pending_body(str(chain), str(member), (slot, body, digest))
    for (chain,) in database.rows("SELECT chain FROM snapshot"):
        SqliteReading(ChainId(str(chain)), database).snapshot()


def _entry(row: Row) -> Entry:
    seq, op, header, body, link = row
    return Entry(
        _cell(int, seq),
        OperationId(_cell(str, op)),
        _cell(bytes, header),
        _cell(bytes, body),
        _cell(bytes, link),
    )


def _pending_body(chain: str, member: str, row: Row) -> bytes:
    """Return the body of a row (slot, body, digest), if it is what was put there."""
    slot, body, digest = row[0], _cell(bytes, row[1]), row[2]
    if digest != row_digest("pending", chain, member, slot, body=body):
        raise StoreDamaged("A pending row of the record is not as it was written.")
    return body


def _cell(kind: type[_T], cell: Cell) -> _T:
    """Return a cell that has the type of its column, which a damaged page may not."""
    if not isinstance(cell, kind):
        raise StoreDamaged("A row of the record is not readable.")
    return cell
