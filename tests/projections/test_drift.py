"""Ebb and flow in facts: what was, with its date; nothing counted, compared or foretold."""

from collections.abc import Iterable
from datetime import timedelta

from tests.given import ASH, START, WREN, Couple, clause
from troth.domain.agreement.terms import ResetForm
from troth.domain.checkins import Answer, Clarity, Connection, RevealCheckIn, round_of
from troth.domain.dynamic.commands import AffirmResumption, Pause
from troth.domain.kernel import ClauseId
from troth.domain.resets.commands import AskReset, FinishReset, OptIntoReset
from troth.domain.resets.events import ResetId
from troth.projections.drift import Drift, bands, drift, step

FAR, LITTLE, STEADY, CLOSE, SILENT = (
    Connection.FAR_APART,
    Connection.A_LITTLE_APART,
    Connection.STEADY,
    Connection.CLOSE,
    Connection.RATHER_NOT_SAY,
)
MONDAY = START.replace(hour=0)


def after(weeks: Iterable[tuple[Connection, Connection]], couple: Couple | None = None) -> Couple:
    couple = couple or Couple().have_begun(clause("back", ResetForm("An evening.")))
    for ash, wren in weeks:
        said = {ASH: Answer(ash, Clarity.CLEAR), WREN: Answer(wren, Clarity.CLEAR)}
        couple.does(WREN, RevealCheckIn(round_of(couple.now), said))
        couple.later(days=7)
    return couple


def read(couple: Couple, count: int = 12) -> Drift:
    return drift(couple.state, couple.moment(), count)


def test_before_the_first_answer_there_is_nothing_to_tell() -> None:
    found = read(Couple().have_begun())
    assert found == Drift((), has_line=False, lowest=None, rested=(), resets=())


def test_a_line_appears_after_three_weeks() -> None:
    assert not read(after([(CLOSE, CLOSE), (STEADY, CLOSE)])).has_line
    assert read(after([(CLOSE, CLOSE), (STEADY, CLOSE), (CLOSE, LITTLE)])).has_line


def test_the_week_lowest_for_both_is_told() -> None:
    found = read(after([(CLOSE, STEADY), (FAR, LITTLE), (STEADY, CLOSE)]))
    assert found.lowest == MONDAY + timedelta(days=7)


def test_where_they_were_lowest_at_different_times_nothing_is_told() -> None:
    assert read(after([(FAR, CLOSE), (CLOSE, FAR), (STEADY, STEADY)])).lowest is None


def test_what_never_moved_has_no_lowest_week() -> None:
    assert read(after([(STEADY, STEADY)] * 4)).lowest is None


def test_two_weeks_as_low_as_each_other_are_not_told_apart() -> None:
    assert read(after([(FAR, FAR), (CLOSE, CLOSE), (FAR, FAR)])).lowest is None


def test_who_would_rather_not_say_leaves_a_gap() -> None:
    found = read(after([(SILENT, CLOSE), (STEADY, STEADY), (CLOSE, CLOSE)]))
    assert [step(week, ASH) for week in found.weeks] == [None, 2, 3, None]


def test_weeks_of_rest_are_told_and_lie_in_bands() -> None:
    couple = after([(CLOSE, CLOSE), (STEADY, STEADY)])
    couple.does(WREN, Pause())
    couple.later(days=8)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    found = read(after([(CLOSE, CLOSE)], couple))
    assert bands(found.rested) == [
        (MONDAY + timedelta(weeks=2), MONDAY + timedelta(weeks=3)),
    ]


def test_rests_apart_are_bands_of_their_own() -> None:
    first, second = MONDAY, MONDAY + timedelta(weeks=3)
    assert bands([first, second]) == [(first, first), (second, second)]


def test_a_reset_is_told_on_its_day() -> None:
    couple = after([(CLOSE, CLOSE), (STEADY, STEADY)])
    couple.does(ASH, AskReset(ResetId("r"), ClauseId("back")))
    for member in (ASH, WREN):
        couple.does(member, OptIntoReset(ResetId("r")))
    couple.does(WREN, FinishReset(ResetId("r")))
    assert read(couple).resets == (couple.now,)
