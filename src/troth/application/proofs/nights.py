"""Nights: once a night a server checks every chain by itself, without any key.

What it keeps of that is the day, and which chains were not whole, or had somebody in them who could
not come in: nothing that anybody wrote.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from troth.application.decoding import decoded
from troth.application.ports import (
    Card,
    ChainId,
    Clock,
    Directory,
    Progress,
    Shelf,
    Store,
    StoreDamaged,
)
from troth.application.proofs.whole import check_people_of
from troth.application.read import verify
from troth.domain.kernel import Value

KEY = "checked"
"""Where the store keeps what the last check came to."""

APART = timedelta(hours=20)
"""Between two checks, at least: once a night, though no night begins to the minute."""


class Night(Value, frozen=True):
    """When a check was last begun, when one last ended, and what was not whole then.

    `broken` names each chain that was not, with the entry from which on; `closed` each in which
    somebody writes who could not have come in.
    """

    begun: datetime
    ended: datetime | None = None
    broken: Mapping[ChainId, int] = {}
    closed: tuple[ChainId, ...] = ()


def last_night(store: Store) -> Night | None:
    """Return what the last check came to; None where there was none, or its row is damaged."""
    with store.finding() as directory:
        return _kept(directory)


def check_all(store: Store, clock: Clock, progress: Progress | None = None) -> Night | None:
    """Check every chain, unless that was begun this night already; then return None.

    Of several processes only the one that begins it goes on.
    """
    begun = clock.now()
    with store.filing() as directory:
        before = _kept(directory)
        if before is not None and timedelta() <= begun - before.begun < APART:
            return None
        kept = Night(begun) if before is None else replace(before, begun=begun)
        directory.put_card(Shelf.STORE, _card(kept))
    faults = {chain: _fault(store, chain, progress) for chain in store.chains()}
    broken = {chain: seq for chain, seq in faults.items() if seq}
    closed = tuple(chain for chain in store.chains() if _is_closed(store, chain))
    found = Night(begun, clock.now(), broken, closed)
    with store.filing() as directory:
        directory.put_card(Shelf.STORE, _card(found))
    return found


def _fault(store: Store, chain: ChainId, progress: Progress | None) -> int:
    """Return from which entry on a chain is not whole, or 0."""
    try:
        verdict = verify(store, chain, progress)
    except StoreDamaged:
        return 1
    return 0 if verdict.is_whole else verdict.seq or 1


def _is_closed(store: Store, chain: ChainId) -> bool:
    """Tell whether somebody who writes in a chain could not come in."""
    try:
        check_people_of(store, chain)
    except StoreDamaged:
        return True
    return False


def _kept(directory: Directory) -> Night | None:
    try:
        card = directory.card(Shelf.STORE, KEY)
    except StoreDamaged:
        return None
    return None if card is None else decoded(card.body, Night)


def _card(night: Night) -> Card:
    return Card(KEY, KEY, msgspec.msgpack.encode(night))
