"""Erasing a whole shared record, once both have known of it for a month; for both alike.

Whoever carries it out leaves a signed line for the other, which their next login reads, tells and
drops. Without it the record would be missing, and whoever runs the server could have taken it.
"""

from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import msgspec
from msgspec.structs import replace

from troth.application import lookback, own_state
from troth.application.alarms import Alarm
from troth.application.decoding import decoded
from troth.application.folding import load
from troth.application.handle import World
from troth.application.joining import forget_invitations
from troth.application.keyring import Ring, keep_ring
from troth.application.notices import END_OF_DATES
from troth.application.ports import EMPTY, Card, ChainId, Shelf, StoreDamaged, StoreError
from troth.application.rules import SHARED
from troth.crypto.envelope import place
from troth.crypto.keys import is_signed, key_id
from troth.domain.erasure import refuse_early
from troth.domain.kernel import Refusal, Value, without

LINE_FORMAT = 1


class Erased(Value, frozen=True):
    """A record that was erased: one's own label for it, and when it was."""

    chain: ChainId
    label: str
    at: datetime

    @property
    def sentence(self) -> str:
        """What became of it, in words."""
        return f"The record “{self.label}” was erased for you both on {self.at:%Y-%m-%d}."


class _Line(Value, frozen=True):
    """What is left for the other: which record, when (seconds since 1970), and by whose key."""

    format: int
    chain: ChainId
    at: Annotated[int, msgspec.Meta(ge=0, lt=END_OF_DATES)]
    public: bytes
    signature: bytes


def erase_record(world: World, chain: ChainId) -> World | Refusal:
    """Erase everything of a shared record, with everything that waits in it.

    The caller has asked for the passphrase again: this cannot be taken back.
    """
    with world.store.acting(chain) as transaction:
        before = load(transaction, world.keys.of(transaction), SHARED)
        now = world.moment(before.at).at
        refusal = refuse_early(before.state.erasure, now)
        if refusal is not None:
            return refusal
        for member in before.state.ground.dynamic.member_ids:
            forget_invitations(transaction, member, chain)
            own_state.forget(transaction, chain, member)
            lookback.forget(transaction, chain, member)
            if member != world.keys.member:
                transaction.put_card(Shelf.ERASED, Card(chain, member, _line(world, chain, now)))
        transaction.erase_chain()
        keys = keep_ring(transaction, world.keys, partial(_without, chain=chain))
    return replace(world, keys=keys)


def forget_erased(world: World) -> tuple[World, tuple[Erased, ...]]:
    """Drop the keys of records that the other has erased, and return what to tell of them.

    Only a line that one of the two signed counts, only where nothing of the record is left, and
    only from the day on that this person has seen announced.
    """
    lines = [_believed(world, chain) for chain in world.keys.ring.memberships]
    found = [each for each in lines if isinstance(each, Erased)]
    for each in found:
        with world.store.filing() as directory:
            directory.delete_card(Shelf.ERASED, each.chain)
            own_state.forget(directory, each.chain, world.keys.member)
            lookback.forget(directory, each.chain, world.keys.member)
            keys = keep_ring(directory, world.keys, partial(_without, chain=each.chain))
        world = replace(world, keys=keys)
    return world, tuple(found)


def doubtful_erasure(world: World, chain: ChainId) -> Alarm:
    """Say what is wrong where nothing is left of a record, and no line about it is believed."""
    found = _believed(world, chain)
    return Alarm.GONE if found is None or isinstance(found, Erased) else found


def _believed(world: World, chain: ChainId) -> Erased | Alarm | None:
    """Return what a line says of a record that is gone, or why it is not believed, if it is one."""
    if not _is_gone(world, chain):
        return None
    try:
        with world.store.finding() as directory:
            card = directory.card(Shelf.ERASED, chain)
    except StoreDamaged:
        return Alarm.ERASURE_UNREADABLE
    found = None if card is None or card.owner != world.keys.member else _read(world, card)
    if found is None:
        return None
    due = world.keys.ring.memberships[chain].due
    # Whoever runs the server could erase at once, and sign that it was time.
    is_announced = due is not None and int(due.timestamp()) <= int(found.at.timestamp())
    return found if is_announced else Alarm.ERASURE_UNANNOUNCED


def _line(world: World, chain: ChainId, now: datetime) -> bytes:
    identity, at = world.keys.identity, int(now.timestamp())
    signature = identity.sign(_message(chain, at))
    return msgspec.msgpack.encode(_Line(LINE_FORMAT, chain, at, identity.public, signature))


def _read(world: World, card: Card) -> Erased | None:
    known = world.keys.ring.memberships.get(ChainId(card.key))
    line = decoded(card.body, _Line)
    if known is None or line is None or line.format != LINE_FORMAT or line.chain != card.key:
        return None
    is_theirs = key_id(line.public) in known.authors
    if not is_theirs or not is_signed(line.public, _message(line.chain, line.at), line.signature):
        return None
    return Erased(line.chain, known.label, datetime.fromtimestamp(line.at, UTC))


def _is_gone(world: World, chain: ChainId) -> bool:
    """Tell whether nothing is left of a record; a damaged one is there, and keeps no other back."""
    try:
        with world.store.reading(chain) as reading:
            return reading.head == EMPTY
    except StoreError:
        return False


def _message(chain: ChainId, at: int) -> bytes:
    return place("erased", chain, at)


def _without(ring: Ring, chain: ChainId) -> Ring:
    owed = tuple(each for each in ring.owed if each != chain)
    return replace(ring, memberships=without(ring.memberships, chain), owed=owed)
