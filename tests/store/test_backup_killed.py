"""A backup that is broken off at any moment leaves no login behind, and nothing unsealed."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pyrage
import pytest

from tests.store.figures import Figures, chance, rounds
from tests.store.processes import run_together
from tests.store.writing import ASH, OURS, admit, append
from troth.application.ports import Card, Shelf
from troth.store import backup, copying
from troth.store.age import opening_by, sealing_for
from troth.store.backup import DIRECTORY, UNFINISHED, Keeping, back_up, backups, try_backup
from troth.store.database import connect
from troth.store.generation import settle_generation
from troth.store.place import DATABASE
from troth.store.sqlite import SqliteStore

NOW = datetime(2026, 3, 2, 18, 30, 5, tzinfo=UTC)
LONGEST_LIFE_SECONDS = 0.12
"""A backup of this record takes less, and the next one follows: every part of it is met."""

LEAST_MOMENTS = 60
"""Fewer lines of making a backup were not watched, but missed."""

LOGIN, THROTTLE = b"a login that opens everything ", b"a throttle that tells of a try "
UNSEALED = b"SQLite format 3\0"

PLAINLY = Keeping()


@pytest.fixture
def record(home: Path) -> Path:
    """Keep a record in which somebody is logged in, and somebody has tried to be."""
    with SqliteStore(home) as store:
        settle_generation(store, home)
        admit(store, OURS)
        for number in range(1, 30):
            append(store, number)
        with store.filing() as directory:
            # Of many pages, as the logins of a year are, so that one of them is seen on its way.
            for number in range(40):
                directory.put_card(Shelf.LOGIN, Card(f"l{number}", ASH, LOGIN * 40))
                directory.put_card(Shelf.THROTTLE, Card(f"t{number}", ASH, THROTTLE * 40))
    return home


@pytest.fixture
def kept(home: Path) -> Path:
    """Choose a directory for the backups, outside the home."""
    return home.parent / "kept"


def contents(*directories: Path) -> Iterator[tuple[str, bytes]]:
    """Give the name and content of every file in directories, finished or not."""
    for directory in directories:
        for file in directory.rglob("*"):
            try:
                yield file.name, file.read_bytes()
            except (IsADirectoryError, FileNotFoundError):
                continue


def told(*directories: Path) -> set[str]:
    """Return the names of files in which a login or a throttle stands."""
    return {name for name, each in contents(*directories) if LOGIN in each or THROTTLE in each}


def unsealed(directory: Path) -> set[str]:
    """Return the names of files that anybody could open as a record."""
    return {name for name, each in contents(directory) if UNSEALED in each}


@contextmanager
def at_each_line(look: Callable[[], object]) -> Iterator[list[int]]:
    """Look before every line that makes a backup: what a kill there would leave is seen then."""
    files, lines = {backup.__file__, copying.__file__}, list[int]()

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            lines.append(frame.f_lineno)
            look()
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield lines
    finally:
        sys.settrace(before)


def test_no_login_is_in_any_file_of_a_backup_at_any_moment(record: Path, kept: Path) -> None:
    found = set[str]()
    with at_each_line(lambda: found.update(told(kept, record / DIRECTORY))) as moments:
        back_up(record, kept, NOW, (SqliteStore, PLAINLY))
    assert len(moments) > LEAST_MOMENTS
    assert told(record) == {DATABASE}
    assert found == set()


def test_what_is_sealed_lies_nowhere_near_it_unsealed(record: Path, kept: Path) -> None:
    identity, found = pyrage.x25519.Identity.generate(), set[str]()
    keeping = Keeping(sealing_for(str(identity.to_public())), opening_by(str(identity).encode()))

    def look() -> None:
        found.update(told(kept, record / DIRECTORY) | unsealed(kept))

    with at_each_line(look) as moments:
        made = back_up(record, kept, NOW, (SqliteStore, keeping))
    assert len(moments) > LEAST_MOMENTS
    assert found == set()
    assert Path(made.file).exists()
    assert list((record / DIRECTORY).iterdir()) == []


def test_a_copy_from_which_logins_are_removed_afterwards_would_be_seen(
    record: Path, kept: Path
) -> None:
    kept.mkdir()
    with closing(connect(record / DATABASE)) as database:
        database.rows("VACUUM INTO ?", str(kept / DATABASE))
    assert told(kept) == unsealed(kept) == {DATABASE}


@pytest.mark.parametrize("is_sealed", [False, True])
def test_killed_backups_leave_no_login_and_do_not_hinder_the_next(
    record: Path, seed: str, figures: Figures, *, is_sealed: bool
) -> None:
    kept, left, lives = record.parent / "kept", record.parent / "left", rounds(30, 1_000)
    tried = [(record, kept, lives, (seed, is_sealed))]
    run_together(make_and_die, tried, patience_seconds=2 * lives + 60)
    unfinished = int(left.read_text())
    figures(
        f"kill -9 of {'sealed' if is_sealed else 'plain'} backups: {lives} rounds,"
        f" {unfinished} left something unfinished, 0 a login"
    )
    assert unfinished > lives // 4
    made = back_up(record, kept, NOW, (SqliteStore, PLAINLY))
    assert try_backup(Path(made.file), SqliteStore) == made.holds
    assert not list(kept.glob(f"{UNFINISHED}*"))


def make_and_die(home: Path, kept: Path, lives: int, drawn: tuple[str, bool]) -> None:
    """Kill backups at random moments, and look at what each has left.

    Runs in a process with one thread and no open record, from which forking is quick and safe.
    """
    seed, is_sealed = drawn
    draw, unfinished = chance(seed, f"backup {is_sealed}"), 0
    for life in range(lives):
        maker = start(home, kept, NOW + timedelta(seconds=life), is_sealed=is_sealed)
        time.sleep(draw.uniform(0, LONGEST_LIFE_SECONDS))
        os.kill(maker, signal.SIGKILL)
        os.waitpid(maker, 0)
        assert told(kept, home / DIRECTORY) == set()
        assert not (is_sealed and unsealed(kept))
        unfinished += any((*kept.glob(f"{UNFINISHED}*"), *home.glob(f"*/{UNFINISHED}*")))
    assert all(each.is_sealed == is_sealed for each in backups(kept))
    (home.parent / "left").write_text(str(unfinished))


def start(home: Path, kept: Path, now: datetime, *, is_sealed: bool) -> int:
    """Start making backups one after another, and return the process's id."""
    maker = os.fork()
    if maker == 0:
        try:
            # Not a real seal, which takes a second on purpose: what is looked at lies around it.
            keeping = Keeping(lambda plain: plain[::-1]) if is_sealed else PLAINLY
            while True:
                back_up(home, kept, now, (SqliteStore, keeping))
        finally:
            os._exit(1)
    return maker
