"""What a member may ask about a matter, and what may stand in the way."""

from datetime import datetime
from typing import TypeAlias

from troth.domain.decisions.events import Answer, MatterId, OpinionId
from troth.domain.kernel import Command, Digest, Protective, Refusal
from troth.domain.routing.matter import Declaration, Facet, MatterKind
from troth.domain.routing.routes import Label


class RaiseMatter(Command, frozen=True):
    """Raise a question, with its parts as one sees them and what one would like."""

    matter: MatterId
    question: str
    facets: tuple[Facet, ...]
    wanted: str = ""
    intimate: bool = False


class Declare(Command, frozen=True):
    """Declare one's own facts about a part, also differently from the other."""

    matter: MatterId
    part: int
    declaration: Declaration
    intimate: bool = False


class EditQuestion(Command, frozen=True):
    """Put one's own question in other words; what was said to the earlier ones stays."""

    matter: MatterId
    question: str


class SplitMatter(Command, frozen=True):
    """Say that the matter has further parts."""

    matter: MatterId
    facets: tuple[Facet, ...]


class GiveOpinion(Protective, frozen=True):
    """Say something about a matter: in every state and style, before and after it is decided."""

    matter: MatterId
    opinion: OpinionId
    question: Digest
    text: str


class Pass(Protective, frozen=True):
    """Say that one has nothing to add to the question as it was read."""

    matter: MatterId
    question: Digest


class Elevate(Command, frozen=True):
    """Put what one would decide for oneself to both."""

    matter: MatterId


class TakeElevationBack(Protective, frozen=True):
    """Decide for oneself after all."""

    matter: MatterId


class Defer(Command, frozen=True):
    """Leave to the other what one would decide as the lead."""

    matter: MatterId


class TakeDeferralBack(Command, frozen=True):
    """Decide as the lead after all."""

    matter: MatterId


class TakeUrgently(Command, frozen=True):
    """Take the smallest act that protects or can be undone, before the hearing still owed."""

    matter: MatterId
    act: str
    why: str
    protective: bool = False
    reversible: bool = False


class Decide(Command, frozen=True):
    """Decide the question as it was read; where both decide, this puts the outcome to both.

    `considered` answers the question about protected needs, where one decides with authority.
    """

    matter: MatterId
    question: Digest
    outcome: str
    reasons: str
    answers: tuple[Answer, ...] = ()
    review_on: datetime | None = None
    act_by: datetime | None = None
    considered: bool = False


class ConsentToOutcome(Command, frozen=True):
    """Consent to exactly the outcome that was read, named by its digest."""

    matter: MatterId
    digest: Digest
    answers: tuple[Answer, ...] = ()


class TakeOutcomeBack(Protective, frozen=True):
    """Take back one's consent to an outcome that both have yet to consent to."""

    matter: MatterId


class ReviewDecision(Command, frozen=True):
    """Look at a decision again and leave it standing."""

    matter: MatterId
    note: str = ""
    review_on: datetime | None = None


class RescindDecision(Command, frozen=True):
    """Set a decision aside; what both decided takes both."""

    matter: MatterId
    reason: str = ""


class WithdrawMatter(Protective, frozen=True):
    """Withdraw a question one raised."""

    matter: MatterId


HearingCommand: TypeAlias = Declare | EditQuestion | SplitMatter | GiveOpinion | Pass

HandingCommand: TypeAlias = Elevate | TakeElevationBack | Defer | TakeDeferralBack

DecidingCommand: TypeAlias = TakeUrgently | Decide | ConsentToOutcome | TakeOutcomeBack

StandingCommand: TypeAlias = ReviewDecision | RescindDecision

OpenMatterCommand: TypeAlias = HearingCommand | HandingCommand | DecidingCommand | WithdrawMatter

DecisionCommand: TypeAlias = RaiseMatter | OpenMatterCommand | StandingCommand


class TooManyMatters(Refusal, frozen=True):
    """More questions of one's own are open than two people can keep in mind."""

    most: int
    says = "{most} questions of yours are open. Decide or withdraw some of them first."


class WrongParts(Refusal, frozen=True):
    """A matter has between one part and the most that can be looked at together."""

    most: int
    says = "A question has at least one part, and at most {most}."


