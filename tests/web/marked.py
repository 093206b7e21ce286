"""A server on which the demo's story was lived, with a mark in every text that anybody wrote."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tests.application.homes import ToldClock
from tests.application.marking import Marks
from tests.given import ZONES
from tests.notify.receiving import NO_POST, voice_of
from troth.application.accounts.account import unlock
from troth.application.accounts.logins import start_login
from troth.application.accounts.signing_up import SignUp, sign_up
from troth.application.grants import FIRST_EPOCH, sole_grant
from troth.application.handle import Answer, Host, World
from troth.application.joining import Arrival, Joined, begin, invite, join, new_invitation
from troth.application.keyring import Keyring, opened_ring, ring_card
from troth.application.ports import ChainId, OperationId, Shelf
from troth.application.rules import SHARED_PREFIX
from troth.application.sealing import open_act
from troth.application.texts import map_texts
from troth.crypto.keys import Identity, new_key
from troth.demo.people import PEOPLE, Person
from troth.demo.script import HOME_ZONE, Calendar, Deed, Noting, NotThatWay, Preparing, Sealing
from troth.demo.story import LINES
from troth.demo.teller import CHAIN, Teller
from troth.domain.decider import AnyCommand
from troth.domain.dynamic.events import Member
from troth.domain.kernel import MemberId
from troth.store.database import Database, connect
from troth.store.sqlite import SqliteStore

ASH, WREN = (person.themself.id for person in PEOPLE)
STRANGER = MemberId("cccccccccccccccc")
"""Has an account on the same server, and no record."""

NEIGHBOUR, PARTNER = MemberId("dddddddddddddddd"), MemberId("eeeeeeeeeeeeeeee")
"""Two with accounts and a record of their own on the same server."""

WRITTEN: list[str] = []
"""Every text that somebody of the two wrote, with its mark."""

NEIGHBOURS = ChainId(f"{SHARED_PREFIX}0123456789abcdef")
MADE_AT = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)

SHARED_WORDS = Marks()
OWN_WORDS = {ASH: Marks("ash"), WREN: Marks("wren")}
"""What was written for both, and what each wrote alone; some of that was brought since."""


class _MarkedTeller(Teller):
    """Tells the story with a mark at the end of each text."""

    def _asks(self, who: MemberId, command: AnyCommand) -> object:
        return super()._asks(who, map_texts(command, _marking(SHARED_WORDS)))

    def _does(self, who: MemberId, deed: Deed) -> None:
        mark = _marking(OWN_WORDS[who])
        match deed:
            case Noting(text=text):
                super()._does(who, Noting(mark(text)))
            case Preparing(name=name, prepared=prepared):
                super()._does(who, Preparing(name, map_texts(prepared, mark)))
            case Sealing():
                super()._does(who, replace(deed, answer=map_texts(deed.answer, mark)))
            case NotThatWay():
                pass  # Nothing is recorded by it, so there is nothing to mark.
            case _:
                super()._does(who, deed)


class MarkedTown:
    """One server at the moment the story ends: its host, and everybody's root keys."""

    def __init__(self, home: Path, lived: "_Lived") -> None:
        self.kept_alone = lived.kept_alone
        store, clock = SqliteStore(home, connect=_hasty), ToldClock(MADE_AT)
        # A voice that was not started: its pages offer all there is, and it tells nobody.
        voice = voice_of(store, clock, NO_POST)
        self.host = Host(store, clock, ZONES, voice)
        self._roots = lived.roots
        self._acts = 0

    def next_op(self) -> OperationId:
        """Return a fresh operation id, beyond those of the story."""
        self._acts += 1
        return OperationId(f"f{self._acts:031x}")

    def login_of(self, member: MemberId) -> bytes:
        """Log somebody in, and return the token."""
        if member not in self._roots:
            self._roots[member] = self._unlocked(member)
        return start_login(self.host, member, self._roots[member], idle_minutes=60)

    def entries(self) -> int:
        """Return how many entries the record of the two has."""
        with self.host.store.reading(CHAIN) as reading:
            return reading.head.seq

    def _unlocked(self, member: MemberId) -> bytes:
        (person,) = [each for each in PEOPLE if each.themself.id == member]
        root = unlock(self.host, person.name, person.passphrase)
        assert isinstance(root, bytes)
        return root


