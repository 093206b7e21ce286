"""Directions: given only where one leads, graded as agreed, always with an end."""

from datetime import datetime, timedelta

import pytest

from tests.given import (
    ASH,
    HOUSEHOLD,
    STRANGER,
    WORK,
    WREN,
    Couple,
    clause,
    role,
    usual,
)
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import (
    Authority,
    Effect,
    Grade,
    Need,
    NeedDeclared,
    Overlap,
    Style,
    Terms,
)
from troth.domain.agreement.validity import MayTouchProtectedNeed
from troth.domain.directions.given import DirectionId, Task, is_review_due, tasks
from troth.domain.directions.giving import (
    MOST_DIRECTIONS,
    STANDING_DAYS,
    TASK_DAYS,
    Cannot,
    DirectionLimitsNeed,
    DirectionNeedsEnd,
    DirectionOver,
    FinishDirection,
    GiveDirection,
    GradeTooHigh,
    LetGo,
    NotLedHere,
    NotYourDirection,
    ReviewDirection,
    StandingOrderNeedsReview,
    TakeUp,
    TooManyDirections,
)
from troth.domain.dynamic.commands import AffirmResumption, Pause, RaiseCheck, Stop
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
from troth.domain.routing.matter import Declaration
from troth.domain.safety import LimitId, SetLimit, Target

SHELF = DirectionId("shelf")
ABOUT_WREN = Declaration(frozenset({WREN}), Significance.ROUTINE)
ABOUT_BOTH = Declaration(frozenset({ASH, WREN}), Significance.ROUTINE)


def ordering(grade: Grade = Grade.STANDING_ORDER) -> tuple[Terms, ...]:
    """Return the usual clauses, with directions graded up to this."""
    authority = clause("authority", Authority(Overlap.SHARED_PREVAILS, grade=grade))
    return (*(each for each in usual() if each.clause != "authority"), authority)


def begun(grade: Grade = Grade.STANDING_ORDER) -> Couple:
    return Couple().have_begun(drafts=ordering(grade))


def shelf(
    couple: Couple,
    grade: Grade = Grade.ORDER,
    declaration: Declaration = ABOUT_WREN,
    area: AreaId | None = HOUSEHOLD,
) -> GiveDirection:
    """Return a direction that ends in a week; a standing order is looked at again before."""
    review_on = couple.now + timedelta(days=3) if grade is Grade.STANDING_ORDER else None
    return GiveDirection(
        SHELF,
        "Put up the shelf.",
        declaration,
        couple.now + timedelta(days=7),
        area=area,
        grade=grade,
        review_on=review_on,
    )


def asked_of(couple: Couple, member: MemberId = WREN) -> tuple[Task, ...]:
    given = couple.state.directions.given
    return tasks(given, couple.state.ground, member, couple.moment())


def grades(couple: Couple) -> list[Grade]:
    return [task.grade for task in asked_of(couple)]


def comes_back(couple: Couple) -> None:
    couple.does(ASH, AffirmResumption())
    couple.does(WREN, AffirmResumption())


def test_the_lead_directs_in_what_the_lead_leads() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple))
    (task,) = asked_of(couple)
    assert (task.giver, task.bearer, task.grade) == (ASH, WREN, Grade.ORDER)
    assert asked_of(couple, ASH) == ()


def test_the_one_who_leads_may_be_either() -> None:
    clauses = (role(leads=WREN), *(each for each in ordering() if each.clause != "role"))
    couple = Couple().have_begun(drafts=clauses)
    about_ash = Declaration(frozenset({ASH}), Significance.ROUTINE)
    couple.is_refused(ASH, shelf(couple), NotLedHere)
    couple.does(WREN, shelf(couple, declaration=about_ash))
    assert [task.bearer for task in asked_of(couple, ASH)] == [ASH]


def test_nobody_else_directs_and_nothing_outside_is_directed() -> None:
    couple = begun()
    couple.is_refused(WREN, shelf(couple), NotLedHere)
    couple.is_refused(STRANGER, shelf(couple), NotAMember)
    couple.is_refused(ASH, shelf(couple, area=WORK), NotLedHere)
    couple.is_refused(ASH, shelf(couple, area=None), NotLedHere)
    couple.is_refused(ASH, shelf(couple, area=AreaId("unnamed")), NotLedHere)


def test_what_the_lead_decides_about_their_own_evening_directs_nobody() -> None:
    couple = begun()
    about_ash = Declaration(frozenset({ASH}), Significance.ROUTINE)
    couple.is_refused(ASH, shelf(couple, declaration=about_ash), NotLedHere)


def test_between_equals_there_are_no_directions() -> None:
    clauses = (role(Style.EQUAL), *(each for each in ordering() if each.clause != "role"))
    couple = Couple().have_begun(drafts=clauses)
    couple.is_refused(ASH, shelf(couple), NotLedHere)


