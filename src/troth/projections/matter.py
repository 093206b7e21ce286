"""One question, as one of the two reads it: who decides, who was heard, what one may do now."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from troth.domain.decider import State
from troth.domain.decisions.decide import (
    is_own_body,
    may_rescind_alone,
    may_withdraw,
    refuse_decider,
)
from troth.domain.decisions.events import Answer, OpinionId
from troth.domain.decisions.hearing import (
    binds,
    current_route,
    heard,
    is_review_due,
    may_defer,
    may_elevate,
    missing_voices,
    parts_route,
    unanswered,
)
from troth.domain.decisions.raising import MOST_PARTS, SPLIT_OFF
from troth.domain.decisions.state import Decision, Matter, Opinion
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.facts import sources
from troth.domain.kernel import MemberId, Moment, Value
from troth.domain.routing.routes import Gate, Route, label, owes_reasons
from troth.projections.explain import Explanation, explain
from troth.projections.phrases import Phrase
from troth.projections.telling import answer as who


class Move(StrEnum):
    """What somebody may do about a question now; what is always open is among it too."""

    SAY = "say"
    NOTHING_TO_ADD = "nothing-to-add"
    DECIDE = "decide"
    AGREE = "agree"
    TAKE_OUTCOME_BACK = "take-outcome-back"
    FOR_BOTH = "for-both"
    MINE_AGAIN = "mine-again"
    LEAVE = "leave"
    LEAD_AGAIN = "lead-again"
    AT_ONCE = "at-once"
    DECLARE = "declare"
    SPLIT = "split"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    LOOK_AGAIN = "look-again"
    SET_ASIDE = "set-aside"
    SET_TASK = "set-task"


class View(Value, frozen=True):
    """What somebody said to a question, and what became of it."""

    id: OpinionId
    by: MemberId
    text: str
    at: datetime
    is_to_earlier_words: bool
    answer: Answer | None


class Question(Value, frozen=True):
    """An open question as one of the two reads it.

    `is_rerouted`: who decides has changed since it was raised. `to_answer` are the views the
    reader answers with a decision; `missing` whose voice is still owed. `owes_reasons`: whoever
    decides says why.
    """

    matter: Matter
    who: Phrase
    explanation: Explanation
    gate: Gate
    deciders: frozenset[MemberId]
    owes_reasons: bool
    is_rerouted: bool
    views: tuple[View, ...]
    missing: frozenset[MemberId]
    to_answer: tuple[Opinion, ...]
    moves: frozenset[Move]


class Standing(Value, frozen=True):
    """A decision as one of the two reads it; `alone` whether the reader may set it aside alone."""

    decision: Decision
    binds: bool
    is_due: bool
    alone: bool
    moves: frozenset[Move]


def question(state: State, matter: Matter, viewer: MemberId, moment: Moment) -> Question:
    """Return an open question as a viewer reads it."""
    ground = state.ground
    route = current_route(matter, ground, moment)
    facets = tuple(part.facet for part in matter.parts)
    return Question(
        matter=matter,
        who=who(route, ground.dynamic, viewer),
        explanation=explain(ground, facets, moment),
        gate=route.gate,
        deciders=route.members,
        owes_reasons=owes_reasons(route),
        is_rerouted=label(route) is not matter.raised_as,
        views=tuple(_view(matter, each) for each in matter.opinions),
        missing=frozenset() if _is_over(state, moment) else missing_voices(matter, ground, moment),
        to_answer=unanswered(matter, viewer),
        moves=frozenset(_moves(state, matter, viewer, moment)),
    )


def _is_over(state: State, moment: Moment) -> bool:
    """Tell whether the exchange has ended: what was said is read then, and nothing is done."""
    return phase(state.ground.dynamic, moment.at) is Phase.ENDED


def _view(matter: Matter, said: Opinion) -> View:
    return View(
        said.id,
        said.by,
        said.text,
        said.at,
        is_to_earlier_words=said.question != matter.digest,
        answer=matter.answers.get(said.id),
    )


def _moves(state: State, matter: Matter, viewer: MemberId, moment: Moment) -> Iterator[Move]:
    if _is_over(state, moment):
        return
    ground = state.ground
    yield from (Move.SAY, Move.DECLARE)
    if viewer not in heard(matter):
        yield Move.NOTHING_TO_ADD
    if len(matter.parts) < MOST_PARTS and _may_split(matter):
        yield Move.SPLIT
    if matter.raised_by == viewer:
        yield Move.EDIT
    if may_withdraw(matter, ground, viewer):
        yield Move.WITHDRAW
    yield from _handing(matter, parts_route(matter.parts, ground, moment), viewer)
    yield from _deciding(state, matter, viewer, moment)


def _may_split(matter: Matter) -> bool:
    return all(part.facet.kind in SPLIT_OFF for part in matter.parts)


def _handing(matter: Matter, own: Route, viewer: MemberId) -> Iterator[Move]:
    if matter.elevated_by == viewer:
        yield Move.MINE_AGAIN
    elif may_elevate(own, viewer):
        yield Move.FOR_BOTH
    if matter.deferred_by == viewer:
        yield Move.LEAD_AGAIN
    elif may_defer(own, viewer):
        yield Move.LEAVE


def _deciding(state: State, matter: Matter, viewer: MemberId, moment: Moment) -> Iterator[Move]:
    ground = state.ground
    route = current_route(matter, ground, moment)
    is_owed = bool(missing_voices(matter, ground, moment))
    decides = refuse_decider(matter, route, viewer) is None
    consents = frozenset() if matter.proposed is None else matter.proposed.consents
    if viewer in consents:
        yield Move.TAKE_OUTCOME_BACK
    if decides and not is_owed:
        yield Move.DECIDE
        if matter.proposed is not None and viewer not in consents:
            yield Move.AGREE
    is_open = matter.urgent is None and not matter.intimate and _may_split(matter)
    if is_owed and is_open and (decides or is_own_body(matter, viewer)):
        yield Move.AT_ONCE


def decided(state: State, found: Decision, viewer: MemberId, moment: Moment) -> Standing:
    """Return a decision as a viewer reads it."""
    ground = state.ground
    route = parts_route(found.parts, ground, moment)
    decided_by = frozenset(member for member, _ in found.deciders)
    stands = found.until is None
    moves = {Move.SAY}
    if stands and viewer in route.members:
        moves.add(Move.LOOK_AGAIN)
    if stands and viewer in decided_by | route.members and found.rescission_asked_by != viewer:
        moves.add(Move.SET_ASIDE)
    source = sources(state, moment).get(found.matter)
    if source is not None and viewer in source.set_by:
        moves.add(Move.SET_TASK)
    return Standing(
        found,
        binds=binds(found, ground, moment),
        is_due=is_review_due(found, moment),
        alone=may_rescind_alone(decided_by, route, viewer),
        moves=frozenset() if _is_over(state, moment) else frozenset(moves),
    )
