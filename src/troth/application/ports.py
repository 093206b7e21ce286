"""What the application needs from the world: the time, and a store of sealed, chained entries."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol, Self, TypeAlias

from troth.application.telling import Browser, Offered, Wish
from troth.crypto.keys import KeyId
from troth.domain.kernel import MemberId, Value

ChainId = NewType("ChainId", str)
OperationId = NewType("OperationId", str)
"""128 random bits as 32 lower-case hexadecimal digits; a retry carries the same one."""

Slot = NewType("Slot", str)
"""Which pending thing of a member a row holds, as a keyed digest that tells the store nothing."""

KEY_LENGTH = 128
"""Longest chain, member or slot name: two ids and a word fit, and an index page holds dozens."""

BODY_BYTES = 1 << 20
"""Largest body of an entry or pending row: hundreds of pages of text; more is not one act."""

SNAPSHOT_BYTES = 8 << 20
"""Largest snapshot: it is rewritten with each act, and beyond this the disk would set the pace."""


class Head(Value, frozen=True):
    """The end of a chain: the number of its last entry and that entry's link."""

    seq: int
    link: bytes


EMPTY = Head(0, bytes(32))
"""The head of a chain that has no entry."""


class Sealed(Value, frozen=True):
    """What an act is to the store: two sealed halves, and the epoch of the key that opens them.

    The structure says what happened; the words are the texts, which their author may erase.
    """

    epoch: int
    structure: bytes
    words: bytes | None


class Entry(Value, frozen=True):
    """One entry as it stands in the chain; `header` is byte for byte what was hashed.

    `words` is None where the act had none, and where they have been erased.
    """

    seq: int
    op: OperationId
    header: bytes
    structure: bytes
    words: bytes | None
    link: bytes
    signature: bytes


class Snapshot(Value, frozen=True):
    """The sealed state after entry `seq`."""

    seq: int
    body: bytes


class Fault(StrEnum):
    """What can be wrong with a chain."""

    GAP = "gap"
    OUT_OF_ORDER = "out-of-order"
    BROKEN_LINK = "broken-link"
    CHANGED_HEADER = "changed-header"
    CHANGED_BODY = "changed-body"
    CHANGED_WORDS = "changed-words"
    FALSE_SIGNATURE = "false-signature"
    UNKNOWN_AUTHOR = "unknown-author"
    FALSE_GRANT = "false-grant"
    OLDER_KEY = "older-key"
    WRONG_CHAIN = "wrong-chain"
    REPEATED_OPERATION = "repeated-operation"
    UNREADABLE_HEADER = "unreadable-header"
    MISFILED = "misfiled"
    CUT_SHORT = "cut-short"
    HEAD_DIFFERS = "head-differs"


class Verdict(Value, frozen=True):
    """How many entries of a chain are whole, and the first thing that is wrong, if anything.

    Nothing after the first fault is judged: each link vouches for everything before it only.
    `erased` counts entries whose words their author erased; that is no fault.
    """

    entries: int
    fault: Fault | None = None
    seq: int | None = None
    erased: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.fault is None


