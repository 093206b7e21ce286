"""A store that counts: which rows are read from it and written to it, and the bytes in them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Self

from troth.application.ports import (
    EMPTY,
    Author,
    Card,
    ChainId,
    Directory,
    Entry,
    Head,
    OperationId,
    Progress,
    Reading,
    Sealed,
    Shelf,
    Slot,
    Snapshot,
    Store,
    Transaction,
    Verdict,
)
from troth.domain.kernel import MemberId


class Counts:
    """The sizes of the rows read and written, one for each row."""

    def __init__(self) -> None:
        self.read: list[int] = []
        self.written: list[int] = []

    def of(self, body: bytes) -> bytes:
        """Count a row that is read."""
        self.read.append(len(body))
        return body


class CountingReading:
    """A view that counts each row it gives."""

    def __init__(self, reading: Reading, counts: Counts) -> None:
        self._reading = reading
        self.counts = counts

    @property
    def chain(self) -> ChainId:
        """The chain that is looked at."""
        return self._reading.chain

    @property
    def head(self) -> Head:
        """The end of the chain in this view."""
        return self._reading.head

    def snapshot(self) -> Snapshot | None:
        """Return the latest snapshot."""
        found = self._reading.snapshot()
        if found is not None:
            self.counts.of(found.body)
        return found

    def entries(self, after_seq: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Give entries forwards."""
        return map(self._counted, self._reading.entries(after_seq, limit))

    def entries_before(self, before_seq: int | None = None, *, limit: int) -> tuple[Entry, ...]:
        """Give a page of entries backwards."""
        return tuple(map(self._counted, self._reading.entries_before(before_seq, limit=limit)))

    def operation(self, op: OperationId) -> Entry | None:
        """Return the entry this operation wrote."""
        found = self._reading.operation(op)
        return None if found is None else self._counted(found)

    def pending(self, member: MemberId, slot: Slot) -> bytes | None:
        """Return one pending row of a member."""
        found = self._reading.pending(member, slot)
        return None if found is None else self.counts.of(found)

    def pending_slots(self, member: MemberId, *, also_damaged: bool = False) -> tuple[Slot, ...]:
        """Return the names of a member's pending rows."""
        return self._reading.pending_slots(member, also_damaged=also_damaged)

    def grants(self) -> tuple[bytes, ...]:
        """Return the grants: as many as the chain has epochs, however long it is."""
        return self._reading.grants()

    def verify(self, progress: Progress | None = None, after: Head = EMPTY) -> Verdict:
        """Check the whole chain; this is meant to read all of it."""
        return self._reading.verify(progress, after)

    def _counted(self, entry: Entry) -> Entry:
        self.counts.of(entry.structure + (entry.words or b""))
        return entry


class CountingTransaction(CountingReading):
    """The one writer, counted."""

    def __init__(self, transaction: Transaction, counts: Counts) -> None:
        super().__init__(transaction, counts)
        self._transaction = transaction

    def append(self, op: OperationId, sealed: Sealed, snapshot_body: bytes, by: Author) -> Entry:
        """Add an entry, and replace the snapshot."""
        size = len(sealed.structure) + len(sealed.words or b"")
        self.counts.written += [size, len(snapshot_body)]
        return self._transaction.append(op, sealed, snapshot_body, by)

    def erase_words(self, seq: int) -> None:
        """Drop the words of one entry."""
        self._transaction.erase_words(seq)

    def erase_chain(self) -> None:
        """Drop everything of this chain."""
        self._transaction.erase_chain()

    def put_grant(self, epoch: int, member: MemberId, body: bytes) -> None:
        """Keep a grant."""
        self._transaction.put_grant(epoch, member, body)

    def card(self, shelf: Shelf, key: str) -> Card | None:
        """Return one row of the directory."""
        return self._transaction.card(shelf, key)

    def cards(self, shelf: Shelf, owner: str) -> tuple[Card, ...]:
        """Return all rows of one owner on a shelf."""
        return self._transaction.cards(shelf, owner)

    def holds(self, shelf: Shelf) -> bool:
        """Tell whether there is anything on a shelf."""
        return self._transaction.holds(shelf)

    def put_card(self, shelf: Shelf, card: Card) -> None:
        """Keep a row of the directory."""
        self._transaction.put_card(shelf, card)

    def delete_card(self, shelf: Shelf, key: str) -> None:
        """Drop a row of the directory."""
        self._transaction.delete_card(shelf, key)

    def put_snapshot(self, body: bytes) -> None:
        """Replace the snapshot of the present head."""
        self.counts.written.append(len(body))
        self._transaction.put_snapshot(body)

    def put_pending(self, member: MemberId, slot: Slot, body: bytes) -> None:
        """Keep a pending row."""
        self.counts.written.append(len(body))
        self._transaction.put_pending(member, slot, body)

    def delete_pending(self, member: MemberId, slot: Slot) -> None:
        """Drop a pending row."""
        self._transaction.delete_pending(member, slot)


class CountingStore:
    """Another store, with its rows counted since the last `restart`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.counts = Counts()

    def restart(self) -> Counts:
        """Return what was counted, and count from nothing again."""
        counted, self.counts = self.counts, Counts()
        return counted

    @contextmanager
    def acting(self, chain: ChainId) -> Iterator[CountingTransaction]:
        """Lock the head of a chain, and count."""
        with self._store.acting(chain) as transaction:
            yield CountingTransaction(transaction, self.counts)

    @contextmanager
    def reading(self, chain: ChainId) -> Iterator[CountingReading]:
        """Open a view, and count."""
        with self._store.reading(chain) as reading:
            yield CountingReading(reading, self.counts)

    def chains(self) -> tuple[ChainId, ...]:
        """Return every chain that has an entry."""
        return self._store.chains()

    def filing(self) -> AbstractContextManager[Directory]:
        """Write in the directory."""
        return self._store.filing()

    def finding(self) -> AbstractContextManager[Directory]:
        """Read in the directory."""
        return self._store.finding()

    def scrub(self) -> None:
        """Make what was deleted unreadable."""
        self._store.scrub()

    def inspect(self) -> None:
        """Check what no chain vouches for."""
        self._store.inspect()

    def release_ballast(self) -> bool:
        """Free the space held back for a protective act."""
        return self._store.release_ballast()

    def close(self) -> None:
        """Let go of files and locks."""
        self._store.close()

    def __enter__(self) -> Self:
        """Use the store in a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()
