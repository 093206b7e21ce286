"""Permissions: asked under a clause, answered by the other, or as both agreed before."""

from datetime import timedelta

import pytest

from tests.given import ASH, HOUSEHOLD, START, STRANGER, WREN, Couple
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import Category, Permission, Terms
from troth.domain.directions.permissions import (
    MOST_ASKED,
    Answer,
    AnswerPermission,
    AskPermission,
    NothingToAskUnder,
    OtherAsks,
    OwnAsking,
    PermissionId,
    TakeBackPermission,
    TooManyAsked,
    answer,
    answer_due_at,
)
from troth.domain.dynamic.commands import AffirmResumption, Pause, RaiseCheck, Stop
from troth.domain.kernel import AlreadyThere, ClauseId, NotAMember, NotFound, UnclearWording

LATE = PermissionId("late")
EVENINGS_OUT = ClauseId("evenings-out")
CLOSENESS = ClauseId("closeness")


def evenings_out(*, without_answer: bool = True, bounds: str = "Home by one.") -> Terms:
    body = Permission(bounds, WREN, answer_within_hours=24, without_answer=without_answer)
    return Terms(EVENINGS_OUT, body, "Wren asks before staying out.", area=HOUSEHOLD)


def closeness() -> Terms:
    body = Permission("As both said.", WREN, ClauseId("red"), without_answer=True)
    category = Category.NEW_INTIMATE
    return Terms(CLOSENESS, body, "Wren asks first.", category=category, review_after_days=30)


def asked(*, without_answer: bool = True) -> Couple:
    couple = Couple().have_begun(evenings_out(without_answer=without_answer))
    couple.does(WREN, AskPermission(LATE, EVENINGS_OUT, "May I stay out on Friday?"))
    return couple


def asked_intimately() -> Couple:
    couple = Couple().have_begun()
    couple.agrees(closeness())
    couple.later(hours=25)
    couple.does(WREN, AskPermission(LATE, CLOSENESS, "May I, on Friday?"))
    return couple


def holds(couple: Couple) -> Answer:
    permission = couple.state.directions.permissions.asked[LATE]
    return answer(permission, couple.state.ground, couple.moment())


def comes_back(couple: Couple) -> None:
    couple.does(ASH, AffirmResumption())
    couple.does(WREN, AffirmResumption())


def test_an_answer_is_waited_for_and_then_given() -> None:
    couple = asked()
    assert holds(couple) is Answer.WAITING
    couple.does(ASH, AnswerPermission(LATE, yes=True, note="Enjoy it."))
    assert holds(couple) is Answer.YES


def test_without_an_answer_in_time_it_is_yes_unless_both_chose_otherwise() -> None:
    couple = asked()
    couple.later(hours=24)
    assert holds(couple) is Answer.YES_AS_AGREED
    other = asked(without_answer=False)
    other.later(hours=24)
    assert holds(other) is Answer.NO_AS_AGREED


def test_the_time_to_answer_stands_still_while_the_exchange_rests() -> None:
    couple = asked()
    couple.later(hours=20)
    couple.does(ASH, Pause())
    couple.later(hours=48)
    assert holds(couple) is Answer.RESTS
    comes_back(couple)
    assert holds(couple) is Answer.WAITING
    permission = couple.state.directions.permissions.asked[LATE]
    due = answer_due_at(permission, couple.state.ground, couple.moment())
    assert due == couple.now + timedelta(hours=4)
    couple.later(hours=5)
    assert holds(couple) is Answer.YES_AS_AGREED


def test_something_intimate_is_never_open_without_an_answer() -> None:
    couple = asked_intimately()
    couple.later(days=3)
    assert holds(couple) is Answer.NO_AS_AGREED


def test_a_yes_to_something_intimate_does_not_outlast_a_pause() -> None:
    couple = asked_intimately()
    couple.does(ASH, AnswerPermission(LATE, yes=True))
    assert holds(couple) is Answer.YES
    couple.later(minutes=1)
    couple.does(WREN, Pause())
    comes_back(couple)
    assert holds(couple) is Answer.LAPSED


@pytest.mark.parametrize("rest", [Pause(), Stop(), Pause(since=START)])
def test_a_rest_that_lasts_no_time_still_ends_a_yes_to_something_intimate(
    rest: Pause | Stop,
) -> None:
    couple = asked_intimately()
    couple.does(ASH, AnswerPermission(LATE, yes=True))
    couple.does(WREN, rest)
    comes_back(couple)
    assert holds(couple) is Answer.LAPSED
    couple.does(ASH, AnswerPermission(LATE, yes=True))
    assert holds(couple) is Answer.YES, "a new yes, said after both came back, is a new yes"


def test_a_rest_of_another_part_of_life_leaves_a_yes_as_it_is() -> None:
    couple = asked_intimately()
    couple.does(ASH, AnswerPermission(LATE, yes=True))
    couple.does(WREN, Pause(HOUSEHOLD))
    assert holds(couple) is Answer.YES


