"""Tasks: one-off, with an end, for oneself or under what was decided; and directions as tasks."""

from datetime import datetime, timedelta

from tests.given import ASH, HOUSEHOLD, STRANGER, WORK, WREN, Couple, clause, role, within
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import Authority, Grade, Overlap
from troth.domain.agreement.validity import MayTouchProtectedNeed
from troth.domain.conduct.commands import ReportBreach
from troth.domain.conduct.events import BreachId
from troth.domain.conduct.refusals import NotExpectedThen, NotYetOver
from troth.domain.decider import standards_at
from troth.domain.decisions.commands import Decide, RaiseMatter, RescindDecision
from troth.domain.decisions.events import MatterId
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import Cannot, FinishDirection, GiveDirection, LetGo
from troth.domain.dynamic.commands import AffirmResumption, ClearCheck, Pause, RaiseCheck
from troth.domain.kernel import (
    AlreadyThere,
    AreaId,
    ClauseId,
    MemberId,
    NotAMember,
    NotFound,
    Significance,
    UnclearWording,
)
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.standards.commands import (
    MOST_TASKS,
    DropTask,
    MarkOccurrence,
    NotYourTask,
    SetTask,
    TaskNeedsEnd,
    TaskNeedsSource,
    TooManyTasks,
)
from troth.domain.standards.events import Mark, TaskDuty, TaskId, TaskKind
from troth.domain.standards.expectations import Expectation, day, expectations

SHELF = TaskId("shelf")
GARDEN = AreaId("garden")
ORDERS = clause("authority", Authority(Overlap.SHARED_PREVAILS, grade=Grade.ORDER))
ROUTINE = Declaration(frozenset({WREN}), Significance.ROUTINE)


def tasks(couple: Couple, member: MemberId) -> dict[str, Expectation]:
    """Return the tasks expected of a member now."""
    known = standards_at(couple.state, couple.moment())
    seen = day(couple.moment(), couple.moment().zones["UTC"])
    found = expectations(couple.state.ground, known, member, seen)
    return {each.duty.task: each for each in found if isinstance(each.duty, TaskDuty)}


def shelf(couple: Couple, bearer: MemberId, source: str = "", *, days: float = 3) -> SetTask:
    """Return the command that sets a task about a shelf."""
    due = couple.now + timedelta(days=days)
    return SetTask(SHELF, bearer, TaskKind.AT_HOME, "Put up the shelf.", due, source)


def decided(couple: Couple, by: MemberId = ASH) -> str:
    """Have the lead decide an everyday question of the household, and return the matter."""
    facet = Facet(HOUSEHOLD, declared={by: ROUTINE})
    couple.does(by, RaiseMatter(MatterId("hall"), "What about the hall?", (facet,)))
    digest = couple.state.decisions.matters[MatterId("hall")].digest
    couple.does(by, Decide(MatterId("hall"), digest, "The hall gets a shelf.", "It is full."))
    return "hall"


def test_either_sets_a_task_for_themselves_and_the_other_only_reminds_of_it() -> None:
    couple = Couple().have_begun()
    for member in (ASH, WREN):
        task = SetTask(
            TaskId(f"of-{member}"),
            member,
            TaskKind.LEARNING,
            "Learn the song.",
            couple.now + timedelta(days=2),
        )
        couple.does(member, task)
        assert tasks(couple, member)[f"of-{member}"].grade is Grade.REQUEST
    couple.is_refused(STRANGER, shelf(couple, STRANGER), NotAMember)


def test_the_lead_sets_a_task_under_a_decision_in_what_they_lead() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, shelf(couple, WREN, decided(couple)))
    assert tasks(couple, WREN)[SHELF].text == "Put up the shelf."


def test_without_a_decision_nobody_sets_the_other_a_task() -> None:
    couple = Couple().have_begun()
    couple.is_refused(ASH, shelf(couple, WREN), TaskNeedsSource)
    matter = decided(couple)
    couple.is_refused(WREN, shelf(couple, ASH, matter), TaskNeedsSource)
    couple.is_refused(WREN, shelf(couple, STRANGER, matter), TaskNeedsSource)


