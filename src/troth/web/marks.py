"""Marks: how something went, in its keeper's own word; and where each line leads."""

from collections.abc import Mapping

from troth.domain.agreement.terms import Grade
from troth.domain.kernel import Value
from troth.domain.standards.events import DutyKind, Mark
from troth.domain.standards.expectations import Turn
from troth.projections.keeping import Line
from troth.web.addresses import key, line_address
from troth.web.visit import Visit

MARKS: Mapping[Mark, str] = {
    Mark.KEPT: "kept",
    Mark.PARTLY: "partly",
    Mark.NOT_THIS_TIME: "not this time",
    Mark.NO_LONGER_FITS: "no longer fits",
}
"""One's own word on how it went, as it is read afterwards."""

ANSWERS: Mapping[Mark, str] = {
    Mark.KEPT: "Kept",
    Mark.PARTLY: "Partly",
    Mark.NOT_THIS_TIME: "Not this time",
    Mark.NO_LONGER_FITS: "No longer fits",
}
"""The same as buttons."""


GRADES: Mapping[Grade, str] = {
    Grade.REQUEST: "A request: at most it is reminded of",
    Grade.ORDER: "An order",
    Grade.STANDING_ORDER: "A standing order, looked at again",
}
"""How something asked binds."""


class ShownTurn(Value, frozen=True):
    """One time of a line: when it is, and the word on it, if there is one."""

    when: str
    mark: str


def own_address(line: Line, is_own: bool) -> str:  # noqa: FBT001 - whose line it is, and nothing else
    """Return where a line leads: one's own to marking it, the other's to its words."""
    if is_own:
        return f"/today/{key(line.name)}"
    return line_page(line)


def line_page(line: Line) -> str:
    """Return the page with the whole of a line."""
    is_asked = line.kind == DutyKind.TASK
    return f"/plans/asked/{key(line.name)}" if is_asked else line_address(line.name)


def shown_turns(visit: Visit, line: Line) -> list[ShownTurn]:
    """Return the times of a line; one that nobody spoke of has no word, and nothing is read in."""
    turns = [ShownTurn(_when(visit, line, turn), mark_words(visit, turn)) for turn in line.turns]
    return [turn for turn in turns if turn.when or turn.mark]


def mark_words(visit: Visit, turn: Turn) -> str:
    """Return the word on one time, or nothing."""
    return "" if turn.mark is None else visit.words.plain(MARKS[turn.mark])


def _when(visit: Visit, line: Line, turn: Turn) -> str:
    if line.kind == DutyKind.TASK:
        return visit.words.say("until %(time)s", time=visit.times.moment(turn.end))
    return visit.times.time(turn.start) if line.kind == DutyKind.RITUAL else ""
