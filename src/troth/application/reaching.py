"""Reaching: who finds something new that waits for them once somebody has acted."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Generic, TypeAlias, TypeVar

from troth.application.ports import Telling
from troth.domain.decider import State
from troth.domain.kernel import MemberId, Moment, Occasion, Value
from troth.projections.waiting import Asks, Viewing, waiting

S = TypeVar("S", bound=Value)

OF_THE_CALENDAR = frozenset(
    {Asks.CHECK_IN, Asks.READ_AGAIN, Asks.LOOK_AGAIN, Asks.SESSION_TODAY, Asks.OWN_ERASURE}
)
"""What a day brings, or what one has asked oneself: nobody else has put it there.

A check-in depends besides on what somebody has answered alone, which no act of the other may show.
"""


class Change(Value, Generic[S], frozen=True):
    """What an act changed: the state before it, the state after it, and whose it was when."""

    before: S
    after: S
    occasion: Occasion


Reaching: TypeAlias = Callable[[Change[S]], Iterable[MemberId]]
"""Whom an act reaches."""


def announce(
    telling: Telling, member: MemberId, reaches: Reaching[S], change: Change[S] | None
) -> None:
    """Have those told whom an act of somebody reaches, who is here; the act stands in any case."""

    def reached() -> Iterator[MemberId]:
        # Whoever looks at a state that cannot be read through is told so on their own page.
        with suppress(LookupError, ArithmeticError, AttributeError, TypeError, ValueError):
            yield from () if change is None else reaches(change)

    with suppress(LookupError, ArithmeticError, AttributeError, TypeError, ValueError):
        telling.acted(member, reached)


def nobody(_change: object) -> tuple[MemberId, ...]:
    """Return whom an act in a chain of one's own reaches."""
    return ()


def the_other(change: Change[State]) -> Iterator[MemberId]:
    """Give those for whom something waits after an act of the other that did not before."""
    moment = change.occasion.moment
    for each in change.after.ground.dynamic.members:
        if each.id == change.occasion.by:
            continue
        if _asked(change.after, each.id, moment) - _asked(change.before, each.id, moment):
            yield each.id


def _asked(state: State, member: MemberId, moment: Moment) -> set[tuple[object, ...]]:
    """Return what waits for somebody, without its words: renamed, it is still the same thing."""
    if member not in state.ground.dynamic.member_ids:
        return set()
    rows = waiting(state, Viewing(member, moment))
    return {(row.asks, row.id, row.step, row.at) for row in rows if row.asks not in OF_THE_CALENDAR}
