"""The tasks set and the marks made, as far back as anybody may still ask."""

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from troth.domain.agreement.terms import Grade
from troth.domain.kernel import (
    AreaId,
    ClauseId,
    Digest,
    MemberId,
    Recorded,
    Value,
    digest,
    is_forgotten,
    kept_since,
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


class StandardsState(Value, frozen=True):
    """Live tasks, and marks within the memory."""

    tasks: dict[TaskId, Task] = {}
    marks: tuple[Marked, ...] = ()


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
    since = kept_since(at)
    kept = [each for each in state.marks if each.start >= since and not _is_same(each, new)]
    return replace(state, marks=(*kept, new))


def _is_same(mark: Marked, new: Marked) -> bool:
    return mark.start == new.start and (mark.member, mark.duty) == (new.member, new.duty)
