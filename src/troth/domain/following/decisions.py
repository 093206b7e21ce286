"""What may follow on matters: by whom the route names, once the other was heard and answered."""

from typing import TypeAlias, assert_never

from troth.domain.decisions.decide import (
    is_own_body,
    may_rescind_alone,
    may_withdraw,
    refuse_decider,
)
from troth.domain.decisions.events import (
    Answer,
    DecisionRescinded,
    DecisionReviewed,
    DeferralTakenBack,
    ElevationTakenBack,
    FactsDeclared,
    MatterDecided,
    MatterDeferred,
    MatterElevated,
    MatterRaised,
    MatterSplit,
    MatterWithdrawn,
    OpinionGiven,
    OpinionPassed,
    QuestionEdited,
    RescissionAsked,
    ResolutionProposed,
    ResolutionTakenBack,
    TakenUrgently,
    in_order,
)
from troth.domain.decisions.hearing import (
    current_route,
    is_delegated,
    may_defer,
    may_elevate,
    owed_voices,
    parts_route,
    unanswered,
)
from troth.domain.decisions.raising import MOST_PARTS, SPLIT_OFF
from troth.domain.decisions.state import (
    Decision,
    DecisionsState,
    Matter,
    consents_to,
    is_kept,
)
from troth.domain.force import Ground
from troth.domain.kernel import MemberId, Moment, Occasion, Recorded
from troth.domain.routing.matter import Facet
from troth.domain.routing.routes import Route, label
from troth.domain.state import State

Standing: TypeAlias = DecisionReviewed | RescissionAsked | DecisionRescinded
"""What can happen to a decision that stands."""

Hearing: TypeAlias = OpinionPassed | FactsDeclared | QuestionEdited | MatterSplit | MatterWithdrawn
"""What is said to an open matter."""

Resolving: TypeAlias = ResolutionProposed | ResolutionTakenBack | TakenUrgently | MatterDecided
"""What comes to an outcome."""


def follows(whole: State, recorded: Recorded) -> bool:
    """Tell whether an event about a matter may follow."""
    state, ground = whole.decisions, whole.ground
    match recorded.event:
        case MatterRaised(matter=id_, facets=facets):
            return not is_kept(state, id_) and _is_own_word(facets, recorded.by)
        case OpinionGiven(matter=id_, opinion=opinion):
            given = state.matters[id_].opinions if id_ in state.matters else ()
            return is_kept(state, id_) and opinion not in {each.id for each in given}
        case DecisionReviewed() | RescissionAsked() | DecisionRescinded() as event:
            decision = state.decisions.get(event.matter)
            if decision is None or decision.until is not None:
                return False
            route = parts_route(decision.parts, ground, Moment(recorded.at))
            return _about_standing(decision, route, event, recorded.by)
        case _:
            return _about_open(state, ground, recorded)


def _is_own_word(facets: tuple[Facet, ...], by: MemberId) -> bool:
    """Each declares their own facts, never the other's."""
    return 0 < len(facets) <= MOST_PARTS and all(each.declared.keys() <= {by} for each in facets)


def _about_standing(decision: Decision, current: Route, event: Standing, by: MemberId) -> bool:
    if isinstance(event, DecisionReviewed):
        return by in current.members
    decided_by = frozenset(member for member, _ in decision.deciders)
    if by not in decided_by | current.members:
        return False
    is_answer = decision.rescission_asked_by not in (None, by)
    is_asked = isinstance(event, RescissionAsked)
    return is_asked or is_answer or may_rescind_alone(decided_by, current, by)


def _about_open(state: DecisionsState, ground: Ground, recorded: Recorded) -> bool:
    match recorded.event:
        case (
            OpinionPassed()
            | FactsDeclared()
            | QuestionEdited()
            | MatterSplit()
            | MatterWithdrawn() as event
        ):
            matter = state.matters.get(event.matter)
            return matter is not None and _is_said(matter, ground, event, recorded.by)
        case (
            MatterElevated()
            | ElevationTakenBack()
            | MatterDeferred()
            | DeferralTakenBack() as event
        ):
            matter = state.matters.get(event.matter)
            return matter is not None and _is_handed(matter, ground, recorded)
        case (
            ResolutionProposed()
            | ResolutionTakenBack()
            | TakenUrgently()
            | MatterDecided() as event
        ):
            matter = state.matters.get(event.matter)
            occasion = Occasion(recorded.by, Moment(recorded.at))
            return matter is not None and _is_resolved(matter, ground, event, occasion)
        case _:
            return True


