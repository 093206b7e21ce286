"""Which part of life something that happened is about, so that a history can tell of one alone.

Some events say it themselves. Most only name a thing, which is where it was said to be: known of it
now, or told further back, where it began. Of what is neither, nobody can tell, and it is left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple, TypeGuard

from troth.domain.agreement.events import Adopt, Repeal, TermsProposed, TermsRevised
from troth.domain.agreement.state import latest
from troth.domain.agreement.terms import Area, Terms
from troth.domain.conduct.events import BreachId, BreachReported
from troth.domain.decider import State
from troth.domain.decisions.events import MatterId, MatterRaised, MatterSplit
from troth.domain.directions.given import DirectionGiven, DirectionId
from troth.domain.directions.permissions import PermissionId
from troth.domain.kernel import AreaId, ClauseId, Event, ProposalId
from troth.domain.leanings import LeaningsRevealed
from troth.domain.safety import LimitId, LimitSet, Target
from troth.domain.sessions.events import Item, ItemTreated, LineWritten, Topic
from troth.domain.standards.events import ClauseDuty, Duty, TaskDuty, TaskId
from troth.domain.talks.events import About, TalkId, TalkRequested, Thing
from troth.projections.phrases import Kind

TALK = "talk"


class Named(NamedTuple):
    """A thing by what it is and its id."""

    kind: str
    id: str


FIELDS: Mapping[str, str] = {
    "proposal": Kind.PROPOSAL,
    "clause": Kind.CLAUSE,
    "under": Kind.CLAUSE,
    "limit": Kind.LIMIT,
    "matter": Kind.MATTER,
    "direction": Kind.DIRECTION,
    "permission": Kind.PERMISSION,
    "task": Kind.TASK,
    "breach": Kind.BREACH,
    "talk": TALK,
}
"""The fields of an event that hold the id of a thing."""

TALKED_OF: Mapping[Thing, str] = {
    Thing.CLAUSE: Kind.CLAUSE,
    Thing.MATTER: Kind.MATTER,
    Thing.BREACH: Kind.BREACH,
    Thing.CORRECTION: Kind.BREACH,
    Thing.DIRECTION: Kind.DIRECTION,
}
"""What a talk may be about, besides a part of life itself."""

GONE_THROUGH: Mapping[Topic, str] = {
    Topic.TALKS: TALK,
    Topic.EXPECTATIONS: Kind.DUTY,
    Topic.CONDUCT: Kind.BREACH,
    Topic.DECISIONS: Kind.MATTER,
    Topic.CLAUSES: Kind.CLAUSE,
}
"""What a weekly talk goes through, thing by thing."""


class PartsOfLife:
    """Where things are, as the record stands now and as far back as it was read."""

    def __init__(self, state: State) -> None:
        """Take what is known now."""
        self._state = state
        self._began: dict[Named, frozenset[AreaId]] = {}
        self._stands_on: dict[Named, tuple[Named, ...]] = {}

    def meet(self, events: Iterable[Event]) -> None:
        """Keep where things are that begin here, for what is told of them later.

        A history is read from its end, so of a line the last wording comes first, and counts.
        """
        for event in events:
            areas = _areas(_said(event))
            for thing in _owned(event):
                if areas:
                    self._began[thing] = self._began.get(thing, frozenset()) | areas
                if isinstance(event, TalkRequested | LimitSet | BreachReported):
                    self._stands_on[thing] = tuple(_further(event))
            for terms in _terms(event):
                self._began.setdefault(Named(Kind.CLAUSE, terms.clause), _of_terms(terms))

    def of(self, event: Event) -> frozenset[AreaId]:
        """Return the parts of life an event is about."""
        things = (*_owned(event), *_further(event))
        return _areas(_said(event)).union(*map(self._of, things))

    def _of(self, thing: Named) -> frozenset[AreaId]:
        known = _areas(KNOWN[thing.kind](self._state, thing.id))
        if known:
            return known
        others = map(self._of, self._stands_on.get(thing, ()))
        return self._began.get(thing, frozenset()).union(*others)


def _areas(found: Iterable[AreaId | None]) -> frozenset[AreaId]:
    return frozenset(each for each in found if each is not None)


def _said(event: Event) -> Iterable[AreaId | None]:
    match event:
        case LimitSet(target=Target.AREA, name=name):
            return (AreaId(name),)
        case LeaningsRevealed(answers=answers):
            return chain.from_iterable(each.parts for each in answers.values())
        case MatterRaised(facets=facets) | MatterSplit(facets=facets):
            return (each.area for each in facets)
        case DirectionGiven(facet=facet):
            return (facet.area,)
        case TalkRequested(about=About(thing=Thing.AREA, name=name)):
            return (AreaId(name),)
        case _:
            terms = chain.from_iterable(map(_of_terms, _terms(event)))
            return (getattr(event, "area", None), *terms)


def _terms(event: Event) -> Iterator[Terms]:
    if isinstance(event, TermsProposed | TermsRevised):
        yield from (each.wording.terms for each in event.items if isinstance(each, Adopt))


def _of_terms(terms: Terms) -> frozenset[AreaId]:
    area = AreaId(terms.clause) if isinstance(terms.body, Area) else terms.area
    return frozenset() if area is None else frozenset({area})


def _owned(event: Event) -> Iterator[Named]:
    """Yield the things an event names, which are where it says to be."""
    for field, kind in FIELDS.items():
        id_ = getattr(event, field, None)
        if id_:
            yield Named(kind, id_)


def _further(event: Event) -> Iterator[Named]:
    """Yield what else an event is about."""
    match event:
        case LimitSet(target=Target.CLAUSE, name=name):
            yield Named(Kind.CLAUSE, name)
        case TalkRequested(about=About(thing=thing, name=name)) if thing in TALKED_OF:
            yield Named(TALKED_OF[thing], name)
        case ItemTreated(item=Item() as item) | LineWritten(item=Item() as item):
            yield from _gone_through(item)
        case TermsProposed(items=items) | TermsRevised(items=items):
            gone = filter(_takes_out, items)
            yield from (Named(Kind.CLAUSE, each.clause) for each in gone)
        case _:
            yield from _kept(getattr(event, "duty", None))


def _takes_out(item: object) -> TypeGuard[Repeal]:
    return isinstance(item, Repeal)


def _gone_through(item: Item) -> Iterator[Named]:
    if item.topic in GONE_THROUGH:
        yield Named(GONE_THROUGH[item.topic], item.name)


def _kept(duty: Duty | None) -> Iterator[Named]:
    match duty:
        case ClauseDuty(clause=id_):
            yield Named(Kind.CLAUSE, id_)
        case TaskDuty(task=id_):
            yield Named(Kind.TASK, id_)
        case None:
            pass


def _clause(state: State, id_: str) -> Iterator[AreaId | None]:
    held = latest(state.ground.agreement, ClauseId(id_))
    yield from () if held is None else _of_terms(held.terms)


def _proposal(state: State, id_: str) -> Iterator[AreaId | None]:
    known = state.ground.agreement.proposals.get(ProposalId(id_))
    items = () if known is None else known.items
    for each in items:
        yield from _of_terms(each.wording.terms) if isinstance(each, Adopt) else ()


def _limit(state: State, id_: str) -> Iterator[AreaId | None]:
    known = state.ground.limits.limits.get(LimitId(id_))
    if known is not None and known.target is Target.AREA:
        yield AreaId(known.name)
    if known is not None and known.target is Target.CLAUSE:
        yield from _clause(state, known.name)


def _matter(state: State, id_: str) -> Iterator[AreaId | None]:
    name, known = MatterId(id_), state.decisions
    found = known.matters.get(name) or known.decisions.get(name)
    yield from () if found is None else (part.facet.area for part in found.parts)


def _direction(state: State, id_: str) -> Iterator[AreaId | None]:
    known = state.directions.given.directions.get(DirectionId(id_))
    yield None if known is None else known.facet.area


def _permission(state: State, id_: str) -> Iterator[AreaId | None]:
    known = state.directions.permissions.asked.get(PermissionId(id_))
    yield None if known is None else known.area


def _task(state: State, id_: str) -> Iterator[AreaId | None]:
    known = state.standards.tasks.get(TaskId(id_))
    yield from _direction(state, id_) if known is None else (known.area,)


def _duty(state: State, id_: str) -> Iterator[AreaId | None]:
    yield from (*_task(state, id_), *_clause(state, id_))


def _breach(state: State, id_: str) -> Iterator[AreaId | None]:
    known = state.conduct.breaches.breaches.get(BreachId(id_))
    yield None if known is None else known.area


def _talk(state: State, id_: str) -> Iterator[AreaId | None]:
    known = state.talks.talks.get(TalkId(id_))
    about = None if known is None else known.about
    if about is not None and about.thing is Thing.AREA:
        yield AreaId(about.name)
    if about is not None and about.thing in TALKED_OF:
        yield from KNOWN[TALKED_OF[about.thing]](state, about.name)


KNOWN: Mapping[str, Callable[[State, str], Iterator[AreaId | None]]] = {
    Kind.CLAUSE: _clause,
    Kind.DUTY: _duty,
    Kind.PROPOSAL: _proposal,
    Kind.LIMIT: _limit,
    Kind.MATTER: _matter,
    Kind.DIRECTION: _direction,
    Kind.PERMISSION: _permission,
    Kind.TASK: _task,
    Kind.BREACH: _breach,
    TALK: _talk,
}
"""Where a thing of each kind is, as far as the record knows it now."""
