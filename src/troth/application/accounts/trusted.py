"""Trusted devices: a locked or offline phone may still pause and stop, and do nothing else.

Whoever has the device can pause: that costs little and is undone by both coming back. It cannot
read, write or sign anything else, and its owner takes the trust back from any other place.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

import msgspec
from msgspec.structs import replace

from troth.application.accounts.devices import Device, device_card, read_device
from troth.application.accounts.everywhere import NotEverywhere, derived
from troth.application.accounts.proof import proved_world
from troth.application.full_disk import past_full_disk
from troth.application.grants import FalseGrant, admitted
from troth.application.handle import Host, World
from troth.application.keyring import ForgottenDevice, keep_ring, with_forgotten
from troth.application.notices import (
    NOTICE_FORMAT,
    NOTICES,
    Ask,
    Notice,
    Registration,
    SignedNotice,
    read_notice,
    register,
    sign_notice,
    waiting_notices,
    waiting_slots,
    write_notice,
)
from troth.application.ports import (
    Card,
    ChainId,
    Directory,
    OperationId,
    Reading,
    Shelf,
    StoreDamaged,
    StoreError,
    Transaction,
)
from troth.application.read import view
from troth.application.rules import SHARED
from troth.crypto.codes import token_digest, token_key
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.domain.kernel import MemberId, Refusal, Value
from troth.projections.phrases import Phrase

MOST_TRUSTED = 5
"""More phones and tablets than one person carries; each is something to lose."""


class NotTrusted(Refusal, frozen=True):
    """A device may not pause or stop there: it is not trusted, or no longer, or not for that."""

    says = "This device cannot do that without a login. Log in, and do it there."


class TooManyTrusted(Refusal, frozen=True):
    """As many devices as may be are trusted already."""

    most: int = MOST_TRUSTED
    says = "You trust {most} devices already. Remove one of them first."


class TrustedDevice(Value, frozen=True):
    """What a device keeps to sign offline: its owner's word for it, and the chains it may pause."""

    registration: Registration
    chains: tuple[ChainId, ...]


class Pressed(Value, frozen=True):
    """What was pressed on a device, and when (aware, UTC): perhaps while nothing was reached."""

    ask: Ask
    op: OperationId
    at: datetime


class Left(Value, frozen=True):
    """A pause or stop lies in the record, and counts from its own time once anybody looks."""


def trust_device(host: Host, token: bytes, device: bytes) -> TrustedDevice | Refusal:
    """Let a known device pause and stop without a login, in every chain its owner is in now."""
    world = proved_world(host, token)
    if isinstance(world, Refusal):
        return world
    member, id_ = world.keys.member, token_digest(device)
    trusted = TrustedDevice(
        register(device, world.keys.identity), tuple(world.keys.ring.memberships)
    )
    with host.store.filing() as directory:
        cards = {card.key: read_device(card) for card in directory.cards(Shelf.DEVICE, member)}
        others = [each for key, each in cards.items() if each.registration and key != id_]
        if id_ not in cards:
            return NotTrusted()
        if len(others) >= MOST_TRUSTED:
            return TooManyTrusted()
        directory.put_card(Shelf.DEVICE, _card(member, cards[id_], device, trusted))
    return trusted


def renew_trust(world: World, device: bytes) -> None:
    """Let a trusted device pause also in chains its owner has come to since."""
    member, id_ = world.keys.member, token_digest(device)
    with world.store.filing() as directory:
        card = directory.card(Shelf.DEVICE, id_)
        known = None if card is None or card.owner != member else read_device(card)
        if known is not None and known.registration is not None:
            chains = tuple(world.keys.ring.memberships)
            trusted = TrustedDevice(known.registration, chains)
            directory.put_card(Shelf.DEVICE, _card(member, known, device, trusted))


def forget_device(host: Host, token: bytes, id_: str) -> Refusal | None:
    """Know a device no more, by its id in the list; what it may have been trusted with ends.

    What it has left until now is recorded first. Whatever somebody who has it puts in later does
    not count: the program of its owner drops it, and names what another program has recorded.
    """
    world = proved_world(host, token)
    if isinstance(world, Refusal):
        return world
    heads = settled_heads(world)
    with host.store.filing() as directory:
        card = directory.card(Shelf.DEVICE, id_)
        if card is None or card.owner != world.keys.member:
            return None
        registration = read_device(card).registration
        directory.delete_card(Shelf.DEVICE, id_)
        if registration is not None:
            forgotten = ForgottenDevice(registration.device, heads)
            keep_ring(directory, world.keys, partial(with_forgotten, device=forgotten))
    return None


def drop_devices(
    directory: Directory, member: MemberId, heads: Mapping[ChainId, int]
) -> Iterator[ForgottenDevice]:
    """Know none of somebody's devices any more; give those that were trusted, to be forgotten."""
    for card in directory.cards(Shelf.DEVICE, member):
        directory.delete_card(Shelf.DEVICE, card.key)
        with suppress(StoreDamaged):
            registration = read_device(card).registration
            if registration is not None:
                yield ForgottenDevice(registration.device, heads)


def settled_heads(world: World) -> Mapping[ChainId, int]:
    """Record what devices have left in each record, and return where each stands then."""
    return {chain: _settled_head(world, chain) for chain in world.keys.ring.memberships}


def _settled_head(world: World, chain: ChainId) -> int:
    """Record what devices have left in a chain, and return where it stands then."""
    with suppress(StoreError):
        return view(world, chain, SHARED).seq
    with suppress(StoreError), world.store.reading(chain) as reading:
        return reading.head.seq
    return 0


