"""Journeys of two people, each with a browser of their own: Ash has script, Wren has none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.homes import NAMES, STRANGER, Home, at_home
from tests.browser.looks import amiss_here
from tests.browser.servers import serving
from tests.browser.visitors import Visitor

WORDS = "The table was laid when I came home"
BEGINNING = "velvet orbit cactus lantern mosaic"


class Newcomers:
    """Two people whom nobody on this server knows yet, and somebody who only looks."""

    def __init__(self, browser: Browser, address: str) -> None:
        """Open a browser for each."""
        self.stranger = Visitor(browser, STRANGER, address)
        self.ash = Visitor(browser, "Ash", address)
        self.wren = Visitor(browser, "Wren", address, java_script_enabled=False)


@pytest.fixture
def newcomers(browser: Browser, tmp_path: Path) -> Iterator[Newcomers]:
    """Return two people at a server where nobody has ever been."""
    with serving(tmp_path / "record") as address:
        both = Newcomers(browser, address)
        yield both
        for visitor in (both.stranger, both.ash, both.wren):
            visitor.close()


def test_two_people_come_together(newcomers: Newcomers) -> None:
    ash, wren = newcomers.ash.open("/"), newcomers.wren.page
    ash.get_by_role("link", name="Begin, as the first of you").click()
    says_who_they_are(ash, "Ash")
    ash.wait_for_url("**/start")
    ash.goto("/start/invite")
    ash.get_by_role("button", name="Make an invitation").click()
    expect(ash.locator("ol.words li")).to_have_count(10)
    assert amiss_here(newcomers.ash) == []
    newcomers.wren.open("/join")
    wren.get_by_label("The ten words").fill(" ".join(shown_words(ash)).upper())
    wren.get_by_role("button", name="Go on").click()
    says_who_they_are(wren, "Wren")
    wren.wait_for_url("**/start/pair")
    ash.get_by_role("link", name="They have joined").click()
    assert shown_words(ash) == shown_words(wren)
    for page in (ash, wren):
        page.get_by_role("button", name="They match", exact=True).click()
        page.goto("/today")
        expect(page.get_by_role("banner")).to_contain_text("Pause")
    assert newcomers.wren.notices() == []


def test_a_passkey_is_offered_once_where_a_script_finds_that_there_can_be_one(
    browser: Browser, newcomers: Newcomers
) -> None:
    ash = newcomers.ash.open("/begin/you")
    says_who_they_are(ash, "Ash")
    offered = ash.get_by_role("heading", name="A passkey on this device?")
    expect(offered).to_be_visible()
    assert amiss_here(newcomers.ash) == []
    how = {"java_script_enabled": False, "storage_state": newcomers.ash.context.storage_state()}
    plain = Visitor(browser, "Ash", newcomers.ash.address, **how)
    expect(plain.open("/start").get_by_text("A passkey on this device?")).to_be_hidden()
    plain.close()
    ash.get_by_role("button", name="Not now").click()
    expect(offered).to_have_count(0)


def test_a_form_that_comes_back_has_no_barrier_and_keeps_the_words(newcomers: Newcomers) -> None:
    page = newcomers.stranger.open("/begin/you")
    page.get_by_label("Your name here").fill("Ash")
    page.get_by_role("button", name="Create my account").click()
    expect(page.locator("#problems")).to_be_focused()
    assert page.get_by_label("Your name here").input_value() == "Ash"
    assert amiss_here(newcomers.stranger) == []


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_a_note_is_three_presses_and_pressing_twice_keeps_one(
    browser: Browser, demo: Home, tmp_path: Path, *, has_script: bool
) -> None:
    home = demo.copied(tmp_path / "home")
    with at_home(browser, home, java_script_enabled=has_script) as both:
        page = both["Wren"].open("/today")
        page.get_by_role("main").get_by_role("link", name="Note something").click()
        page.get_by_label("A few words").fill(WORDS)
        page.get_by_role("button", name="Keep this note").dblclick()
        expect(page.get_by_role("main").get_by_role("status")).to_contain_text("Kept.")
        for name in NAMES:
            noted = both[name].open("/note").get_by_role("link", name=WORDS)
            expect(noted).to_have_count(1)


def test_who_decides_is_answered_and_leaves_nothing_in_the_address(
    evening: dict[str, Visitor],
) -> None:
    page = evening["Wren"].open("/ask")
    before = page.url
    page.get_by_label("Which part of life?").select_option(index=1)
    page.get_by_label("Both of us").check()
    page.get_by_label("It matters").check()
    page.get_by_role("button", name="See who decides").click()
    expect(page.locator(".answer").first).to_be_visible()
    assert page.url == before
    assert amiss_here(evening["Wren"]) == []


def says_who_they_are(page: Page, name: str) -> None:
    """Fill in the page about oneself, and type the recovery code back from paper."""
    page.get_by_label("Your name here").fill(name)
    page.get_by_label("Passphrase", exact=True).fill(f"{BEGINNING} {name}")
    code = page.locator(".code").last.inner_text()
    page.get_by_label("Type or paste it").fill(code.lower())
    page.get_by_label("I am an adult").check()
    page.get_by_role("button", name="Create my account").click()


def shown_words(page: Page) -> list[str]:
    """Return the words that are set large on a page."""
    return page.locator("ol.words li").all_inner_texts()
