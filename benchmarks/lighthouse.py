"""What Lighthouse says of the pages of the demo, on a simulated phone with a slow connection.

It comes from the npm registry, in one version, and needs Node.js and Chromium: for developers only.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.report import table
from tests.browser.chromium import executable
from tests.browser.homes import made_home
from tests.browser.servers import serving

LIGHTHOUSE = "lighthouse@12.8.2"

PAGES = ("/", "/today", "/ask", "/plans", "/book", "/house", "/week", "/chart", "/pause", "/help")
"""The door, and each kind of page: rows, a form, a long text, a chart, buttons."""

LEAST = {"performance": 0.95, "accessibility": 1.0, "best-practices": 1.0}
"""Check C-60 of the design of the experience."""

TRIES = 3
"""Once in some dozens of pages it loses the trace of its browser, and asks to be run again."""

FLAGS = "--headless=new --no-sandbox --disable-gpu"


@dataclass(frozen=True)
class Scores:
    """What one page was given, from 0 to 1, and how much its parts moved while it loaded."""

    page: str
    scores: dict[str, float]
    shift: float

    def cells(self) -> tuple[str, ...]:
        """Return the line of the table."""
        shown = [f"{self.scores[name]:.2f}" for name in LEAST]
        return (f"`{self.page}`", *shown, f"{self.shift:.3f}", "met" if self.is_met else "missed")

    @property
    def is_met(self) -> bool:
        """Whether every goal is met; nothing may move."""
        return self.shift == 0 and all(self.scores[name] >= LEAST[name] for name in LEAST)


NOT_HERE = "Not measured: Lighthouse needs Node.js, which is not here."

HEADER = ("Page", *LEAST, "Layout shift", "Goal")


def table_of(scores: Iterable[Scores]) -> str:
    """Return what was scored as a table, or that nothing was."""
    return table(scores, HEADER) if shutil.which("npx") else NOT_HERE


def scored() -> Iterator[Scores]:
    """Score each page as Wren sees it."""
    with tempfile.TemporaryDirectory() as room:
        home = made_home(Path(room) / "demo")
        kept = json.loads(home.cookies("Wren").read_text("utf-8"))["cookies"]
        cookies = "; ".join(f"{each['name']}={each['value']}" for each in kept)
        with serving(home.record) as address:
            for page in PAGES:
                yield _scores(f"{address}{page}", cookies, Path(room) / "said.json")


def _scores(address: str, cookies: str, said: Path) -> Scores:
    command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json"]
    options = [f"--output-path={said}", f"--only-categories={','.join(LEAST)}"]
    headers = ["--extra-headers", json.dumps({"Cookie": cookies}), f"--chrome-flags={FLAGS}"]
    _run([*command, *options, *headers], {**os.environ, "CHROME_PATH": executable()})
    found = json.loads(said.read_text("utf-8"))
    scores = {name: float(found["categories"][name]["score"] or 0) for name in LEAST}
    shift = float(found["audits"]["cumulative-layout-shift"]["numericValue"])
    return Scores("/" + address.split("/", 3)[3], scores, shift)


def _run(command: list[str], there: Mapping[str, str]) -> None:
    """Run it until it succeeds; raises CalledProcessError where it never does."""
    for _ in range(TRIES - 1):
        if subprocess.run(command, check=False, env=there).returncode == 0:
            return
    subprocess.run(command, check=True, env=there)
