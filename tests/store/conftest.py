"""Where the records of these tests live."""

from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Choose a directory that does not exist yet."""
    return tmp_path / "record"
