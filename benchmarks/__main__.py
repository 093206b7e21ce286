"""Measure everything, print each figure beside its floor, and write RESULTS.md."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks import lighthouse, starting
from benchmarks.acting import FOLDED, Opened, Signatures
from benchmarks.floor import OneRow
from benchmarks.left_open import leave_open
from benchmarks.logging_in import Entrance, peak_kib
from benchmarks.measuring import Case, in_rounds, own_ratio, ratio
from benchmarks.on_postgresql import OnPostgresql
from benchmarks.pages import page_rows
from benchmarks.records import KEPT, LONG, MIDDLE, ONE_DAY, SHORT, begin_late, records
from benchmarks.report import PAGES_HEADER, Row, table, write
from tests.lives.recorded import CHAIN
from troth.application.read import SEARCHED_LENGTH
from troth.store.sqlite import SqliteStore

LATE = 0
"""Stands for the record that holds the last 50 entries of the long one, and leads to its state."""

BESIDE = {
    LATE: f"{SHORT} with the same state",
    MIDDLE: f"{MIDDLE:,}",
    ONE_DAY: "a first day",
    SHORT: f"a first week's {SHORT}",
}
"""What the long record is seen beside."""

GROWTH = 1.2
STATE_GROWTH = 1.3
"""What twenty years may add to the state of a year and a half; more is something forgotten."""


class Suite:
    """Every case, over copies of the records, so that measuring leaves those as they are."""

    def __init__(self, homes: dict[int, Path], room: Path, server: OnPostgresql) -> None:
        self.homes = {size: shutil.copytree(home, room / str(size)) for size, home in homes.items()}
        self.homes[LATE] = begin_late(room / "late", homes[LONG])
        self._measure_paced()
        short, long = self.opened[SHORT], self.opened[LONG]
        # Commands and pages act by the clock on the wall, and what is measured above by a told one:
        # neither writes after the other's last entry.
        self.lived_in = {
            size: shutil.copytree(homes[size], room / f"lived-in-{size}")
            for size in (ONE_DAY, LONG)
        }
        self.logins = {size: _let_in(home) for size, home in self.lived_in.items()}
        self.entrance = Entrance(room / "entrance")
        self.derive = Case("Argon2id", 3, self.entrance.derive)
        self.log_in = Case("login", 3, self.entrance.log_in)
        self.row = Case("one row, one durable commit", 40, OneRow(room / "floor.sqlite3").commit)
        self.fold = Case("fold", 1, long.fold)
        self.decode = Case("decode", 1, long.decode)
        self.verify = Case("verify", 1, long.verify)
        self.signatures = Case("signatures", 1, Signatures(long).check)
        self.search = Case("search", 1, long.search)
        self.python = Case("python", 5, starting.nothing)
        self.shell = {
            size: Case("troth today", 3, partial(starting.today, home))
            for size, home in self.lived_in.items()
        }
        self.shell_act = {
            size: Case("troth lighter", 2, starting.Switching(home).act)
            for size, home in self.lived_in.items()
        }
        self.entries = (short.entries, long.entries)
        self.remote_row = Case("one row, on PostgreSQL", 40, server.commit)
        self.remote_act = Case("an act, on PostgreSQL", 40, server.act, server.has_none)

    def _measure_paced(self) -> None:
        self.opened = {size: Opened(home) for size, home in self.homes.items()}
        self.act = {
            size: Case("an act", 40, each.offer, each.has_none)
            for size, each in self.opened.items()
        }
        self.protect = {
            size: Case("an act that protects", 40, each.take_back, each.has_one)
            for size, each in self.opened.items()
        }
        self.today = {size: Case("today", 20, each.today) for size, each in self.opened.items()}

    def cases(self) -> Iterator[Case]:
        """Give every case in the order of a round."""
        yield self.row
        for group in (self.act, self.protect, self.today):
            yield from group.values()
        yield from (self.fold, self.decode, self.verify, self.signatures, self.search, self.python)
        for group in (self.shell, self.shell_act):
            yield from group.values()
        yield from (self.derive, self.log_in, self.remote_row, self.remote_act)

    def logged_in(self) -> dict[int, tuple[Path, bytes]]:
        """Return the homes in which Wren is logged in, with her login."""
        return {size: (self.lived_in[size], login) for size, login in self.logins.items()}

    def state_bytes(self, size: int) -> int:
        """Return the size of a record's snapshot."""
        with self.opened[size].world.store.reading(CHAIN) as reading:
            snapshot = reading.snapshot()
        return 0 if snapshot is None else len(snapshot.body)


def _let_in(home: Path) -> bytes:
    with SqliteStore(home) as store:
        leave_open(store)
        return starting.let_in(store, home)


def rows(suite: Suite) -> Iterator[Row]:
    """Give the table line by line."""
    yield Row("One row, one durable commit", _ms(suite.row), f"{1_000 / suite.row.ms:,.0f}/s")
    yield from _acting(suite)
    yield from on_postgresql(suite.remote_act, suite.remote_row)
    yield from _reading(suite)
    yield from _starting(suite)
    yield from _logging_in(suite)
    yield from _keeping(suite)


