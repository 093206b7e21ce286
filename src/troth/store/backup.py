"""Backups of a home's record: whole, without logins, and each tried by restoring it.

A backup is the record's database in one file. It holds what the record holds, sealed as it is
there, and an id of its own, so that it is recognised as a copy wherever it is put.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from troth.application.ports import ChainId, Store, StoreBusy, StoreDamaged, StoreUnsuitable
from troth.application.rules import SHARED_PREFIX
from troth.domain.kernel import Value
from troth.store.copying import copy_record, gather, leave_out_logins
from troth.store.database import KIND, open_any
from troth.store.files import sync, write_new
from troth.store.generation import FILE as GENERATION
from troth.store.generation import renew
from troth.store.migrations import migrations, refuse_unless_known
from troth.store.place import DATABASE, Place

Open: TypeAlias = Callable[[Path], Store]
"""Opens the record in a directory."""

Change: TypeAlias = Callable[[bytes], bytes]
"""Seals or opens the bytes of a backup."""

DIRECTORY = "backups"
"""Where in a home backups lie unless another directory is named, and where one is made that only
its seal protects: the directory named for it may be on a disk of somebody else."""

KEPT = 30
"""Backups kept in one directory: one a day for a month."""

KEPT_DAYS = 30
"""What was erased is in no backup longer than this, as whoever erases is told; but see below."""

ALWAYS_KEPT = 3
"""The newest stay, whatever their dates: by a clock that runs years ahead every other is old."""

UNFINISHED = ".unfinished-"
"""How the name of a directory begins in which a copy is made; one that was left is dropped."""

PLAIN, SEALED = ".sqlite3", ".age"

LARGEST_BYTES = 2 << 30
"""A backup is held in memory to be sealed or opened: beyond this a small machine could not."""

_NAME = re.compile(r"backup-(\d{8}-\d{6})\.sqlite3(?:\.age)?")
_TIME = "%Y%m%d-%H%M%S"


class NotEmpty(StoreUnsuitable):
    """Raised when a record is to be restored where one is already."""


class Checked(Value, frozen=True):
    """What a backup was found to hold when it was tried: shared records, and their entries.

    Private notes are tried as well and not counted: how much somebody writes for themself is
    nobody else's to learn.
    """

    records: int
    entries: int


class Backup(Value, frozen=True):
    """A backup that was made and tried: its file, what it holds, and how many old ones went."""

    file: str
    is_sealed: bool
    holds: Checked
    pruned: int


class Found(Value, frozen=True):
    """A backup that lies in a directory, and when it was made."""

    file: str
    at: datetime

    @property
    def is_sealed(self) -> bool:
        """Whether it is an age file, which opens with its passphrase or key only."""
        return self.file.endswith(SEALED)


class Keeping(Value, frozen=True):
    """How a backup is sealed, and how it is opened again to try it, where that can be."""

    seal: Change | None = None
    unseal: Change | None = None


def back_up(home: Path, directory: Path, now: datetime, using: tuple[Open, Keeping]) -> Backup:
    """Write a backup of a home's record into a directory, try it, and drop the oldest.

    Where it is sealed for somebody whose key is elsewhere it is tried before it is sealed.
    """
    opened, keeping = using
    making = directory if keeping.seal is None else home / DIRECTORY
    with _alone_in(directory, making):
        with _room(making) as room:
            plain, holds = _made(home, room, opened)
        written = plain if keeping.seal is None else keeping.seal(plain)
        if keeping.unseal is not None and keeping.unseal(written) != plain:
            raise StoreDamaged("The sealed backup does not open to what was sealed; try again.")
        suffix = PLAIN if keeping.seal is None else PLAIN + SEALED
        file = directory / f"backup-{now.astimezone(UTC):{_TIME}}{suffix}"
        _put(file, written)
        pruned = _prune(directory, now, file)
    return Backup(str(file), keeping.seal is not None, holds, pruned)


def restore(file: Path, home: Path, opened: Open, unseal: Change | None = None) -> Checked:
    """Put a backup into an empty home, after it was tried there, while nobody else is in it.

    Raises NotEmpty where a record is already, and StoreDamaged for a file that holds none or one
    that is not whole; then the home is left as it was.
    """
    refuse_filled(home)
    place = Place(home)
    with place.alone(), _room(home) as trying:
        refuse_filled(home)
        copy = trying / DATABASE
        write_new(copy, _read(file, unseal))
        with closing(open_any(copy)) as database:
            steps = migrations(KIND)
            refuse_unless_known(database.layout() or 0, steps[-1].number)
            database.migrate(steps)
        leave_out_logins(copy)
        holds = _checked(copy.parent, opened)
        for left in (GENERATION, f"{DATABASE}-wal", f"{DATABASE}-shm"):
            (home / left).unlink(missing_ok=True)
        copy.replace(place.database)
        sync(home)
    return holds


def refuse_filled(home: Path) -> None:
    """Raise NotEmpty if there is a record in a home."""
    database = home / DATABASE
    if database.exists() and database.stat().st_size:
        raise NotEmpty(
            f"There is a record in {home} already. Restore into another directory, and look at "
            "both before you drop one."
        )


def try_backup(file: Path, opened: Open) -> Checked:
    """Restore an unsealed backup beside it, and say what it holds; what was restored is dropped.

    Raises StoreDamaged if it does not open, or is not whole.
    """
    with TemporaryDirectory(dir=file.parent, prefix=UNFINISHED) as trying:
        copy = Path(trying) / DATABASE
        write_new(copy, _read(file, None))
        return _checked(copy.parent, opened)


def backups(directory: Path) -> tuple[Found, ...]:
    """Return the backups in a directory, the newest first."""
    return tuple(sorted(_named(directory), key=lambda each: (each.at, each.file), reverse=True))


def _named(directory: Path) -> Iterator[Found]:
    for each in directory.iterdir() if directory.is_dir() else ():
        named = _NAME.fullmatch(each.name)
        if named is not None:
            at = datetime.strptime(named[1], _TIME).replace(tzinfo=UTC)
            yield Found(str(each), at)


def _read(file: Path, unseal: Change | None) -> bytes:
    if not file.is_file() or file.stat().st_size > LARGEST_BYTES:
        raise StoreUnsuitable(f"{file} is no file that can be a backup.")
    copied = file.read_bytes()
    return copied if unseal is None else unseal(copied)


def _made(home: Path, making: Path, opened: Open) -> tuple[bytes, Checked]:
    """Return a tried copy of a home's record, with an id of its own, and what it holds."""
    copy = making / DATABASE
    write_new(copy, b"")
    copy_record(home, copy)
    with opened(making) as store:
        renew(store)
    plain = gather(copy)
    return plain, _tried(plain, making, opened)


