"""Turns that several processes take one after another: each holds the lock of one file meanwhile.

Apart from what takes long, because each process says at its start which file it is, and few of
them ever take a turn.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Turns:
    """Turns in one process, and in all that share a file, once one is named."""

    def __init__(self) -> None:
        self._file: Path | None = None

    def share(self, file: Path | None) -> None:
        """Take turns with every process that shares this file; None shares them with nobody."""
        self._file = file

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn and hold it; whoever dies meanwhile gives it back.

        A file that cannot be opened keeps nobody out: memory is then bounded in each process.
        """
        descriptor = self._opened()
        if descriptor is None:
            yield
            return
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            # A child that was forked meanwhile has it open too: closing would not give it back.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)

    def _opened(self) -> int | None:
        if self._file is not None:
            with suppress(OSError):
                return os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return None


TURNS = Turns()
"""The turns of this process: at a derivation, which takes 64 MiB."""
