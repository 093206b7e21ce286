"""Check-ins: two answers shown at the same moment, and weeks that show no figure of anybody."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.given import ASH, STRANGER, WREN, Couple
from troth.domain.checkins import (
    KEPT_WEEKS,
    WORDS_LENGTH,
    AlreadyRevealed,
    Answer,
    Clarity,
    Connection,
    Guess,
    NeedsBothAnswers,
    RevealCheckIn,
    RoundId,
    RoundNotOpen,
    Week,
    ebb_and_flow,
    is_revealed,
    open_rounds,
    round_of,
)
from troth.domain.dynamic.commands import (
    AffirmResumption,
    BeginDynamic,
    End,
    HasEnded,
    Pause,
    Stop,
)
from troth.domain.dynamic.events import Member
from troth.domain.kernel import AreaId, MemberId, NotAMember, UnclearWording

THIS_WEEK = RoundId("2026-W10")
LAST_WEEK = RoundId("2026-W09")
NEXT_WEEK = RoundId("2026-W11")

NEAR = Answer(Connection.VERY_CLOSE, Clarity.CLEAR)
FAR = Answer(Connection.FAR_APART, Clarity.NOT_CLEAR, "A week of nights.")
SILENT = Answer(Connection.RATHER_NOT_SAY, Clarity.RATHER_NOT_SAY)


def reveal(couple: Couple, ash: Answer = NEAR, wren: Answer = FAR) -> None:
    """Have this week's round revealed."""
    round_ = round_of(couple.now)
    couple.does(WREN, RevealCheckIn(round_, {ASH: ash, WREN: wren}))


def weeks(couple: Couple, count: int = 4) -> tuple[Week, ...]:
    """Return the last weeks."""
    return ebb_and_flow(couple.state.checkins, couple.now, count)


def resume(couple: Couple) -> None:
    """Have both affirm coming back."""
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())


def test_both_answers_are_shown_at_once() -> None:
    couple = Couple().have_begun()
    reveal(couple)
    last = couple.state.checkins.last
    assert last is not None
    assert last.answers == {ASH: NEAR, WREN: FAR}
    assert is_revealed(couple.state.checkins, THIS_WEEK)


def test_before_both_have_answered_nothing_is_recorded_of_either() -> None:
    couple = Couple().have_begun()
    before = couple.state
    answers: dict[MemberId, Answer] = {WREN: FAR}
    couple.is_refused(WREN, RevealCheckIn(THIS_WEEK, answers), NeedsBothAnswers)
    assert couple.state is before


@pytest.mark.parametrize(
    "answers", [{}, {ASH: NEAR}, {ASH: NEAR, STRANGER: FAR}, {ASH: NEAR, WREN: FAR, STRANGER: FAR}]
)
def test_a_check_in_is_of_exactly_the_two(answers: dict[MemberId, Answer]) -> None:
    couple = Couple().have_begun()
    couple.is_refused(ASH, RevealCheckIn(THIS_WEEK, answers), NeedsBothAnswers)


def test_a_stranger_reveals_nothing() -> None:
    both = {ASH: NEAR, WREN: FAR}
    Couple().have_begun().is_refused(STRANGER, RevealCheckIn(THIS_WEEK, both), NotAMember)


def test_one_member_alone_has_nothing_to_reveal() -> None:
    couple = Couple()
    couple.does(ASH, BeginDynamic(Member(ASH, "Ash", "UTC", adult=True)))
    couple.is_refused(ASH, RevealCheckIn(THIS_WEEK, {ASH: NEAR}), NeedsBothAnswers)


def test_a_round_is_shown_once() -> None:
    couple = Couple().have_begun()
    reveal(couple)
    again = RevealCheckIn(THIS_WEEK, {ASH: FAR, WREN: FAR})
    couple.is_refused(ASH, again, AlreadyRevealed)
    couple.later(days=7)
    reveal(couple)


@pytest.mark.parametrize("round_", ["2026-W11", "2026-W08", "2025-W10", "monday", ""])
def test_only_this_week_s_and_last_week_s_rounds_are_open(round_: str) -> None:
    couple = Couple().have_begun()
    both = {ASH: NEAR, WREN: FAR}
    couple.is_refused(ASH, RevealCheckIn(RoundId(round_), both), RoundNotOpen)


def test_answers_of_sunday_and_monday_still_meet() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, RevealCheckIn(LAST_WEEK, {ASH: NEAR, WREN: FAR}))
    reveal(couple)
    assert [week.revealed is not None for week in weeks(couple, 3)] == [False, True, True]


