"""Pause and stop: two presses from any page, nothing to fill in, with script and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.homes import NAMES, Home, at_home
from tests.browser.visitors import Visitor

Both = dict[str, Visitor]


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def both(
    request: pytest.FixtureRequest, browser: Browser, demo: Home, tmp_path: Path
) -> Iterator[Both]:
    """Return Ash and Wren, with a record of their own, in browsers with and without script."""
    home = demo.copied(tmp_path / "home")
    with at_home(browser, home, java_script_enabled=request.param) as visitors:
        yield visitors


@pytest.mark.parametrize(
    ("name", "other", "pressed"), [("Wren", "Ash", "Pause"), ("Ash", "Wren", "Stop")]
)
def test_the_second_press_pauses_for_both(both: Both, name: str, other: str, pressed: str) -> None:
    press_pause(both[name], pressed)
    for who in (name, other):
        expect(bar(both[who])).to_contain_text("Paused")
    assert both[name].notices() == []


def test_it_goes_on_only_when_both_have_said_so(both: Both) -> None:
    press_pause(both["Wren"], "Pause")
    come_back(both["Wren"])
    expect(bar(both["Ash"])).to_contain_text("Paused")
    come_back(both["Ash"])
    for name in NAMES:
        expect(bar(both[name])).not_to_contain_text("Paused")


def come_back(visitor: Visitor) -> None:
    """Say that one is ready to come back."""
    visitor.open("/pause").get_by_role("button", name="I am ready to come back").first.click()
    visitor.page.wait_for_load_state()


def press_pause(visitor: Visitor, pressed: str) -> None:
    """Go from Today to the page for pausing, and press there: two presses in all."""
    page = visitor.open("/today")
    page.get_by_role("banner").get_by_role("link", name="Pause").click()
    page.get_by_role("main").get_by_role("button", name=pressed).first.click()
    expect(page.get_by_role("banner")).to_contain_text("Paused")


def bar(visitor: Visitor) -> Locator:
    """Return the bar at the top of Today as it stands now."""
    return visitor.open("/today").get_by_role("banner")
