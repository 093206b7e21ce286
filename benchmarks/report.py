"""The figures as a table, printed and written to RESULTS.md with the machine and the day."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import apsw

from benchmarks.measuring import ROUNDS
from benchmarks.records import LONG

RESULTS = Path(__file__).with_name("RESULTS.md")
HEADER = ("What", "Measured", "Beside", "Ratio", "Goal")
PAGES_HEADER = ("Page", "Twenty years", "A first day", "Ratio", "Goal")

PAGE_MS = 100
"""Milliseconds in which 95 of a hundred answers are there (the design's check C-61)."""


@dataclass(frozen=True)
class Row:
    """One line: what was measured, its figure, what stands beside it, the ratio, and the goal."""

    what: str
    measured: str
    beside: str = ""
    ratio: float | None = None
    most: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the goal is met, where there is one."""
        return self.most is None or self.ratio is None or self.ratio <= self.most

    def cells(self) -> tuple[str, ...]:
        """Return the line as it is shown."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        goal = "" if self.most is None else f"{self.most:g}, {'met' if self.is_met else 'missed'}"
        return (self.what, self.measured, self.beside, ratio, goal)


@dataclass(frozen=True)
class PageRow:
    """One page: its times on both records, how much longer it takes on the long, and its p95.

    There is no p95 where the long record has nothing that the page shows.
    """

    page: str
    measured: str
    beside: str
    ratio: float | None
    p95_ms: float | None

    def cells(self) -> tuple[str, ...]:
        """Return the line as it is shown."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        goal = "" if self.p95_ms is None else "met" if self.p95_ms <= PAGE_MS else "missed"
        return (self.page, self.measured, self.beside, ratio, goal)


class Line(Protocol):
    """Anything that is one line of a table."""

    def cells(self) -> tuple[str, ...]:
        """Return the line, cell by cell."""


def table(rows: Iterable[Line], header: tuple[str, ...] = HEADER) -> str:
    """Return the rows as a Markdown table that is aligned on the screen too."""
    lines = [header, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    drawn = [_line(line, widths) for line in lines]
    rule = "|".join(["", *("-" * (width + 2) for width in widths), ""])
    return "\n".join([drawn[0], rule, *drawn[1:]])


def _line(cells: Iterable[str], widths: Iterable[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def write(tables: tuple[str, str, str], today: date) -> None:
    """Write the results, with what they were measured on and how to measure them again.

    The tables are of acts, of pages, and of what Lighthouse says of pages.
    """
    acts, pages, scores = tables
    RESULTS.write_text(
        f"""# Results

*Reference.* Written by `make bench` on {today}; run it to measure your own machine.

{machine()}. Each figure is the median of {ROUNDS} rounds in which every case had its turn; a ratio
is the median of the rounds' own ratios, so a disturbed round counts for neither side. Acts are
durable (SQLite, `synchronous=FULL`) before they are answered. The record is a couple's life, made
of real acts: 50 entries are their first week, {LONG:,} a little over twenty years. A first day or
week has less to decide on, to keep and to show; what the length of the record alone costs is seen
beside 50 entries that lead to the same state.

However many log in at once, one passphrase is looked at at a time
([ADR 37](../docs/adr/0037-one-passphrase-at-a-time.md)): so eight logins need the memory of one.

{acts}

## Pages

As a browser asks for them, one after another over one connection, from a server of one process:
the median of sixty, and of a hundred the 95th and the 99th. `/health` looks nothing up: it is the
floor. Where an address names a thing, it is the first that a link leads to; where nothing of the
kind is open, the page is not there. A first day is a couple's that began two hours ago. The ratio
is that of the medians; the goal is that 95 of a hundred answers are there within {PAGE_MS} ms.

{pages}

## Pages on a slow phone

Scores of Lighthouse, from 0 to 1, of pages of the demo as Wren sees them, on a simulated phone with
a slow connection. The goals: performance 0.95, the others 1, and nothing moves while it loads.

{scores}
""",
        "utf-8",
    )


def machine() -> str:
    """Describe what this was measured on, without naming it."""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
        f"Python {platform.python_version()}, SQLite {apsw.sqlite_lib_version()}"
    )
