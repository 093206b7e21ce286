"""Ebb and flow told in facts: what was lowest for both, what rested, when there was a reset.

Nothing is added up, compared or foretold; whoever reads it draws their own conclusions.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from troth.domain.checkins import Connection
from troth.domain.decider import State
from troth.domain.kernel import MemberId, Moment, Value
from troth.projections.connection import EbbWeek, ebb

FEWEST_WEEKS = 3
"""Fewer weeks make no line: two points are always a straight one, and look like a trend."""

STEPS: tuple[Connection, ...] = (
    Connection.FAR_APART,
    Connection.A_LITTLE_APART,
    Connection.STEADY,
    Connection.CLOSE,
    Connection.VERY_CLOSE,
)
"""The words between which the lines run; who would rather not say leaves a gap."""


class Drift(Value, frozen=True):
    """The weeks shown, and the few facts that are told of them.

    `lowest` is the one week that was the lowest of both, if there is exactly one.
    """

    weeks: tuple[EbbWeek, ...]
    has_line: bool
    lowest: datetime | None
    rested: tuple[datetime, ...]
    resets: tuple[datetime, ...]


def drift(state: State, moment: Moment, count: int) -> Drift:
    """Return the last weeks and what is told of them; weeks before the first answer say nothing."""
    weeks = ebb(state, moment, count)
    known = [place for place, week in enumerate(weeks) if week.connection]
    told = weeks[known[0] :] if known else ()
    since = told[0].begins if told else moment.at
    return Drift(
        weeks=told,
        has_line=len(known) >= FEWEST_WEEKS,
        lowest=_lowest(told, state.ground.dynamic.member_ids),
        rested=tuple(week.begins for week in told if week.rested),
        resets=tuple(at for at in state.resets.done_at if at >= since),
    )


def step(week: EbbWeek, member: MemberId) -> int | None:
    """Return on which line of the chart somebody's answer lies, or None where there is none."""
    said = week.connection.get(member)
    return STEPS.index(said) if said in STEPS else None


def bands(rested: Iterable[datetime]) -> list[tuple[datetime, datetime]]:
    """Return the weeks that rested as bands: the first and the last week of each."""
    found: list[tuple[datetime, datetime]] = []
    for begins in rested:
        if found and begins - found[-1][1] == timedelta(weeks=1):
            found[-1] = (found[-1][0], begins)
        else:
            found.append((begins, begins))
    return found


def _lowest(weeks: tuple[EbbWeek, ...], members: tuple[MemberId, ...]) -> datetime | None:
    """Return the one week that was the lowest of each; nothing where they differ or never moved."""
    each = [_lowest_of(weeks, member) for member in members]
    both = set.intersection(*each) if each else set()
    return both.pop() if len(both) == 1 else None


def _lowest_of(weeks: tuple[EbbWeek, ...], member: MemberId) -> set[datetime]:
    steps = {week.begins: found for week in weeks if (found := step(week, member)) is not None}
    least = min(steps.values(), default=0)
    if len(set(steps.values())) <= 1:
        return set()
    return {begins for begins, found in steps.items() if found == least}
