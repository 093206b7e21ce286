"""What a command costs from the shell, and how much memory a process takes."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tests.given import WREN
from tests.keys import keys_of
from tests.lives.recorded import CHAIN
from troth.application.accounts.logins import MOST_IDLE_MINUTES, start_login
from troth.application.handle import Host
from troth.application.keyring import ring_card
from troth.application.ports import Shelf, Store
from troth.bootstrap import SystemClock, Zones
from troth.cli.tokens import SETTING, TokenFiles

TROTH = Path(sys.executable).with_name("troth")

COMPILED_ANEW = "PYTHONDONTWRITEBYTECODE"
"""A setting of some development machines, and of nobody who uses the command line."""

PEAK = """
import sys
from pathlib import Path
from benchmarks.acting import Opened
from benchmarks.measuring import peak_kib
if len(sys.argv) > 1:
    opened = Opened(Path(sys.argv[1]))
    opened.today()
    opened.offer()
print(peak_kib())
"""


def nothing() -> None:
    """Start Python and end it."""
    _run([sys.executable, "-c", "pass"])


def let_in(store: Store, home: Path) -> bytes:
    """Log Wren in where a record is measured: opening the login is part of a command."""
    ring = ring_card(keys_of(store, CHAIN)[WREN])
    with store.filing() as directory:
        directory.put_card(Shelf.KEYRING, ring)
    host = Host(store, SystemClock(), Zones())
    root = sha256(WREN.encode()).digest()
    token = start_login(host, WREN, root, idle_minutes=MOST_IDLE_MINUTES)
    TokenFiles(home, _logins(home)).keep("wren", token)
    return token


def today(home: Path) -> None:
    """Ask for today."""
    _in_home(home, "today")


class Switching:
    """An act from the command line: Wren's low day begins, and at the next call is over."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._over = False

    def act(self) -> None:
        """Do one of the two."""
        _in_home(self._home, "lighter", *self._flags())
        self._over = not self._over

    def _flags(self) -> list[str]:
        return ["--over"] if self._over else []


def peak_kib(home: Path | None = None) -> int:
    """Return the most memory a process has held that imports all, or also reads and acts."""
    arguments = [] if home is None else [home]
    return int(_run([sys.executable, "-c", PEAK, *arguments]))


def _in_home(home: Path, *typed: str) -> None:
    os.environ[SETTING] = str(_logins(home))
    _run([TROTH, "--home", home, *typed])


def _logins(home: Path) -> Path:
    return home.with_name(f"{home.name}-logins")


def _run(command: list[str | Path]) -> str:
    return subprocess.run(
        command, check=True, capture_output=True, text=True, env=_as_installed()
    ).stdout


def _as_installed() -> dict[str, str]:
    """Return settings in which Python keeps what it compiled, as it does unless told not to.

    Otherwise each start would compile all of the source anew, and be twice as long.
    """
    return {name: value for name, value in os.environ.items() if name != COMPILED_ANEW}
