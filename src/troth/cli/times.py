"""Dates and times as people type and read them, each in their own zone."""

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, time, timedelta, tzinfo

import click

_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_IN = re.compile(r"\+(\d{1,4})([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24}

_YEARS = range(MINYEAR + 1, MAXYEAR)
"""Not the first and the last there are: a clock elsewhere would show a day no calendar has."""


class When(click.ParamType[datetime]):
    """A time as typed: 20:00, yesterday 21:30, 2026-11-22, 2026-11-22 19:00, +3d, +2h."""

    name = "when"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the time in UTC, read in the caller's zone."""
        if isinstance(value, datetime):
            return value
        if ctx is None:
            self.fail("A time can only be read on behalf of somebody.", param, ctx)
        moment = ctx.obj.first_view.moment
        try:
            return parse_when(str(value), moment.at, ctx.obj.zone)
        except ValueError:
            self.fail(
                f"“{value}” is not a time. Write 20:00, yesterday 21:30, 2026-11-22 19:00 or +3d.",
                param,
                ctx,
            )


def parse_when(typed: str, now: datetime, zone: tzinfo) -> datetime:
    """Return a typed time in UTC; raises ValueError for anything else.

    A day without a time means its end, which is what "until Friday" says. A time that brings its
    own offset, such as 19:00Z, keeps it.
    """
    ahead = _IN.fullmatch(typed.strip())
    if ahead:
        return now + timedelta(hours=int(ahead[1]) * _HOURS[ahead[2]])
    words = typed.strip().replace("T", " ").split()
    local = now.astimezone(zone)
    day = local.date()
    if words and (words[0] in _DAYS or "-" in words[0]):
        word, *words = words
        named = _DAYS.get(word)
        today = local + timedelta(days=named or 0)
        day = today.date() if named is not None else datetime.fromisoformat(word).date()
        words = words or ["23:59"]
    if day.year not in _YEARS:
        raise ValueError(day.year)
    (clock,) = words
    at = time.fromisoformat(clock)
    return datetime.combine(day, at, at.tzinfo or zone).astimezone(UTC)


def shown(at: datetime, zone: tzinfo) -> str:
    """Return a time in words: Sunday 22 November 2026, 19:00."""
    local = at.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M}"


def shown_end(start: datetime, end: datetime) -> str:
    """Return the end of a stretch, both local: 21:00, or with its day where that is another."""
    if start.date() == end.date():
        return f"{end:%H:%M}"
    return f"{end:%A} {end.day} {end:%B}, {end:%H:%M}"


def shown_day(at: datetime, zone: tzinfo) -> str:
    """Return a day in words: 22 November 2026."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%B %Y}"