def _acting(suite: Suite) -> Iterator[Row]:
    floor = f"{_rate(suite.row, 1)} one commit"
    for size in (SHORT, LONG):
        act = suite.act[size]
        yield Row(f"An act at {size:,} entries", _paced(act), floor, ratio(act, suite.row))
    yield from _grown("An act", suite.act)
    short, long = suite.act[SHORT], suite.act[LONG]
    own = f"{short.own_ms:.2f} ms"
    yield Row("... in processor time", f"{long.own_ms:.2f} ms", own, own_ratio(long, short))
    yield from _grown("An act that protects", suite.protect)


def on_postgresql(act: Case, commit: Case) -> Iterator[Row]:
    """Give what an act of a couple who have just begun costs on PostgreSQL, beside its floor."""
    beside = f"{_rate(commit, 1)} one commit"
    yield Row("An act on PostgreSQL", _paced(act), beside, ratio(act, commit))


def _grown(what: str, cases: dict[int, Case]) -> Iterator[Row]:
    """Give what twenty years cost beside as few entries as lead to the same state, and fewer."""
    long = cases[LONG]
    for size, name in BESIDE.items():
        label = f"{what} at {LONG:,}, beside {name}"
        yield Row(label, _paced(long), _paced(cases[size]), ratio(long, cases[size]), GROWTH)


def _reading(suite: Suite) -> Iterator[Row]:
    yield from _grown("Today", suite.today)
    folded, decoded = _rate(suite.fold, FOLDED), _rate(suite.decode, FOLDED)
    yield Row("Fold", folded, f"{decoded} read", ratio(suite.fold, suite.decode), 3)
    entries = suite.entries[1]
    cores = os.cpu_count() or 1
    checked, signed = _rate(suite.verify, entries), entries_a_second(suite.signatures, FOLDED)
    beside = f"{signed * cores:,.0f}/s raw Ed25519 on {cores} cores"
    yield Row(
        f"Verify, {entries:,} entries",
        checked,
        beside,
        entries_a_second(suite.verify, entries) / signed / cores,
    )
    yield Row("Search backwards", _rate(suite.search, SEARCHED_LENGTH), f"{decoded} read")


def _starting(suite: Suite) -> Iterator[Row]:
    python = suite.python
    yield Row("`python -c pass`", _ms(python))
    when = {ONE_DAY: "a first day", LONG: "twenty years"}
    for size, name in when.items():
        case = suite.shell[size]
        yield Row(f"`troth today`, {name}", _ms(case), _ms(python), ratio(case, python), 5)
    for size, name in when.items():
        case = suite.shell_act[size]
        yield Row(f"`troth lighter`, {name}", _ms(case), _ms(python), ratio(case, python))


def _logging_in(suite: Suite) -> Iterator[Row]:
    derive, log_in = suite.derive, suite.log_in
    yield Row("A login", _ms(log_in), f"{_ms(derive)} Argon2id", ratio(log_in, derive), 1.15)
    one, eight = (peak_kib(suite.entrance.home, logins) for logins in (1, 8))
    yield Row("Memory, 8 logins at once", _mib(eight), f"{_mib(one)} for one", eight / one)


def _keeping(suite: Suite) -> Iterator[Row]:
    first, middle, last = (suite.state_bytes(size) for size in (SHORT, MIDDLE, LONG))
    yield Row(f"State at {SHORT} entries", f"{first / 1_000:.0f} kB")
    beside = f"{middle / 1_000:.0f} kB"
    grown = last / middle
    yield Row(
        f"State at {LONG:,}, beside {MIDDLE:,}",
        f"{last / 1_000:.0f} kB",
        beside,
        grown,
        STATE_GROWTH,
    )
    bare = starting.peak_kib()
    short, long = (starting.peak_kib(suite.homes[size]) for size in (SHORT, LONG))
    yield Row("Memory, all imported", f"{bare / 1_024:.0f} MiB")
    yield Row(f"Memory, {LONG:,} beside {SHORT}", _mib(long), _mib(short), long / short, 1.5)


def _ms(case: Case) -> str:
    return f"{case.ms:.2f} ms"


def _paced(case: Case) -> str:
    return f"{_ms(case)}, {_rate(case, 1)}"


def _mib(kib: int) -> str:
    return f"{kib / 1_024:.0f} MiB"


def entries_a_second(case: Case, entries: int) -> float:
    """Return how many entries a case takes in a second."""
    return entries * 1_000 / case.ms


def _rate(case: Case, entries: int) -> str:
    return f"{entries_a_second(case, entries):,.0f}/s"


def main() -> int:
    """Measure and report; the exit code says whether the state stays bounded, on any machine."""
    print("Pages on a slow phone", flush=True)
    scores = lighthouse.table_of(lighthouse.scored())
    print("Records", flush=True)
    homes = records()
    with tempfile.TemporaryDirectory(dir=KEPT) as room, ExitStack() as together:
        suite = Suite(homes, Path(room), OnPostgresql(together))
        in_rounds(suite.cases())
        measured = list(rows(suite))
        served = list(page_rows(suite.logged_in(), Path(room, "bare.sqlite3")))
    tables = (table(measured), table(served, PAGES_HEADER), scores)
    print(*tables, sep="\n\n")
    write(tables, datetime.now(UTC).date())  # noqa: TID251 - the day the results are from
    grown = next(row for row in measured if row.most == STATE_GROWTH)
    return 0 if grown.is_met else 1


if __name__ == "__main__":
    sys.exit(main())
