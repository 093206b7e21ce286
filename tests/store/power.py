"""A disk in memory that loses power: what was not synced survives in parts, torn and reordered."""
# ruff: noqa: ARG002, FBT001, N802 - SQLite's interface for files names these methods and arguments.

import random
from collections.abc import Callable
from itertools import count, pairwise
from pathlib import Path
from typing import NamedTuple, TypeAlias

import apsw

from tests.store.disks import Quiet
from troth.store.database import Database

SECTOR_BYTES = 512
"""What a disk writes as one piece, when it does not tear even that."""

_numbers = count()


class Write(NamedTuple):
    """Bytes put at a place of a file."""

    file: str
    offset: int
    data: bytes


class Truncate(NamedTuple):
    """A file made shorter."""

    file: str
    size: int


class Sync(NamedTuple):
    """Everything written to a file before is on the platter."""

    file: str


class Delete(NamedTuple):
    """A file removed, and perhaps its directory synced."""

    file: str
    is_durable: bool


class Said(NamedTuple):
    """An act acknowledged to whoever asked for it."""

    number: int


Step: TypeAlias = Write | Truncate | Sync | Delete | Said


class MemoryDisk(Quiet, apsw.VFS):
    """Files in memory, and every step taken on them."""

    def __init__(self) -> None:
        self.label = f"memory-{next(_numbers)}"
        super().__init__(self.label, "")
        self.files: dict[str, bytearray] = {}
        self.steps: list[Step] = []

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        flags[1] = flags[0]
        file: object = _File(self, path)
        return file  # type: ignore[return-value] # apsw takes anything with these methods

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.files.pop(filename, None)
        self.steps.append(Delete(filename, is_durable=syncdir))

    def xAccess(self, pathname: str, flags: int) -> bool:
        return pathname in self.files


class _File:
    def __init__(self, disk: MemoryDisk, path: str) -> None:
        self._path = path
        self._steps = disk.steps
        self._bytes = disk.files.setdefault(path, bytearray())

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self._bytes[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        step = Write(self._path, offset, bytes(data))
        _apply(step, self._bytes)
        self._steps.append(step)

    def xTruncate(self, newsize: int) -> None:
        step = Truncate(self._path, newsize)
        _apply(step, self._bytes)
        self._steps.append(step)

    def xSync(self, flags: int) -> None:
        self._steps.append(Sync(self._path))

    def xFileSize(self) -> int:
        return len(self._bytes)

    def xSectorSize(self) -> int:
        return 4096

    def xDeviceCharacteristics(self) -> int:
        # As SQLite assumes of every disk on Linux: bytes beside a torn write stay as they were.
        return int(apsw.SQLITE_IOCAP_POWERSAFE_OVERWRITE)

    def xLock(self, level: int) -> None:
        """Have no rivals: one connection is all there is."""

    def xUnlock(self, level: int) -> None:
        """Have no rivals: one connection is all there is."""

    def xCheckReservedLock(self) -> bool:
        return False

    def xFileControl(self, op: int, ptr: int) -> bool:
        return False

    def xClose(self) -> None:
        """Keep the bytes: they belong to the disk."""


def _apply(step: Write | Truncate, content: bytearray) -> None:
    if isinstance(step, Truncate):
        del content[step.size :]
        return
    content.extend(bytes(max(0, step.offset - len(content))))
    content[step.offset : step.offset + len(step.data)] = step.data


class Platter:
    """What is certainly on the disk at a moment, and what may or may not be."""

    def __init__(self) -> None:
        self._durable: dict[str, bytearray] = {}
        self._unsynced: dict[str, list[Write | Truncate]] = {}
        self._ghosts: dict[str, bytearray] = {}

    def take(self, step: Step) -> None:
        """Go one step on."""
        match step:
            case Write(file) | Truncate(file):
                self._unsynced.setdefault(file, []).append(step)
            case Sync(file):
                content = self._durable.setdefault(file, bytearray())
                for write in self._unsynced.pop(file, []):
                    _apply(write, content)
                self._ghosts.clear()
            case Delete(file, is_durable):
                self._unsynced.pop(file, None)
                content = self._durable.pop(file, bytearray())
                if not is_durable:
                    self._ghosts[file] = content
            case Said():
                pass

    def after_a_cut(self, draw: random.Random) -> dict[str, bytearray]:
        """Return the files somebody finds when the power comes back."""
        files = {file: bytearray(content) for file, content in self._durable.items()}
        for file, content in self._ghosts.items():
            if file not in files and draw.random() < 0.5:
                files[file] = bytearray(content)
        odds = draw.choice((0.1, 0.5, 0.9))
        for file, writes in self._unsynced.items():
            if file in files or draw.random() < 0.5:
                _survive(writes, files.setdefault(file, bytearray()), draw, odds)
        return files


def _survive(
    writes: list[Write | Truncate], content: bytearray, draw: random.Random, odds: float
) -> None:
    """Keep each unsynced sector or not; a later write may survive an earlier one."""
    for write in writes:
        if isinstance(write, Truncate):
            if draw.random() < odds:
                _apply(write, content)
            continue
        for sector in _sectors(write):
            if draw.random() < odds:
                _apply(_perhaps_torn(sector, draw), content)


def _sectors(write: Write) -> list[Write]:
    start, end = write.offset, write.offset + len(write.data)
    edges = [start, *range((start // SECTOR_BYTES + 1) * SECTOR_BYTES, end, SECTOR_BYTES), end]
    return [
        Write(write.file, low, write.data[low - start : high - start])
        for low, high in pairwise(edges)
    ]


def _perhaps_torn(sector: Write, draw: random.Random) -> Write:
    if draw.random() < 0.9:
        return sector
    cut = draw.randrange(len(sector.data) + 1)
    if draw.random() < 0.5:
        return Write(sector.file, sector.offset, sector.data[:cut])
    return Write(sector.file, sector.offset + cut, sector.data[cut:])


def onto(disk: MemoryDisk, weaker: str | None = None) -> Callable[[Path], Database]:
    """Connect to a disk in memory; only a check on the check syncs less than the store does."""

    def connect_onto(path: Path) -> Database:
        # Files in memory have no shared index of the log, so only one connection may use it, in
        # EXCLUSIVE locking mode; the order of writes and syncs is the same.
        database = Database(apsw.Connection(str(path), vfs=disk.label), is_alone=True)
        if weaker is not None:
            database.rows(f"PRAGMA synchronous = {weaker}")
        database.longest_log_pages = 12
        return database

    return connect_onto
