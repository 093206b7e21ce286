"""Remembered: where each record stood, as one browser or machine has seen it and keeps itself.

What a person last saw lies in their keyring on the server, and goes back with everything else
where an older copy is put over it. This lies elsewhere. It is sealed under its owner's own key:
whoever shares the browser learns nothing by it, and nobody else can make one up.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress

import msgspec
from msgspec.structs import replace

from troth.application.alarms import Alarm, alarm_beside
from troth.application.decoding import decoded
from troth.application.keyring import Keyring, Membership
from troth.application.ports import EMPTY, ChainId, Head, Reading, Store, StoreError
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.domain.kernel import Value

MOST_RECORDS = 8
"""Records one place remembers for a person: few have more than two, and a cookie is short."""


class Memory(Value, frozen=True):
    """What one browser or machine remembers for one person: the end of each record, as seen."""

    ends: Mapping[ChainId, Head] = {}


class Recalled(Value, frozen=True):
    """What a place remembers for one person, and what it remembers for others, still sealed."""

    memory: Memory
    others: tuple[bytes, ...] = ()


NOTHING = Memory()


def recall(keys: Keyring, kept: Iterable[bytes]) -> Recalled:
    """Open what a place remembers for one person; what does not open is somebody else's."""
    memory, others = NOTHING, list[bytes]()
    for each in kept:
        try:
            body = open_sealed(keys.identity.settings_key, _place(keys), each)
        except Unopened:
            others.append(each)
        else:
            memory = decoded(body, Memory) or NOTHING
    return Recalled(memory, tuple(others))


def sealed(keys: Keyring, memory: Memory) -> bytes:
    """Return what a place is to remember, to be opened with its owner's key only."""
    body = msgspec.msgpack.encode(memory)
    return seal(keys.identity.settings_key, _place(keys), body)


def compared(store: Store, keys: Keyring, memory: Memory) -> tuple[Keyring, Memory]:
    """Return the keys, with an alarm on each record that does not go on from what is remembered.

    Beside them stands what to remember from now on: of a record in doubt, what it was before.
    What cannot be looked at now says so by itself, and is compared the next time.
    """
    ends = dict[ChainId, Head]()
    for chain, known in keys.ring.memberships.items():
        before = memory.ends.get(chain, EMPTY)
        beside, ends[chain] = known, before
        with suppress(StoreError), store.reading(chain) as reading:
            beside, ends[chain] = _compared(reading, known, before)
        if beside is not known:
            keys = keys.with_membership(chain, beside)
    return keys, _kept(ends)


def accepted(keys: Keyring, memory: Memory, chain: ChainId) -> Memory:
    """Return what to remember once a record was taken as it stands."""
    return _kept({**memory.ends, chain: keys.ring.memberships[chain].seen})


def _compared(reading: Reading, known: Membership, before: Head) -> tuple[Membership, Head]:
    head = reading.head
    if head == EMPTY:
        # Whether it was erased as announced is found out at login.
        return known, before
    alarm: Alarm | None = known.alarm or alarm_beside(reading, before)
    if alarm is not None:
        return (known if known.alarm else replace(known, alarm=alarm)), before
    return known, head


def _kept(ends: Mapping[ChainId, Head]) -> Memory:
    seen = [(chain, head) for chain, head in ends.items() if head != EMPTY]
    return Memory(dict(seen[-MOST_RECORDS:]))


def _place(keys: Keyring) -> bytes:
    return place("remembered", keys.member)
