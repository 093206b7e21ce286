"""What can happen to a talk, and the words for it."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from troth.domain.kernel import Event, Value

TalkId = NewType("TalkId", str)


class Urgency(StrEnum):
    """How soon the one who asks would like to be heard."""

    NOW = "now"
    SOON = "soon"
    NEXT_SESSION = "next-session"


class Stage(StrEnum):
    """How far a talk has come; only acts move it, never time."""

    REQUESTED = "requested"
    ACKNOWLEDGED = "acknowledged"
    SCHEDULED = "scheduled"
    HELD = "held"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Thing(StrEnum):
    """What kind of thing a talk may be about."""

    AREA = "area"
    CLAUSE = "clause"
    MATTER = "matter"
    BREACH = "breach"
    CORRECTION = "correction"
    DIRECTION = "direction"
    OBSERVATION = "observation"
    CHECK_IN = "check-in"
    SESSION = "session"


class About(Value, frozen=True):
    """What a talk refers to, by kind and id."""

    thing: Thing
    name: str


class TalkRequested(Event, frozen=True, tag="talk-requested/1"):
    """A member asked to talk; `acknowledge_by` moves on while the exchange rests."""

    talk: TalkId
    urgency: Urgency
    acknowledge_by: datetime
    topic: str = ""
    about: About | None = None
    in_role: bool = False


class TalkAcknowledged(Event, frozen=True, tag="talk-acknowledged/1"):
    """The other has seen that somebody wants to be heard."""

    talk: TalkId


class TalkTimeSuggested(Event, frozen=True, tag="talk-time-suggested/1"):
    """A member suggested a time."""

    talk: TalkId
    at: datetime


class TalkScheduled(Event, frozen=True, tag="talk-scheduled/1"):
    """The other said yes to the time suggested."""

    talk: TalkId
    at: datetime


class TalkHeld(Event, frozen=True, tag="talk-held/1"):
    """A member said that they have talked; the talk stays open until its asker closes it."""

    talk: TalkId


class TalkClosed(Event, frozen=True, tag="talk-closed/1"):
    """The asker has been heard."""

    talk: TalkId


class TalkWithdrawn(Event, frozen=True, tag="talk-withdrawn/1"):
    """The asker no longer needs the talk."""

    talk: TalkId
