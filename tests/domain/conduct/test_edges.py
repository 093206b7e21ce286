"""What a toy gets wrong about conduct, each as a small story (domain design, section 2.6)."""

from datetime import timedelta

from tests.domain.conduct.putting_right import (
    FOLLOWS,
    LEADS,
    SLIP,
    Side,
    accepted,
    answers,
    begun,
    both_ways,
    cared_for,
    couple_with,
    finds,
    offer,
    offered,
    reports,
    standing,
    the_breach,
    upheld,
    weigh,
)
from tests.given import ASH, HOUSEHOLD, KITCHEN, REFLECTION, WREN, Couple, clause, kitchen
from troth.domain.agreement.terms import ResetForm, Standard, Terms
from troth.domain.conduct.breach import Stage
from troth.domain.conduct.commands import (
    AcceptCorrection,
    AnswerBreach,
    CloseBreach,
    DeclineCorrection,
    OfferCorrection,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.events import AnswerKind, BreachId, Finding, ProtectedAct, UsedRight
from troth.domain.conduct.refusals import (
    AlreadyReported,
    AnsweredForAlready,
    AnswerStands,
    ClearedByReset,
    NotExpectedThen,
    NotOwnFinding,
)
from troth.domain.conduct.state import clauses_for_review, open_breaches
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import ClauseId
from troth.domain.resets.commands import AskReset, FinishReset, OptIntoReset
from troth.domain.resets.events import ResetId
from troth.domain.standards.events import ClauseDuty

CALM = ClauseId("calm")
SAME = BreachId("same")


def calm() -> Terms:
    """Return a standard about manner that both keep."""
    both = frozenset({ASH, WREN})
    return Terms(CALM, Standard(), "We speak calmly.", both, HOUSEHOLD)


def asks_again(couple: Couple, side: Side, minutes: int) -> None:
    """Have the same conduct upheld under another clause too."""
    at = the_breach(couple).conduct_at + timedelta(minutes=minutes)
    couple.does(side.other, ReportBreach(SAME, side.bearer, ClauseDuty(CALM), at))
    couple.does(side.bearer, AnswerBreach(SAME, AnswerKind.EXPLAINED))
    couple.does(side.other, WeighBreach(SAME, Finding.UPHELD))
    if side is LEADS:
        couple.does(side.bearer, WeighBreach(SAME, Finding.UPHELD))


@both_ways
def test_a_correction_for_how_an_opinion_was_put_is_not_to_be_had(side: Side) -> None:
    couple = couple_with(calm())
    at = couple.now - timedelta(hours=1)
    couple.does(side.other, ReportBreach(SLIP, side.bearer, ClauseDuty(CALM), at))
    answers(couple, side, because=UsedRight(ProtectedAct.OPINION))
    couple.is_refused(side.other, weigh(Finding.UPHELD), AnswerStands)
    assert standing(couple) is Stage.ANSWERED


@both_ways
def test_a_second_correction_for_the_same_conduct_under_two_clauses_is_refused(side: Side) -> None:
    couple = cared_for(couple_with(calm()), side)
    couple.does(side.other, CloseBreach(SLIP))
    asks_again(couple, side, minutes=20)
    second = OfferCorrection(SAME, REFLECTION, 10)
    assert couple.is_refused(side.other, second, AnsweredForAlready).breach == SLIP


@both_ways
def test_a_declined_one_is_not_tried_again_under_another_clause(side: Side) -> None:
    couple = offered(couple_with(calm()), side)
    couple.does(side.bearer, DeclineCorrection(SLIP))
    asks_again(couple, side, minutes=-20)
    couple.is_refused(side.other, OfferCorrection(SAME, REFLECTION, 10), AnsweredForAlready)


@both_ways
def test_several_do_not_add_up(side: Side) -> None:
    couple = upheld(couple_with(calm()), side)
    asks_again(couple, side, minutes=0)
    couple.does(side.other, offer())
    couple.is_refused(side.other, OfferCorrection(SAME, REFLECTION, 10), AnsweredForAlready)


@both_ways
def test_a_closed_one_is_not_reported_once_more(side: Side) -> None:
    couple = couple_with()
    reports(couple, side)
    answers(couple, side)
    finds(couple, side, Finding.NOT_UPHELD)
    again = ReportBreach(SAME, side.bearer, side.duty, the_breach(couple).conduct_at)
    couple.is_refused(side.other, again, AlreadyReported)


@both_ways
def test_declining_or_breaking_off_is_nothing_anybody_can_report(side: Side) -> None:
    couple = begun(couple_with(), side)
    couple.does(side.bearer, DeclineCorrection(SLIP))
    named = ReportBreach(SAME, side.bearer, ClauseDuty(REFLECTION), couple.now)
    couple.is_refused(side.other, named, NotExpectedThen)


def test_the_leads_own_breaches_are_as_visible_as_the_others() -> None:
    couple = couple_with()
    couple.does(WREN, ReportBreach(SLIP, ASH, LEADS.duty, couple.now))
    couple.does(ASH, ReportBreach(SAME, WREN, FOLLOWS.duty, couple.now))
    found = open_breaches(couple.state.conduct.breaches)
    assert {each.bearer for each in found} == {ASH, WREN}
    couple.does(ASH, AnswerBreach(SLIP, AnswerKind.ACKNOWLEDGED))
    couple.does(ASH, weigh(Finding.NOT_UPHELD))
    assert standing(couple) is Stage.ANSWERED, "the one who leads does not find it alone"


def test_the_lead_reports_their_own_and_a_repair_follows() -> None:
    couple = couple_with()
    couple.does(ASH, ReportBreach(SLIP, ASH, LEADS.duty, couple.now))
    finds(couple, LEADS)
    couple.does(WREN, offer())
    response = the_breach(couple).response
    assert response is not None
    couple.does(ASH, AcceptCorrection(SLIP, response.offer))
    assert standing(couple) is Stage.ACCEPTED


def test_the_follower_reports_their_own_and_the_lead_alone_finds() -> None:
    couple = couple_with()
    couple.does(WREN, ReportBreach(SLIP, WREN, FOLLOWS.duty, couple.now))
    couple.is_refused(WREN, weigh(Finding.UPHELD), NotOwnFinding)
    finds(couple, FOLLOWS)
    assert standing(couple) is Stage.UPHELD


def test_it_is_judged_by_the_wording_of_then_and_not_of_today() -> None:
    couple = couple_with()
    couple.later(hours=4)
    couple.agrees(kitchen("The kitchen is settled by nine, and the floor is swept."))
    couple.later(hours=1)
    reports(couple, FOLLOWS, couple.now - timedelta(hours=3))
    first, second = couple.state.ground.agreement.clauses[KITCHEN]
    assert the_breach(couple).digest == first.digest
    assert first.digest != second.digest


@both_ways
def test_time_alone_reports_finds_offers_accepts_and_begins_nothing(side: Side) -> None:
    for bring in (upheld, offered, accepted):
        couple = bring(couple_with(), side)
        before, recorded = standing(couple), len(couple.record)
        couple.later(days=25)
        assert standing(couple) is before
        assert len(couple.record) == recorded


@both_ways
def test_putting_right_changes_nothing_that_was_agreed(side: Side) -> None:
    couple = couple_with()
    ground = couple.state.ground
    cared_for(couple, side)
    assert couple.state.ground == ground


def test_what_both_keep_is_asked_of_each_alone() -> None:
    couple = couple_with(calm())
    couple.does(ASH, ReportBreach(SLIP, WREN, ClauseDuty(CALM), couple.now))
    couple.does(WREN, ReportBreach(SAME, ASH, ClauseDuty(CALM), couple.now))
    assert len(open_breaches(couple.state.conduct.breaches)) == 2


def test_a_voided_one_says_nothing_about_its_clause() -> None:
    couple = upheld(couple_with(), FOLLOWS)
    couple.later(days=1)
    couple.does(ASH, ReportBreach(SAME, WREN, FOLLOWS.duty, couple.now))
    couple.does(WREN, AnswerBreach(SAME, AnswerKind.ACKNOWLEDGED))
    couple.does(ASH, WeighBreach(SAME, Finding.UPHELD))
    breaches = couple.state.conduct.breaches
    assert clauses_for_review(breaches, couple.now) == (KITCHEN,)
    couple.does(WREN, Pause(since=couple.now - timedelta(hours=2)))
    assert clauses_for_review(couple.state.conduct.breaches, couple.now) == ()


@both_ways
def test_what_a_reset_cleared_is_not_asked_about_and_what_came_after_is(side: Side) -> None:
    form = ClauseId("walk")
    couple = couple_with(clause(form, ResetForm("A long walk.", clears_before=True)))
    couple.later(days=1)
    couple.does(ASH, AskReset(ResetId("r"), form))
    for member in (ASH, WREN):
        couple.does(member, OptIntoReset(ResetId("r"), clears_before=True))
    couple.does(ASH, FinishReset(ResetId("r")))
    couple.later(hours=3)
    at = couple.now - timedelta(hours=10)
    couple.is_refused(side.other, ReportBreach(SLIP, side.bearer, side.duty, at), ClearedByReset)
    reports(couple, side)
