"""Searching the history for what is about one part of life."""

from collections.abc import Callable

from troth.application.codec import Act
from troth.application.read import Search
from troth.domain.decider import State
from troth.domain.kernel import AreaId
from troth.projections.parts_of_life import PartsOfLife


def within(state: State, area: AreaId | None, matches: Callable[[Act], bool]) -> Search:
    """Return a search for what is about one part of life, or about any where none is given."""
    if area is None:
        return Search(matches)
    parts = PartsOfLife(state)

    def is_there(act: Act) -> bool:
        return any(area in parts.of(event) for event in act.events) and matches(act)

    return Search(is_there, lambda act: parts.meet(act.events))
