"""What somebody looked for has a page of its own, to go back to; its address says nothing of it."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import FullDisk, paired
from tests.web.browsing import Browser, Street, street
from troth.application.private.searches import MOST


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        opened.wren.sends("/mine", text="A walk by the river.")
        opened.wren.sends("/mine", text="Bread in the oven.")
        yield opened


def finds(browser: Browser, words: str = "river", at: str = "/mine/find") -> str:
    """Look for something, and return the address of what was found."""
    return browser.posts(at, {"find": words}).address


def test_what_was_found_can_be_opened_again(here: Street) -> None:
    address = finds(here.wren)
    finds(here.wren, "bread")
    page = here.wren.opens(address)
    assert page.status == 200
    assert "A walk by the river." in page
    assert "Bread" not in page


@pytest.mark.parametrize("at", ["/mine/find", "/log", "/take/erase/words/find"])
def test_its_address_says_nothing_of_what_was_looked_for(here: Street, at: str) -> None:
    address = finds(here.wren, "river", at)
    assert address.startswith(f"{at}/f/")
    assert "river" not in address
    assert here.wren.opens(address).form(at)["find"] == "river"


def test_nobody_else_opens_it(here: Street) -> None:
    address = finds(here.wren)
    for other in (here.ash, here.stranger, here.nobody):
        assert "river" not in other.opens(address)
    assert here.ash.opens(address).status == 404


def test_the_oldest_of_many_is_not_found_any_more(here: Street) -> None:
    first = finds(here.wren)
    for number in range(MOST):
        finds(here.wren, f"river {number}")
    assert here.wren.opens(first).status == 404


def test_where_nothing_can_be_written_it_still_finds() -> None:
    store = FullDisk(has_ballast=False)
    with street(paired(store)) as here:
        here.wren.sends("/mine", text="A walk by the river.")
        store.is_full = True
        assert "A walk by the river." in here.wren.posts("/mine/find", {"find": "river"})
