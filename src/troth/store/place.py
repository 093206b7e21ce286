"""The directory a record lives in: who may read it, who is using it, and what is held back."""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from troth.application.ports import (
    StoreBusy,
    StoreError,
    StoreFailed,
    StoreFull,
    StoreUnsuitable,
)
from troth.store.files import sync, write_new
from troth.store.rows import WAIT_SECONDS

BALLAST = "ballast"

BALLAST_BYTES = 512 << 10
"""Held back for a protective act: a hundred times what a pause writes."""

BALLAST_ROOM_BYTES = 16 << 20
"""Free space from which the ballast is laid again; sooner, it would take the last of the disk."""

POLL_SECONDS = 0.02
"""How often a lock held by another process is tried again: nobody notices a fiftieth second."""

BEING_MAINTAINED = "The record is being migrated, restored or erased; try again later."
IN_USE = "The record is in use; stop every Troth that has it open, then try again."

TRIED, TRIED_BYTES = ".troth-tried-", 8
"""How a directory is called that is made and removed to see whether anything can be made."""

UNWRITABLE = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EEXIST}
)
"""What the system says where nothing can be written: it is the place, and not its disk."""

DATABASE = "record.sqlite3"

MOUNTS = Path("/proc/self/mounts")

NETWORK_FILE_SYSTEMS = frozenset(
    {
        "9p",
        "afs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "gfs2",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "orangefs",
        "smb3",
        "smbfs",
    }
)
"""Where two machines share files: locks and shared memory there do not keep writers apart."""


class Place:
    """A directory for one record: the database, the lock file and the ballast.

    Raises StoreUnsuitable, StoreFull or StoreFailed if a record cannot be kept there.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()
        self.database = self.directory / DATABASE
        self._ballast = self.directory / BALLAST
        self._lock = self.directory / "lock"
        with _understood(self.directory):
            self._make_private()
            refuse_network(self.directory, MOUNTS.read_text() if MOUNTS.exists() else "")
            _make_file(self.database)
            _make_file(self._lock)
            self._lay_ballast()

    def hold(self) -> int:
        """Join those who use the record, until the returned descriptor is closed."""
        with _understood(self.directory):
            return _locked(self._lock, fcntl.LOCK_SH, BEING_MAINTAINED)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everybody else out of the record: to migrate it, restore it or erase it.

        Raises StoreBusy while anybody uses it; a store this process has open counts too.
        """
        with _understood(self.directory):
            descriptor = _locked(self._lock, fcntl.LOCK_EX, IN_USE)
        try:
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def founding(self) -> Iterator[None]:
        """Keep others from opening the database at once: two would both try to lay it out."""
        with _understood(self.directory):
            descriptor = _locked(self.directory, fcntl.LOCK_EX, BEING_MAINTAINED)
        try:
            yield
        finally:
            os.close(descriptor)

    def release_ballast(self) -> bool:
        """Give the space held back to whoever writes next; say whether there was any."""
        with _understood(self.directory):
            if not self._ballast.exists():
                return False
            self._ballast.unlink()
            # Without the sync a file system may keep the blocks until its next commit.
            sync(self.directory)
            return True

    def _make_private(self) -> None:
        if not self.directory.exists():
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync(self.directory.parent)
        if _is_open_to_others(self.directory):
            self.directory.chmod(0o700)

    def _lay_ballast(self) -> None:
        """Hold space back if there is plenty; a full disk is not a reason to stay closed."""
        if self._ballast.exists():
            return
        free = os.statvfs(self.directory)
        if free.f_bavail * free.f_frsize < BALLAST_ROOM_BYTES:
            return
        with suppress(OSError):
            # Random bytes, because a file system that compresses would store zeros as nothing.
            write_new(self._ballast, os.urandom(BALLAST_BYTES))


def refuse_unusable(directory: Path) -> None:
    """Refuse a place where no record could be made, and leave nothing there.

    Raises what making one would raise, as far as that can be known before.
    """
    nearest = next(each for each in (directory, *directory.parents) if each.exists())
    with _understood(directory):
        refuse_network(directory, MOUNTS.read_text() if MOUNTS.exists() else "")
        if nearest == directory:
            _is_open_to_others(directory)
        tried = nearest / f"{TRIED}{os.urandom(TRIED_BYTES).hex()}"
        tried.mkdir(mode=0o700)
        tried.rmdir()


def _is_open_to_others(directory: Path) -> bool:
    """Tell whether others can look into a directory; one they may be using is refused.

    It may hold other things they need, so only an empty one is closed without asking.
    """
    is_open = bool(directory.stat().st_mode & 0o077)
    if is_open and any(directory.iterdir()):
        raise StoreUnsuitable(
            f"Others on this machine can look into {directory}; "
            f"close it first: chmod 700 {directory}"
        )
    return is_open


def refuse_network(directory: Path, mounts: str) -> None:
    """Refuse a directory on a network file system, given the text of the kernel's mount table.

    Without a mount table (outside Linux) nothing is known, and nothing refused.
    """
    kind = file_system(directory, mounts)
    if kind in NETWORK_FILE_SYSTEMS:
        raise StoreUnsuitable(
            f"{directory} is on a network file system ({kind}), where writers cannot be kept "
            "apart; choose a directory on a disk of this machine."
        )


def file_system(directory: Path, mounts: str) -> str:
    """Name the file system whose mount point is nearest above a directory; later mounts cover."""
    nearest, kind = -1, ""
    for fields in map(str.split, mounts.strip().splitlines()):
        # The kernel writes a space in a path as an octal escape.
        point = Path(fields[1].encode().decode("unicode_escape"))
        if len(point.parts) >= nearest and directory.resolve().is_relative_to(point):
            nearest, kind = len(point.parts), fields[2]
    return kind


def _make_file(path: Path) -> None:
    """Make a file only its owner may read, or close an existing one to others."""
    if path.exists():
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
        return
    # Another process may have made it since.
    with suppress(FileExistsError):
        write_new(path, b"")


def _locked(path: Path, kind: int, refusal: str) -> int:
    descriptor = os.open(path, os.O_RDONLY)
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                os.close(descriptor)
                raise StoreBusy(refusal) from None
            time.sleep(POLL_SECONDS)
        else:
            return descriptor


@contextmanager
def _understood(directory: Path) -> Iterator[None]:
    """Turn an error of the system into one sentence."""
    try:
        yield
    except OSError as error:
        raise _meaning(error, directory) from None


def _meaning(error: OSError, directory: Path) -> StoreError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StoreFull(f"The disk is full; nothing could be written to {directory}.")
    if error.errno in UNWRITABLE:
        return StoreUnsuitable(f"A record cannot be kept in {directory}: {error.strerror}.")
    return StoreFailed(f"The disk failed at {directory}: {error.strerror}.")
