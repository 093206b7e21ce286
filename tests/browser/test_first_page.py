"""The first page somebody opens: it asks for little, stands still, and needs no script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.homes import Home
from tests.browser.scenes import DEMO, Scenes
from tests.browser.visitors import Visitor

MOST_REQUESTS = 7
"""The page, its style, script, letters, drawings and icons."""

LATE_MS = 500

NOTE_SHIFTS = """
globalThis.shifted = [];
new PerformanceObserver((list) => shifted.push(...list.getEntries().map((each) => each.value)))
  .observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def newly(browser: Browser, demo: Home, scenes: Scenes) -> Iterator[Visitor]:
    """Return Wren in a browser that has seen none of this before."""
    address = scenes[DEMO].visitors["Wren"].address
    visitor = Visitor(browser, "Wren", address, storage_state=demo.cookies("Wren"))
    visitor.context.add_init_script(NOTE_SHIFTS)
    yield visitor
    visitor.close()


def test_the_first_page_asks_for_little_and_stands_still(newly: Visitor) -> None:
    asked: list[str] = []
    newly.page.on("request", lambda request: asked.append(request.url))
    page = newly.open("/today")
    page.evaluate("document.fonts.ready")
    assert len(asked) <= MOST_REQUESTS, asked
    assert page.evaluate("shifted") == []


def test_the_door_stands_still(browser: Browser, scenes: Scenes) -> None:
    visitor = Visitor(browser, "somebody", scenes[DEMO].visitors["Wren"].address)
    visitor.context.add_init_script(NOTE_SHIFTS)
    visitor.page.route("**/passkey.js*", _come_late)
    page = visitor.open("/in")
    page.get_by_role("button", name="Sign in with a passkey").wait_for()
    assert page.evaluate("shifted") == []
    visitor.close()


def _come_late(route: Route) -> None:
    """Let something come once the page has been drawn, as it does over a slow connection."""
    route.request.frame.wait_for_timeout(LATE_MS)
    route.continue_()


def test_a_page_says_the_same_without_script(browser: Browser, demo: Home, scenes: Scenes) -> None:
    address = scenes[DEMO].visitors["Wren"].address
    said = []
    for script in (True, False):
        cookies = demo.cookies("Wren")
        how = {"storage_state": cookies, "java_script_enabled": script}
        visitor = Visitor(browser, "Wren", address, **how)
        said.append(visitor.open("/today").locator("body").inner_text())
        visitor.close()
    assert said[0] == said[1]
