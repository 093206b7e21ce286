"""What may follow on what is expected: a task for the other stands on what was decided (K12)."""

from datetime import timedelta

from troth.domain.agreement.terms import Grade
from troth.domain.decisions.events import MatterId
from troth.domain.facts import sources
from troth.domain.following.ground import as_recorded
from troth.domain.force import area_clause
from troth.domain.kernel import MEMORY_DAYS, Moment, Recorded
from troth.domain.standards.commands import AHEAD_HOURS, LONGEST_TASK_DAYS, MOST_TASKS
from troth.domain.standards.events import OccurrenceMarked, TaskDropped, TaskSet
from troth.domain.standards.state import kept_tasks
from troth.domain.state import State


def follows(state: State, recorded: Recorded) -> bool:
    """Tell whether an event about what is expected may follow."""
    match recorded.event:
        case TaskSet() as new:
            is_new = _is_new(state, new, recorded)
            return is_new and any(_is_asked(each, new, recorded) for each in as_recorded(state))
        case TaskDropped() as dropped:
            return _may_drop(state, dropped, recorded)
        case OccurrenceMarked(start=start):
            earliest = recorded.at - timedelta(days=MEMORY_DAYS)
            return earliest <= start <= recorded.at + timedelta(hours=AHEAD_HOURS)
        case _:
            return True


def _is_new(state: State, new: TaskSet, recorded: Recorded) -> bool:
    at, kept = recorded.at, kept_tasks(state.standards, recorded.at)
    ends_in_time = at < new.due <= at + timedelta(days=LONGEST_TASK_DAYS)
    return new.task not in state.standards.tasks and ends_in_time and len(kept) < MOST_TASKS


def _is_asked(state: State, new: TaskSet, recorded: Recorded) -> bool:
    """Tell whether a task is one's own, or is set just as a decision that binds leaves it."""
    given = (new.grade, new.area, new.source, new.under)
    if new.bearer == recorded.by:
        return given == (Grade.REQUEST, None, "", None)
    moment = Moment(recorded.at)
    source = sources(state, moment).get(new.source)
    if source is None or source.bearer != new.bearer or source.set_by != {recorded.by}:
        return False
    led = None if source.area is None else area_clause(state.ground, source.area, moment)
    under = None if led is None else led.terms.clause
    is_in_time = source.until is None or new.due <= source.until
    return is_in_time and given == (source.grade, source.area, new.source, under)


def _may_drop(state: State, dropped: TaskDropped, recorded: Recorded) -> bool:
    """Whoever set a task lets it go, and it goes with the decision it stands on."""
    task = state.standards.tasks.get(dropped.task)
    if task is None or task.dropped_at is not None:
        return False
    decision = state.decisions.decisions.get(MatterId(task.source))
    is_over = decision is not None and decision.until is not None
    return task.set_by == recorded.by or is_over
