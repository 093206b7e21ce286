"""A real server of Troth on this machine: a process of its own, serving one record."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.house.source import ROOT

ADDRESS = re.compile(r"http://\S+:(\d+)")
HOST = "localhost"
"""Not 127.0.0.1: passkeys are for a name."""

LOOKING_AGAIN_SECONDS = 0.02


class ServerEnded(Exception):
    """Raised when the server ends before it serves, or tells of a fault while it does."""


@contextmanager
def serving(record: Path) -> Iterator[str]:
    """Serve a record on a free port, and give the address; afterwards, end without a fault."""
    command = ("-m", "troth", "--home", record, "serve", "--port", "0")
    with started(command, record.with_suffix(".log")) as address:
        yield address


@contextmanager
def started(command: Sequence[str | Path], log: Path) -> Iterator[str]:
    """Start a server that says where it listens; afterwards, end it without a fault."""
    with log.open("w") as faults, _process(command, faults) as process:
        try:
            address = _address(process.stdout or ())
            if address is None or not _listens(process, address):
                raise ServerEnded(f"The server ended before it served. {log.read_text('utf-8')}")
            yield address
        finally:
            process.terminate()
    if told := log.read_text("utf-8"):
        raise ServerEnded(told)


def _process(command: Sequence[str | Path], faults: IO[str]) -> subprocess.Popen[str]:
    """Start it; whatever it complains of is written down, for it greets on another line."""
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=faults,
        text=True,
    )


def _address(greeting: Iterable[str]) -> str | None:
    found = next(filter(None, map(ADDRESS.search, greeting)), None)
    return None if found is None else f"http://{HOST}:{found[1]}"


def _listens(process: subprocess.Popen[str], address: str) -> bool:
    """Wait until it listens, for it says where before it does; tell whether it came to that."""
    while process.poll() is None:
        try:
            socket.create_connection((HOST, int(address.rpartition(":")[2]))).close()
        except ConnectionRefusedError:
            time.sleep(LOOKING_AGAIN_SECONDS)
        else:
            return True
    return False