def _is_said(matter: Matter, ground: Ground, event: Hearing, by: MemberId) -> bool:
    match event:
        case OpinionPassed():
            return True
        case FactsDeclared(part=part):
            return 0 <= part < len(matter.parts)
        case QuestionEdited():
            return matter.raised_by == by
        case MatterSplit(facets=facets):
            fits = len(matter.parts) + len(facets) <= MOST_PARTS
            return fits and _is_own_word(facets, by) and all(f.kind in SPLIT_OFF for f in facets)
        case MatterWithdrawn():
            return may_withdraw(matter, ground, by)
        case _:
            assert_never(event)


def _is_handed(matter: Matter, ground: Ground, recorded: Recorded) -> bool:
    by, current = recorded.by, parts_route(matter.parts, ground, Moment(recorded.at))
    match recorded.event:
        case MatterElevated():
            return may_elevate(current, by)
        case MatterDeferred():
            return may_defer(current, by)
        case ElevationTakenBack():
            return matter.elevated_by == by
        case _:
            return matter.deferred_by == by


def _is_resolved(matter: Matter, ground: Ground, event: Resolving, occasion: Occasion) -> bool:
    match event:
        case ResolutionTakenBack():
            return matter.proposed is not None and occasion.by in matter.proposed.consents
        case TakenUrgently():
            return _is_urgent(matter, ground, occasion)
        case ResolutionProposed():
            current = current_route(matter, ground, occasion.moment)
            is_heard = not owed_voices(matter, current, ground)
            return is_heard and _is_put(matter, current, event, occasion.by)
        case MatterDecided():
            return _is_decided(matter, ground, event, occasion)
        case _:
            assert_never(event)


def _is_urgent(matter: Matter, ground: Ground, occasion: Occasion) -> bool:
    if matter.intimate or matter.urgent is not None:
        return False
    current = current_route(matter, ground, occasion.moment)
    may_decide = refuse_decider(matter, current, occasion.by) is None
    return may_decide or is_own_body(matter, occasion.by)


def _is_put(matter: Matter, current: Route, put: ResolutionProposed, by: MemberId) -> bool:
    """Tell whether somebody who decides puts forward an answer to whatever the other said."""
    said = put.resolution
    # Words that were erased since no longer give the digest that was recorded with them.
    is_worded = not said.outcome or said.digest == put.digest
    return (
        is_worded
        and said.question == matter.digest
        and refuse_decider(matter, current, by) is None
        and _answers_others(matter, put.answers, by)
        and not _waiting(matter, put.answers, by)
    )


def _answers_others(matter: Matter, answers: tuple[Answer, ...], by: MemberId) -> bool:
    """Nobody answers their own opinion; what was answered before may be said again."""
    others = {each.id for each in matter.opinions if each.by != by}
    return all(each.opinion in others or each.opinion in matter.answers for each in answers)


def _waiting(matter: Matter, answers: tuple[Answer, ...], by: MemberId | None) -> bool:
    answered = {each.opinion for each in answers}
    return any(each.id not in answered for each in unanswered(matter, by))


def _is_decided(matter: Matter, ground: Ground, decided: MatterDecided, occasion: Occasion) -> bool:
    current = current_route(matter, ground, occasion.moment)
    put = ResolutionProposed(matter.id, decided.resolution, decided.digest, decided.answers)
    is_joint = len(current.members) > 1
    return (
        not owed_voices(matter, current, ground)
        and _is_put(matter, current, put, occasion.by)
        and consents_to(matter, put, occasion.by).issuperset(current.members)
        and not (is_joint and _waiting(matter, decided.answers, None))
        and decided.deciders == in_order(current.deciders)
        and decided.label == label(current)
        and decided.delegated == is_delegated(matter, ground, occasion.moment)
    )
