"""What is done to a record while it is measured: acts, looks, folds, checks, searches."""

from itertools import count
from pathlib import Path

import apsw

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
from troth.store.database import SETTINGS
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
        for each in self.couple.keys.values():
            self._has_logged_in(each)

    def act(self) -> None:
        """Do one act, end to end: offer a treat, or take it back, so that the state stays alike."""
        number = next(self._numbers)
        self.couple.later(seconds=1)
        id_ = TreatId(f"measured-{(number + 1) // 2}")
        offered = OfferTreat(id_, "Breakfast in bed on Saturday.")
        self.couple.does(ASH, offered if number % 2 else TakeTreatBack(id_))

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


class OneRow:
    """One row in one durable commit: what an act costs if nothing is decided or checked."""

    def __init__(self, path: Path) -> None:
        self._database = apsw.Connection(str(path))
        self._database.execute("PRAGMA journal_mode = WAL")
        for name, value in SETTINGS:
            self._database.execute(f"PRAGMA {name} = {value}")
        self._database.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY, body BLOB) STRICT")

    def commit(self) -> None:
        """Insert one row of the size of an entry, and wait for the disk."""
        self._database.execute("INSERT INTO entry (body) VALUES (?)", (bytes(600),))
