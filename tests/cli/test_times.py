"""A time as typed and as shown: the same moment, in every zone, whatever the clocks do there."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.cli.home import Home
from tests.given import ASH
from troth.cli.caller import REFUSED
from troth.cli.times import parse_when, shown, shown_day
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency

ZONES = (
    "UTC",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Africa/Casablanca",
    "Antarctica/Troll",
)
"""Half and quarter hours, summer times of half an hour and of two, and a day ahead of all."""

WRONG_USAGE = 2
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")

FIRST, YEARS = datetime(2024, 1, 1, tzinfo=UTC), 8
moments = st.integers(0, YEARS * 366 * 24 * 60).map(
    lambda passed: FIRST + timedelta(minutes=passed)
)
zones = st.sampled_from(ZONES).map(ZoneInfo)


def typed_back(at: datetime, zone: ZoneInfo) -> datetime:
    """Return what is understood when somebody types the time they were shown."""
    local = at.astimezone(zone)
    return parse_when(f"{local:%Y-%m-%d %H:%M}", NOW, zone)


def is_repeated(at: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the clocks there show this time twice, and this is the second."""
    return at.astimezone(zone).fold == 1


@given(moments, zones)
@example(datetime(2026, 3, 29, 1, 0, tzinfo=UTC), LONDON)
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), LONDON)
@example(datetime(2026, 4, 4, 15, 0, tzinfo=UTC), ZoneInfo("Australia/Lord_Howe"))
def test_a_time_typed_as_it_was_shown_is_the_same_moment(at: datetime, zone: ZoneInfo) -> None:
    understood = typed_back(at, zone)
    assert shown(understood, zone) == shown(at, zone)
    assert understood == at or is_repeated(at, zone)


@given(moments, zones)
def test_a_time_shown_twice_means_the_first(at: datetime, zone: ZoneInfo) -> None:
    understood = typed_back(at, zone)
    assert not is_repeated(understood, zone)
    assert at - timedelta(hours=2) <= understood <= at


@given(moments, zones)
def test_a_day_without_a_time_lasts_to_its_end_there(at: datetime, zone: ZoneInfo) -> None:
    local = at.astimezone(zone)
    end = parse_when(f"{local:%Y-%m-%d}", NOW, zone)
    assert shown(end, zone).endswith("23:59")
    assert shown_day(end, zone) == shown_day(at, zone)


@given(moments, zones)
def test_the_words_for_days_mean_the_days_of_the_one_who_types(
    now: datetime, zone: ZoneInfo
) -> None:
    today = now.astimezone(zone).date()
    for word, days in (("yesterday", -1), ("today", 0), ("tomorrow", 1)):
        for typed in (word, f"{word} 12:00"):
            assert parse_when(typed, now, zone).astimezone(zone).date() - today == timedelta(days)


@given(moments, zones, st.integers(0, 9999))
def test_a_time_ahead_counts_hours_that_pass_and_not_what_clocks_show(
    now: datetime, zone: ZoneInfo, count: int
) -> None:
    for letter, hours in (("h", 1), ("d", 24), ("w", 168)):
        assert parse_when(f"+{count}{letter}", now, zone) - now == timedelta(hours=count * hours)


def test_an_hour_the_clocks_leave_out_is_understood_as_one_beside_it() -> None:
    understood = parse_when("2026-03-29 01:30", NOW, LONDON)
    assert shown(understood, LONDON) == "Sunday 29 March 2026, 02:30"


@given(st.text(), zones)
def test_whatever_is_typed_is_a_time_or_is_no_time_and_nothing_else(
    typed: str, zone: ZoneInfo
) -> None:
    try:
        understood = parse_when(typed, NOW, zone)
    except ValueError:
        return
    assert understood.tzinfo is UTC


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "soon",
        "25:00",
        "2026-02-30",
        "tomorrow 25:00",
        "2026-11-22 19:00 UTC",
        "+3",
        "+-3d",
    ],
)
def test_what_is_no_time_says_how_to_write_one_and_does_nothing(home: Home, typed: str) -> None:
    before = home.acts()
    result = home.run("Wren", "window", "open", typed)
    assert result.exit_code == WRONG_USAGE
    assert "is not a time. Write 20:00" in result.stderr
    assert home.acts() == before


@pytest.mark.parametrize(
    "typed", ["9999-12-31", "0001-01-01", "0001-01-01 00:00", "9999-12-31 23:59"]
)
@given(zone=zones)
def test_a_time_some_zones_calendar_does_not_reach_is_no_time(typed: str, zone: ZoneInfo) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is not shown to anybody
        parse_when(typed, NOW, zone)


@given(zones)
def test_a_time_that_brings_its_own_offset_keeps_it(zone: ZoneInfo) -> None:
    for typed in ("2026-11-22T19:00Z", "2026-11-22 21:00+02:00", "2026-11-22 14:00-05:00"):
        assert parse_when(typed, NOW, zone) == datetime(2026, 11, 22, 19, 0, tzinfo=UTC)


TIMED = {
    "breach": ("breach", "report", "kitchen", "--when"),
    "suggest": ("talk", "suggest", "evenings"),
    "propose": ("propose", "kitchen", "--text", "By ten.", "--answer-by"),
    "withdraw": ("withdraw", "kitchen", "--since"),
    "wait": ("wait", "kitchen"),
    "mark": ("mark", "kitchen", "kept", "--when"),
    "plan": ("session", "plan"),
    "pause": ("pause", "--since"),
    "end": ("end", "--since"),
    "window": ("window", "open"),
}


@pytest.mark.parametrize("verb", TIMED)
@pytest.mark.parametrize("typed", ["9998-12-31", "0002-01-01", "+9999w"])
def test_a_far_time_is_taken_or_told_of_and_both_go_on_reading(
    home: Home, verb: str, typed: str
) -> None:
    home.ash("zone", "Pacific/Kiritimati")
    home.does(ASH, AskToTalk(TalkId("evenings"), Urgency.SOON, "The evenings"))
    result = home.run("Wren", *TIMED[verb], typed)
    assert result.exit_code in {0, REFUSED, WRONG_USAGE}
    for name in ("Ash", "Wren"):
        assert all(home.run(name, *each).exit_code == 0 for each in (("today",), ("history",)))


def test_each_reads_one_moment_on_their_own_clock(home: Home) -> None:
    home.wren("zone", "Asia/Kathmandu")
    home.ash("zone", "America/New_York")
    home.wren("talk", "ask", "The evenings")
    (of_ash, of_wren) = (home.reads(name, "history")["entries"][0] for name in ("Ash", "Wren"))
    assert of_ash == of_wren
    lines = [home.run(name, "history").stdout.split("\n")[1] for name in ("Ash", "Wren")]
    assert lines[0].split()[0] != lines[1].split()[0]
