"""What the pages cost as a browser asks for them, beside a page of the framework alone."""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.following import OF_THE_TWO, found
from benchmarks.measuring import ROUNDS
from benchmarks.report import PAGE_MS, Line, PageRow, Row
from benchmarks.serving import Browser, Served, served_bare, served_home
from tests.browser.places import HOLE

EMPTY = "/health"
"""Answered by the same server with three letters and nothing looked up."""

TODAY = "/today"

TIMES, WARM = 60, 5
"""Enough for the worst of a hundred to be about the worst seen, and some that only warm up."""

ACTS, CLIENTS, ACTS_EACH = 40, 32, 10

GROWTH = 1.25
"""What twenty years may add to Today (the design's proof, goals): no more is shown on it."""

NOT_THERE = "not there"
"""What stands where a record has nothing of the kind that a page shows."""

BARE_PAGE, BARE_START, BARE_MEMORY, BARE_LOAD = 1.25, 1.5, 1.3, 2.0
"""What a page, a start and memory may cost beside the bare framework (the same table)."""

ALONE, TOGETHER = 2.0, 1.25
"""What an act over HTTP may take beside one row over HTTP: from one browser, and from many."""

Milliseconds = list[float]
K = TypeVar("K")


@dataclass(frozen=True)
class Servers:
    """The same pages on a short and a long record, and a page of the framework alone."""

    short: Served
    long: Served
    bare: Served

    @property
    def all(self) -> tuple[Served, Served, Served]:
        """Each of them."""
        return self.short, self.long, self.bare


def page_rows(homes: Mapping[int, tuple[Path, bytes]], floor: Path) -> Iterator[Line]:
    """Give the rows of every page and of acts over HTTP; `floor` is a file for the bare ones."""
    short, long = (homes[size] for size in sorted(homes))
    with ExitStack() as stack:
        first = stack.enter_context(served_home(*short))
        second = stack.enter_context(served_home(*long))
        bare = stack.enter_context(served_bare(len(second.browser.get(TODAY)), floor))
        servers = Servers(first, second, bare)
        yield from _starting(servers)
        yield from _beside_bare(servers)
        yield from _each_page(servers)
        yield from _acting(servers)
        held = (servers.long.peak_mib(), bare.peak_mib())
        yield _memory("Memory after all this", held, BARE_LOAD)


def _starting(servers: Servers) -> Iterator[Row]:
    ours, bare = servers.long, servers.bare
    start = ours.start_seconds / bare.start_seconds
    beside = f"{bare.start_seconds:.2f} s, framework alone"
    yield Row(
        "First answer after a start", f"{ours.start_seconds:.2f} s", beside, start, BARE_START
    )
    yield _memory("Memory then", (ours.start_mib, bare.start_mib), BARE_MEMORY)


def _memory(what: str, mib: tuple[float, float], goal: float) -> Row:
    ours, bare = mib
    return Row(what, f"{ours:.0f} MiB", f"{bare:.0f} MiB, framework alone", ours / bare, goal)


def _beside_bare(servers: Servers) -> Iterator[Row]:
    pages = {"ours": (servers.long, TODAY), "bare": (servers.bare, "/")}
    ours, bare = asked_in_turn({name: _asking(*each) for name, each in pages.items()})
    slower = statistics.median(ours) / statistics.median(bare)
    yield Row("Today, beside a page of its length", _told(ours), _told(bare), slower, BARE_PAGE)
    both = {"long": _asking(servers.long, TODAY), "short": _asking(servers.short, TODAY)}
    long, short = asked_in_turn(both)
    grown = statistics.median(long) / statistics.median(short)
    yield Row("Today, beside a first day's", _told(long), _told(short), grown, GROWTH)


