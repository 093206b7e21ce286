"""Reporting: of what was expected then, in the wording of then, about either, and only once."""

from datetime import datetime, timedelta

import pytest

from tests.domain.conduct.putting_right import (
    FOLLOWS,
    LEADS,
    SLIP,
    Side,
    both_ways,
    couple_with,
    reports,
    standing,
    the_breach,
    upheld,
)
from tests.given import ASH, HOUSEHOLD, KITCHEN, REFLECTION, STRANGER, WREN, Couple, kitchen, role
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import (
    Effect,
    Grade,
    Need,
    NeedDeclared,
    Protocol,
    Ritual,
    Standard,
    Style,
    Terms,
)
from troth.domain.conduct.breach import Stage
from troth.domain.conduct.commands import ReportBreach
from troth.domain.conduct.events import AnswerKind, BreachId
from troth.domain.conduct.refusals import (
    AlreadyReported,
    NoneForCorrection,
    NotExpectedThen,
    NotInMemory,
    OnlyReminder,
    ProtectedConduct,
    TooManyBreaches,
)
from troth.domain.conduct.report import MOST_OPEN
from troth.domain.dynamic.commands import (
    BeginLighter,
    EndLighter,
    NotActive,
    Pause,
    RaiseCheck,
    Stop,
)
from troth.domain.kernel import AlreadyThere, ClauseId, NotAMember, UnclearWording
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.schedules import Schedule
from troth.domain.standards.events import ClauseDuty, TaskDuty, TaskId


def report(couple: Couple, side: Side, clause: str = "", *, hours: float = 1) -> ReportBreach:
    """Return a report about something so many hours ago."""
    duty = ClauseDuty(ClauseId(clause)) if clause else side.duty
    return ReportBreach(SLIP, side.bearer, duty, couple.now - timedelta(hours=hours))


@both_ways
def test_either_asks_about_what_the_other_keeps(side: Side) -> None:
    couple = couple_with()
    reports(couple, side)
    assert standing(couple) is Stage.REPORTED
    assert the_breach(couple).bearer_led is (side is LEADS)


@both_ways
def test_a_report_about_oneself_is_already_an_acknowledgement(side: Side) -> None:
    couple = couple_with()
    couple.does(side.bearer, report(couple, side))
    answer = the_breach(couple).answer
    assert answer is not None
    assert (answer.kind, standing(couple)) == (AnswerKind.ACKNOWLEDGED, Stage.ANSWERED)


def test_a_stranger_reports_nobody_and_is_not_reported() -> None:
    couple = couple_with()
    couple.is_refused(STRANGER, report(couple, FOLLOWS), NotAMember)
    about_stranger = ReportBreach(SLIP, STRANGER, FOLLOWS.duty, couple.now)
    couple.is_refused(WREN, about_stranger, NotAMember)


@both_ways
def test_it_is_about_the_last_thirty_days_and_never_about_what_is_to_come(side: Side) -> None:
    couple = couple_with()
    couple.later(days=40)
    for hours in (-1, 24 * 31):
        couple.is_refused(side.other, report(couple, side, hours=hours), NotInMemory)
    naive: datetime = couple.now.replace(tzinfo=None)
    couple.is_refused(side.other, ReportBreach(SLIP, side.bearer, side.duty, naive), NotInMemory)
    couple.does(side.other, report(couple, side, hours=24 * 29))


@both_ways
def test_nobody_answers_for_what_was_not_theirs_to_keep(side: Side) -> None:
    couple = couple_with()
    swapped = ReportBreach(SLIP, side.other, side.duty, couple.now)
    couple.is_refused(side.bearer, swapped, NotExpectedThen)
    couple.is_refused(side.other, report(couple, side, "none"), NotExpectedThen)
    no_task = ReportBreach(SLIP, side.bearer, TaskDuty(TaskId("none")), couple.now)
    couple.is_refused(side.other, no_task, NotExpectedThen)


@pytest.mark.parametrize("clause", ["red", "reflection", "household", "role", "authority"])
def test_only_what_somebody_keeps_can_be_named(clause: str) -> None:
    """Not using a signal is no breach, and there is none of a correction, a role or an area."""
    couple = couple_with()
    couple.is_refused(ASH, report(couple, FOLLOWS, clause), NotExpectedThen)


def test_it_is_judged_by_the_wording_of_then() -> None:
    couple = couple_with()
    then = couple.state.ground.agreement.clauses[KITCHEN][-1].digest
    couple.later(hours=2)
    couple.agrees(kitchen("The kitchen is settled by nine."))
    couple.later(hours=1)
    couple.does(ASH, report(couple, FOLLOWS, hours=2))
    assert the_breach(couple).digest == then


def test_before_it_was_agreed_nothing_was_expected() -> None:
    couple = couple_with()
    couple.is_refused(ASH, report(couple, FOLLOWS, hours=25), NotExpectedThen)


def test_what_was_withdrawn_before_is_not_asked_about() -> None:
    couple = couple_with()
    couple.does(WREN, WithdrawConsent(KITCHEN))
    couple.later(hours=2)
    couple.is_refused(ASH, report(couple, FOLLOWS), NotExpectedThen)


@pytest.mark.parametrize("command", [Pause(), Stop(), Pause(HOUSEHOLD), RaiseCheck()])
def test_nothing_that_happens_while_it_rests_counts(
    command: Pause | Stop | RaiseCheck,
) -> None:
    couple = couple_with()
    couple.does(WREN, command)
    couple.later(hours=2)
    couple.is_refused(WREN, report(couple, LEADS), NotExpectedThen)
    couple.is_refused(WREN, report(couple, FOLLOWS), NotExpectedThen)


