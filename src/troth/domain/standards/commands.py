"""What a member may ask about what is expected: tasks, and marks on one's own occurrences."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from msgspec.structs import replace

from troth.domain.agreement.needs import touched_needs
from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import Grade, Ritual
from troth.domain.agreement.validity import MayTouchProtectedNeed
from troth.domain.force import Ground, area_clause
from troth.domain.kernel import (
    MEMORY_DAYS,
    AlreadyThere,
    Command,
    Event,
    MemberId,
    Moment,
    NotFound,
    Occasion,
    Outcome,
    Protective,
    Refusal,
    UnclearWording,
    Value,
    is_clear,
)
from troth.domain.schedules import occurrences
from troth.domain.standards.duties import binding
from troth.domain.standards.events import (
    ClauseDuty,
    Duty,
    Mark,
    OccurrenceMarked,
    TaskDropped,
    TaskDuty,
    TaskId,
    TaskKind,
    TaskSet,
    TaskSource,
)
from troth.domain.standards.state import StandardsState, kept_tasks, mark_of

TASK_LENGTH = 500
"""Longest words of a task: what takes more is several, or a standard to agree on."""

LONGEST_TASK_DAYS = 31
"""A task ends within a month: what goes on for longer is a standard, agreed by both."""

MOST_TASKS = 50
"""Most tasks kept at once: more cannot be borne in mind, let alone done."""

AHEAD_HOURS = 24
"""How far ahead one may mark: what one did early, or knows will not be this time."""


class Facts(Value, frozen=True):
    """What deciding rests on besides tasks and marks: the ground, and decisions that bind now."""

    ground: Ground
    sources: Mapping[str, TaskSource] = {}


class SetTask(Command, frozen=True):
    """Set a task with an end: for oneself, or for the other under a decision that stands."""

    task: TaskId
    bearer: MemberId
    kind: TaskKind
    text: str
    due: datetime
    source: str = ""
    considered: bool = False


class DropTask(Protective, frozen=True):
    """Let go of a task one set."""

    task: TaskId


class MarkOccurrence(Command, frozen=True):
    """Say how one occurrence of one's own went; it is no report, and may be changed.

    `start` is when a ritual began or begins, when a task was set, or the time one speaks of.
    """

    duty: Duty
    start: datetime
    mark: Mark


StandardsCommand: TypeAlias = SetTask | DropTask | MarkOccurrence


class TaskNeedsEnd(Refusal, frozen=True):
    """A task is one-off and has an end."""

    days: int
    says = "Say by when: later than now, and within {days} days and what was decided."


class TaskNeedsSource(Refusal, frozen=True):
    """A task for the other stands on something decided (K12)."""

    says = (
        "A task for the other rests on a decision that stands and leaves it to you. "
        "Name that one, give a direction, or ask."
    )


class TooManyTasks(Refusal, frozen=True):
    """More tasks are kept than anybody can bear in mind."""

    most: int
    says = "{most} tasks have been set lately. Let some of them go first."


class NotYourTask(Refusal, frozen=True):
    """Who set a task lets it go; who keeps it says how it went."""

    says = "Only the one who set this can let it go. You can mark how it went, or ask to talk."


class NothingExpected(Refusal, frozen=True):
    """Nothing was expected there and then: a rest, a closed window, another wording."""

    says = "Nothing was expected of you there at that time. Choose one that was."


class NotOfThisTime(Refusal, frozen=True):
    """A mark is about the last month or the day to come."""

    says = "You can mark what was in the last thirty days, or comes within a day."


def decide(
    state: StandardsState, facts: Facts, command: StandardsCommand, occasion: Occasion
) -> Outcome:
    """Decide a command about what is expected; marking is always one's own."""
    match command:
        case SetTask():
            return _set(state, facts, command, occasion)
        case DropTask(task=task):
            return _drop(state, task, occasion)
        case MarkOccurrence():
            return _mark(state, facts.ground, command, occasion)
        case _:
            assert_never(command)


