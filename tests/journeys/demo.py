"""The demo as tests read it: made at one moment, with all that happened and how it stands then."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from troth.application.codec import decode_act
from troth.application.handle import World
from troth.application.ports import ChainId, Reading
from troth.application.read import View, view
from troth.application.rules import SHARED
from troth.bootstrap import Zones, open_world
from troth.demo.make import make
from troth.demo.teller import CHAIN, ToldClock
from troth.domain.decider import State
from troth.domain.kernel import Event, Recorded

MADE_AT = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)

E = TypeVar("E", bound=Event)


class Told:
    """A demo in a directory, looked at when it was made."""

    def __init__(self, path: Path, made_at: datetime = MADE_AT) -> None:
        """Make it."""
        self.path = path
        self.made_at = made_at
        self.weeks = tuple(make(path, made_at))
        with self._world().store as store, store.reading(CHAIN) as reading:
            self.record = _record(reading)

    def now(self) -> View[State]:
        """Return how the two stand when it is made."""
        world = self._world()
        with world.store:
            return view(world, CHAIN, SHARED)

    def heads(self) -> dict[ChainId, bytes]:
        """Return the end of each chain, after checking every link that leads to it."""
        with self._world().store as store:
            store.inspect()
            return {chain: self._head(chain) for chain in store.chains()}

    def of(self, kind: type[E]) -> list[E]:
        """Return the events of one kind, in order."""
        return [each.event for each in self.record if isinstance(each.event, kind)]

    def by(self, kind: type[E]) -> list[tuple[str, E]]:
        """Return the events of one kind, each with its author."""
        return [(each.by, each.event) for each in self.record if isinstance(each.event, kind)]

    def times(self, kind: type[Event]) -> list[datetime]:
        """Return when events of one kind happened."""
        return [each.at for each in self.record if isinstance(each.event, kind)]

    def place(self, event: Event) -> int:
        """Return where in the record an event stands."""
        return next(n for n, each in enumerate(self.record) if each.event is event)

    def _world(self) -> World:
        return World(open_world(self.path).store, ToldClock(self.made_at), Zones())

    def _head(self, chain: ChainId) -> bytes:
        with self._world().store as store, store.reading(chain) as reading:
            assert reading.verify().is_whole
            return reading.head.link


def _record(reading: Reading) -> tuple[Recorded, ...]:
    acts = (decode_act(entry.body) for entry in reading.entries())
    return tuple(recorded for act in acts for recorded in act.recorded())
