"""Deciding: by whom the route names now, once everyone owed a voice is heard and answered."""

from datetime import datetime, timedelta
from typing import assert_never

from troth.domain.agreement.needs import touched_needs
from troth.domain.agreement.validity import MayTouchProtectedNeed
from troth.domain.decisions import raising
from troth.domain.decisions.commands import (
    BelongsToAgreement,
    BelongsToConduct,
    ConsentToOutcome,
    Decide,
    DecidingCommand,
    DecisionCommand,
    DecisionHeld,
    GiveOpinion,
    HandingCommand,
    HearingCommand,
    HearingOwed,
    LimitTouched,
    NeverUrgent,
    NotAnOpinionHere,
    NotUrgent,
    NotYourQuestion,
    NotYoursToDecide,
    OpenMatterCommand,
    OpinionUnanswered,
    OutcomeChanged,
    QuestionChanged,
    RaiseMatter,
    RescindDecision,
    ReviewDecision,
    ReviewNotAhead,
    StandingCommand,
    TakeOutcomeBack,
    TakeUrgently,
    UrgentOnce,
    VoiceMissing,
    WithdrawMatter,
)
from troth.domain.decisions.events import (
    Answer,
    DecisionRescinded,
    DecisionReviewed,
    MatterDecided,
    MatterWithdrawn,
    RescissionAsked,
    Resolution,
    ResolutionProposed,
    ResolutionTakenBack,
    TakenUrgently,
    in_order,
)
from troth.domain.decisions.hearing import (
    current_route,
    heard,
    is_delegated,
    missing_voices,
    parts_route,
    unanswered,
)
from troth.domain.decisions.state import Decision, DecisionsState, Matter, consents_to, is_kept
from troth.domain.force import Ground
from troth.domain.kernel import (
    Capacity,
    MemberId,
    NotFound,
    Occasion,
    Outcome,
    Refusal,
    UnclearWording,
    is_clear,
)
from troth.domain.routing.matter import MatterKind
from troth.domain.routing.routes import Gate, Route, label, owes_reasons

LONGEST_REVIEW_DAYS = 365
"""A decision is looked at again within a year, as everything agreed is (K22)."""

_NEVER_URGENT = {MatterKind.AGREEMENT_CHANGE, MatterKind.CORRECTION}


def decide(
    state: DecisionsState, ground: Ground, command: DecisionCommand, occasion: Occasion
) -> Outcome:
    """Decide a command about a matter, on the route as it is now."""
    if isinstance(command, RaiseMatter):
        return raising.raise_matter(state, ground, command, occasion)
    matter = state.matters.get(command.matter)
    if matter is not None and not isinstance(command, StandingCommand):
        return _about_open(matter, ground, command, occasion)
    decision = state.decisions.get(command.matter)
    if isinstance(command, StandingCommand) and decision is not None and decision.until is None:
        return _about_standing(decision, ground, command, occasion)
    if isinstance(command, GiveOpinion) and is_kept(state, command.matter):
        return raising.give_opinion(command)
    return NotFound("question" if decision is None else "open question", command.matter)


def _about_open(
    matter: Matter, ground: Ground, command: OpenMatterCommand, occasion: Occasion
) -> Outcome:
    match command:
        case _ if isinstance(command, HearingCommand):
            return raising.hear(matter, ground, command, occasion)
        case _ if isinstance(command, HandingCommand):
            return raising.hand(matter, ground, command, occasion)
        case _ if isinstance(command, DecidingCommand):
            return _on_deciding(matter, ground, command, occasion)
        case WithdrawMatter():
            return _withdraw(matter, ground, occasion.by)
        case _:
            assert_never(command)


def _withdraw(matter: Matter, ground: Ground, by: MemberId) -> Outcome:
    if matter.raised_by != by:
        return NotYourQuestion()
    if not may_withdraw(matter, ground, by):
        return HearingOwed(_names(_unheard(matter, ground, by)))
    return (MatterWithdrawn(matter.id),)


def may_withdraw(matter: Matter, ground: Ground, by: MemberId) -> bool:
    """Whoever acted before the hearing cannot take the question away from it."""
    has_acted = matter.urgent is not None and matter.urgent.by == by
    return matter.raised_by == by and not (has_acted and _unheard(matter, ground, by))


def _unheard(matter: Matter, ground: Ground, by: MemberId) -> frozenset[MemberId]:
    return frozenset(ground.dynamic.member_ids) - {by} - heard(matter)


