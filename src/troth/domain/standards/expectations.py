"""Expectations: what is asked of one member over a day or a week, each time derived anew."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from msgspec.structs import replace

from troth.domain.agreement.state import all_in_force, in_force
from troth.domain.agreement.terms import EXPECTED, Grade, Ritual
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import is_lighter, phase
from troth.domain.force import Ground, is_operative, lead
from troth.domain.kernel import MEMORY_DAYS, ClauseId, Digest, MemberId, Moment, Value
from troth.domain.schedules import occurrences
from troth.domain.standards.duties import (
    Binding,
    clause_binding,
    is_task_operative,
    task_binding,
    task_due,
)
from troth.domain.standards.events import ClauseDuty, Duty, DutyKind, Mark, TaskDuty
from troth.domain.standards.state import StandardsState, Task, mark_of

STILL_OPEN = (None, Mark.NOT_THIS_TIME)
"""Marks after which a ritual that stays due after a miss is still to be done."""


class Horizon(Value, frozen=True):
    """The time looked at, from start to end, and the moment from which it is looked at."""

    moment: Moment
    start: datetime
    end: datetime


class Turn(Value, frozen=True):
    """One time something comes round, and the word of the one who keeps it, if any."""

    start: datetime
    end: datetime
    mark: Mark | None = None
    still_due: bool = False


class Expectation(Value, frozen=True):
    """What is asked of one member, in its wording for today, with the times it comes round.

    `lighter`: the lighter version applies. `rests`: a check-in is open and it waits for that.
    """

    duty: Duty
    kind: DutyKind
    bearer: MemberId
    text: str
    grade: Grade
    digest: Digest
    is_commitment: bool
    lighter: bool = False
    rests: bool = False
    turns: tuple[Turn, ...] = ()


def day(moment: Moment, zone: tzinfo) -> Horizon:
    """Return the local day of a moment, midnight to midnight whatever the clocks do."""
    return _days(moment, zone, back=0, days=1)


def week(moment: Moment, zone: tzinfo) -> Horizon:
    """Return the local week of a moment, from Monday."""
    return _days(moment, zone, back=moment.at.astimezone(zone).weekday(), days=7)


def _days(moment: Moment, zone: tzinfo, *, back: int, days: int) -> Horizon:
    midnight = moment.at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    start = midnight - timedelta(days=back)
    end = start + timedelta(days=days)
    # Through UTC, so that the hours between count as they pass and not as the wall clock says.
    return Horizon(moment, *(each.astimezone(moment.at.tzinfo) for each in (start, end)))


def expectations(
    ground: Ground, state: StandardsState, member: MemberId, horizon: Horizon
) -> tuple[Expectation, ...]:
    """Return what is expected of a member; nothing is while resting or outside a window.

    During a check-in it is all still shown, as resting.
    """
    moment = horizon.moment
    rests = phase(ground.dynamic, moment.at) is Phase.CHECKING
    if rests:
        ground = replace(ground, dynamic=replace(ground.dynamic, check=None))
    if phase(ground.dynamic, moment.at) is not Phase.ACTIVE:
        return ()
    found = (
        *_of_clauses(ground, state, member, horizon),
        *_of_tasks(ground, state, member, moment),
    )
    return tuple(replace(each, rests=rests) for each in found)


def _of_clauses(
    ground: Ground, state: StandardsState, member: MemberId, horizon: Horizon
) -> Iterator[Expectation]:
    moment = horizon.moment
    for clause in all_in_force(ground.agreement, moment.at):
        if not isinstance(clause.terms.body, EXPECTED) or member not in clause.terms.bearers:
            continue
        binding = clause_binding(ground, clause, moment.at)
        asked = _expectation(ground, binding, member, moment)
        turns = tuple(_own_turns(ground, state, asked, horizon))
        is_ahead = asked.kind is DutyKind.RITUAL and any(turn.end > moment.at for turn in turns)
        if is_ahead or is_operative(ground, clause.terms.clause, moment):
            yield replace(asked, turns=turns)


def _of_tasks(
    ground: Ground, state: StandardsState, member: MemberId, moment: Moment
) -> Iterator[Expectation]:
    for task in state.tasks.values():
        if task.bearer == member and is_task_operative(ground, task, moment):
            asked = task_binding(ground, task, moment.at)
            expectation = _expectation(ground, asked, member, moment)
            yield replace(expectation, turns=(_task_turn(ground, state, task, moment),))


def _expectation(ground: Ground, asked: Binding, member: MemberId, moment: Moment) -> Expectation:
    lighter = bool(asked.lighter) and is_lighter(ground.dynamic, member, moment.at)
    is_led_by = lead(ground, moment) == member
    return Expectation(
        duty=asked.duty,
        kind=asked.kind,
        bearer=member,
        text=asked.lighter if lighter else asked.text,
        grade=asked.grade,
        digest=asked.digest,
        is_commitment=is_led_by and asked.kind is DutyKind.STANDARD,
        lighter=lighter,
    )


def _task_turn(ground: Ground, state: StandardsState, task: Task, moment: Moment) -> Turn:
    end = task_due(task, ground.dynamic, moment.at)
    return Turn(task.set_at, end, mark_of(state, task.bearer, TaskDuty(task.id), task.set_at))


def _own_turns(
    ground: Ground, state: StandardsState, asked: Expectation, horizon: Horizon
) -> Iterator[Turn]:
    """Yield when it comes round, with one's own word; a standard only where one gave a word."""
    if asked.kind is not DutyKind.RITUAL or not isinstance(asked.duty, ClauseDuty):
        for each in state.marks:
            is_own = (each.member, each.duty) == (asked.bearer, asked.duty)
            if is_own and horizon.start <= each.start < horizon.end:
                yield Turn(each.start, each.start, each.mark)
        return
    for turn in _turns(ground, asked.duty.clause, horizon):
        mark = mark_of(state, asked.bearer, asked.duty, turn.start)
        is_due = turn.still_due and mark in STILL_OPEN
        if turn.start >= horizon.start or is_due:
            yield replace(turn, mark=mark, still_due=is_due)


def _turns(ground: Ground, clause: ClauseId, horizon: Horizon) -> Iterator[Turn]:
    """Yield the times a ritual comes round where it operates then, and the last one before."""
    now = horizon.moment.at
    held = in_force(ground.agreement, clause, now)
    if held is None or not isinstance(held.terms.body, Ritual):
        return
    ritual = held.terms.body
    # Only what stays due looks back a month: everything else would read thirty days for one.
    month_ago = now - timedelta(days=MEMORY_DAYS)
    first = min(month_ago, horizon.start) if ritual.due_after_miss else horizon.start
    found = [
        Turn(each.start, each.end)
        for each in occurrences(ritual.schedule, horizon.moment.zones, first, horizon.end)
        if is_operative(ground, clause, horizon.moment.moved(each.start))
    ]
    over = [turn for turn in found if turn.end <= now]
    for turn in found:
        yield replace(turn, still_due=ritual.due_after_miss and over[-1:] == [turn])
