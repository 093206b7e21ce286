"""A real server of Troth on this machine: a process of its own, serving one record."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

ADDRESS = re.compile(r"http://\S+:(\d+)")
HOST = "localhost"
"""Not 127.0.0.1: passkeys are for a name."""

LOOKING_AGAIN_SECONDS = 0.02
ENDING_SECONDS = 10
"""How long it may take to finish what it is answering."""


class ServerEnded(Exception):
    """Raised when the server ends before it serves, or tells of a fault while it does."""


@contextmanager
def serving(record: Path) -> Iterator[str]:
    """Serve a record on a free port, and give the address; afterwards, end without a fault."""
    with subprocess.Popen(
        [sys.executable, "-m", "troth", "--home", record, "serve", "--port", "0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        written = process.stdout or ()
        address = _address(written)
        _wait_for(process, address)
        log: list[str] = []
        # Read while it serves: whoever writes into a full pipe waits for ever.
        reading = Thread(target=log.extend, args=(written,))
        reading.start()
        try:
            yield address
        finally:
            process.terminate()
            reading.join(ENDING_SECONDS)
    if faults := [line for line in log if "ERROR" in line]:
        raise ServerEnded("".join(faults))


def _wait_for(process: subprocess.Popen[str], address: str) -> None:
    """Wait until it listens: it says where before it does."""
    while process.poll() is None:
        try:
            socket.create_connection((HOST, int(address.rpartition(":")[2]))).close()
        except ConnectionRefusedError:
            time.sleep(LOOKING_AGAIN_SECONDS)
        else:
            return
    raise ServerEnded("The server ended before it served")


def _address(written: Iterable[str]) -> str:
    log = []
    for line in written:
        log.append(line)
        if found := ADDRESS.search(line):
            return f"http://{HOST}:{found[1]}"
    raise ServerEnded("The server ended before it served: " + "".join(log))
