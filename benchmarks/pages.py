"""What the pages cost as a browser asks for them, beside a page of the framework alone."""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import ROUNDS
from benchmarks.report import Row
from benchmarks.serving import Browser, Served, served_bare, served_home
from tests.browser.places import PLACES
from troth.web.visit import Visit

PAGES = tuple(each.address for each in PLACES if each.opens is Visit and not each.names_a_thing)
"""Every page of the two that is not about one thing of theirs."""

EMPTY = "/health"
"""Answered by the same server with three letters and nothing looked up."""

TODAY = "/today"

TIMES, WARM = 60, 5
"""Enough for the worst of a hundred to be about the worst seen, and some that only warm up."""

ACTS, CLIENTS, ACTS_EACH = 40, 32, 10

GROWTH = 1.25
"""What many years may add to a page (the design's proof, goals): no more is shown on one."""

BARE_PAGE, BARE_START, BARE_MEMORY, BARE_LOAD = 1.25, 1.5, 1.3, 2.0
"""What a page, a start and memory may cost beside the bare framework (the same table)."""

ALONE, TOGETHER = 2.0, 1.25
"""What an act over HTTP may take beside one row over HTTP: from one browser, and from many."""

Milliseconds = list[float]


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


def page_rows(homes: Mapping[int, tuple[Path, bytes]], floor: Path) -> Iterator[Row]:
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


def _each_page(servers: Servers) -> Iterator[Row]:
    short, long = servers.short, servers.long
    for page in (EMPTY, *PAGES):
        if short.browser.has(page) and long.browser.has(page):
            one, other = asked_in_turn({"long": _asking(long, page), "short": _asking(short, page)})
            grown = statistics.median(one) / statistics.median(other)
            goal = None if page == EMPTY else GROWTH
            yield Row(f"`{page}`", _told(one), _told(other), grown, goal)


def _asking(server: Served, page: str) -> Callable[[], object]:
    return lambda: server.browser.get(page)


def asked_in_turn(what: Mapping[str, Callable[[], object]]) -> list[Milliseconds]:
    """Do each of several in turn, so that what disturbs one disturbs all; return their times."""
    taken: dict[str, Milliseconds] = {name: [] for name in what}
    for number in range(WARM + TIMES):
        for name, do in what.items():
            began = time.perf_counter()
            do()
            if number >= WARM:
                taken[name].append((time.perf_counter() - began) * 1_000)
    return list(taken.values())


def _told(taken: Milliseconds) -> str:
    worst = statistics.quantiles(taken, n=100)[98]
    return f"{statistics.median(taken):.1f} ms, p99 {worst:.1f}"


def _acting(servers: Servers) -> Iterator[Row]:
    rounds = [
        [_seconds(each.browser, ACTS) / ACTS * 1_000 for each in servers.all] for _ in range(ROUNDS)
    ]
    *ours, bare = (statistics.median(each) for each in zip(*rounds, strict=True))
    for name, each in zip(("a first week", "fourteen years"), ours, strict=True):
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
