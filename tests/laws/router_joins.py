"""What holds of joining routes: order and repetition change nothing, and nothing is taken away."""

from collections.abc import Iterable, Iterator
from itertools import product

from troth.domain.routing.routes import Route, join


def of_joins(routes: Iterable[Route]) -> Iterator[str]:
    """Yield each law of joining that some of these routes break."""
    known = tuple(routes)
    for one in known:
        if join(one, one) != one:
            yield "join is not idempotent"
    for one, other in product(known, repeat=2):
        both = join(one, other)
        if both != join(other, one):
            yield "join is not commutative"
        if not _is_greater(both, one) or not both.deciders <= one.deciders | other.deciders:
            yield "join takes something away, or adds authority"
    for one, other, third in product(known, repeat=3):
        if join(join(one, other), third) != join(one, join(other, third)):
            yield "join is not associative"


def _is_greater(both: Route, one: Route) -> bool:
    """Tell whether a join keeps every decider, every voice and every gate of a facet."""
    kept = both.deciders >= one.deciders and both.gate >= one.gate and both.voice >= one.voice
    return kept and (one.immune or not both.immune)
