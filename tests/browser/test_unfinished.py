"""What is being written outlasts a lock, an exit and a lapsed login; and an idle screen locks."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.clocked import WrittenClock, serving_by
from tests.browser.homes import Home, enter, visited
from tests.browser.visitors import Visitor
from troth.application.accounts.logins import MOST_IDLE_MINUTES
from troth.bootstrap import SystemClock
from troth.demo.people import PEOPLE

WREN = next(each for each in PEOPLE if each.name == "Wren")
WORDS = "The river was high today, and I thought of you."

KEPT = "**/kept"

FOLDED = "/log/check"
"""A page on which somebody writes in what is folded up at first."""


class Evening:
    """Ash and Wren in the demo, by a clock that is told."""

    def __init__(self, clock: WrittenClock, both: dict[str, Visitor]) -> None:
        self.clock = clock
        self.both = both

    def rests(self, page: Page, minutes: float) -> None:
        """Let time pass, on the server and on the page."""
        self.clock.later(minutes=minutes)
        page.clock.fast_forward(int(minutes * 60_000))


@pytest.fixture
def late(browser: Browser, demo: Home, tmp_path: Path) -> Iterator[Evening]:
    """Return an evening in a copy of the demo."""
    home, clock = demo.copied(tmp_path / "home"), WrittenClock(tmp_path / "clock")
    with visited(browser, home, partial(serving_by, clock)) as both:
        clock.set(SystemClock().now())
        yield Evening(clock, both)


def writes(page: Page, field: str, text: str = WORDS) -> None:
    """Write in a field, and wait until it is kept."""
    with page.expect_response(KEPT) as kept:
        page.locator(f"textarea[name='{field}']").fill(text)
    assert kept.value.status == 204


def test_an_idle_screen_locks_and_what_was_being_written_is_there_again(late: Evening) -> None:
    wren = late.both["Wren"]
    page = wren.page
    page.clock.install()
    wren.open("/mine")
    writes(page, "text")
    late.rests(page, MOST_IDLE_MINUTES / 2 + 1)
    expect(page.locator("h1")).to_have_text("Private notes")
    late.rests(page, MOST_IDLE_MINUTES)
    page.wait_for_url("**/in")
    expect(page.get_by_text("Locked. Sign in to go on.")).to_be_visible()
    enter(wren, WREN)
    page.get_by_role("link", name="Private notes Kept at").click()
    page.get_by_role("link", name="Go on writing").click()
    expect(page.locator("textarea[name='text']")).to_have_value(WORDS)
    assert wren.notices() == []


def test_whoever_reads_on_is_not_locked_out(late: Evening) -> None:
    wren = late.both["Wren"]
    page = wren.page
    page.clock.install()
    wren.open("/help")
    wren.open("/book")
    for _ in range(MOST_IDLE_MINUTES // 4 + 1):
        page.keyboard.press("ArrowDown")
        late.rests(page, 4)
        # The page's script has read what it was told by the time another answer is there.
        page.evaluate("async () => (await fetch('/health')).text()")
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("/book")


def test_a_screen_that_slept_shows_nothing_when_it_wakes(late: Evening) -> None:
    wren = late.both["Wren"]
    page = wren.page
    page.clock.install()
    wren.open("/book")
    late.clock.later(minutes=MOST_IDLE_MINUTES)
    page.clock.set_fixed_time(late.clock.now())
    page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
    expect(page.locator("h1")).to_be_hidden()


def test_what_was_being_written_outlasts_exit(evening: dict[str, Visitor]) -> None:
    wren = evening["Wren"]
    page = wren.open("/talk/new")
    page.locator("textarea[name='topic']").press_sequentially(WORDS)
    page.get_by_role("button", name="Exit").click()
    page.wait_for_url("**/blank")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    enter(wren, WREN)
    wren.open("/talk/new")
    expect(page.locator("textarea[name='topic']")).to_have_value(WORDS)


def test_what_is_written_out_of_reach_is_kept_once_back(evening: dict[str, Visitor]) -> None:
    wren = evening["Wren"]
    page = wren.open("/mine")
    wren.context.set_offline(True)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/kept")):
        page.locator("textarea[name='text']").fill(WORDS)
    with page.expect_response(KEPT) as kept:
        wren.context.set_offline(False)
    assert kept.value.status == 204
    wren.open("/mine")
    expect(page.locator("textarea[name='text']")).to_have_value(WORDS)


def test_what_stands_in_its_field_again_is_not_left_in_a_fold(evening: dict[str, Visitor]) -> None:
    page = evening["Wren"].open(FOLDED)
    fold = page.locator("details:has(textarea)").first
    fold.locator("summary").click()
    writes(page, field := str(fold.locator("textarea").first.get_attribute("name")))
    evening["Wren"].open(FOLDED)
    expect(page.locator(f"textarea[name='{field}']")).to_have_value(WORDS)
    expect(page.locator(f"textarea[name='{field}']")).to_be_visible()
    page.get_by_role("button", name="Start afresh").click()
    expect(page.locator(f"textarea[name='{field}']")).to_be_hidden()
