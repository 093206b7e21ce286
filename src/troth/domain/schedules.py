"""Schedules: RFC 5545 rules in a named zone, where 20:00 stays 20:00 through summer time."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrule, rrulestr

from troth.domain.kernel import Moment, Refusal, Value

LONGEST_OCCURRENCE_MINUTES = 14 * 24 * 60
"""A window may last two weeks at most: longer is not a window, it is the exchange itself."""

MOST_INTERVAL = 366
"""Longest step between two rounds: a rule that waits for longer is a date, not a rhythm."""

SOONEST_YEARS = 9
"""A rule comes round within nine years: 29 February can be eight away, and longer is never."""

_LONGEST_RULE = 200
_UNTIL = "UNTIL="
_DAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_PART = {
    "INTERVAL": r"[1-9]\d{0,2}",
    "BYDAY": rf"{_DAY}(?:,{_DAY})*",
    "BYMONTH": r"\d{1,2}(?:,\d{1,2})*",
    "BYMONTHDAY": r"-?\d{1,2}(?:,-?\d{1,2})*",
    "BYSETPOS": r"-?\d{1,3}(?:,-?\d{1,3})*",
    "UNTIL": r"\d{8}(?:T\d{6})?",
    "WKST": _DAY,
}
"""What a rule may say, each in its plainest form.

Times of day are left to the start, so that a change of the clocks cannot put two in another order;
an UNTIL with its whole date is never completed from today's date.
"""

_OF_MONTHS = {**_PART, "BYDAY": rf"(?:[+-]?[1-5])?{_DAY}(?:,(?:[+-]?[1-5])?{_DAY})*"}
_PARTS = {
    "DAILY": {name: _PART[name] for name in ("INTERVAL", "UNTIL")},
    "WEEKLY": {name: _PART[name] for name in ("INTERVAL", "UNTIL", "BYDAY", "WKST")},
    "MONTHLY": _OF_MONTHS,
    "YEARLY": _OF_MONTHS,
}
"""The parts that mean something at each frequency; others could make a rule search for ever."""

_PERIODS = {
    "DAILY": relativedelta(days=1),
    "WEEKLY": relativedelta(weeks=1),
    "MONTHLY": relativedelta(months=1),
    "YEARLY": relativedelta(years=1),
}


class Schedule(Value, frozen=True):
    """A repeated time: an RFC 5545 rule from a local start in a zone, each lasting some minutes."""

    rule: str
    start: str
    zone: str
    minutes: int = 0


class Occurrence(Value, frozen=True):
    """One time a schedule comes round, from start to end (UTC)."""

    start: datetime
    end: datetime


class UnusableSchedule(Refusal, frozen=True):
    """A schedule cannot be read, never comes round, or names a zone nobody knows."""

    says = (
        "This schedule cannot be used. Give a rule that repeats by day, week, month or year "
        "(such as FREQ=WEEKLY;BYDAY=SU), a local start (2026-11-22T19:00) and a zone such as "
        "Europe/Paris."
    )


def refuse_schedule(schedule: Schedule, zones: Mapping[str, tzinfo]) -> UnusableSchedule | None:
    """Return why a schedule cannot be agreed, or None when it can."""
    usable = schedule.zone in zones and 0 <= schedule.minutes <= LONGEST_OCCURRENCE_MINUTES
    if not usable or not _is_readable(schedule.rule):
        return UnusableSchedule()
    try:
        comes_round = _comes_round(schedule)
    except (ValueError, OverflowError):
        return UnusableSchedule()
    return None if comes_round else UnusableSchedule()


def _is_readable(rule: str) -> bool:
    """Tell whether a rule says only what its frequency may, each part once."""
    parts = [part.partition("=") for part in rule.split(";")]
    named = {name: value for name, _, value in parts}
    frequency = named.pop("FREQ", "")
    allowed = _PARTS.get(frequency, {})
    return (
        len(rule) <= _LONGEST_RULE
        and frequency in _PARTS
        and len(named) == len(parts) - 1
        and all(re.fullmatch(allowed.get(name, "(?!)"), named[name], re.ASCII) for name in named)
        and int(named.get("INTERVAL", "1")) <= MOST_INTERVAL
    )


def _comes_round(schedule: Schedule) -> bool:
    rule = _parsed(schedule)
    start = datetime.fromisoformat(schedule.start)
    first = next(iter(rule), None)
    return first is not None and first < start + relativedelta(years=SOONEST_YEARS)


def occurrences(
    schedule: Schedule, zones: Mapping[str, tzinfo], after: datetime, before: datetime
) -> Iterator[Occurrence]:
    """Yield what starts from `after` (included) until `before`, in order.

    A local time that a summer-time change skips is read by the clock before the change, so 02:30
    is then 03:30; one that comes twice happens the first time (RFC 5545, section 3.3.5). Where a
    zone skipped a whole day two would meet, and only one happens.
    """
    zone = zones.get(schedule.zone)
    if zone is None:
        return
    margin = timedelta(days=1)
    local = after.astimezone(zone).replace(tzinfo=None) - margin
    last = before.astimezone(zone).replace(tzinfo=None) + margin
    previous: datetime | None = None
    for naive in _anchored(schedule, local).xafter(local, inc=True):
        if naive > last:
            return
        start = naive.replace(tzinfo=zone).astimezone(UTC)
        if after <= start < before and start != previous:
            yield Occurrence(start, start + timedelta(minutes=schedule.minutes))
        previous = start


def current(schedule: Schedule, moment: Moment) -> Occurrence | None:
    """Return the latest occurrence that has started and not ended at the moment."""
    earliest = moment.at - timedelta(minutes=schedule.minutes)
    until = moment.at + timedelta(microseconds=1)
    running = [
        o
        for o in occurrences(schedule, moment.zones, earliest, until)
        if o.start <= moment.at < o.end
    ]
    return running[-1] if running else None


def _period(rule: str) -> relativedelta:
    """Return the time from one round to the next."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    return _PERIODS[parts["FREQ"]] * int(parts.get("INTERVAL", "1"))


def _parsed(schedule: Schedule) -> rrule:
    start = datetime.fromisoformat(schedule.start)
    # dateutil would load its parser of dates at the first UNTIL it meets: a pure reading would
    # touch the disk then, or every command start more slowly for it.
    parts = schedule.rule.split(";")
    until = [part.removeprefix(_UNTIL) for part in parts if part.startswith(_UNTIL)]
    endless = ";".join(part for part in parts if not part.startswith(_UNTIL))
    rule = rrulestr(endless, dtstart=start)
    if start.tzinfo is not None or not isinstance(rule, rrule):
        raise ValueError
    return rule.replace(until=datetime.fromisoformat(until[0])) if until else rule


def _anchored(schedule: Schedule, near: datetime) -> rrule:
    """Return the rule started close before `near`.

    dateutil walks from the first start: without this a page would slow down with every year.
    The start moves by whole intervals, so that "every second week" keeps its own weeks; where
    a month has no such day the rule is walked from its first start instead.
    """
    rule = _parsed(schedule)
    start = datetime.fromisoformat(schedule.start)
    period = _period(schedule.rule)
    # At least as long as any such period, or the start would be moved past what is looked for.
    longest_days = period.days + period.months * 31 + period.years * 366
    steps = max(0, (near - start).days // longest_days - 2)
    moved = start + period * steps
    is_by_date = bool(period.months or period.years)
    return rule if is_by_date and moved.day != start.day else rule.replace(dtstart=moved)
