"""A world in memory for tests of the application: a store, a clock that is told, known zones."""

from datetime import datetime, timedelta

from tests.given import ASH, START, ZONES
from tests.keys import keys_of, own_keys
from troth.application.handle import Answer, Host, Request, World, handle
from troth.application.ports import ChainId, OperationId, Store
from troth.application.read import View, view
from troth.application.rules import SHARED
from troth.domain.decider import State
from troth.domain.kernel import Command, MemberId, Refusal
from troth.store.memory import MemoryStore

CHAIN = ChainId("shared-home")


class ToldClock:
    """A clock that shows what it was told."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the time it was told."""
        return self.at

    def later(self, **passed: float) -> None:
        """Let time pass, as in `later(days=2)`."""
        self.at += timedelta(**passed)


class Home:
    """A record and the couple acting in it through the one loop, each act under its own id.

    Each of the two has a world of their own; `world` is Ash's, for reading what both can read.
    """

    def __init__(self, store: Store | None = None, chain: ChainId = CHAIN) -> None:
        self.clock = ToldClock()
        self.store = MemoryStore() if store is None else store
        self.host = Host(self.store, self.clock, ZONES)
        self.chain = chain
        self.keys = keys_of(self.store, chain)
        self._acts = 0

    @property
    def world(self) -> World:
        """The world of Ash."""
        return self.world_of(ASH)

    def world_of(self, member: MemberId) -> World:
        """Return somebody's world; a stranger's keys open nothing here."""
        return self.host.world(self.keys.get(member) or own_keys(member))

    def shares(self, chain: ChainId, first: MemberId, second: MemberId) -> None:
        """Let two people share one more chain, which the first of them founds."""
        for member, keys in keys_of(self.store, chain, (first, second)).items():
            known = self.keys.get(member) or own_keys(member)
            membership = keys.ring.memberships[chain]
            self.keys[member] = known.with_membership(chain, membership)

    def opens(self, store: Store) -> None:
        """Go on in another store, such as one that was opened anew or came back from a copy."""
        self.store = store
        self.host = Host(store, self.clock, ZONES)

    def next_op(self) -> OperationId:
        """Return a fresh operation id."""
        self._acts += 1
        return OperationId(f"{self._acts:032x}")

    def attempt(self, by: MemberId, command: Command) -> Answer[State] | Refusal:
        """Ask for an act."""
        request = Request(self.next_op(), command)
        return handle(self.world_of(by), self.chain, SHARED, request)

    def does(self, by: MemberId, command: Command) -> Answer[State]:
        """Do something that is not refused."""
        answer = self.attempt(by, command)
        assert isinstance(answer, Answer), answer
        return answer

    def view(self) -> View[State]:
        """Return the state now."""
        return view(self.world, self.chain, SHARED)
