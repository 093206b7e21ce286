"""When something was said: a pause said aloud counts from then, whenever it is written down."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from troth.domain.kernel import MEMORY_DAYS
from troth.web.form import Form
from troth.web.visit import Visit

DAY = "day"
AT = "at"

NEAR = timedelta(days=1)
"""Days with a name of their own; others are called by their date."""

AT_WANTED = "Write the time it was said, such as 23:10."


def days_back(visit: Visit) -> list[tuple[str, str]]:
    """Return the days something may have been said on, today first, as a list to choose from."""
    return named_days(visit, [-back for back in range(MEMORY_DAYS + 1)])


def named_days(visit: Visit, ahead: Iterable[int]) -> list[tuple[str, str]]:
    """Return days, each by how far ahead it is, as a list to choose from."""
    today = visit.times.local(visit.moment.at).date()
    days = [today + timedelta(days=each) for each in ahead]
    return [
        (day.isoformat(), _called(visit, day, is_near=abs(day - today) <= NEAR)) for day in days
    ]


def _called(visit: Visit, day: date, *, is_near: bool) -> str:
    said = visit.times.day(day) if is_near else visit.times.weekday(day)
    return said[:1].upper() + said[1:]


def said_at(visit: Visit, form: Form) -> datetime | None:
    """Return when it was said, by the reader's own clock; None where the time cannot be read."""
    return read_time(visit, form, AT)


def read_time(visit: Visit, form: Form, field: str) -> datetime | None:
    """Return a time on the day that was chosen, by the reader's own clock; None for none."""
    try:
        day = date.fromisoformat(form[DAY])
        at = time.fromisoformat(form[field].strip())
    except ValueError:
        return None
    return datetime.combine(day, at.replace(tzinfo=None), visit.times.zone).astimezone(UTC)
