"""A window opens by an agreed rule, or when both say so; either closes it at once."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, Couple, clause, kitchen, within
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import (
    Circumstance,
    Presence,
    Role,
    Signal,
    SignalMeaning,
    Style,
    Window,
)
from troth.domain.dynamic.commands import AffirmResumption, NotActive, Pause, Stop
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import Hindrance, hindrance, is_open
from troth.domain.kernel import ClauseId
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.schedules import Schedule
from troth.domain.windows import CloseWindow, OpenWindow, WindowNeedsEnd, WindowOpened

EVENINGS = ClauseId("evenings")
EVENING = Schedule("FREQ=DAILY", "2026-03-02T20:00", "Europe/Paris", minutes=180)


def part_time(*, evenings: bool = True) -> Couple:
    """Return a couple whose exchange is on in windows only; it is 18:00 in London."""
    drafts = [
        clause("role", Role(ASH, Style.NEGOTIATED, Presence.WINDOWS_ONLY)),
        within(HOUSEHOLD),
        clause("red", Signal("red", SignalMeaning.STOP)),
        kitchen(),
    ]
    window = replace(clause("evenings", Window(EVENING)), area=HOUSEHOLD)
    return Couple().have_begun(drafts=[*drafts, window] if evenings else drafts)


def is_on(couple: Couple) -> bool:
    return is_open(couple.state.ground, couple.moment())


def test_the_exchange_is_on_only_while_a_rule_says_so() -> None:
    couple = part_time()
    assert not is_on(couple)
    assert hindrance(couple.state.ground, KITCHEN, couple.moment()) is Hindrance.OUTSIDE_WINDOW
    couple.later(hours=1)  # 20:00 in Paris
    assert is_on(couple)
    assert hindrance(couple.state.ground, KITCHEN, couple.moment()) is None
    couple.later(hours=3)
    assert not is_on(couple)


def test_without_a_window_it_is_off() -> None:
    couple = part_time(evenings=False)
    for _ in range(24):
        couple.later(hours=1)
        assert not is_on(couple)


@pytest.mark.parametrize("circumstance", [None, *Circumstance])
def test_either_closes_it_at_once_and_the_next_comes_round(
    circumstance: Circumstance | None,
) -> None:
    couple = part_time()
    couple.later(hours=2)
    couple.does(WREN, CloseWindow(circumstance))
    assert not is_on(couple)
    couple.later(hours=1)
    assert not is_on(couple)
    couple.later(hours=23)
    assert is_on(couple)


def test_both_open_one_by_hand_and_its_end_comes() -> None:
    couple = part_time(evenings=False)
    until = couple.now + timedelta(hours=2)
    couple.does(ASH, OpenWindow(until))
    couple.does(ASH, OpenWindow(until))
    assert not is_on(couple)
    outcome = couple.does(WREN, OpenWindow(until))
    assert isinstance(outcome[0], WindowOpened)
    assert is_on(couple)
    couple.later(hours=2)
    assert not is_on(couple)


def test_another_end_is_another_question() -> None:
    couple = part_time(evenings=False)
    couple.does(ASH, OpenWindow(couple.now + timedelta(hours=2)))
    couple.does(WREN, OpenWindow(couple.now + timedelta(hours=3)))
    assert not is_on(couple)
    couple.does(ASH, OpenWindow(couple.now + timedelta(hours=3)))
    assert is_on(couple)


def test_either_closes_what_was_only_asked_or_opened_by_hand() -> None:
    couple = part_time(evenings=False)
    until = couple.now + timedelta(hours=2)
    couple.does(ASH, OpenWindow(until))
    couple.does(WREN, CloseWindow())
    couple.does(WREN, OpenWindow(until))
    assert not is_on(couple)
    couple.does(ASH, OpenWindow(until))
    assert not is_on(couple), "the closing at the same moment holds: protection first"
    couple.later(minutes=1)
    for member in (ASH, WREN):
        couple.does(member, OpenWindow(until))
    assert is_on(couple)
    couple.later(minutes=1)
    couple.does(ASH, CloseWindow())
    assert not is_on(couple)


def test_what_was_wished_before_a_rest_is_asked_again() -> None:
    couple = part_time(evenings=False)
    until = couple.now + timedelta(days=2)
    couple.does(ASH, OpenWindow(until))
    couple.later(hours=1)
    couple.does(WREN, Stop())
    couple.is_refused(WREN, OpenWindow(until), NotActive)
    couple.later(hours=1)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    couple.later(hours=1)
    couple.does(WREN, OpenWindow(until))
    assert not is_on(couple)
    couple.does(ASH, OpenWindow(until))
    assert is_on(couple)


@pytest.mark.parametrize("days", [0, -1, 15])
def test_a_window_by_hand_has_an_end_within_two_weeks(days: int) -> None:
    couple = part_time()
    couple.is_refused(ASH, OpenWindow(couple.now + timedelta(days=days)), WindowNeedsEnd)
    naive = datetime(2026, 3, 3)  # noqa: DTZ001 - the point of the test
    couple.is_refused(ASH, OpenWindow(naive), WindowNeedsEnd)


def test_a_limit_or_a_pause_of_its_area_closes_a_window_clause() -> None:
    limited = part_time()
    limited.later(hours=1)
    limited.does(WREN, SetLimit(LimitId("no"), Target.CLAUSE, EVENINGS))
    assert not is_on(limited)
    paused = part_time()
    paused.later(hours=1)
    paused.does(WREN, Pause(HOUSEHOLD))
    assert not is_on(paused)


def test_withdrawing_the_role_opens_no_window() -> None:
    couple = part_time()
    couple.does(WREN, WithdrawConsent(ClauseId("role")))
    assert phase(couple.state.ground.dynamic, couple.now) is Phase.ACTIVE
    assert not is_on(couple)
    assert hindrance(couple.state.ground, KITCHEN, couple.moment()) is Hindrance.OUTSIDE_WINDOW


def test_withdrawing_the_window_turns_the_exchange_off() -> None:
    couple = part_time()
    couple.later(hours=1)
    couple.does(WREN, WithdrawConsent(EVENINGS))
    assert not is_on(couple)


def test_summer_time_moves_the_window_with_the_clock_on_the_wall() -> None:
    couple = part_time()
    couple.now = couple.now.replace(month=3, day=30)  # Paris is an hour further by now
    assert is_on(couple)
    couple.later(hours=3)
    assert not is_on(couple)
