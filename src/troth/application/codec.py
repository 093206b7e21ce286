"""The one written form of acts and states: every event by its tag, every snapshot by its form."""

from datetime import datetime
from functools import cache
from typing import Annotated, Any, Generic, TypeVar, Union

import msgspec

from troth.domain.decider import State
from troth.domain.kernel import Command, Digest, Event, MemberId, Recorded, Value, digest
from troth.domain.notes import NotesState

S = TypeVar("S", bound=Value)

ACT_FORMAT = 1
"""The form of an act. Events carry versions of their own, in their tags."""

EVENTS: tuple[type[Event], ...] = tuple(
    sorted(Event.__subclasses__(), key=lambda event: str(event.__struct_config__.tag))
)
"""Every event there is: importing the decider and the notes has defined them all."""


class UnreadableAct(Exception):
    """Raised when an act in the record is of a form or kind this program does not know."""


class Act(Value, frozen=True):
    """One entry's content: who did what, when, and the digest of what was asked for."""

    format: int
    by: MemberId
    at: datetime
    asked: Digest
    events: tuple[Event, ...]

    def recorded(self) -> tuple[Recorded, ...]:
        """Return the act's events, each with its author and time."""
        return tuple(Recorded(self.by, self.at, event) for event in self.events)


class _WrittenAct(Value, frozen=True):
    """An act as msgspec reads it: with the union of all events, made when they are known."""

    format: int
    by: MemberId
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    asked: Digest
    events: tuple[Union[EVENTS], ...]  # type: ignore[valid-type]  # noqa: UP007 - a union made from a tuple


class Snapshot(Value, Generic[S], frozen=True):
    """A state, the time of the act that led to it, and the schema it is written in."""

    schema: str
    at: datetime
    state: S


SNAPSHOT_SCHEMA = "7b0363da3965ec85"
"""What states look like, and what a record folds to: a snapshot of another schema is folded anew.

It is the beginning of a digest over the structure of the states and over the state that a frozen
record folds to; a test computes it and says what belongs here. A number raised by hand would be
forgotten, and two people would raise it to the same one.
"""

SHARED_SNAPSHOTS = msgspec.msgpack.Decoder(Snapshot[State])
PRIVATE_SNAPSHOTS = msgspec.msgpack.Decoder(Snapshot[NotesState])

_encoder = msgspec.msgpack.Encoder(order="deterministic")


@cache
def _act_decoder() -> msgspec.msgpack.Decoder[Any]:
    # Made when the first entry is read: most commands read none, and would start later for it.
    return msgspec.msgpack.Decoder(_WrittenAct)


def asked(command: Command) -> Digest:
    """Return the digest that tells whether a repeated operation asks for the same thing."""
    return digest(command)


def encode_act(act: Act) -> bytes:
    """Return an act's bytes; the same act gives the same bytes everywhere."""
    return _encoder.encode(act)


def decode_act(body: bytes) -> Act:
    """Return the act in an entry's bytes; raises UnreadableAct for any other form."""
    try:
        written = _act_decoder().decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise UnreadableAct from None
    if written.format != ACT_FORMAT:
        raise UnreadableAct
    return Act(written.format, written.by, written.at, written.asked, written.events)


def encode_snapshot(at: datetime, state: Value) -> bytes:
    """Return a snapshot's bytes."""
    return _encoder.encode(Snapshot(SNAPSHOT_SCHEMA, at, state))


def decode_snapshot(
    body: bytes, decoder: msgspec.msgpack.Decoder[Snapshot[S]]
) -> Snapshot[S] | None:
    """Return the snapshot in these bytes, or None when another schema wrote it: then refold."""
    try:
        written = decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return written if written.schema == SNAPSHOT_SCHEMA else None
