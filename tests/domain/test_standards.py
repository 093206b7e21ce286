"""Expectations: of each, over a day or a week; marked by the one who keeps them, and only so."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.given import (
    ASH,
    HOUSEHOLD,
    KITCHEN,
    START,
    STRANGER,
    WREN,
    Couple,
    clause,
    kitchen,
    role,
)
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import (
    Grade,
    Presence,
    Protocol,
    Ritual,
    Role,
    Standard,
    Style,
    Terms,
    Window,
)
from troth.domain.decider import standards_at
from troth.domain.dynamic.commands import (
    AffirmResumption,
    BeginLighter,
    ClearCheck,
    EndLighter,
    Pause,
    RaiseCheck,
    Stop,
)
from troth.domain.kernel import ClauseId, MemberId, NotAMember
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.schedules import Schedule
from troth.domain.standards.commands import MarkOccurrence, NothingExpected, NotOfThisTime
from troth.domain.standards.duties import binding
from troth.domain.standards.events import ClauseDuty, DutyKind, Mark
from troth.domain.standards.expectations import Expectation, Horizon, day, expectations, week
from troth.domain.windows import CloseWindow

LONDON = ZoneInfo("Europe/London")
EVENING = "2026-03-01T21:00"
KEPT_KITCHEN = ClauseDuty(KITCHEN)
NOT_NOW = Mark.NOT_THIS_TIME


def evening(zone: str = "Europe/London", *, due_after_miss: bool = False) -> Terms:
    """Return a ritual that both keep at nine every evening."""
    schedule = Schedule("FREQ=DAILY", EVENING, zone, minutes=15)
    body = Ritual(schedule, "A few words will do.", due_after_miss=due_after_miss)
    return Terms(ClauseId("evening"), body, "Tea together.", frozenset({ASH, WREN}), HOUSEHOLD)


def commitment() -> Terms:
    """Return a standard that the one who leads keeps."""
    return Terms(ClauseId("answers"), Standard(), "Ash answers the same day.", frozenset({ASH}))


def asked(couple: Couple, member: MemberId, seen: Horizon | None = None) -> dict[str, Expectation]:
    """Return what is expected of a member today, by clause."""
    known = standards_at(couple.state, couple.moment())
    seen = seen or day(couple.moment(), LONDON)
    found = expectations(couple.state.ground, known, member, seen)
    return {each.duty.clause: each for each in found if isinstance(each.duty, ClauseDuty)}


def test_each_has_a_list_of_the_same_shape() -> None:
    couple = Couple().have_begun(evening(), commitment())
    assert set(asked(couple, WREN)) == {"kitchen", "evening"}
    assert set(asked(couple, ASH)) == {"answers", "evening"}


def test_a_standard_borne_by_the_lead_is_a_commitment() -> None:
    couple = Couple().have_begun(commitment())
    assert asked(couple, ASH)["answers"].is_commitment
    assert not asked(couple, WREN)["kitchen"].is_commitment


def test_nothing_is_expected_of_a_stranger() -> None:
    couple = Couple().have_begun(evening())
    assert asked(couple, STRANGER) == {}
    couple.is_refused(STRANGER, MarkOccurrence(KEPT_KITCHEN, couple.now, Mark.KEPT), NotAMember)


def test_a_protocol_says_how_it_was_graded() -> None:
    greeting = Protocol("one comes home", "the other puts the kettle on", grade=Grade.ORDER)
    couple = Couple().have_begun(
        Terms(ClauseId("greeting"), greeting, "Coming home.", frozenset({WREN}))
    )
    expected = asked(couple, WREN)["greeting"]
    assert (expected.kind, expected.grade) == (DutyKind.PROTOCOL, Grade.ORDER)


def test_on_a_lighter_day_the_lighter_version_applies_to_that_member_only() -> None:
    couple = Couple().have_begun(evening())
    couple.does(WREN, BeginLighter())
    assert asked(couple, WREN)["kitchen"].text == "The surfaces are clear."
    assert asked(couple, WREN)["kitchen"].lighter
    assert not asked(couple, ASH)["evening"].lighter
    couple.later(hours=1)
    couple.does(WREN, EndLighter())
    assert asked(couple, WREN)["kitchen"].text == "The kitchen is settled before bed."


@pytest.mark.parametrize("command", [Pause(), Stop(), Pause(HOUSEHOLD)])
def test_nothing_is_expected_while_it_rests(command: Pause | Stop) -> None:
    couple = Couple().have_begun(evening())
    couple.does(WREN, command)
    assert asked(couple, WREN) == asked(couple, ASH) == {}


def test_a_limit_and_a_withdrawal_take_what_they_touch_out_of_the_list() -> None:
    couple = Couple().have_begun(evening())
    couple.does(WREN, SetLimit(LimitId("l"), Target.CLAUSE, KITCHEN))
    couple.does(ASH, WithdrawConsent(ClauseId("evening")))
    assert asked(couple, WREN) == {}


def test_during_a_check_in_it_is_shown_as_resting_and_asks_nothing() -> None:
    couple = Couple().have_begun(evening())
    couple.does(WREN, RaiseCheck())
    couple.later(minutes=10)
    during = couple.moment()
    assert asked(couple, WREN)["kitchen"].rests
    assert [turn.start.hour for turn in asked(couple, WREN)["evening"].turns] == [21]
    couple.later(minutes=10)
    couple.does(ASH, ClearCheck())
    couple.does(WREN, ClearCheck())
    assert not asked(couple, WREN)["kitchen"].rests
    assert binding(couple.state.ground, couple.state.standards, KEPT_KITCHEN, during) is None


def part_time() -> tuple[Terms, ...]:
    """Return the clauses of a couple whose exchange is on from eight to ten in the evening."""
    schedule = Schedule("FREQ=DAILY", "2026-03-01T20:00", "Europe/London", minutes=120)
    on = Terms(ClauseId("role"), Role(ASH, Style.NEGOTIATED, Presence.WINDOWS_ONLY), "Evenings.")
    return (on, clause("evenings", Window(schedule)), evening())


def test_outside_a_window_expectations_do_not_exist() -> None:
    couple = Couple().have_begun()
    couple.agrees(*part_time())
    assert set(asked(couple, WREN)) == {"evening"}, "it comes round in tonight's window"
    couple.later(hours=3, minutes=30)
    assert asked(couple, WREN)["evening"].turns
    couple.does(ASH, CloseWindow())
    assert asked(couple, WREN) == {}
    couple.is_refused(WREN, MarkOccurrence(KEPT_KITCHEN, couple.now, Mark.KEPT), NothingExpected)


def test_a_ritual_comes_round_once_a_day_and_seven_times_a_week() -> None:
    couple = Couple().have_begun(evening())
    couple.later(hours=4)
    assert len(asked(couple, WREN)["evening"].turns) == 1
    monday_on = asked(couple, WREN, week(couple.moment(), LONDON))["evening"].turns
    assert [turn.start.weekday() for turn in monday_on] == [0, 1, 2, 3, 4, 5, 6]


def test_nine_in_the_evening_stays_nine_through_summer_time() -> None:
    couple = Couple(datetime(2026, 3, 28, 12, tzinfo=UTC)).have_begun(evening())
    seen = week(couple.moment(), LONDON)
    hours = [t.start.astimezone(LONDON).hour for t in asked(couple, WREN, seen)["evening"].turns]
    assert hours == [21, 21], "from the day it was agreed"
    couple.later(days=1)
    changed = day(couple.moment(), LONDON)
    assert changed.end - changed.start == timedelta(hours=23)


def test_a_ritual_is_in_its_own_zone_wherever_one_reads_it() -> None:
    couple = Couple().have_begun(evening("America/New_York"))
    turns = asked(couple, WREN, week(couple.moment(), LONDON))["evening"].turns
    assert {turn.start.hour for turn in turns} <= {1, 2}


def test_one_marks_ones_own_and_may_change_ones_mind() -> None:
    couple = Couple().have_begun(evening())
    couple.later(hours=4)
    (turn,) = asked(couple, WREN)["evening"].turns
    duty = ClauseDuty(ClauseId("evening"))
    for mark in Mark:
        couple.does(WREN, MarkOccurrence(duty, turn.start, mark))
        assert asked(couple, WREN)["evening"].turns[0].mark is mark
    assert asked(couple, ASH)["evening"].turns[0].mark is None, "each has a word of their own"
    assert couple.does(WREN, MarkOccurrence(duty, turn.start, Mark.NO_LONGER_FITS)) == ()


def test_nobody_marks_what_the_other_keeps() -> None:
    couple = Couple().have_begun()
    couple.later(days=1)
    couple.is_refused(ASH, MarkOccurrence(KEPT_KITCHEN, couple.now, Mark.PARTLY), NothingExpected)


def test_a_missed_tick_is_no_breach() -> None:
    couple = Couple().have_begun(evening())
    recorded = len(couple.record)
    couple.later(days=6)
    turns = asked(couple, WREN, week(couple.moment(), LONDON))["evening"].turns
    assert {turn.mark for turn in turns} == {None}, "unmarked stays unmarked"
    couple.does(WREN, MarkOccurrence(ClauseDuty(ClauseId("evening")), turns[0].start, NOT_NOW))
    assert couple.state.conduct.breaches.breaches == {}
    assert len(couple.record) == recorded + 1


def test_a_standard_is_marked_at_the_time_one_speaks_of() -> None:
    couple = Couple().have_begun()
    spoken_of = couple.later(days=1)
    couple.does(WREN, MarkOccurrence(KEPT_KITCHEN, spoken_of, Mark.PARTLY))
    assert [turn.mark for turn in asked(couple, WREN)["kitchen"].turns] == [Mark.PARTLY]


def test_only_a_time_it_comes_round_and_not_long_ago_is_marked() -> None:
    couple = Couple().have_begun(evening())
    duty = ClauseDuty(ClauseId("evening"))
    couple.later(days=40)
    at_nine = couple.now.replace(hour=20, minute=0)
    couple.is_refused(WREN, MarkOccurrence(duty, couple.now, Mark.KEPT), NothingExpected)
    long_ago, far_ahead = at_nine - timedelta(days=35), at_nine + timedelta(days=3)
    for start in (long_ago, far_ahead, at_nine.replace(tzinfo=None)):
        couple.is_refused(WREN, MarkOccurrence(duty, start, Mark.KEPT), NotOfThisTime)
    couple.does(WREN, MarkOccurrence(duty, at_nine - timedelta(days=5), Mark.KEPT))


def test_what_stays_due_is_shown_until_it_is_kept_or_comes_round_again() -> None:
    couple = Couple().have_begun(weekly(due_after_miss=True))
    couple.later(days=2)
    (turn,) = asked(couple, WREN)["flowers"].turns
    assert turn.still_due
    couple.does(WREN, MarkOccurrence(ClauseDuty(ClauseId("flowers")), turn.start, NOT_NOW))
    assert asked(couple, WREN)["flowers"].turns[0].still_due
    couple.does(WREN, MarkOccurrence(ClauseDuty(ClauseId("flowers")), turn.start, Mark.KEPT))
    assert asked(couple, WREN)["flowers"].turns == ()


def test_what_does_not_stay_due_is_over_when_it_is_over() -> None:
    couple = Couple().have_begun(weekly(due_after_miss=False))
    couple.later(days=2)
    assert asked(couple, WREN)["flowers"].turns == ()


def weekly(*, due_after_miss: bool) -> Terms:
    """Return a ritual that Wren keeps on Monday evenings."""
    schedule = Schedule("FREQ=WEEKLY;BYDAY=MO", EVENING, "Europe/London", minutes=15)
    body = Ritual(schedule, due_after_miss=due_after_miss)
    return Terms(ClauseId("flowers"), body, "Fresh flowers.", frozenset({WREN}))


def test_an_occurrence_in_a_pause_was_never_due() -> None:
    couple = Couple().have_begun(evening())
    couple.does(WREN, Pause())
    couple.later(days=1)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    seen = week(couple.moment(), LONDON)
    assert START.day not in {turn.start.day for turn in asked(couple, WREN, seen)["evening"].turns}


def test_a_duty_is_read_in_the_wording_of_then() -> None:
    couple = Couple().have_begun()
    then = couple.moment()
    couple.later(days=3)
    couple.agrees(kitchen("The kitchen is settled by nine."))
    before = binding(couple.state.ground, couple.state.standards, KEPT_KITCHEN, then)
    now = binding(couple.state.ground, couple.state.standards, KEPT_KITCHEN, couple.moment())
    assert before is not None
    assert now is not None
    assert (before.text, now.text) == (
        "The kitchen is settled before bed.",
        "The kitchen is settled by nine.",
    )


def test_roles_swapped_move_the_commitments_and_not_the_duties() -> None:
    couple = Couple().have_begun(commitment())
    couple.later(days=1)
    couple.agrees(role(leads=WREN))
    assert asked(couple, WREN)["kitchen"].is_commitment
    assert not asked(couple, ASH)["answers"].is_commitment
