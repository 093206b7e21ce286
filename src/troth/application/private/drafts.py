"""Drafts: what one member has begun and nobody else sees, kept in pending rows until used."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import msgspec

from troth.application.handle import World
from troth.application.pending import Rows
from troth.application.ports import ChainId, StoreDamaged
from troth.domain.kernel import Value

D = TypeVar("D")


class Drafts(Value, frozen=True):
    """One's drafts beside a chain; they are in no history, and nobody else can open them."""

    world: World
    chain: ChainId

    def keep(self, name: str, draft: object) -> None:
        """Keep a draft, instead of what was kept under the name before."""
        with self.world.store.acting(self.chain) as transaction:
            rows = Rows(self.world.keys.of(transaction), are_shared=False)
            rows.keep(transaction, self.world.keys.member, name, msgspec.msgpack.encode(draft))

    def change(self, name: str, form: type[D], to: Callable[[D | None], D | None]) -> None:
        """Keep what follows from the draft that is there, all at once; None drops it.

        One that cannot be read counts as none.
        """
        with self.world.store.acting(self.chain) as transaction:
            rows = Rows(self.world.keys.of(transaction), are_shared=False)
            member, before = self.world.keys.member, None
            with suppress(StoreDamaged, msgspec.DecodeError):
                body = rows.find(transaction, member, name)
                before = None if body is None else msgspec.msgpack.decode(body, type=form)
            after = to(before)
            if after is None:
                rows.drop(transaction, member, name)
            else:
                rows.keep(transaction, member, name, msgspec.msgpack.encode(after))

    def drop(self, *names: str) -> None:
        """Drop drafts; one that is not there stays so."""
        with self.world.store.acting(self.chain) as transaction:
            rows = Rows(self.world.keys.of(transaction), are_shared=False)
            for name in names:
                rows.drop(transaction, self.world.keys.member, name)

    def one(self, name: str, form: type[D]) -> D | None:
        """Return the draft of one name, if there is one: no other row is read for it."""
        with self.world.store.reading(self.chain) as reading:
            rows = Rows(self.world.keys.of(reading), are_shared=False)
            body = rows.find(reading, self.world.keys.member, name)
        return None if body is None else msgspec.msgpack.decode(body, type=form)

    def find(self, prefix: str, form: type[D]) -> dict[str, D]:
        """Return the drafts whose names begin with a prefix, in order of name.

        One that is damaged is missing here; `verify` names it.
        """
        with self.world.store.reading(self.chain) as reading:
            rows = Rows(self.world.keys.of(reading), are_shared=False)
            found, _ = rows.readable(reading, self.world.keys.member)
        return {
            name: msgspec.msgpack.decode(body, type=form)
            for name, body in found.items()
            if name.startswith(prefix)
        }
