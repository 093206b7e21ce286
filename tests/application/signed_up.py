"""Two people with accounts of their own, and a stranger who has none.

Deriving a key from a passphrase costs a tenth of a second, so the two sign up once and every test
begins with a copy of what lies on the server then; their root keys open with the recovery code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from msgspec.structs import replace

from tests.application.homes import CHAIN, ToldClock
from tests.given import ASH, WREN, ZONES
from troth.application.accounts.account import SALT_KEY, find_account
from troth.application.accounts.logins import start_login
from troth.application.accounts.signing_up import SignUp, sign_up
from troth.application.accounts.wraps import Binding, opened_keyring, unwrapped
from troth.application.grants import FIRST_EPOCH, admitted, signed
from troth.application.handle import Answer, Host, Request, World, handle
from troth.application.joining import Arrival, Joined, begin, invite, join
from troth.application.ports import Card, ChainId, OperationId, Shelf, Store, StoreFull
from troth.application.rules import PRIVATE_PREFIX, SHARED
from troth.crypto.codes import recovery_key
from troth.crypto.keys import Identity, invitation_identity, send
from troth.domain.decider import State
from troth.domain.dynamic.events import Member
from troth.domain.kernel import Command, MemberId, Refusal
from troth.store.memory import MemoryDirectory, MemoryStore, MemoryTransaction

NAMES = {ASH: "Ash", WREN: "Wren"}
PASSPHRASES = {
    ASH: "velvet orbit cactus lantern mosaic drift",
    WREN: "copper anthem walnut glacier ribbon tundra",
}
OTHER_WORDS = "marble thicket saffron jigsaw beacon plume"
CODES = {
    ASH: "0000-0000-0000-0000-0000-0000-0000-0001-1",
    WREN: "0000-0000-0000-0000-0000-0000-0000-0002-2",
}
NEW_CODE = "0000-0000-0000-0000-0000-0000-0000-0003-3"
WRONG_CODE = "0000-0000-0000-0000-0000-0000-0000-0004-4"
SECRET = bytes(range(16))
LABEL = "ours"

_LYING = (Shelf.ACCOUNT, Shelf.KEYRING)


class FullDisk(MemoryStore):
    """A store whose disk is full until the ballast is given up."""

    def __init__(self, *, has_ballast: bool = True) -> None:
        super().__init__()
        self.is_full = False
        self.has_ballast = has_ballast

    @contextmanager
    def filing(self) -> Iterator[MemoryDirectory]:
        """Write in the directory, if there is room."""
        with super().filing() as directory:
            before = directory.cards_now
            yield directory
            if self.is_full and directory.cards_now != before:
                raise StoreFull

    @contextmanager
    def acting(self, chain: ChainId) -> Iterator[MemoryTransaction]:
        """Write in a chain, if there is room."""
        with super().acting(chain) as transaction:
            yield transaction
            if self.is_full:
                raise StoreFull

    def release_ballast(self) -> bool:
        """Give up the ballast, once."""
        had, self.has_ballast = self.has_ballast, False
        self.is_full = self.is_full and not had
        return had


class Town:
    """A server on which Ash and Wren have signed up, and a clock that is told."""

    def __init__(self, store: Store | None = None) -> None:
        self.clock = ToldClock()
        self.store = MemoryStore() if store is None else store
        self.host = Host(self.store, self.clock, ZONES)
        self._acts = 0
        cards, grants = _lying()
        self._roots = dict[MemberId, bytes]()
        for member, grant in grants.items():
            with self.store.acting(own_chain(member)) as transaction:
                transaction.put_grant(FIRST_EPOCH, member, grant)
        with self.store.filing() as directory:
            for shelf, card in cards:
                directory.put_card(shelf, card)

    def root_of(self, member: MemberId) -> bytes:
        """Return somebody's root key, as the recovery code of their sign-up opens it."""
        if member not in self._roots:
            self._roots[member] = self._opened(member)
        return self._roots[member]

    def _opened(self, member: MemberId) -> bytes:
        account = find_account(self.host, NAMES[member])
        assert account is not None
        binding = Binding("code", member, account.id)
        root = unwrapped(account.by_code, recovery_key(CODES[member]), binding)
        assert root is not None
        return root

    def login_of(self, member: MemberId, *, idle_minutes: int = 10) -> bytes:
        """Log somebody in, and return the token."""
        return start_login(self.host, member, self.root_of(member), idle_minutes=idle_minutes)

    def world_of(self, member: MemberId) -> World:
        """Return somebody's world, with the keys they have now."""
        return self.host.world(opened_keyring(self.host, member, self.root_of(member)))

    def cards(self, shelf: Shelf, owner: str) -> tuple[Card, ...]:
        """Return what lies on a shelf for somebody."""
        with self.store.finding() as directory:
            return directory.cards(shelf, owner)

    def next_op(self) -> OperationId:
        """Return a fresh operation id."""
        self._acts += 1
        return OperationId(f"{self._acts:032x}")

    def begins(self, member: MemberId, chain: ChainId = CHAIN) -> None:
        """Let somebody begin a shared record, alone for now."""
        member_of = Member(member, NAMES[member], "Europe/London", adult=True)
        arrival = Arrival(self.next_op(), member_of, LABEL)
        assert isinstance(begin(self.world_of(member), chain, arrival), Joined)

    def pairs(self, chain: ChainId = CHAIN) -> None:
        """Let Ash invite Wren, and Wren join."""
        if not self._has(chain):
            self.begins(ASH, chain)
        assert isinstance(invite(self.world_of(ASH), chain, self.next_op(), SECRET), Answer)
        wren = Member(WREN, NAMES[WREN], "Europe/Paris", adult=True)
        arrival = Arrival(self.next_op(), wren, LABEL)
        assert isinstance(join(self.world_of(WREN), SECRET, arrival), Joined)

    def attempt(
        self, by: MemberId, command: Command, chain: ChainId = CHAIN
    ) -> Answer[State] | Refusal:
        """Ask for an act in a shared record."""
        return handle(self.world_of(by), chain, SHARED, Request(self.next_op(), command))

    def does(self, by: MemberId, command: Command, chain: ChainId = CHAIN) -> Answer[State]:
        """Do something that is not refused."""
        answer = self.attempt(by, command, chain)
        assert isinstance(answer, Answer), answer
        return answer

    def _has(self, chain: ChainId) -> bool:
        with self.store.reading(chain) as reading:
            return reading.head.seq > 0


