"""Ebb and flow: how close each has felt, week by week; no figure, no trend, no conduct."""

from troth.domain.dynamic.commands import BeginLighter
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import MemberId
from troth.projections.connection import EbbWeek
from troth.projections.drift import Drift, drift
from troth.projections.keeping import own_first
from troth.web.drawing import SEASON_WEEKS, Labels, Sheet, chart
from troth.web.feelings import CLEARNESS, CLOSENESS
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

YEAR_WEEKS = 52

LOWEST = "Both of you were lowest in the week of %(day)s."
RESTED = "Everything rested in the week of %(day)s."
RESTED_TWICE = "Everything rested in the weeks of %(first)s and %(second)s."
RESETS = "There was a reset %(day)s."


def season(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show the last twelve weeks."""
    return _page(visit, form, SEASON_WEEKS)


def year(visit: Visit) -> Answered:
    """Show the last year."""
    return _page(visit, EMPTY, YEAR_WEEKS)


def go_lighter(visit: Visit, form: Form) -> Answered:
    """Let the lighter versions apply, for oneself."""
    if visit.act(form, BeginLighter()) is None:
        return season(visit, form)
    return visit.go("/today", Told.LIGHTER)


def _page(visit: Visit, form: Form, count: int) -> Answered:
    name = visit.other.name
    order = own_first(visit.state, visit.member)
    read = drift(visit.state, visit.moment, count)
    return visit.show(
        "chart.html",
        form,
        here="talk",
        read=read,
        other=name,
        order=order,
        svg=_drawn(visit, read, order) if read.has_line else "",
        facts=_facts(visit, read),
        rows=[_row(visit, week, order) for week in reversed(read.weeks)],
        is_year=count == YEAR_WEEKS,
        is_wide=len(read.weeks) > SEASON_WEEKS,
        is_on=phase(visit.state.ground.dynamic, visit.moment.at) is Phase.ACTIVE,
    )


def _drawn(visit: Visit, read: Drift, order: tuple[MemberId, ...]) -> str:
    """Draw the weeks; one's own line is the second, so that it lies on top of the other's."""
    say, members = visit.words.plain, tuple(reversed(order))
    labels = Labels(
        say("How close each of you felt, week by week. A table with the same values follows."),
        say("very close"),
        say("far apart"),
        say("rested"),
        say("reset"),
    )
    dates = tuple(visit.times.brief_date(week.begins) for week in read.weeks)
    hues = tuple(visit.hue(member) for member in members)
    return chart(Sheet(read, members, hues, dates, labels))


def _facts(visit: Visit, read: Drift) -> list[str]:
    """Say what was, as facts with a date; nothing of what it means."""
    say, date = visit.words.say, visit.times.short_date
    told = [] if read.lowest is None else [say(LOWEST, day=date(read.lowest))]
    rested = [date(begins) for begins in read.rested[-2:]]
    if len(rested) > 1:
        told.append(say(RESTED_TWICE, first=rested[0], second=rested[1]))
    elif rested:
        told.append(say(RESTED, day=rested[0]))
    told += [say(RESETS, day=visit.times.day(at)) for at in read.resets[-2:]]
    return told


def _row(visit: Visit, week: EbbWeek, order: tuple[MemberId, ...]) -> dict[str, object]:
    say = visit.words.plain
    cells = [
        (say(CLOSENESS[week.connection[each]]), say(CLEARNESS[week.clarity[each]]))
        if week.connection
        else None
        for each in order
    ]
    noted = [say("Rested")] if week.rested else []
    noted += [say("Reset")] if week.resets else []
    return {"week": visit.times.short_date(week.begins), "cells": cells, "noted": ", ".join(noted)}


ROUTES = (
    shows("/chart", Visit, season),
    takes("/chart", Visit, go_lighter),
    shows("/chart/year", Visit, year),
)
