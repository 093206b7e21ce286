"""One server of the demo's people, with marks in all they wrote, for every test that only looks."""

from collections.abc import Iterator

import pytest

from tests.web.knocking import Asked, House, Walked, house_of
from tests.web.marked import marked_town


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return the house; whoever uses it changes nothing in the record of the two."""
    with house_of(marked_town(tmp_path_factory.mktemp("house"))) as opened:
        yield opened


@pytest.fixture(scope="package")
def walked(house: House) -> Walked:
    """Return what the two reach there."""
    return Walked(house)


@pytest.fixture(scope="package")
def asked(house: House, walked: Walked) -> Asked:
    """Return what everybody gets at every route; only the two are asked for no form."""
    return Asked(house, walked)
