"""Sessions: a set hour kept by both, that nobody owes and nobody fails."""

from datetime import datetime, timedelta

import pytest

from tests.domain.sitting import (
    FIRST,
    LINE,
    SECOND,
    TONIGHT,
    ahead,
    both_here,
    ending,
    gone_by,
    kinds,
    on_friday,
    open_session,
    sat_down,
    table,
    weekly,
)
from tests.given import ASH, START, STRANGER, WREN, Couple, clause
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import SessionRhythm
from troth.domain.dynamic.commands import (
    AffirmResumption,
    BeginDynamic,
    NotYetTwo,
    Pause,
)
from troth.domain.dynamic.events import Member
from troth.domain.kernel import (
    AlreadyThere,
    ClauseId,
    MemberId,
    NotAMember,
    NotFound,
    UnclearWording,
)
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.schedules import Schedule
from troth.domain.sessions.commands import (
    AlreadyMoved,
    AlreadyOpen,
    ArriveAtSession,
    CallOffSession,
    ConfirmMinutes,
    DidNotTakePlace,
    NotYetItsTime,
    PlanSession,
    RescheduleSession,
    SessionCommand,
    SessionTimeNotUsable,
    TooManySessions,
    WriteLine,
)
from troth.domain.sessions.decide import ARRIVAL_HOURS, MOST_PLANS
from troth.domain.sessions.events import (
    ArrivedAtSession,
    SessionCalledOff,
    SessionId,
    SessionMoved,
    SessionOpened,
    SessionPlanned,
    SessionPutOff,
)
from troth.domain.sessions.state import (
    Ending,
    Plan,
    next_session,
)


def test_sessions_come_round_by_their_clause_through_summer_time() -> None:
    couple = weekly()
    starts = [plan.at for plan in ahead(couple)]
    assert starts[0] == datetime.fromisoformat("2026-03-06T19:00+00:00")
    assert starts[4] == datetime.fromisoformat("2026-04-03T18:00+00:00")
    assert ahead(couple)[0] == Plan(FIRST, starts[0], 60, clause=ClauseId("weekly"))


def test_no_clause_in_force_brings_no_session() -> None:
    couple = weekly()
    couple.does(WREN, WithdrawConsent(ClauseId("weekly")))
    assert ahead(couple) == ()
    assert next_session(couple.state.sessions, couple.state.ground, couple.moment()) is None


def test_a_changed_rhythm_brings_its_own_days_and_leaves_the_past_as_it_was() -> None:
    couple = on_friday()
    couple.later(days=3)
    sundays = Schedule("FREQ=WEEKLY;BYDAY=SU", "2026-02-01T17:00", "Europe/London", 60)
    couple.agrees(clause("weekly", SessionRhythm(sundays)))
    assert gone_by(couple) == [FIRST]
    assert [plan.at.isoweekday() for plan in ahead(couple)][:3] == [7, 7, 7]


def test_a_limit_on_the_clause_brings_no_session() -> None:
    couple = weekly()
    couple.does(WREN, SetLimit(LimitId("l"), Target.CLAUSE, "weekly"))
    assert ahead(couple) == ()


def test_a_session_opens_when_both_have_said_that_they_are_here() -> None:
    couple = on_friday()
    assert kinds(couple.does(WREN, ArriveAtSession(FIRST))) == [SessionPlanned, ArrivedAtSession]
    assert open_session(couple) is None
    assert kinds(couple.does(ASH, ArriveAtSession(FIRST))) == [ArrivedAtSession, SessionOpened]
    assert table(couple).here == {ASH, WREN}


def test_one_alone_opens_nothing_however_often_they_say_it() -> None:
    couple = on_friday()
    for _ in range(3):
        couple.does(WREN, ArriveAtSession(FIRST))
    assert open_session(couple) is None


def test_nobody_sits_waiting_for_longer_than_an_evening() -> None:
    couple = on_friday()
    couple.does(WREN, ArriveAtSession(FIRST))
    couple.later(hours=ARRIVAL_HOURS, minutes=1)
    couple.does(ASH, ArriveAtSession(FIRST))
    assert open_session(couple) is None
    couple.does(WREN, ArriveAtSession(FIRST))
    assert table(couple).id == FIRST


@pytest.mark.parametrize("unfit", [ASH, WREN])
def test_whoever_is_not_fit_puts_it_off_and_it_is_nobody_s_breach(unfit: MemberId) -> None:
    couple = on_friday()
    other = couple.state.ground.dynamic.other(unfit)
    couple.does(other, ArriveAtSession(FIRST))
    happened = couple.does(unfit, ArriveAtSession(FIRST, fit=False))
    assert kinds(happened) == [ArrivedAtSession, SessionPutOff]
    assert open_session(couple) is None
    assert ending(couple, FIRST) is Ending.PUT_OFF
    couple.later(days=3)
    assert gone_by(couple) == []


def test_a_session_is_begun_a_day_early_or_late_and_no_further_off() -> None:
    couple = weekly()
    couple.is_refused(WREN, ArriveAtSession(FIRST), NotYetItsTime)
    couple.now = START + timedelta(days=5)
    couple.does(WREN, ArriveAtSession(FIRST))
    couple.now = START + timedelta(days=5, hours=1)
    couple.is_refused(ASH, ArriveAtSession(FIRST), DidNotTakePlace)


