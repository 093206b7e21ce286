"""What is reached and by whom, and what stands in titles and addresses for anybody to see."""

import re

import pytest

from tests.browser.conftest import STRANGER
from tests.browser.homes import NAMES
from tests.browser.places import FOR_ANYBODY, FOR_MEMBERS, PLACES, Place, place_of
from tests.browser.visitors import Visitor
from tests.browser.walks import Walk

TELLING = re.compile(
    r"dominan|submissi|\bd/s\b|bdsm|kink|sex|intima|disciplin|punish|obey|correct|agree|consent"
    r"|limit|slave|master|mistress|protocol|troth",
    re.IGNORECASE,
)
"""What nobody else is to read over a shoulder or in the history of a browser."""

LARGEST_PAGE = 20 * 1024
"""Bytes: a page is there at once on a poor connection too."""

for_both = pytest.mark.parametrize("name", NAMES)


@for_both
def test_every_page_is_reached_by_links(walks: dict[str, Walk], name: str) -> None:
    missing = set(FOR_MEMBERS) - walks[name].reached()
    assert sorted(map(str, missing)) == []


def test_every_page_for_anybody_is_reached_from_the_door(walks: dict[str, Walk]) -> None:
    missing = set(FOR_ANYBODY) - walks[STRANGER].reached()
    assert sorted(map(str, missing)) == []


@pytest.mark.parametrize("name", [*NAMES, STRANGER])
def test_every_link_leads_to_a_page_and_tells_nothing(walks: dict[str, Walk], name: str) -> None:
    assert walks[name].strays == []


def test_a_stranger_reaches_only_what_is_for_anybody(walks: dict[str, Walk]) -> None:
    assert sorted(map(str, walks[STRANGER].reached() & set(FOR_MEMBERS))) == []


@pytest.mark.parametrize("place", FOR_MEMBERS, ids=str)
def test_a_stranger_is_led_to_the_door(
    visitors: dict[str, Visitor], walks: dict[str, Walk], place: Place
) -> None:
    for address in walks["Ash"].addresses(place):
        page = visitors[STRANGER].open(address)
        assert page.url.endswith("/in")


@pytest.mark.parametrize("name", [*NAMES, STRANGER])
def test_titles_tell_nothing_and_are_each_their_own(walks: dict[str, Walk], name: str) -> None:
    # What is listed and one thing of the list are one screen, as far as a tab tells.
    titles: dict[str, set[str]] = {}
    for sheet in walks[name].sheets:
        titles.setdefault(sheet.title, set()).add(sheet.address.split("/")[1])
    assert [title for title in titles if TELLING.search(title)] == []
    assert {title: screens for title, screens in titles.items() if len(screens) > 1} == {}


def test_addresses_tell_nothing() -> None:
    assert [str(place) for place in PLACES if TELLING.search(place.address)] == []
    assert place_of("/nowhere") is None


@pytest.mark.parametrize("name", [*NAMES, STRANGER])
def test_a_page_is_small(walks: dict[str, Walk], name: str) -> None:
    sizes = {sheet.address: len(sheet.text.encode()) for sheet in walks[name].sheets}
    assert {address: size for address, size in sizes.items() if size > LARGEST_PAGE} == {}