def _on_deciding(
    matter: Matter, ground: Ground, command: DecidingCommand, occasion: Occasion
) -> Outcome:
    match command:
        case Decide():
            return _decide(matter, ground, command, occasion)
        case ConsentToOutcome():
            return _consent(matter, ground, command, occasion)
        case TakeUrgently():
            return _take_urgently(matter, ground, command, occasion)
        case TakeOutcomeBack():
            proposed = matter.proposed
            has_consented = proposed is not None and occasion.by in proposed.consents
            return (ResolutionTakenBack(matter.id),) if has_consented else ()
        case _:
            assert_never(command)


def _decide(matter: Matter, ground: Ground, command: Decide, occasion: Occasion) -> Outcome:
    if command.question != matter.digest:
        return QuestionChanged()
    days = (command.review_on, command.act_by)
    if not all(_is_ahead(day, occasion.now) for day in days if day is not None):
        return ReviewNotAhead(LONGEST_REVIEW_DAYS)
    refusal = _refuse_words(command, current_route(matter, ground, occasion.moment))
    if refusal is not None:
        return refusal
    resolution = Resolution(
        matter.digest, command.outcome, command.reasons, command.review_on, command.act_by
    )
    put = ResolutionProposed(matter.id, resolution, resolution.digest, command.answers)
    return _resolve(matter, ground, put, occasion)


def _refuse_words(command: Decide, current: Route) -> Refusal | None:
    """What is decided with authority binds the other, so its words ask as a clause does (K19)."""
    if not is_clear(command.outcome):
        return UnclearWording("decision")
    if not is_clear(command.reasons, may_be_empty=not owes_reasons(current)):
        return UnclearWording("reasons")
    with_authority = any(capacity is Capacity.ROLE for _, capacity in current.deciders)
    needs = touched_needs(command.outcome) if with_authority and not command.considered else ()
    return MayTouchProtectedNeed(", ".join(needs)) if needs else None


def _consent(
    matter: Matter, ground: Ground, command: ConsentToOutcome, occasion: Occasion
) -> Outcome:
    proposed = matter.proposed
    if proposed is None or proposed.digest != command.digest:
        return OutcomeChanged()
    put = ResolutionProposed(matter.id, proposed.resolution, proposed.digest, command.answers)
    return _resolve(matter, ground, put, occasion)


def _resolve(
    matter: Matter, ground: Ground, put: ResolutionProposed, occasion: Occasion
) -> Outcome:
    """Decide with what is put forward; where both decide, the second consent completes it."""
    current = current_route(matter, ground, occasion.moment)
    refusal = (
        refuse_decider(matter, current, occasion.by)
        or _refuse_unheard(matter, ground, occasion)
        or _refuse_answers(matter, put.answers, occasion.by)
    )
    if refusal is not None:
        return refusal
    if not consents_to(matter, put, occasion.by).issuperset(current.members):
        return (put,)
    own = [each for each in unanswered(matter) if each.by == occasion.by]
    if own and len(current.members) > 1:
        return OpinionUnanswered(own[0].id, own[0].by)
    delegated = is_delegated(matter, ground, occasion.moment)
    return (_decided(matter, put, current, delegated=delegated),)


def _decided(
    matter: Matter, put: ResolutionProposed, current: Route, *, delegated: bool
) -> MatterDecided:
    answers = {**matter.answers, **{each.opinion: each for each in put.answers}}
    return MatterDecided(
        matter=matter.id,
        resolution=put.resolution,
        digest=put.digest,
        answers=tuple(answers.values()),
        deciders=in_order(current.deciders),
        label=label(current),
        delegated=delegated,
    )


def refuse_decider(matter: Matter, current: Route, by: MemberId) -> Refusal | None:
    """Return why somebody does not decide a matter on the route as it is, or None."""
    kinds = _kinds(matter)
    if MatterKind.AGREEMENT_CHANGE in kinds:
        return BelongsToAgreement()
    if MatterKind.CORRECTION in kinds:
        return BelongsToConduct()
    if current.gate is not Gate.OPEN:
        return DecisionHeld() if current.gate is Gate.HELD else LimitTouched()
    if by not in current.members:
        return NotYoursToDecide(label(current), _names(current.members))
    return None


def _refuse_unheard(matter: Matter, ground: Ground, occasion: Occasion) -> Refusal | None:
    missing = missing_voices(matter, ground, occasion.moment)
    return VoiceMissing(_names(missing)) if missing else None


