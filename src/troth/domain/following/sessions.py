"""What may follow on sessions: it takes both to open one and to confirm what was said in it."""

from datetime import timedelta
from typing import TypeAlias, assert_never

from troth.domain.force import Ground
from troth.domain.kernel import MEMORY_DAYS, Recorded
from troth.domain.sessions.decide import ARRIVAL_HOURS, MOVE_DAYS, PLAN_DAYS
from troth.domain.sessions.events import (
    ArrivedAtSession,
    ItemTreated,
    LineStruck,
    LineWritten,
    MinutesConfirmed,
    PreparationBrought,
    SessionCalledOff,
    SessionClosed,
    SessionMoved,
    SessionOpened,
    SessionPlanned,
    SessionPutOff,
)
from troth.domain.sessions.state import OpenSession, Plan, SessionsState, is_resting
from troth.domain.state import State

AtTheTable: TypeAlias = (
    PreparationBrought | ItemTreated | LineWritten | LineStruck | MinutesConfirmed
)
"""What is done in an open session."""


def follows(whole: State, recorded: Recorded) -> bool:
    """Tell whether an event about a session may follow."""
    state, ground = whole.sessions, whole.ground
    match recorded.event:
        case SessionPlanned(session=id_, at=at):
            earliest = recorded.at - timedelta(days=MEMORY_DAYS + 1)
            latest = recorded.at + timedelta(days=PLAN_DAYS)
            return id_ not in state.plans and earliest <= at <= latest
        case SessionClosed() as closed:
            is_open = state.open is not None and state.open.id == closed.session
            return is_open and _may_close(state.open, ground, closed)
        case (
            SessionMoved()
            | SessionCalledOff()
            | SessionPutOff()
            | ArrivedAtSession()
            | SessionOpened() as event
        ):
            plan = state.plans.get(event.session)
            return plan is not None and _goes_on(whole, plan, recorded)
        case (
            PreparationBrought()
            | ItemTreated()
            | LineWritten()
            | LineStruck()
            | MinutesConfirmed() as event
        ):
            return _is_at_the_table(state, ground, event, recorded)
        case _:
            return True


def _may_close(session: OpenSession | None, ground: Ground, closed: SessionClosed) -> bool:
    """Either ends a session early; minutes are what both have confirmed, word for word."""
    if session is None or closed.minutes is None:
        return session is not None
    confirmed = {by: each.digest for by, each in session.confirmations.items()}
    return confirmed == dict.fromkeys(ground.dynamic.member_ids, closed.minutes)


def _goes_on(whole: State, plan: Plan, recorded: Recorded) -> bool:
    session = whole.sessions.open
    is_open = session is not None and session.id == plan.id
    if plan.ending is not None:
        return False
    match recorded.event:
        case ArrivedAtSession():
            return True
        case SessionMoved(at=at):
            latest = plan.at + timedelta(days=MOVE_DAYS)
            return not is_open and not plan.moved and recorded.at < at <= latest
        case SessionOpened():
            return session is None and _are_both_here(whole.ground, plan, recorded)
        case _:
            return not is_open


def _are_both_here(ground: Ground, plan: Plan, recorded: Recorded) -> bool:
    earliest = recorded.at - timedelta(hours=ARRIVAL_HOURS)
    here = {member for member, came_at in plan.arrivals.items() if came_at >= earliest}
    return here.issuperset(ground.dynamic.member_ids)


def _is_at_the_table(
    state: SessionsState, ground: Ground, event: AtTheTable, recorded: Recorded
) -> bool:
    session = state.open
    if session is None or session.id != event.session or is_resting(session, ground):
        return False
    match event:
        case LineWritten(line=line):
            known = session.lines.get(line)
            return known is None or known.author == recorded.by
        case LineStruck(line=line):
            known = session.lines.get(line)
            return known is not None and known.author == recorded.by
        case PreparationBrought() | ItemTreated() | MinutesConfirmed():
            return True
        case _:
            assert_never(event)
