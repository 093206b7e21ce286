"""A store that lives as long as its process, for tests and for trying things out."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple, Self

from troth.application.ports import (
    EMPTY,
    ChainId,
    Entry,
    Head,
    OperationId,
    OperationRepeated,
    Slot,
    Snapshot,
    StoreBusy,
    Verdict,
)
from troth.domain.kernel import MemberId
from troth.store.chain import make_entry, verify
from troth.store.rows import WAIT_SECONDS, check_body, check_key, check_snapshot


class _View(NamedTuple):
    head: Head = EMPTY
    snapshot: Snapshot | None = None
    pending: Mapping[tuple[MemberId, Slot], bytes] = MappingProxyType({})


class _Log:
    """The entries of one chain, of which a view sees those up to its head."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.places: dict[OperationId, int] = {}
        self.view = _View()

    def add(self, entry: Entry) -> None:
        """Put an entry where no view sees it yet."""
        self.entries.append(entry)
        self.places[entry.op] = entry.seq

    def cut(self, seq: int) -> None:
        """Forget every entry after one."""
        for entry in self.entries[seq:]:
            del self.places[entry.op]
        del self.entries[seq:]


class MemoryReading:
    """One consistent view of a chain."""

    def __init__(self, chain: ChainId, log: _Log) -> None:
        self._chain = chain
        self._log = log
        self._view: _View | None = log.view

    @property
    def head(self) -> Head:
        """The end of the chain in this view."""
        return self._seen().head

    def snapshot(self) -> Snapshot | None:
        """Return the latest snapshot."""
        return self._seen().snapshot

    def entries(self, after_seq: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Give entries forwards, beginning after `after_seq`."""
        end = self.head.seq if limit is None else min(self.head.seq, after_seq + limit)
        return islice(self._log.entries, after_seq, max(after_seq, end))

    def entries_before(self, before_seq: int | None = None, *, limit: int) -> tuple[Entry, ...]:
        """Give a page of entries backwards, from the one before `before_seq` (or the last)."""
        end = self.head.seq if before_seq is None else min(self.head.seq, before_seq - 1)
        return tuple(reversed(self._log.entries[max(0, end - limit) : end]))

    def operation(self, op: OperationId) -> Entry | None:
        """Return the entry this operation wrote, if it has been written."""
        seq = self._log.places.get(op)
        return self._log.entries[seq - 1] if seq and seq <= self.head.seq else None

    def pending(self, member: MemberId, slot: Slot) -> bytes | None:
        """Return one pending row of a member."""
        return self._seen().pending.get((member, slot))

    def pending_slots(self, member: MemberId) -> tuple[Slot, ...]:
        """Return the names of a member's pending rows, in order."""
        return tuple(sorted(slot for whose, slot in self._seen().pending if whose == member))

    def verify(self) -> Verdict:
        """Check the whole chain against its head."""
        return verify(self._chain, self.entries(), self.head)

    def end(self) -> None:
        """Let the view be used no more: a database would not allow it either."""
        self._view = None

    def _seen(self) -> _View:
        if self._view is None:
            raise ValueError("This view of the record has ended.")
        return self._view


class MemoryTransaction(MemoryReading):
    """The one writer of a chain."""

    def append(self, op: OperationId, body: bytes, snapshot_body: bytes) -> Entry:
        """Add an entry after the head, and replace the snapshot by the state it leads to."""
        if self.operation(op) is not None:
            raise OperationRepeated("This operation has been written already.")
        entry = make_entry(self._chain, self.head, op, body)
        snapshot = Snapshot(entry.seq, check_snapshot(snapshot_body))
        self._log.add(entry)
        head = Head(entry.seq, entry.link)
        self._view = self._seen()._replace(head=head, snapshot=snapshot)
        return entry

    def put_snapshot(self, body: bytes) -> None:
        """Replace the snapshot of the present head."""
        snapshot = Snapshot(self.head.seq, check_snapshot(body))
        self._view = self._seen()._replace(snapshot=snapshot)

    def put_pending(self, member: MemberId, slot: Slot, body: bytes) -> None:
        """Keep a pending row, instead of what the slot held before."""
        key = (MemberId(check_key(member)), Slot(check_key(slot)))
        self._keep_pending({**self._seen().pending, key: check_body(body)})

    def delete_pending(self, member: MemberId, slot: Slot) -> None:
        """Drop a pending row."""
        rows = self._seen().pending
        self._keep_pending({key: body for key, body in rows.items() if key != (member, slot)})

    def commit(self) -> None:
        """Show what was written to everybody who looks from now on."""
        self._log.view = self._seen()

    def _keep_pending(self, rows: Mapping[tuple[MemberId, Slot], bytes]) -> None:
        self._view = self._seen()._replace(pending=rows)


class MemoryStore:
    """Keeps chains in memory; nothing survives the process."""

    def __init__(self) -> None:
        self._logs: dict[ChainId, _Log] = {}
        self._turn = threading.Lock()

    @contextmanager
    def acting(self, chain: ChainId) -> Iterator[MemoryTransaction]:
        """Lock the head of a chain; commit on normal exit, undo on any exception."""
        check_key(chain)
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise StoreBusy("Another act is being written; try again in a moment.")
        try:
            yield from _transaction(chain, self._logs.setdefault(chain, _Log()))
        finally:
            self._turn.release()

    @contextmanager
    def reading(self, chain: ChainId) -> Iterator[MemoryReading]:
        """Open one consistent view of a chain."""
        reading = MemoryReading(chain, self._logs.get(chain, _Log()))
        try:
            yield reading
        finally:
            reading.end()

    def chains(self) -> tuple[ChainId, ...]:
        """Return every chain that has an entry, in order of name."""
        return tuple(sorted(chain for chain, log in list(self._logs.items()) if log.view.head.seq))

    def inspect(self) -> None:
        """Find nothing: memory keeps no second copy that could differ from the first."""

    def release_ballast(self) -> bool:
        """Have no ballast: memory does not fill a disk."""
        return False

    def close(self) -> None:
        """Forget everything."""
        self._logs = {}

    def __enter__(self) -> Self:
        """Use the store in a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()


def _transaction(chain: ChainId, log: _Log) -> Iterator[MemoryTransaction]:
    transaction = MemoryTransaction(chain, log)
    try:
        yield transaction
        transaction.commit()
    finally:
        log.cut(log.view.head.seq)
        transaction.end()