@pytest.mark.parametrize("rest", [Pause(), Stop(), RaiseCheck(), Pause(HOUSEHOLD)])
def test_nothing_is_directed_while_the_exchange_rests_or_is_checked(
    rest: Pause | Stop | RaiseCheck,
) -> None:
    couple = begun()
    couple.does(WREN, rest)
    couple.is_refused(ASH, shelf(couple), NotLedHere)


def test_a_direction_is_graded_at_most_as_both_agreed() -> None:
    couple = begun(Grade.REQUEST)
    refusal = couple.is_refused(ASH, shelf(couple, Grade.ORDER), GradeTooHigh)
    assert refusal.highest is Grade.REQUEST
    couple.does(ASH, shelf(couple, Grade.REQUEST))
    assert grades(couple) == [Grade.REQUEST]


def test_with_nothing_agreed_about_grades_a_direction_is_a_request() -> None:
    clauses = tuple(each for each in usual() if each.clause != "authority")
    couple = Couple().have_begun(drafts=clauses)
    couple.is_refused(ASH, shelf(couple), GradeTooHigh)
    couple.does(ASH, shelf(couple, Grade.REQUEST))


def test_a_grade_withdrawn_afterwards_lowers_what_was_given_before() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple))
    couple.does(WREN, WithdrawConsent(ClauseId("authority")))
    assert grades(couple) == [Grade.REQUEST]


def test_a_direction_is_no_way_around_hearing_the_other() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple, declaration=ABOUT_BOTH))
    assert grades(couple) == [Grade.REQUEST]
    couple.does(WREN, TakeUp(SHELF))
    assert grades(couple) == [Grade.ORDER]


def test_a_direction_rests_with_the_exchange_and_its_deadline_stands_still() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple))
    couple.later(days=2)
    couple.does(WREN, Pause())
    couple.later(days=10)
    assert asked_of(couple) == ()
    couple.is_refused(WREN, FinishDirection(SHELF), DirectionOver)
    comes_back(couple)
    (task,) = asked_of(couple)
    assert task.due_at == couple.now + timedelta(days=5)


def test_no_rest_makes_a_standing_order_longer() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple, Grade.STANDING_ORDER))
    couple.does(WREN, Pause())
    couple.later(days=8)
    comes_back(couple)
    assert asked_of(couple) == ()


def test_a_direction_does_not_outlast_the_authority_it_came_from() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple))
    couple.agrees(role(leads=WREN))
    assert asked_of(couple) == ()
    couple.is_refused(WREN, TakeUp(SHELF), DirectionOver)


def test_a_limit_ends_what_a_direction_asks() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple))
    couple.does(WREN, SetLimit(LimitId("l"), Target.AREA, HOUSEHOLD))
    assert asked_of(couple) == ()


def test_every_direction_has_an_end() -> None:
    couple = begun()
    endless = couple.now + timedelta(days=TASK_DAYS + 1)
    naive = datetime(2026, 3, 5)  # noqa: DTZ001 - a day without a zone is what is tried here
    for until in (couple.now, endless, naive):
        command = GiveDirection(SHELF, "Put up the shelf.", ABOUT_WREN, until, HOUSEHOLD)
        couple.is_refused(ASH, command, DirectionNeedsEnd)
    couple.does(ASH, shelf(couple))
    couple.later(days=7)
    assert asked_of(couple) == ()


def test_a_standing_order_is_looked_at_again_and_nothing_else_is() -> None:
    couple = begun()
    until = couple.now + timedelta(days=STANDING_DAYS)
    standing = Grade.STANDING_ORDER
    for grade, review_on in (
        (standing, None),
        (standing, until + timedelta(days=1)),
        (standing, couple.now),
        (Grade.ORDER, couple.now + timedelta(days=1)),
    ):
        command = GiveDirection(
            SHELF,
            "Tidy up at ten.",
            ABOUT_WREN,
            min(until, couple.now + timedelta(days=20)),
            HOUSEHOLD,
            grade=grade,
            review_on=review_on,
        )
        couple.is_refused(ASH, command, StandingOrderNeedsReview)


def test_keeping_a_standing_order_moves_the_day_but_never_the_end() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple, Grade.STANDING_ORDER))
    direction = couple.state.directions.given.directions[SHELF]
    assert not is_review_due(direction, couple.state.ground, couple.moment())
    couple.later(days=4)
    assert is_review_due(direction, couple.state.ground, couple.moment())
    too_far = ReviewDirection(SHELF, couple.now + timedelta(days=4))
    couple.is_refused(ASH, too_far, StandingOrderNeedsReview)
    couple.is_refused(WREN, ReviewDirection(SHELF, couple.now), NotYourDirection)
    couple.does(ASH, ReviewDirection(SHELF, couple.now + timedelta(days=2)))
    direction = couple.state.directions.given.directions[SHELF]
    assert not is_review_due(direction, couple.state.ground, couple.moment())


