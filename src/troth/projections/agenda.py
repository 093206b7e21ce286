"""The agenda of a session, derived from the state: the same for both, always in one order."""

from collections.abc import Callable, Iterator
from datetime import datetime

from troth.domain.conduct.observations import Observation, ObservationKind
from troth.domain.decider import State
from troth.domain.kernel import MemberId, Moment, Value
from troth.domain.sessions.events import Item, Preparation, Topic, Treatment
from troth.domain.sessions.state import (
    Plan,
    is_in_role,
    is_resting,
    missed,
    plan_of,
    upcoming,
)
from troth.projections import agenda_items as items
from troth.projections import agenda_words as words
from troth.projections.agenda_items import AgendaItem, speaking_order
from troth.projections.phrases import Phrase

ALWAYS = (
    Topic.FIT,
    Topic.WELLBEING,
    Topic.APPRECIATIONS,
    Topic.ONE_CHANGE,
    Topic.READ_BACK,
)
"""The topics that need nothing to have happened."""

DERIVED: dict[Topic, Callable[[State, Moment], Iterator[AgendaItem]]] = {
    Topic.TALKS: items.talks,
    Topic.EXPECTATIONS: items.kept,
    Topic.CONDUCT: items.conduct,
    Topic.DECISIONS: items.decisions,
    Topic.CLAUSES: items.clauses,
    Topic.BOUNDARIES: items.boundaries,
    Topic.CONNECTION: items.connection,
}
"""The topics that lie on the table for a reason, and where it is read."""

BROUGHT_UNDER: dict[Preparation, Topic] = {
    Preparation.GLAD: Topic.APPRECIATIONS,
    Preparation.HARD: Topic.WELLBEING,
    Preparation.WISH: Topic.ONE_CHANGE,
}
"""Where what somebody prepared lies once they bring it."""

CASES = (Topic.TALKS, Topic.CONDUCT, Topic.DECISIONS, Topic.CLAUSES, Topic.BOUNDARIES)
"""The topics that are empty in a quiet week."""


class Entry(Value, frozen=True):
    """A thing on the table, whether it was carried over, and what became of it this time."""

    thing: AgendaItem
    carried: bool = False
    treatment: Treatment | None = None


class Said(Value, frozen=True):
    """Something one of the two said beforehand, or brought: it is read, and needs no answer."""

    by: MemberId
    text: str


class Section(Value, frozen=True):
    """One topic: its heading, what it asks, what was said under it, and what lies on the table."""

    topic: Topic
    heading: str
    asks: Phrase
    said: tuple[Said, ...]
    entries: tuple[Entry, ...]


class Agenda(Value, frozen=True):
    """The whole agenda; `not_held` are sessions since the last one that did not take place."""

    session: Plan | None
    is_open: bool
    rests: bool
    in_role: bool
    not_held: tuple[datetime, ...]
    is_quiet: bool
    sections: tuple[Section, ...]

    def entry(self, topic: str, name: str) -> Entry | None:
        """Return one thing on the table, or None when it does not lie there."""
        found = (
            entry
            for section in self.sections
            for entry in section.entries
            if (section.topic, entry.thing.item.name) == (topic, name)
        )
        return next(found, None)


def agenda(state: State, moment: Moment) -> Agenda:
    """Return the agenda of the open session, or of the next one."""
    ground, open_ = state.ground, state.sessions.open
    since = items.last_began(state, moment)
    sections = tuple(_section(state, moment, topic) for topic in Topic)
    is_quiet = not any(each.entries for each in sections if each.topic in CASES)
    gone = (plan.at for plan in missed(state.sessions, ground, moment))
    return Agenda(
        session=_session(state, moment),
        is_open=open_ is not None,
        rests=open_ is not None and is_resting(open_, ground),
        in_role=open_ is not None and is_in_role(open_, ground, moment),
        not_held=tuple(at for at in gone if at > since),
        is_quiet=is_quiet,
        sections=sections,
    )


def _session(state: State, moment: Moment) -> Plan | None:
    open_ = state.sessions.open
    if open_ is not None:
        return plan_of(state.sessions, state.ground, open_.id, moment)
    return next(iter(upcoming(state.sessions, state.ground, moment)), None)


def _section(state: State, moment: Moment, topic: Topic) -> Section:
    things = tuple(_things(state, moment, topic))
    things += tuple(_before(state, topic, {thing.item for thing in things}))
    return Section(
        topic=topic,
        heading=words.HEADINGS[topic],
        asks=_asks(state, moment, topic) if things else Phrase(""),
        said=tuple(_said(state, moment, topic)),
        entries=tuple(_entry(state, each) for each in things),
    )


def _asks(state: State, moment: Moment, topic: Topic) -> Phrase:
    first, *rest = [state.ground.dynamic.member(m).name for m in speaking_order(state, moment)]
    return Phrase(words.QUESTIONS.get(topic, ""), first=first, second="".join(rest))


def _things(state: State, moment: Moment, topic: Topic) -> Iterator[AgendaItem]:
    if topic in ALWAYS:
        return iter((AgendaItem(Item(topic)),))
    return DERIVED[topic](state, moment)


def _before(state: State, topic: Topic, derived: set[Item]) -> Iterator[AgendaItem]:
    """Yield what was carried over or already treated, though nothing derives it any more."""
    open_ = state.sessions.open
    treated = () if open_ is None else tuple(each.item for each in open_.items)
    for item in dict.fromkeys((*state.sessions.carried, *treated)):
        if item.topic is topic and item not in derived:
            yield AgendaItem(item, item.name)


def _entry(state: State, thing: AgendaItem) -> Entry:
    open_ = state.sessions.open
    treated = () if open_ is None else open_.items
    treatment = next((each.treatment for each in treated if each.item == thing.item), None)
    return Entry(thing, thing.item in state.sessions.carried, treatment)


def _said(state: State, moment: Moment, topic: Topic) -> Iterator[Said]:
    """Yield what was brought; under appreciations, first the thanks since the last session."""
    if topic is Topic.APPRECIATIONS:
        noted = state.conduct.observations.observations.values()
        for each in sorted(noted, key=lambda each: each.at):
            if _is_thanks(each, items.last_began(state, moment)):
                yield Said(each.by, each.text)
    open_ = state.sessions.open
    for brought in () if open_ is None else open_.brought:
        if BROUGHT_UNDER[brought.kind] is topic:
            yield Said(brought.by, brought.text)


def _is_thanks(said: Observation, since: datetime) -> bool:
    """Tell whether this is a thanks to read again; one without words has been heard."""
    return said.kind is ObservationKind.PRAISE and bool(said.text) and said.at > since
