"""A real PostgreSQL for tests: one server for all that run at once, one schema for each test.

The first process that asks starts a keeper; the keeper stops the server, and removes all it wrote,
once the last process that asked has ended, however it ended.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

from tests.store import servers
from tests.store.servers import ROLE, Server, address_of, programs

PATIENCE_SECONDS = 60
"""How long a server may take to start: on a loaded machine it is slow, not broken."""

POLL_SECONDS = 0.02

_numbers = count(1)


@contextmanager
def fresh_schema() -> Iterator[str]:
    """Give the address of an empty schema, which is dropped afterwards."""
    schema = f"test_{os.getpid()}_{next(_numbers)}"
    run_as_owner(f"CREATE SCHEMA {schema} AUTHORIZATION {ROLE}")
    try:
        yield address_of(server(), schema)
    finally:
        run_as_owner(f"DROP SCHEMA {schema} CASCADE")


def schema_of(url: str) -> str:
    """Return the schema an address leads to; its connections go by the same name."""
    return url.rpartition("%3D")[2]


def run_as_owner(statement: str) -> list[tuple[object, ...]]:
    """Run a statement as whoever owns the server, and return what it gives."""
    return servers.run_as_owner(server(), statement)


def dump(url: str, file: Path) -> None:
    """Dump the schema an address leads to, as whoever keeps a server is told to."""
    left_out, asked = "--no-unlogged-table-data", ("--format", "custom", "--file", str(file))
    _use("pg_dump", left_out, *asked, "--schema", schema_of(url))


def put_back(file: Path) -> None:
    """Put a dump back where its schema has been dropped."""
    _use("pg_restore", str(file))


def data() -> Path:
    """Return the server's data directory, for tests that search the files themselves."""
    return server() / "data"


@cache
def server() -> Path:
    """Return the directory with the socket of the running server, starting one if there is none."""
    directory = _meeting_place()
    # Held until this process ends, and let go by the kernel then.
    _locked(directory / "users", fcntl.LOCK_SH)
    starting = _locked(directory / "starting", fcntl.LOCK_EX)
    if not (directory / "ready").exists():
        _start_keeper(directory)
    os.close(starting)
    return directory


def keep(directory: Path) -> None:
    """Start a server, keep it while anybody holds the lock, then remove it and its files."""
    try:
        kept = Server(directory)
        kept.lay_out()
        (directory / "ready").touch()
        _locked(directory / "users", fcntl.LOCK_EX)
        kept.kill()
    finally:
        shutil.rmtree(directory)


def _meeting_place() -> Path:
    """Return a directory that all workers of one test run share, and nobody else."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return Path(tempfile.mkdtemp(prefix="troth-postgresql-"))
    # Not the whole id: a socket's path has at most 104 characters on some systems.
    directory = Path(tempfile.gettempdir()) / f"troth-postgresql-{run[:12]}"
    directory.mkdir(exist_ok=True)
    return directory


def _locked(path: Path, kind: int) -> int:
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(descriptor, kind)
    return descriptor


def _start_keeper(directory: Path) -> None:
    with (directory / "keeper.log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.store.postgresql", directory],
            cwd=Path(__file__).parents[2],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    until = time.monotonic() + PATIENCE_SECONDS
    while not (directory / "ready").exists():
        if keeper.poll() is not None or time.monotonic() > until:
            raise RuntimeError((directory / "keeper.log").read_text())
        time.sleep(POLL_SECONDS)
    # It outlives this process, which therefore does not wait for it.
    keeper.returncode = 0


def _use(program: str, *arguments: str) -> None:
    address = f"postgresql://owner@/postgres?host={server()}"
    subprocess.run([str(programs() / program), "--dbname", address, *arguments], check=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