def test_one_member_alone_cannot_hold_a_session() -> None:
    couple = Couple()
    couple.does(ASH, BeginDynamic(Member(ASH, "Ash", "UTC", adult=True)))
    couple.does(ASH, PlanSession(TONIGHT, couple.now, 60))
    couple.is_refused(ASH, ArriveAtSession(TONIGHT), NotYetTwo)


def test_a_stranger_has_no_seat() -> None:
    couple = sat_down()
    commands: tuple[SessionCommand, ...] = (
        ArriveAtSession(TONIGHT),
        CallOffSession(TONIGHT),
        WriteLine(TONIGHT, LINE, "A line."),
        ConfirmMinutes(TONIGHT, table(couple).minutes),
    )
    for command in commands:
        couple.is_refused(STRANGER, command, NotAMember)


def test_a_session_that_did_not_take_place_is_derived_and_owned_by_nobody() -> None:
    couple = on_friday()
    couple.later(hours=23)
    assert gone_by(couple) == []
    couple.later(hours=1)
    assert gone_by(couple) == [FIRST]
    assert couple.state.sessions.plans == {}


def test_after_a_month_away_every_session_of_it_is_seen_and_nothing_was_recorded() -> None:
    couple = on_friday()
    before = couple.state
    couple.later(days=21, hours=1)
    assert len(gone_by(couple)) == 3
    assert couple.state is before


def test_a_session_inside_a_pause_is_not_missed_and_is_kept_after_it() -> None:
    couple = on_friday()
    couple.later(hours=-5)
    couple.does(ASH, Pause())
    couple.later(days=6)
    assert gone_by(couple) == []
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    couple.later(hours=23)
    both_here(couple)
    assert table(couple).id == FIRST


def test_either_moves_a_session_once() -> None:
    couple = weekly()
    saturday = START + timedelta(days=5)
    moved = couple.does(WREN, RescheduleSession(FIRST, saturday))
    assert kinds(moved) == [SessionPlanned, SessionMoved]
    assert ahead(couple)[0].at == saturday
    couple.is_refused(ASH, RescheduleSession(FIRST, saturday + timedelta(days=1)), AlreadyMoved)
    assert len([plan for plan in ahead(couple) if plan.id == FIRST]) == 1


@pytest.mark.parametrize("days", [-1, 20])
def test_a_session_moves_ahead_and_not_far(days: int) -> None:
    couple = weekly()
    at = couple.now + timedelta(days=days)
    couple.is_refused(ASH, RescheduleSession(FIRST, at), SessionTimeNotUsable)


def test_what_went_by_or_is_open_is_not_moved() -> None:
    couple = both_here(on_friday())
    later = couple.now + timedelta(days=1)
    couple.is_refused(ASH, RescheduleSession(FIRST, later), AlreadyOpen)
    couple.later(days=9)
    couple.is_refused(ASH, RescheduleSession(SECOND, couple.now), DidNotTakePlace)


@pytest.mark.parametrize("by", [ASH, WREN])
def test_either_calls_a_session_off(by: MemberId) -> None:
    couple = weekly()
    assert kinds(couple.does(by, CallOffSession(FIRST))) == [SessionPlanned, SessionCalledOff]
    assert ahead(couple)[0].id == SECOND
    couple.later(days=6)
    assert gone_by(couple) == []
    couple.is_refused(by, CallOffSession(FIRST), NotFound)


def test_calling_off_what_went_by_does_not_unsay_that_it_did() -> None:
    couple = on_friday()
    couple.later(days=2)
    assert couple.does(ASH, CallOffSession(FIRST)) == ()
    assert gone_by(couple) == [FIRST]


def test_sessions_planned_by_hand_stand_beside_those_of_the_clause() -> None:
    couple = weekly()
    wednesday = couple.now + timedelta(days=2)
    couple.does(WREN, PlanSession(TONIGHT, wednesday, 30))
    assert [plan.id for plan in ahead(couple)][:2] == [TONIGHT, FIRST]
    couple.is_refused(ASH, PlanSession(TONIGHT, wednesday, 30), AlreadyThere)
    couple.is_refused(ASH, PlanSession(FIRST, wednesday, 30), AlreadyThere)


@pytest.mark.parametrize(("days", "minutes"), [(-1, 60), (93, 60), (1, 4), (1, 241)])
def test_a_session_is_planned_within_sense(days: int, minutes: int) -> None:
    couple = weekly()
    at = couple.now + timedelta(days=days)
    couple.is_refused(ASH, PlanSession(TONIGHT, at, minutes), SessionTimeNotUsable)


def test_planning_by_hand_has_an_end() -> None:
    couple = weekly()
    for number in range(MOST_PLANS):
        couple.does(ASH, PlanSession(SessionId(f"s{number}"), couple.later(hours=1), 60))
        couple.now = START
    couple.is_refused(ASH, PlanSession(TONIGHT, couple.now, 60), TooManySessions)
    couple.is_refused(ASH, PlanSession(SessionId(""), couple.now, 60), UnclearWording)
