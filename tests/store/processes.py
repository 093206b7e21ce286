"""Work that tests give to other processes, and how they are started."""

import multiprocessing
import os
import resource
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path

from tests.store.writing import OURS, append, is_act, operation, write
from troth.store.database import Database, connect
from troth.store.sqlite import SqliteStore

# A fork server has one thread and no open record, so that forking from it is quick and safe.
STARTING = multiprocessing.get_context("forkserver")
STARTING.set_forkserver_preload(["tests.store.processes"])

PATIENCE_SECONDS = 60
"""How long a process may take before a test gives up: a loaded machine is slow, not wrong."""


def run_together(
    work: Callable[..., None],
    each: Sequence[tuple[object, ...]],
    *,
    patience_seconds: int = PATIENCE_SECONDS,
) -> None:
    """Run some work in several processes at once, and see that all of them end well."""
    processes = [STARTING.Process(target=work, args=arguments) for arguments in each]
    for process in processes:
        process.start()
    for process in processes:
        process.join(patience_seconds)
        assert process.exitcode == 0


def write_some(homes: Sequence[Path], meeting: Barrier, first: int, count: int) -> None:
    """Open each record at the same moment as the others do, and append acts one after another."""
    for home in homes:
        meeting.wait(PATIENCE_SECONDS)
        with SqliteStore(home) as store:
            for number in range(first, first + count):
                append(store, number)


def submit(home: Path, number: int, times: int) -> None:
    """Submit one act again and again, looking its operation up each time."""
    for _ in range(times):
        with SqliteStore(home) as store, store.acting(OURS) as transaction:
            entry = transaction.operation(operation(number))
            if entry is None:
                entry = write(transaction, number, b"state")
            assert entry.seq == 1
            assert is_act(entry, number)


def read_and_write_without_room(home: Path) -> None:
    """Read a record where no file may grow, be refused an act, and act once there is room."""
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, unlimited[1]))
    with SqliteStore(home) as store:
        assert store.chains() == (OURS,)
        with store.reading(OURS) as reading:
            assert [entry.op for entry in reading.entries()] == [operation(1)]
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
        assert append(store, 2).seq == 2


def write_as_parent_and_child(home: Path) -> None:
    """Append before a fork, in the child, and afterwards, with one store object."""
    openers = list[int]()

    def noting(path: Path) -> Database:
        openers.append(os.getpid())
        return connect(path)

    with SqliteStore(home, connect=noting) as store:
        append(store, 1)
        child = os.fork()
        append(store, 2 if child else 3)
        assert openers[-1] == os.getpid()
        if child:
            _, status = os.waitpid(child, 0)
            assert status == 0
            append(store, 4)
            assert openers == [os.getpid()]
