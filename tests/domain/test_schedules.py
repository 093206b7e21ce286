"""Schedules come round when both expect it: across summer time, leap days and twenty years."""
# ruff: noqa: DTZ001 - a rule starts at a local time, which has no zone of its own

from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given
from hypothesis import strategies as st

from tests.given import ZONES
from troth.domain.kernel import Moment
from troth.domain.schedules import (
    Schedule,
    UnusableSchedule,
    current,
    occurrences,
    refuse_schedule,
)

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def starts(schedule: Schedule, after: str, before: str) -> list[str]:
    found = occurrences(schedule, ZONES, utc(after), utc(before))
    return [f"{each.start:%Y-%m-%dT%H:%M}" for each in found]


def test_eight_in_the_evening_stays_eight_in_the_evening() -> None:
    ritual = Schedule("FREQ=DAILY", "2026-03-27T20:00", "Europe/Paris")
    assert starts(ritual, "2026-03-28T00:00", "2026-03-31T00:00") == [
        "2026-03-28T19:00",
        "2026-03-29T18:00",
        "2026-03-30T18:00",
    ]


def test_a_time_that_summer_skips_is_read_by_the_clock_before() -> None:
    ritual = Schedule("FREQ=DAILY", "2026-03-27T02:30", "Europe/Paris")
    assert starts(ritual, "2026-03-28T00:00", "2026-03-31T00:00") == [
        "2026-03-28T01:30",
        "2026-03-29T01:30",
        "2026-03-30T00:30",
    ]


def test_a_time_that_comes_twice_happens_once_and_first() -> None:
    ritual = Schedule("FREQ=DAILY", "2026-10-23T02:30", "Europe/Paris")
    assert starts(ritual, "2026-10-24T12:00", "2026-10-26T12:00") == [
        "2026-10-25T00:30",
        "2026-10-26T01:30",
    ]


def test_half_an_hour_of_summer_time_is_kept_too() -> None:
    ritual = Schedule("FREQ=DAILY", "2026-04-01T01:45", "Australia/Lord_Howe")
    assert starts(ritual, "2026-04-03T12:00", "2026-04-06T00:00") == [
        "2026-04-03T14:45",
        "2026-04-04T14:45",
        "2026-04-05T15:15",
    ]


def test_every_second_week_keeps_its_own_weeks_for_years() -> None:
    ritual = Schedule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "2026-03-05T19:00", "UTC")
    assert starts(ritual, "2036-03-01T00:00", "2036-03-18T00:00") == [
        "2036-03-03T19:00",
        "2036-03-06T19:00",
        "2036-03-17T19:00",
    ]


def test_a_leap_day_comes_every_leap_year() -> None:
    yearly = Schedule("FREQ=YEARLY", "2024-02-29T12:00", "UTC")
    assert starts(yearly, "2025-01-01T00:00", "2033-01-01T00:00") == [
        "2028-02-29T12:00",
        "2032-02-29T12:00",
    ]


def test_the_last_day_of_a_month_that_has_none_is_left_out() -> None:
    monthly = Schedule("FREQ=MONTHLY", "2026-01-31T12:00", "UTC")
    assert starts(monthly, "2026-02-01T00:00", "2026-06-01T00:00") == [
        "2026-03-31T12:00",
        "2026-05-31T12:00",
    ]


def rules() -> st.SearchStrategy[str]:
    """Rules of every frequency with every part that moves when a start is moved."""
    days = st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True).map(",".join)
    nth = st.tuples(st.sampled_from(("1", "2", "4", "-1")), st.sampled_from(DAYS)).map("".join)
    dates = st.integers(1, 31).map(str) | st.sampled_from(("-1", "13,28", "29,30"))
    interval = st.integers(1, 5).map(lambda each: f"INTERVAL={each}")
    weekly = st.tuples(interval, days.map("BYDAY={}".format)).map(";".join)
    monthly = st.tuples(
        interval, nth.map("BYDAY={}".format) | dates.map("BYMONTHDAY={}".format)
    ).map(";".join)
    yearly = st.tuples(interval, st.just("BYMONTH=2,7")).map(";".join)
    return st.one_of(
        interval.map("FREQ=DAILY;{}".format),
        weekly.map("FREQ=WEEKLY;{}".format),
        weekly.map("FREQ=WEEKLY;WKST=SU;{}".format),
        interval.map("FREQ=MONTHLY;{}".format),
        monthly.map("FREQ=MONTHLY;{}".format),
        interval.map("FREQ=YEARLY;{}".format),
        yearly.map("FREQ=YEARLY;{}".format),
    )


