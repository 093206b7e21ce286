"""Disks that fail: at one operation, from one on, or because they are full."""
# ruff: noqa: ARG002, FBT001, N802 - SQLite's interface for files names these methods and their arguments.

from abc import abstractmethod
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import TracebackType

import apsw

from troth.store.database import Database, connect

_numbers = count()


class Quiet:
    """Does not report what fails while SQLite cleans up: nobody is left to hear of it."""

    def excepthook(
        self,
        etype: type[BaseException] | None,
        evalue: BaseException | None,
        etraceback: TracebackType | None,
    ) -> bool:
        """Say that the error is dealt with."""
        return True


class Disk(Quiet, apsw.VFS):
    """The real disk, which asks before each operation whether it succeeds."""

    def __init__(self) -> None:
        self.label = f"{type(self).__name__}-{next(_numbers)}"
        super().__init__(self.label, "")

    @abstractmethod
    def before(self, operation: str, growth: int = 0) -> None:
        """Raise what SQLite is to hear instead of success."""

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        self.before("open")
        return _File(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.before("delete")
        super().xDelete(filename, syncdir)


class FailingDisk(Disk):
    """A disk on which one operation fails, and perhaps all after it."""

    def __init__(self, fails_at: int, *, for_good: bool) -> None:
        super().__init__()
        self.operations = 0
        self._fails_at = fails_at
        self._for_good = for_good

    @property
    def has_failed(self) -> bool:
        """Whether an operation has failed."""
        return self.operations >= self._fails_at

    def before(self, operation: str, growth: int = 0) -> None:
        """Count the operation, and fail at the one chosen."""
        self.operations += 1
        past = self.operations > self._fails_at and self._for_good
        if self.operations == self._fails_at or past:
            raise apsw.IOError(f"{operation} failed")


class FullDisk(Disk):
    """A disk that fills up at one write: from then on the files have only the space they use."""

    def __init__(self, home: Path, fills_at: int) -> None:
        super().__init__()
        self._home = home
        self._fills_at = fills_at
        self._growths = 0
        self._quota: int | None = None

    @property
    def is_full(self) -> bool:
        """Whether the disk has filled up."""
        return self._quota is not None

    def before(self, operation: str, growth: int = 0) -> None:
        """Refuse growth beyond the quota; the ballast counts as used while it is there."""
        if growth <= 0:
            return
        self._growths += 1
        if self._growths == self._fills_at:
            self._quota = self._used()
        if self._quota is not None and self._used() + growth > self._quota:
            raise apsw.FullError("full")

    def _used(self) -> int:
        return sum(path.stat().st_size for path in self._home.iterdir())


class _File(Quiet, apsw.VFSFile):
    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk

    def xRead(self, amount: int, offset: int) -> bytes:
        self._disk.before("read")
        return super().xRead(amount, offset)

    def xWrite(self, data: object, offset: int) -> None:
        assert isinstance(data, bytes)
        self._disk.before("write", offset + len(data) - super().xFileSize())
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:
        self._disk.before("sync")
        super().xSync(flags)

    def xTruncate(self, newsize: int) -> None:
        self._disk.before("truncate")
        super().xTruncate(newsize)

    def xFileSize(self) -> int:
        self._disk.before("size")
        return super().xFileSize()


def through(disk: Disk) -> Callable[[Path], Database]:
    """Connect through a disk, with checkpoints so often that they take part in a short test."""

    def connect_through(path: Path) -> Database:
        database = connect(path, vfs=disk.label)
        database.longest_log_pages = 8
        return database

    return connect_through
