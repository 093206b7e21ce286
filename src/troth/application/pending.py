"""Pending rows: drafts and unrevealed answers, sealed under names that tell the store nothing.

A draft opens with its author's own key. An answer that waits for the other's opens with the newest
key both have, because whoever answers second has to reveal both: the promise is that it is not
shown before, not that it could not be read by breaking in.
"""

import hmac
from contextlib import suppress

import msgspec

from troth.application.decoding import decoded
from troth.application.grants import OWN_EPOCH
from troth.application.keyring import ChainKeys
from troth.application.ports import Reading, Slot, StoreDamaged, Transaction
from troth.application.sealing import EPOCH_BYTES
from troth.crypto.derive import derive
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.domain.kernel import MemberId, Value

OWN, BOTH = "own-", "both-"
"""How the name of a row tells who can open it."""

NAME_BYTES = 16


class _Row(Value, frozen=True):
    """What is sealed in a row: its readable name, and its body."""

    name: str
    body: bytes


class Rows:
    """The pending rows of one kind in one chain, for whoever holds their key."""

    def __init__(self, keys: ChainKeys, *, are_shared: bool) -> None:
        self._keys = keys
        self._kind = BOTH if are_shared else OWN
        self._epoch = keys.epoch if are_shared else OWN_EPOCH
        # A row keeps its name when a new key begins: it could not be found, or replaced, otherwise.
        self._names = derive(keys.first if are_shared else keys.identity.notes_key, "slot")

    def keep(self, transaction: Transaction, member: MemberId, name: str, body: bytes) -> None:
        """Keep a row, instead of what it held before."""
        slot = self._slot(name)
        row = msgspec.msgpack.encode(_Row(name, body))
        where = self._place(self._epoch, member, slot)
        sealed = seal(self._key_of(self._epoch), where, row)
        transaction.put_pending(member, slot, self._epoch.to_bytes(EPOCH_BYTES) + sealed)

    def drop(self, transaction: Transaction, member: MemberId, name: str) -> None:
        """Drop a row; one that is not there stays so."""
        transaction.delete_pending(member, self._slot(name))

    def find(self, reading: Reading, member: MemberId, name: str) -> bytes | None:
        """Return the body of a row, if it is there."""
        slot = self._slot(name)
        sealed = reading.pending(member, slot)
        return None if sealed is None else self._opened(member, slot, sealed).body

    def all(self, reading: Reading, member: MemberId) -> dict[str, bytes]:
        """Return the bodies of all rows of this kind, in order of their names.

        Raises StoreDamaged for the first row that is not as it was written.
        """
        slots = self._slots(reading, member)
        return _by_name([self._found(reading, member, slot) for slot in slots])

    def readable(self, reading: Reading, member: MemberId) -> tuple[dict[str, bytes], int]:
        """Return the bodies of the rows that can be read here, and how many others there are."""
        rows, slots = list[_Row](), self._slots(reading, member)
        for slot in slots:
            with suppress(StoreDamaged):
                rows.append(self._found(reading, member, slot))
        return _by_name(rows), len(slots) - len(rows)

    def renew(self, transaction: Transaction, member: MemberId) -> None:
        """Seal each row that can be read under the newest key, and under that alone."""
        rows, _ = self.readable(transaction, member)
        for name, body in rows.items():
            self.keep(transaction, member, name, body)

    def _slots(self, reading: Reading, member: MemberId) -> list[Slot]:
        return [slot for slot in reading.pending_slots(member) if slot.startswith(self._kind)]

    def _found(self, reading: Reading, member: MemberId, slot: Slot) -> _Row:
        return self._opened(member, slot, reading.pending(member, slot) or b"")

    def _slot(self, name: str) -> Slot:
        digest = hmac.digest(self._names, name.encode(), "sha256")
        return Slot(self._kind + digest[:NAME_BYTES].hex())

    def _key_of(self, epoch: int) -> bytes:
        is_own = self._kind == OWN
        return self._keys.identity.notes_key if is_own else self._keys.of_epoch(epoch)

    def _place(self, epoch: int, member: MemberId, slot: Slot) -> bytes:
        return place("pending", self._keys.chain, epoch, member, slot)

    def _opened(self, member: MemberId, slot: Slot, sealed: bytes) -> _Row:
        epoch, row = int.from_bytes(sealed[:EPOCH_BYTES]), None
        with suppress(Unopened):
            where = self._place(epoch, member, slot)
            row = decoded(open_sealed(self._key_of(epoch), where, sealed[EPOCH_BYTES:]), _Row)
        if row is None:
            raise StoreDamaged("A pending row of the record is not as it was written.")
        return row


def _by_name(rows: list[_Row]) -> dict[str, bytes]:
    return {row.name: row.body for row in sorted(rows, key=lambda row: row.name)}