def _refuse_answers(matter: Matter, answers: tuple[Answer, ...], by: MemberId) -> Refusal | None:
    answerable = {each.id for each in matter.opinions if each.by != by}
    for answer in answers:
        if answer.opinion not in answerable:
            return NotAnOpinionHere(answer.opinion)
        if not is_clear(answer.why):
            return UnclearWording("answer")
    answered = {each.opinion for each in answers}
    waiting = [each for each in unanswered(matter, by) if each.id not in answered]
    return OpinionUnanswered(waiting[0].id, waiting[0].by) if waiting else None


def _take_urgently(
    matter: Matter, ground: Ground, command: TakeUrgently, occasion: Occasion
) -> Outcome:
    if matter.intimate or _kinds(matter) & _NEVER_URGENT:
        return NeverUrgent()
    if matter.urgent is not None:
        return UrgentOnce()
    if not command.protective and not command.reversible:
        return NotUrgent()
    if not is_clear(command.act) or not is_clear(command.why):
        return UnclearWording("act, or why it could not wait,")
    current = current_route(matter, ground, occasion.moment)
    refusal = refuse_decider(matter, current, occasion.by)
    if refusal is not None and not is_own_body(matter, occasion.by):
        return refusal
    taken = TakenUrgently(
        matter.id, command.act, command.why, command.protective, command.reversible
    )
    return (taken,)


def is_own_body(matter: Matter, member: MemberId) -> bool:
    """Tell whether a matter is about somebody's own body, in any of its parts."""
    facets = [part.facet for part in matter.parts]
    return any(each.kind is MatterKind.OWN_BODY and each.holder == member for each in facets)


def _kinds(matter: Matter) -> frozenset[MatterKind]:
    return frozenset(part.facet.kind for part in matter.parts)


def _names(members: frozenset[MemberId]) -> str:
    return " and ".join(sorted(members))


def _is_ahead(day: datetime, now: datetime) -> bool:
    """Tell whether a day can be waited for; one without a zone could be any."""
    return day.tzinfo is not None and now < day <= now + timedelta(days=LONGEST_REVIEW_DAYS)


def _about_standing(
    decision: Decision, ground: Ground, command: StandingCommand, occasion: Occasion
) -> Outcome:
    current = parts_route(decision.parts, ground, occasion.moment)
    match command:
        case ReviewDecision():
            return _review(decision, current, command, occasion)
        case RescindDecision():
            return _rescind(decision, current, command, occasion.by)
        case _:
            assert_never(command)


def _review(
    decision: Decision, current: Route, command: ReviewDecision, occasion: Occasion
) -> Outcome:
    if occasion.by not in current.members:
        return NotYoursToDecide(label(current), _names(current.members))
    if not is_clear(command.note, may_be_empty=True):
        return UnclearWording("note")
    if command.review_on is not None and not _is_ahead(command.review_on, occasion.now):
        return ReviewNotAhead(LONGEST_REVIEW_DAYS)
    return (DecisionReviewed(decision.matter, command.note, command.review_on),)


def _rescind(decision: Decision, current: Route, command: RescindDecision, by: MemberId) -> Outcome:
    if not is_clear(command.reason, may_be_empty=True):
        return UnclearWording("reason")
    decided_by = frozenset(member for member, _ in decision.deciders)
    if by not in decided_by | current.members:
        return NotYoursToDecide(label(current), _names(current.members or decided_by))
    if may_rescind_alone(decided_by, current, by):
        return (DecisionRescinded(decision.matter, command.reason),)
    if decision.rescission_asked_by is None:
        return (RescissionAsked(decision.matter, command.reason),)
    is_other = decision.rescission_asked_by != by
    return (DecisionRescinded(decision.matter, command.reason),) if is_other else ()


def may_rescind_alone(decided_by: frozenset[MemberId], current: Route, by: MemberId) -> bool:
    """Tell whether one of them may set a decision aside.

    Whoever decided alone may always undo it, which only narrows what was decided. What both
    decided takes both, unless it has since become one's own life: being the lead is not enough.
    """
    is_sole_decider = current.members == {by}
    is_own_life = (by, Capacity.OWN) in current.deciders
    was_joint = len(decided_by) > 1
    return decided_by == {by} or (is_sole_decider and (is_own_life or not was_joint))