def test_a_task_is_gone_with_the_decision_it_stood_on() -> None:
    couple = Couple().have_begun()
    matter = decided(couple)
    couple.does(ASH, shelf(couple, WREN, matter))
    couple.does(ASH, RescindDecision(MatterId(matter), "It can wait."))
    assert tasks(couple, WREN) == {}
    couple.is_refused(ASH, shelf(couple, WREN, matter), AlreadyThere)


def test_a_task_is_gone_with_the_area_it_came_from() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, shelf(couple, WREN, decided(couple)))
    couple.does(WREN, WithdrawConsent(ClauseId(HOUSEHOLD)))
    assert tasks(couple, WREN) == {}


def test_a_task_does_not_outlast_the_authority_it_was_set_with() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, shelf(couple, WREN, decided(couple)))
    couple.does(WREN, WithdrawConsent(ClauseId("role")))
    assert tasks(couple, WREN) == {}
    couple.later(hours=1)
    asked = ReportBreach(BreachId("slip"), WREN, TaskDuty(SHELF), couple.now)
    couple.is_refused(ASH, asked, NotExpectedThen)


def test_roles_swapped_ask_nothing_of_the_one_who_leads_now() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, shelf(couple, WREN, decided(couple)))
    couple.agrees(role(leads=WREN))
    assert tasks(couple, WREN) == {}
    couple.is_refused(ASH, shelf(couple, WREN), AlreadyThere)


def test_a_limit_on_the_clause_alone_takes_a_task_away() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, shelf(couple, WREN, decided(couple)))
    couple.does(WREN, SetLimit(LimitId("l"), Target.CLAUSE, HOUSEHOLD))
    assert tasks(couple, WREN) == {}


def test_a_decision_about_two_parts_asks_nothing_once_one_of_them_is_led_no_longer() -> None:
    couple = Couple().have_begun(within(GARDEN))
    facets = tuple(Facet(area, declared={ASH: ROUTINE}) for area in (HOUSEHOLD, GARDEN))
    couple.does(ASH, RaiseMatter(MatterId("hall"), "What about the hall?", facets))
    digest = couple.state.decisions.matters[MatterId("hall")].digest
    couple.does(ASH, Decide(MatterId("hall"), digest, "Both get a shelf.", "They are full."))
    couple.does(ASH, shelf(couple, WREN, "hall"))
    assert SHELF in tasks(couple, WREN)
    couple.does(WREN, Pause(GARDEN))
    assert tasks(couple, WREN) == {}


def test_the_end_of_a_task_stands_still_while_its_part_of_life_rests() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, shelf(couple, WREN, decided(couple), days=2))
    couple.does(WREN, Pause(HOUSEHOLD))
    couple.later(days=5)
    assert tasks(couple, WREN) == {}
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption(HOUSEHOLD))
    assert SHELF in tasks(couple, WREN)


def test_no_task_is_set_while_the_area_rests_or_where_a_limit_stands() -> None:
    couple = Couple().have_begun()
    matter = decided(couple)
    couple.does(WREN, Pause(HOUSEHOLD))
    couple.is_refused(ASH, shelf(couple, WREN, matter), TaskNeedsSource)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption(HOUSEHOLD))
    couple.does(WREN, SetLimit(LimitId("l"), Target.AREA, HOUSEHOLD))
    couple.is_refused(ASH, shelf(couple, WREN, matter), TaskNeedsSource)


def test_a_limit_takes_a_task_away_at_once() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, shelf(couple, WREN, decided(couple)))
    couple.does(WREN, SetLimit(LimitId("l"), Target.AREA, HOUSEHOLD))
    assert tasks(couple, WREN) == {}


