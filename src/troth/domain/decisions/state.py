"""Matters open, decisions standing, and what each event changes."""

from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

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
    MatterId,
    MatterRaised,
    MatterSplit,
    MatterWithdrawn,
    OpinionGiven,
    OpinionId,
    OpinionPassed,
    QuestionEdited,
    RescissionAsked,
    Resolution,
    ResolutionProposed,
    ResolutionTakenBack,
    TakenUrgently,
    UrgentAct,
)
from troth.domain.kernel import (
    Digest,
    MemberId,
    Recorded,
    Value,
    is_forgotten,
    with_item,
    without,
)
from troth.domain.routing.matter import Facet
from troth.domain.routing.routes import Decider, Label

MOST_STANDING = 40
"""Standing decisions kept at hand; past that the oldest are left to the record, those to be looked
at again last.

They are all that never ends by itself, and each is rewritten with every act: two hundred of them
made the state, and an act, half as large again. What is to hold for years is a clause.
"""

MOST_OPINIONS = 20
"""Opinions of each on one open matter; an earlier one stays in the record.

Counted by member: otherwise one of them could say so much that the other's words fell out unheard.
"""


class Part(Value, frozen=True):
    """One part of a matter; `split_by` where it was added after the matter was raised."""

    facet: Facet
    split_by: MemberId | None = None


class Opinion(Value, frozen=True):
    """What a member said, and the digest of the question it was said to."""

    id: OpinionId
    by: MemberId
    question: Digest
    text: str
    at: datetime


class Proposed(Value, frozen=True):
    """A resolution put forward for both, and who consents to exactly this one."""

    resolution: Resolution
    digest: Digest
    consents: frozenset[MemberId]


class Matter(Value, frozen=True):
    """A question not yet decided; who decides it is derived, `raised_as` is only its history."""

    id: MatterId
    raised_by: MemberId
    raised_at: datetime
    question: str
    digest: Digest
    parts: tuple[Part, ...]
    wanted: str
    intimate: bool
    raised_as: Label
    opinions: tuple[Opinion, ...] = ()
    passed: dict[MemberId, Digest] = {}
    answers: dict[OpinionId, Answer] = {}
    proposed: Proposed | None = None
    elevated_by: MemberId | None = None
    deferred_by: MemberId | None = None
    urgent: UrgentAct | None = None


class Decision(Value, frozen=True):
    """What was decided, by whom and in which capacity; the hearing stays in the record."""

    matter: MatterId
    question: str
    parts: tuple[Part, ...]
    resolution: Resolution
    digest: Digest
    deciders: tuple[Decider, ...]
    label: Label
    decided_at: datetime
    delegated: bool
    review_on: datetime | None
    reviewed_at: datetime | None = None
    rescission_asked_by: MemberId | None = None
    until: datetime | None = None


class DecisionsState(Value, frozen=True):
    """Open matters, decisions, and when matters were withdrawn."""

    matters: dict[MatterId, Matter] = {}
    decisions: dict[MatterId, Decision] = {}
    withdrawn: dict[MatterId, datetime] = {}


def is_kept(state: DecisionsState, matter: MatterId) -> bool:
    """Tell whether a matter is known here, open or closed."""
    return matter in state.matters or matter in state.decisions or matter in state.withdrawn


def evolve(state: DecisionsState, recorded: Recorded) -> DecisionsState:
    """Return the decisions after an event; events of other parts leave them as they are."""
    at = recorded.at
    match recorded.event:
        case MatterRaised() as raised:
            return _with(_pruned(state, at), _raised(raised, recorded))
        case MatterDecided() as decided:
            return _after_deciding(state, decided, at)
        case MatterWithdrawn(matter=id_):
            withdrawn = with_item(state.withdrawn, id_, at)
            return replace(state, matters=without(state.matters, id_), withdrawn=withdrawn)
        case DecisionReviewed(matter=id_, review_on=review_on):
            looked_at = replace(state.decisions[id_], review_on=review_on, reviewed_at=at)
            return _with_decision(state, replace(looked_at, rescission_asked_by=None))
        case RescissionAsked(matter=id_):
            decision = state.decisions[id_]
            return _with_decision(state, replace(decision, rescission_asked_by=recorded.by))
        case DecisionRescinded(matter=id_):
            return _with_decision(state, replace(state.decisions[id_], until=at))
        case _:
            return _evolve_matter(state, recorded)


def _evolve_matter(state: DecisionsState, recorded: Recorded) -> DecisionsState:
    """Change the open matter an event is about; opinions after the decision stay in the record."""
    matter = state.matters.get(getattr(recorded.event, "matter", MatterId("")))
    if matter is None:
        return state
    match recorded.event:
        case OpinionGiven() | OpinionPassed() as event:
            return _with(state, _heard(matter, event, recorded))
        case FactsDeclared() | MatterSplit() | QuestionEdited() as event:
            return _with(state, _said(matter, event, recorded.by))
        case ResolutionProposed() | ResolutionTakenBack() | TakenUrgently() as event:
            return _with(state, _acted(matter, event, recorded))
        case MatterElevated() | ElevationTakenBack() as event:
            return _with(state, _elevated(matter, event, recorded.by))
        case MatterDeferred() | DeferralTakenBack() as event:
            return _with(state, _deferred(matter, event, recorded.by))
        case _:
            return state


