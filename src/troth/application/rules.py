"""The kinds of chain: what two people share, what one writes for themself, and what one kept."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

from troth.application.codec import (
    ARCHIVE_SNAPSHOTS,
    PRIVATE_SNAPSHOTS,
    SHARED_SNAPSHOTS,
    Act,
    Snapshot,
)
from troth.application.reaching import Reaching, nobody, the_other
from troth.domain import archives, decider, notes
from troth.domain.archives import ArchiveState
from troth.domain.decider import State
from troth.domain.kernel import Occasion, Outcome, Recorded, Value
from troth.domain.notes import NotesState

S = TypeVar("S", bound=Value)

SHARED_PREFIX = "shared-"
PRIVATE_PREFIX = "private-"
ARCHIVE_PREFIX = "archive-"
"""How the name of a chain tells which rules it is read by."""


class Rules(msgspec.Struct, Generic[S], frozen=True):
    """How a chain is read: its first state, the pure functions over it, and its snapshots.

    `reaches`: who finds something new that waits for them after an act of another.
    """

    first: S
    decide: Callable[[S, Any, Occasion], Outcome]
    evolve: Callable[[S, Recorded], S]
    snapshots: msgspec.msgpack.Decoder[Snapshot[S]]
    reaches: Reaching[S] = nobody


SHARED: Rules[State] = Rules(State(), decider.decide, decider.evolve, SHARED_SNAPSHOTS, the_other)
PRIVATE: Rules[NotesState] = Rules(NotesState(), notes.decide, notes.evolve, PRIVATE_SNAPSHOTS)
ARCHIVE: Rules[ArchiveState] = Rules(
    ArchiveState(), archives.decide, archives.evolve, ARCHIVE_SNAPSHOTS
)


def evolved(rules: Rules[S], state: S, act: Act) -> tuple[S, bool]:
    """Return the state after one more act, and whether everything in the act counts.

    What may not follow changes nothing, and neither does what cannot be reckoned with: whoever
    wrote it went past the rules, and could otherwise keep the other from pausing.
    """
    is_whole = True
    for recorded in act.recorded():
        before, state = state, _after(rules, state, recorded)
        is_whole = is_whole and state is not before
    return state, is_whole


def _after(rules: Rules[S], state: S, recorded: Recorded) -> S:
    try:
        return rules.evolve(state, recorded)
    except (LookupError, ArithmeticError, AttributeError, TypeError, ValueError):
        return state
