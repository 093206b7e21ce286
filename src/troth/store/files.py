"""Files that only their owner may read, and that are whole after a power cut or not there."""

import os
from pathlib import Path


def write_new(file: Path, content: bytes) -> None:
    """Write a new private file, or leave none behind; raises FileExistsError if there is one."""
    descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
    except OSError:
        file.unlink()
        raise
    sync(file.parent)


def write_whole(file: Path, content: bytes) -> None:
    """Write a private file in the place of what was there: at no time is there half of one."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    write_new(fresh, content)
    fresh.replace(file)
    sync(file.parent)


def sync(directory: Path) -> None:
    """Make what changed in a directory survive a power cut."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
