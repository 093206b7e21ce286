"""What is done to a record while it is measured: acts, looks, folds, checks, searches."""

from itertools import count
from pathlib import Path

from tests.given import ASH, WREN
from tests.lives.recorded import CHAIN, RecordedCouple
from troth.application import own_state
from troth.application.folding import load
from troth.application.grants import admitted
from troth.application.headers import ENTRY_TAG, parse_header
from troth.application.keyring import Keyring
from troth.application.ports import Entry
from troth.application.read import history, verify, view
from troth.application.rules import SHARED
from troth.application.sealing import open_act
from troth.crypto.keys import KeyId, is_signed
from troth.domain.decider import State
from troth.domain.directions.treats import OfferTreat, TakeTreatBack, TreatId
from troth.projections.today import Today, today
from troth.projections.waiting import Viewing
from troth.store.sqlite import SqliteStore

FOLDED = 5_000
"""Entries folded in one round: enough that reading them in pages is counted in."""


class MeasuredWrongError(Exception):
    """Raised when what is measured did not do what it is measured for."""


class Opened:
    """A copy of a record, opened as everybody opens one."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.couple = RecordedCouple(SqliteStore(home))
        self.world = self.couple.world
        self.entries = self.couple.acts
        self._numbers = count(1)
        self._offered: TreatId | None = None
        for each in self.couple.keys.values():
            self._has_logged_in(each)

    def has_none(self) -> None:
        """Have no treat of this measuring offered, so that the state stays alike."""
        if self._offered is not None:
            self.take_back()

    def has_one(self) -> None:
        """Have one offered."""
        if self._offered is None:
            self.offer()

    def offer(self) -> None:
        """Do one act, end to end: offer a treat."""
        self.couple.later(seconds=1)
        self._offered = TreatId(f"measured-{next(self._numbers)}")
        self.couple.does(ASH, OfferTreat(self._offered, "Breakfast in bed on Saturday."))

    def take_back(self) -> None:
        """Do one act that protects, which rests on nothing the other could have made up."""
        self.couple.later(seconds=1)
        if self._offered is None:
            raise MeasuredWrongError
        self.couple.does(ASH, TakeTreatBack(self._offered))
        self._offered = None

    def _has_logged_in(self, ring: Keyring) -> None:
        """Keep the state as somebody's own, as their login does."""
        with self.world.store.acting(CHAIN) as transaction:
            keys = ring.of(transaction)
            own_state.keep(transaction, keys, load(transaction, keys, SHARED))

    def today(self) -> Today:
        """Read today as one of the two."""
        seen = view(self.world, CHAIN, SHARED)
        return today(seen.state, Viewing(WREN, seen.moment))

    def fold(self) -> State:
        """Fold the first entries from nothing, as after a change of the states' form."""
        state = State()
        with self.world.store.reading(CHAIN) as reading:
            keys = self.world.keys.of(reading)
            for entry in reading.entries(limit=FOLDED):
                for recorded in open_act(keys, entry).recorded():
                    state = SHARED.evolve(state, recorded)
        return state

    def decode(self) -> None:
        """Read, open and decode the same entries, without folding: the floor of folding."""
        with self.world.store.reading(CHAIN) as reading:
            keys = self.world.keys.of(reading)
            for entry in reading.entries(limit=FOLDED):
                open_act(keys, entry)

    def verify(self) -> None:
        """Check every link of the whole record."""
        if not verify(self.world.store, CHAIN).is_whole:
            raise MeasuredWrongError

    def search(self) -> None:
        """Search backwards for what is not there, as far as one page of a search looks."""
        if history(self.world, CHAIN, matches=lambda _: False).lines:
            raise MeasuredWrongError


class Signatures:
    """The signatures a check of the whole record cannot do without, checked on one core."""

    def __init__(self, opened: Opened) -> None:
        with opened.world.store.reading(CHAIN) as reading:
            publics = {each.id: each.public for each in admitted(CHAIN, reading.grants())}
            self._parts = [
                (publics[_author(each)], ENTRY_TAG + each.link, each.signature)
                for each in reading.entries(limit=FOLDED)
            ]

    def check(self) -> None:
        """Check each signature."""
        if not all(is_signed(*part) for part in self._parts):
            raise MeasuredWrongError


def _author(entry: Entry) -> KeyId:
    header = parse_header(entry.header)
    if header is None:
        raise MeasuredWrongError
    return KeyId(header.akid)
