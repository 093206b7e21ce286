"""Where each page is found on a record, also those that name a thing: a link leads there."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from benchmarks.serving import Browser
from tests.browser.places import BY_A_PRESS, PLACES, Place, place_of
from tests.browser.walks import ENTRANCE, MOST_OF_A_KIND, Reader
from troth.web.visit import Visit

OF_THE_TWO = tuple(each for each in PLACES if each.opens is Visit)
"""Every page of the two."""


def found(browser: Browser) -> dict[Place, str]:
    """Return an address of every page of the two that is there: the first a link leads to."""
    known = (each.address for each in OF_THE_TWO if not each.names_a_thing)
    first, ahead = dict[Place, str](), [ENTRANCE, *known]
    tried, read = set[str](), Counter[Place]()
    while ahead:
        address = ahead.pop(0)
        place = place_of(address)
        if place is None or address in tried or read[place] >= MOST_OF_A_KIND:
            continue
        tried.add(address)
        read[place] += 1
        text = browser.text(address)
        if text is not None:
            first.setdefault(place, address)
            ahead.extend(urlsplit(link).path for link in Reader(text).links if link[0] != "#")
            ahead.extend(_pressed(place, address))
    return {place: address for place, address in first.items() if place.opens is Visit}


def _pressed(place: Place, address: str) -> Iterator[str]:
    """Yield where a button of a page leads that no link does."""
    for leads_to, base in BY_A_PRESS.items():
        if base == place.address:
            yield address + leads_to.removeprefix(base)