class Author(Protocol):
    """Who signs an entry or a grant: a member, or an invitation."""

    @property
    def id(self) -> KeyId:
        """The id of the public key that verifies the signature."""

    @property
    def public(self) -> bytes:
        """The public key, raw Ed25519."""

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of a message."""


Progress: TypeAlias = Callable[[int], None]
"""Told now and then how many entries of a long chain have been checked."""

PROGRESS_ENTRIES = 500
"""How often progress is told: ten times a second or so, which reads as steady."""


class Reading(Protocol):
    """One consistent view of one chain; a chain nobody has written to is empty."""

    @property
    def chain(self) -> ChainId:
        """The chain that is looked at."""

    @property
    def head(self) -> Head:
        """The end of the chain in this view."""

    def snapshot(self) -> Snapshot | None:
        """Return the latest snapshot; without one the entries have to be folded again."""

    def entries(self, after_seq: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Give entries forwards, beginning after `after_seq`; each is checked as it is read."""

    def entries_before(self, before_seq: int | None = None, *, limit: int) -> tuple[Entry, ...]:
        """Give a page of entries backwards, from the one before `before_seq` (or the last)."""

    def operation(self, op: OperationId) -> Entry | None:
        """Return the entry this operation wrote, if it has been written."""

    def pending(self, member: MemberId, slot: Slot) -> bytes | None:
        """Return one pending row of a member."""

    def pending_slots(self, member: MemberId, *, also_damaged: bool = False) -> tuple[Slot, ...]:
        """Return the names of a member's pending rows, in order.

        With `also_damaged` rows count that are not as they were written: only reading one says so.
        """

    def grants(self) -> tuple[bytes, ...]:
        """Return who may write and read this chain: every grant, by epoch, then by member."""

    def verify(self, progress: Progress | None = None, after: Head = EMPTY) -> Verdict:
        """Check the chain, its signatures and its head, without any secret key.

        With a head that was seen before, only what follows it is checked, and that it follows.
        """


class Shelf(StrEnum):
    """The kinds of rows that belong to no chain."""

    ACCOUNT = "account"
    LOGIN = "login"
    KEYRING = "keyring"
    INVITATION = "invitation"
    DEVICE = "device"
    THROTTLE = "throttle"
    ERASED = "erased"
    STORE = "store"
    TELLING = "telling"
    TOLD = "told"


class Card(Value, frozen=True):
    """A row that belongs to no chain: its key, whose it is, and its body."""

    key: str
    owner: str
    body: bytes


class Directory(Protocol):
    """Rows that belong to no chain, each found by its shelf and key: accounts, logins, devices."""

    def card(self, shelf: Shelf, key: str) -> Card | None:
        """Return one row."""

    def cards(self, shelf: Shelf, owner: str) -> tuple[Card, ...]:
        """Return all rows of one owner on a shelf, in order of their keys."""

    def holds(self, shelf: Shelf) -> bool:
        """Tell whether there is anything on a shelf, whoever it belongs to."""

    def put_card(self, shelf: Shelf, card: Card) -> None:
        """Keep a row, instead of what the key held before."""

    def delete_card(self, shelf: Shelf, key: str) -> None:
        """Drop a row; one that is not there stays so."""


class Transaction(Reading, Directory, Protocol):
    """The only way to write: the head is locked, and everything is kept together or not at all.

    Only joining writes cards in it: whoever joins has an account and a chain in one step.
    """

    def append(self, op: OperationId, sealed: Sealed, snapshot_body: bytes, by: Author) -> Entry:
        """Add an entry after the head, and replace the snapshot by the state it leads to.

        Raises OperationRepeated if the chain already holds an entry of this operation.
        """

    def erase_words(self, seq: int) -> None:
        """Drop the words of one entry; its header, and so the chain, stays."""

    def erase_chain(self) -> None:
        """Drop everything of this chain: entries, snapshot, pending rows, grants, head."""

    def put_grant(self, epoch: int, member: MemberId, body: bytes) -> None:
        """Keep a grant, instead of one this member had in this epoch."""

    def put_snapshot(self, body: bytes) -> None:
        """Replace the snapshot of the present head, when the form of the state has changed."""

    def put_pending(self, member: MemberId, slot: Slot, body: bytes) -> None:
        """Keep a pending row, instead of what the slot held before."""

    def delete_pending(self, member: MemberId, slot: Slot) -> None:
        """Drop a pending row; an empty slot stays empty."""