def test_a_task_ends_and_its_end_stands_still_in_a_pause() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, shelf(couple, WREN, days=2))
    couple.does(WREN, Pause())
    couple.later(days=5)
    assert tasks(couple, WREN) == {}, "nothing is expected while it rests"
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    assert SHELF in tasks(couple, WREN)
    couple.later(days=2, hours=1)
    assert tasks(couple, WREN) == {}


def test_a_task_has_an_end_clear_words_and_an_id_of_its_own() -> None:
    couple = Couple().have_begun()
    for days in (0, -1, 40):
        couple.is_refused(WREN, shelf(couple, WREN, days=days), TaskNeedsEnd)
    timeless = SetTask(SHELF, WREN, TaskKind.ERRAND, "Post it.", couple.now.replace(tzinfo=None))
    couple.is_refused(WREN, timeless, TaskNeedsEnd)
    unseen = SetTask(SHELF, WREN, TaskKind.ERRAND, "", couple.now + timedelta(days=1))
    couple.is_refused(WREN, unseen, UnclearWording)
    couple.does(WREN, shelf(couple, WREN))
    couple.is_refused(WREN, shelf(couple, WREN), AlreadyThere)


def test_wording_that_may_touch_a_protected_need_asks_first() -> None:
    couple = Couple().have_begun()
    due = couple.now + timedelta(days=1)
    task = SetTask(SHELF, WREN, TaskKind.AT_HOME, "No phone this evening.", due)
    assert "phone" in couple.is_refused(WREN, task, MayTouchProtectedNeed).needs


def test_only_who_set_a_task_lets_it_go() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, shelf(couple, WREN, decided(couple)))
    couple.is_refused(WREN, DropTask(SHELF), NotYourTask)
    couple.is_refused(ASH, DropTask(TaskId("none")), NotFound)
    couple.does(ASH, DropTask(SHELF))
    assert couple.does(ASH, DropTask(SHELF)) == ()
    assert tasks(couple, WREN) == {}


def test_more_tasks_than_anybody_can_bear_in_mind_wait() -> None:
    couple = Couple().have_begun()
    for number in range(MOST_TASKS):
        due = couple.now + timedelta(days=1)
        name = TaskId(f"t{number}")
        couple.does(WREN, SetTask(name, WREN, TaskKind.KINDNESS, "Write to Ash.", due))
    couple.is_refused(WREN, shelf(couple, WREN), TooManyTasks)
    couple.later(days=40)
    couple.does(WREN, shelf(couple, WREN))


def direction(couple: Couple, grade: Grade = Grade.ORDER) -> DirectionId:
    """Have Ash direct Wren in the household."""
    id_ = DirectionId("hall-lamp")
    until = couple.now + timedelta(days=2)
    give = GiveDirection(id_, "See to the hall lamp.", ROUTINE, until, HOUSEHOLD, grade=grade)
    couple.does(ASH, give)
    return id_


def test_a_direction_is_a_task_for_as_long_as_it_binds() -> None:
    couple = Couple().have_begun()
    couple.agrees(ORDERS)
    id_ = direction(couple)
    assert tasks(couple, WREN)[id_].grade is Grade.ORDER
    assert tasks(couple, ASH) == {}
    set_at = couple.now
    couple.later(hours=2)
    couple.does(WREN, MarkOccurrence(TaskDuty(TaskId(id_)), set_at, Mark.PARTLY))
    assert tasks(couple, WREN)[id_].turns[0].mark is Mark.PARTLY
    couple.does(WREN, Cannot(id_))
    assert tasks(couple, WREN) == {}


def test_a_pause_moves_the_end_of_a_direction_once() -> None:
    couple = Couple().have_begun()
    id_ = direction(couple, Grade.REQUEST)
    until = couple.now + timedelta(days=2)
    couple.does(WREN, Pause())
    couple.later(days=1)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    assert tasks(couple, WREN)[id_].turns[0].end == until + timedelta(days=1)


