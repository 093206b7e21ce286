"""One chain in an SQL database: what a view of it reads, and what its one writer adds."""

from collections.abc import Iterator

from msgspec.structs import astuple

from troth.application.notices import NOTICES
from troth.application.ports import (
    EMPTY,
    Author,
    ChainId,
    Entry,
    Head,
    OperationId,
    OperationRepeated,
    Progress,
    Sealed,
    Slot,
    Snapshot,
    StoreDamaged,
    Verdict,
)
from troth.domain.kernel import MemberId
from troth.store.chain import Claim, fault_of, make_entry, verify
from troth.store.rows import (
    PAGE_ENTRIES,
    Connection,
    InTransaction,
    Row,
    Statement,
    cell,
    check_body,
    check_key,
    check_snapshot,
    row_digest,
)
from troth.store.sql_directory import SqlDirectory, card_of

_LOWEST = -(1 << 63)
"""Below every number a database can hold, so that a check misses no entry."""

_HEAD = """
SELECT seq, link, (SELECT link FROM entry WHERE chain = head.chain AND seq = head.seq)
FROM head WHERE chain = ?"""
_ANY = "SELECT 1 FROM entry WHERE chain = ? LIMIT 1"
_ENTRY = "SELECT seq, op, header, structure, words, link, signature FROM entry WHERE chain = ?"
_FORWARDS = _ENTRY + " AND seq > ? ORDER BY seq LIMIT ?"
_BACKWARDS = _ENTRY + " AND seq < ? ORDER BY seq DESC LIMIT ?"
_BY_OPERATION = _ENTRY + " AND op = ?"
_SNAPSHOT = "SELECT seq, body, digest FROM snapshot WHERE chain = ?"
_PENDING = "SELECT body, digest FROM pending WHERE chain = ? AND member = ? AND slot = ?"
_SLOTS = """
SELECT slot, body, digest FROM pending WHERE chain = ? AND member = ? ORDER BY slot"""

ADD_ENTRY = """
INSERT INTO entry (chain, seq, op, header, structure, words, link, signature)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_ADD_NEW_ENTRY = ADD_ENTRY + " ON CONFLICT (chain, op) DO NOTHING RETURNING seq"
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
_GRANTS = """
SELECT epoch, member, body, digest FROM epoch_grant WHERE chain = ? ORDER BY epoch, member"""
_KEEP_GRANT = """
INSERT INTO epoch_grant (chain, epoch, member, body, digest) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (chain, epoch, member) DO UPDATE SET body = excluded.body, digest = excluded.digest"""
_ERASE_WORDS = "UPDATE entry SET words = NULL WHERE chain = ? AND seq = ?"
OF_CHAIN = ("entry", "snapshot", "pending", "epoch_grant", "head")
"""Every table of a chain, the one the others refer to last."""


class SqlReading(InTransaction):
    """One consistent view of a chain, inside a transaction of its connection."""

    def __init__(self, chain: ChainId, connection: Connection) -> None:
        InTransaction.__init__(self, connection)
        self._chain = chain
        self._kept, self._head_agrees = self._find_head()

    @property
    def chain(self) -> ChainId:
        """The chain that is looked at."""
        return self._chain

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
        seq, body, digest = cell(int, row[0]), cell(bytes, row[1]), row[2]
        if seq > self.head.seq:
            raise StoreDamaged(
                f"The snapshot of {self._chain} is of entry {seq}, and the record ends with entry "
                f"{self.head.seq}: its end was cut off."
            )
        if seq != self.head.seq or digest != row_digest("snapshot", self._chain, seq, body=body):
            raise StoreDamaged(f"The snapshot of {self._chain} is not as it was written.")
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

    def pending_slots(self, member: MemberId, *, also_damaged: bool = False) -> tuple[Slot, ...]:
        """Return the names of a member's pending rows, in order."""
        rows = self._rows(_SLOTS, self._chain, member)
        for row in () if also_damaged else rows:
            _pending_body(self._chain, member, row)
        return tuple(Slot(str(row[0])) for row in rows)

    def grants(self) -> tuple[bytes, ...]:
        """Return who may write and read this chain: every grant, by epoch, then by member."""
        rows = self._rows(_GRANTS, self._chain)
        return tuple(_grant_body(self._chain, row) for row in rows)

    def verify(self, progress: Progress | None = None, after: Head = EMPTY) -> Verdict:
        """Check the chain, its signatures and its head, whatever is wrong with them."""
        grants = tuple(cell(bytes, row[2]) for row in self._rows(_GRANTS, self._chain))
        claim = Claim(self._chain, self._kept, grants, after)
        return verify(claim, self._unchecked(after.seq or _LOWEST), progress)

    def _find_head(self) -> tuple[Head, bool]:
        """Return the head that is stored, and whether the last entry agrees with it."""
        row = self._one(_HEAD, self._chain)
        if row is None:
            return EMPTY, not self._rows(_ANY, self._chain)
        head = Head(cell(int, row[0]), cell(bytes, row[1]))
        return head, row[2] == head.link or (head == EMPTY and row[2] is None)

    def _unchecked(self, after_seq: int) -> Iterator[Entry]:
        page = self._rows(_FORWARDS, self._chain, after_seq, PAGE_ENTRIES)
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


