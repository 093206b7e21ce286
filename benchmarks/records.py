"""Records of several lengths, lived through the real loop once and kept for the next run."""

import hashlib
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
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

SHORT, MIDDLE, LONG = 50, 5_000, 75_000
SIZES = (SHORT, MIDDLE, LONG)
"""A first week, a year and a half, and a little over twenty years at ten acts a day."""

ONE_DAY = 1
"""Stands for the record of a couple who have begun today."""

WEEKS = 1_059
"""So long ago the longest record begins, for it to end a week ago at most: what is dated ahead is
not written on, and what was agreed has to hold still."""

FROM = ("src/troth/crypto", "src/troth/store", "tests/lives", "benchmarks/records.py")
"""What a record depends on, besides what the states mean: when it changes, they live again."""


def records() -> dict[int, Path]:
    """Return the home directory of each record by its length, making them if they are not there.

    They are lived anew every month: a life that ended long ago is not what two people look at.
    """
    now = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - the lives end today
    kept = KEPT / f"{now:%Y-%m}-{_version()}"
    homes = {size: kept / str(size) for size in SIZES}
    if not all(home.exists() for home in homes.values()):
        if KEPT.exists():
            shutil.rmtree(KEPT)
        monday = START.replace(year=now.year, month=now.month, day=now.day)
        _live(homes, monday - timedelta(days=now.weekday(), weeks=WEEKS))
    today = kept / str(ONE_DAY)
    shutil.rmtree(today, ignore_errors=True)
    _begin(today, now - timedelta(hours=2))
    return {ONE_DAY: today, **homes}


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
    files = sorted(path for each in FROM for path in _sources(ROOT / each))
    contents = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(SNAPSHOT_SCHEMA.encode() + contents).hexdigest()[:16]


def _sources(path: Path) -> Iterable[Path]:
    return (path,) if path.is_file() else path.rglob("*.py")


def _begin(home: Path, at: datetime) -> None:
    couple = RecordedCouple(_opened(home), at)
    next(days(couple))
    couple.world.store.close()


def _live(homes: dict[int, Path], begun: datetime) -> None:
    living = KEPT / "living"
    couple = RecordedCouple(_opened(living), begun)
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
