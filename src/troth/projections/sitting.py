"""Coming to a weekly talk, as one of the two sees it; whether the other has come is not in it."""

from datetime import datetime, timedelta

from troth.domain.kernel import MemberId, Value
from troth.domain.sessions.decide import ARRIVAL_HOURS, EARLY_HOURS
from troth.domain.sessions.state import Ending, Plan, SessionsState

TOLD_HOURS = 12
"""How long a page still says that a talk has closed: until the next morning."""


class Coming(Value, frozen=True):
    """Whether one can say "I am here" now, from when on, and whether one has."""

    may: bool
    since: datetime
    is_here: bool
    may_move: bool


def coming(plan: Plan, viewer: MemberId, now: datetime) -> Coming:
    """Return how somebody stands to a talk that has not opened."""
    since = plan.at - timedelta(hours=EARLY_HOURS)
    came = plan.arrivals.get(viewer)
    is_here = came is not None and now - came <= timedelta(hours=ARRIVAL_HOURS)
    return Coming(now >= since, since, is_here, not plan.moved)


def closed_lately(state: SessionsState, now: datetime) -> Plan | None:
    """Return the talk that both have confirmed or ended within the last hours, if there is one."""
    held = [
        plan
        for plan in state.plans.values()
        if plan.ending in (Ending.CLOSED, Ending.PARTIAL) and state.open is None
    ]
    last = max(held, key=_came, default=None)
    if last is None or now - _came(last) > timedelta(hours=TOLD_HOURS):
        return None
    return last


def _came(plan: Plan) -> datetime:
    return max(plan.arrivals.values(), default=plan.at)
