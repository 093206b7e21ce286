"""Throttle: whoever keeps failing from an unknown device waits longer and longer.

A device its owner has used before does not, so nobody can lock another out by failing. A name
nobody has is counted like any other, so that waiting does not tell who is here.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from math import ceil

import msgspec
from msgspec.structs import replace

from troth.application.decoding import decoded
from troth.application.handle import Host
from troth.application.ports import Card, Directory, Shelf, StoreDamaged, StoreFull
from troth.domain.kernel import Refusal, Value

THROTTLE_FORMAT = 1

FREE_TRIES = 5
"""As many slips as somebody makes who knows their passphrase and types it on a new phone."""

FIRST_WAIT_SECONDS = 15
LONGEST_WAIT_SECONDS = 15 * 60
"""Longer waits would slow a guesser little more, and keep the owner of a new phone out."""

FORGOTTEN = timedelta(hours=1)
"""How long a row outlives the last try, which bounds how many rows there are."""

SHARE_LETTERS = 2
"""Rows that begin alike are looked through together for old ones: a 256th part of them all."""


class WaitFirst(Refusal, frozen=True):
    """Too many tries have failed from devices that are not known."""

    seconds: int
    says = (
        "That did not open several times in a row. The next try counts in {seconds} seconds; "
        "a device you logged in on before does not have to wait."
    )


class Tries(Value, frozen=True):
    """The tries counted, the times of the last and of the one before, and how long to wait."""

    format: int
    count: int
    tried_at: datetime
    before_at: datetime
    waits_until: datetime


def count_try(host: Host, subject: str) -> WaitFirst | None:
    """Count a try before it is made, or say how long it has to wait.

    Counted afterwards, many tries at once would all be made before the first was counted. On a
    full disk nothing is counted: whoever logs in to pause has to get through.
    """
    with suppress(StoreFull), host.store.filing() as directory:
        return _counted(directory, subject, host.clock.now())
    return None


def take_back_try(host: Host, subject: str) -> None:
    """Uncount the last try, which succeeded or was not made; earlier ones stay counted.

    So a login leaves all as it was, and nobody learns from their own waiting that there was one.
    """
    with suppress(StoreFull), host.store.filing() as directory:
        tries = _known(directory, subject)
        if tries is None or tries.count <= 1:
            directory.delete_card(Shelf.THROTTLE, subject)
            return
        at = tries.before_at
        earlier = replace(tries, count=tries.count - 1, tried_at=at, waits_until=at)
        directory.put_card(Shelf.THROTTLE, _card(subject, earlier))


def wait_seconds(failures: int) -> int:
    """Return how long the next try waits after so many failures in a row."""
    if failures < FREE_TRIES:
        return 0
    doublings = min(failures - FREE_TRIES, LONGEST_WAIT_SECONDS.bit_length())
    return min(FIRST_WAIT_SECONDS << doublings, LONGEST_WAIT_SECONDS)


def _counted(directory: Directory, subject: str, now: datetime) -> WaitFirst | None:
    tries = _present(directory, subject, now)
    if now < tries.waits_until:
        return WaitFirst(ceil((tries.waits_until - now).total_seconds()))
    count = tries.count + 1
    until = now + timedelta(seconds=wait_seconds(count))
    counted = Tries(THROTTLE_FORMAT, count, now, tries.tried_at, until)
    directory.put_card(Shelf.THROTTLE, _card(subject, counted))
    return None


def _present(directory: Directory, subject: str, now: datetime) -> Tries:
    """Return the tries that still count, and drop rows of others that no longer do."""
    tries = _known(directory, subject)
    with suppress(StoreDamaged):
        _forget(directory, subject, now)
    if tries is None or _is_forgotten(tries, now):
        return Tries(THROTTLE_FORMAT, 0, now, now, now)
    return tries if tries.tried_at <= now else _begun_anew(directory, subject, tries, now)


def _forget(directory: Directory, subject: str, now: datetime) -> None:
    for card in directory.cards(Shelf.THROTTLE, _share(subject)):
        tries = _found(card)
        if card.key != subject and (tries is None or _is_forgotten(tries, now)):
            directory.delete_card(Shelf.THROTTLE, card.key)


def _is_forgotten(tries: Tries, now: datetime) -> bool:
    return now - tries.tried_at >= FORGOTTEN


def _begun_anew(directory: Directory, subject: str, tries: Tries, now: datetime) -> Tries:
    """Begin the wait again where the clock was set back: it could outlast all patience."""
    until = now + timedelta(seconds=wait_seconds(tries.count))
    moved = Tries(THROTTLE_FORMAT, tries.count, now, now, until)
    directory.put_card(Shelf.THROTTLE, _card(subject, moved))
    return moved


def _known(directory: Directory, subject: str) -> Tries | None:
    """Return what was counted; a row that is damaged counts as little as one that is missing.

    Whoever can damage it could take it away as well, and its owner has to get in to pause.
    """
    with suppress(StoreDamaged):
        card = directory.card(Shelf.THROTTLE, subject)
        return None if card is None else _found(card)
    return None


def _found(card: Card) -> Tries | None:
    tries = decoded(card.body, Tries)
    return None if tries is None or tries.format != THROTTLE_FORMAT else tries


def _card(subject: str, tries: Tries) -> Card:
    return Card(subject, _share(subject), msgspec.msgpack.encode(tries))


def _share(subject: str) -> str:
    return subject[:SHARE_LETTERS]
