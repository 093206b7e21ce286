"""Drafts: what one member has begun and nobody else sees, kept in pending rows until used."""

from typing import TypeVar

import msgspec

from troth.application.handle import World
from troth.application.ports import ChainId, Slot
from troth.domain.kernel import MemberId, Value

D = TypeVar("D")


class Drafts(Value, frozen=True):
    """One member's drafts beside a chain; they are in no history and in nobody else's sight."""

    world: World
    chain: ChainId
    member: MemberId

    def keep(self, slot: Slot, draft: object) -> None:
        """Keep a draft, instead of what the slot held before."""
        with self.world.store.acting(self.chain) as transaction:
            transaction.put_pending(self.member, slot, msgspec.msgpack.encode(draft))

    def drop(self, *slots: Slot) -> None:
        """Drop drafts; one that is not there stays so."""
        with self.world.store.acting(self.chain) as transaction:
            for slot in slots:
                transaction.delete_pending(self.member, slot)

    def find(self, prefix: str, form: type[D]) -> dict[Slot, D]:
        """Return the drafts whose slots begin with a prefix, in order of slot."""
        with self.world.store.reading(self.chain) as reading:
            slots = [s for s in reading.pending_slots(self.member) if s.startswith(prefix)]
            bodies = {slot: reading.pending(self.member, slot) for slot in slots}
        return {
            slot: msgspec.msgpack.decode(body, type=form)
            for slot, body in bodies.items()
            if body is not None
        }
