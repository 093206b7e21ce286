"""Windows as both read them: on or not, asked for, opened by hand, and those to come."""

from datetime import timedelta

from tests.domain.test_windows import EVENINGS, part_time
from tests.given import ASH, WREN, Couple
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.windows import CloseWindow, OpenWindow
from troth.projections.open_windows import AHEAD, windows


def test_the_windows_of_the_next_two_weeks_are_shown_in_order() -> None:
    given = part_time()
    ahead = windows(given.state, given.moment()).ahead
    assert [each.clause for each in ahead] == [EVENINGS] * len(ahead)
    assert len(ahead) == AHEAD.days
    assert list(ahead) == sorted(ahead, key=lambda each: each.start)


def test_a_running_window_is_shown_until_somebody_closes_it() -> None:
    given = part_time()
    given.later(hours=1, minutes=30)
    now = given.now
    running = windows(given.state, given.moment())
    assert running.is_open
    assert running.ahead[0].start <= now < running.ahead[0].end
    given.does(WREN, CloseWindow(None))
    closed = windows(given.state, given.moment())
    assert not closed.is_open
    assert closed.ahead[0].start > now


def test_a_window_asked_for_is_shown_with_who_asked_and_then_as_opened_by_both() -> None:
    given = part_time(evenings=False)
    until = given.now + timedelta(hours=2)
    given.does(ASH, OpenWindow(until))
    asked = windows(given.state, given.moment())
    assert (asked.asked_by, asked.asked_until, asked.is_open) == (ASH, until, False)
    given.does(WREN, OpenWindow(until))
    opened = windows(given.state, given.moment())
    assert (opened.asked_by, opened.by_hand_until, opened.is_open) == (None, until, True)


def test_what_was_only_asked_for_is_over_when_its_time_is() -> None:
    given = part_time(evenings=False)
    given.does(ASH, OpenWindow(given.now + timedelta(hours=2)))
    given.later(hours=3)
    assert windows(given.state, given.moment()).asked_by is None


def test_a_window_in_which_a_limit_stands_is_not_announced() -> None:
    given = part_time()
    given.does(WREN, SetLimit(LimitId("no"), Target.CLAUSE, EVENINGS))
    assert not windows(given.state, given.moment()).ahead


def test_where_it_holds_always_no_window_is_needed() -> None:
    given = Couple().have_begun()
    read = windows(given.state, given.moment())
    assert read.is_open
    assert not read.only_in_windows
