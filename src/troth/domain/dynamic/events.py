"""What can happen to a dynamic itself, and the words for it."""

from datetime import datetime
from enum import StrEnum

from troth.domain.kernel import AreaId, Event, MemberId, Value

CONSTITUTION_VERSION = 1
"""The constitution this code holds (domain design, section 2.5)."""

LONGEST_DEADLINE_DAYS = 92
"""Longest time to answer anything by: so long, not counting rests, a past rest is remembered."""

INVITATION_HOURS = 72
"""An invitation works for three days (record design, joining)."""


class Phase(StrEnum):
    """Where the dynamic stands at a moment; derived, never set."""

    FORMING = "forming"
    ACTIVE = "active"
    CHECKING = "checking"
    PAUSED = "paused"
    STOPPED = "stopped"
    ENDED = "ended"


class Rest(StrEnum):
    """How the exchange rests: a pause, or a stop, which a pause never loosens."""

    PAUSE = "pause"
    STOP = "stop"


class Member(Value, frozen=True):
    """One of the two people: a pseudonym, their zone, and their word that they are an adult."""

    id: MemberId
    name: str
    zone: str
    adult: bool


class Invitation(Value, frozen=True):
    """A one-time invitation, known by the digest of its secret."""

    secret_digest: str
    expires_at: datetime


class Suspension(Value, frozen=True):
    """A rest of the whole exchange or of one area, and who has affirmed coming back since.

    `is_restored`: neither of the two chose it; the record was brought back from a copy.
    """

    rest: Rest
    by: MemberId
    since: datetime
    area: AreaId | None = None
    affirmed: frozenset[MemberId] = frozenset()
    is_restored: bool = False


class RestSpan(Value, frozen=True):
    """A suspension that is over; kept as long as reports reach back."""

    rest: Rest
    since: datetime
    until: datetime
    area: AreaId | None = None


class Span(Value, frozen=True):
    """A check-in or a member's low-capacity state that is over; kept as long as reports reach."""

    by: MemberId
    since: datetime
    until: datetime


class Check(Value, frozen=True):
    """Somebody asked "are we all right?"; nothing new starts until both have said so."""

    by: MemberId
    since: datetime
    cleared: frozenset[MemberId] = frozenset()


class DynamicBegun(Event, frozen=True, tag="dynamic-begun/1"):
    """The first member opened a dynamic."""

    member: Member
    constitution: int


class MemberInvited(Event, frozen=True, tag="member-invited/1"):
    """The first member invited the second."""

    invitation: Invitation


class MemberJoined(Event, frozen=True, tag="member-joined/1"):
    """The second member joined."""

    member: Member


class ZoneChanged(Event, frozen=True, tag="zone-changed/1"):
    """A member changed the zone their times are shown in."""

    zone: str


class NameChanged(Event, frozen=True, tag="name-changed/1"):
    """A member changed what they are called in the record."""

    name: str


class Activated(Event, frozen=True, tag="activated/1"):
    """The exchange began: a role, an area and a signal are in force."""


class CheckRaised(Event, frozen=True, tag="check-raised/1"):
    """A member asked whether both are all right."""


class CheckCleared(Event, frozen=True, tag="check-cleared/1"):
    """A member said they are all right."""


class Paused(Event, frozen=True, tag="paused/1"):
    """A member paused the whole exchange, or one area, with effect from `since`."""

    since: datetime
    area: AreaId | None = None


class Stopped(Event, frozen=True, tag="stopped/1"):
    """A member stopped everything, with effect from `since`."""

    since: datetime


class ResumptionAffirmed(Event, frozen=True, tag="resumption-affirmed/1"):
    """A member said they are ready to come back."""

    area: AreaId | None = None


class ResumptionRetracted(Event, frozen=True, tag="resumption-retracted/1"):
    """A member is not ready after all."""

    area: AreaId | None = None


class Resumed(Event, frozen=True, tag="resumed/1"):
    """Both had affirmed, so the rest is over."""

    area: AreaId | None = None


class LighterBegun(Event, frozen=True, tag="lighter-begun/1"):
    """A member set their own low-capacity state; no reason is recorded."""


class LighterEnded(Event, frozen=True, tag="lighter-ended/1"):
    """A member ended their own low-capacity state."""


class RecordRestored(Event, frozen=True, tag="record-restored/1"):
    """The record was brought back from a copy; whoever opened it first wrote this, unasked."""


class ConstitutionRatified(Event, frozen=True, tag="constitution-ratified/1"):
    """A member ratified a newer constitution."""

    version: int


class Ended(Event, frozen=True, tag="ended/1"):
    """A member ended the dynamic, with effect from `since`; final."""

    since: datetime