def _heard(matter: Matter, event: OpinionGiven | OpinionPassed, recorded: Recorded) -> Matter:
    match event:
        case OpinionGiven(opinion=id_, question=question, text=text):
            opinion = Opinion(id_, recorded.by, question, text, recorded.at)
            own = [each for each in matter.opinions if each.by == recorded.by]
            left_out = own[: max(0, len(own) + 1 - MOST_OPINIONS)]
            kept = tuple(each for each in matter.opinions if each not in left_out)
            return replace(matter, opinions=(*kept, opinion))
        case OpinionPassed(question=question):
            return replace(matter, passed=with_item(matter.passed, recorded.by, question))
        case _:
            assert_never(event)


def _said(
    matter: Matter, event: FactsDeclared | MatterSplit | QuestionEdited, by: MemberId
) -> Matter:
    match event:
        case FactsDeclared(part=index, declaration=declaration, intimate=intimate):
            facet = matter.parts[index].facet
            declared = with_item(facet.declared, by, declaration)
            part = replace(matter.parts[index], facet=replace(facet, declared=declared))
            parts = (*matter.parts[:index], part, *matter.parts[index + 1 :])
            return replace(matter, parts=parts, intimate=matter.intimate or intimate)
        case MatterSplit(facets=facets):
            added = tuple(Part(facet, by) for facet in facets)
            return replace(matter, parts=(*matter.parts, *added))
        case QuestionEdited(question=question, digest=edited):
            return replace(matter, question=question, digest=edited, proposed=None)
        case _:
            assert_never(event)


def _acted(
    matter: Matter,
    event: ResolutionProposed | ResolutionTakenBack | TakenUrgently,
    recorded: Recorded,
) -> Matter:
    by, at = recorded.by, recorded.at
    match event:
        case ResolutionProposed():
            answered = {**matter.answers, **{each.opinion: each for each in event.answers}}
            proposed = Proposed(event.resolution, event.digest, consents_to(matter, event, by))
            return replace(matter, proposed=proposed, answers=answered)
        case ResolutionTakenBack():
            return replace(matter, proposed=_without_consent(matter.proposed, by))
        case TakenUrgently(act=act, why=why):
            return replace(matter, urgent=UrgentAct(by, at, act, why))
        case _:
            assert_never(event)


def consents_to(matter: Matter, put: ResolutionProposed, by: MemberId) -> frozenset[MemberId]:
    """Return who consents to exactly these words, this act included; other words void it."""
    before = matter.proposed
    is_same = before is not None and before.digest == put.digest
    return (before.consents if before is not None and is_same else frozenset()) | {by}


def _without_consent(proposed: Proposed | None, by: MemberId) -> Proposed | None:
    if proposed is None or proposed.consents == {by}:
        return None
    return replace(proposed, consents=proposed.consents - {by})


def _elevated(matter: Matter, event: MatterElevated | ElevationTakenBack, by: MemberId) -> Matter:
    return replace(matter, elevated_by=by if isinstance(event, MatterElevated) else None)


def _deferred(matter: Matter, event: MatterDeferred | DeferralTakenBack, by: MemberId) -> Matter:
    return replace(matter, deferred_by=by if isinstance(event, MatterDeferred) else None)


def _with(state: DecisionsState, matter: Matter) -> DecisionsState:
    return replace(state, matters=with_item(state.matters, matter.id, matter))


def _with_decision(state: DecisionsState, decision: Decision) -> DecisionsState:
    return replace(state, decisions=with_item(state.decisions, decision.matter, decision))


def _raised(raised: MatterRaised, recorded: Recorded) -> Matter:
    return Matter(
        id=raised.matter,
        raised_by=recorded.by,
        raised_at=recorded.at,
        question=raised.question,
        digest=raised.digest,
        parts=tuple(Part(facet) for facet in raised.facets),
        wanted=raised.wanted,
        intimate=raised.intimate,
        raised_as=raised.label,
    )


def _after_deciding(state: DecisionsState, decided: MatterDecided, at: datetime) -> DecisionsState:
    matter = state.matters[decided.matter]
    decision = Decision(
        matter=matter.id,
        question=matter.question,
        parts=matter.parts,
        resolution=decided.resolution,
        digest=decided.digest,
        deciders=decided.deciders,
        label=decided.label,
        decided_at=at,
        delegated=decided.delegated,
        review_on=decided.resolution.review_on,
    )
    state = _with_decision(_pruned(state, at), decision)
    return replace(state, matters=without(state.matters, matter.id))


def _pruned(state: DecisionsState, now: datetime) -> DecisionsState:
    """Forget what closed a month ago, and the oldest standing decisions past what is kept."""
    recent = [
        each
        for each in state.decisions.values()
        if each.until is None or not is_forgotten(each.until, now)
    ]
    standing = [each for each in recent if each.until is None]
    standing.sort(key=lambda each: (each.review_on is not None, each.decided_at))
    surplus = {each.matter for each in standing[: max(0, len(standing) - MOST_STANDING)]}
    return replace(
        state,
        decisions={each.matter: each for each in recent if each.matter not in surplus},
        withdrawn={m: at for m, at in state.withdrawn.items() if not is_forgotten(at, now)},
    )
