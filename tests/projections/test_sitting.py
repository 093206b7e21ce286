"""Coming to a weekly talk: from when, how long an "I am here" counts, and what has just closed."""

from datetime import timedelta

from tests.domain.sitting import FIRST, TONIGHT, confirms, on_friday, sat_down, weekly
from tests.given import ASH, WREN, Couple
from troth.domain.kernel import MemberId
from troth.domain.sessions.commands import ArriveAtSession, CallOffSession, RescheduleSession
from troth.domain.sessions.state import Ending, plan_of
from troth.projections.sitting import Coming, closed_lately, coming


def read(couple: Couple, viewer: MemberId) -> Coming:
    plan = plan_of(couple.state.sessions, couple.state.ground, FIRST, couple.moment())
    assert plan is not None
    return coming(plan, viewer, couple.now)


def test_nobody_comes_more_than_a_day_early() -> None:
    couple = weekly()
    assert not read(couple, ASH).may
    assert read(on_friday(), ASH).may
    assert read(on_friday(), ASH).since == read(couple, ASH).since


def test_only_ones_own_coming_is_told() -> None:
    couple = on_friday()
    couple.does(WREN, ArriveAtSession(FIRST))
    assert read(couple, WREN).is_here
    assert not read(couple, ASH).is_here


def test_who_came_and_went_again_is_not_here() -> None:
    couple = on_friday()
    couple.does(WREN, ArriveAtSession(FIRST))
    couple.later(hours=5)
    assert not read(couple, WREN).is_here


def test_a_talk_is_moved_once() -> None:
    couple = on_friday()
    assert read(couple, ASH).may_move
    couple.does(ASH, RescheduleSession(FIRST, couple.now + timedelta(hours=1)))
    assert not read(couple, WREN).may_move


def test_what_both_confirmed_is_told_until_the_next_morning() -> None:
    couple = sat_down()
    assert closed_lately(couple.state.sessions, couple.now) is None
    for member in (ASH, WREN):
        confirms(couple, member)
    found = closed_lately(couple.state.sessions, couple.now)
    assert found is not None
    assert found.ending is Ending.CLOSED
    assert closed_lately(couple.state.sessions, couple.later(hours=13)) is None


def test_what_ended_early_is_told_apart() -> None:
    couple = sat_down()
    couple.does(WREN, CallOffSession(TONIGHT))
    found = closed_lately(couple.state.sessions, couple.now)
    assert found is not None
    assert found.ending is Ending.PARTIAL
