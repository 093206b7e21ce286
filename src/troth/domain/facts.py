"""Facts: what one part of the dynamic is told of the others when it decides."""

from datetime import datetime

from msgspec.structs import replace

from troth.domain.conduct.commands import Choice, Facts
from troth.domain.decisions.events import MatterId
from troth.domain.decisions.hearing import binds, is_delegated_choice
from troth.domain.decisions.state import Decision
from troth.domain.directions.given import highest_grade, tasks
from troth.domain.force import Ground, area_clause
from troth.domain.kernel import AreaId, Capacity, ClauseId, Moment, Occasion
from troth.domain.resets.state import waived_before
from troth.domain.standards.events import TaskId, TaskSource
from troth.domain.standards.state import StandardsState, Task, with_tasks
from troth.domain.state import State
from troth.domain.talks.state import has_overdue


def standards_at(state: State, moment: Moment) -> StandardsState:
    """Return the marks and tasks, and what directions asked, as far as each stood at a moment.

    A task that was set under a decision asks nothing where that decision does not bind (K12).
    """
    known = with_directions(state, moment)
    standing = {id_: task for id_, task in known.tasks.items() if _stands(state, task, moment)}
    return replace(known, tasks=standing)


def _stands(state: State, task: Task, moment: Moment) -> bool:
    if not task.source:
        return True
    decision = state.decisions.decisions.get(MatterId(task.source))
    return decision is not None and binds(decision, state.ground, moment)


def with_directions(state: State, moment: Moment) -> StandardsState:
    """Return the marks and tasks, and what directions asked at a moment."""
    ground, given = state.ground, state.directions.given
    found = (
        Task(
            id=TaskId(asked.direction),
            bearer=asked.bearer,
            set_by=asked.giver,
            kind=None,
            text=asked.text,
            set_at=asked.given_at,
            due=asked.due_at,
            grade=asked.grade,
            due_is_final=True,
            area=asked.area,
            under=_under(ground, asked.area, moment),
            dropped_at=given.directions[asked.direction].ended_at,
        )
        for member in ground.dynamic.member_ids
        for asked in tasks(given, ground, member, moment)
    )
    return with_tasks(state.standards, found)


def _under(ground: Ground, area: AreaId | None, moment: Moment) -> ClauseId | None:
    held = None if area is None else area_clause(ground, area, moment)
    return None if held is None else held.terms.clause


def sources(state: State, moment: Moment) -> dict[str, TaskSource]:
    """Return the decisions under which the lead may set the other a task now."""
    led = (each for each in state.decisions.decisions.values() if _is_led(each))
    return {
        each.matter: _source(state, each, moment)
        for each in led
        if binds(each, state.ground, moment)
    }


def _is_led(decision: Decision) -> bool:
    return [capacity for _, capacity in decision.deciders] == [Capacity.ROLE]


def _source(state: State, decision: Decision, moment: Moment) -> TaskSource:
    ((giver, _),) = decision.deciders
    areas = {part.facet.area for part in decision.parts}
    return TaskSource(
        bearer=state.ground.dynamic.other(giver),
        set_by=frozenset({giver}),
        grade=highest_grade(state.ground, moment),
        until=decision.resolution.act_by or decision.review_on,
        area=areas.pop() if len(areas) == 1 else None,
    )


def conduct_facts(state: State, at: datetime, occasion: Occasion) -> Facts:
    """Return what deciding about conduct at a time rests on besides what was reported."""
    ground, now = state.ground, occasion.now
    members = ground.dynamic.member_ids
    return Facts(
        ground=ground,
        standards=standards_at(state, occasion.moment.moved(at)),
        waiting_to_talk=frozenset(
            member for member in members if has_overdue(state.talks, ground.dynamic, member, now)
        ),
        choices={
            each.matter: Choice(each.decided_at, frozenset(part.facet.area for part in each.parts))
            for each in state.decisions.decisions.values()
            if is_delegated_choice(state.decisions, each.matter)
            and [member for member, _ in each.deciders] == [occasion.by]
        },
        waived_before=waived_before(state.resets),
    )
