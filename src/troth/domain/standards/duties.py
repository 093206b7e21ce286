"""What a duty asked of whom at a moment, and which of two duties comes first."""

from collections.abc import Iterator
from datetime import datetime

from troth.domain.agreement.state import Clause, in_force
from troth.domain.agreement.terms import (
    EXPECTED,
    Correction,
    Grade,
    Need,
    Protocol,
    Ritual,
    Standard,
)
from troth.domain.dynamic.state import Deadline, DynamicState, due
from troth.domain.force import Ground, is_operative, is_suspended, operative, standing_of, touch_of
from troth.domain.kernel import AreaId, ClauseId, Digest, MemberId, Moment, Value
from troth.domain.safety import Touch, touched_limits
from troth.domain.standards.events import ClauseDuty, Duty, DutyKind, TaskDuty
from troth.domain.standards.state import StandardsState, Task

KINDS = {
    Standard: DutyKind.STANDARD,
    Protocol: DutyKind.PROTOCOL,
    Ritual: DutyKind.RITUAL,
}


class Binding(Value, frozen=True):
    """What a duty asked at a moment, in the wording of that moment, and all it stood on.

    `is_about_rights`: it concerns how somebody uses a protected act (K9). `is_about_correction`:
    it stands on an agreed response.
    """

    duty: Duty
    kind: DutyKind
    bearers: frozenset[MemberId]
    text: str
    digest: Digest
    grade: Grade
    lighter: str = ""
    area: AreaId | None = None
    rests_on: frozenset[ClauseId] = frozenset()
    touches: tuple[Touch, ...] = ()
    is_about_rights: bool = False
    is_about_correction: bool = False


def binding(ground: Ground, state: StandardsState, duty: Duty, moment: Moment) -> Binding | None:
    """Return what a duty asked at a moment, past or present; None when it asked nothing then.

    Nothing is expected in a rest, in a check-in, outside a window, or where a limit stands.
    """
    if isinstance(duty, ClauseDuty):
        held = operative(ground, duty.clause, moment)
        is_expected = held is not None and isinstance(held.terms.body, EXPECTED)
        return clause_binding(ground, held, moment.at) if held and is_expected else None
    task = state.tasks.get(duty.task)
    if task is None or not is_task_operative(ground, task, moment):
        return None
    return task_binding(ground, task, moment.at)


def clause_binding(ground: Ground, held: Clause, at: datetime) -> Binding:
    """Return what an expected clause asks, in force as it is."""
    terms, body = held.terms, held.terms.body
    stands_on = tuple(_stands_on(ground, held, at))
    return Binding(
        duty=ClauseDuty(terms.clause),
        kind=KINDS[type(body)],
        bearers=terms.bearers,
        text=terms.text,
        digest=held.digest,
        grade=body.grade if isinstance(body, Protocol) else Grade.STANDING_ORDER,
        lighter=body.lighter if isinstance(body, EXPECTED) else "",
        area=terms.area,
        rests_on=frozenset(each.terms.clause for each in stands_on),
        touches=tuple(touch_of(each) for each in stands_on),
        is_about_rights=any(n.need is Need.PROTECTED_ACTS for n in terms.needs),
        is_about_correction=any(isinstance(e.terms.body, Correction) for e in stands_on),
    )


def rests_on(ground: Ground, held: Clause, at: datetime) -> frozenset[ClauseId]:
    """Return the clause itself and every clause it cannot stand without."""
    return frozenset(each.terms.clause for each in _stands_on(ground, held, at))


def touches_of(ground: Ground, held: Clause, at: datetime) -> tuple[Touch, ...]:
    """Return what a clause and all it stands on touch."""
    return tuple(touch_of(each) for each in _stands_on(ground, held, at))


def _stands_on(ground: Ground, held: Clause, at: datetime) -> Iterator[Clause]:
    yield held
    for pin in held.wording.pins:
        referred = in_force(ground.agreement, pin.clause, at)
        if referred is not None:
            yield from _stands_on(ground, referred, at)


def is_task_operative(ground: Ground, task: Task, moment: Moment) -> bool:
    """Tell whether a task asked something at a moment: between being set and its end."""
    if not task.set_at <= moment.at <= task_due(task, ground.dynamic, moment.at):
        return False
    if task.dropped_at is not None and moment.at >= task.dropped_at:
        return False
    if task.under is not None and not is_operative(ground, task.under, moment):
        return False
    is_held = is_suspended(ground, task.area, moment)
    return not is_held and not touched_limits(ground.limits, Touch(task.area), moment.at)


def task_due(task: Task, dynamic: DynamicState, now: datetime) -> datetime:
    """Return when a task ends; while the exchange or its part of life rests this stands still."""
    if task.due_is_final:
        return task.due
    return due(dynamic, Deadline(task.set_at, task.due - task.set_at, task.area), now)


def task_binding(ground: Ground, task: Task, at: datetime) -> Binding:
    """Return what a task asks."""
    under = None if task.under is None else in_force(ground.agreement, task.under, at)
    return Binding(
        duty=TaskDuty(task.id),
        kind=DutyKind.TASK,
        bearers=frozenset({task.bearer}),
        text=task.text,
        digest=task.digest,
        grade=task.grade,
        area=task.area,
        rests_on=frozenset() if under is None else rests_on(ground, under, at),
        touches=(Touch(task.area), *(() if under is None else touches_of(ground, under, at))),
    )


def excuses(ground: Ground, kept: AreaId | None, instead_of: AreaId | None, moment: Moment) -> bool:
    """Tell whether keeping a duty of one area excuses not keeping one of another.

    Where both could not be met, the greater `comes_first` goes before; between equals neither
    is a breach.
    """
    first, second = (standing_of(ground, area, moment).comes_first for area in (kept, instead_of))
    return first >= second
