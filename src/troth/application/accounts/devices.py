"""Devices: where somebody has logged in before, so that their next login there need not wait.

A device keeps a random token, and the server its digest. Only its owner can read when it came and
what they call it; to the server it says that this device is known, and to nobody else anything.
"""

from contextlib import suppress
from datetime import datetime

import msgspec
from msgspec.structs import replace

from troth.application.decoding import decoded
from troth.application.handle import World
from troth.application.notices import Registration
from troth.application.ports import Card, Directory, Shelf, StoreDamaged
from troth.crypto.codes import new_token, token_digest
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.domain.kernel import (
    NAME_LENGTH,
    MemberId,
    Refusal,
    UnclearWording,
    Value,
    is_clear,
)

DEVICE_FORMAT = 1

MOST_DEVICES = 20
"""More than anybody uses in a year; the longest known gives way, and merely waits again."""


class Device(Value, frozen=True):
    """The row of a device: what its owner calls it, sealed, and what it may do without a login.

    `reach` is the chains it may pause, sealed under its own token.
    """

    format: int
    sealed: bytes
    registration: Registration | None = None
    reach: bytes = b""


class KnownDevice(Value, frozen=True):
    """A device as its owner sees it in a list; its id is the digest of its token."""

    id: str
    label: str
    since: datetime
    is_trusted: bool


class _Inside(Value, frozen=True):
    """What only the owner can read."""

    label: str
    since: datetime


def remember_device(world: World, label: str) -> bytes | UnclearWording:
    """Know a device from now on; return its token, which it keeps beyond logging out."""
    if not is_clear(label, longest=NAME_LENGTH):
        return UnclearWording("name of the device")
    token = new_token()
    inside = msgspec.msgpack.encode(_Inside(label, world.clock.now()))
    id_ = token_digest(token)
    device = Device(DEVICE_FORMAT, seal(_key(world), _place(world, id_), inside))
    with world.store.filing() as directory:
        for surplus in _surplus(world, directory):
            directory.delete_card(Shelf.DEVICE, surplus)
        directory.put_card(Shelf.DEVICE, device_card(id_, world.keys.member, device))
    return token


def name_device(world: World, id_: str, label: str) -> Refusal | None:
    """Call one of one's own devices something else; one that is known no more stays so."""
    if not is_clear(label, longest=NAME_LENGTH):
        return UnclearWording("name of the device")
    with world.store.filing() as directory:
        card = directory.card(Shelf.DEVICE, id_)
        if card is None or card.owner != world.keys.member:
            return None
        inside = _Inside(label, _opened(world, card).since)
        sealed = seal(_key(world), _place(world, id_), msgspec.msgpack.encode(inside))
        named = replace(read_device(card), sealed=sealed)
        directory.put_card(Shelf.DEVICE, device_card(id_, card.owner, named))
    return None


def devices(world: World) -> tuple[KnownDevice, ...]:
    """Return one's own devices, the longest known first."""
    with world.store.finding() as directory:
        return _known(world, directory)


def device_id(token: bytes) -> str:
    """Return the id of a device in its owner's list."""
    return token_digest(token)


def is_known(directory: Directory, token: bytes | None, member: MemberId) -> bool:
    """Tell whether somebody has logged in on this device before."""
    card: Card | None = None
    with suppress(StoreDamaged):  # its owner waits like anybody, and gets in
        card = None if token is None else directory.card(Shelf.DEVICE, token_digest(token))
    return card is not None and card.owner == member


def read_device(card: Card) -> Device:
    """Return the device in a row; raises StoreDamaged for a form this program does not write."""
    device = decoded(card.body, Device)
    if device is None or device.format != DEVICE_FORMAT:
        raise StoreDamaged("A device of the record is of an unknown form.")
    return device


def device_card(id_: str, owner: str, device: Device) -> Card:
    """Return the row of a device."""
    return Card(id_, owner, msgspec.msgpack.encode(device))


def _known(world: World, directory: Directory) -> tuple[KnownDevice, ...]:
    cards = directory.cards(Shelf.DEVICE, world.keys.member)
    return tuple(sorted((_opened(world, card) for card in cards), key=lambda each: each.since))


def _surplus(world: World, directory: Directory) -> list[str]:
    """Name the devices that make room for one more: never one that may pause without a login."""
    known = _known(world, directory)
    untrusted = [each.id for each in known if not each.is_trusted]
    return untrusted[: max(0, len(known) + 1 - MOST_DEVICES)]


def _opened(world: World, card: Card) -> KnownDevice:
    device = read_device(card)
    try:
        inside = open_sealed(_key(world), _place(world, card.key), device.sealed)
    except Unopened:
        raise StoreDamaged("A device of the record is not as it was written.") from None
    read = msgspec.msgpack.decode(inside, type=_Inside)
    return KnownDevice(card.key, read.label, read.since, device.registration is not None)


def _key(world: World) -> bytes:
    return world.keys.identity.settings_key


def _place(world: World, id_: str) -> bytes:
    return place("device", world.keys.member, id_)
