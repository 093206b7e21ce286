"""Telling in a real browser: what it asks, what it says when it may not, and what its worker shows.

No push service can be reached by a test. What one would deliver is handed to the worker as the
browser itself does it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.homes import Home, at_home
from tests.browser.visitors import Visitor
from tests.notify.receiving import TEXT, TITLE

ADDRESS = "/set/telling"
PRESSED = "Tell me in this browser"


@pytest.fixture
def wren(browser: Browser, demo: Home, tmp_path: Path) -> Iterator[Visitor]:
    """Return Wren, in a browser that keeps a worker."""
    with at_home(browser, demo.copied(tmp_path / "home"), service_workers="allow") as both:
        yield both["Wren"]


def presses(page: Page) -> None:
    """Press for it, and wait for what the page says."""
    page.get_by_role("button", name=PRESSED).click()
    expect(page.get_by_role("alert")).to_be_visible()


def delivered(wren: Visitor, said: dict[str, str]) -> list[dict[str, Any]]:
    """Hand the worker what a push service would, and return what it shows."""
    page = wren.open("/today")
    page.evaluate("navigator.serviceWorker.ready")
    line = wren.context.new_cdp_session(page)
    known: list[str] = []
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: known.extend(each["registrationId"] for each in told["registrations"]),
    )
    line.send("ServiceWorker.enable")
    page.wait_for_function("!!navigator.serviceWorker.controller")
    given = {"origin": wren.address.rstrip("/"), "registrationId": known[0]}
    line.send("ServiceWorker.deliverPushMessage", {**given, "data": json.dumps(said).ljust(1024)})
    page.wait_for_function(
        "navigator.serviceWorker.ready.then((worker) => worker.getNotifications())"
        ".then((all) => all.length)"
    )
    shown: list[dict[str, Any]] = page.evaluate(
        "navigator.serviceWorker.ready.then((worker) => worker.getNotifications())"
        ".then((all) => all.map(({ title, body, tag }) => ({ title, body, tag })))"
    )
    return shown


def test_a_browser_that_may_not_is_answered_in_a_sentence(wren: Visitor) -> None:
    page = wren.open(ADDRESS)
    presses(page)
    said = page.get_by_role("alert").inner_text()
    assert "This browser has been told to stay silent here." in said
    assert page.url.endswith(f"{ADDRESS}/on")
    expect(page.get_by_text("Off. No browser is told anything.")).to_be_visible()
    assert wren.notices() == []


def test_the_worker_shows_the_words_and_nothing_else(wren: Visitor) -> None:
    wren.context.grant_permissions(["notifications"], origin=wren.address.rstrip("/"))
    shown = delivered(wren, {"title": TITLE, "text": TEXT})
    assert shown == [{"title": TITLE, "body": TEXT, "tag": "one"}]


def test_without_script_the_page_says_what_it_is_needed_for(
    browser: Browser, demo: Home, tmp_path: Path
) -> None:
    with at_home(browser, demo.copied(tmp_path / "home"), java_script_enabled=False) as both:
        page = both["Ash"].open(ADDRESS)
        expect(page.get_by_text("Switching this on takes script")).to_be_visible()
        page.get_by_role("button", name=PRESSED).click()
        expect(page.get_by_role("alert")).to_contain_text("Nothing was switched on.")
        page.get_by_label("From").fill("22:00")
        page.get_by_label("Until").fill("07:00")
        page.get_by_role("button", name="Keep this").click()
        expect(page.get_by_role("status")).to_have_text("Kept. Only you can see it.")
