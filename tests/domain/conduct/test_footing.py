"""Each step between a report and a response stands on what holds at that moment."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.domain.conduct.putting_right import (
    FOLLOWS,
    LEADS,
    SLIP,
    Side,
    accepted,
    both_ways,
    couple_with,
    offer,
    offered,
    standing,
    the_offer,
    upheld,
)
from tests.given import ASH, HOUSEHOLD, KITCHEN, REFLECTION, WREN, Couple, clause
from troth.domain.agreement.events import Repeal
from troth.domain.agreement.terms import Correction, CorrectionKind, Ritual, Terms
from troth.domain.conduct.breach import Stage
from troth.domain.conduct.commands import (
    AcceptCorrection,
    BeginCorrection,
    CloseBreach,
    DeclineCorrection,
    OfferCorrection,
    ReportBreach,
)
from troth.domain.conduct.events import BreachId
from troth.domain.conduct.refusals import NoLongerAgreed, NotInMenu, NotYetOver
from troth.domain.kernel import ClauseId, MemberId
from troth.domain.schedules import Schedule
from troth.domain.standards.events import ClauseDuty

WALK = ClauseId("walk")
FOR_WREN = ClauseId("a-page")


def repealed(couple: Couple, side: Side) -> None:
    """Have both take the standard out of the agreement."""
    couple.agrees(Repeal(side.duty.clause), proposal="out")


@both_ways
def test_what_both_took_out_of_the_agreement_is_offered_accepted_and_begun_no_more(
    side: Side,
) -> None:
    before_offer = upheld(couple_with(), side)
    repealed(before_offer, side)
    before_offer.is_refused(side.other, offer(), NoLongerAgreed)

    before_yes = offered(couple_with(), side)
    repealed(before_yes, side)
    accept = AcceptCorrection(SLIP, the_offer(before_yes))
    before_yes.is_refused(side.bearer, accept, NoLongerAgreed)

    before_start = accepted(couple_with(), side)
    repealed(before_start, side)
    before_start.is_refused(side.bearer, BeginCorrection(SLIP), NoLongerAgreed)


@both_ways
def test_a_way_out_stays_open_once_the_standard_is_gone(side: Side) -> None:
    for by, command in ((side.bearer, DeclineCorrection(SLIP)), (side.other, CloseBreach(SLIP))):
        couple = accepted(couple_with(), side)
        repealed(couple, side)
        couple.does(by, command)
        assert standing(couple) is Stage.CLOSED


@pytest.mark.parametrize("bearer", [WREN, ASH])
def test_a_response_is_offered_only_to_whom_it_was_agreed_for(bearer: MemberId) -> None:
    page = clause(FOR_WREN, Correction(CorrectionKind.REFLECTION, 30))
    couple = couple_with(replace(page, bearers=frozenset({bearer})))
    side, other = (FOLLOWS, LEADS) if bearer == WREN else (LEADS, FOLLOWS)
    upheld(couple, side)
    couple.does(side.other, OfferCorrection(SLIP, FOR_WREN, 20))

    second = couple_with(replace(page, bearers=frozenset({bearer})))
    upheld(second, other)
    second.is_refused(other.other, OfferCorrection(SLIP, FOR_WREN, 20), NotInMenu)
    second.does(other.other, OfferCorrection(SLIP, REFLECTION, 20))


def walk(minutes: int) -> Terms:
    """Return a ritual that both keep, an hour after the couple begins to look."""
    schedule = Schedule("FREQ=DAILY", "2026-03-03T19:00", "UTC", minutes)
    both = frozenset({ASH, WREN})
    return Terms(WALK, Ritual(schedule), "A walk after supper.", both, HOUSEHOLD)


def test_nobody_is_asked_about_a_ritual_before_it_is_over() -> None:
    couple = couple_with(walk(45))
    couple.later(hours=1, minutes=10)
    early = ReportBreach(SLIP, WREN, ClauseDuty(WALK), couple.now)
    couple.is_refused(ASH, early, NotYetOver)
    couple.later(minutes=34)
    couple.is_refused(ASH, early, NotYetOver)
    couple.later(minutes=1)
    couple.does(ASH, early)


def test_one_may_say_at_once_that_one_will_not_come() -> None:
    couple = couple_with(walk(45))
    couple.later(hours=1, minutes=10)
    couple.does(WREN, ReportBreach(SLIP, WREN, ClauseDuty(WALK), couple.now))


def test_a_standard_that_holds_all_the_time_is_asked_about_at_once() -> None:
    couple = couple_with()
    at = couple.now - timedelta(minutes=1)
    couple.does(ASH, ReportBreach(BreachId("other"), WREN, ClauseDuty(KITCHEN), at))
