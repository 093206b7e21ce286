"""A real terminal with somebody at it: what is asked there, typed there, and shown there."""

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator

from tests.cli.home import Home

XTERM = "xterm-256color"

LEAVE = "\x03"
"""What Ctrl and C send: leave this."""

SOON = 2.0
"""Seconds after which somebody presses it once more."""

_APART = re.compile(r"\x1b\[\?1049h.*?(?:\x1b\[\?1049l|\Z)", re.DOTALL)

Answers = tuple[tuple[str, str], ...]
"""What is typed at each question, in order; `{code}` stands for the recovery code shown."""


AT_A_TERMINAL = """
import fcntl, signal, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.default_int_handler)
from troth.cli import main
main()
"""
"""Run the command line with its standard input as its own terminal, from which keys interrupt.

Whoever runs the tests in the background has its children ignore that key; a terminal does not.
"""


def left_on(screen: str) -> str:
    """Return what is still there to be scrolled back to: not what had a screen of its own."""
    return _APART.sub("", screen)


def sits_at(
    home: Home, *typed: str, answers: Answers, terminal_kind: str = XTERM
) -> tuple[int, str]:
    """Type a command at a terminal; return its exit code and everything the screen showed."""
    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", AT_A_TERMINAL, *typed],
        env=os.environ | home.settings | {"TROTH_HOME": str(home.path), "TERM": terminal_kind},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    shown = "".join(_shown(screen, answers))
    os.close(screen)
    return process.wait(), shown.replace("\r\n", "\n")


def _shown(terminal: int, answers: Answers) -> Iterator[str]:
    screen, asked, typed = "", list(answers), ""
    while chunk := _read(terminal, typed):
        screen += chunk
        yield chunk
        if asked and screen.endswith(asked[0][0]):
            code = re.search(r"recovery code: (\S+)", screen)
            typed = asked.pop(0)[1].format(code="" if code is None else code[1])
            os.write(terminal, typed.encode() + b"\n")


def _read(terminal: int, typed: str) -> str:
    """Return what the screen shows next; a key that should leave and does nothing is pressed again.

    Between showing a question and reading its answer Python takes note of that key, and goes on to
    wait for the answer.
    """
    while typed == LEAVE and not select.select([terminal], [], [], SOON)[0]:
        os.write(terminal, LEAVE.encode())
    try:
        return os.read(terminal, 4096).decode()
    except OSError:  # how a terminal says that whoever wrote to it has ended
        return ""