def test_where_a_limit_stands_nothing_was_expected() -> None:
    couple = couple_with()
    couple.does(WREN, SetLimit(LimitId("l"), Target.AREA, HOUSEHOLD))
    couple.later(hours=2)
    couple.is_refused(ASH, report(couple, FOLLOWS), NotExpectedThen)


@pytest.mark.parametrize("command", [Pause(), Stop(), RaiseCheck()])
def test_while_it_rests_the_one_who_leads_is_reported_and_the_other_is_not(
    command: Pause | Stop | RaiseCheck,
) -> None:
    couple = couple_with()
    couple.later(hours=5)
    couple.does(WREN, command)
    couple.is_refused(ASH, report(couple, FOLLOWS), NotActive)
    couple.does(WREN, report(couple, LEADS))


def test_one_reports_oneself_in_every_state() -> None:
    couple = couple_with()
    couple.later(hours=5)
    couple.does(WREN, Stop())
    couple.does(WREN, report(couple, FOLLOWS))


def expected(id_: str, body: Standard | Protocol, *, need: Need | None = None) -> Terms:
    """Return something Wren keeps, perhaps touching a need."""
    needs = () if need is None else (NeedDeclared(need, Effect.SUPPORTS),)
    return Terms(ClauseId(id_), body, f"The words of {id_}.", frozenset({WREN}), needs=needs)


def test_what_was_agreed_as_a_request_is_only_reminded_of() -> None:
    couple = couple_with(expected("greeting", Protocol("home", "hello", grade=Grade.REQUEST)))
    couple.is_refused(ASH, report(couple, FOLLOWS, "greeting"), OnlyReminder)


def test_what_is_about_a_protected_act_is_never_asked_about() -> None:
    order = Protocol("an opinion", "say it plainly", grade=Grade.ORDER)
    couple = couple_with(expected("opinions", order, need=Need.PROTECTED_ACTS))
    couple.is_refused(ASH, report(couple, FOLLOWS, "opinions"), ProtectedConduct)


def test_there_is_no_breach_of_what_stands_on_a_correction() -> None:
    terms = expected("reflect-well", Standard())
    couple = couple_with(
        Terms(terms.clause, terms.body, terms.text, terms.bearers, rests_on=frozenset({REFLECTION}))
    )
    couple.is_refused(ASH, report(couple, FOLLOWS, "reflect-well"), NoneForCorrection)


@both_ways
def test_the_same_conduct_is_asked_about_once(side: Side) -> None:
    couple = couple_with()
    upheld(couple, side)
    couple.is_refused(side.other, report(couple, side), AlreadyThere)
    again = ReportBreach(BreachId("again"), side.bearer, side.duty, couple.now)
    couple.is_refused(side.other, again, AlreadyReported)
    couple.later(hours=13)
    couple.does(side.other, ReportBreach(BreachId("next"), side.bearer, side.duty, couple.now))


def evening() -> Terms:
    """Return a ritual that Wren keeps at nine in the evening."""
    schedule = Schedule("FREQ=DAILY", "2026-03-01T21:00", "Europe/London", minutes=15)
    return Terms(ClauseId("evening"), Ritual(schedule), "Tea together.", frozenset({WREN}))


def test_a_ritual_is_asked_about_by_the_time_it_came_round() -> None:
    couple = couple_with(evening())
    couple.later(hours=5)
    couple.does(ASH, report(couple, FOLLOWS, "evening"))
    assert the_breach(couple).conduct_at.hour == 21


def test_a_ritual_that_came_round_in_a_pause_is_not_asked_about() -> None:
    couple = couple_with(evening())
    couple.later(hours=2)
    couple.does(WREN, Pause(since=couple.now - timedelta(minutes=30)))
    couple.later(hours=20)
    couple.is_refused(WREN, report(couple, FOLLOWS, "evening"), NotExpectedThen)


def test_it_says_whether_the_lighter_version_applied_then() -> None:
    couple = couple_with()
    couple.does(WREN, BeginLighter())
    couple.later(hours=4)
    couple.does(WREN, EndLighter())
    couple.later(hours=1)
    couple.does(ASH, report(couple, FOLLOWS, hours=2))
    assert the_breach(couple).lighter


def test_many_open_ones_wait_but_never_those_about_the_one_who_leads() -> None:
    couple = couple_with()
    couple.later(days=28)
    for number in range(MOST_OPEN):
        at = couple.now - timedelta(hours=13 * number)
        couple.does(ASH, ReportBreach(BreachId(f"b{number}"), WREN, FOLLOWS.duty, at))
    late = couple.now - timedelta(hours=13 * MOST_OPEN)
    one_more = ReportBreach(SLIP, WREN, FOLLOWS.duty, late)
    couple.is_refused(ASH, one_more, TooManyBreaches)
    couple.does(WREN, ReportBreach(BreachId("own"), WREN, FOLLOWS.duty, late))
    couple.does(WREN, report(couple, LEADS))


def test_between_equals_nobody_leads() -> None:
    couple = couple_with()
    couple.agrees(role(Style.EQUAL))
    couple.later(hours=2)
    reports(couple, LEADS)
    assert not the_breach(couple).bearer_led


def test_its_words_can_be_read_and_are_not_endless() -> None:
    couple = couple_with()
    for text in ("\u202e", "x" * 2001):
        unclear = ReportBreach(SLIP, WREN, FOLLOWS.duty, couple.now, text)
        couple.is_refused(ASH, unclear, UnclearWording)
