"""A breadth-first search that drives the real decide and evolve until no new state appears.

States are compared by a key in which ids are renumbered and times are told as how far off they
are, so that "paused for ten days" is one state whenever it happens. What a scope's key leaves out
is what no decision of that scope reads again; each scope says what that is.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from typing import Generic, TypeVar

from tests.given import ZONES
from troth.domain.decider import AnyCommand, State, decide
from troth.domain.following.record import follows
from troth.domain.kernel import Event, MemberId, Moment, Occasion, Outcome, Recorded, Refusal
from troth.domain.state import after

MOST_STATES = 50_000
"""A scope that grows past this has lost its bounds; its size is then not a proof but a number."""

Decide = Callable[[State, AnyCommand, Occasion], Outcome]
Evolve = Callable[[State, Recorded], State]


@dataclass(frozen=True)
class Machine:
    """The two functions that are explored; a mutant puts another in the place of one.

    All that is put on a state here was decided on it, so whether it may follow is not asked at
    every step, but once for each state that is reached first by the real ones.
    """

    decide: Decide = decide
    evolve: Evolve = after
    must_follow: bool = False


REAL = Machine(must_follow=True)

V = TypeVar("V")


@dataclass(frozen=True)
class Node(Generic[V]):
    """A state that was reached, when, what is to be seen of it, and the way there."""

    state: State
    now: datetime
    view: V
    way: "Way[V] | None" = field(default=None, repr=False, compare=False)

    def moment(self) -> Moment:
        """Return the time of this state, with the zones."""
        return Moment(self.now, ZONES)


@dataclass(frozen=True)
class Way(Generic[V]):
    """The step that led to a state: from where, and the act, or the time that passed."""

    node: Node[V]
    step: str


@dataclass(frozen=True)
class Act:
    """A command by a member."""

    by: MemberId
    command: AnyCommand

    def __str__(self) -> str:
        """Name who and what, in short."""
        return f"{self.by}:{type(self.command).__name__}"


@dataclass(frozen=True)
class Step(Generic[V]):
    """One transition: an act and what came of it, or (with no act) time that passed."""

    before: Node[V]
    act: Act | None
    outcome: Outcome
    after: Node[V]

    @property
    def is_refused(self) -> bool:
        """Whether the act was refused."""
        return isinstance(self.outcome, Refusal)


StateLaw = Callable[[Node[V]], bool]
StepLaw = Callable[[Step[V]], bool]


@dataclass(frozen=True)
class Scope(Generic[V]):
    """What is explored: from where, by which acts and steps of time, under which laws."""

    name: str
    start: Callable[[], tuple[State, datetime]]
    acts: Callable[[Node[V]], Iterable[Act]]
    clock: tuple[timedelta, ...]
    key: Callable[[State, datetime], Hashable]
    view: Callable[[State, datetime], V]
    state_laws: Mapping[str, StateLaw[V]]
    step_laws: Mapping[str, StepLaw[V]]
    refusal_laws: Mapping[str, StepLaw[V]]
    labels: Callable[[Node[V]], Iterable[str]]
    lifecycles: frozenset[str]


@dataclass
class Figures:
    """What an exploration came to."""

    scope: str
    states: int = 0
    transitions: int = 0
    tried: int = 0
    is_closed: bool = False
    reached: set[str] = field(default_factory=set)
    unreached: frozenset[str] = frozenset()
    violations: list[str] = field(default_factory=list)


def explore(
    scope: Scope[V], machine: Machine = REAL, *, most: int = 5, bound: int = MOST_STATES
) -> Figures:
    """Search a scope breadth first; stop when it is closed, or after some broken laws."""
    figures = Figures(scope.name)
    search = _Search(scope, machine, figures)
    search.add(*scope.start(), None)
    while search.waiting and len(figures.violations) < most and figures.states < bound:
        search.expand(search.waiting.popleft())
    figures.is_closed = not search.waiting
    figures.unreached = scope.lifecycles - figures.reached
    return figures


class _Search(Generic[V]):
    """The states seen so far, and those whose steps are still to be taken."""

    def __init__(self, scope: Scope[V], machine: Machine, figures: Figures) -> None:
        self.scope = scope
        self.machine = machine
        self.figures = figures
        self.seen: dict[Hashable, Node[V]] = {}
        self.waiting: deque[Node[V]] = deque()

    def add(self, state: State, now: datetime, way: Way[V] | None) -> Node[V]:
        """Return the state as first seen, having checked it if this is the first time."""
        key = self.scope.key(state, now)
        known = self.seen.get(key)
        if known is not None:
            return Node(state, now, known.view, way)
        node = Node(state, now, self.scope.view(state, now), way)
        self.seen[key] = node
        self.waiting.append(node)
        self.figures.states += 1
        self.figures.reached.update(self.scope.labels(node))
        for name, law in self.scope.state_laws.items():
            if not law(node):
                self.figures.violations.append(f"{name}: {_told(node)}")
        return node

    def expand(self, node: Node[V]) -> None:
        """Take every step from a state."""
        for act in self.scope.acts(node):
            self.figures.tried += 1
            self._act(node, act)
        for passed in self.scope.clock:
            reached = self.add(node.state, node.now + passed, Way(node, f"+{passed}"))
            self.figures.transitions += 1
            self._check(Step(node, None, (), reached), self.scope.step_laws)

    def _act(self, node: Node[V], act: Act) -> None:
        outcome = self.machine.decide(node.state, act.command, Occasion(act.by, node.moment()))
        if isinstance(outcome, Refusal) or not outcome:
            self._check(Step(node, act, outcome, node), self.scope.refusal_laws)
            return
        recorded = [Recorded(act.by, node.now, event) for event in outcome]
        state = reduce(self.machine.evolve, recorded, node.state)
        self.figures.transitions += 1
        known = self.figures.states
        reached = self.add(state, node.now, Way(node, str(act)))
        self._check(Step(node, act, outcome, reached), self.scope.step_laws)
        # What a mutant decides is wrong, and another law than this one has to notice it.
        if self.figures.states > known and self.machine.must_follow:
            self._check_following(node.state, recorded, reached)

    def _check_following(self, state: State, decided: Iterable[Recorded], reached: Node[V]) -> None:
        for recorded in decided:
            if not follows(state, recorded):
                self.figures.violations.append(f"what is decided follows: {_told(reached)}")
            state = after(state, recorded)

    def _check(self, step: Step[V], laws: Mapping[str, StepLaw[V]]) -> None:
        for name, law in laws.items():
            if not law(step):
                told = f"{name}: {_told(step.before)} then {step.act or 'time'}"
                self.figures.violations.append(told)


def _told(node: Node[V]) -> str:
    """Return the way to a state, so that a broken law can be followed by hand."""
    return " > ".join(reversed(list(_steps(node)))) or "the start"


def _steps(node: Node[V]) -> Iterator[str]:
    while node.way is not None:
        yield node.way.step
        node = node.way.node


def events_of(step: Step[V]) -> tuple[Event, ...]:
    """Return what happened in a step."""
    return () if isinstance(step.outcome, Refusal) else step.outcome
