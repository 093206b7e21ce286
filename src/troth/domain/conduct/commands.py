"""What a member may ask between a breach and its end."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from troth.domain.conduct.events import AnswerKind, Because, BreachId, Finding
from troth.domain.force import Ground
from troth.domain.kernel import AreaId, ClauseId, Command, Digest, MemberId, Protective, Value
from troth.domain.standards.events import Duty
from troth.domain.standards.state import StandardsState


class Choice(Value, frozen=True):
    """A choice that was left to somebody: when they made it, and about which parts of life."""

    decided_at: datetime
    areas: frozenset[AreaId | None]


class Facts(Value, frozen=True):
    """What deciding rests on besides the breaches themselves.

    `waiting_to_talk`: who has waited for an acknowledgement longer than both agreed.
    `choices`: the matters left to the one who acts, and decided by them.
    `waived_before`: before then, both cleared what had not been reported.
    """

    ground: Ground
    standards: StandardsState
    waiting_to_talk: frozenset[MemberId] = frozenset()
    choices: Mapping[str, Choice] = {}
    waived_before: datetime | None = None


class ReportBreach(Command, frozen=True):
    """Say that something expected was not kept, by oneself or by the other, and when."""

    breach: BreachId
    bearer: MemberId
    duty: Duty
    conduct_at: datetime
    text: str = ""


class AnswerBreach(Command, frozen=True):
    """Answer as the one it concerns; until it is found one may answer anew."""

    breach: BreachId
    answer: AnswerKind
    text: str = ""
    because: Because | None = None


class WeighBreach(Command, frozen=True):
    """Say what one makes of it; `talk` names the talk that an unclear one opens."""

    breach: BreachId
    finding: Finding
    text: str = ""
    talk: str | None = None


class ChangeFinding(Command, frozen=True):
    """Change a finding in favour of the one it concerns, at any time."""

    breach: BreachId
    finding: Finding
    text: str = ""
    talk: str | None = None


class OfferCorrection(Command, frozen=True):
    """Offer one item of what both agreed, for how long; a paused treat is named."""

    breach: BreachId
    clause: ClauseId
    minutes: int
    treat: ClauseId | None = None


class AcceptCorrection(Command, frozen=True):
    """Accept exactly this offer, named by its digest."""

    breach: BreachId
    offer: Digest


class DeclineCorrection(Protective, frozen=True):
    """Decline, or break off; with `talk` one would rather talk."""

    breach: BreachId
    talk: str | None = None


class BeginCorrection(Command, frozen=True):
    """Begin what one accepted."""

    breach: BreachId


class FinishCorrection(Command, frozen=True):
    """Say that it is done."""

    breach: BreachId


class NoteCare(Command, frozen=True):
    """Note what care there was afterwards."""

    breach: BreachId
    text: str = ""


class CloseBreach(Command, frozen=True):
    """Close it for good: after care, or earlier by letting it rest."""

    breach: BreachId


FindingCommand: TypeAlias = AnswerBreach | WeighBreach | ChangeFinding
ResponseCommand: TypeAlias = (
    OfferCorrection
    | AcceptCorrection
    | DeclineCorrection
    | BeginCorrection
    | FinishCorrection
    | NoteCare
    | CloseBreach
)
BreachCommand: TypeAlias = ReportBreach | FindingCommand | ResponseCommand