def test_the_time_to_answer_stands_still_while_its_part_of_life_rests() -> None:
    couple = asked()
    couple.does(WREN, Pause(HOUSEHOLD))
    couple.later(days=3)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption(HOUSEHOLD))
    assert holds(couple) is Answer.WAITING
    couple.later(hours=24)
    assert holds(couple) is Answer.YES_AS_AGREED


def test_an_ordinary_yes_comes_back_with_the_exchange() -> None:
    couple = asked()
    couple.does(ASH, AnswerPermission(LATE, yes=True))
    couple.does(WREN, Pause())
    assert holds(couple) is Answer.RESTS
    comes_back(couple)
    assert holds(couple) is Answer.YES


def test_a_yes_lapses_after_a_month() -> None:
    couple = asked()
    couple.does(ASH, AnswerPermission(LATE, yes=True))
    couple.later(days=30)
    assert holds(couple) is Answer.LAPSED


def test_a_no_is_accepted_in_every_state_and_a_yes_only_while_the_clause_holds() -> None:
    couple = asked()
    couple.does(WREN, Pause())
    couple.is_refused(ASH, AnswerPermission(LATE, yes=True), NothingToAskUnder)
    couple.does(ASH, AnswerPermission(LATE, yes=False))
    assert holds(couple) is Answer.NO


def test_a_yes_is_taken_back_at_any_time() -> None:
    couple = asked()
    couple.does(ASH, AnswerPermission(LATE, yes=True))
    couple.does(ASH, TakeBackPermission(LATE))
    assert holds(couple) is Answer.NO
    assert couple.does(ASH, TakeBackPermission(LATE)) == ()


def test_a_no_may_become_a_yes() -> None:
    couple = asked()
    couple.does(ASH, AnswerPermission(LATE, yes=False))
    couple.does(ASH, AnswerPermission(LATE, yes=True))
    assert holds(couple) is Answer.YES


def test_even_what_the_clock_answered_may_still_be_answered_by_a_person() -> None:
    couple = asked()
    couple.later(hours=30)
    couple.does(ASH, AnswerPermission(LATE, yes=False))
    assert holds(couple) is Answer.NO


def test_the_one_who_asked_may_no_longer_ask_and_never_answers() -> None:
    couple = asked()
    couple.is_refused(WREN, AnswerPermission(LATE, yes=True), OwnAsking)
    couple.is_refused(STRANGER, AnswerPermission(LATE, yes=True), NotAMember)
    couple.does(WREN, TakeBackPermission(LATE))
    couple.is_refused(ASH, AnswerPermission(LATE, yes=True), NotFound)


def test_the_clause_says_who_asks() -> None:
    couple = Couple().have_begun(evenings_out())
    couple.is_refused(ASH, AskPermission(LATE, EVENINGS_OUT, "May I?"), OtherAsks)


def test_nothing_is_asked_under_a_clause_that_does_not_hold_or_is_another_kind() -> None:
    couple = Couple().have_begun(evenings_out())
    kitchen = AskPermission(LATE, ClauseId("kitchen"), "May I?")
    couple.is_refused(WREN, kitchen, NothingToAskUnder)
    couple.does(ASH, RaiseCheck())
    ask = AskPermission(LATE, EVENINGS_OUT, "May I?")
    couple.is_refused(WREN, ask, NothingToAskUnder)


def test_a_withdrawn_clause_carries_no_earlier_yes() -> None:
    couple = asked()
    couple.does(ASH, AnswerPermission(LATE, yes=True))
    couple.does(WREN, WithdrawConsent(EVENINGS_OUT))
    assert holds(couple) is Answer.LAPSED


def test_what_was_asked_under_other_words_is_asked_again() -> None:
    couple = asked()
    couple.agrees(evenings_out(bounds="Home by midnight."))
    assert holds(couple) is Answer.LAPSED
    couple.is_refused(ASH, AnswerPermission(LATE, yes=True), NothingToAskUnder)


def test_asking_and_answering_take_visible_words() -> None:
    couple = asked()
    couple.is_refused(WREN, AskPermission(LATE, EVENINGS_OUT, "Again?"), AlreadyThere)
    empty = AskPermission(PermissionId("x"), EVENINGS_OUT, "")
    couple.is_refused(WREN, empty, UnclearWording)
    hidden = AnswerPermission(LATE, yes=True, note="\u200b")
    couple.is_refused(ASH, hidden, UnclearWording)


def test_permissions_asked_stay_few_and_are_forgotten_in_time() -> None:
    couple = Couple().have_begun(evenings_out())
    for number in range(MOST_ASKED):
        ask = AskPermission(PermissionId(f"p{number}"), EVENINGS_OUT, "May I?")
        couple.does(WREN, ask)
    couple.is_refused(WREN, AskPermission(LATE, EVENINGS_OUT, "May I?"), TooManyAsked)
    couple.later(days=33)
    couple.does(WREN, AskPermission(LATE, EVENINGS_OUT, "May I?"))
    assert list(couple.state.directions.permissions.asked) == [LATE]
