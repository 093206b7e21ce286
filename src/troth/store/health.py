"""What a home's record stands on: its directory, disk, libraries, and the ends of its chains.

None of it needs a key or tells anything of anybody: no count of notes, no time of an act.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw

from troth.application.ports import EMPTY, ChainId, Head, Store
from troth.store.place import (
    BALLAST_ROOM_BYTES,
    DATABASE,
    MOUNTS,
    NETWORK_FILE_SYSTEMS,
    file_system,
)

LAST_ENTRIES = 500
"""Entries of a chain looked at to see that it ends well: a tenth of a second for each chain."""

SKEW = timedelta(minutes=5)
"""How far ahead a file may be of the clock: another machine may have written it."""


def open_to_others(home: Path) -> list[str]:
    """Return the names in a home, the home itself first, that others on this machine can read."""
    found = [home, *sorted(home.iterdir())]
    return [each.name for each in found if each.lstat().st_mode & 0o077]


def is_on_network(home: Path) -> str | None:
    """Return the kind of file system a home is on if several machines share it."""
    kind = file_system(home, MOUNTS.read_text() if MOUNTS.exists() else "")
    return kind if kind in NETWORK_FILE_SYSTEMS else None


def free_bytes(home: Path) -> int:
    """Return the free space on the disk of a home."""
    free = os.statvfs(home)
    return free.f_bavail * free.f_frsize


def has_room(home: Path) -> bool:
    """Tell whether there is enough room for the ballast to be laid again."""
    return free_bytes(home) >= BALLAST_ROOM_BYTES


def sqlite_version() -> str:
    """Return the version of SQLite this program brings."""
    return apsw.sqlite_lib_version()


def is_ahead(home: Path, now: datetime) -> bool:
    """Tell whether the record was written to later than now: then the clock was set back."""
    files = [home / DATABASE, home / f"{DATABASE}-wal"]
    written = [each.stat().st_mtime for each in files if each.exists()]
    return any(datetime.fromtimestamp(at, UTC) > now + SKEW for at in written)


def ends_well(store: Store, chain: ChainId) -> bool:
    """Tell whether the last entries of a chain are linked and signed, and end where it says."""
    with store.reading(chain) as reading:
        start = reading.head.seq - LAST_ENTRIES
        links = [entry.link for entry in reading.entries(start - 1, 1)] if start > 0 else []
        after = Head(start, links[0]) if links else EMPTY
        return reading.verify(after=after).is_whole
