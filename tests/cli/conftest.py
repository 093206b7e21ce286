"""A couple who have begun, made once and copied for every test."""

import shutil
from pathlib import Path

import pytest

from tests.cli.home import Home


@pytest.fixture(scope="session")
def _begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("couple") / "home"
    Home(path).have_begun()
    return path


@pytest.fixture
def home(_begun: Path, tmp_path: Path) -> Home:
    """Return a home of Ash and Wren, who began ten days ago on `given.usual()`."""
    path = tmp_path / "home"
    shutil.copytree(_begun, path)
    return Home(path)
