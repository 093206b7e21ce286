"""Reporting a breach: of something expected then, for conduct still in memory, only once."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import Grade, Ritual
from troth.domain.conduct.breach import Breach, is_same_conduct
from troth.domain.conduct.commands import Facts, ReportBreach
from troth.domain.conduct.events import AnswerKind, BreachAnswered, BreachReported, Footing
from troth.domain.conduct.refusals import (
    AlreadyReported,
    ClearedByReset,
    NoneForCorrection,
    NotExpectedThen,
    NotInMemory,
    NotYetOver,
    OnlyReminder,
    ProtectedConduct,
    TooManyBreaches,
)
from troth.domain.conduct.state import BreachesState, open_breaches
from troth.domain.dynamic.commands import NotActive
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import is_lighter, phase
from troth.domain.force import Ground, lead
from troth.domain.kernel import (
    MEMORY_DAYS,
    AlreadyThere,
    Moment,
    NotAMember,
    Occasion,
    Outcome,
    Refusal,
    UnclearWording,
    is_clear,
)
from troth.domain.schedules import occurrences
from troth.domain.standards.duties import Binding, binding, is_task_operative, task_due
from troth.domain.standards.events import ClauseDuty, Duty, TaskDuty
from troth.domain.standards.state import Task

TEXT_LENGTH = 2000
"""Longest account, answer or note of care: one page; more is for a talk."""

MOST_OPEN = 50
"""Most breaches open at once; reporting oneself or the one who leads is never held by it."""

OCCURRENCE_HOURS = 24
"""A ritual is asked about within a day of when it came round; later it is another occurrence."""


def report(
    state: BreachesState, facts: Facts, command: ReportBreach, occasion: Occasion
) -> Outcome:
    """Decide a report; a report about oneself is already an acknowledgement."""
    refusal = refuse_form(state, facts.ground, command, occasion)
    if refusal is not None:
        return refusal
    conduct_at = _conduct_at(facts.ground, command.duty, occasion.moment.moved(command.conduct_at))
    if conduct_at is None:
        return NotExpectedThen()
    reported = judged(state, facts, replace(command, conduct_at=conduct_at), occasion)
    if isinstance(reported, Refusal) or command.bearer != occasion.by:
        return reported if isinstance(reported, Refusal) else (reported,)
    return (reported, BreachAnswered(command.breach, AnswerKind.ACKNOWLEDGED))


def judged(
    state: BreachesState, facts: Facts, command: ReportBreach, occasion: Occasion
) -> BreachReported | Refusal:
    """Return what is recorded of a report about just the time it names, or why it cannot be."""
    moment = occasion.moment.moved(command.conduct_at)
    asked = binding(facts.ground, facts.standards, command.duty, moment)
    if asked is None or command.bearer not in asked.bearers:
        return NotExpectedThen()
    if facts.waived_before is not None and moment.at < facts.waived_before:
        return ClearedByReset()
    barred = (
        _refuse_kind(asked)
        or _refuse_early(facts, command, moment, occasion)
        or _refuse_again(state, command, moment.at)
    )
    return barred or _reported(facts, command, asked, moment)


def refuse_form(
    state: BreachesState, ground: Ground, command: ReportBreach, occasion: Occasion
) -> Refusal | None:
    """Return why nothing at all can be reported so, whatever was expected; None where it can."""
    if command.breach in state.breaches:
        return AlreadyThere("breach", command.breach)
    if command.bearer not in ground.dynamic.member_ids:
        return NotAMember()
    if not is_clear(command.text, longest=TEXT_LENGTH, may_be_empty=True):
        return UnclearWording("account")
    earliest = occasion.now - timedelta(days=MEMORY_DAYS)
    is_timed = command.conduct_at.tzinfo is not None
    if not is_timed or not earliest <= command.conduct_at <= occasion.now:
        return NotInMemory(MEMORY_DAYS)
    # Reporting oneself or the one who leads is a protected act: no state and no number holds it.
    if command.bearer in (occasion.by, lead(ground, occasion.moment)):
        return None
    standing = phase(ground.dynamic, occasion.now)
    if standing is not Phase.ACTIVE:
        return NotActive(standing)
    return TooManyBreaches(MOST_OPEN) if len(open_breaches(state)) >= MOST_OPEN else None


def _conduct_at(ground: Ground, duty: Duty, moment: Moment) -> datetime | None:
    """Return the time judged: for a ritual the start of the occurrence, for others as said."""
    if not isinstance(duty, ClauseDuty):
        return moment.at
    held = in_force(ground.agreement, duty.clause, moment.at)
    if held is None or not isinstance(held.terms.body, Ritual):
        return moment.at
    earliest = moment.at - timedelta(hours=OCCURRENCE_HOURS)
    until = moment.at + timedelta(microseconds=1)
    found = list(occurrences(held.terms.body.schedule, moment.zones, earliest, until))
    return found[-1].start if found else None


def _refuse_kind(asked: Binding) -> Refusal | None:
    if asked.grade is Grade.REQUEST:
        return OnlyReminder()
    if asked.is_about_rights:
        return ProtectedConduct()
    return NoneForCorrection() if asked.is_about_correction else None


def _refuse_early(
    facts: Facts, command: ReportBreach, then: Moment, occasion: Occasion
) -> Refusal | None:
    """What may still be kept has not been missed: nobody asks the other about it before its end."""
    if command.bearer == occasion.by:
        return None
    if isinstance(command.duty, TaskDuty):
        return _refuse_unmissed(facts, facts.standards.tasks[command.duty.task], then, occasion)
    held = in_force(facts.ground.agreement, command.duty.clause, then.at)
    body = None if held is None else held.terms.body
    minutes = body.schedule.minutes if isinstance(body, Ritual) else 0
    return NotYetOver() if occasion.now < then.at + timedelta(minutes=minutes) else None


def _refuse_unmissed(facts: Facts, task: Task, then: Moment, occasion: Occasion) -> Refusal | None:
    """A task is missed at its end, if it was still asked then; a standing order all along.

    Otherwise "I cannot", and letting go, could be answered with a report about the hour before.
    """
    if task.grade is Grade.STANDING_ORDER:
        return None
    end = task_due(task, facts.ground.dynamic, occasion.now)
    if task.dropped_at is None and occasion.now < end:
        return NotYetOver()
    whole = replace(task, due=end, due_is_final=True)
    was_asked = is_task_operative(facts.ground, whole, then.moved(end))
    return None if was_asked else NotExpectedThen()


def _refuse_again(
    state: BreachesState, command: ReportBreach, conduct_at: datetime
) -> Refusal | None:
    known = (each for each in state.breaches.values() if each.duty == command.duty)
    for each in known:
        if is_same_conduct(each, command.bearer, conduct_at):
            return AlreadyReported(each.id)
    return None


def _reported(
    facts: Facts, command: ReportBreach, asked: Binding, moment: Moment
) -> BreachReported:
    lighter = bool(asked.lighter) and is_lighter(facts.ground.dynamic, command.bearer, moment.at)
    return BreachReported(
        breach=command.breach,
        bearer=command.bearer,
        duty=command.duty,
        digest=asked.digest,
        conduct_at=moment.at,
        text=command.text,
        footing=Footing(asked.rests_on, asked.touches),
        area=asked.area,
        lighter=lighter,
        bearer_led=lead(facts.ground, moment) == command.bearer,
    )


def is_repair(breach: Breach, ground: Ground, moment: Moment) -> bool:
    """Tell whether the one it concerns leads, or led then.

    Finding takes both then, and what follows is a repair.
    """
    return breach.bearer_led or lead(ground, moment) == breach.bearer