def marked_town(folder: Path) -> MarkedTown:
    """Return a copy of the town, kept in a folder, in which things may happen."""
    lived = _live()
    home = folder / "marked"
    shutil.copytree(lived.home, home)
    return MarkedTown(home, lived)


@dataclass(frozen=True)
class _Lived:
    """The story, lived: where it is, root keys, and the marks that only their writer may read."""

    home: Path
    roots: dict[MemberId, bytes]
    kept_alone: dict[MemberId, frozenset[str]]


@cache
def _live() -> _Lived:
    """Live the story once."""
    home = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, home)
    store = SqliteStore(home / "record", connect=_hasty)
    host = Host(store, ToldClock(MADE_AT), ZONES)
    signed_up = [sign_up(host, _wanted(each)) for each in PEOPLE]
    keys = [each for each in signed_up if isinstance(each, Keyring)]
    teller = _MarkedTeller(host, keys, Calendar(MADE_AT, ZONES[HOME_ZONE]))
    for _week in teller.tells(LINES):
        pass
    roots = {member: new_key() for member in (STRANGER, NEIGHBOUR, PARTNER)}
    _neighbours_meet(host, {member: _settled(host, member, root) for member, root in roots.items()})
    shown = _texts(teller.worlds[ASH])
    alone = {
        who: frozenset({*own.given} - {*own.found_in(shown)}) for who, own in OWN_WORDS.items()
    }
    store.close()
    return _Lived(home / "record", roots, alone)


def _texts(world: World) -> bytes:
    """Return all that stands in the record of the two."""
    with world.store.reading(CHAIN) as reading:
        keys = world.keys.of(reading)
        return b"".join(msgspec.json.encode(open_act(keys, each)) for each in reading.entries())


def _wanted(person: Person) -> SignUp:
    who = (person.themself.id, person.name, person.passphrase, person.recovery_code)
    return SignUp(*who, is_adult=True)


def _settled(host: Host, member: MemberId, root: bytes) -> Keyring:
    """Give somebody keys here, without the time that a passphrase takes."""
    keys = opened_ring(member, Identity(root), None)
    with host.store.acting(keys.own_chain) as transaction:
        grant = sole_grant(keys.own_chain, member, keys.identity)
        transaction.put_grant(FIRST_EPOCH, member, grant)
        transaction.put_card(Shelf.KEYRING, ring_card(keys))
    return keys


def _neighbours_meet(host: Host, keys: dict[MemberId, Keyring]) -> None:
    invitation = new_invitation().secret
    opened = begin(host.world(keys[NEIGHBOUR]), NEIGHBOURS, _arrival(NEIGHBOUR, "Kim", 1))
    assert isinstance(opened, Joined)
    asked = invite(opened.world, NEIGHBOURS, OperationId(f"{2:032x}"), invitation)
    assert isinstance(asked, Answer)
    joined = join(host.world(keys[PARTNER]), invitation, _arrival(PARTNER, "Jo", 3))
    assert isinstance(joined, Joined)


def _arrival(member: MemberId, name: str, op: int) -> Arrival:
    return Arrival(OperationId(f"{op:032x}"), Member(member, name, HOME_ZONE, adult=True), "ours")


def _marking(marks: Marks) -> Callable[[str], str]:
    def mark(text: str) -> str:
        if not text:
            return text
        WRITTEN.append(f"{text} {marks.next()}")
        return WRITTEN[-1]

    return mark


def _hasty(path: Path) -> Database:
    """Open a database that does not wait for the disk: it lives no longer than the tests."""
    database = connect(path)
    database.rows("PRAGMA synchronous = OFF")
    return database
