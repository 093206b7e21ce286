"""Archives: copies brought in again, sealed under one's own key; they bind nobody (K2).

Nothing that was agreed in a copy is agreed by bringing it in: it can be read, searched, taken out
again byte for byte, and put forward anew.
"""

import hmac
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from troth.application.copies.exported import (
    Export,
    NotAnExport,
    folded,
    named_zones,
    read_export,
)
from troth.application.folding import opened
from troth.application.grants import FIRST_EPOCH, sole_grant
from troth.application.handle import Request, World, perform
from troth.application.ports import ChainId, OperationId, Reading, StoreDamaged
from troth.application.rules import ARCHIVE
from troth.crypto.derive import derive, labelled
from troth.domain.archives import PART_LENGTH, ArchivePartKept, KeepArchivePart
from troth.domain.decider import State
from troth.domain.kernel import NotFound, Refusal, Value
from troth.projections.phrases import Phrase

ID_BYTES = 8


class Kept(Value, frozen=True):
    """An archive: its number among one's own, and what it is a copy of."""

    number: int
    chain: ChainId
    names: tuple[str, ...]
    made_at: datetime
    entries: int
    notes: int


def bring_in(world: World, raw: bytes) -> Kept | Refusal:
    """Keep a copy as an archive of one's own; the same copy again is the same archive."""
    export = read_export(raw)
    if isinstance(export, NotAnExport):
        return export
    if any(zone not in world.zones for zone in named_zones(raw)):
        return NotAnExport(Phrase("it names a time zone that nobody knows here"))
    text, chain = raw.decode(), _chain(world, raw)
    with world.store.acting(chain) as transaction:
        if not transaction.grants():
            grant = sole_grant(chain, world.keys.member, world.keys.identity)
            transaction.put_grant(FIRST_EPOCH, world.keys.member, grant)
        for part, start in enumerate(range(0, len(text), PART_LENGTH), 1):
            command = KeepArchivePart(part, text[start : start + PART_LENGTH])
            answer = perform(transaction, world, ARCHIVE, Request(_op(chain, part), command))
            if isinstance(answer, Refusal):
                return answer
    return next(each for each in kept_archives(world) if each.chain == chain)


def kept_archives(world: World) -> tuple[Kept, ...]:
    """Return one's archives, in the order in which the copies were made."""
    chains = [each for each in world.store.chains() if each.startswith(world.keys.archives)]
    found = [(export_in(world, chain), chain) for chain in chains]
    found.sort(key=lambda each: (each[0].made_at, each[1]))
    return tuple(_kept(number, *each) for number, each in enumerate(found, 1))


def kept_archive(world: World, number: int) -> Kept | NotFound:
    """Return one archive by its number."""
    found = (each for each in kept_archives(world) if each.number == number)
    return next(found, NotFound("archive", str(number)))


def text_of(world: World, chain: ChainId) -> str:
    """Return the copy in an archive, exactly as it was brought in."""
    with world.store.reading(chain) as reading:
        return "".join(_parts(world, reading))


def export_in(world: World, chain: ChainId) -> Export:
    """Return what an archive holds; raises StoreDamaged if that is no longer what was kept."""
    export = read_export(text_of(world, chain).encode())
    if isinstance(export, NotAnExport):
        raise StoreDamaged("An archive does not hold what was brought in.")
    return export


def state_of(export: Export) -> State:
    """Return the state a kept copy leads to; that it does was looked at when it came in."""
    state = folded(export)
    if state is None:
        raise StoreDamaged("An archive does not hold what was brought in.")
    return state


def _parts(world: World, reading: Reading) -> Iterator[str]:
    for done in opened(world.keys.of(reading), reading.entries()):
        for event in done.act.events:
            if isinstance(event, ArchivePartKept):
                yield event.text


def _kept(number: int, export: Export, chain: ChainId) -> Kept:
    names = tuple(person.name for person in export.people)
    return Kept(number, chain, names, export.made_at, len(export.entries), len(export.notes))


def _chain(world: World, raw: bytes) -> ChainId:
    """Name an archive by its content, so that nobody without the key can tell a known copy."""
    key = derive(world.keys.identity.notes_key, "archive-name")
    return ChainId(world.keys.archives + hmac.digest(key, raw, "sha256")[:ID_BYTES].hex())


def _op(chain: ChainId, part: int) -> OperationId:
    """Bringing the same copy in again repeats the same operations, and so keeps it once."""
    named = labelled("archive-part") + f"{chain}/{part}".encode()
    return OperationId(sha256(named).hexdigest()[:32])
