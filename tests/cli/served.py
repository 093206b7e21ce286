"""A record that is served by processes of their own, and browsers without a window before it."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from httpx import AsyncClient, Limits

from tests.web.browsing import Browser

PATIENCE_SECONDS = 60
"""How long an answer may take: on a loaded machine it is slow, not missing."""

ADDRESS = re.compile(r"https?://[^/]+")

LOOKING_AGAIN_SECONDS = 0.02

EACH_ANEW = Limits(max_keepalive_connections=0)
"""Whoever asks again on a way that is kept open is answered by the same process again."""


class Served(NamedTuple):
    """A server: what it said until it answered, and the process that was started."""

    said: list[str]
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        """Where it is reached."""
        found = next(filter(None, map(ADDRESS.search, self.said)))
        return found[0]

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.address.rpartition(":")[2])

    def workers(self) -> list[int]:
        """Return the processes of it that answer, where there are several."""
        return sorted(pid for pid in _children(self.process.pid) if "spawn_main" in _typed(pid))


@contextmanager
def served(
    home: Path,
    *options: str,
    settings: Mapping[str, str] | None = None,
    faults: IO[str] | None = None,
) -> Iterator[Served]:
    """Serve a home on a free port; afterwards, let it stop in good order.

    What it complains of is written where `faults` says.
    """
    command = [sys.executable, "-m", "troth", "--home", str(home), "serve", "--port", "0", *options]
    environment = {**os.environ, **(settings or {})}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=faults, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line.strip())
            if "Ctrl-C" in line:
                break
        try:
            yield Served(said, process)
        finally:
            process.terminate()


@contextmanager
def visitors(address: str, *names: str) -> Iterator[dict[str, Browser]]:
    """Open a browser for each name; each asks anew every time, and keeps its cookies."""
    with asyncio.Runner() as runner:
        people = {}
        for name in names:
            client = AsyncClient(
                base_url=address, follow_redirects=True, timeout=PATIENCE_SECONDS, limits=EACH_ANEW
            )
            people[name] = Browser(client, runner)
        yield people
        for browser in people.values():
            runner.run(browser.client.aclose())


@contextmanager
def resting(*processes: int) -> Iterator[None]:
    """Let processes rest meanwhile, so that others answer; whoever is gone by then stays so."""
    with ExitStack() as stack:
        for pid in processes:
            os.kill(pid, signal.SIGSTOP)
            stack.callback(_wake, pid)
        yield


def is_running(pid: int) -> bool:
    """Tell whether a process is there, and has not ended with nobody to notice."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text("utf-8")
    except FileNotFoundError:
        return False


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; where it never does, the test ends by its own limit."""
    while not holds():
        time.sleep(LOOKING_AGAIN_SECONDS)


def _wake(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)


def _children(pid: int) -> Iterable[int]:
    return map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split())


def _typed(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text("utf-8")
