"""The house: what each of the two can expect of the other, findable in ten seconds."""

from collections.abc import Callable

from msgspec.structs import replace

from troth.domain.agreement.state import latest
from troth.domain.kernel import AreaId, ClauseId
from troth.projections.expectations import LONGER, expected
from troth.projections.keeping import Column, Line
from troth.web.clauses.around import around
from troth.web.clauses.rhythm import said
from troth.web.clauses.saying import parts
from troth.web.finding import find
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.visit import Visit

KINDS = {
    "standard": ("How well", "Standard", "how something is done"),
    "commitment": ("How well", "Commitment", "what the one who leads keeps"),
    "protocol": ("When this, that", "Protocol", "when this happens, that is done"),
    "ritual": ("For its meaning", "Ritual", "it comes round, and is done for its meaning"),
    "task": ("Once", "Task", "something to do once"),
}
"""The kinds in plain terms: beside a line, and on its page its name and what that means."""

WHEN = "When %(words)s"

PAGE = 25
"""Lines of each that are shown at once; the search finds the others."""


def house(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show what each keeps, one's own first; of one part of life or with some words, if asked."""
    areas = visit.state.ground.agreement.areas
    area = form.one_of("area", areas)
    read = expected(visit.state, visit.member, visit.moment, AreaId(area) if area else None)
    wanted = form["find"].strip().casefold()
    columns = tuple(_found(column, wanted) for column in read.columns)
    return visit.show(
        "house.html",
        form,
        here="book",
        read=read,
        columns=tuple(_first(column, form) for column in columns),
        names=around(visit).clauses,
        areas=sorted(areas.items(), key=lambda each: each[1].name),
        kinds=KINDS,
        when=_when(visit),
        longer=LONGER,
        is_searched=bool(area or wanted),
        hidden={each.member: max(0, len(each.lines) - _shown(form)) for each in columns},
        next_shown=_shown(form) + PAGE,
    )


def line(visit: Visit, at: str) -> Answered:
    """Show one thing somebody keeps, with what can be said about it."""
    read = expected(visit.state, visit.member, visit.moment)
    known = {each.name: each for column in read.columns for each in column.lines}
    found = known[find(at, known)]
    keepers = [each for each in read.columns if any(one.name == found.name for one in each.lines)]
    held = latest(visit.state.ground.agreement, ClauseId(found.name))
    beside = around(visit)
    return visit.show(
        "line.html",
        here="book",
        line=found,
        keepers=keepers,
        kind=KINDS[found.kind],
        area="" if found.area is None else beside.areas.get(found.area, ""),
        when=_when(visit)(found),
        clause=None if held is None else held.terms.clause,
        parts=() if held is None else parts(held.terms, beside),
    )


def _found(column: Column, wanted: str) -> Column:
    lines = tuple(each for each in column.lines if wanted in f"{each.text} {each.why}".casefold())
    return replace(column, lines=lines)


def _first(column: Column, form: Form) -> Column:
    return replace(column, lines=column.lines[: _shown(form)])


def _shown(form: Form) -> int:
    asked = form.number("shown")
    return PAGE if asked is None else asked


def _when(visit: Visit) -> Callable[[Line], str]:
    """Return what says in words when something is kept: of what comes round, its rhythm."""
    beside = around(visit)

    def when(line: Line) -> str:
        held = latest(visit.state.ground.agreement, ClauseId(line.name))
        schedule = None if held is None else getattr(held.terms.body, "schedule", None)
        if schedule is not None:
            return said(schedule, beside)
        return visit.words.say(WHEN, words=line.when) if line.when else ""

    return when


ROUTES = (
    shows("/house", Visit, house),
    takes("/house", Visit, house),
    shows("/house/{at:str}", Visit, line),
)
