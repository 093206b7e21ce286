"""Tasks, marks, and the times of lighter days and check-ins that judging the past needs."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from troth.domain.agreement.terms import Grade
from troth.domain.dynamic.events import (
    CheckCleared,
    CheckRaised,
    LighterBegun,
    LighterEnded,
)
from troth.domain.kernel import (
    AreaId,
    ClauseId,
    Digest,
    MemberId,
    Recorded,
    Value,
    digest,
    is_forgotten,
    with_item,
)
from troth.domain.standards.events import (
    Duty,
    Mark,
    OccurrenceMarked,
    TaskDropped,
    TaskId,
    TaskKind,
    TaskSet,
)


class Task(Value, frozen=True):
    """A one-off thing with an end, who does it, and what it stands on.

    What a direction asks has no `kind`, and its end already counts the rests: `due_is_final`.
    """

    id: TaskId
    bearer: MemberId
    set_by: MemberId
    kind: TaskKind | None
    text: str
    set_at: datetime
    due: datetime
    grade: Grade
    due_is_final: bool = False
    area: AreaId | None = None
    source: str = ""
    under: ClauseId | None = None
    dropped_at: datetime | None = None

    @property
    def digest(self) -> Digest:
        """The digest of what was asked."""
        return digest((self.bearer, self.kind, self.text, self.due))


class Marked(Value, frozen=True):
    """One occurrence, and the word of the one who keeps it."""

    member: MemberId
    duty: Duty
    start: datetime
    mark: Mark


class LighterSpan(Value, frozen=True):
    """A time in which a member's lighter versions applied."""

    member: MemberId
    since: datetime
    until: datetime | None = None


class CheckSpan(Value, frozen=True):
    """A time in which the two were checking that both are all right."""

    since: datetime
    cleared: frozenset[MemberId] = frozenset()
    until: datetime | None = None


class StandardsState(Value, frozen=True):
    """Live tasks, and marks and spans within the memory."""

    tasks: dict[TaskId, Task] = {}
    marks: tuple[Marked, ...] = ()
    lighter: tuple[LighterSpan, ...] = ()
    checks: tuple[CheckSpan, ...] = ()


def with_tasks(state: StandardsState, tasks: Iterable[Task]) -> StandardsState:
    """Return the state as read together with what directions ask at the moment looked at.

    Directions are kept and graded elsewhere; here they are expected, marked and reported like
    any other task.
    """
    return replace(state, tasks={**state.tasks, **{task.id: task for task in tasks}})


def kept_tasks(state: StandardsState, now: datetime) -> dict[TaskId, Task]:
    """Return the tasks still kept; what a rest of more than a month has overtaken goes too."""
    tasks = state.tasks.items()
    return {id_: t for id_, t in tasks if not is_forgotten(t.dropped_at or t.due, now)}


def mark_of(state: StandardsState, member: MemberId, duty: Duty, start: datetime) -> Mark | None:
    """Return a member's word on one occurrence; without one there is nothing to conclude."""
    for each in state.marks:
        if (each.member, each.duty, each.start) == (member, duty, start):
            return each.mark
    return None


def was_lighter(state: StandardsState, member: MemberId, at: datetime) -> bool:
    """Tell whether a member's lighter versions applied at a moment."""
    return any(
        span.member == member and span.since <= at and (span.until is None or at < span.until)
        for span in state.lighter
    )


def was_checking(state: StandardsState, at: datetime) -> bool:
    """Tell whether a check-in was open at a moment, so that nothing was expected."""
    return any(
        span.since <= at and (span.until is None or at < span.until) for span in state.checks
    )


def evolve(state: StandardsState, recorded: Recorded) -> StandardsState:
    """Return the state after an event; events of other parts leave it as it is."""
    by, at = recorded.by, recorded.at
    match recorded.event:
        case TaskSet() as new:
            return _after_setting(state, new, recorded)
        case TaskDropped(task=id_):
            dropped = replace(state.tasks[id_], dropped_at=at)
            return replace(state, tasks=with_item(state.tasks, id_, dropped))
        case OccurrenceMarked(duty=duty, start=start, mark=mark):
            return _after_marking(state, Marked(by, duty, start, mark), at)
        case LighterBegun():
            kept = tuple(s for s in state.lighter if not _is_past(s, at))
            return replace(state, lighter=(*kept, LighterSpan(by, at)))
        case LighterEnded():
            return replace(state, lighter=tuple(_ended(s, by, at) for s in state.lighter))
        case CheckRaised():
            known = tuple(s for s in state.checks if not _is_past(s, at))
            return replace(state, checks=(*known, CheckSpan(at)))
        case CheckCleared():
            return replace(state, checks=tuple(_cleared(s, by, at) for s in state.checks))
        case _:
            return state


def _after_setting(state: StandardsState, new: TaskSet, recorded: Recorded) -> StandardsState:
    task = Task(
        id=new.task,
        bearer=new.bearer,
        set_by=recorded.by,
        kind=new.kind,
        text=new.text,
        set_at=recorded.at,
        due=new.due,
        grade=new.grade,
        area=new.area,
        source=new.source,
        under=new.under,
    )
    return replace(state, tasks=with_item(kept_tasks(state, recorded.at), task.id, task))


def _after_marking(state: StandardsState, new: Marked, at: datetime) -> StandardsState:
    """One's word replaces one's own earlier word on the same occurrence."""
    key = (new.member, new.duty, new.start)
    kept = tuple(
        each
        for each in state.marks
        if (each.member, each.duty, each.start) != key and not is_forgotten(each.start, at)
    )
    return replace(state, marks=(*kept, new))


def _is_past(span: LighterSpan | CheckSpan, at: datetime) -> bool:
    return span.until is not None and is_forgotten(span.until, at)


def _ended(span: LighterSpan, by: MemberId, at: datetime) -> LighterSpan:
    is_own = span.member == by and span.until is None
    return replace(span, until=at) if is_own else span


def _cleared(span: CheckSpan, by: MemberId, at: datetime) -> CheckSpan:
    if span.until is not None:
        return span
    cleared = span.cleared | {by}
    is_over = len(cleared) > 1
    return replace(span, cleared=cleared, until=at if is_over else None)
