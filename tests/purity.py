"""Catch the domain in the act of reaching outside: files, network, processes, other code."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

REACHES_OUTSIDE = (
    "ctypes.",
    "fcntl.",
    "ftplib.",
    "glob.",
    "http.",
    "import",
    "mmap.",
    "open",
    "os.",
    "pathlib.",
    "shutil.",
    "smtplib.",
    "socket.",
    "sqlite3.",
    "subprocess.",
    "syslog.",
    "tempfile.",
    "urllib.",
)
"""Beginnings of the interpreter's audit events that mean input, output or new code."""

PURE = ("troth.domain", "troth.projections")


class ReachedOutsideError(Exception):
    """Raised when the domain or a reading does input or output, which would make it impure."""


@dataclass
class Watch:
    """Whether the hook listens now; a hook once added to the interpreter never leaves it."""

    armed: bool = False
    installed: bool = field(default=False, repr=False)


WATCH = Watch()


@contextmanager
def refusing_io() -> Iterator[None]:
    """Refuse I/O that pure code starts, while the block runs; the test's own is its affair."""
    if not WATCH.installed:
        sys.addaudithook(_refuse)
        WATCH.installed = True
    WATCH.armed = True
    try:
        yield
    finally:
        WATCH.armed = False


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if not WATCH.armed or not event.startswith(REACHES_OUTSIDE):
        return
    if (culprit := _pure_caller(sys._getframe(1))) is not None:  # noqa: SLF001  # the only way to see who called
        raise ReachedOutsideError(f"{culprit} caused the event {event!r}")


def _pure_caller(frame: FrameType | None) -> str | None:
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.startswith(PURE):
            return f"{name}:{frame.f_lineno}"
        frame = frame.f_back
    return None
