"""What can happen to a session, and the words for it."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from troth.domain.kernel import ClauseId, Digest, Event, MemberId, Value

SessionId = NewType("SessionId", str)
LineId = NewType("LineId", str)


class Topic(StrEnum):
    """What a session goes through, in this order (domain design, section 2.3)."""

    FIT = "fit"
    WELLBEING = "wellbeing"
    APPRECIATIONS = "appreciations"
    TALKS = "talks"
    EXPECTATIONS = "expectations"
    CONDUCT = "conduct"
    DECISIONS = "decisions"
    CLAUSES = "clauses"
    BOUNDARIES = "boundaries"
    CONNECTION = "connection"
    ONE_CHANGE = "one-change"
    READ_BACK = "read-back"


class Treatment(StrEnum):
    """What became of an item."""

    TALKED = "talked"
    CARRIED = "carried"
    LEFT = "left"


class Preparation(StrEnum):
    """What a member may bring: something they are glad of, something hard, a wish."""

    GLAD = "glad"
    HARD = "hard"
    WISH = "wish"


class Item(Value, frozen=True):
    """A thing on the agenda: its topic, and the id of what it is about where there is one."""

    topic: Topic
    name: str = ""


class SessionPlanned(Event, frozen=True, tag="session-planned/1"):
    """A session has a time: planned by hand, or touched for the first time since its clause."""

    session: SessionId
    at: datetime
    minutes: int
    in_role: bool = False
    clause: ClauseId | None = None


class SessionMoved(Event, frozen=True, tag="session-moved/1"):
    """A member moved the session to another time."""

    session: SessionId
    at: datetime


class SessionCalledOff(Event, frozen=True, tag="session-called-off/1"):
    """A member called the session off; nobody owes a reason."""

    session: SessionId


class ArrivedAtSession(Event, frozen=True, tag="arrived-at-session/1"):
    """A member is here, and says whether they are fit to do this."""

    session: SessionId
    fit: bool


class SessionPutOff(Event, frozen=True, tag="session-put-off/1"):
    """One of them was not fit to do this, so the session was not opened; nobody's breach."""

    session: SessionId


class SessionOpened(Event, frozen=True, tag="session-opened/1"):
    """Both are here and fit to do this."""

    session: SessionId


class PreparationBrought(Event, frozen=True, tag="preparation-brought/1"):
    """A member brought something they had prepared for themselves."""

    session: SessionId
    kind: Preparation
    text: str


class ItemTreated(Event, frozen=True, tag="item-treated/1"):
    """The two talked about an item, carried it over, or left it."""

    session: SessionId
    item: Item
    treatment: Treatment


class LineWritten(Event, frozen=True, tag="line-written/1"):
    """A member wrote a line of the minutes, or wrote their own line anew."""

    session: SessionId
    line: LineId
    text: str
    owner: MemberId | None = None
    item: Item | None = None


class LineStruck(Event, frozen=True, tag="line-struck/1"):
    """A member took their own line out of the minutes."""

    session: SessionId
    line: LineId


class MinutesConfirmed(Event, frozen=True, tag="minutes-confirmed/1"):
    """A member confirmed exactly these minutes; a dissenting note stands beside them."""

    session: SessionId
    digest: Digest
    dissent: str = ""


class SessionClosed(Event, frozen=True, tag="session-closed/1"):
    """The session is over; `minutes` is what both confirmed, and None when it ended early."""

    session: SessionId
    minutes: Digest | None
    carried: tuple[Item, ...] = ()