def dropped_with(state: StandardsState, source: str) -> tuple[Event, ...]:
    """Return the events of tasks that go when the decision they stood on does."""
    found = (task for task in state.tasks.values() if task.source == source)
    return tuple(TaskDropped(task.id) for task in found if task.dropped_at is None)


def _set(state: StandardsState, facts: Facts, command: SetTask, occasion: Occasion) -> Outcome:
    if command.task in state.tasks:
        return AlreadyThere("task", command.task)
    if len(kept_tasks(state, occasion.now)) >= MOST_TASKS:
        return TooManyTasks(MOST_TASKS)
    if not is_clear(command.text, longest=TASK_LENGTH):
        return UnclearWording("task")
    needs = touched_needs(command.text)
    if needs and not command.considered:
        return MayTouchProtectedNeed(", ".join(needs))
    latest = occasion.now + timedelta(days=LONGEST_TASK_DAYS)
    if command.due.tzinfo is None or not occasion.now < command.due <= latest:
        return TaskNeedsEnd(LONGEST_TASK_DAYS)
    if command.bearer == occasion.by:
        return (_task_set(command, Grade.REQUEST),)
    return _set_for_other(facts, command, occasion)


def _set_for_other(facts: Facts, command: SetTask, occasion: Occasion) -> Outcome:
    source = facts.sources.get(command.source)
    named = (command.bearer, frozenset({occasion.by}))
    if source is None or (source.bearer, source.set_by) != named:
        return TaskNeedsSource()
    if source.until is not None and command.due > source.until:
        return TaskNeedsEnd(LONGEST_TASK_DAYS)
    ground, area = facts.ground, source.area
    led = None if area is None else area_clause(ground, area, occasion.moment)
    under = None if led is None else led.terms.clause
    own = _task_set(command, source.grade)
    return (replace(own, area=area, source=command.source, under=under),)


def _task_set(command: SetTask, grade: Grade) -> TaskSet:
    return TaskSet(command.task, command.bearer, command.kind, command.text, command.due, grade)


def _drop(state: StandardsState, task: TaskId, occasion: Occasion) -> Outcome:
    known = state.tasks.get(task)
    if known is None:
        return NotFound("task", task)
    if known.set_by != occasion.by:
        return NotYourTask()
    return () if known.dropped_at is not None else (TaskDropped(task),)


def _mark(
    state: StandardsState, ground: Ground, command: MarkOccurrence, occasion: Occasion
) -> Outcome:
    earliest = occasion.now - timedelta(days=MEMORY_DAYS)
    ahead = occasion.now + timedelta(hours=AHEAD_HOURS)
    if command.start.tzinfo is None or not earliest <= command.start <= ahead:
        return NotOfThisTime()
    moment = occasion.moment.moved(command.start)
    if not _is_asked(state, ground, (occasion.by, command.duty), moment):
        return NothingExpected()
    if mark_of(state, occasion.by, command.duty, command.start) is command.mark:
        return ()
    return (OccurrenceMarked(command.duty, command.start, command.mark),)


def _is_asked(
    state: StandardsState, ground: Ground, kept: tuple[MemberId, Duty], moment: Moment
) -> bool:
    member, duty = kept
    asked = binding(ground, state, duty, moment)
    if asked is None or member not in asked.bearers:
        return False
    if isinstance(duty, TaskDuty):
        return state.tasks[duty.task].set_at == moment.at
    return _is_occurrence(ground, duty, moment)


def _is_occurrence(ground: Ground, duty: ClauseDuty, moment: Moment) -> bool:
    """A standard may be spoken of at any time; a ritual only when it comes round."""
    held = in_force(ground.agreement, duty.clause, moment.at)
    if held is None or not isinstance(held.terms.body, Ritual):
        return True
    until = moment.at + timedelta(microseconds=1)
    schedule = held.terms.body.schedule
    return any(occurrences(schedule, moment.zones, moment.at, until))
