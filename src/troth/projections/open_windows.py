"""Windows as both read them: whether the exchange is on, until when, and when it next will be."""

from datetime import datetime, timedelta

from troth.domain.agreement.state import all_in_force
from troth.domain.agreement.terms import Presence, Window
from troth.domain.decider import State
from troth.domain.force import is_open, own_hindrance, role_in_force
from troth.domain.kernel import ClauseId, MemberId, Moment, Value
from troth.domain.schedules import occurrences

AHEAD = timedelta(days=14)
"""How far ahead agreed windows are shown: one looks up this week and the next."""


class Ahead(Value, frozen=True):
    """One agreed window to come, or running."""

    clause: ClauseId
    start: datetime
    end: datetime


class Windows(Value, frozen=True):
    """Whether the exchange holds in windows only, is on now, what was asked, and what comes."""

    only_in_windows: bool
    is_open: bool
    asked_by: MemberId | None
    asked_until: datetime | None
    by_hand_until: datetime | None
    ahead: tuple[Ahead, ...]


def windows(state: State, moment: Moment) -> Windows:
    """Return the windows as they stand."""
    ground = state.ground
    role = role_in_force(ground, moment)
    asked = ground.windows.asked
    is_asked = asked is not None and moment.at < asked.until
    by_hand = [each.until for each in ground.windows.opened if moment.at < each.until]
    open_now = is_open(ground, moment)
    return Windows(
        only_in_windows=role is not None and role.presence is not Presence.ALWAYS,
        is_open=open_now,
        asked_by=asked.asked_by if asked is not None and is_asked else None,
        asked_until=asked.until if asked is not None and is_asked else None,
        by_hand_until=max(by_hand) if by_hand and open_now else None,
        ahead=tuple(each for each in _ahead(state, moment) if open_now or moment.at < each.start),
    )


def _ahead(state: State, moment: Moment) -> tuple[Ahead, ...]:
    found = [
        Ahead(held.terms.clause, each.start, each.end)
        for held in all_in_force(state.ground.agreement, moment.at)
        if isinstance(body := held.terms.body, Window)
        and own_hindrance(state.ground, held, moment) is None
        for each in occurrences(
            body.schedule,
            moment.zones,
            moment.at - timedelta(minutes=body.schedule.minutes),
            moment.at + AHEAD,
        )
        if moment.at < each.end
    ]
    return tuple(sorted(found, key=lambda each: (each.start, each.clause)))