@given(
    rules(),
    st.datetimes(datetime(1999, 1, 1), datetime(2027, 1, 1)),
    st.integers(0, 40 * 365),
)
@example("FREQ=MONTHLY;INTERVAL=1", datetime(1999, 2, 1, 8), 27 * 365)
def test_a_rule_gives_the_same_however_long_ago_it_started(
    rule: str, start: datetime, days: int
) -> None:
    start = start.replace(microsecond=0)
    after = start + timedelta(days=days)
    before = after + timedelta(days=400)
    schedule = Schedule(rule, start.isoformat(), "UTC")
    found = [
        each.start.replace(tzinfo=None)
        for each in occurrences(
            schedule, ZONES, after.replace(tzinfo=UTC), before.replace(tzinfo=UTC)
        )
    ]
    walked = rrulestr(rule, dtstart=start).between(after, before, inc=True)
    assert found == [each for each in walked if each < before]


@given(st.sampled_from(sorted(ZONES)), st.integers(0, 24 * 60 - 1), st.integers(2000, 2040))
def test_every_day_has_its_occurrence_once_and_in_order(zone: str, minute: int, year: int) -> None:
    start = datetime(year, 1, 1) + timedelta(minutes=minute)
    schedule = Schedule("FREQ=DAILY", start.isoformat(), zone)
    first = start.replace(tzinfo=ZONES[zone]).astimezone(UTC)
    found = [
        each.start
        for each in occurrences(schedule, ZONES, first, first + timedelta(days=366, hours=2))
    ]
    assert len(found) in (366, 367)
    assert all(timedelta(hours=22) < b - a < timedelta(hours=26) for a, b in zip(found, found[1:]))  # noqa: B905, RUF007 - neighbours


def test_a_schedule_of_twenty_years_is_read_as_fast_as_a_new_one() -> None:
    def seconds(start: str) -> float:
        began = process_time()
        for _ in range(50):
            starts(
                Schedule("FREQ=DAILY", start, "Europe/Paris"),
                "2026-03-01T00:00",
                "2026-03-08T00:00",
            )
        return process_time() - began

    seconds("2026-02-20T20:00")  # so that neither pays for loading
    assert seconds("2006-02-20T20:00") < 3 * seconds("2026-02-20T20:00") + 0.05


def test_an_occurrence_lasts_its_minutes_and_no_longer() -> None:
    evening = Schedule("FREQ=DAILY", "2026-03-01T21:00", "UTC", minutes=120)
    assert current(evening, Moment(utc("2026-03-02T20:59"), ZONES)) is None
    running = current(evening, Moment(utc("2026-03-02T22:59"), ZONES))
    assert running is not None
    assert running.start == utc("2026-03-02T21:00")
    assert current(evening, Moment(utc("2026-03-02T23:00"), ZONES)) is None


def test_a_zone_nobody_loaded_never_comes_round() -> None:
    assert not starts(
        Schedule("FREQ=DAILY", "2026-03-01T21:00", "Mars/Base"),
        "2026-03-01T00:00",
        "2026-03-09T00:00",
    )


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=3",
        "freq=daily;count=3",
        "FREQ=HOURLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=999",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=3",
        "FREQ=DAILY;BYHOUR=2,3",
        "FREQ=DAILY;UNTIL=2026",
        "FREQ=DAILY;UNTIL=20250101",
        "FREQ=DAILY\nDTSTART:20200101T000000",
        "FREQ=DAILY;FREQ=WEEKLY",
        "INTERVAL=2",
        "",
        "every day",
    ],
)
def test_a_rule_that_cannot_be_followed_for_ever_is_refused(rule: str) -> None:
    schedule = Schedule(rule, "2026-03-01T21:00", "UTC")
    assert isinstance(refuse_schedule(schedule, ZONES), UnusableSchedule)


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule("FREQ=DAILY", "2026-03-01T21:00", "Mars/Base"),
        Schedule("FREQ=DAILY", "half past nine", "UTC"),
        Schedule("FREQ=DAILY", "2026-03-01T21:00+01:00", "UTC"),
        Schedule("FREQ=DAILY", "2026-03-01T21:00", "UTC", minutes=-1),
        Schedule("FREQ=DAILY", "2026-03-01T21:00", "UTC", minutes=60 * 24 * 15),
    ],
)
def test_a_schedule_nobody_can_place_is_refused(schedule: Schedule) -> None:
    assert isinstance(refuse_schedule(schedule, ZONES), UnusableSchedule)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=SU",
        "FREQ=MONTHLY;BYDAY=-1SU",
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=DAILY;UNTIL=20270101",
    ],
)
def test_a_rule_by_day_week_month_or_year_is_taken(rule: str) -> None:
    assert refuse_schedule(Schedule(rule, "2026-03-01T21:00", "Europe/Paris", 60), ZONES) is None
