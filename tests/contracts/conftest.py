"""Every store there is; a new one joins here and has to pass the whole suite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from troth.application.ports import Store
from troth.store.memory import MemoryStore
from troth.store.sqlite import SqliteStore


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Open an empty store of each kind."""
    opened: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "record")
    with opened:
        yield opened
