"""Records of three lengths, lived through the real loop once and kept for the next run."""

import hashlib
import shutil
from datetime import timedelta
from pathlib import Path

from tests.given import ASH, START
from tests.keys import keys_of
from tests.lives.calendar import days
from tests.lives.recorded import CHAIN, RecordedCouple
from troth.application.codec import SNAPSHOT_SCHEMA, encode_snapshot
from troth.application.folding import load
from troth.application.rules import SHARED
from troth.application.sealing import open_act, seal_act, seal_snapshot
from troth.store.database import Database, connect
from troth.store.sqlite import SqliteStore

ROOT = Path(__file__).resolve().parents[1]
KEPT = Path(__file__).with_name(".records")

SHORT, MIDDLE, LONG = 50, 5_000, 50_000
SIZES = (SHORT, MIDDLE, LONG)
"""A first week, a year and a half, and about fourteen years at ten acts a day."""

BEGUN = START - timedelta(weeks=14 * 52)
"""So long ago that the longest record ends before today: what is dated ahead is not written on."""

FROM = ("src/troth/crypto", "src/troth/store", "tests/lives")
"""What a record depends on, besides what the states mean: when it changes, they live again."""


def records() -> dict[int, Path]:
    """Return the home directory of each record by its length, making them if they are not there."""
    kept = KEPT / _version()
    homes = {size: kept / str(size) for size in SIZES}
    if not all(home.exists() for home in homes.values()):
        if KEPT.exists():
            shutil.rmtree(KEPT)
        _live(homes)
    return homes


def begin_late(home: Path, long: Path) -> Path:
    """Make a record of the last entries of a long one, which leads to the same state.

    Beside it the long record shows what its length alone costs: a couple in their first week have
    less to decide on, to keep and to show, too.
    """
    with SqliteStore(long) as store:
        keys = keys_of(store, CHAIN)[ASH]
        with store.reading(CHAIN) as reading:
            opened = keys.of(reading)
            state = load(reading, opened, SHARED).state
            last = tuple(reversed(reading.entries_before(limit=SHORT)))
        acts = [(entry.op, open_act(opened, entry)) for entry in last]
    with SqliteStore(home) as store:
        both = keys_of(store, CHAIN)
        for op, act in acts:
            with store.acting(CHAIN) as transaction:
                again, seq = both[act.by].of(transaction), transaction.head.seq + 1
                snapshot = seal_snapshot(again, seq, encode_snapshot(act.at, state))
                sealed = seal_act(again, seq, act)
                transaction.append(op, sealed, snapshot, again.identity)
    return home


def _version() -> str:
    files = sorted(path for folder in FROM for path in (ROOT / folder).rglob("*.py"))
    contents = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(SNAPSHOT_SCHEMA.encode() + contents).hexdigest()[:16]


def _live(homes: dict[int, Path]) -> None:
    living = KEPT / "living"
    couple = RecordedCouple(_opened(living), BEGUN)
    ahead = list(SIZES)
    for day in days(couple):
        if couple.acts >= ahead[0]:
            couple.world.store.close()
            home = homes[ahead.pop(0)]
            home.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(living, home)
            print(f"  {couple.acts} entries by day {day}", flush=True)
            if not ahead:
                break
            couple.opens(_opened(living))
    shutil.rmtree(living)


def _opened(home: Path) -> SqliteStore:
    """Open the store a life is written to, without waiting for the disk at each act.

    Only while living: the record is a copy that can be made again, and what is measured opens
    it with the settings everybody has.
    """

    def hasty(path: Path) -> Database:
        database = connect(path)
        database.rows("PRAGMA synchronous = OFF")
        return database

    return SqliteStore(home, connect=hasty)
