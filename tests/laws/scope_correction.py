"""Scope: standard, correction, limit and pause.

One standard borne by Wren and one agreed response; a breach is reported once, as it happens. Wren
sets and may loosen a limit on the response, and may withdraw from it; Ash may set one on the
standard; either pauses everything or the one area, also as of an hour ago. Left out of the key:
when something happened, beyond what the laws of time ask (fresh enough for a pause to reach back
to it; how long a run lasts; how long ago loosening was asked), and rests that are over, which no
decision here reads. The clock runs within the clauses' first year.
"""

from collections.abc import Hashable, Iterator
from datetime import datetime, timedelta
from functools import cache

from tests.given import ASH, HOUSEHOLD, KITCHEN, REFLECTION, WREN, Couple
from tests.laws.conduct_laws import (
    BOTH,
    CONDUCT_STATE_LAWS,
    CONDUCT_STEP_LAWS,
    conduct_acts,
    slip,
)
from tests.laws.explore import Act, Node, Scope
from tests.laws.invariants import REFUSAL_LAWS, STATE_LAWS, STEP_LAWS, View, view
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.state import in_force
from troth.domain.conduct.breach import Breach, Stage, recorded_stage
from troth.domain.decider import State
from troth.domain.dynamic.commands import AffirmResumption, Pause, RetractResumption
from troth.domain.dynamic.events import Suspension
from troth.domain.kernel import AreaId
from troth.domain.safety import (
    AskToLoosen,
    KeepLimit,
    Limit,
    LimitId,
    LoosenLimit,
    SetLimit,
    Target,
)

NO_REFLECTION, NO_KITCHEN = LimitId("no-reflection"), LimitId("no-kitchen")
HOUR = timedelta(hours=1)
STEP = timedelta(hours=36)
WAIT = timedelta(hours=72)


@cache
def start() -> tuple[State, datetime]:
    """Return the usual couple a day after they began."""
    couple = Couple().have_begun()
    couple.later(days=1)
    return couple.state, couple.now


def acts(node: Node[View]) -> Iterator[Act]:
    """Yield everything about the breach, the limits and the pauses, by both."""
    yield from conduct_acts(node, None)
    yield Act(WREN, SetLimit(NO_REFLECTION, Target.CLAUSE, REFLECTION))
    yield Act(ASH, SetLimit(NO_KITCHEN, Target.CLAUSE, KITCHEN))
    for by in BOTH:
        yield Act(by, AskToLoosen(NO_REFLECTION))
        yield Act(by, LoosenLimit(NO_REFLECTION))
    yield Act(WREN, KeepLimit(NO_REFLECTION))
    yield Act(WREN, WithdrawConsent(REFLECTION))
    yield from _resting(node, None)
    yield from _resting(node, HOUSEHOLD)


def _resting(node: Node[View], area: AreaId | None) -> Iterator[Act]:
    yield Act(WREN, Pause(area))
    yield Act(ASH, Pause(area, since=node.now - HOUR))
    for by in BOTH:
        yield Act(by, AffirmResumption(area))
    yield Act(WREN, RetractResumption(area))


def key(state: State, now: datetime) -> Hashable:
    """Return what the future of this scope depends on."""
    dynamic, limits = state.ground.dynamic, state.ground.limits.limits
    return (
        _rest_key(dynamic.suspension),
        _rest_key(dynamic.area_suspensions.get(HOUSEHOLD)),
        _limit_key(limits.get(NO_REFLECTION), now),
        _limit_key(limits.get(NO_KITCHEN), now),
        in_force(state.ground.agreement, REFLECTION, now) is None,
        breach_key(slip(state), now),
    )


def _rest_key(rest: Suspension | None) -> Hashable:
    return None if rest is None else (rest.rest, rest.affirmed)


def _limit_key(limit: Limit | None, now: datetime) -> Hashable:
    if limit is None:
        return None
    if limit.until is not None:
        return "loosened"
    asked = limit.loosening_asked_at
    return "live" if asked is None else min(now - asked, WAIT)


def breach_key(breach: Breach | None, now: datetime) -> Hashable:
    """Return what still matters of a breach: how far it has come, and whether it is fresh."""
    if breach is None:
        return None
    response = breach.response
    has_run = response is not None and response.begun_at is not None
    return (
        recorded_stage(breach, now),
        breach.closing is not None and has_run,
        (breach.closing, None if breach.is_open else breach.finding),
        response is not None,
        breach.closing is None and now - breach.conduct_at <= HOUR,
    )


LIFECYCLES = frozenset(
    {
        "dynamic active",
        "dynamic paused",
        "area paused",
        "limit live",
        "limit loosening",
        "limit loosened",
        *(f"breach {stage}" for stage in Stage if stage is not Stage.HELD),
        *(
            f"breach closed: {closing}"
            for closing in ("excused", "not-upheld", "declined", "let-rest", "put-right")
        ),
        *(f"breach closed: {closing}" for closing in ("limit", "relieved", "withdrawn")),
    }
)


def labels(node: Node[View]) -> Iterator[str]:
    """Yield which states of a lifecycle are met here."""
    ground = node.state.ground
    yield f"dynamic {node.view.phase}"
    if ground.dynamic.area_suspensions:
        yield "area paused"
    for limit in ground.limits.limits.values():
        is_live = limit.until is None
        yield "limit live" if is_live else "limit loosened"
        if is_live and limit.loosening_asked_at is not None:
            yield "limit loosening"
    breach = slip(node.state)
    if breach is not None:
        yield f"breach {recorded_stage(breach, node.now)}"
        if breach.closing is not None:
            yield f"breach closed: {breach.closing}"


SCOPE = Scope(
    name="standard, correction, limit and pause",
    start=start,
    acts=acts,
    clock=(STEP,),
    key=key,
    view=view,
    state_laws={**STATE_LAWS, **CONDUCT_STATE_LAWS},
    step_laws={**STEP_LAWS, **CONDUCT_STEP_LAWS},
    refusal_laws=REFUSAL_LAWS,
    labels=labels,
    lifecycles=LIFECYCLES,
)
