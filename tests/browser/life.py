"""Two people, each at a browser of their own, and the clock of the machine between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.browser.clocked import WrittenClock, serving_by
from tests.browser.homes import STRANGER
from tests.browser.people import Person
from tests.browser.visitors import Visitor

PASSPHRASES = {
    "Ash": "velvet orbit cactus lantern mosaic drift",
    "Wren": "copper anthem walnut glacier ribbon tundra",
}
"""As the tutorial has them."""


class Life:
    """Ash and Wren at one server, on which time passes as their story has it."""

    def __init__(
        self, browser: Browser, visitors: tuple[Visitor, Visitor], clock: WrittenClock
    ) -> None:
        """Take a browser of each, Ash's first."""
        self.browser = browser
        self.visitors = visitors
        self.ash, self.wren = (Person(each) for each in visitors)
        self.clock = clock

    @property
    def both(self) -> tuple[Person, Person]:
        """The two."""
        return self.ash, self.wren

    def passes(self, **passed: float) -> None:
        """Let time pass, as in `passes(minutes=6)`."""
        self.clock.later(**passed)

    def it_is(self, weekday: int, hour: int, minute: int = 0) -> None:
        """Go on to the next such time, and let both sign in: no login lasts from day to day."""
        now = self.clock.now()
        there = now.replace(hour=hour, minute=minute)
        there += timedelta(days=(weekday - now.weekday()) % 7)
        self.clock.set(there if there > now else there + timedelta(days=7))
        for each in self.both:
            comes_in(each)

    def notices(self) -> list[str]:
        """Return whatever was amiss in either browser, and what is kept there of a page."""
        return [line for each in self.visitors for line in (*each.notices(), *_kept(each))]

    def is_closed_to_a_stranger(self) -> bool:
        """Tell whether somebody else, at any page the two have open, is led to the door."""
        stranger = Visitor(self.browser, STRANGER, self.visitors[0].address)
        found = [stranger.open(each.page.url).url for each in self.both]
        stranger.close()
        return all(url.endswith("/in") for url in found)


def comes_in(person: Person) -> None:
    """Sign in, as on any day."""
    person.page.goto("/in")
    person.writes(person.name, "Your name here")
    person.writes(PASSPHRASES[person.name], "Passphrase")
    person.presses("Sign in")
    person.page.wait_for_url("**/today")


def _kept(visitor: Visitor) -> list[str]:
    """Return what the pages have left in a browser besides its cookies."""
    return [f"kept at {each['origin']}" for each in visitor.context.storage_state()["origins"]]


@contextmanager
def lives(browser: Browser, home: Path, **how: Any) -> Iterator[Life]:  # noqa: ANN401 - what Playwright takes
    """Serve an empty machine to the two; `how` is as Playwright takes it."""
    clock = WrittenClock(home / "clock")
    with serving_by(clock, home / "record") as address:
        ash, wren = (Visitor(browser, name, address, **how) for name in PASSPHRASES)
        yield Life(browser, (ash, wren), clock)
        for each in (ash, wren):
            each.close()
