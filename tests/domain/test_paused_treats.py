"""A treat paused by an accepted response: not to be had meanwhile, and back by itself."""

from tests.domain.conduct.putting_right import (
    FOLLOWS,
    PAUSED_TREAT,
    SLIP,
    TREAT,
    come_back,
    couple_with,
    the_offer,
    treats,
    upheld,
)
from tests.given import ASH, WREN, Couple
from troth.domain.conduct.commands import (
    AcceptCorrection,
    BeginCorrection,
    DeclineCorrection,
    FinishCorrection,
    OfferCorrection,
)
from troth.domain.directions.treats import (
    NotNow,
    OfferTreat,
    TakeTreat,
    TakeTreatBack,
    TreatId,
    TreatPaused,
)
from troth.domain.dynamic.commands import Pause

DAY_MINUTES = 24 * 60
BATH = TreatId("bath")
UNDER_CLAUSE = OfferTreat(BATH, "A long bath.", TREAT)


def paused() -> Couple:
    """Return a couple in which Wren accepted that baths are paused for a day."""
    couple = upheld(couple_with(*treats()), FOLLOWS)
    couple.does(ASH, OfferCorrection(SLIP, PAUSED_TREAT, DAY_MINUTES, TREAT))
    couple.does(WREN, AcceptCorrection(SLIP, the_offer(couple)))
    couple.does(WREN, BeginCorrection(SLIP))
    return couple


def test_a_paused_treat_is_not_offered_and_comes_back_at_its_end() -> None:
    couple = paused()
    refused = couple.is_refused(ASH, UNDER_CLAUSE, TreatPaused)
    assert refused.clause == TREAT
    couple.later(days=1)
    couple.does(ASH, UNDER_CLAUSE)
    couple.does(WREN, TakeTreat(BATH))


def test_one_offered_before_is_not_taken_meanwhile_but_may_be_left_or_taken_back() -> None:
    for by, command in ((WREN, NotNow(BATH)), (ASH, TakeTreatBack(BATH))):
        couple = upheld(couple_with(*treats()), FOLLOWS)
        couple.does(ASH, UNDER_CLAUSE)
        couple.does(ASH, OfferCorrection(SLIP, PAUSED_TREAT, DAY_MINUTES, TREAT))
        couple.does(WREN, AcceptCorrection(SLIP, the_offer(couple)))
        couple.does(WREN, BeginCorrection(SLIP))
        couple.is_refused(WREN, TakeTreat(BATH), TreatPaused)
        couple.does(by, command)


def test_a_gift_of_ones_own_accord_is_nobodys_to_pause() -> None:
    couple = paused()
    couple.does(ASH, OfferTreat(TreatId("tea"), "Tea in bed."))
    couple.does(WREN, TakeTreat(TreatId("tea")))


def test_a_pause_a_no_or_the_end_of_it_brings_the_treat_back() -> None:
    rested = paused()
    rested.does(WREN, Pause())
    come_back(rested)
    rested.does(ASH, UNDER_CLAUSE)

    declined = paused()
    declined.does(WREN, DeclineCorrection(SLIP))
    declined.does(ASH, UNDER_CLAUSE)

    finished = paused()
    finished.does(WREN, FinishCorrection(SLIP))
    finished.does(ASH, UNDER_CLAUSE)


def test_what_is_only_offered_or_accepted_pauses_nothing_yet() -> None:
    couple = upheld(couple_with(*treats()), FOLLOWS)
    couple.does(ASH, OfferCorrection(SLIP, PAUSED_TREAT, DAY_MINUTES, TREAT))
    couple.does(ASH, UNDER_CLAUSE)
    couple.does(WREN, AcceptCorrection(SLIP, the_offer(couple)))
    couple.does(WREN, TakeTreat(BATH))
