"""A server whose clock is told: time passes for two people as their story has it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from tests.browser.altered import serve
from tests.browser.servers import started
from tests.given import START
from troth.cli.serving import Served, site_of


class WrittenClock:
    """A clock that shows what is written in a file: a server reads it, and a story moves it on."""

    def __init__(self, file: Path) -> None:
        """Keep where it is written."""
        self.file = file

    def now(self) -> datetime:
        """Return the time that is written there."""
        return datetime.fromisoformat(self.file.read_text("utf-8"))

    def set(self, at: datetime) -> None:
        """Write another time, all at once: whoever reads meanwhile finds one or the other."""
        beside = self.file.with_suffix(".next")
        beside.write_text(at.isoformat(), "utf-8")
        beside.replace(self.file)

    def later(self, **passed: float) -> None:
        """Let time pass, as in `later(days=2)`."""
        self.set(self.now() + timedelta(**passed))


@contextmanager
def serving_by(clock: WrittenClock, record: Path) -> Iterator[str]:
    """Serve a record by a clock that is told, in a process of its own; give the address."""
    clock.set(START)
    command = ("-m", "tests.browser.clocked", record, clock.file)
    with started(command, record.with_suffix(".log")) as address:
        yield address


def serve_record(record: str, file: str) -> None:
    """Serve a record on a free port by the clock that is written in a file."""
    site = site_of(Served(record, is_secure=False))
    clocked = replace(site, host=replace(site.host, clock=WrittenClock(Path(file))))
    serve(clocked)


if __name__ == "__main__":
    serve_record(*sys.argv[1:])
