"""The demo as tests read it: made at one moment, with all that happened and how it stands then."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from troth.application.accounts.account import unlock
from troth.application.accounts.wraps import opened_keyring
from troth.application.handle import Host, World
from troth.application.ports import ChainId
from troth.application.read import View, view
from troth.application.rules import SHARED
from troth.application.sealing import open_act
from troth.bootstrap import open_host
from troth.demo.make import make
from troth.demo.people import PEOPLE
from troth.demo.teller import CHAIN, ToldClock
from troth.domain.decider import State
from troth.domain.kernel import Event, MemberId, Recorded

MADE_AT = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)

E = TypeVar("E", bound=Event)


class Told:
    """A demo in a directory, looked at when it was made."""

    def __init__(self, path: Path, made_at: datetime = MADE_AT) -> None:
        """Make it."""
        self.path = path
        self.made_at = made_at
        self.weeks = tuple(make(path, made_at))
        with self.host() as host:
            self._roots = dict(_roots(host))
        with self.world() as world:
            self.record = tuple(_record(world))

    def now(self) -> View[State]:
        """Return how the two stand when it is made."""
        with self.world() as world:
            return view(world, CHAIN, SHARED)

    def heads(self) -> dict[ChainId, bytes]:
        """Return the end of each chain, after checking every link that leads to it."""
        with self.host() as host:
            host.store.inspect()
            return {chain: _head(host, chain) for chain in host.store.chains()}

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

    @contextmanager
    def host(self) -> Iterator[Host]:
        """Open the record at the moment it was made."""
        host = open_host(self.path)
        with host.store:
            yield Host(host.store, ToldClock(self.made_at), host.zones)

    @contextmanager
    def world(self, member: MemberId = PEOPLE[0].themself.id) -> Iterator[World]:
        """Open the record with the keys of one of the two."""
        with self.host() as host:
            yield host.world(opened_keyring(host, member, self._roots[member]))


def _roots(host: Host) -> Iterator[tuple[MemberId, bytes]]:
    for person in PEOPLE:
        root = unlock(host, person.name, person.passphrase)
        assert isinstance(root, bytes)
        yield person.themself.id, root


def _head(host: Host, chain: ChainId) -> bytes:
    with host.store.reading(chain) as reading:
        assert reading.verify().is_whole
        return reading.head.link


def _record(world: World) -> Iterator[Recorded]:
    with world.store.reading(CHAIN) as reading:
        keys = world.keys.of(reading)
        for entry in reading.entries():
            yield from open_act(keys, entry).recorded()
