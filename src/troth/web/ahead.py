"""Days ahead in words: today, in a week, at the next weekly talk; a date only for another day."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from troth.domain.sessions.state import next_session
from troth.web.form import Form
from troth.web.visit import Visit

MORNING = time(6)
"""When a day to look at something again begins, so that it is there all of that day."""

EVENING = time(23, 59)
"""When a day ends by which something is to be done: "until Friday" has Friday in it."""

DAYS: Mapping[str, int] = {"today": 0, "tomorrow": 1, "week": 7, "month": 30, "quarter": 89}
"""Days in words, by how far ahead they are; counted on one's own calendar, so that a form sent
twice means the same day both times."""

TALK = "talk"
NEVER = "never"
ANOTHER = "day"
"""Choices that are no number of days: the next talk, none at all, a date of one's own."""

NAMES: Mapping[str, str] = {
    "today": "Today",
    "tomorrow": "Tomorrow",
    "week": "In a week",
    "month": "In a month",
    "quarter": "In three months",
    TALK: "At our next weekly talk",
    NEVER: "Only if one of us asks",
    ANOTHER: "Another day",
}

AGAIN = (TALK, "month", NEVER, ANOTHER)
"""When a decision is looked at again."""

DAY_WANTED = "Choose when."
DATE_WANTED = "Write the day you mean."


def offered(visit: Visit, *names: str) -> tuple[tuple[str, str], ...]:
    """Return the choices of a day in words; the next talk only where there is one."""
    known = [name for name in names if name != TALK or _talk(visit) is not None]
    return tuple((name, visit.words.plain(NAMES[name])) for name in known)


def read_again(visit: Visit, form: Form, field: str = "again") -> datetime | None:
    """Return when to look at something again, or None for never; the form says what is wanted."""
    chosen = form[field] or NEVER
    if chosen == TALK:
        return _talk(visit)
    return None if chosen == NEVER else _at(visit, _day(visit, form, field), MORNING)


def read_until(visit: Visit, form: Form, field: str = "until") -> datetime | None:
    """Return until when something is asked, or None: the form says what is wanted."""
    if not form[field]:
        form.want(field, visit.words.plain(DAY_WANTED))
        return None
    return _at(visit, _day(visit, form, field), EVENING)


def _day(visit: Visit, form: Form, field: str) -> date | None:
    chosen = form[field]
    if chosen in DAYS:
        return visit.times.local(visit.moment.at).date() + timedelta(days=DAYS[chosen])
    day = form.day(f"{field}-day", visit.words.plain(DATE_WANTED))
    if day is not None and not 1 < day.year < date.max.year:
        # The first and the last year there are: on another clock it could be a day of none.
        form.want(f"{field}-day", visit.words.plain(DATE_WANTED))
        return None
    return day


def _at(visit: Visit, day: date | None, hour: time) -> datetime | None:
    """Return an hour of a day on one's own clock; of a day begun already, its end."""
    if day is None:
        return None
    zone, utc = visit.times.zone, visit.moment.at.tzinfo
    found = datetime.combine(day, hour, zone).astimezone(utc)
    if found > visit.moment.at:
        return found
    return datetime.combine(day, EVENING, zone).astimezone(utc)


def _talk(visit: Visit) -> datetime | None:
    state = visit.state
    plan = next_session(state.sessions, state.ground, visit.moment)
    return None if plan is None else plan.at
