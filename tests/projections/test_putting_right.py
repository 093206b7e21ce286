"""What can be asked about, when it was expected, and what is agreed to put it right."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.domain.conduct.test_answers import left_to_wren
from tests.domain.test_windows import part_time
from tests.given import ASH, KITCHEN, REFLECTION, WREN, Couple, clause, kitchen
from troth.domain.agreement.terms import Correction, CorrectionKind, Permission, Reward
from troth.domain.conduct.breach import Breach
from troth.domain.conduct.commands import AnswerBreach, ReportBreach, WeighBreach
from troth.domain.conduct.events import AnswerKind, BreachId, Finding
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import ClauseId, MemberId
from troth.domain.standards.events import ClauseDuty, TaskDuty, TaskId
from troth.projections.putting_right import (
    Askable,
    askable,
    duty_words,
    may_rest,
    menu,
    own_choices,
    treats,
    when_expected,
)
from troth.projections.slips import Step, next_step

WORDS = "The kitchen is settled before bed."
LINE = Askable(WREN, ClauseDuty(KITCHEN), WORDS)
ID = BreachId("b")


@pytest.fixture(name="couple")
def _couple() -> Couple:
    couple = Couple().have_begun()
    couple.later(hours=2)
    return couple


def reported(couple: Couple, bearer: MemberId = WREN) -> Breach:
    by = couple.state.ground.dynamic.other(bearer)
    couple.does(by, ReportBreach(ID, bearer, ClauseDuty(KITCHEN), couple.now))
    return couple.state.conduct.breaches.breaches[ID]


def breach(couple: Couple) -> Breach:
    return couple.state.conduct.breaches.breaches[ID]


def test_what_the_other_keeps_is_offered_before_ones_own() -> None:
    mine = replace(kitchen("Ash asks first."), clause=ClauseId("asks"), bearers=frozenset({ASH}))
    couple = Couple().have_begun(mine)
    for viewer, first in ((ASH, WORDS), (WREN, "Ash asks first.")):
        found = askable(couple.state, viewer, couple.moment())
        assert found[0].words == first
        assert len(found) == 2
        assert found[0].bearer != viewer


def test_what_both_keep_is_offered_of_each() -> None:
    both = replace(kitchen(), clause=ClauseId("both"), bearers=frozenset({ASH, WREN}))
    found = askable((given := Couple().have_begun(both)).state, ASH, given.moment())
    assert sorted(each.bearer for each in found if each.name == "both") == [ASH, WREN]


def test_the_last_time_of_a_day_at_which_it_was_expected_is_meant(couple: Couple) -> None:
    span = (couple.now - timedelta(hours=18), couple.now + timedelta(hours=5))
    assert when_expected(couple.state, LINE, span, couple.moment()) == couple.now


def test_of_a_day_with_a_window_the_end_of_the_window_is_meant() -> None:
    couple = part_time()
    couple.later(hours=5)  # the window was from 19:00 to 22:00 in London, and it is 23:00
    span = (couple.now - timedelta(hours=20), couple.now)
    found = when_expected(couple.state, LINE, span, couple.moment())
    assert found is not None
    assert timedelta(hours=1) <= couple.now - found <= timedelta(hours=2)


def test_of_a_day_on_which_nothing_was_expected_there_is_no_time(couple: Couple) -> None:
    span = (couple.now - timedelta(days=3), couple.now - timedelta(days=2))
    assert when_expected(couple.state, LINE, span, couple.moment()) is None
    other = replace(LINE, bearer=ASH)
    today = (couple.now - timedelta(hours=1), couple.now)
    assert when_expected(couple.state, other, today, couple.moment()) is None


def test_whoever_asked_can_let_it_rest_until_something_has_begun(couple: Couple) -> None:
    found = reported(couple)
    assert may_rest(found, ASH, couple.moment())
    assert not may_rest(found, WREN, couple.moment())


def test_only_what_operates_and_was_agreed_for_the_bearer_is_on_the_menu() -> None:
    for_ash = replace(
        clause("repair", Correction(CorrectionKind.TALK, 45)), bearers=frozenset({ASH})
    )
    couple = Couple().have_begun(for_ash)
    couple.later(hours=2)
    found = reported(couple)
    assert [each.clause for each in menu(couple.state, found, couple.moment())] == [REFLECTION]
    own = replace(found, bearer=ASH)
    assert {each.clause for each in menu(couple.state, own, couple.moment())} == {
        REFLECTION,
        "repair",
    }
    couple.later(minutes=5)
    couple.does(WREN, Pause())
    assert menu(couple.state, found, couple.moment()) == ()


def test_a_private_response_stands_on_its_permission() -> None:
    between = Correction(CorrectionKind.PRIVATE, 60, permission=ClauseId("closeness"))
    allowed = clause("closeness", Permission("Only at home.", WREN, ClauseId("red")))
    couple = Couple().have_begun(allowed, clause("between", between))
    couple.later(hours=2)
    found = reported(couple)
    names = {each.clause for each in menu(couple.state, found, couple.moment())}
    assert names == {REFLECTION, "between"}


def test_treats_are_named_in_their_words() -> None:
    couple = Couple().have_begun(clause("outing", Reward("An outing."), "Saturday out."))
    assert [each.words for each in treats(couple.state, couple.moment())] == ["Saturday out."]


def test_nobody_had_a_choice_where_none_was_left_to_them(couple: Couple) -> None:
    assert own_choices(couple.state, reported(couple), couple.moment()) == ()


def test_a_choice_that_was_left_to_somebody_before_is_named_by_its_question(
    couple: Couple,
) -> None:
    matter = left_to_wren(couple)
    couple.later(hours=1)
    found = own_choices(couple.state, reported(couple), couple.moment())
    assert [(each.id, each.words) for each in found] == [(matter, "When are the pans done?")]
    before = replace(breach(couple), conduct_at=couple.now - timedelta(hours=2))
    assert own_choices(couple.state, before, couple.moment()) == ()


def test_a_duty_is_called_by_its_words_and_else_by_its_name(couple: Couple) -> None:
    assert duty_words(couple.state, ClauseDuty(KITCHEN), couple.moment()) == WORDS
    assert duty_words(couple.state, TaskDuty(TaskId("gone")), couple.moment()) == "gone"


def test_where_the_two_see_it_differently_either_can_say_it_anew() -> None:
    mine = replace(kitchen("Ash asks first."), bearers=frozenset({ASH}))
    couple = Couple().have_begun()
    couple.agrees(mine)
    couple.later(hours=2)
    reported(couple, ASH)
    couple.does(ASH, AnswerBreach(ID, AnswerKind.ACKNOWLEDGED))
    couple.does(ASH, WeighBreach(ID, Finding.UPHELD))
    steps = [next_step(couple.state, breach(couple), each, couple.moment()) for each in (ASH, WREN)]
    assert steps == [None, Step.WEIGH]
    couple.does(WREN, WeighBreach(ID, Finding.EXCUSED))
    steps = [next_step(couple.state, breach(couple), each, couple.moment()) for each in (ASH, WREN)]
    assert steps == [Step.WEIGH, Step.WEIGH]
