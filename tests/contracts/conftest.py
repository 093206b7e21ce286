"""Every store there is; a new one joins here and has to pass the whole suite."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.store.postgresql import fresh_schema
from troth.application.ports import Store
from troth.store.memory import MemoryStore
from troth.store.postgres import PostgresStore
from troth.store.sqlite import SqliteStore

Stores: TypeAlias = tuple[Store, Store]


@contextmanager
def in_memory(_home: Path) -> Iterator[Stores]:
    """Open the only store there can be of one memory, and the same again."""
    with MemoryStore() as store:
        yield store, store


@contextmanager
def in_sqlite(home: Path) -> Iterator[Stores]:
    """Open one directory twice, as two processes would."""
    with SqliteStore(home) as one, SqliteStore(home) as other:
        yield one, other


@contextmanager
def in_postgresql(_home: Path) -> Iterator[Stores]:
    """Open one schema twice, as two machines would."""
    with fresh_schema() as url, PostgresStore(url) as one, PostgresStore(url) as other:
        yield one, other


OPENINGS = {"memory": in_memory, "sqlite": in_sqlite, "postgresql": in_postgresql}


@pytest.fixture(params=OPENINGS)
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stores]:
    """Open an empty record of each kind twice."""
    with OPENINGS[request.param](tmp_path / "record") as opened:
        yield opened


@pytest.fixture
def store(stores: Stores) -> Store:
    """Open an empty store of each kind."""
    return stores[0]
