"""One's own line: its words, and the times of it that one can say a word on."""

from datetime import timedelta

from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, Couple
from troth.domain.agreement.terms import Ritual, Terms
from troth.domain.dynamic.commands import Pause, RaiseCheck
from troth.domain.kernel import ClauseId
from troth.domain.schedules import Schedule
from troth.domain.standards.commands import MarkOccurrence, SetTask
from troth.domain.standards.events import ClauseDuty, Mark, TaskId, TaskKind
from troth.projections.keeping import OwnLine, own_line, own_names

TEA = ClauseId("tea")


def kept(couple: Couple, name: str) -> OwnLine | None:
    return own_line(couple.state, WREN, name, couple.moment())


def marks(couple: Couple, name: str) -> list[Mark | None]:
    found = kept(couple, name)
    assert found is not None
    return [turn.mark for turn in found.times]


def daily() -> Terms:
    schedule = Schedule("FREQ=DAILY", "2026-03-02T20:00", "Europe/London", 60)
    return Terms(TEA, Ritual(schedule), "Tea at eight.", bearers=frozenset({WREN}), area=HOUSEHOLD)


def test_a_standard_that_began_today_is_spoken_of_for_today() -> None:
    assert marks(Couple().have_begun(), KITCHEN) == [None]


def test_the_next_day_yesterday_can_be_spoken_of_too() -> None:
    couple = Couple().have_begun()
    couple.later(days=1, hours=1)
    assert marks(couple, KITCHEN) == [None, None]
    yesterday = couple.now - timedelta(days=1)
    couple.does(WREN, MarkOccurrence(ClauseDuty(KITCHEN), yesterday, Mark.PARTLY))
    assert marks(couple, KITCHEN) == [None, Mark.PARTLY]


def test_another_word_of_the_same_day_is_about_the_same_time() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, MarkOccurrence(ClauseDuty(KITCHEN), couple.now, Mark.PARTLY))
    marked = couple.now
    couple.later(hours=2)
    found = kept(couple, KITCHEN)
    assert found is not None
    assert [turn.start for turn in found.times] == [marked]


def test_what_comes_round_is_spoken_of_for_a_week_and_a_day_ahead() -> None:
    couple = Couple().have_begun(daily())
    couple.later(days=20)
    found = kept(couple, TEA)
    assert found is not None
    ahead = [turn for turn in found.times if turn.start > couple.now]
    assert len(ahead) == 1
    assert len(found.times) == 8
    assert found.times[0] == ahead[0]


def test_a_task_is_spoken_of_once() -> None:
    couple = Couple().have_begun()
    due = couple.now + timedelta(days=2)
    couple.does(WREN, SetTask(TaskId("list"), WREN, TaskKind.ERRAND, "Write the list.", due))
    assert marks(couple, "list") == [None]
    assert set(own_names(couple.state, WREN, couple.moment())) == {KITCHEN, "list"}


def test_what_the_other_keeps_is_not_ones_own_line() -> None:
    couple = Couple().have_begun()
    assert own_line(couple.state, ASH, KITCHEN, couple.moment()) is None
    assert own_names(couple.state, ASH, couple.moment()) == ()


def test_in_a_rest_there_is_no_line_and_in_a_check_in_nothing_to_mark() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, RaiseCheck())
    found = kept(couple, KITCHEN)
    assert found is not None
    assert found.line.rests
    assert found.times == ()
    couple.does(WREN, Pause())
    assert kept(couple, KITCHEN) is None


def test_a_name_nobody_knows_is_no_line() -> None:
    assert kept(Couple().have_begun(), "nothing") is None
