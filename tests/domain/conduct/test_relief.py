"""Relief: what a pause, a stop, a limit, a withdrawal or the end does to what is open."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

import pytest

from tests.domain.conduct.putting_right import (
    FOLLOWS,
    SLIP,
    Side,
    accepted,
    answers,
    begun,
    both_ways,
    come_back,
    couple_with,
    done,
    ended_as,
    offer,
    offered,
    reports,
    standing,
    the_breach,
    the_offer,
    upheld,
)
from tests.given import ASH, HOUSEHOLD, REFLECTION, WORK, WREN, Couple, clause, kitchen
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import Presence, Role, Style, Terms, Window
from troth.domain.conduct.breach import Closing, Stage
from troth.domain.conduct.commands import (
    AcceptCorrection,
    BeginCorrection,
    CloseBreach,
    FinishCorrection,
    NoteCare,
    ReportBreach,
)
from troth.domain.conduct.events import BreachId
from troth.domain.conduct.refusals import NotAtThisStage, RestsNow
from troth.domain.conduct.state import clauses_for_review
from troth.domain.dynamic.commands import AffirmResumption, End, Pause, Stop
from troth.domain.kernel import ClauseId, MemberId
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.schedules import Schedule
from troth.domain.standards.events import ClauseDuty
from troth.domain.windows import CloseWindow

Bring: TypeAlias = Callable[[Couple, Side], Couple]
Rest: TypeAlias = Pause | Stop

RESTS = [Pause(), Stop(), Pause(HOUSEHOLD)]
either = pytest.mark.parametrize("by", [ASH, WREN])
at_any_step = pytest.mark.parametrize("bring", [upheld, offered, accepted, begun])


@both_ways
@pytest.mark.parametrize("rest", RESTS)
@pytest.mark.parametrize("bring", [upheld, offered, accepted])
def test_a_pause_or_stop_sends_offered_and_accepted_back_to_upheld(
    side: Side, rest: Rest, bring: Bring
) -> None:
    couple = bring(couple_with(), side)
    couple.does(WREN, rest)
    assert standing(couple) is Stage.UPHELD
    couple.is_refused(side.other, offer(), RestsNow)


@both_ways
@either
def test_yesterdays_acceptance_after_a_pause_is_not_used(side: Side, by: MemberId) -> None:
    couple = accepted(couple_with(), side)
    before = the_offer(couple)
    couple.does(by, Pause())
    couple.later(days=1)
    come_back(couple)
    assert standing(couple) is Stage.UPHELD
    couple.is_refused(side.bearer, BeginCorrection(SLIP), NotAtThisStage)
    couple.is_refused(side.bearer, AcceptCorrection(SLIP, before), NotAtThisStage)
    couple.does(side.other, offer())
    couple.does(side.bearer, AcceptCorrection(SLIP, the_offer(couple)))
    couple.does(side.bearer, BeginCorrection(SLIP))


@both_ways
def test_a_pause_told_late_takes_an_acceptance_from_before_it_was_told(side: Side) -> None:
    couple = accepted(couple_with(), side)
    couple.later(minutes=5)
    couple.does(WREN, Pause(since=couple.now - timedelta(minutes=2)))
    come_back(couple)
    assert standing(couple) is Stage.UPHELD


@both_ways
def test_an_acceptance_from_before_a_pause_long_past_is_not_used_either(side: Side) -> None:
    couple = accepted(couple_with(), side)
    couple.does(WREN, Pause())
    come_back(couple)
    couple.later(days=90)
    couple.is_refused(side.bearer, BeginCorrection(SLIP), NotAtThisStage)


@both_ways
@pytest.mark.parametrize("rest", RESTS)
def test_a_pause_or_stop_ends_a_running_one_for_good(side: Side, rest: Rest) -> None:
    couple = begun(couple_with(), side)
    couple.later(minutes=5)
    couple.does(WREN, rest)
    assert standing(couple) is Stage.CUT_SHORT
    area = rest.area if isinstance(rest, Pause) else None
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption(area))
    assert standing(couple) is Stage.CUT_SHORT, "it runs at most once"
    couple.is_refused(side.bearer, BeginCorrection(SLIP), NotAtThisStage)
    couple.is_refused(side.bearer, FinishCorrection(SLIP), NotAtThisStage)
    couple.does(side.other, NoteCare(SLIP, "A long talk."))


@both_ways
def test_a_pause_told_late_reaches_a_run_that_would_be_over(side: Side) -> None:
    couple = begun(couple_with(), side)
    couple.later(hours=2)
    couple.does(WREN, Pause(since=couple.now - timedelta(minutes=110)))
    assert standing(couple) is Stage.CUT_SHORT


@both_ways
def test_what_was_over_or_done_before_a_pause_stays_so(side: Side) -> None:
    couple = begun(couple_with(), side)
    couple.later(hours=2)
    couple.does(WREN, Pause())
    assert standing(couple) is Stage.OVER
    couple = done(couple_with(), side)
    couple.does(WREN, Stop())
    assert standing(couple) is Stage.DONE


@both_ways
def test_a_pause_of_another_area_leaves_it_alone(side: Side) -> None:
    couple = accepted(couple_with(), side)
    couple.does(WREN, Pause(WORK))
    assert standing(couple) is Stage.ACCEPTED


@both_ways
@either
@at_any_step
def test_a_limit_closes_it(side: Side, by: MemberId, bring: Bring) -> None:
    couple = bring(couple_with(), side)
    couple.does(by, SetLimit(LimitId("l"), Target.AREA, HOUSEHOLD))
    assert ended_as(couple) is Closing.LIMIT


@both_ways
@pytest.mark.parametrize("bring", [offered, accepted, begun])
def test_a_limit_on_the_response_closes_it(side: Side, bring: Bring) -> None:
    couple = bring(couple_with(), side)
    couple.does(side.bearer, SetLimit(LimitId("l"), Target.CLAUSE, REFLECTION))
    assert ended_as(couple) is Closing.LIMIT


@both_ways
def test_a_soft_limit_or_one_about_something_else_closes_nothing(side: Side) -> None:
    couple = begun(couple_with(), side)
    soft = SetLimit(LimitId("a"), Target.AREA, HOUSEHOLD, hard=False, conditions="When rested.")
    couple.does(side.bearer, soft)
    couple.does(side.bearer, SetLimit(LimitId("b"), Target.AREA, WORK))
    assert standing(couple) is Stage.BEGUN


@both_ways
@either
@at_any_step
@pytest.mark.parametrize("what", ["duty", "area"])
def test_a_withdrawal_from_the_standard_or_what_it_rests_on_closes_it(
    side: Side, by: MemberId, bring: Bring, what: str
) -> None:
    couple = bring(couple_with(), side)
    couple.does(by, WithdrawConsent(side.duty.clause if what == "duty" else ClauseId(HOUSEHOLD)))
    assert ended_as(couple) is Closing.WITHDRAWN


@both_ways
@pytest.mark.parametrize("bring", [offered, accepted, begun])
def test_a_withdrawal_from_the_response_closes_it(side: Side, bring: Bring) -> None:
    couple = bring(couple_with(), side)
    couple.does(side.bearer, WithdrawConsent(REFLECTION))
    assert ended_as(couple) is Closing.WITHDRAWN


@both_ways
def test_a_withdrawal_from_something_else_leaves_it(side: Side) -> None:
    couple = accepted(couple_with(), side)
    couple.does(side.bearer, WithdrawConsent(ClauseId("authority")))
    assert standing(couple) is Stage.ACCEPTED


@both_ways
@either
@at_any_step
def test_the_end_closes_it(side: Side, by: MemberId, bring: Bring) -> None:
    couple = bring(couple_with(), side)
    couple.does(by, End())
    assert (standing(couple), ended_as(couple)) == (Stage.CLOSED, Closing.ENDED)


@both_ways
def test_what_ends_while_it_runs_is_cut_short_and_cared_for(side: Side) -> None:
    couple = begun(couple_with(), side)
    couple.does(side.bearer, SetLimit(LimitId("l"), Target.AREA, HOUSEHOLD))
    response = the_breach(couple).response
    assert response is not None
    assert response.cut_short_at == couple.now
    couple.does(side.other, NoteCare(SLIP))


Act: TypeAlias = Pause | Stop | SetLimit | WithdrawConsent


def relief(couple: Couple, side: Side, hours: float) -> list[Act]:
    """Return each act of relief, as said aloud so many hours ago."""
    since = couple.now - timedelta(hours=hours)
    return [
        Pause(since=since),
        Pause(HOUSEHOLD, since),
        Stop(since),
        SetLimit(LimitId("l"), Target.AREA, HOUSEHOLD, since=since),
        WithdrawConsent(side.duty.clause, since),
        WithdrawConsent(ClauseId(HOUSEHOLD), since),
    ]


@both_ways
@at_any_step
@pytest.mark.parametrize("which", range(6))
def test_relief_told_late_voids_what_came_of_conduct_after_it(
    side: Side, bring: Bring, which: int
) -> None:
    couple = bring(couple_with(), side)
    couple.does(side.bearer, relief(couple, side, hours=3)[which])
    assert (standing(couple), ended_as(couple)) == (Stage.CLOSED, Closing.RELIEVED)
    assert clauses_for_review(couple.state.conduct.breaches, couple.now) == ()


@both_ways
@pytest.mark.parametrize("which", range(6))
def test_relief_from_after_the_conduct_voids_nothing(side: Side, which: int) -> None:
    couple = couple_with()
    reports(couple, side)
    answers(couple, side)
    couple.does(side.bearer, relief(couple, side, hours=0.5)[which])
    assert ended_as(couple) in (None, Closing.LIMIT, Closing.WITHDRAWN)


@both_ways
def test_what_is_closed_is_annotated_by_no_later_relief(side: Side) -> None:
    couple = offered(couple_with(), side)
    couple.does(side.other, CloseBreach(SLIP))
    for command in relief(couple, side, hours=3):
        couple.does(side.bearer, command)
    assert ended_as(couple) is Closing.LET_REST


@both_ways
def test_a_voided_breach_does_not_come_back_with_time(side: Side) -> None:
    couple = offered(couple_with(), side)
    couple.does(side.bearer, Pause(since=couple.now - timedelta(hours=3)))
    come_back(couple)
    couple.later(days=60)
    assert ended_as(couple) is Closing.RELIEVED


@both_ways
def test_a_closed_window_only_holds(side: Side) -> None:
    couple = accepted(couple_with(), side)
    couple.agrees(*evenings())
    assert standing(couple) is Stage.HELD, "the window opens at eight"
    couple.is_refused(side.bearer, BeginCorrection(SLIP), RestsNow)
    couple.later(hours=2)
    assert standing(couple) is Stage.ACCEPTED
    couple.does(side.bearer, BeginCorrection(SLIP))
    couple.does(side.other, CloseWindow())
    assert standing(couple) is Stage.HELD, "nothing runs outside a window"
    couple.later(minutes=31)
    assert standing(couple) is Stage.OVER, "being held makes nothing longer"


def evenings() -> tuple[Terms, Terms]:
    """Return the clauses that put the exchange on from eight to ten in the evening only."""
    schedule = Schedule("FREQ=DAILY", "2026-03-01T20:00", "Europe/London", minutes=120)
    role = clause("role", Role(ASH, Style.NEGOTIATED, Presence.WINDOWS_ONLY))
    return role, clause("evenings", Window(schedule))


@both_ways
def test_a_response_whose_wording_changed_is_held(side: Side) -> None:
    couple = accepted(couple_with(), side)
    agreed = couple.state.ground.agreement.clauses[REFLECTION][-1].terms
    couple.agrees(clause(REFLECTION, agreed.body, "Other words."))
    assert standing(couple) is Stage.HELD
    couple.is_refused(side.bearer, BeginCorrection(SLIP), RestsNow)


def test_a_new_wording_of_the_standard_leaves_what_is_open_under_the_old_one() -> None:
    couple = accepted(couple_with(), FOLLOWS)
    couple.agrees(kitchen("The kitchen is settled by nine."))
    couple.does(WREN, BeginCorrection(SLIP))
    assert standing(couple) is Stage.BEGUN


def test_closed_ones_are_forgotten_after_the_memory_unless_the_same_conduct_is_open() -> None:
    pots = Terms(ClauseId("pots"), kitchen().body, "The pots.", frozenset({WREN}), HOUSEHOLD)
    couple = offered(couple_with(pots), FOLLOWS)
    same = BreachId("same")
    at = couple.now - timedelta(hours=2)
    couple.does(ASH, ReportBreach(same, WREN, ClauseDuty(ClauseId("pots")), at))
    couple.does(ASH, CloseBreach(SLIP))
    couple.later(days=40)
    couple.does(ASH, ReportBreach(BreachId("b"), WREN, FOLLOWS.duty, couple.now))
    assert SLIP in couple.state.conduct.breaches.breaches
    couple.does(ASH, CloseBreach(same))
    couple.later(days=40)
    couple.does(ASH, ReportBreach(BreachId("c"), WREN, FOLLOWS.duty, couple.now))
    assert set(couple.state.conduct.breaches.breaches) == {"b", "c"}
