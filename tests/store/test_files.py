"""Private files: for their owner alone, whole or not there, and never in another's place."""

import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE
from typing import TypeAlias

import pytest

from troth.store.files import write_new, write_whole

Write: TypeAlias = Callable[[Path, bytes], None]

WORDS = b"what nobody else is to read"
OTHERS_TOO = 0o666


@contextmanager
def full_from(length: int) -> Iterator[None]:
    """Let the system write no file longer than this, as a disk does that is nearly full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


@contextmanager
def open_handed() -> Iterator[None]:
    """Let files be made as on a machine where everybody may read everything."""
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


def mode(file: Path) -> int:
    """Return who may do what with a file."""
    return S_IMODE(file.stat().st_mode)


@pytest.mark.parametrize("write", [write_new, write_whole])
def test_only_the_owner_may_read_what_is_written(
    tmp_path: Path, write: Callable[[Path, bytes], None]
) -> None:
    file = tmp_path / "kept"
    with open_handed():
        write(file, WORDS)
    assert (file.read_bytes(), mode(file)) == (WORDS, 0o600)
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_file_takes_the_place_of_none(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    write_new(file, WORDS)
    with pytest.raises(FileExistsError):
        write_new(file, b"other words")
    assert file.read_bytes() == WORDS


def test_a_new_file_is_not_written_where_a_link_leads(tmp_path: Path) -> None:
    (tmp_path / "kept").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "kept", WORDS)
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_written_anew_is_closed_to_others_and_leaves_a_link_alone(tmp_path: Path) -> None:
    public, link = tmp_path / "public", tmp_path / "link"
    public.write_bytes(b"before")
    public.chmod(OTHERS_TOO)
    link.symlink_to(public)
    write_whole(link, WORDS)
    assert (link.read_bytes(), mode(link), link.is_symlink()) == (WORDS, 0o600, False)
    assert (public.read_bytes(), mode(public)) == (b"before", OTHERS_TOO)


def test_half_a_file_that_was_left_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "kept.new").write_bytes(b"half")
    write_whole(tmp_path / "kept", WORDS)
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]


def test_a_full_disk_leaves_nothing_behind_and_what_was_there_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    write_new(file, b"before")
    with full_from(10):
        for write in (write_new, write_whole):
            with pytest.raises(OSError, match="large"):
                write(tmp_path / "other" if write is write_new else file, WORDS)
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]
    assert file.read_bytes() == b"before"
