"""Treats: offered by either, taken or left, never owed and never counted."""

import pytest

from tests.given import ASH, STRANGER, WREN, Couple, clause
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import Reward
from troth.domain.directions.treats import (
    MOST_TREATS,
    NotNow,
    NoTreatsNow,
    NotYourTreat,
    OfferTreat,
    OwnTreat,
    TakeTreat,
    TakeTreatBack,
    TooManyTreats,
    TreatId,
    TreatLeft,
)
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import (
    AlreadyThere,
    ClauseId,
    MemberId,
    NotAMember,
    NotFound,
    UnclearWording,
)

BATH = TreatId("bath")
TREATS = ClauseId("treats")


def offered(by: MemberId = ASH) -> Couple:
    couple = Couple().have_begun()
    couple.does(by, OfferTreat(BATH, "A long bath, and tea after it."))
    return couple


@pytest.mark.parametrize(("by", "to"), [(ASH, WREN), (WREN, ASH)])
def test_either_offers_and_the_other_takes(by: MemberId, to: MemberId) -> None:
    couple = offered(by)
    couple.does(to, TakeTreat(BATH))
    couple.is_refused(to, TakeTreat(BATH), NotFound)


def test_leaving_a_treat_for_now_takes_no_reason_and_leaves_no_trace() -> None:
    couple = offered()
    (left,) = couple.does(WREN, NotNow(BATH))
    assert isinstance(left, TreatLeft)
    assert couple.state.directions.treats.offered == {}


def test_nobody_answers_their_own_offer() -> None:
    couple = offered()
    couple.is_refused(ASH, TakeTreat(BATH), OwnTreat)
    couple.is_refused(ASH, NotNow(BATH), OwnTreat)
    couple.is_refused(WREN, TakeTreatBack(BATH), NotYourTreat)
    couple.is_refused(STRANGER, TakeTreat(BATH), NotAMember)
    couple.does(ASH, TakeTreatBack(BATH))
    couple.is_refused(WREN, TakeTreat(BATH), NotFound)


def test_kindness_waits_for_no_state() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    couple.does(ASH, OfferTreat(BATH, "A long bath."))
    couple.does(WREN, TakeTreat(BATH))


def test_a_treat_under_a_clause_rests_with_it_and_not_now_never_does() -> None:
    couple = Couple().have_begun(clause(TREATS, Reward("Something sweet.")))
    couple.does(ASH, OfferTreat(BATH, "A long bath.", TREATS))
    couple.does(WREN, Pause())
    couple.is_refused(WREN, TakeTreat(BATH), NoTreatsNow)
    second = OfferTreat(TreatId("tea"), "Tea.", TREATS)
    couple.is_refused(ASH, second, NoTreatsNow)
    couple.does(WREN, NotNow(BATH))


def test_a_clause_that_is_withdrawn_or_about_something_else_carries_no_treat() -> None:
    couple = Couple().have_begun(clause(TREATS, Reward("Something sweet.")))
    couple.is_refused(ASH, OfferTreat(BATH, "A bath.", ClauseId("kitchen")), NoTreatsNow)
    couple.does(WREN, WithdrawConsent(TREATS))
    couple.is_refused(ASH, OfferTreat(BATH, "A bath.", TREATS), NoTreatsNow)


def test_a_treat_has_words_and_an_id_of_its_own() -> None:
    couple = offered()
    couple.is_refused(WREN, OfferTreat(BATH, "A walk."), AlreadyThere)
    couple.is_refused(WREN, OfferTreat(TreatId("walk"), ""), UnclearWording)


def test_treats_on_offer_stay_few_and_one_that_nobody_answers_fades() -> None:
    couple = Couple().have_begun()
    for number in range(MOST_TREATS):
        couple.does(ASH, OfferTreat(TreatId(f"t{number}"), "A walk."))
    couple.is_refused(ASH, OfferTreat(BATH, "A bath."), TooManyTreats)
    couple.later(days=32)
    couple.does(ASH, OfferTreat(BATH, "A bath."))
    assert list(couple.state.directions.treats.offered) == [BATH]