class OthersWord(Refusal, frozen=True):
    """Each declares their own facts, never the other's."""

    says = "Say only what you see yourself. The other one says what they see."


class HolderMissing(Refusal, frozen=True):
    """A part about somebody's body or rights says whose they are."""

    says = "Say whose body or rights this is about: yours, or the other's."


class NotYourQuestion(Refusal, frozen=True):
    """Only the one who raised a question edits or withdraws it."""

    says = "The one who raised this question can change or withdraw it. You can say what you think."


class HearingOwed(Refusal, frozen=True):
    """Something was taken urgently, so the question stays until the other has been heard on it."""

    members: str
    says = "You acted on this before the hearing, so {members} is heard before you withdraw it."


class NotSplitOff(Refusal, frozen=True):
    """What has a path of its own is not split off another matter."""

    kind: MatterKind
    says = "A part of this kind ({kind}) has its own path. Raise it by itself."


class QuestionChanged(Refusal, frozen=True):
    """The question was put in other words since it was read."""

    says = "The question has other words than those you read. Read it again, then decide."


class NotYoursToDecide(Refusal, frozen=True):
    """The route names somebody else, as things are now."""

    route: Label
    deciders: str
    says = (
        "This is decided by {deciders} now ({route}). "
        "Your opinion is welcome, and it is answered before anything is decided."
    )


class VoiceMissing(Refusal, frozen=True):
    """Somebody who is owed a hearing has neither given an opinion nor passed."""

    members: str
    says = (
        "Before this is decided, {members} is heard. "
        "Ask for an opinion; having nothing to add is an answer too."
    )


class OpinionUnanswered(Refusal, frozen=True):
    """An opinion has no answer yet (K21)."""

    opinion: str
    by: str
    says = (
        "The opinion “{opinion}” by {by} has no answer yet. Say how far it was taken on, and why."
    )


class NotAnOpinionHere(Refusal, frozen=True):
    """An answer names an opinion that was not given here, or one's own."""

    opinion: str
    says = "“{opinion}” is not an opinion the other one gave on this question."


class DecisionHeld(Refusal, frozen=True):
    """It waits until both are back."""

    says = "This waits until you are both back. It can be talked about meanwhile."


class LimitTouched(Refusal, frozen=True):
    """The matter touches a limit, so nobody decides it."""

    says = "This touches a limit, so nobody decides it. Only its owner can ever loosen a limit."


class BelongsToAgreement(Refusal, frozen=True):
    """A change of the agreement is consented to in exact wording, not decided."""

    says = (
        "This changes the agreement. Put the wording forward as a proposal, "
        "so that both of you consent to the same words."
    )


class BelongsToConduct(Refusal, frozen=True):
    """A response to something not kept has its own path."""

    says = "This is about something that was not kept. It has its own path, with its own hearing."


class OutcomeChanged(Refusal, frozen=True):
    """There is no such outcome to consent to, or it has other words now."""

    says = "That is not the outcome that is put to you both now. Read it again, then answer."


class ReviewNotAhead(Refusal, frozen=True):
    """A day to look again, or to act by, is ahead and within a year."""

    days: int
    says = "Give a day that is ahead, and within {days} days."


class NotYoursToElevate(Refusal, frozen=True):
    """Only who decides for themselves alone may put it to both."""

    route: Label
    says = "Only what you alone decide for yourself can be put to both. Now this is: {route}."


class NotYoursToDefer(Refusal, frozen=True):
    """Only the lead leaves to the other what the lead decides."""

    route: Label
    says = "Only what you decide as the lead can be left to the other. Now this is: {route}."


class NotUrgent(Refusal, frozen=True):
    """Urgency skips no hearing unless the act protects or can be undone."""

    says = (
        "Before a hearing, only what protects somebody or can be undone is taken urgently. "
        "Otherwise ask for the opinion that is owed."
    )


class NeverUrgent(Refusal, frozen=True):
    """Intimate things, responses to a breach and the agreement are never urgent."""

    says = "What is intimate, a response, or the agreement itself is never taken urgently."


class UrgentOnce(Refusal, frozen=True):
    """An urgent act was taken already; the hearing comes next."""

    says = "Something was taken urgently here already. Now the hearing comes first."
