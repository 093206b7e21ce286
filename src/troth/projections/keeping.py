"""What each of the two keeps, in the same shape for both: one's own list first."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import TypeAlias

from troth.domain.agreement.state import Clause, in_force
from troth.domain.agreement.terms import EXPECTED, Grade, Protocol
from troth.domain.decider import State, standards_at
from troth.domain.directions.given import DirectionId
from troth.domain.kernel import AreaId, ClauseId, MemberId, Moment, NotFound, Value
from troth.domain.standards.commands import AHEAD_HOURS
from troth.domain.standards.duties import binding
from troth.domain.standards.events import ClauseDuty, Duty, DutyKind, TaskDuty, TaskId
from troth.domain.standards.expectations import (
    Expectation,
    Horizon,
    Turn,
    day,
    expectations,
    week,
)
from troth.domain.standards.state import StandardsState
from troth.projections.slips import duty_name

MARKED_DAYS = 7
"""How far back a page offers the times of what comes round: from one weekly talk to the next."""

COMMITMENT = "commitment"
"""What a standard is called when the one who leads keeps it."""


class Line(Value, frozen=True):
    """One thing somebody keeps, in its words for now; `lighter_words` are those of a low day."""

    name: str
    kind: str
    text: str
    when: str
    lighter_words: str
    why: str
    area: AreaId | None
    grade: Grade
    lighter: bool
    rests: bool
    turns: tuple[Turn, ...]


class Column(Value, frozen=True):
    """What one of the two keeps."""

    member: MemberId
    name: str
    lines: tuple[Line, ...]


class OwnLine(Value, frozen=True):
    """One thing somebody keeps, and the times of it they can say a word on, the newest first."""

    line: Line
    times: tuple[Turn, ...]


Span: TypeAlias = Callable[[Moment, tzinfo], Horizon]
"""How a day or a week is cut out of time."""


def today_columns(state: State, viewer: MemberId, moment: Moment) -> tuple[Column, ...]:
    """Return what each keeps on their own day; what comes round only on other days is left out."""
    columns = (_column(state, each, moment, day) for each in own_first(state, viewer))
    return tuple(
        Column(each.member, each.name, tuple(line for line in each.lines if _is_of_today(line)))
        for each in columns
    )


def week_columns(state: State, viewer: MemberId, moment: Moment) -> tuple[Column, ...]:
    """Return what each keeps, with the times it comes round in their own week."""
    return tuple(_column(state, each, moment, week) for each in own_first(state, viewer))


def own_first(state: State, viewer: MemberId) -> tuple[MemberId, ...]:
    """Return the members, the viewer first."""
    members = state.ground.dynamic.member_ids
    return tuple(sorted(members, key=lambda member: member != viewer))


def _is_of_today(line: Line) -> bool:
    return line.kind != DutyKind.RITUAL or bool(line.turns)


def _column(state: State, member: MemberId, moment: Moment, span: Span) -> Column:
    person = state.ground.dynamic.member(member)
    known = standards_at(state, moment)
    found = expectations(state.ground, known, member, span(moment, moment.zones[person.zone]))
    return Column(member, person.name, tuple(_line(state, known, each, moment) for each in found))


def _line(state: State, known: StandardsState, asked: Expectation, moment: Moment) -> Line:
    duty = asked.duty
    clause = duty.clause if isinstance(duty, ClauseDuty) else None
    held = None if clause is None else in_force(state.ground.agreement, clause, moment.at)
    body = None if held is None else held.terms.body
    return Line(
        name=duty_name(duty),
        kind=COMMITMENT if asked.is_commitment else str(asked.kind),
        text=asked.text,
        when=body.when if isinstance(body, Protocol) else "",
        lighter_words=body.lighter if isinstance(body, EXPECTED) else "",
        why="" if held is None else held.terms.why,
        area=_area(known, duty, held),
        grade=asked.grade,
        lighter=asked.lighter,
        rests=asked.rests,
        turns=asked.turns,
    )


def _area(known: StandardsState, duty: Duty, held: Clause | None) -> AreaId | None:
    if isinstance(duty, TaskDuty):
        task = known.tasks.get(duty.task)
        return None if task is None else task.area
    return None if held is None else held.terms.area


def own_line(state: State, member: MemberId, name: str, moment: Moment) -> OwnLine | None:
    """Return a line somebody keeps now with the times they can mark, or None where there is none.

    What comes round is spoken of for a week, and a day ahead; anything else for today and
    yesterday; a task once.
    """
    duty = named_duty(state, name)
    columns = today_columns(state, member, moment)
    found = next((line for line in columns[0].lines if line.name == name), None)
    if found is None or isinstance(duty, NotFound):
        return None
    return OwnLine(found, tuple(_markable(state, member, duty, moment)))


def own_names(state: State, member: MemberId, moment: Moment) -> tuple[str, ...]:
    """Return the names of what somebody keeps on their own day."""
    return tuple(line.name for line in today_columns(state, member, moment)[0].lines)


def _markable(state: State, member: MemberId, duty: Duty, moment: Moment) -> list[Turn]:
    ahead = timedelta(hours=AHEAD_HOURS)
    span = Horizon(moment, moment.at - timedelta(days=MARKED_DAYS), moment.at + ahead)
    found = expectations(state.ground, standards_at(state, moment), member, span)
    asked = next((each for each in found if each.duty == duty), None)
    if asked is None:
        return []
    turns = list(asked.turns)
    if asked.kind in (DutyKind.STANDARD, DutyKind.PROTOCOL):
        turns = _by_day(state, asked, moment)
    return sorted(turns, key=lambda turn: turn.start, reverse=True)


def _by_day(state: State, asked: Expectation, moment: Moment) -> list[Turn]:
    """Return today and yesterday where it was asked then, each with the word given that day."""
    zone = moment.zones[state.ground.dynamic.member(asked.bearer).zone]
    marked = {turn.start.astimezone(zone).date(): turn for turn in asked.turns}
    return [
        marked.get(at.astimezone(zone).date(), Turn(at, at))
        for at in (moment.at, moment.at - timedelta(days=1))
        if asked.bearer in who_keeps(state, asked.duty, moment.moved(at))
    ]


def named_duty(state: State, name: str) -> Duty | NotFound:
    """Return the duty somebody means by a name: of a clause, a task or a direction."""
    given = state.directions.given.directions
    if TaskId(name) in state.standards.tasks or DirectionId(name) in given:
        return TaskDuty(TaskId(name))
    versions = state.ground.agreement.clauses.get(ClauseId(name), ())
    if any(isinstance(each.terms.body, EXPECTED) for each in versions):
        return ClauseDuty(ClauseId(name))
    return NotFound("line somebody keeps", name)


def who_keeps(state: State, duty: Duty, moment: Moment) -> frozenset[MemberId]:
    """Return who kept a duty at a moment; nobody where it asked nothing then."""
    asked = binding(state.ground, standards_at(state, moment), duty, moment)
    return frozenset() if asked is None else asked.bearers


def meant_time(state: State, member: MemberId, duty: Duty, moment: Moment) -> datetime:
    """Return which time of a duty somebody means who says how it went, about now.

    Of a task, when it was set. Of what comes round, the last time that began, else the next. Of a
    standard, the time already spoken of today, so that another word takes the place of it.
    """
    if isinstance(duty, TaskDuty):
        task = standards_at(state, moment).tasks.get(duty.task)
        return moment.at if task is None else task.set_at
    zone = moment.zones[state.ground.dynamic.member(member).zone]
    span = day(moment, zone)
    found = expectations(state.ground, standards_at(state, moment), member, span)
    turns = [turn for each in found if each.duty == duty for turn in each.turns]
    begun = [turn.start for turn in turns if turn.start <= moment.at]
    ahead = [turn.start for turn in turns if turn.start > moment.at]
    return max(begun, default=min(ahead, default=moment.at))