def _tried(plain: bytes, making: Path, opened: Open) -> Checked:
    """Restore a copy beside itself, and look at all of it."""
    with TemporaryDirectory(dir=making) as trying:
        write_new(Path(trying) / DATABASE, plain)
        return _checked(Path(trying), opened)


def _checked(home: Path, opened: Open) -> Checked:
    with opened(home) as store:
        store.inspect()
        found = {chain: _whole(store, chain) for chain in store.chains()}
    shared = [entries for chain, entries in found.items() if chain.startswith(SHARED_PREFIX)]
    return Checked(len(shared), sum(shared))


def _whole(store: Store, chain: ChainId) -> int:
    with store.reading(chain) as reading:
        verdict = reading.verify()
    if not verdict.is_whole:
        raise StoreDamaged(
            f"From entry {verdict.seq} on, a record in this copy is not as it was written "
            f"({verdict.fault})."
        )
    return verdict.entries


def _prune(directory: Path, now: datetime, made: Path) -> int:
    """Drop what is beyond the newest thirty, or older than thirty days but for the newest three.

    The one just made always stays, also where a clock that was set back calls it the oldest.
    """
    oldest = now - timedelta(days=KEPT_DAYS)
    others = [each for each in backups(directory) if each.file != str(made)]
    dropped = others[KEPT - 1 :] + [
        each for each in others[ALWAYS_KEPT - 1 : KEPT - 1] if each.at < oldest
    ]
    for each in dropped:
        Path(each.file).unlink()
    return len(dropped)


@contextmanager
def _alone_in(*directories: Path) -> Iterator[None]:
    """Let one backup at a time be made in directories that are closed to others."""
    with ExitStack() as held:
        for each in directories:
            _make_private(each)
        for each in dict.fromkeys(each.resolve() for each in directories):
            held.callback(os.close, _locked(each))
        yield


def _locked(directory: Path) -> int:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise StoreBusy("Another backup is being made there; try again when it is done.") from None
    return descriptor


@contextmanager
def _room(directory: Path) -> Iterator[Path]:
    """Give a room to work in, and drop it; and what is left of one that was broken off."""
    for left in directory.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left)
    with TemporaryDirectory(dir=directory, prefix=UNFINISHED) as room:
        yield Path(room)


def _make_private(directory: Path) -> None:
    if not directory.exists():
        directory.mkdir(mode=0o700, parents=True)
    if directory.stat().st_mode & 0o077:
        raise StoreUnsuitable(
            f"Others on this machine can look into {directory}; close it first: "
            f"chmod 700 {directory}"
        )


def _put(file: Path, content: bytes) -> None:
    """Let a backup have its name once all of it is there."""
    with _room(file.parent) as room:
        finished = room / "finished"
        write_new(finished, content)
        finished.replace(file)
        sync(file.parent)
