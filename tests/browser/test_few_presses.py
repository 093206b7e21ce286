"""Few presses: something is noted, from whichever page, in four at most."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.homes import Home, at_home
from tests.browser.people import Person
from tests.browser.visitors import Visitor

MOST = 4

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
