"""Whoever opens a page that only begins something new: after the end, it begins nothing.

The record refuses all of it by then. Said before anybody writes, it costs nobody their words.
"""

from collections.abc import Mapping

from troth.web.guest import Arrival
from troth.web.visit import Visit

TABS: Mapping[str, str] = {
    "ask": "decide",
    "plans": "decide",
    "note": "today",
    "today": "today",
    "set": "mine",
}
"""The tab such a page stands under, by how its address begins; all others are in the book."""


class ItHasEnded(Exception):
    """Raised when a page begins something new, and the exchange has ended."""

    def __init__(self, visit: Visit) -> None:
        """Take whoever asked: the page that says so is theirs."""
        super().__init__("it has ended")
        self.visit = visit
        self.tab = TABS.get(visit.arrival.address.split("/")[1], "book")


class Ongoing(Visit):
    """One of the two, while it goes on; raises ItHasEnded after the end.

    Pages are opened so. A form in which somebody wrote keeps its words, and is refused.
    """

    def __init__(self, arrival: Arrival) -> None:
        """Open the record, and look whether there is anything to begin in it."""
        super().__init__(arrival)
        if self.has_ended:
            raise ItHasEnded(self)
