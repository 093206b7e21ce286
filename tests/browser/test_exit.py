"""Exit: the page is gone at once, the login is over, and going back shows nothing of anybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.homes import Home, at_home
from tests.browser.visitors import Visitor

BEFORE = ("/today", "/note", "/today")
"""Where somebody was before they leave: as far back as Back is pressed afterwards."""

NOTHING = "\u200b"
"""Stands in an empty title, for browsers put the address in place of one that is not there."""

TYPED = "QUITE SURE"


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def wren(
    request: pytest.FixtureRequest, browser: Browser, demo: Home, tmp_path: Path
) -> Iterator[Visitor]:
    """Return Wren, logged in to a record of their own, in a browser with and without script."""
    home = demo.copied(tmp_path / "home")
    with at_home(browser, home, java_script_enabled=request.param) as both:
        yield both["Wren"]


def test_exit_leaves_nothing_and_back_shows_nothing(wren: Visitor) -> None:
    for address in BEFORE:
        wren.open(address)
    wren.page.get_by_role("button", name="Exit").click()
    wren.page.wait_for_url("**/blank")
    shows_nothing(wren.page)
    for _ in BEFORE:
        wren.page.go_back(wait_until="commit")
        shows_nothing(wren.page)
    assert wren.notices() == []


def test_after_exit_the_login_is_over(wren: Visitor) -> None:
    before = wren.context.cookies()
    wren.open("/today").get_by_role("button", name="Exit").click()
    wren.page.wait_for_url("**/blank")
    wren.context.clear_cookies()
    for cookie in before:
        wren.context.add_cookies(
            [{"url": wren.address, "name": cookie["name"], "value": cookie["value"]}]
        )
    assert wren.open("/today").url.endswith("/in")


def test_whoever_left_comes_in_again_by_the_front(wren: Visitor) -> None:
    wren.open("/today").get_by_role("button", name="Exit").click()
    wren.page.wait_for_url("**/blank")
    shows_nothing(wren.open("/today"))
    assert wren.open("/").get_by_role("heading", level=1).inner_text() == "Sign in"


@pytest.mark.parametrize("front", ["/today", "/", "/in"])
@pytest.mark.parametrize("wren", [True], ids=["with script"], indirect=True)
def test_exit_out_of_reach_ends_the_login_once_it_is_reached(wren: Visitor, front: str) -> None:
    before = wren.context.cookies()
    wren.open("/today")
    wren.context.route("**/leave", lambda route: route.abort())
    wren.page.get_by_role("button", name="Exit").click()
    wren.page.wait_for_url("**/blank")
    page = wren.open(front)
    if front == "/today":
        shows_nothing(page)
    else:
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    wren.context.clear_cookies()
    for each in before:
        wren.context.add_cookies(
            [{"url": wren.address, "name": each["name"], "value": each["value"]}]
        )
    assert wren.open("/today").url.endswith("/in")


@pytest.mark.parametrize("wren", [True], ids=["with script"], indirect=True)
def test_shift_three_times_is_exit(wren: Visitor) -> None:
    wren.open("/today")
    for _ in range(3):
        wren.page.keyboard.press("Shift")
    wren.page.wait_for_url("**/blank")
    shows_nothing(wren.page)
    wren.page.go_back(wait_until="commit")
    shows_nothing(wren.page)


@pytest.mark.parametrize("wren", [True], ids=["with script"], indirect=True)
def test_capitals_are_not_exit(wren: Visitor) -> None:
    words = wren.open("/note").locator("textarea")
    words.focus()
    for letter in TYPED:
        wren.page.keyboard.press(f"Shift+{letter}" if letter.strip() else "Space")
    assert words.input_value() == TYPED
    assert wren.page.url.endswith("/note")


def shows_nothing(page: Page) -> None:
    """Check that no word is left, neither in the page nor on its tab."""
    expect(page.locator("body")).to_have_text("")
    assert page.title().strip() in {"", NOTHING}
