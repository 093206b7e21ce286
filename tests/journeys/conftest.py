"""A demo made once for all tests that only read it."""

import pytest

from tests.journeys.demo import Told


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Return the demo as it was made one afternoon in November."""
    return Told(tmp_path_factory.mktemp("demo") / "home")
