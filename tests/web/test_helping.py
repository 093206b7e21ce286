"""Help is the same for everybody, in or not, and nothing of anybody's is on it."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import paired
from tests.web.browsing import Street, street

PAGES = (
    "/help",
    "/help/words",
    "/help/wrong",
    "/help/others",
    "/help/cannot",
    "/help/away",
)


@pytest.fixture(name="here", scope="module")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        yield opened


@pytest.mark.parametrize("address", PAGES)
def test_help_is_read_by_anybody_and_names_nobody(here: Street, address: str) -> None:
    for each in (here.ash, here.wren, here.stranger, here.nobody):
        page = each.opens(address)
        assert (page.status, page.address) == (200, address)
        assert not {"Ash", "Wren"} & set(page.words.split())
        assert "/leave" in [to for to, _ in page.forms]


@pytest.mark.parametrize("address", PAGES)
def test_pause_is_there_for_whoever_is_in_and_asks_nobody_else(here: Street, address: str) -> None:
    assert "/pause" in here.wren.opens(address).links
    assert "/pause" not in here.nobody.opens(address).links


@pytest.mark.parametrize("address", PAGES)
def test_every_page_leads_to_other_people_and_asks_nothing(here: Street, address: str) -> None:
    page = here.nobody.opens(address)
    assert "/help" in page.links
    assert [to for to, _ in page.forms] == ["/leave"]


def test_reading_help_records_nothing(here: Street) -> None:
    with here.town.store.reading(here.chain) as reading:
        before = reading.head
    for address in PAGES:
        here.ash.opens(address)
    with here.town.store.reading(here.chain) as reading:
        assert reading.head == before


def test_there_is_somebody_to_call_in_every_country_named(here: Street) -> None:
    page = here.nobody.opens("/help/others")
    for number in ("112", "999", "911", "000", "111"):
        assert number in page
    assert "Professionals who know this life" in page
