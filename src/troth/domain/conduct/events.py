"""What can happen between a breach and its end, and the words for it."""

from datetime import datetime
from enum import StrEnum
from typing import NewType, TypeAlias

from troth.domain.agreement.terms import CorrectionKind, Need
from troth.domain.kernel import AreaId, ClauseId, Digest, Event, MemberId, Value
from troth.domain.safety import Touch
from troth.domain.standards.events import Duty

BreachId = NewType("BreachId", str)


class AnswerKind(StrEnum):
    """The four answers of the one it concerns; all weigh the same."""

    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    EXPLAINED = "explained"
    WAS_IMPOSSIBLE = "was-impossible"


class Finding(StrEnum):
    """What somebody else makes of it; unclear means that the clause needs another look."""

    UPHELD = "upheld"
    UNCLEAR = "unclear"
    EXCUSED = "excused"
    NOT_UPHELD = "not-upheld"


IN_FAVOUR = (Finding.UPHELD, Finding.UNCLEAR, Finding.EXCUSED, Finding.NOT_UPHELD)
"""The findings in the order in which they favour the one it concerns."""


class ProtectedAct(StrEnum):
    """Acts that are never conduct of a breach (K9)."""

    STOP = "stop"
    PAUSE = "pause"
    END = "end"
    WITHDRAW = "withdraw"
    REFUSE = "refuse"
    DECLINE = "decline"
    LIMIT = "limit"
    TALK = "talk"
    OPINION = "opinion"
    REPORT = "report"
    SEEK_HELP = "seek-help"


class UsedRight(Value, frozen=True, tag="right", tag_field="because"):
    """The conduct was a protected act; the word of the one it concerns is enough."""

    act: ProtectedAct


class HadNeed(Value, frozen=True, tag="need", tag_field="because"):
    """A protected need came first; the word of the one it concerns is enough."""

    need: Need


class HadChoice(Value, frozen=True, tag="choice", tag_field="because"):
    """The conduct was a choice that had been left to the one it concerns."""

    matter: str


class KeptAnother(Value, frozen=True, tag="duty", tag_field="because"):
    """Another duty was kept, and the two could not both be met."""

    duty: Duty


Because: TypeAlias = UsedRight | HadNeed | HadChoice | KeptAnother
"""What keeps a breach from being upheld, whoever weighs it."""


class Footing(Value, frozen=True):
    """The clauses something stands on, and what they touch: where relief can reach it."""

    clauses: frozenset[ClauseId] = frozenset()
    touches: tuple[Touch, ...] = ()


class BreachReported(Event, frozen=True, tag="breach-reported/1"):
    """A member said that something expected was not kept, in the wording of that time."""

    breach: BreachId
    bearer: MemberId
    duty: Duty
    digest: Digest
    conduct_at: datetime
    text: str
    footing: Footing
    area: AreaId | None = None
    lighter: bool = False
    bearer_led: bool = False


class BreachAnswered(Event, frozen=True, tag="breach-answered/1"):
    """The one it concerns answered."""

    breach: BreachId
    answer: AnswerKind
    text: str = ""
    because: Because | None = None


class BreachWeighed(Event, frozen=True, tag="breach-weighed/1"):
    """One of the two said what they make of it, where finding takes both."""

    breach: BreachId
    finding: Finding


class BreachFound(Event, frozen=True, tag="breach-found/1"):
    """It was found: by the other, or by both where the one who leads is concerned."""

    breach: BreachId
    finding: Finding
    text: str = ""
    talk: str | None = None


class FindingChanged(Event, frozen=True, tag="finding-changed/1"):
    """The finding was changed in favour of the one it concerns."""

    breach: BreachId
    finding: Finding
    text: str = ""
    talk: str | None = None


class CorrectionOffered(Event, frozen=True, tag="correction-offered/1"):
    """The other offered one item of what both agreed."""

    breach: BreachId
    clause: ClauseId
    digest: Digest
    item: CorrectionKind
    minutes: int
    footing: Footing
    treat: ClauseId | None = None


class CorrectionAccepted(Event, frozen=True, tag="correction-accepted/1"):
    """The one it concerns accepted exactly this offer."""

    breach: BreachId
    offer: Digest


class CorrectionDeclined(Event, frozen=True, tag="correction-declined/1"):
    """The one it concerns declined, or broke off; that ends it and is never a breach."""

    breach: BreachId
    talk: str | None = None


class CorrectionBegun(Event, frozen=True, tag="correction-begun/1"):
    """The one it concerns began."""

    breach: BreachId


class CorrectionDone(Event, frozen=True, tag="correction-done/1"):
    """It is done."""

    breach: BreachId


class CareNoted(Event, frozen=True, tag="care-noted/1"):
    """A member noted what care there was afterwards."""

    breach: BreachId
    text: str = ""


class BreachClosed(Event, frozen=True, tag="breach-closed/1"):
    """It is closed, for good."""

    breach: BreachId
