"""The pages there are: every address of the application that shows something, and to whom."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from troth.web.app import PAGES
from troth.web.guest import Guest
from troth.web.visit import Visit

HOLE = re.compile(r"\{\w+:(\w+)\}")
"""Where an address names a thing: {matter:str}."""


@dataclass(frozen=True)
class Place:
    """One page: its address, in which a thing may be named, and for whom it is."""

    address: str
    opens: type[Guest]

    def __str__(self) -> str:
        return self.address

    @property
    def names_a_thing(self) -> bool:
        """Whether there is one such page for each thing of a kind."""
        return HOLE.search(self.address) is not None

    def holds(self, address: str) -> bool:
        """Tell whether an address is one of this page."""
        return _pattern(self.address).fullmatch(address) is not None


@cache
def _pattern(address: str) -> re.Pattern[str]:
    """Return what the addresses of a place look like; each is asked thousands of times."""
    return re.compile("[^/]+".join(map(re.escape, HOLE.split(address)[::2])))


def _places(method: str) -> Iterable[Place]:
    for handler in PAGES:
        if method in handler.http_methods:
            for address in handler.paths:
                yield Place(address, handler.opt["opens"])


PLACES = tuple(sorted(_places("GET"), key=lambda place: (place.names_a_thing, place.address)))
TAKING = tuple(_places("POST"))


def place_of(address: str) -> Place | None:
    """Return the page an address belongs to: the one that says it whole, or one with a hole."""
    return next((place for place in PLACES if place.holds(address)), None)


def is_taken(address: str) -> bool:
    """Tell whether a form can be sent to an address."""
    return any(place.holds(address) for place in TAKING)


NOT_LINKED = {
    "/": "leads on",
    "/app.webmanifest": "is read by the browser alone",
    "/blank": "shows nothing, on purpose",
    "/offline": "is shown by the browser alone, while nothing is reached",
    "/offline/kept": "is shown by the browser alone, once something was pressed out of reach",
    "/offline/lost": "is led to by the browser alone, once what was pressed could not be recorded",
    "/worker.js": "is read by the browser alone",
    "/log/f/{search:str}": "is where a search leads",
    "/mine/find/f/{search:str}": "is where a search leads",
    "/take/erase/words/find/f/{search:str}": "is where a search leads",
    "/take/kept/{number:int}/f/{search:str}": "is for somebody who has taken in a copy of theirs",
    "/take/kept/{number:int}": "is for somebody who has taken in a copy of theirs",
    "/in/challenge": "is read by a script alone",
    "/kept": "is for somebody who left a page while they were writing",
    "/lock": "is read by a script alone",
    "/in/seen": "is shown after signing in when something is wrong with the record",
    "/in/which": "is for somebody who has several records",
    "/plans/carry": "is the page for raising a question, when what was asked before is carried in",
}
"""Where no link leads, or where there is nothing to look at, and why."""

LINKED = tuple(place for place in PLACES if place.address not in NOT_LINKED)
"""Every page that somebody reaches by following links."""

FOR_ANYBODY = tuple(place for place in LINKED if place.opens is Guest)
FOR_MEMBERS = tuple(place for place in LINKED if place.opens is not Guest)
FOR_THE_TWO = tuple(place for place in LINKED if issubclass(place.opens, Visit))

BY_A_PRESS = {"/book/p/{at:str}/words": "/book/p/{at:str}"}
"""What no link leads to but a button of another page does: one's own words against a proposal."""
