"""What a thing on the table is called, in the couple's own words and not by its short name."""

from collections.abc import Callable

from troth.domain.agreement.state import latest
from troth.domain.agreement.terms import ResetForm
from troth.domain.conduct.events import BreachId
from troth.domain.decider import State
from troth.domain.decisions.events import MatterId
from troth.domain.kernel import AreaId, ClauseId
from troth.domain.sessions.events import Item, Topic
from troth.domain.standards.events import TaskId
from troth.domain.talks.events import TalkId
from troth.projections.agenda_items import AgendaItem
from troth.projections.row_words import clause_words
from troth.projections.slips import duty_name


def title(state: State, thing: AgendaItem) -> str:
    """Return the words of a thing on the table; nothing for what has none of their own."""
    found = _words(state, thing.item)
    is_only_named = thing.about == thing.item.name
    return found or ("" if is_only_named else thing.about)


def _words(state: State, item: Item) -> str:
    read = READINGS.get(item.topic)
    return "" if read is None else read(state, item.name)


def _talk(state: State, name: str) -> str:
    talk = state.talks.talks.get(TalkId(name))
    return "" if talk is None else talk.topic


def _slip(state: State, name: str) -> str:
    breach = state.conduct.breaches.breaches.get(BreachId(name))
    return "" if breach is None else _line(state, duty_name(breach.duty))


def _line(state: State, name: str) -> str:
    task = state.standards.tasks.get(TaskId(name))
    if task is not None:
        return task.text
    clause = ClauseId(name)
    return clause_words(state, clause) if latest(state.ground.agreement, clause) else ""


def _question(state: State, name: str) -> str:
    id_ = MatterId(name)
    known = state.decisions.matters.get(id_) or state.decisions.decisions.get(id_)
    named = state.ground.agreement.areas.get(AreaId(name))
    if known is not None:
        return known.question
    return "" if named is None else named.name


def _reset(state: State, name: str) -> str:
    """Return the agreed form of the reset in hand."""
    current = state.resets.current
    if current is None or current.id != name:
        return ""
    held = latest(state.ground.agreement, current.clause)
    body = None if held is None else held.terms.body
    return body.form if isinstance(body, ResetForm) else ""


READINGS: dict[Topic, Callable[[State, str], str]] = {
    Topic.TALKS: _talk,
    Topic.EXPECTATIONS: _line,
    Topic.CONDUCT: _slip,
    Topic.DECISIONS: _question,
    Topic.CLAUSES: _line,
    Topic.BOUNDARIES: _question,
    Topic.CONNECTION: _reset,
}
"""Where the words of each topic's things are read; the others have none."""