def trusted_device(host: Host, device: bytes) -> TrustedDevice | NotTrusted:
    """Return what a device is trusted with; only its own token opens that."""
    found = _found(host, device)
    return NotTrusted() if found is None else found[1]


def rest_from(host: Host, device: bytes, ask: Ask, op: OperationId) -> Left | NotTrusted:
    """Pause or stop everything from a device, now and without a login."""
    return rest_since(host, device, Pressed(ask, op, host.clock.now()))


def rest_since(host: Host, device: bytes, pressed: Pressed) -> Left | NotTrusted:
    """Pause or stop everything from a device, from when it was pressed there.

    A time that has not come counts from now. Where a record cannot take it the others do, and
    NotEverywhere says so at the end.
    """
    found = _found(host, device)
    if found is None:
        return NotTrusted()
    done, faults = _left_everywhere(host, device, found[1], pressed)
    if done:
        _tell_others(host, found[0], found[1].chains)
    if faults:
        raise _not_everywhere(len(done), faults) if done else faults[0]
    return done[0] if done else NotTrusted()


def _left_everywhere(
    host: Host, device: bytes, reach: TrustedDevice, pressed: Pressed
) -> tuple[list[Left], list[StoreError]]:
    """Leave a notice in each record of a device; return what was left, and what went wrong."""
    since = int(min(pressed.at, host.clock.now()).timestamp())
    left, faults = list[Left | NotTrusted](), list[StoreError]()
    for chain in reach.chains:
        notice = Notice(NOTICE_FORMAT, pressed.ask, chain, since, derived(pressed.op, chain))
        body = write_notice(sign_notice(device, notice, reach.registration))
        try:
            left.append(leave(host, device, body))
        except StoreError as error:
            faults.append(error)
    return [each for each in left if isinstance(each, Left)], faults


def _not_everywhere(done: int, faults: list[StoreError]) -> NotEverywhere:
    return NotEverywhere(
        Phrase(
            "It was left in {done} of your records, but could not be in {others}. "
            "There, say it yourself. {why}",
            done=done,
            others=len(faults),
            why=faults[0].said,
        )
    )


def _tell_others(host: Host, owner: MemberId, chains: Iterable[ChainId]) -> None:
    """Have the others of these records told: coming back from a rest waits for both.

    Nobody is logged in, so the grants say who they are.
    """
    for chain in chains:
        with suppress(StoreError, FalseGrant), host.store.reading(chain) as reading:
            for each in {grant.member for grant in admitted(chain, reading.grants())} - {owner}:
                host.telling.tell(each)


def leave(host: Host, device: bytes, body: bytes) -> Left | NotTrusted:
    """Leave a notice that a device has signed, perhaps offline and some time ago."""
    signed, found = read_notice(body), _found(host, device)
    if signed is None or found is None or signed.registration != found[1].registration:
        return NotTrusted()
    if signed.notice.chain not in found[1].chains:
        return NotTrusted()
    return past_full_disk(host.store, lambda: _left(host, found[0], signed))


def _left(host: Host, owner: MemberId, signed: SignedNotice) -> Left | NotTrusted:
    notice, body = signed.notice, write_notice(signed)
    with host.store.acting(notice.chain) as transaction:
        kept = transaction.pending(NOTICES, notice.slot)
        if not _is_admitted(transaction, owner, signed.registration) or kept not in {None, body}:
            return NotTrusted()
        is_recorded = transaction.operation(notice.op) is not None
        if not is_recorded and not _is_covered(transaction, signed):
            transaction.put_pending(NOTICES, notice.slot, body)
    return Left()


def _is_covered(transaction: Transaction, signed: SignedNotice) -> bool:
    """Tell whether the device has left the same since an earlier time; a later one gives way.

    So a device leaves at most two rows in a chain, however often it is pressed.
    """
    waiting = [
        each.notice
        for each in waiting_notices(transaction, waiting_slots(transaction))
        if (each.registration, each.notice.ask) == (signed.registration, signed.notice.ask)
    ]
    if any(each.since <= signed.notice.since for each in waiting):
        return True
    for each in waiting:
        transaction.delete_pending(NOTICES, each.slot)
    return False


def _is_admitted(reading: Reading, owner: MemberId, registration: Registration) -> bool:
    """Tell whether somebody may write there; where no grant can be checked, the keys tell later.

    Whoever opens the record next knows both keys by heart, and a notice by another's is dropped:
    refused here, it would be enough to damage one grant to keep somebody from pausing.
    """
    try:
        grants = admitted(reading.chain, reading.grants())
    except (FalseGrant, StoreDamaged):
        return True
    return any((each.member, each.public) == (owner, registration.member) for each in grants)


def _found(host: Host, device: bytes) -> tuple[MemberId, TrustedDevice] | None:
    """Return whose trusted device this is, and what it may do."""
    with host.store.finding() as directory:
        card = directory.card(Shelf.DEVICE, token_digest(device))
    known = None if card is None else read_device(card)
    if card is None or known is None or known.registration is None:
        return None
    try:
        reach = open_sealed(token_key(device), _place(card.key), known.reach)
    except Unopened:
        raise StoreDamaged("A device of the record is not as it was written.") from None
    chains = msgspec.msgpack.decode(reach, type=tuple[ChainId, ...])
    return MemberId(card.owner), TrustedDevice(known.registration, chains)


def _card(member: MemberId, known: Device, device: bytes, trusted: TrustedDevice) -> Card:
    id_ = token_digest(device)
    reach = seal(token_key(device), _place(id_), msgspec.msgpack.encode(trusted.chains))
    row = replace(known, registration=trusted.registration, reach=reach)
    return device_card(id_, member, row)


def _place(id_: str) -> bytes:
    return place("device-reach", id_)
