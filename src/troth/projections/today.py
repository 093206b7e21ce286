"""Today for one of the two: where it stands, what waits, what each keeps, one thing said."""

from datetime import datetime, timedelta

from troth.domain.conduct.observations import Observation, ObservationKind
from troth.domain.decider import State
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import MemberId, Moment, Value
from troth.domain.sessions.state import Ending
from troth.projections.keeping import Column, today_columns
from troth.projections.standing import Ribbon, ribbon
from troth.projections.waiting import Row, Viewing, waiting

ROWS_SHOWN = 3
"""More rows at a glance would read as a list of debts (experience design, "Today")."""

LATELY_DAYS = 7
"""What was said stays here for a week at most: from one weekly talk to the next."""


class Said(Value, frozen=True):
    """One thing said lately: by whom, about whom, and the words, if there were any."""

    kind: ObservationKind
    by: str
    about: str
    text: str
    at: datetime
    author: MemberId


class Today(Value, frozen=True):
    """The page of one day: the same shape for both, with nothing counted about either."""

    at: datetime
    name: str
    ribbon: Ribbon | None
    waiting: tuple[Row, ...]
    more: int
    columns: tuple[Column, ...]
    lately: Said | None


def today(state: State, viewing: Viewing, *, whole: bool = False) -> Today:
    """Return today for a viewer: three things that wait at most, unless all are asked for."""
    viewer, moment = viewing.viewer, viewing.moment
    rows = waiting(state, viewing)
    shown = rows if whole else rows[:ROWS_SHOWN]
    return Today(
        at=moment.at,
        name=state.ground.dynamic.member(viewer).name,
        ribbon=ribbon(state, moment),
        waiting=shown,
        more=len(rows) - len(shown),
        columns=today_columns(state, viewer, moment),
        lately=_lately(state, viewer, moment),
    )


def _lately(state: State, viewer: MemberId, moment: Moment) -> Said | None:
    """Return one thing said this week: thanks before all, one's own words last of all."""
    if phase(state.ground.dynamic, moment.at) is Phase.ENDED:
        return None
    since = moment.at - timedelta(days=LATELY_DAYS)
    talked = _last_session(state, moment.at)
    said = [
        each
        for each in state.conduct.observations.observations.values()
        if since < each.at <= moment.at and (_is_thanks(each) or each.at > talked)
    ]
    others = [each for each in said if _is_thanks(each) or each.by != viewer]
    chosen = max(
        others, key=lambda each: (_is_thanks(each), each.by != viewer, each.at), default=None
    )
    return None if chosen is None else _said(state, chosen)


def _is_thanks(said: Observation) -> bool:
    return said.kind is ObservationKind.PRAISE


def _last_session(state: State, now: datetime) -> datetime:
    """Return when the two last sat down: notes and reminders have had their place by then."""
    held = (Ending.CLOSED, Ending.PARTIAL)
    times = [each.at for each in state.sessions.plans.values() if each.ending in held]
    return max((at for at in times if at <= now), default=now - timedelta(days=LATELY_DAYS))


def _said(state: State, chosen: Observation) -> Said:
    names = {member.id: member.name for member in state.ground.dynamic.members}
    by, about = names[chosen.by], names[chosen.about]
    return Said(chosen.kind, by, about, chosen.text, chosen.at, chosen.by)
