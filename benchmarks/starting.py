"""What a command costs from the shell, and how much memory a process takes."""

import subprocess
import sys
from pathlib import Path

TROTH = Path(sys.executable).with_name("troth")

PEAK = """
import resource, sys
from pathlib import Path
from benchmarks.acting import Opened
if len(sys.argv) > 1:
    opened = Opened(Path(sys.argv[1]))
    opened.today()
    opened.act()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def nothing() -> None:
    """Start Python and end it."""
    _run([sys.executable, "-c", "pass"])


def today(home: Path) -> None:
    """Ask for today."""
    _run([TROTH, "--home", home, "--as", "wren", "today"])


class Switching:
    """An act from the command line: Wren's low day begins, and at the next call is over."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._over = False

    def act(self) -> None:
        """Do one of the two."""
        _run([TROTH, "--home", self._home, "--as", "wren", "lighter", *self._flags()])
        self._over = not self._over

    def _flags(self) -> list[str]:
        return ["--over"] if self._over else []


def peak_kib(home: Path | None = None) -> int:
    """Return the most memory a process has held that imports all, or also reads and acts."""
    arguments = [] if home is None else [home]
    return int(_run([sys.executable, "-c", PEAK, *arguments]))


def _run(command: list[str | Path]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
