"""A store that lives as long as its process, for tests and for trying things out."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple, Self, TypeAlias

from msgspec.structs import replace

from troth.application.ports import (
    EMPTY,
    Author,
    Card,
    ChainId,
    Entry,
    Head,
    OperationId,
    OperationRepeated,
    Progress,
    Sealed,
    Shelf,
    Slot,
    Snapshot,
    StoreBusy,
    Verdict,
)
from troth.domain.kernel import MemberId
from troth.store.chain import Claim, make_entry, verify
from troth.store.rows import WAIT_SECONDS, check_body, check_card, check_key, check_snapshot


class _View(NamedTuple):
    head: Head = EMPTY
    snapshot: Snapshot | None = None
    pending: Mapping[tuple[MemberId, Slot], bytes] = MappingProxyType({})
    grants: Mapping[tuple[int, MemberId], bytes] = MappingProxyType({})
    erased: frozenset[int] = frozenset()


_Cards: TypeAlias = Mapping[tuple[Shelf, str], Card]


class MemoryDirectory:
    """Rows that belong to no chain."""

    def __init__(self, cards: _Cards) -> None:
        self._cards: _Cards | None = cards

    @property
    def cards_now(self) -> _Cards:
        """All rows as this view has them."""
        if self._cards is None:
            raise ValueError("This view of the record has ended.")
        return self._cards

    def card(self, shelf: Shelf, key: str) -> Card | None:
        """Return one row."""
        return self.cards_now.get((shelf, key))

    def cards(self, shelf: Shelf, owner: str) -> tuple[Card, ...]:
        """Return all rows of one owner on a shelf, in order of their keys."""
        items = sorted(self.cards_now.items())
        return tuple(card for (on, _), card in items if on == shelf and card.owner == owner)

    def holds(self, shelf: Shelf) -> bool:
        """Tell whether there is anything on a shelf."""
        return any(on == shelf for on, _ in self.cards_now)

    def put_card(self, shelf: Shelf, card: Card) -> None:
        """Keep a row, instead of what the key held before."""
        self._cards = {**self.cards_now, (shelf, card.key): check_card(card)}

    def delete_card(self, shelf: Shelf, key: str) -> None:
        """Drop a row."""
        kept = self.cards_now.items()
        self._cards = {each: card for each, card in kept if each != (shelf, key)}

    def close(self) -> None:
        """Let the view be used no more: a database would not allow it either."""
        self._cards = None


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

    def drop_words(self) -> None:
        """Forget the words that no view shows any more."""
        for seq in self.view.erased:
            self.entries[seq - 1] = replace(self.entries[seq - 1], words=None)


class MemoryReading:
    """One consistent view of a chain."""

    def __init__(self, chain: ChainId, log: _Log) -> None:
        self._chain = chain
        self._log = log
        self._view: _View | None = log.view

    @property
    def chain(self) -> ChainId:
        """The chain that is looked at."""
        return self._chain

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
        return map(self._with_words, islice(self._log.entries, after_seq, max(after_seq, end)))

    def entries_before(self, before_seq: int | None = None, *, limit: int) -> tuple[Entry, ...]:
        """Give a page of entries backwards, from the one before `before_seq` (or the last)."""
        end = self.head.seq if before_seq is None else min(self.head.seq, before_seq - 1)
        page = reversed(self._log.entries[max(0, end - limit) : end])
        return tuple(map(self._with_words, page))

    def operation(self, op: OperationId) -> Entry | None:
        """Return the entry this operation wrote, if it has been written."""
        seq = self._log.places.get(op)
        if not seq or seq > self.head.seq:
            return None
        return self._with_words(self._log.entries[seq - 1])

    def pending(self, member: MemberId, slot: Slot) -> bytes | None:
        """Return one pending row of a member."""
        return self._seen().pending.get((member, slot))

    def pending_slots(
        self,
        member: MemberId,
        *,
        also_damaged: bool = False,  # noqa: ARG002 - no row in memory is damaged
    ) -> tuple[Slot, ...]:
        """Return the names of a member's pending rows, in order."""
        return tuple(sorted(slot for whose, slot in self._seen().pending if whose == member))

    def grants(self) -> tuple[bytes, ...]:
        """Return who may write and read this chain: every grant, by epoch, then by member."""
        return tuple(body for _, body in sorted(self._seen().grants.items()))

    def verify(self, progress: Progress | None = None, after: Head = EMPTY) -> Verdict:
        """Check the chain, its signatures and its head."""
        claim = Claim(self._chain, self.head, self.grants(), after)
        return verify(claim, self.entries(after.seq), progress)

    def close(self) -> None:
        """Let the view be used no more."""
        self._view = None

    def _with_words(self, entry: Entry) -> Entry:
        return replace(entry, words=None) if entry.seq in self._seen().erased else entry

    def _seen(self) -> _View:
        if self._view is None:
            raise ValueError("This view of the record has ended.")
        return self._view


