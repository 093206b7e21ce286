"""The three scopes that close, and their product, which is only searched as far as it is given."""

from collections.abc import Hashable, Iterator
from datetime import datetime
from functools import cache
from itertools import chain

from tests.given import Couple
from tests.laws import scope_correction, scope_talks, scope_wordings
from tests.laws.conduct_laws import CONDUCT_STATE_LAWS, CONDUCT_STEP_LAWS
from tests.laws.explore import Act, Figures, Node, Scope, explore
from tests.laws.invariants import REFUSAL_LAWS, STATE_LAWS, STEP_LAWS, View, view
from troth.domain.decider import State

PARTS = (scope_wordings, scope_correction, scope_talks)

SCOPES = {part.SCOPE.name: part.SCOPE for part in PARTS}

PRODUCT_STATES = 100_000
"""How far the product is searched: minutes on one core, and no claim beyond that."""


@cache
def explored(name: str) -> Figures:
    """Return the figures of a scope, searched once in a run."""
    return explore(SCOPES[name])


@cache
def _start() -> tuple[State, datetime]:
    couple = Couple().have_begun(scope_wordings.yellow())
    couple.later(days=1)
    return couple.state, couple.now


def _acts(node: Node[View]) -> Iterator[Act]:
    return chain.from_iterable(part.acts(node) for part in PARTS)


def _key(state: State, now: datetime) -> Hashable:
    return tuple(part.key(state, now) for part in PARTS)


PRODUCT = Scope(
    name="all three at once",
    start=_start,
    acts=_acts,
    clock=tuple(sorted({step for part in PARTS for step in part.SCOPE.clock})),
    key=_key,
    view=view,
    state_laws={**STATE_LAWS, **CONDUCT_STATE_LAWS},
    step_laws={**STEP_LAWS, **CONDUCT_STEP_LAWS},
    refusal_laws=REFUSAL_LAWS,
    labels=lambda node: chain.from_iterable(part.labels(node) for part in PARTS),
    lifecycles=frozenset(),
)


def sentence(figures: Figures) -> str:
    """Return the figures of an exploration in one line."""
    how = "closed" if figures.is_closed else "bounded"
    return (
        f"{figures.scope}: {figures.states:,} states, {figures.transitions:,} transitions "
        f"({figures.tried:,} acts tried), {len(figures.violations)} violations, "
        f"{len(figures.reached)} lifecycle states reached, {how}"
    )