def test_what_is_asked_once_is_not_reviewed() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple))
    review = ReviewDirection(SHELF, couple.now + timedelta(days=1))
    couple.is_refused(ASH, review, StandingOrderNeedsReview)


def test_saying_cannot_ends_it_in_every_state_and_needs_no_words() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple))
    couple.does(ASH, Pause())
    couple.does(WREN, Cannot(SHELF))
    comes_back(couple)
    assert asked_of(couple) == ()
    assert couple.does(WREN, Cannot(SHELF)) == ()


def test_words_that_cannot_be_recorded_turn_no_cannot_away() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple))
    couple.does(WREN, Cannot(SHELF, "\u200b"))
    assert asked_of(couple) == ()


def test_the_giver_lets_go_and_the_bearer_takes_up_and_finishes() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple))
    couple.is_refused(ASH, TakeUp(SHELF), NotYourDirection)
    couple.is_refused(ASH, Cannot(SHELF), NotYourDirection)
    couple.is_refused(WREN, LetGo(SHELF), NotYourDirection)
    couple.does(WREN, TakeUp(SHELF))
    assert couple.does(WREN, TakeUp(SHELF)) == ()
    assert [task.taken_up for task in asked_of(couple)] == [True]
    couple.does(WREN, FinishDirection(SHELF))
    assert asked_of(couple) == ()
    couple.is_refused(WREN, FinishDirection(SHELF), DirectionOver)
    assert couple.does(ASH, LetGo(SHELF)) == ()


def test_the_giver_lets_go_at_any_time() -> None:
    couple = begun()
    couple.does(ASH, shelf(couple))
    couple.does(WREN, Stop())
    couple.does(ASH, LetGo(SHELF))
    comes_back(couple)
    assert asked_of(couple) == ()


def test_no_direction_limits_a_protected_need() -> None:
    couple = begun()
    until = couple.now + timedelta(days=1)
    limiting = GiveDirection(
        SHELF,
        "No shelf.",
        ABOUT_WREN,
        until,
        HOUSEHOLD,
        needs=(NeedDeclared(Need.CONTACT, Effect.LIMITS),),
        considered=True,
    )
    couple.is_refused(ASH, limiting, DirectionLimitsNeed)


def test_words_that_may_touch_a_protected_need_ask_first() -> None:
    couple = begun()
    until = couple.now + timedelta(days=1)
    words = "Cook dinner and phone your mother."
    asks = GiveDirection(SHELF, words, ABOUT_WREN, until, HOUSEHOLD)
    assert "food" in couple.is_refused(ASH, asks, MayTouchProtectedNeed).needs
    declared = tuple(
        NeedDeclared(need, Effect.SUPPORTS) for need in (Need.FOOD, Need.PHONE, Need.CONTACT)
    )
    couple.does(ASH, GiveDirection(SHELF, words, ABOUT_WREN, until, HOUSEHOLD, needs=declared))
    other = DirectionId("other")
    couple.does(ASH, GiveDirection(other, words, ABOUT_WREN, until, HOUSEHOLD, considered=True))


def test_a_direction_has_visible_words_and_an_id_of_its_own() -> None:
    couple = begun()
    until = couple.now + timedelta(days=1)
    couple.is_refused(ASH, GiveDirection(SHELF, "", ABOUT_WREN, until, HOUSEHOLD), UnclearWording)
    unclear = GiveDirection(SHELF, "Tidy.", ABOUT_WREN, until, AreaId("\u200b"))
    couple.is_refused(ASH, unclear, UnclearWording)
    couple.is_refused(WREN, TakeUp(SHELF), NotFound)
    couple.does(ASH, shelf(couple))
    couple.is_refused(ASH, shelf(couple), AlreadyThere)


def test_what_is_asked_is_listed_by_its_end_and_stays_few() -> None:
    couple = begun()
    for number in range(MOST_DIRECTIONS):
        until = couple.now + timedelta(hours=MOST_DIRECTIONS - number)
        id_ = DirectionId(f"d{number}")
        couple.does(ASH, GiveDirection(id_, "Tidy.", ABOUT_WREN, until, HOUSEHOLD))
    assert asked_of(couple)[0].direction == f"d{MOST_DIRECTIONS - 1}"
    couple.is_refused(ASH, shelf(couple), TooManyDirections)
    couple.later(days=34)
    couple.does(ASH, shelf(couple))
    assert list(couple.state.directions.given.directions) == [SHELF]