def paired(store: Store | None = None) -> Town:
    """Return a town in which the two share a record."""
    town = Town(store)
    town.pairs()
    return town


def swap_receiver(town: Town) -> None:
    """Put in another key for secrets sent to Wren, as somebody could who has the ten words."""
    stranger = Identity(bytes(32))
    with town.store.acting(CHAIN) as transaction:
        (joined,) = [each for each in admitted(CHAIN, transaction.grants()) if each.member == WREN]
        blank = replace(joined, receives=stranger.receives, key=b"")
        false = replace(blank, key=send(stranger.receives, blank.place, bytes(32)))
        body = signed(false, invitation_identity(SECRET), joined.voucher)
        transaction.put_grant(joined.epoch, WREN, body)


def own_chain(member: MemberId) -> ChainId:
    """Return the name of somebody's private chain."""
    return ChainId(PRIVATE_PREFIX + member)


@cache
def _lying() -> tuple[list[tuple[Shelf, Card]], dict[MemberId, bytes]]:
    """Sign the two up once; return what lies on the server then."""
    store = MemoryStore()
    host = Host(store, ToldClock(), ZONES)
    for member, name in NAMES.items():
        wanted = SignUp(member, name, PASSPHRASES[member], CODES[member], is_adult=True)
        assert not isinstance(sign_up(host, wanted), Refusal)
    with store.finding() as directory:
        salt = [(Shelf.STORE, card) for card in directory.cards(Shelf.STORE, SALT_KEY)]
        rows = [(on, card) for on in _LYING for who in NAMES for card in directory.cards(on, who)]
    return [*salt, *rows], {member: _own_grant(store, member) for member in NAMES}


def _own_grant(store: Store, member: MemberId) -> bytes:
    with store.reading(own_chain(member)) as reading:
        (grant,) = reading.grants()
    return grant
