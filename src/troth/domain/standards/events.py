"""What can happen to what is expected, and the words for it."""

from datetime import datetime
from enum import StrEnum
from typing import NewType, TypeAlias

from troth.domain.agreement.terms import Grade
from troth.domain.kernel import AreaId, ClauseId, Event, MemberId, Value

TaskId = NewType("TaskId", str)


class DutyKind(StrEnum):
    """What sort of thing is expected; borne by the lead, a standard is a commitment."""

    STANDARD = "standard"
    PROTOCOL = "protocol"
    RITUAL = "ritual"
    TASK = "task"


class TaskKind(StrEnum):
    """Something to do once; none of them can say what to go without (K19)."""

    AT_HOME = "at-home"
    ERRAND = "errand"
    PREPARATION = "preparation"
    WRITING = "writing"
    LEARNING = "learning"
    KINDNESS = "kindness"


class Mark(StrEnum):
    """One's own word on how it went; never a report, and no mark is no word at all."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_THIS_TIME = "not-this-time"
    NO_LONGER_FITS = "no-longer-fits"


class ClauseDuty(Value, frozen=True, tag="clause", tag_field="of"):
    """What a standard, protocol or ritual asks."""

    clause: ClauseId


class TaskDuty(Value, frozen=True, tag="task", tag_field="of"):
    """What a task asks."""

    task: TaskId


Duty: TypeAlias = ClauseDuty | TaskDuty
"""Something somebody is expected to do. Nothing else can be kept or not kept: a signal, a limit
or a right cannot be named here, so nobody can be reported for using one or not (K9)."""


class TaskSource(Value, frozen=True):
    """A decision that binds now: whom its tasks bind, who may set them, how, and until when.

    A direction is a task by itself and needs no second one (see `with_tasks`).
    """

    bearer: MemberId
    set_by: frozenset[MemberId]
    grade: Grade
    until: datetime | None = None
    area: AreaId | None = None


class TaskSet(Event, frozen=True, tag="task-set/1"):
    """A member set a task, for themselves or under a decision."""

    task: TaskId
    bearer: MemberId
    kind: TaskKind
    text: str
    due: datetime
    grade: Grade
    area: AreaId | None = None
    source: str = ""
    under: ClauseId | None = None


class TaskDropped(Event, frozen=True, tag="task-dropped/1"):
    """A task is no longer asked."""

    task: TaskId


class OccurrenceMarked(Event, frozen=True, tag="occurrence-marked/1"):
    """The one who keeps it said how one occurrence went."""

    duty: Duty
    start: datetime
    mark: Mark
