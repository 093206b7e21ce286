"""A day and an hour in a form: days in words, so that no browser writes a date its own way."""

from datetime import UTC, date, datetime, time, timedelta

from troth.web.form import Form, number_in
from troth.web.visit import Visit

OFFERED_DAYS = 31
"""A time two people agree on by hand lies within a month: further off is a rhythm."""

DAY_WANTED = "Choose a day."
HOUR_WANTED = "Write a time of day, such as 19:30."

NEAR = ("Today", "Tomorrow")
"""Days that have a name of their own."""


def days(visit: Visit) -> tuple[tuple[str, str], ...]:
    """Return the days of the month ahead, each in words."""
    today = visit.times.local(visit.moment.at).date()
    ahead = [today + timedelta(days=number) for number in range(OFFERED_DAYS)]
    named = [visit.words.plain(each) for each in NEAR]
    named += [visit.times.weekday(each) for each in ahead[len(NEAR) :]]
    first = ("", visit.words.plain("Choose a day"))
    return (first, *((each.isoformat(), said) for each, said in zip(ahead, named, strict=True)))


def read_hour(visit: Visit, form: Form) -> datetime | None:
    """Return the time somebody means by a day and an hour of their own clock, or None."""
    offered = {value for value, _ in days(visit) if value}
    day = form.one_of("day", offered, visit.words.plain(DAY_WANTED))
    hour = time_of_day(form["hour"])
    if hour is None:
        form.want("hour", visit.words.plain(HOUR_WANTED))
    if not day or hour is None:
        return None
    return datetime.combine(date.fromisoformat(day), hour, visit.times.zone).astimezone(UTC)


def time_of_day(text: str) -> time | None:
    """Return a time of day as a field or a hand writes it: 19:30, 7.30, 19."""
    written = text.strip().replace(".", ":").replace("h", ":").strip(":")
    hours, _, minutes = written.partition(":")
    hour, minute = number_in(hours), number_in(minutes or "0")
    if hour is None or minute is None:
        return None
    try:
        return time(hour, minute)
    except ValueError:
        return None


def instant(text: str) -> datetime | None:
    """Return the time a form carries along; whether it can be used is the domain's to say."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
