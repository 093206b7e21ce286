"""What a standing order asks is asked all along; what an order asks is missed only at its end."""

from datetime import timedelta

import pytest

from tests.domain.test_tasks import ROUTINE
from tests.given import ASH, HOUSEHOLD, STRANGER, WREN, Couple, clause
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import Authority, Grade, Overlap
from troth.domain.conduct.commands import ReportBreach
from troth.domain.conduct.events import BreachId
from troth.domain.conduct.refusals import NotExpectedThen, NotYetOver, OnlyReminder
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import Cannot, GiveDirection
from troth.domain.kernel import ClauseId, NotAMember
from troth.domain.standards.events import TaskDuty, TaskId

COATS = DirectionId("coats")
HIGHEST = clause("authority", Authority(Overlap.SHARED_PREVAILS, grade=Grade.STANDING_ORDER))


def ordered(grade: Grade) -> Couple:
    """Return a couple in which Ash has asked, in what Ash leads, that the coats are hung up."""
    couple = Couple().have_begun()
    couple.agrees(HIGHEST)
    until = couple.now + timedelta(days=10)
    review = couple.now + timedelta(days=5) if grade is Grade.STANDING_ORDER else None
    given = GiveDirection(
        COATS, "Coats are hung up.", ROUTINE, until, HOUSEHOLD, grade=grade, review_on=review
    )
    couple.does(ASH, given)
    couple.later(hours=5)
    return couple


def asking(couple: Couple, hours_ago: int = 1) -> ReportBreach:
    """Return the report that asks about the coats some hours ago."""
    then = couple.now - timedelta(hours=hours_ago)
    return ReportBreach(BreachId("slip"), WREN, TaskDuty(TaskId(COATS)), then, "The hall.")


def test_a_standing_order_may_be_asked_about_while_it_lasts() -> None:
    couple = ordered(Grade.STANDING_ORDER)
    couple.does(ASH, asking(couple))
    assert couple.state.conduct.breaches.breaches[BreachId("slip")].bearer == WREN


def test_an_order_is_not_missed_before_its_end() -> None:
    couple = ordered(Grade.ORDER)
    couple.is_refused(ASH, asking(couple), NotYetOver)
    couple.is_refused(STRANGER, asking(couple), NotAMember)


@pytest.mark.parametrize("grade", [Grade.ORDER, Grade.STANDING_ORDER])
def test_nothing_is_asked_about_from_before_it_was_given(grade: Grade) -> None:
    couple = ordered(grade)
    couple.is_refused(ASH, asking(couple, hours_ago=6), NotExpectedThen)


@pytest.mark.parametrize("grade", [Grade.ORDER, Grade.STANDING_ORDER])
def test_nothing_is_asked_about_from_after_one_could_not(grade: Grade) -> None:
    couple = ordered(grade)
    couple.does(WREN, Cannot(COATS, "My shoulder."))
    couple.later(hours=2)
    couple.is_refused(ASH, asking(couple), NotExpectedThen)


def test_it_is_only_a_reminder_once_nothing_more_is_agreed() -> None:
    couple = ordered(Grade.STANDING_ORDER)
    couple.does(WREN, WithdrawConsent(ClauseId("authority")))
    couple.later(hours=2)
    couple.is_refused(ASH, asking(couple), OnlyReminder)
