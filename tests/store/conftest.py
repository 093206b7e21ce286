"""Where the records of these tests live, what seed they draw from, what they say they measured."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.store.figures import DEFAULT_SEED, Figures
from tests.store.postgresql import fresh_schema
from troth.store.postgres import PostgresStore


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Choose a directory that does not exist yet."""
    return tmp_path / "record"


@pytest.fixture
def quick_home() -> Iterator[Path]:
    """Choose a directory in memory where there is one, for tests that fail the disk themselves.

    What they look at is what is asked of the disk; waiting for a real one would only be slow.
    """
    memory = Path("/dev/shm")  # noqa: S108 - a private directory is made in it
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as directory:
        yield Path(directory) / "record"


@pytest.fixture
def url() -> Iterator[str]:
    """Choose a schema of PostgreSQL that is empty yet."""
    with fresh_schema() as fresh:
        yield fresh


@pytest.fixture
def store(url: str) -> Iterator[PostgresStore]:
    """Open an empty record in PostgreSQL."""
    with PostgresStore(url) as opened:
        yield opened


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> str:
    """Return the seed of this run, which its first lines print."""
    return str(request.config.getoption("hypothesis_seed") or DEFAULT_SEED)


@pytest.fixture
def figures(request: pytest.FixtureRequest, seed: str) -> Figures:
    """Keep a line for the end of the run, where it stands with the seed that repeats it."""

    def say(line: str) -> None:
        request.node.user_properties.append(("figures", f"{line} (seed {seed})"))

    return say
