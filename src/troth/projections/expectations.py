"""What each may expect of the other this week, side by side, and whether one list has grown."""

from datetime import timedelta

from msgspec.structs import replace

from troth.domain.agreement.state import CREEP_DAYS, all_in_force
from troth.domain.decider import State
from troth.domain.kernel import AreaId, ClauseId, MemberId, Moment, Value
from troth.projections.keeping import Column, week_columns
from troth.projections.standing import Ribbon, ribbon

MUCH_LONGER = 3
"""One list more than three times the other is worth a look (experience design, standards)."""

WIDENINGS = 3
"""Three widenings of one area in two months are shown to both (domain design, "Creep")."""

LONGER = "This list is much longer than the other. Worth a look at your next talk."
"""Said under the longer list, to both in the same words."""


class Widened(Value, frozen=True):
    """A part of life that has widened repeatedly, and the lines by which it did.

    Either can withdraw from any of them alone: that is the way back.
    """

    area: AreaId
    name: str
    lines: tuple[ClauseId, ...]


class Expected(Value, frozen=True):
    """What each keeps, one's own first; `longer` is whose list is much longer, if one is."""

    ribbon: Ribbon | None
    columns: tuple[Column, ...]
    longer: MemberId | None
    widened: tuple[Widened, ...]


def expected(
    state: State, viewer: MemberId, moment: Moment, area: AreaId | None = None
) -> Expected:
    """Return what each keeps this week, of the whole or of one part of life.

    How the lists compare is only said of the whole: one part of life may well be one person's.
    """
    whole = week_columns(state, viewer, moment)
    shown = whole if area is None else tuple(_only(column, area) for column in whole)
    longer = _longer(whole) if area is None else None
    found = tuple(each for each in widened(state, moment) if area in (None, each.area))
    return Expected(ribbon(state, moment), shown, longer, found)


def _only(column: Column, area: AreaId) -> Column:
    return replace(column, lines=tuple(line for line in column.lines if line.area == area))


def _longer(columns: tuple[Column, ...]) -> MemberId | None:
    if len(columns) < 2:  # noqa: PLR2004 - a dynamic has two members
        return None
    shorter, longer = sorted(columns, key=lambda column: len(column.lines))
    is_much = len(longer.lines) > MUCH_LONGER * len(shorter.lines)
    return longer.member if is_much else None


def widened(state: State, moment: Moment) -> tuple[Widened, ...]:
    """Return the parts of life that were widened three times within two months."""
    agreement = state.ground.agreement
    since = moment.at - timedelta(days=CREEP_DAYS)
    recent = [each.area for each in agreement.widenings if each.at > since]
    often = sorted({area for area in recent if recent.count(area) >= WIDENINGS})
    return tuple(Widened(area, _name(state, area), _added(state, area, moment)) for area in often)


def _name(state: State, area: AreaId) -> str:
    named = state.ground.agreement.areas.get(area)
    return area if named is None else named.name


def _added(state: State, area: AreaId, moment: Moment) -> tuple[ClauseId, ...]:
    """Return the lines of an area that began within the two months and hold now."""
    since = moment.at - timedelta(days=CREEP_DAYS)
    return tuple(
        clause.terms.clause
        for clause in all_in_force(state.ground.agreement, moment.at)
        if clause.since > since and area in (clause.terms.area, clause.terms.clause)
    )
