"""What can happen to a matter: raised, declared, heard, decided, looked at again."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from troth.domain.kernel import Digest, Event, MemberId, Value, digest
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.routing.routes import Decider, Label

MatterId = NewType("MatterId", str)
OpinionId = NewType("OpinionId", str)


class Weight(StrEnum):
    """What became of an opinion in the decision."""

    TAKEN = "taken"
    PARTLY = "partly"
    NOT_TAKEN = "not-taken"


class Answer(Value, frozen=True):
    """What a decider says to an opinion: how far it was taken on, and why (K21)."""

    opinion: OpinionId
    weight: Weight
    why: str


class Resolution(Value, frozen=True):
    """What is decided about a question, in words, with why and when to look at it again."""

    question: Digest
    outcome: str
    reasons: str
    review_on: datetime | None = None
    act_by: datetime | None = None

    @property
    def digest(self) -> Digest:
        """The digest two people consent to when they decide together."""
        return digest(self)


class UrgentAct(Value, frozen=True):
    """The smallest protective or reversible act, taken before the hearing that is still owed."""

    by: MemberId
    at: datetime
    act: str
    why: str


class MatterRaised(Event, frozen=True, tag="matter-raised/1"):
    """A member raised a question; `label` says who decided such a thing then, for the history."""

    matter: MatterId
    question: str
    digest: Digest
    facets: tuple[Facet, ...]
    wanted: str
    intimate: bool
    label: Label


class FactsDeclared(Event, frozen=True, tag="facts-declared/1"):
    """A member declared their own facts about one part of a matter."""

    matter: MatterId
    part: int
    declaration: Declaration
    intimate: bool


class QuestionEdited(Event, frozen=True, tag="question-edited/1"):
    """The one who raised the matter put the question in other words."""

    matter: MatterId
    question: str
    digest: Digest


class MatterSplit(Event, frozen=True, tag="matter-split/1"):
    """A member said that the matter has further parts, which are decided along with it."""

    matter: MatterId
    facets: tuple[Facet, ...]


class OpinionGiven(Event, frozen=True, tag="opinion-given/1"):
    """A member gave an opinion on the question as they read it."""

    matter: MatterId
    opinion: OpinionId
    question: Digest
    text: str


class OpinionPassed(Event, frozen=True, tag="opinion-passed/1"):
    """A member has nothing to add to the question as they read it."""

    matter: MatterId
    question: Digest


class MatterElevated(Event, frozen=True, tag="matter-elevated/1"):
    """The one who decides for themselves asked to decide it together."""

    matter: MatterId


class ElevationTakenBack(Event, frozen=True, tag="elevation-taken-back/1"):
    """The one who had asked to decide together decides for themselves after all."""

    matter: MatterId


class MatterDeferred(Event, frozen=True, tag="matter-deferred/1"):
    """The lead left the choice to the other."""

    matter: MatterId


class DeferralTakenBack(Event, frozen=True, tag="deferral-taken-back/1"):
    """The lead decides after all."""

    matter: MatterId


class TakenUrgently(Event, frozen=True, tag="taken-urgently/1"):
    """A member took the smallest protective or reversible act, and said why."""

    matter: MatterId
    act: str
    why: str
    protective: bool
    reversible: bool


class ResolutionProposed(Event, frozen=True, tag="resolution-proposed/1"):
    """One of the two put a resolution forward for both, and consents to it."""

    matter: MatterId
    resolution: Resolution
    digest: Digest
    answers: tuple[Answer, ...]


class ResolutionTakenBack(Event, frozen=True, tag="resolution-taken-back/1"):
    """A member took back their consent to the resolution put forward."""

    matter: MatterId


class MatterDecided(Event, frozen=True, tag="matter-decided/1"):
    """It was decided, by those whom the route named at that moment and in that capacity."""

    matter: MatterId
    resolution: Resolution
    digest: Digest
    answers: tuple[Answer, ...]
    deciders: tuple[Decider, ...]
    label: Label
    delegated: bool


class DecisionReviewed(Event, frozen=True, tag="decision-reviewed/1"):
    """A decider looked at a decision again and leaves it standing."""

    matter: MatterId
    note: str
    review_on: datetime | None


class RescissionAsked(Event, frozen=True, tag="rescission-asked/1"):
    """One of the two would set aside what both decided; it takes the other too."""

    matter: MatterId
    reason: str


class DecisionRescinded(Event, frozen=True, tag="decision-rescinded/1"):
    """A decision was set aside."""

    matter: MatterId
    reason: str


class MatterWithdrawn(Event, frozen=True, tag="matter-withdrawn/1"):
    """The one who raised the matter withdrew it, undecided."""

    matter: MatterId


def in_order(deciders: frozenset[Decider]) -> tuple[Decider, ...]:
    """Return deciders in one order, so that a record is the same on every machine."""
    return tuple(sorted(deciders))
