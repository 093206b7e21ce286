"""The two kinds of chain: what two people share, and what one writes for themself."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

from troth.application.codec import Snapshot
from troth.domain import decider, notes
from troth.domain.decider import State
from troth.domain.kernel import Occasion, Outcome, Recorded, Value
from troth.domain.notes import NotesState

S = TypeVar("S", bound=Value)


class Rules(Generic[S]):
    """How a chain is read: its first state, and the pure functions that decide and evolve it."""

    def __init__(
        self,
        first: S,
        decide: Callable[[S, Any, Occasion], Outcome],
        evolve: Callable[[S, Recorded], S],
    ) -> None:
        """Keep the rules, and prepare to read their snapshots."""
        self.first = first
        self.decide = decide
        self.evolve = evolve
        self.snapshots: msgspec.msgpack.Decoder[Snapshot[S]]
        self.snapshots = msgspec.msgpack.Decoder(Snapshot[type(first)])


SHARED: Rules[State] = Rules(State(), decider.decide, decider.evolve)
PRIVATE: Rules[NotesState] = Rules(NotesState(), notes.decide, notes.evolve)