class MemoryTransaction(MemoryReading, MemoryDirectory):
    """The one writer of a chain."""

    def __init__(self, chain: ChainId, log: _Log, cards: _Cards) -> None:
        MemoryReading.__init__(self, chain, log)
        MemoryDirectory.__init__(self, cards)

    def append(self, op: OperationId, sealed: Sealed, snapshot_body: bytes, by: Author) -> Entry:
        """Add an entry after the head, and replace the snapshot by the state it leads to."""
        if self.operation(op) is not None:
            raise OperationRepeated("This operation has been written already.")
        entry = make_entry(self._chain, self.head, op, (sealed, by))
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

    def put_grant(self, epoch: int, member: MemberId, body: bytes) -> None:
        """Keep a grant, instead of one this member had in this epoch."""
        grants = {**self._seen().grants, (epoch, MemberId(check_key(member))): check_body(body)}
        self._view = self._seen()._replace(grants=grants)

    def erase_words(self, seq: int) -> None:
        """Drop the words of one entry."""
        self._view = self._seen()._replace(erased=self._seen().erased | {seq})

    def erase_chain(self) -> None:
        """Drop everything of this chain; whoever still looks at it keeps what they see."""
        self._log, self._view = _Log(), _View()

    def commit(self) -> _Log:
        """Return the chain as everybody sees it who looks from now on."""
        self._log.view = self._seen()
        return self._log

    def close(self) -> None:
        """Let the transaction be used no more."""
        MemoryReading.close(self)
        MemoryDirectory.close(self)

    def _keep_pending(self, rows: Mapping[tuple[MemberId, Slot], bytes]) -> None:
        self._view = self._seen()._replace(pending=rows)


class MemoryStore:
    """Keeps chains in memory; nothing survives the process."""

    def __init__(self) -> None:
        self._logs: dict[ChainId, _Log] = {}
        self._cards: _Cards = {}
        self._turn = threading.Lock()

    @contextmanager
    def acting(self, chain: ChainId) -> Iterator[MemoryTransaction]:
        """Lock the head of a chain; commit on normal exit, undo on any exception."""
        check_key(chain)
        with self._writing():
            log = self._logs.setdefault(chain, _Log())
            with closing(MemoryTransaction(chain, log, self._cards)) as transaction:
                try:
                    yield transaction
                    self._logs[chain] = transaction.commit()
                    self._cards = transaction.cards_now
                finally:
                    log.cut(log.view.head.seq)

    @contextmanager
    def filing(self) -> Iterator[MemoryDirectory]:
        """Write in the directory; commit on normal exit, undo on any exception."""
        with self._writing(), closing(MemoryDirectory(self._cards)) as directory:
            yield directory
            self._cards = directory.cards_now

    @contextmanager
    def finding(self) -> Iterator[MemoryDirectory]:
        """Read in the directory only."""
        with closing(MemoryDirectory(self._cards)) as directory:
            yield directory

    @contextmanager
    def reading(self, chain: ChainId) -> Iterator[MemoryReading]:
        """Open one consistent view of a chain."""
        with closing(MemoryReading(chain, self._logs.get(chain, _Log()))) as reading:
            yield reading

    def chains(self) -> tuple[ChainId, ...]:
        """Return every chain that has an entry, in order of name."""
        return tuple(sorted(chain for chain, log in list(self._logs.items()) if log.view.head.seq))

    def inspect(self) -> None:
        """Find nothing: memory keeps no second copy that could differ from the first."""

    def scrub(self) -> None:
        """Let go of erased words; memory that is dropped is nobody's."""
        with self._writing():
            for log in self._logs.values():
                log.drop_words()

    def release_ballast(self) -> bool:
        """Have no ballast: memory does not fill a disk."""
        return False

    def close(self) -> None:
        """Forget everything."""
        self._logs, self._cards = {}, {}

    def __enter__(self) -> Self:
        """Use the store in a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=WAIT_SECONDS):
            raise StoreBusy("Another act is being written; try again in a moment.")
        try:
            yield
        finally:
            self._turn.release()
