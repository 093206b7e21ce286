"""While the exchange rests deadlines stand still, whatever the rests do to each other."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.given import ASH, HOUSEHOLD, WORK, WREN, Couple
from troth.domain.dynamic.commands import AffirmResumption, Pause
from troth.domain.dynamic.state import Deadline, due, due_at

WEEK = timedelta(days=7)


def resume(couple: Couple) -> None:
    couple.does(ASH, AffirmResumption())
    couple.does(WREN, AffirmResumption())


def test_a_deadline_moves_by_the_time_rested() -> None:
    couple = Couple().have_begun()
    opened = couple.now
    couple.later(days=3)
    couple.does(WREN, Pause())
    couple.later(days=10)
    due = due_at(couple.state.ground.dynamic, opened, WEEK, couple.now)
    assert due == opened + timedelta(days=17)
    resume(couple)
    assert due_at(couple.state.ground.dynamic, opened, WEEK, couple.later(days=30)) == due


def test_a_rest_after_the_deadline_does_not_bring_it_back() -> None:
    couple = Couple().have_begun()
    opened = couple.now
    couple.later(days=8)
    couple.does(WREN, Pause())
    couple.later(days=10)
    assert due_at(couple.state.ground.dynamic, opened, WEEK, couple.now) == opened + WEEK


def test_a_pause_of_one_area_holds_up_the_deadlines_of_that_area_only() -> None:
    couple = Couple().have_begun()
    opened = couple.now
    couple.does(WREN, Pause(HOUSEHOLD))
    couple.later(days=3)
    for area, days in ((None, 7), (WORK, 7), (HOUSEHOLD, 10)):
        deadline = Deadline(opened, WEEK, area)
        falls_at = due(couple.state.ground.dynamic, deadline, couple.now)
        assert falls_at == opened + timedelta(days=days)


def test_a_pause_of_all_and_one_of_the_area_at_once_are_counted_once() -> None:
    couple = Couple().have_begun()
    deadline = Deadline(couple.now, WEEK, HOUSEHOLD)
    couple.does(WREN, Pause(HOUSEHOLD))
    couple.later(days=1)
    couple.does(ASH, Pause())
    couple.later(days=1)
    resume(couple)
    couple.later(days=1)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption(HOUSEHOLD))
    falls_at = due(couple.state.ground.dynamic, deadline, couple.later(days=30))
    assert falls_at == deadline.opened + timedelta(days=10)


def test_a_rest_of_all_is_kept_while_a_paused_area_still_counts_it() -> None:
    couple = Couple().have_begun()
    deadline = Deadline(couple.now, WEEK, HOUSEHOLD)
    couple.later(days=1)
    couple.does(WREN, Pause())
    couple.later(days=5)
    resume(couple)
    couple.does(WREN, Pause(HOUSEHOLD))
    couple.later(days=200)
    couple.does(WREN, Pause())
    resume(couple)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption(HOUSEHOLD))
    falls_at = due(couple.state.ground.dynamic, deadline, couple.now)
    assert falls_at == deadline.opened + timedelta(days=7 + 5 + 200)


def test_an_area_paused_for_years_keeps_no_list_of_rests() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause(HOUSEHOLD))
    for _ in range(40):
        couple.later(days=7)
        couple.does(WREN, Pause())
        couple.later(days=1)
        resume(couple)
    assert len(couple.state.ground.dynamic.past_rests) < 20


def test_overlapping_rests_are_counted_once() -> None:
    couple = Couple().have_begun()
    opened = couple.now
    couple.later(days=2)
    couple.does(ASH, Pause())
    couple.later(days=2)
    resume(couple)
    couple.later(days=1)
    couple.does(WREN, Pause(since=opened + timedelta(days=1)))
    couple.later(days=1)
    resume(couple)
    due = due_at(couple.state.ground.dynamic, opened, WEEK, couple.now)
    assert due == opened + WEEK + timedelta(days=5)


def test_a_long_second_rest_does_not_forget_the_first() -> None:
    couple = Couple().have_begun()
    opened = couple.now
    for awake, rested in ((1, 20), (5, 200), (1, 1)):
        couple.later(days=awake)
        couple.does(WREN, Pause())
        couple.later(days=rested)
        resume(couple)
    due = due_at(couple.state.ground.dynamic, opened, 2 * WEEK, couple.now)
    assert due == opened + 2 * WEEK + timedelta(days=221)


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 200)), max_size=8),
    st.integers(0, 7),
    st.integers(1, 92),
)
def test_a_deadline_is_reached_by_waking_time_alone(
    rhythm: list[tuple[int, int]], opened_in: int, length: int
) -> None:
    couple = Couple().have_begun()
    opened, waking = couple.now, 0
    for turn, (awake, rested) in enumerate(rhythm):
        if turn == opened_in:
            opened, waking = couple.now, 0
        couple.later(days=awake)
        waking += awake
        due = due_at(couple.state.ground.dynamic, opened, timedelta(days=length), couple.now)
        assert (due <= couple.now) == (waking >= length)
        couple.does(WREN, Pause())
        couple.later(days=rested)
        resume(couple)


def test_rests_that_can_no_longer_matter_are_forgotten() -> None:
    couple = Couple().have_begun()
    for _ in range(40):
        couple.later(days=7)
        couple.does(WREN, Pause())
        couple.later(days=1)
        resume(couple)
    assert len(couple.state.ground.dynamic.past_rests) < 20
