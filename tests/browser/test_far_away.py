"""Long sentences that run from right to left stand on every screen as ours do."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.afar import serving_afar
from tests.browser.homes import NAMES, Home
from tests.browser.looks import HAND_PX, SMALLEST_TARGET_PX, SMALLEST_TEXT_PX, WIDTHS
from tests.browser.visitors import PHONE, Visitor

OF_BOTH = ("/today", "/ask", "/plans", "/book", "/log", "/talk/new", "/week", "/check", "/chart")
OF_ONE = ("/pause", "/prefs", "/set/outside", "/start", "/help", "/take")
ADDRESSES = (*OF_BOTH, *OF_ONE)
"""Pages that hold one of everything: rows, columns, a document, a chart, forms, equal buttons."""


@pytest.fixture(name="afar", scope="module")
def _afar(
    browser: Browser, demo: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Visitor]:
    home = demo.copied(tmp_path_factory.mktemp("afar") / "home")
    name = NAMES[0]
    with serving_afar(home.record) as address:
        visitor = Visitor(browser, name, address, storage_state=home.cookies(name))
        yield visitor
        visitor.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_long_page_from_right_to_left_fits_every_screen(afar: Visitor, address: str) -> None:
    page = afar.open(address)
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        found += afar.probe("sideways")
        if width >= PHONE["width"]:
            found += afar.probe("smallText", SMALLEST_TEXT_PX)
        found += afar.probe("smallTargets", SMALLEST_TARGET_PX, HAND_PX)
    assert found == []


def test_pause_and_exit_stay_in_sight_where_their_words_are_long(afar: Visitor) -> None:
    page = afar.open("/today")
    page.set_viewport_size(PHONE)
    tools = page.locator("header .tool")
    assert tools.count() == 2
    for place in range(2):
        box = tools.nth(place).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] >= HAND_PX
