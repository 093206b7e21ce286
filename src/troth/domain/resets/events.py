"""What can happen to a reset, and the words for it."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from troth.domain.kernel import ClauseId, Digest, Event, MemberId

ResetId = NewType("ResetId", str)


class Wish(StrEnum):
    """What a member would do with a clause after a reset."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


class Help(StrEnum):
    """Whether a reset helped, in one member's words."""

    HELPED = "helped"
    PARTLY = "partly"
    NOT_THIS_TIME = "not-this-time"
    RATHER_NOT_SAY = "rather-not-say"


class ResetAsked(Event, frozen=True, tag="reset-asked/1"):
    """A member would like a reset, in exactly the form both agreed."""

    reset: ResetId
    clause: ClauseId
    form: Digest


class ResetOptedInto(Event, frozen=True, tag="reset-opted-into/1"):
    """A member said "yes, today", and whether it also clears what went unreported before."""

    reset: ResetId
    clears_before: bool


class ResetBegun(Event, frozen=True, tag="reset-begun/1"):
    """Both have said yes on the same day."""

    reset: ResetId


class ResetDone(Event, frozen=True, tag="reset-done/1"):
    """The reset is done; what happened before `waived_before` and was not reported is waived."""

    reset: ResetId
    waived_before: datetime | None = None


class ResetCalledOff(Event, frozen=True, tag="reset-called-off/1"):
    """A member called it off; nobody owes a reason."""

    reset: ResetId


class ClauseReaffirmed(Event, frozen=True, tag="clause-reaffirmed/1"):
    """A member said what they would do with a clause; keeping renews no consent by itself."""

    reset: ResetId
    clause: ClauseId
    wish: Wish


class HelpRevealed(Event, frozen=True, tag="help-revealed/1"):
    """Both had said whether it helped, so both answers are shown at the same moment."""

    reset: ResetId
    answers: dict[MemberId, Help]
