"""A couple who have begun, made once and copied for every test; each test logs in anew."""

import shutil
from pathlib import Path

import pytest

from tests.cli.home import Home


@pytest.fixture(scope="session")
def _begun(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("couple") / "home")
    home.have_begun()
    return home


@pytest.fixture
def home(_begun: Home, tmp_path: Path) -> Home:
    """Return a home of Ash and Wren, who began ten days ago on `given.usual()`."""
    path = tmp_path / "home"
    shutil.copytree(_begun.path, path)
    home = Home(path, _begun.people)
    for name in home.people:
        home.logs_in(name)
    return home