def test_nobody_is_asked_about_a_direction_that_can_still_be_done() -> None:
    couple = Couple().have_begun()
    couple.agrees(ORDERS)
    duty = TaskDuty(TaskId(direction(couple)))
    couple.later(days=1)
    asked = ReportBreach(BreachId("slip"), WREN, duty, couple.now - timedelta(hours=1))
    couple.is_refused(ASH, asked, NotYetOver)
    couple.does(WREN, Pause(HOUSEHOLD))
    couple.later(days=3)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption(HOUSEHOLD))
    couple.is_refused(ASH, asked, NotYetOver)
    couple.later(days=1, minutes=1)
    couple.does(ASH, asked)


def test_nobody_is_asked_about_what_they_said_they_cannot_do_or_the_giver_let_go() -> None:
    for by, ending in ((WREN, Cannot), (ASH, LetGo), (WREN, FinishDirection)):
        couple = Couple().have_begun()
        couple.agrees(ORDERS)
        id_ = direction(couple)
        couple.later(hours=2)
        couple.does(by, ending(id_))
        for days in (0, 3):
            couple.later(days=days)
            before = couple.now - timedelta(days=days, hours=1)
            asked = ReportBreach(BreachId("slip"), WREN, TaskDuty(TaskId(id_)), before)
            couple.is_refused(ASH, asked, NotExpectedThen)


def test_a_direction_whose_end_came_in_a_check_in_was_not_missed() -> None:
    couple = Couple().have_begun()
    couple.agrees(ORDERS)
    duty = TaskDuty(TaskId(direction(couple)))
    couple.later(days=1)
    before = couple.now - timedelta(hours=1)
    couple.does(WREN, RaiseCheck())
    couple.later(days=2)
    for member in (ASH, WREN):
        couple.does(member, ClearCheck())
    asked = ReportBreach(BreachId("slip"), WREN, duty, before)
    couple.is_refused(ASH, asked, NotExpectedThen)


def test_a_withdrawal_from_the_area_closes_what_is_open_about_a_direction_in_it() -> None:
    couple = Couple().have_begun()
    couple.agrees(ORDERS)
    duty = TaskDuty(TaskId(direction(couple)))
    couple.later(days=1)
    asked = ReportBreach(BreachId("slip"), WREN, duty, couple.now)
    couple.later(days=2)
    couple.does(ASH, asked)
    couple.does(WREN, WithdrawConsent(ClauseId(HOUSEHOLD)))
    assert not couple.state.conduct.breaches.breaches[BreachId("slip")].is_open


def test_one_may_say_early_that_one_will_not_manage() -> None:
    couple = Couple().have_begun()
    couple.agrees(ORDERS)
    duty = TaskDuty(TaskId(direction(couple)))
    couple.does(WREN, ReportBreach(BreachId("slip"), WREN, duty, couple.now))


def test_a_direction_is_let_go_of_as_a_direction() -> None:
    couple = Couple().have_begun()
    id_ = direction(couple, Grade.REQUEST)
    couple.is_refused(ASH, DropTask(TaskId(id_)), NotFound)
    couple.is_refused(ASH, shelf_named(couple, TaskId(id_)), AlreadyThere)


def shelf_named(couple: Couple, task: TaskId) -> SetTask:
    """Return a task of Ash's own under another id."""
    due: datetime = couple.now + timedelta(days=1)
    return SetTask(task, ASH, TaskKind.AT_HOME, "Put up the shelf.", due)


def test_a_decision_about_ones_own_work_lets_nobody_else_set_tasks() -> None:
    couple = Couple().have_begun()
    facet = Facet(WORK, declared={WREN: ROUTINE})
    couple.does(WREN, RaiseMatter(MatterId("desk"), "A new desk?", (facet,)))
    digest = couple.state.decisions.matters[MatterId("desk")].digest
    couple.does(WREN, Decide(MatterId("desk"), digest, "A new desk.", "The old one is small."))
    couple.is_refused(ASH, shelf(couple, WREN, "desk"), TaskNeedsSource)
    couple.is_refused(WREN, shelf(couple, ASH, "desk"), TaskNeedsSource)
