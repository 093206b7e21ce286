"""When something was said: a pause said aloud counts from then, whenever it is written down."""

from datetime import UTC, date, datetime, time, timedelta

from troth.domain.kernel import MEMORY_DAYS
from troth.web.form import Form
from troth.web.visit import Visit

DAY = "day"
AT = "at"

AT_WANTED = "Write the time it was said, such as 23:10."


def days_back(visit: Visit) -> list[tuple[str, str]]:
    """Return the days something may have been said on, today first, as a list to choose from."""
    today = visit.times.local(visit.moment.at).date()
    days = [today - timedelta(days=back) for back in range(MEMORY_DAYS + 1)]
    return [(day.isoformat(), _called(visit, back, day)) for back, day in enumerate(days)]


def _called(visit: Visit, back: int, day: date) -> str:
    said = visit.times.day(day) if back in {0, 1} else visit.times.weekday(day)
    return said[:1].upper() + said[1:]


def said_at(visit: Visit, form: Form) -> datetime | None:
    """Return when it was said, by the reader's own clock; None where the time cannot be read."""
    try:
        day = date.fromisoformat(form[DAY])
        at = time.fromisoformat(form[AT].strip())
    except ValueError:
        return None
    return datetime.combine(day, at.replace(tzinfo=None), visit.times.zone).astimezone(UTC)
