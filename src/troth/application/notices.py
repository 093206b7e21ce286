"""Notices: a pause or a stop signed by a trusted device, for when nobody is logged in.

The device's key is registered by its owner's own, so both can be checked without any secret. A
notice says one thing in one place at one time, once, and can say nothing but pause or stop.
"""

from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Annotated

import msgspec

from troth.application.decoding import decoded
from troth.application.ports import ChainId, OperationId, Reading, Slot, StoreDamaged
from troth.crypto.derive import derive, require_length
from troth.crypto.envelope import place
from troth.crypto.keys import Identity, KeyId, is_signed, key_id
from troth.domain.dynamic.commands import Pause, Stop
from troth.domain.dynamic.events import Paused, Stopped
from troth.domain.kernel import Event, MemberId, Value, backdated

NOTICE_FORMAT = 1

NOTICES = MemberId("notices")
"""Whose rows the waiting notices of a chain are: one look shows whether there are any."""

RESTORED = Slot("restored")
"""The row that says, among the notices, that this chain came back from a copy; it needs no key."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
END_OF_DATES = 253_402_300_800
"""The year 10000, where dates end."""


class Ask(IntEnum):
    """What a notice asks for; a number, so that a row on the disk holds no word."""

    PAUSE = 1
    STOP = 2


class Registration(Value, frozen=True):
    """A member's word for a device: its public key, and theirs, which signed it."""

    device: bytes
    member: bytes
    signature: bytes

    @property
    def id(self) -> KeyId:
        """The id of the member's key."""
        return key_id(self.member)

    @property
    def message(self) -> bytes:
        """What the member signs."""
        return place("device-registration", self.member, self.device)


class Notice(Value, frozen=True):
    """A pause or stop in one chain, since a time (seconds since 1970, UTC), to be done once."""

    format: int
    ask: Ask
    chain: ChainId
    since: Annotated[int, msgspec.Meta(ge=0, lt=END_OF_DATES)]
    op: Annotated[OperationId, msgspec.Meta(pattern="^[0-9a-f]{32}$")]

    @property
    def at(self) -> datetime:
        """The time it was said."""
        return _EPOCH + timedelta(seconds=self.since)

    @property
    def command(self) -> Pause | Stop:
        """What it asks for."""
        return Pause(since=self.at) if self.ask is Ask.PAUSE else Stop(since=self.at)

    @property
    def slot(self) -> Slot:
        """The name of the row it waits in."""
        return Slot(f"notice-{self.op}")

    def event(self, now: datetime) -> Event:
        """Return what has happened once it takes effect: at most 30 days back, as for anybody."""
        since = backdated(self.at, now)
        return Paused(since) if self.ask is Ask.PAUSE else Stopped(since)

    def message(self, registration: Registration) -> bytes:
        """Return what the device signs."""
        what = (self.format, int(self.ask), self.chain, self.since, self.op)
        return place("notice", *what, registration.message)


class SignedNotice(Value, frozen=True):
    """A notice, the device that signed it, and its owner's word for that device."""

    notice: Notice
    registration: Registration
    signature: bytes

    @property
    def is_genuine(self) -> bool:
        """Whether the device signed the notice, and the member the device."""
        word, notice = self.registration, self.notice
        return (
            notice.format == NOTICE_FORMAT
            and is_signed(word.member, word.message, word.signature)
            and is_signed(word.device, notice.message(word), self.signature)
        )


def device_identity(token: bytes) -> Identity:
    """Return who signs for whoever holds a device's token."""
    return Identity(derive(require_length(token), "device-identity"))


def register(token: bytes, member: Identity) -> Registration:
    """Return a member's word for a device."""
    blank = Registration(device_identity(token).public, member.public, b"")
    return msgspec.structs.replace(blank, signature=member.sign(blank.message))


def sign_notice(token: bytes, notice: Notice, registration: Registration) -> SignedNotice:
    """Return a notice signed by a device: no login is needed, nor any network."""
    signature = device_identity(token).sign(notice.message(registration))
    return SignedNotice(notice, registration, signature)


def write_notice(signed: SignedNotice) -> bytes:
    """Return the bytes of a notice."""
    return msgspec.msgpack.encode(signed)


def read_notice(body: bytes) -> SignedNotice | None:
    """Return the notice in these bytes, or None for anything but a genuine one."""
    signed = decoded(body, SignedNotice)
    return None if signed is None or not signed.is_genuine else signed


def waiting_slots(reading: Reading) -> tuple[Slot, ...]:
    """Return the names of the rows in which notices wait, and of those that were damaged."""
    return reading.pending_slots(NOTICES, also_damaged=True)


def waiting_notices(reading: Reading, slots: tuple[Slot, ...]) -> list[SignedNotice]:
    """Return the notices in these rows, the earliest first; what is none is left out.

    A row that was damaged is none either: it keeps nobody from pausing, nor any other notice.
    """
    found = [signed for slot in slots if (signed := _waiting(reading, slot)) is not None]
    return sorted(found, key=lambda each: (each.notice.since, each.notice.op))


def _waiting(reading: Reading, slot: Slot) -> SignedNotice | None:
    try:
        body = reading.pending(NOTICES, slot)
    except StoreDamaged:
        return None
    return None if body is None else read_notice(body)
