"""Out of reach: a phone shows a page of its own, keeps what is pressed, and sends it when back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.failing import FAILS, IN_FRONT, serving_failing
from tests.browser.homes import Home, enter, visited
from tests.browser.visitors import Visitor
from troth.demo.people import PEOPLE
from troth.web.cookies import DEVICE

AWAY = "This cannot be reached now"
KEPT = "Kept on this phone"


@pytest.fixture
def both(browser: Browser, demo: Home, tmp_path: Path) -> Iterator[dict[str, Visitor]]:
    """Return Ash and Wren, each with a browser that keeps a worker."""
    home = demo.copied(tmp_path / "home")
    with visited(browser, home, serving_failing, service_workers="allow") as both:
        yield both


@pytest.fixture
def wren(both: dict[str, Visitor]) -> Visitor:
    """Return Wren, on whose phone the worker has kept what it keeps."""
    wren = both["Wren"]
    keeps(wren.open("/today"))
    return wren


def keeps(page: Page) -> None:
    """Wait until the worker has kept the page for when nothing is reached."""
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.match('/offline/kept').then((found) => !!found)")
    page.wait_for_function("!!navigator.serviceWorker.controller")


def trust(wren: Visitor) -> None:
    """Sign in with the passphrase, and let this phone pause without it."""
    wren.context.clear_cookies()
    enter(wren, next(each for each in PEOPLE if each.name == wren.name))
    wren.open("/set/devices").get_by_role("link", name="this one").click()
    wren.page.get_by_role("button", name="Let it pause and stop").click()
    wren.page.wait_for_function(
        "caches.match('/offline').then((found) => found.headers.has('x-trusted'))"
    )


def turned_away(wren: Visitor) -> None:
    """Have something in front of the server answer what this phone sends from out of reach."""
    wren.context.add_cookies([{"url": wren.address, "name": FAILS, "value": IN_FRONT}])


def pressed_at(page: Page) -> list[int]:
    """Return when what this phone keeps was pressed."""
    found: list[int] = page.evaluate(
        "new Promise((done) => { const open = indexedDB.open('shell', 1);"
        " open.onsuccess = () => { const kept = open.result.transaction('pressed');"
        " const asked = kept.objectStore('pressed').getAll(); asked.onsuccess = () => {"
        " open.result.close(); done(asked.result.map((each) => each.at)); }; }; })"
    )
    return found


def cached(page: Page) -> list[str]:
    """Return what the worker has kept, by address."""
    found: list[str] = page.evaluate(
        "caches.open('shell').then((shell) => shell.keys())"
        ".then((kept) => kept.map((each) => new URL(each.url).pathname))"
    )
    return found


def test_gone_back_to_what_a_form_answered_its_page_is_asked_for_anew(wren: Visitor) -> None:
    page = wren.open("/plans")
    page.get_by_label("Find words").fill("wall")
    page.get_by_role("button", name="Find").click()
    page.locator('main a[href^="/plans/"]').last.click()
    page.wait_for_load_state()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Decisions")


def test_it_keeps_the_shell_and_two_pages_of_nobody(wren: Visitor) -> None:
    for address in ("/book", "/mine", "/log"):
        wren.open(address)
    kept = [each for each in cached(wren.page) if not each.startswith("/static/")]
    assert kept == ["/offline", "/offline/kept"]


def test_out_of_reach_it_says_so_and_offers_what_works(wren: Visitor) -> None:
    wren.context.set_offline(True)
    page = wren.open("/book")
    expect(page.get_by_role("heading", level=1)).to_have_text(AWAY)
    expect(page.get_by_text("work by saying them")).to_be_visible()
    assert page.get_by_role("button").count() == 0
    wren.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    page.wait_for_url("**/today")


def stops_out_of_reach(wren: Visitor) -> None:
    """Press Stop on a trusted phone while nothing is reached, and see that it is kept."""
    trust(wren)
    wren.context.set_offline(True)
    wren.open("/today").get_by_role("button", name="Stop").click()
    expect(wren.page.get_by_role("heading", level=1)).to_have_text(KEPT)


def test_a_stop_pressed_out_of_reach_is_recorded_once_it_is_back(
    both: dict[str, Visitor], wren: Visitor
) -> None:
    stops_out_of_reach(wren)
    assert "Side by side" not in both["Ash"].open("/today").content()
    wren.context.set_offline(False)
    assert "Side by side" in wren.open("/today").content()
    assert "Side by side" in both["Ash"].open("/today").content()


def test_what_a_proxy_answers_to_a_kept_press_loses_nothing(
    both: dict[str, Visitor], wren: Visitor
) -> None:
    stops_out_of_reach(wren)
    at = pressed_at(wren.page)
    turned_away(wren)
    wren.context.set_offline(False)
    assert "Side by side" not in wren.open("/today").content()
    assert pressed_at(wren.page) == at
    wren.context.clear_cookies(name=FAILS)
    assert "Side by side" in wren.open("/today").content()
    assert "Side by side" in both["Ash"].open("/today").content()
    assert pressed_at(wren.page) == []


def test_a_kept_press_that_cannot_be_recorded_is_told_first(
    both: dict[str, Visitor], wren: Visitor
) -> None:
    stops_out_of_reach(wren)
    wren.context.clear_cookies(name=DEVICE)
    wren.context.set_offline(False)
    for _ in range(2):
        wren.page.goto("/blank")
        assert wren.page.locator("body").inner_text() == ""
    page = wren.open("/plans")
    expect(page.get_by_role("heading", level=1)).to_have_text("This was not recorded")
    assert "Side by side" not in both["Ash"].open("/today").content()
    expect(wren.open("/plans").get_by_role("heading", level=1)).to_have_text("Decisions")
    page.go_back()
    page.get_by_role("button", name="Stop").click()
    page.wait_for_url("**/pause")
    assert "Side by side" in both["Ash"].open("/today").content()


def test_a_press_on_a_phone_that_is_not_trusted_is_not_kept(
    both: dict[str, Visitor], wren: Visitor
) -> None:
    page = wren.open("/pause")
    wren.context.set_offline(True)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(AWAY)
    wren.context.set_offline(False)
    assert "Side by side" not in wren.open("/today").content()
    assert "Side by side" not in both["Ash"].open("/today").content()


def test_after_exit_nothing_is_kept_to_be_seen(wren: Visitor) -> None:
    wren.page.get_by_role("button", name="Exit").click()
    wren.page.wait_for_url("**/blank")
    assert cached(wren.page) == []
    wren.context.set_offline(True)
    assert wren.open("/today").locator("body").inner_text() == ""