@pytest.mark.parametrize(
    ("at", "round_"),
    [
        ("2026-03-08T23:59:59", THIS_WEEK),
        ("2026-03-09T00:00:00", NEXT_WEEK),
        ("2024-12-30T12:00:00", "2025-W01"),
        ("2027-01-03T12:00:00", "2026-W53"),
    ],
)
def test_a_week_runs_from_monday_to_sunday_also_at_new_year(at: str, round_: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert round_of(moment) == round_
    assert open_rounds(moment)[0] == round_


def test_rather_not_say_is_an_answer_like_any_other() -> None:
    couple = Couple().have_begun()
    reveal(couple, SILENT, SILENT)
    revealed = weeks(couple)[-1].revealed
    assert revealed is not None
    assert revealed.connection[WREN] is Connection.RATHER_NOT_SAY


def test_a_guess_of_the_other_s_answer_is_kept_in_words() -> None:
    couple = Couple().have_begun()
    guessed = Answer(
        Connection.STEADY, Clarity.CLEAR, guess=Guess(Connection.CLOSE, Clarity.FAIRLY_CLEAR)
    )
    reveal(couple, ash=guessed)
    last = couple.state.checkins.last
    assert last is not None
    assert last.answers[ASH].guess == Guess(Connection.CLOSE, Clarity.FAIRLY_CLEAR)
    assert last.answers[WREN].guess is None


@pytest.mark.parametrize("words", ["\u200b", "x" * (WORDS_LENGTH + 1), " spaced "])
def test_words_beside_an_answer_are_visible_and_short(words: str) -> None:
    couple = Couple().have_begun()
    unclear = Answer(Connection.CLOSE, Clarity.CLEAR, words)
    command = RevealCheckIn(THIS_WEEK, {ASH: NEAR, WREN: unclear})
    couple.is_refused(WREN, command, UnclearWording)


def test_check_ins_stay_open_through_a_pause_and_close_with_the_end() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Stop())
    reveal(couple)
    couple.does(ASH, End())
    command = RevealCheckIn(LAST_WEEK, {ASH: NEAR, WREN: FAR})
    couple.is_refused(ASH, command, HasEnded)


def test_the_weeks_show_each_one_s_own_word_and_no_figure_of_both() -> None:
    couple = Couple().have_begun()
    reveal(couple)
    couple.later(days=14)
    reveal(couple, FAR, NEAR)
    shown = weeks(couple, 3)
    assert [week.round for week in shown] == [THIS_WEEK, NEXT_WEEK, "2026-W12"]
    first, between, last = (week.revealed for week in shown)
    assert first is not None
    assert last is not None
    assert between is None
    assert first.connection == {ASH: Connection.VERY_CLOSE, WREN: Connection.FAR_APART}
    assert last.clarity == {ASH: Clarity.NOT_CLEAR, WREN: Clarity.CLEAR}


def test_weeks_of_rest_are_shown_as_rest() -> None:
    couple = Couple().have_begun()
    couple.later(days=7)
    couple.does(WREN, Pause())
    couple.later(days=7)
    resume(couple)
    couple.later(days=7)
    assert [week.rested for week in weeks(couple)] == [False, True, True, False]


def test_a_rest_that_lasts_is_shown_up_to_now() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, Pause())
    couple.later(days=8)
    couple.does(WREN, Stop())
    couple.later(days=6)
    assert [week.rested for week in weeks(couple)] == [False, True, True, True]


def test_a_stop_said_earlier_reaches_back_into_its_week() -> None:
    couple = Couple().have_begun()
    couple.later(days=14)
    couple.does(WREN, Pause())
    couple.does(WREN, Stop(since=couple.now - timedelta(days=14)))
    assert [week.rested for week in weeks(couple)] == [False, True, True, True]


def test_a_pause_of_one_part_of_life_is_no_week_of_rest() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause(AreaId("household")))
    couple.later(days=7)
    couple.does(ASH, Pause())
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption(AreaId("household")))
    couple.later(days=7)
    assert [week.rested for week in weeks(couple)] == [False, False, True, True]


def test_the_weeks_are_kept_for_sixty_and_no_longer() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    resume(couple)
    for _ in range(KEPT_WEEKS + 20):
        reveal(couple)
        couple.later(days=7)
    assert len(couple.state.checkins.weeks) <= KEPT_WEEKS + 1
    assert len(weeks(couple, 1000)) == KEPT_WEEKS
    assert all(week.revealed for week in weeks(couple, KEPT_WEEKS)[:-1])


def test_rests_are_kept_as_long_as_the_weeks_they_colour() -> None:
    couple = Couple().have_begun()
    for _ in range(30):
        couple.does(WREN, Pause())
        resume(couple)
        couple.later(weeks=4)
    assert len(couple.state.checkins.rests) <= KEPT_WEEKS // 4 + 1


def test_a_scheduler_that_was_off_leaves_gaps_and_invents_no_answer() -> None:
    couple = Couple().have_begun()
    reveal(couple)
    before = couple.state
    couple.later(days=21)
    assert [week.revealed is not None for week in weeks(couple)] == [True, False, False, False]
    assert couple.state is before