class Store(Protocol):
    """Keeps chains of entries whose bodies it cannot read.

    The loop: `acting` locks the head; look the operation up; decide at that head; append. The
    transaction is durable once the `with` block has ended without an exception, and not before,
    so an answer is given only after it. An exception inside undoes everything.

    When the disk is full, `acting` raises StoreFull and nothing is kept. For a protective act the
    caller then gives up the ballast with `release_ballast` and tries once more.
    """

    def acting(self, chain: ChainId) -> AbstractContextManager[Transaction]:
        """Lock the head of a chain; commit on normal exit, undo on any exception."""

    def reading(self, chain: ChainId) -> AbstractContextManager[Reading]:
        """Open one consistent view of a chain; writers neither wait for it nor change it."""

    def filing(self) -> AbstractContextManager[Directory]:
        """Write in the directory; commit on normal exit, undo on any exception.

        A row that was read in it stays as it was, or is not there, until it ends: of two who would
        change what both have read, one waits or is told StoreBusy.
        """

    def finding(self) -> AbstractContextManager[Directory]:
        """Read in the directory only: it waits for no writer."""

    def chains(self) -> tuple[ChainId, ...]:
        """Return every chain that has an entry, in order of name."""

    def inspect(self) -> None:
        """Check what no chain vouches for: files, indexes, snapshots, pending rows.

        Raises StoreDamaged with one sentence if anything is not as it was written.
        """

    def scrub(self) -> None:
        """Make what was deleted unreadable in the store's own files, log and free space included.

        Raises StoreBusy while somebody looks at an older view, for which it is still needed.
        """

    def release_ballast(self) -> bool:
        """Free the space held back for a protective act; say whether there was any."""

    def close(self) -> None:
        """Let go of files and locks; the store cannot be used afterwards."""

    def __enter__(self) -> Self:
        """Use the store in a `with` block, which closes it."""

    def __exit__(self, *_: object) -> None:
        """Close the store."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the time now: aware, in UTC."""


class Telling(Protocol):
    """Tells people outside the pages that there is something to look at, and never what.

    It comes after an act that is recorded, and neither delays nor fails it: what goes wrong with it
    is logged, without a word of content.
    """

    @property
    def offered(self) -> Offered:
        """What this machine can tell by."""

    def wish(self, member: MemberId, /) -> Wish:
        """Return how somebody wants to be told; what cannot be read counts as never wished."""

    def keep(self, member: MemberId, wish: Wish, /) -> None:
        """Keep how somebody wants to be told."""

    def admits(self, browser: Browser, /) -> bool:
        """Tell whether this can be a browser, told through a push service that is known."""

    def acted(self, member: MemberId, reached: Callable[[], Iterable[MemberId]], /) -> None:
        """Let those know whom an act of somebody here reaches; to find them takes a while."""

    def tell(self, member: MemberId, /) -> None:
        """Let somebody know, once until they are here again; whoever does not wish it is not."""

    def seen(self, member: MemberId, /) -> None:
        """Take back what somebody was to be told: they are here, and see it."""


class StoreError(Exception):
    """Raised when the store cannot do what was asked; its text never holds content."""

    @property
    def said(self) -> str:
        """The text; a phrase where it is about the two, and a page says it in their language."""
        return str(self) if not self.args or type(self.args[0]) is str else self.args[0]


class StoreDamaged(StoreError):
    """Raised when what is stored is not what was written."""


class StoreBusy(StoreError):
    """Raised when another writer, or maintenance, held the record for too long; try again."""


class StoreFull(StoreError):
    """Raised when the disk is full; nothing of the transaction has been kept."""


class StoreFailed(StoreError):
    """Raised when the disk or system failed: whether the last act was kept is not known.

    A store on a disk of its own refuses everything afterwards: restart first. Then retry the act
    with its operation id.
    """


class StoreTooNew(StoreError):
    """Raised when a newer version of Troth has written this record."""


class StoreTooOld(StoreError):
    """Raised when an older version of Troth has written this record: it has to be migrated."""


class StoreUnsuitable(StoreError):
    """Raised when this library, directory or file system cannot keep the store's promises."""


class OperationRepeated(StoreError):
    """Raised when an operation is appended a second time: the caller has not looked it up."""
