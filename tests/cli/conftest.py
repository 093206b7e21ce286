"""A couple as they come together, made once and copied for every test; each test logs in anew."""

from pathlib import Path

import pytest

from tests.cli.home import BEGUN_DAYS, ROBIN, Home
from tests.given import WREN


@pytest.fixture(scope="session")
def _opened(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("opened") / "home")
    for member in (WREN, ROBIN):
        home.knows(member)
    home.opens(days_ago=BEGUN_DAYS)
    return home


@pytest.fixture(scope="session")
def _met(_opened: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = _opened.copied(tmp_path_factory.mktemp("met") / "home")
    home.come_together(days_ago=BEGUN_DAYS)
    return home


@pytest.fixture(scope="session")
def begun(_met: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return the home of Ash and Wren that is copied for each test; nothing is changed in it."""
    home = _met.copied(tmp_path_factory.mktemp("begun") / "home")
    home.have_begun()
    return home


@pytest.fixture
def alone(_opened: Home, tmp_path: Path) -> Home:
    """Return a home where Ash is, and waits for somebody."""
    return _opened.copied(tmp_path / "alone")


@pytest.fixture
def met(_met: Home, tmp_path: Path) -> Home:
    """Return a home of Ash and Wren, who have agreed nothing yet."""
    return _met.copied(tmp_path / "met")


@pytest.fixture
def home(begun: Home, tmp_path: Path) -> Home:
    """Return a home of Ash and Wren, who began ten days ago on `given.usual()`."""
    return begun.copied(tmp_path / "home")
