"""Schedules: RFC 5545 rules in a named zone, where 20:00 stays 20:00 through summer time."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrule, rrulestr

from troth.domain.kernel import Moment, Refusal, Value

LONGEST_OCCURRENCE_MINUTES = 14 * 24 * 60
"""A window may last two weeks at most: longer is not a window, it is the exchange itself."""

_LONGEST_RULE = 200
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
    """A schedule cannot be read, counts occurrences, or names a zone nobody knows."""

    says = (
        "This schedule cannot be used. Give a rule that repeats by day, week, month or year "
        "(such as FREQ=WEEKLY;BYDAY=SU), a local start (2026-11-22T19:00) and a zone such as "
        "Europe/Paris."
    )


def refuse_schedule(schedule: Schedule, zones: Mapping[str, tzinfo]) -> UnusableSchedule | None:
    """Return why a schedule cannot be agreed, or None when it can."""
    readable = (
        len(schedule.rule) <= _LONGEST_RULE
        and "COUNT" not in schedule.rule
        and schedule.zone in zones
        and 0 <= schedule.minutes <= LONGEST_OCCURRENCE_MINUTES
    )
    if not readable:
        return UnusableSchedule()
    try:
        _parsed(schedule)
    except (ValueError, TypeError, KeyError):
        return UnusableSchedule()
    return None


def occurrences(
    schedule: Schedule, zones: Mapping[str, tzinfo], after: datetime, before: datetime
) -> Iterator[Occurrence]:
    """Yield what starts from `after` (included) until `before`, in order.

    A local time that a summer-time change skips happens at the change; one that comes twice
    happens the first time, so nothing is lost and nothing comes round twice.
    """
    zone = zones.get(schedule.zone)
    if zone is None:
        return
    margin = timedelta(days=1)
    local = after.astimezone(zone).replace(tzinfo=None) - margin
    last = before.astimezone(zone).replace(tzinfo=None) + margin
    for naive in _anchored(schedule, local).xafter(local, inc=True):
        if naive > last:
            return
        start = naive.replace(tzinfo=zone).astimezone(UTC)
        if after <= start < before:
            yield Occurrence(start, start + timedelta(minutes=schedule.minutes))


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
    """Return the time from one round to the next; raises KeyError for a rule by hour or finer."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";"))
    return _PERIODS[parts["FREQ"]] * int(parts.get("INTERVAL", "1"))


def _parsed(schedule: Schedule) -> rrule:
    start = datetime.fromisoformat(schedule.start)
    _period(schedule.rule)
    rule = rrulestr(schedule.rule, dtstart=start)
    if start.tzinfo is not None or not isinstance(rule, rrule):
        raise ValueError
    return rule


def _anchored(schedule: Schedule, near: datetime) -> rrule:
    """Return the rule started close before `near`.

    dateutil walks from the first start: without this a page would slow down with every year.
    The start moves by whole intervals, so that "every second week" keeps its own weeks; where
    a month has no such day the rule is walked from its first start instead.
    """
    rule = _parsed(schedule)
    start = datetime.fromisoformat(schedule.start)
    period = _period(schedule.rule)
    longest_days = (start + period - start).days + 1
    steps = max(0, (near - start).days // longest_days - 2)
    moved = start + period * steps
    is_by_date = bool(period.months or period.years)
    return rule if is_by_date and moved.day != start.day else rule.replace(dtstart=moved)