def _each_page(servers: Servers) -> Iterator[Line]:
    both = (servers.long, servers.short)
    yield _page(f"`{EMPTY}`", [(each, EMPTY) for each in both])
    there = [(each, found(each.browser)) for each in both]
    pages = [
        _page(f"`{HOLE.sub('…', place.address)}`", [(each, on.get(place)) for each, on in there])
        for place in OF_THE_TWO
    ]
    yield from pages
    timed = {row.page: row.p95_ms for row in pages if row.p95_ms is not None}
    slowest = max(timed, key=lambda page: timed[page])
    within = f"{sum(each <= PAGE_MS for each in timed.values())} of {len(timed)}"
    beside = f"slowest {slowest}, {timed[slowest]:.1f} ms"
    yield Row(f"Pages with p95 within {PAGE_MS} ms", within, beside, timed[slowest] / PAGE_MS, 1)


def _page(name: str, where: Sequence[tuple[Served, str | None]]) -> PageRow:
    """Measure a page on the long record and on the short, where it is there."""
    asked = {
        number: _asking(server, address)
        for number, (server, address) in enumerate(where)
        if address is not None
    }
    taken = dict(zip(asked, asked_in_turn(asked), strict=True))
    told = [_told(taken[number]) if number in taken else NOT_THERE for number in range(len(where))]
    medians = [statistics.median(each) for each in taken.values()]
    grown = medians[0] / medians[1] if len(medians) == len(where) else None
    return PageRow(
        name, told[0], told[1], grown, _of_a_hundred(taken[0], 95) if 0 in taken else None
    )


def _asking(server: Served, page: str) -> Callable[[], object]:
    return lambda: server.browser.get(page)


def asked_in_turn(what: Mapping[K, Callable[[], object]]) -> list[Milliseconds]:
    """Do each of several in turn, so that what disturbs one disturbs all; return their times."""
    taken: dict[K, Milliseconds] = {name: [] for name in what}
    for number in range(WARM + TIMES):
        for name, do in what.items():
            began = time.perf_counter()
            do()
            if number >= WARM:
                taken[name].append((time.perf_counter() - began) * 1_000)
    return list(taken.values())


def _told(taken: Milliseconds) -> str:
    late, last = (_of_a_hundred(taken, rank) for rank in (95, 99))
    return f"{statistics.median(taken):.1f} ms, p95 {late:.1f}, p99 {last:.1f}"


def _of_a_hundred(taken: Milliseconds, rank: int) -> float:
    """Return the time within which so many of a hundred came, no longer than the longest seen."""
    return statistics.quantiles(taken, n=100, method="inclusive")[rank - 1]


def _acting(servers: Servers) -> Iterator[Row]:
    rounds = [
        [_seconds(each.browser, ACTS) / ACTS * 1_000 for each in servers.all] for _ in range(ROUNDS)
    ]
    *ours, bare = (statistics.median(each) for each in zip(*rounds, strict=True))
    for name, each in zip(("a first day", "twenty years"), ours, strict=True):
        yield Row(f"An act over HTTP, {name}", _rate(each), _committed(bare), each / bare, ALONE)
    together, floor = (_together(each) * 1_000 for each in (servers.long, servers.bare))
    what = f"... {CLIENTS} browsers at once"
    yield Row(what, _rate(together), _committed(floor), together / floor, TOGETHER)


def _committed(milliseconds: float) -> str:
    return f"{_rate(milliseconds)}, one row with the framework alone"


def _rate(milliseconds: float) -> str:
    return f"{milliseconds:.1f} ms, {1_000 / milliseconds:,.0f}/s"


def _seconds(browser: Browser, acts: int) -> float:
    began = time.perf_counter()
    for _ in range(acts):
        browser.note()
    return time.perf_counter() - began


def _together(server: Served) -> float:
    """Return the seconds for one act, when many browsers act as fast as they are answered."""
    browsers = [server.opened() for _ in range(CLIENTS)]
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(_seconds, browsers, [ACTS_EACH] * CLIENTS))
    taken = time.perf_counter() - began
    for each in browsers:
        each.close()
    return taken / (CLIENTS * ACTS_EACH)
