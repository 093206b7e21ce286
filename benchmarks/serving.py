"""A server in a process of its own, and a browser that asks it for pages as Wren."""

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPResponse
from os import urandom
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class NotServedError(Exception):
    """Raised when a page that is measured did not come."""


class Browser:
    """One connection to a server, which is kept open."""

    def __init__(self, port: int, login: bytes = b"") -> None:
        self._connection = HTTPConnection("127.0.0.1", port)
        self._login = {"Cookie": f"visit={login.hex()}"}

    def get(self, address: str) -> str:
        """Ask for a page; raises NotServedError where another one came."""
        return self._asks("GET", address, 200)

    def text(self, address: str) -> str | None:
        """Return a page, or None where there is none now: some lead elsewhere at times."""
        try:
            return self.get(address)
        except NotServedError:
            return None

    def note(self) -> None:
        """Do one act, without asking for its form: words of praise, under an id of their own."""
        words = {"kind": "praise", "about": "", "text": "The kitchen was lovely."}
        self._asks("POST", "/note", 303, urlencode({"op": urandom(16).hex(), **words}))

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _asks(self, method: str, address: str, status: int, body: str = "") -> str:
        try:
            answer = self._answer(method, address, body)
        except ConnectionError:
            # Nothing was asked for some seconds, so the server hung up; a browser asks anew.
            self._connection.close()
            answer = self._answer(method, address, body)
        text = answer.read().decode()
        if answer.status != status:
            raise NotServedError(method, address, answer.status)
        return text

    def _answer(self, method: str, address: str, body: str) -> HTTPResponse:
        self._connection.request(method, address, body or None, {**self._login, **FORM})
        return self._connection.getresponse()


class Served:
    """A server that was started and has answered once; it stops when its block ends."""

    def __init__(self, command: Sequence[str], first: str, login: bytes = b"") -> None:
        """Start one, and wait for the first answer; `first` is the address asked for."""
        began = time.perf_counter()
        started = [sys.executable, "-m", *command]
        self._process = subprocess.Popen(started, stdout=subprocess.PIPE, text=True)
        said = self._process.stdout or ()
        address = next(line.split()[1] for line in said if line.startswith("Open "))
        self._port, self._login = int(address.rstrip("/").rpartition(":")[2]), login
        self.browser = self.opened()
        self.browser.get(first)
        self.start_seconds = time.perf_counter() - began
        self.start_mib = self._mib("VmRSS")

    def __enter__(self) -> Self:
        """Use it for a while."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.browser.close()
        self._process.terminate()
        self._process.wait(30)

    def opened(self) -> Browser:
        """Return one more browser of the same person."""
        return Browser(self._port, self._login)

    def peak_mib(self) -> float:
        """Return the most memory the server has held."""
        return self._mib("VmHWM")

    def _mib(self, name: str) -> float:
        status = Path(f"/proc/{self._process.pid}/status").read_text("utf-8")
        (kib,) = re.findall(rf"^{name}:\s+(\d+) kB$", status, re.MULTILINE)
        return int(kib) / 1_024


def served_home(home: Path, login: bytes) -> Served:
    """Start Troth on a record in which Wren is logged in."""
    return Served(["troth", "--home", str(home), "serve", "--port", "0"], "/health", login)


def served_bare(length: int, file: Path) -> Served:
    """Start the same framework with one page of so many bytes, one act, and nothing of Troth."""
    return Served(["benchmarks.bare", str(length), str(file)], "/")