class SqlTransaction(SqlReading, SqlDirectory):
    """The one writer of a chain, inside a transaction that keeps other writers of it out."""

    def append(self, op: OperationId, sealed: Sealed, snapshot_body: bytes, by: Author) -> Entry:
        """Add an entry after the head, and replace the snapshot by the state it leads to."""
        entry = make_entry(self._chain, self.head, op, (sealed, by))
        check_snapshot(snapshot_body)
        self._be_known()
        if not self._add(entry):
            raise OperationRepeated("This operation has been written already.")
        self._move_head(Head(entry.seq, entry.link))
        self.put_snapshot(snapshot_body)
        return entry

    def put_snapshot(self, body: bytes) -> None:
        """Replace the snapshot of the present head."""
        seq = self.head.seq
        digest = row_digest("snapshot", self._chain, seq, body=check_snapshot(body))
        self._be_known()
        self._change_soon(_KEEP_SNAPSHOT, self._chain, seq, body, digest)

    def put_pending(self, member: MemberId, slot: Slot, body: bytes) -> None:
        """Keep a pending row, instead of what the slot held before."""
        keys = (self._chain, check_key(member), check_key(slot))
        self._be_known()
        digest = row_digest("pending", *keys, body=check_body(body))
        self._change(_KEEP_PENDING, *keys, body, digest)

    def delete_pending(self, member: MemberId, slot: Slot) -> None:
        """Drop a pending row."""
        self._change(_DROP_PENDING, self._chain, member, slot)

    def put_grant(self, epoch: int, member: MemberId, body: bytes) -> None:
        """Keep a grant, instead of one this member had in this epoch."""
        keys = (self._chain, epoch, check_key(member))
        self._be_known()
        digest = row_digest("epoch_grant", *keys, body=check_body(body))
        self._change(_KEEP_GRANT, *keys, body, digest)

    def erase_words(self, seq: int) -> None:
        """Drop the words of one entry; its header stays."""
        self._change(_ERASE_WORDS, self._chain, seq)

    def erase_chain(self) -> None:
        """Drop everything of this chain."""
        for table in OF_CHAIN:
            self._change(f"DELETE FROM {table} WHERE chain = ?", self._chain)  # noqa: S608 - names from the list above
        self._kept, self._head_agrees = EMPTY, True

    def _add(self, entry: Entry) -> bool:
        """Add an entry; say whether its operation was new."""
        return bool(self._change(_ADD_NEW_ENTRY, self._chain, *astuple(entry)))

    def _be_known(self) -> None:
        """Give a chain without entries a head, to which its other rows refer."""
        if self.head == EMPTY:
            self._move_head(EMPTY)

    def _move_head(self, head: Head) -> None:
        self._change_soon(_MOVE_HEAD, self._chain, head.seq, head.link)
        self._kept = head


def read_by_each_act(chain: ChainId) -> tuple[Statement, ...]:
    """Return what every act reads of its chain before it is decided."""
    return (
        (_HEAD, (chain,)),
        (_GRANTS, (chain,)),
        (_SLOTS, (chain, NOTICES)),
        (_SNAPSHOT, (chain,)),
    )


def chains(connection: Connection) -> tuple[ChainId, ...]:
    """Return every chain that has an entry, in order of name."""
    rows = connection.rows("SELECT chain FROM head WHERE seq > 0 ORDER BY chain")
    return tuple(ChainId(str(chain)) for (chain,) in rows)


def inspect(connection: Connection) -> None:
    """Check every row that no chain vouches for."""
    for chain, member, slot, body, digest in connection.rows(
        "SELECT chain, member, slot, body, digest FROM pending"
    ):
        _pending_body(str(chain), str(member), (slot, body, digest))
    for chain, *grant in connection.rows(
        "SELECT chain, epoch, member, body, digest FROM epoch_grant"
    ):
        _grant_body(str(chain), tuple(grant))
    for shelf, *card in connection.rows("SELECT shelf, key, owner, body, digest FROM card"):
        card_of(str(shelf), tuple(card))
    for (chain,) in connection.rows("SELECT chain FROM snapshot"):
        SqlReading(ChainId(str(chain)), connection).snapshot()


def _entry(row: Row) -> Entry:
    seq, op, header, structure, words, link, signature = row
    return Entry(
        cell(int, seq),
        OperationId(cell(str, op)),
        cell(bytes, header),
        cell(bytes, structure),
        None if words is None else cell(bytes, words),
        cell(bytes, link),
        cell(bytes, signature),
    )


def _grant_body(chain: str, row: Row) -> bytes:
    """Return the body of a row (epoch, member, body, digest), if it is what was put there."""
    epoch, member, body, digest = row
    found = cell(bytes, body)
    if digest != row_digest("epoch_grant", chain, epoch, member, body=found):
        raise StoreDamaged(f"A grant of {chain} is not as it was written.")
    return found


def _pending_body(chain: str, member: str, row: Row) -> bytes:
    """Return the body of a row (slot, body, digest), if it is what was put there."""
    slot, body, digest = row[0], cell(bytes, row[1]), row[2]
    if digest != row_digest("pending", chain, member, slot, body=body):
        raise StoreDamaged(f"A pending row of {chain} is not as it was written.")
    return body
