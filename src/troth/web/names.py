"""What a history calls each thing: by its own words, with a link to where it is read."""

from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup

from troth.domain.agreement.events import Adopt, Item
from troth.domain.agreement.state import latest
from troth.domain.conduct.events import BreachId
from troth.domain.decider import State
from troth.domain.decisions.events import MatterId
from troth.domain.directions.given import DirectionId
from troth.domain.directions.permissions import PermissionId
from troth.domain.kernel import ClauseId, Event, ProposalId, Value
from troth.domain.safety import LimitId
from troth.domain.standards.events import TaskId
from troth.projections.limits import limit_words
from troth.projections.phrases import Kind, Named, Phrase
from troth.projections.sentences import Chapter, Sentence, matches
from troth.projections.slips import duty_name
from troth.web.addresses import clause_address, key, proposal_address
from troth.web.clauses.around import opening
from troth.web.words import Words

ASKED = "/plans/asked"
LIMITS = "/prefs"

FIRST = 1
"""The revision in which a suggestion is put forward."""

WITHOUT_WORDS: Mapping[Kind, str] = {
    Kind.CLAUSE: "a line",
    Kind.DUTY: "something that is kept",
    Kind.PROPOSAL: "a suggestion",
    Kind.DRAFT: "a suggestion",
    Kind.LIMIT: "a limit",
    Kind.MATTER: "a question",
    Kind.DIRECTION: "something asked",
    Kind.PERMISSION: "a request",
    Kind.TASK: "a task",
    Kind.BREACH: "a slip",
}
"""What a thing is called whose words are gone, or stand in the same sentence."""


class Found(Value, frozen=True):
    """The words of a thing, and where it is read; each is empty where there is none."""

    words: str = ""
    address: str = ""


class Names:
    """What things are called in one reader's language, as the record stands now."""

    def __init__(self, words: Words, state: State) -> None:
        """Take the language, and the record that everything is looked up in."""
        self._words = words
        self._state = state
        self._put_forward: dict[str, tuple[int, str]] = {}

    def meet(self, events: Iterable[Event]) -> None:
        """Keep the words of whatever was put forward: once answered, it is in no state.

        A history is read from either end, and it is the last words that were agreed to.
        """
        for event in events:
            words = _first_words(getattr(event, "items", ()), self._state)
            if words:
                name = getattr(event, "proposal", "")
                put = (getattr(event, "revision", FIRST), words)
                self._put_forward[name] = max(put, self._put_forward.get(name, put))

    def line(self, told: Sentence) -> Markup:
        """Return a sentence of the history for a page: each thing is a link to where it is read."""
        return self._words.linked(told.text, self._linked)

    def text(self, told: Sentence) -> str:
        """Return the same without links."""
        return self._words.phrase(told.text, self._called)

    def phrase(self, said: Phrase) -> str:
        """Return a sentence of any kind, with what each thing in it is called."""
        return self._words.phrase(said, self._called)

    def matches(self, told: Sentence, text: str, chapter: Chapter | None) -> bool:
        """Tell whether a sentence as it is shown, or what was said in it, holds a text."""
        if chapter not in (None, told.chapter):
            return False
        return matches(told, text, None) or text.casefold() in self.text(told).casefold()

    def _linked(self, named: Named) -> str:
        address = self._found(named).address
        called = self._called(named)
        return (
            Markup('<a href="{}" dir="auto">{}</a>').format(address, called) if address else called
        )

    def _called(self, named: Named) -> str:
        words = opening(named.words or self._found(named).words)
        if not words or named.kind is Kind.DRAFT:
            return self._words.plain(WITHOUT_WORDS[named.kind])
        return self._words.say("“%(words)s”", words=words)

    def _found(self, named: Named) -> Found:
        found = READINGS[named.kind](self._state, named.id)
        _, words = self._put_forward.get(named.id, (FIRST, ""))
        return found if found.words else Found(words, found.address)


def _first_words(items: tuple[Item, ...], state: State) -> str:
    """Return what a suggestion begins with; of a line to be taken out, that line."""
    for item in items:
        return (
            item.wording.terms.text
            if isinstance(item, Adopt)
            else _clause(state, item.clause).words
        )
    return ""


def _clause(state: State, name: str) -> Found:
    known = latest(state.ground.agreement, ClauseId(name))
    return Found() if known is None else Found(known.terms.text, clause_address(name))


def _duty(state: State, name: str) -> Found:
    found = _task(state, name)
    return found if found.words else _clause(state, name)


def _task(state: State, name: str) -> Found:
    task = state.standards.tasks.get(TaskId(name))
    return _direction(state, name) if task is None else Found(task.text, ASKED)


def _direction(state: State, name: str) -> Found:
    given = state.directions.given.directions.get(DirectionId(name))
    return Found() if given is None else Found(given.text, ASKED)


def _permission(state: State, name: str) -> Found:
    asked = state.directions.permissions.asked.get(PermissionId(name))
    return Found() if asked is None else Found(asked.text, ASKED)


def _proposal(state: State, name: str) -> Found:
    known = state.ground.agreement.proposals.get(ProposalId(name))
    if known is None:
        return Found()
    return Found(_first_words(known.items, state), proposal_address(name))


def _limit(state: State, name: str) -> Found:
    known = state.ground.limits.limits.get(LimitId(name))
    return Found() if known is None else Found(limit_words(state.ground.agreement, known), LIMITS)


def _matter(state: State, name: str) -> Found:
    id_, known = MatterId(name), state.decisions
    found = known.matters.get(id_) or known.decisions.get(id_)
    return Found() if found is None else Found(found.question, f"/plans/{key(name)}")


def _breach(state: State, name: str) -> Found:
    found = state.conduct.breaches.breaches.get(BreachId(name))
    if found is None:
        return Found()
    return Found(_duty(state, duty_name(found.duty)).words, f"/note/slip/{name}")


READINGS: Mapping[Kind, Callable[[State, str], Found]] = {
    Kind.CLAUSE: _clause,
    Kind.DUTY: _duty,
    Kind.PROPOSAL: _proposal,
    Kind.DRAFT: _proposal,
    Kind.LIMIT: _limit,
    Kind.MATTER: _matter,
    Kind.DIRECTION: _direction,
    Kind.PERMISSION: _permission,
    Kind.TASK: _task,
    Kind.BREACH: _breach,
}
"""Where the words of each kind of thing are read, and its address."""
