"""The agreed response: offered from the menu, accepted, begun, done, cared for, closed for good."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

import pytest

from tests.domain.conduct.putting_right import (
    FOLLOWS,
    PAUSED_TREAT,
    SLIP,
    TREAT,
    Side,
    accepted,
    begun,
    both_ways,
    cared_for,
    couple_with,
    done,
    ended_as,
    offer,
    offered,
    reports,
    standing,
    the_breach,
    the_offer,
    treats,
    upheld,
)
from tests.given import ASH, KITCHEN, REFLECTION, STRANGER, WREN, Couple, clause
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import Correction, CorrectionKind, Permission
from troth.domain.conduct.breach import Closing, Stage
from troth.domain.conduct.commands import (
    AcceptCorrection,
    BeginCorrection,
    CloseBreach,
    DeclineCorrection,
    FinishCorrection,
    NoteCare,
    OfferCorrection,
)
from troth.domain.conduct.refusals import (
    BeyondCeiling,
    CareComesFirst,
    KeptPrivate,
    NamesTreat,
    NoLongerAgreed,
    NotAtThisStage,
    NotInMenu,
    NotYours,
    OfferChanged,
    RestsNow,
    TalkComesFirst,
)
from troth.domain.conduct.state import open_breaches, paused_treats
from troth.domain.dynamic.commands import ClearCheck, RaiseCheck
from troth.domain.kernel import ClauseId, Digest, NotAMember, UnclearWording
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.talks.commands import AcknowledgeTalk, AskToTalk
from troth.domain.talks.events import TalkId, Urgency

Bring: TypeAlias = Callable[[Couple, Side], Couple]


@both_ways
def test_the_whole_way_from_offer_to_closed_for_good(side: Side) -> None:
    couple = cared_for(couple_with(), side)
    assert standing(couple) is Stage.CARED_FOR
    couple.does(side.bearer, CloseBreach(SLIP))
    assert (standing(couple), ended_as(couple)) == (Stage.CLOSED, Closing.PUT_RIGHT)
    assert open_breaches(couple.state.conduct.breaches) == ()
    for member in (ASH, WREN):
        couple.is_refused(member, FinishCorrection(SLIP), NotAtThisStage)
        couple.is_refused(member, CloseBreach(SLIP), NotAtThisStage)


@both_ways
def test_what_is_closed_is_never_opened_again(side: Side) -> None:
    couple = cared_for(couple_with(), side)
    couple.does(side.other, CloseBreach(SLIP))
    couple.is_refused(side.other, offer(), NotAtThisStage)
    for command in (BeginCorrection(SLIP), DeclineCorrection(SLIP)):
        couple.is_refused(side.bearer, command, NotAtThisStage)


@both_ways
def test_it_is_the_other_who_offers_and_only_after_upheld(side: Side) -> None:
    couple = couple_with()
    reports(couple, side)
    couple.is_refused(side.other, offer(), NotAtThisStage)
    couple = upheld(couple_with(), side)
    couple.is_refused(side.bearer, offer(), NotYours)
    couple.is_refused(STRANGER, offer(), NotAMember)


@both_ways
def test_only_an_agreed_item_that_binds_now_is_offered(side: Side) -> None:
    couple = upheld(couple_with(), side)
    for name in ("none", KITCHEN, "red"):
        couple.is_refused(side.other, OfferCorrection(SLIP, ClauseId(name), 10), NotInMenu)
    couple.does(side.bearer, WithdrawConsent(REFLECTION))
    couple.is_refused(side.other, offer(), NotInMenu)


@both_ways
@pytest.mark.parametrize("minutes", [0, -5, 61, 10**9])
def test_there_is_no_endless_restriction(side: Side, minutes: int) -> None:
    couple = upheld(couple_with(), side)
    assert couple.is_refused(side.other, offer(minutes), BeyondCeiling).minutes == 60


@both_ways
def test_what_a_limit_touches_or_is_withdrawn_before_the_report_is_not_put_right(
    side: Side,
) -> None:
    couple = couple_with()
    happened = couple.now
    couple.later(hours=2)
    couple.does(side.bearer, WithdrawConsent(side.duty.clause))
    upheld(couple, side, happened)
    couple.is_refused(side.other, offer(), NoLongerAgreed)
    couple.does(side.other, CloseBreach(SLIP))
    assert ended_as(couple) is Closing.LET_REST


@both_ways
def test_a_limit_on_the_menu_keeps_an_item_out_of_it(side: Side) -> None:
    couple = couple_with()
    couple.does(side.bearer, SetLimit(LimitId("l"), Target.CLAUSE, REFLECTION))
    couple.later(hours=1)
    upheld(couple, side)
    couple.is_refused(side.other, offer(), NotInMenu)


@both_ways
def test_while_a_talk_waits_too_long_nothing_new_is_offered_to_its_asker(side: Side) -> None:
    couple = couple_with()
    couple.does(side.bearer, AskToTalk(TalkId("t"), Urgency.NOW))
    upheld(couple, side)
    couple.does(side.other, offer())
    couple.does(side.other, CloseBreach(SLIP))
    couple = couple_with()
    couple.does(side.bearer, AskToTalk(TalkId("t"), Urgency.NOW))
    couple.later(hours=25)
    upheld(couple, side)
    couple.is_refused(side.other, offer(), TalkComesFirst)
    couple.does(side.other, AcknowledgeTalk(TalkId("t")))
    couple.does(side.other, offer())


@both_ways
def test_exactly_the_offer_is_accepted_by_the_one_it_concerns(side: Side) -> None:
    couple = offered(couple_with(), side)
    accept = AcceptCorrection(SLIP, the_offer(couple))
    couple.is_refused(side.other, accept, NotYours)
    couple.is_refused(side.bearer, AcceptCorrection(SLIP, Digest("other")), OfferChanged)
    couple.does(side.bearer, accept)
    couple.is_refused(side.bearer, accept, NotAtThisStage)


@both_ways
def test_nothing_begins_before_it_is_accepted(side: Side) -> None:
    couple = offered(couple_with(), side)
    couple.is_refused(side.bearer, BeginCorrection(SLIP), NotAtThisStage)
    couple.is_refused(side.bearer, FinishCorrection(SLIP), NotAtThisStage)
    couple.later(days=10)
    assert standing(couple) is Stage.OFFERED, "waiting accepts nothing"


@both_ways
def test_the_one_it_concerns_begins_and_either_says_it_is_done(side: Side) -> None:
    couple = accepted(couple_with(), side)
    couple.is_refused(side.other, BeginCorrection(SLIP), NotYours)
    couple.does(side.bearer, BeginCorrection(SLIP))
    couple.does(side.other, FinishCorrection(SLIP))
    assert standing(couple) is Stage.DONE


@both_ways
@pytest.mark.parametrize("bring", [offered, accepted, begun])
def test_declining_ends_it_at_any_step_and_is_never_a_breach(side: Side, bring: Bring) -> None:
    couple = bring(couple_with(), side)
    couple.is_refused(side.other, DeclineCorrection(SLIP), NotYours)
    before = len(couple.state.conduct.breaches.breaches)
    couple.does(side.bearer, DeclineCorrection(SLIP))
    assert ended_as(couple) is Closing.DECLINED
    assert len(couple.state.conduct.breaches.breaches) == before
    couple.is_refused(side.other, offer(), NotAtThisStage)


@both_ways
def test_rather_talk_declines_and_opens_a_talk(side: Side) -> None:
    couple = offered(couple_with(), side)
    couple.does(side.bearer, DeclineCorrection(SLIP, "rather"))
    assert couple.state.talks.talks[TalkId("rather")].asker == side.bearer
    assert ended_as(couple) is Closing.DECLINED


@both_ways
def test_a_no_is_never_held_up_by_the_name_of_a_talk(side: Side) -> None:
    couple = offered(couple_with(), side)
    couple.does(side.other, AskToTalk(TalkId("rather"), Urgency.SOON))
    couple.does(side.bearer, DeclineCorrection(SLIP, "rather"))
    assert ended_as(couple) is Closing.DECLINED


@both_ways
def test_a_run_is_over_when_its_time_is(side: Side) -> None:
    couple = begun(couple_with(), side)
    couple.later(minutes=30)
    assert standing(couple) is Stage.OVER
    couple.does(side.bearer, NoteCare(SLIP))
    couple.does(side.other, CloseBreach(SLIP))
    assert ended_as(couple) is Closing.LET_REST


@both_ways
def test_care_comes_before_closing(side: Side) -> None:
    couple = done(couple_with(), side)
    couple.is_refused(side.other, CloseBreach(SLIP), CareComesFirst)
    couple.is_refused(side.other, NoteCare(SLIP, "x" * 2001), UnclearWording)
    couple.does(side.bearer, NoteCare(SLIP, "A walk."))
    couple.does(side.other, NoteCare(SLIP))
    couple.does(side.bearer, CloseBreach(SLIP))


@both_ways
def test_care_is_noted_after_a_run_and_not_without_one(side: Side) -> None:
    couple = offered(couple_with(), side)
    couple.is_refused(side.other, NoteCare(SLIP), NotAtThisStage)
    couple = begun(couple_with(), side)
    couple.is_refused(side.other, CloseBreach(SLIP), NotAtThisStage)
    couple.does(side.bearer, DeclineCorrection(SLIP))
    couple.does(side.other, NoteCare(SLIP, "Tea."))


@both_ways
@pytest.mark.parametrize("bring", [upheld, offered, accepted])
def test_the_other_lets_it_rest_at_any_step_before_it_begins(side: Side, bring: Bring) -> None:
    couple = bring(couple_with(), side)
    couple.is_refused(side.bearer, CloseBreach(SLIP), NotYours)
    couple.does(side.other, CloseBreach(SLIP))
    assert ended_as(couple) is Closing.LET_REST


@both_ways
def test_a_check_in_only_holds_and_leaves_no_trace(side: Side) -> None:
    couple = offered(couple_with(), side)
    couple.does(WREN, RaiseCheck())
    assert standing(couple) is Stage.HELD
    couple.is_refused(side.bearer, AcceptCorrection(SLIP, the_offer(couple)), RestsNow)
    for member in (ASH, WREN):
        couple.does(member, ClearCheck())
    couple.does(side.bearer, AcceptCorrection(SLIP, the_offer(couple)))
    couple.does(WREN, RaiseCheck())
    couple.is_refused(side.bearer, BeginCorrection(SLIP), RestsNow)
    couple.does(side.bearer, DeclineCorrection(SLIP))


def pauses_treat(minutes: int = 24 * 60) -> OfferCorrection:
    """Return the command that offers to pause a treat."""
    return OfferCorrection(SLIP, PAUSED_TREAT, minutes, TREAT)


@both_ways
def test_a_paused_treat_comes_back_by_itself(side: Side) -> None:
    couple = upheld(couple_with(*treats()), side)
    couple.does(side.other, pauses_treat())
    couple.does(side.bearer, AcceptCorrection(SLIP, the_offer(couple)))
    assert paused(couple) == frozenset()
    couple.does(side.bearer, BeginCorrection(SLIP))
    assert paused(couple) == {TREAT}
    couple.later(hours=24)
    assert paused(couple) == frozenset()


def paused(couple: Couple) -> frozenset[ClauseId]:
    """Return the treats paused now."""
    return paused_treats(couple.state.conduct.breaches, couple.state.ground, couple.moment())


def test_pausing_a_treat_names_an_agreed_treat_and_nothing_else_does() -> None:
    couple = upheld(couple_with(*treats()), FOLLOWS)
    for treat in (None, KITCHEN, ClauseId("none")):
        couple.is_refused(ASH, OfferCorrection(SLIP, PAUSED_TREAT, 60, treat), NamesTreat)
    for named in (TREAT, ClauseId("none")):
        couple.is_refused(ASH, OfferCorrection(SLIP, REFLECTION, 30, named), NamesTreat)
    too_long = 7 * 24 * 60 + 1
    couple.is_refused(ASH, pauses_treat(too_long), BeyondCeiling)


PRIVATE = ClauseId("between-us")
LEAVE = ClauseId("leave")


def private(couple: Couple) -> OfferCorrection:
    """Agree a private response under a permission, and return the command that offers it."""
    couple.agrees(clause(LEAVE, Permission("Only at home.", ASH)))
    couple.agrees(clause(PRIVATE, Correction(CorrectionKind.PRIVATE, 30, LEAVE)))
    return OfferCorrection(SLIP, PRIVATE, 30)


@both_ways
def test_of_a_private_response_only_accepted_and_done_are_recorded(side: Side) -> None:
    couple = upheld(couple_with(), side)
    couple.does(side.other, private(couple))
    couple.does(side.bearer, AcceptCorrection(SLIP, the_offer(couple)))
    couple.is_refused(side.bearer, BeginCorrection(SLIP), KeptPrivate)
    couple.does(side.bearer, FinishCorrection(SLIP))
    couple.is_refused(side.other, NoteCare(SLIP, "Words."), KeptPrivate)
    couple.does(side.other, CloseBreach(SLIP))
    assert ended_as(couple) is Closing.PUT_RIGHT


@both_ways
def test_a_private_response_stands_only_under_its_permission(side: Side) -> None:
    couple = upheld(couple_with(), side)
    command = private(couple)
    couple.does(side.bearer, WithdrawConsent(LEAVE))
    couple.is_refused(side.other, command, NotInMenu)


@both_ways
def test_a_private_response_is_not_done_while_it_rests(side: Side) -> None:
    couple = upheld(couple_with(), side)
    couple.does(side.other, private(couple))
    couple.does(side.bearer, AcceptCorrection(SLIP, the_offer(couple)))
    couple.does(WREN, RaiseCheck())
    couple.is_refused(side.bearer, FinishCorrection(SLIP), RestsNow)


def test_the_open_ones_of_both_are_listed_together() -> None:
    couple = upheld(couple_with(), FOLLOWS)
    assert [each.id for each in open_breaches(couple.state.conduct.breaches)] == [SLIP]
    assert the_breach(couple).conduct_at == couple.now - timedelta(hours=1)
