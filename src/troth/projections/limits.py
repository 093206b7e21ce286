"""Both people's limits in the same shape, the viewer's own first; how one loosens, its owner's."""

from datetime import datetime, timedelta

from troth.domain.agreement.state import AgreementState, all_in_force, latest
from troth.domain.agreement.terms import Area
from troth.domain.decider import State
from troth.domain.kernel import AreaId, ClauseId, MemberId, Moment, Value
from troth.domain.safety import LOOSENING_HOURS, Limit, LimitId, Target, live_limits
from troth.projections.keeping import own_first


class LimitLine(Value, frozen=True):
    """One limit: what it is about in words, and whether never or only under conditions.

    `asked_again_at`: when its owner is asked whether they still want it looser; only they see it.
    """

    id: LimitId
    target: Target
    name: str
    is_never: bool
    conditions: str
    since: datetime
    asked_again_at: datetime | None
    can_loosen: bool


class LimitColumn(Value, frozen=True):
    """The limits of one of the two, the newest first."""

    member: MemberId
    name: str
    lines: tuple[LimitLine, ...]


class Bound(Value, frozen=True):
    """Something known by name that a limit can be set on."""

    target: Target
    name: str
    words: str


def limit_columns(state: State, viewer: MemberId, moment: Moment) -> tuple[LimitColumn, ...]:
    """Return the limits that hold now, of each, the viewer's own first."""
    live = sorted(live_limits(state.ground.limits, moment.at), key=lambda each: each.since)
    return tuple(
        LimitColumn(
            member,
            state.ground.dynamic.member(member).name,
            tuple(
                _line(state, each, viewer, moment) for each in live[::-1] if each.owner == member
            ),
        )
        for member in own_first(state, viewer)
    )


def bounds(state: State, moment: Moment) -> tuple[Bound, ...]:
    """Return what has a name already: parts of life, what belongs to them, and agreed lines."""
    areas = state.ground.agreement.areas
    parts = (Bound(Target.AREA, area, each.name) for area, each in areas.items())
    held = list(all_in_force(state.ground.agreement, moment.at))
    elements = {
        element.name
        for each in held
        if isinstance(body := each.terms.body, Area)
        for element in body.elements
    }
    return (
        *sorted(parts, key=lambda each: each.words),
        *(Bound(Target.ELEMENT, name, name) for name in sorted(elements)),
        *(Bound(Target.CLAUSE, each.terms.clause, each.terms.text) for each in held),
    )


def _line(state: State, limit: Limit, viewer: MemberId, moment: Moment) -> LimitLine:
    asked_at = limit.loosening_asked_at if limit.owner == viewer else None
    again = None if asked_at is None else asked_at + timedelta(hours=LOOSENING_HOURS)
    return LimitLine(
        id=limit.id,
        target=limit.target,
        name=limit_words(state.ground.agreement, limit),
        is_never=limit.hard,
        conditions=limit.conditions,
        since=limit.since,
        asked_again_at=again,
        can_loosen=again is not None and moment.at >= again,
    )


def limit_words(agreement: AgreementState, limit: Limit) -> str:
    """Return what a limit is about, in the words both know it by."""
    if limit.target is Target.AREA and AreaId(limit.name) in agreement.areas:
        return agreement.areas[AreaId(limit.name)].name
    held = latest(agreement, ClauseId(limit.name)) if limit.target is Target.CLAUSE else None
    return limit.name if held is None else held.terms.text
