"""Reasons: why somebody decides, with each line of the agreement it rests on as its number."""

from troth.domain.kernel import ClauseId, Value
from troth.projections.book import document
from troth.projections.explain import Explanation
from troth.projections.row_words import clause_words
from troth.projections.telling import reasons, tell
from troth.web.addresses import clause_address
from troth.web.rows import brief
from troth.web.visit import Visit

NAME_LENGTH = 40
"""Letters of a line that has no number now: enough to know which one is meant."""


class Line(Value, frozen=True):
    """One line of the agreement: its number, or what it is called, and where it is read."""

    name: str
    address: str


class Answer(Value, frozen=True):
    """Who decides, in one sentence, with why, and what would change it."""

    sentence: str
    because: tuple[tuple[str, tuple[Line, ...]], ...]
    nearly: tuple[tuple[str, tuple[Line, ...]], ...]
    would_change: tuple[str, ...]
    always: str


def answered(visit: Visit, explanation: Explanation) -> Answer:
    """Return an explanation as whoever looks reads it."""
    dynamic = visit.state.ground.dynamic
    told = tell(explanation, dynamic, visit.member)
    names = _names(visit, _clauses(explanation))
    found = reasons(explanation, dynamic, visit.member, names)
    lines = [
        (each.sentence, tuple(Line(names[c], clause_address(c)) for c in each.clauses))
        for each in found
    ]
    near = [line for line, each in zip(lines, found, strict=True) if each.is_near]
    because = tuple(line for line in lines if line not in near)
    return Answer(told.answer, because, tuple(near), told.would_change, told.always)


def _clauses(explanation: Explanation) -> set[ClauseId]:
    held = {clause for part in explanation.parts for clause in part.reason.clauses}
    return held | {near.clause for part in explanation.parts for near in part.near_misses}


def _names(visit: Visit, clauses: set[ClauseId]) -> dict[ClauseId, str]:
    """Return what each line is called: its number, or how it begins where it has none now."""
    if not clauses:
        return {}
    sections = document(visit.state.ground, visit.moment).sections
    numbers = {each.clause: each.number for section in sections for each in section.entries}
    return {
        clause: numbers.get(clause) or brief(clause_words(visit.state, clause), NAME_LENGTH)
        for clause in clauses
    }
