"""Times that come round, as two people say them: every day, every week on Sunday, at 19:00."""

import re
from datetime import date, datetime, time

from babel.dates import get_day_names

from troth.domain.schedules import Schedule
from troth.web.clauses.around import Around
from troth.web.form import Form

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = "(?:MO|TU|WE|TH|FR|SA|SU)"

AS_IS = "as-is"

EVERY = {
    "day": "Every day",
    "week": "Every week, on these days",
    "fortnight": "Every second week, on these days",
    "month": "Every month, on the first of these days",
    AS_IS: "As it is now",
}
"""How often something comes round, as it is asked."""

_RULES = {
    "day": re.compile("FREQ=DAILY"),
    "week": re.compile(f"FREQ=WEEKLY;BYDAY=({_DAY}(?:,{_DAY})*)"),
    "fortnight": re.compile(f"FREQ=WEEKLY;INTERVAL=2;BYDAY=({_DAY}(?:,{_DAY})*)"),
    "month": re.compile(f"FREQ=MONTHLY;BYDAY=1({_DAY})"),
}
"""The rules these stand for; any other is left as it is, and shown as it is written."""

_SAID = {
    "day": "every day at %(time)s",
    "week": "every week on %(days)s at %(time)s",
    "fortnight": "every second week on %(days)s at %(time)s",
    "month": "on the first %(days)s of every month at %(time)s",
    AS_IS: "by the rule %(rule)s, at %(time)s",
}

LASTING = "for %(minutes)s minutes"
TIME_WANTED = "Write a time of day, such as 19:30."
DAYS_WANTED = "Choose on which days it comes round."
EVERY_WANTED = "Choose how often it comes round."
MINUTES_WANTED = "Write how many minutes it lasts, or leave it empty."


def every_of(rule: str) -> tuple[str, tuple[str, ...]]:
    """Return how often a rule comes round, and on which days."""
    for every, pattern in _RULES.items():
        found = pattern.fullmatch(rule)
        if found is not None:
            return every, tuple(found[1].split(",")) if found.groups() else ()
    return AS_IS, ()


def read_rhythm(form: Form, name: str, around: Around) -> dict[str, object]:
    """Read a schedule from the fields it was asked in; what is missing is wanted there."""
    every = form.one_of(f"{name}.every", EVERY, around.words.plain(EVERY_WANTED))
    days = tuple(day for day in DAYS if day in form.all(f"{name}.days"))
    if every not in {"", "day", AS_IS} and not days:
        form.want(f"{name}.days", around.words.plain(DAYS_WANTED))
    at = _time(form, f"{name}.time", around)
    minutes = form.number(f"{name}.minutes")
    if minutes is None and form.has(f"{name}.minutes"):
        form.want(f"{name}.minutes", around.words.plain(MINUTES_WANTED))
    start = _day(form.raw(f"{name}.start")) or around.times.local(around.times.now).date()
    zones = {each.zone for each in around.members}
    # A time kept by a third clock, from a plan file, goes on being kept by it.
    zones |= {form.raw(f"{name}.kept")} - {""}
    zone = form.one_of(f"{name}.zone", zones) or around.members[0].zone
    return {
        "rule": _rule(every, days) or form.raw(f"{name}.rule"),
        "start": datetime.combine(start, at).strftime("%Y-%m-%dT%H:%M"),
        "zone": zone,
        "minutes": minutes or 0,
    }


def filled(schedule: Schedule, name: str) -> tuple[tuple[str, str], ...]:
    """Return the fields that ask for a schedule, as this one fills them."""
    every, days = every_of(schedule.rule)
    start, _, at = schedule.start.partition("T")
    return (
        (f"{name}.every", every),
        *((f"{name}.days", day) for day in days),
        (f"{name}.time", at[:5]),
        (f"{name}.minutes", str(schedule.minutes) if schedule.minutes else ""),
        (f"{name}.start", start),
        (f"{name}.zone", schedule.zone),
        (f"{name}.kept", schedule.zone),
        *([(f"{name}.rule", schedule.rule)] if every == AS_IS else []),
    )


def said(schedule: Schedule, around: Around) -> str:
    """Return a schedule in words: every week on Sunday at 19:30, for 90 minutes."""
    every, days = every_of(schedule.rule)
    names = day_names(around)
    places = {
        "days": ", ".join(names[day] for day in days),
        "time": schedule.start.partition("T")[2][:5],
        "rule": schedule.rule,
    }
    words = around.words.say(_SAID[every], **places)
    if schedule.minutes:
        words = f"{words}, {around.words.say(LASTING, minutes=schedule.minutes)}"
    is_elsewhere = schedule.zone != around.members[0].zone
    return f"{words} ({schedule.zone})" if is_elsewhere else words


def day_names(around: Around) -> dict[str, str]:
    """Return the days of the week in the reader's language."""
    names = get_day_names("wide", locale=around.words.locale)
    return dict(zip(DAYS, (names[number] for number in range(7)), strict=True))


def _rule(every: str, days: tuple[str, ...]) -> str:
    chosen = ",".join(days)
    return {
        "day": "FREQ=DAILY",
        "week": f"FREQ=WEEKLY;BYDAY={chosen}",
        "fortnight": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={chosen}",
        "month": f"FREQ=MONTHLY;BYDAY=1{days[0] if days else ''}",
    }.get(every, "")


def _time(form: Form, field: str, around: Around) -> time:
    try:
        return time.fromisoformat(form.raw(field).strip().replace(".", ":").zfill(5))
    except ValueError:
        form.want(field, around.words.plain(TIME_WANTED))
        return time()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
