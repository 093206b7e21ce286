"""Looking back: which entries made the agreement what it is, so that a look back reads only those.

Numbers of entries are kept, and nothing they say. They are sealed under one's own key: nobody else
can hide a version from whoever looks back. What was not kept, or does not fit, is found anew.
"""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256

import msgspec

from troth.application.decoding import decoded
from troth.application.folding import Done, opened
from troth.application.handle import World
from troth.application.keyring import ChainKeys
from troth.application.ports import (
    BODY_BYTES,
    Card,
    ChainId,
    Directory,
    Head,
    Reading,
    Shelf,
    StoreBusy,
    StoreDamaged,
    StoreFull,
)
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.domain.agreement.evolution import evolve
from troth.domain.agreement.state import AgreementState
from troth.domain.kernel import MemberId, Recorded, Value

SEQ_BYTES = 8
"""The number of the last entry looked at stands before the envelope: its place names that entry."""

MOST_READ = 50
"""Entries that are read again rather than kept: it takes a blink, and looking stays reading."""


class Touched(Value, frozen=True):
    """The entries up to a number that changed the agreement."""

    seq: int
    entries: tuple[int, ...]


class Step(Value, frozen=True):
    """One event that changed the agreement, and the agreement before and after it."""

    before: AgreementState
    after: AgreementState
    recorded: Recorded


def steps(world: World, chain: ChainId) -> Iterator[Step]:
    """Give every change of the agreement in order; raises StoreDamaged for what does not open."""
    card = _card(world, chain)
    state, entries = AgreementState(), list[int]()
    with world.store.reading(chain) as reading:
        keys, head = world.keys.of(reading), reading.head
        known = _known(reading, keys, card) or Touched(0, ())
        for done in _read(reading, keys, known):
            before = state
            for recorded in done.act.recorded():
                after = evolve(state, recorded)
                if after is not state:
                    yield Step(state, after, recorded)
                state = after
            if state is not before:
                entries.append(done.seq)
    if head.seq - known.seq > MOST_READ:
        _keep(world, keys, head, tuple(entries))


def forget(directory: Directory, chain: ChainId, member: MemberId) -> None:
    """Drop what somebody has found: the next look back reads from the beginning."""
    directory.delete_card(Shelf.KEYRING, _key(chain, member))


def _read(reading: Reading, keys: ChainKeys, known: Touched) -> Iterator[Done]:
    for seq in known.entries:
        yield from opened(keys, reading.entries(seq - 1, 1))
    yield from opened(keys, reading.entries(known.seq))


def _card(world: World, chain: ChainId) -> Card | None:
    with suppress(StoreDamaged), world.store.finding() as directory:
        return directory.card(Shelf.KEYRING, _key(chain, world.keys.member))
    return None


def _known(reading: Reading, keys: ChainKeys, card: Card | None) -> Touched | None:
    """Return what was found before, or None: nothing, or it is of another record."""
    seq = 0 if card is None else int.from_bytes(card.body[:SEQ_BYTES])
    if card is None or not 0 < seq <= reading.head.seq:
        return None
    (entry,) = reading.entries(seq - 1, 1)
    with suppress(Unopened):
        where = _place(keys, Head(seq, entry.link))
        plain = open_sealed(keys.identity.settings_key, where, card.body[SEQ_BYTES:])
        return decoded(plain, Touched)
    return None


def _keep(world: World, keys: ChainKeys, head: Head, entries: tuple[int, ...]) -> None:
    """Keep what was found; where it cannot be kept now, the next look finds it again."""
    plain = msgspec.msgpack.encode(Touched(head.seq, entries))
    sealed = seal(keys.identity.settings_key, _place(keys, head), plain)
    body, member = head.seq.to_bytes(SEQ_BYTES) + sealed, world.keys.member
    if len(body) <= BODY_BYTES:
        with suppress(StoreFull, StoreBusy), world.store.filing() as directory:
            directory.put_card(Shelf.KEYRING, Card(_key(keys.chain, member), member, body))


def _key(chain: ChainId, member: MemberId) -> str:
    return sha256(f"look-back/{chain}/{member}".encode()).hexdigest()


def _place(keys: ChainKeys, head: Head) -> bytes:
    """Return the place: with the link, so that it opens beside the same record only."""
    return place("look-back", keys.chain, keys.authors[keys.identity.id], head.seq, head.link)
