"""Few presses: something is noted, from whichever page, and put right, in four at most."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.homes import Home, at_home
from tests.browser.people import Person
from tests.browser.visitors import Visitor

MOST = 4

HALF_A_PAGE = "Twice a week Wren writes half a page"
ITS_NUMBER = "4.2"

FROM = ("/today", "/book", "/chart", "/log", "/prefs", "/set")


class Counted(Person):
    """Somebody whose every press, choice and tick is counted; what is typed is not."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(visitor)
        self.visitor = visitor
        self.presses_made = 0

    def starts(self, address: str) -> None:
        """Begin to count, on a page."""
        self.visitor.open(address)
        self.presses_made = 0

    def chooses(self, words: str) -> None:
        self.presses_made += 1
        super().chooses(words)

    def opens(self, words: str) -> None:
        self.presses_made += 1
        super().opens(words)

    def unfolds(self, words: str) -> None:
        self.presses_made += 1
        super().unfolds(words)

    def ticks(self, words: str) -> None:
        self.presses_made += 1
        super().ticks(words)

    def picks(self, words: str, field: str) -> None:
        self.presses_made += 1
        super().picks(words, field)

    def presses(self, words: str) -> None:
        self.presses_made += 1
        super().presses(words)


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def both(
    request: pytest.FixtureRequest, browser: Browser, demo: Home, tmp_path: Path
) -> Iterator[dict[str, Counted]]:
    """Return Ash and Wren, with a record of their own, in browsers with and without script."""
    home = demo.copied(tmp_path / "home")
    with at_home(browser, home, java_script_enabled=request.param) as visitors:
        yield {name: Counted(each) for name, each in visitors.items()}


@pytest.mark.parametrize("name", ["Ash", "Wren"])
def test_something_is_noted_from_any_page(both: dict[str, Counted], name: str) -> None:
    person = both[name]
    for address in FROM:
        person.starts(address)
        person.opens("Today")
        person.chooses("Note something")
        person.ticks("A plain note")
        person.writes("The stairs were swept.", "A few words")
        person.presses("Keep this note")
        person.reads("Kept. Both of you can see it.")
        assert person.presses_made <= MOST, address


def test_each_step_of_a_slip_is_few_presses_too(both: dict[str, Counted]) -> None:
    ash, wren = both["Ash"], both["Wren"]
    ash.starts("/chart")
    ash.opens("Book")
    ash.chooses(ITS_NUMBER)
    ash.chooses("Ask about this")
    ash.presses("Ask about it")
    ends(ash, "Asked. Nothing happens until it is heard.")
    takes_the_step(wren, "Answered.", "It slipped")
    takes_the_step(ash, "Said.", "It slipped")
    finds_it_on_today(ash)
    ash.ticks("doing a thing again")
    ash.writes("20", "For how many minutes, at most?")
    ash.presses("Offer this")
    ends(ash, "Offered. Not now closes it, and is held against nobody.")
    takes_the_step(wren, "Accepted.", "I accept")
    takes_the_step(wren, "Begun.", "I begin")
    takes_the_step(wren, "Done. What comes next is care.", "It is done")
    takes_the_step(ash, "Noted. Both of you can read it.", "There was care")
    takes_the_step(ash, "It is closed for good.", "Close it for good")


def takes_the_step(person: Counted, told: str, button: str) -> None:
    """Take the one step that waits for somebody, from a page it is not on."""
    finds_it_on_today(person)
    person.presses(button)
    ends(person, told)


def finds_it_on_today(person: Counted) -> None:
    """Find what waits for somebody, from a page it is not on."""
    person.starts("/chart")
    person.opens("Today")
    person.chooses(HALF_A_PAGE)


def ends(person: Counted, told: str) -> None:
    """Look at what a step came to, and at how often it took a press."""
    person.reads(told)
    assert person.presses_made <= MOST, told
