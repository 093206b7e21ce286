"""What is looked at in a page that is open; each look gives what it finds amiss, as sentences."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Literal
from urllib.parse import urlsplit

from tests.browser.homes import STRANGER
from tests.browser.places import FOR_THE_TWO, place_of
from tests.browser.scenes import Sight
from tests.browser.visitors import DESK, PHONE, Visitor
from troth.web.visit import Person

WIDTHS = (320, 390, 640, 1280)
SMALLEST_TEXT_PX = 12
SMALLEST_TARGET_PX = 24
HAND_PX = 44
"""What the hand needs of a button, a tab and a row (WCAG 2.5.5); of anything else, the least."""

MOST_STOPS = 250
"""Of the Tab key on one page; past that it goes round in circles."""

OF_NO_TAB = ("/pause", "/close")
"""Where one is in none of the five places, but on the way out of all of them."""

OUT_OF_REACH = "/offline"
"""How the addresses begin of what a phone shows from itself: no link of it would lead anywhere."""

Scheme = Literal["light", "dark"]
Rules = Mapping[str, str | list[str]]

EVERY_RULE: Rules = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
RULES_OF_COLOUR: Rules = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""All that the other scheme can change, for it changes nothing but colours."""

LARGE_TEXT = "html { font-size: 200% !important }"
WIDE_TEXT = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important } p { margin-bottom: 2em !important }"
)
"""WCAG 1.4.12: what a reader may set without losing anything."""

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

Found = Iterator[str]


def opened(sights: Iterable[Sight]) -> Iterator[Visitor]:
    """Open each page in turn, on a telephone and with nothing set."""
    for visitor, address in sights:
        with_nothing_set(visitor)
        visitor.open(address)
        yield visitor


def with_nothing_set(visitor: Visitor) -> None:
    """Take a telephone, as it comes."""
    visitor.page.set_viewport_size(PHONE)
    visitor.page.emulate_media(color_scheme="light", forced_colors="none", contrast="null")


def barriers(visitor: Visitor) -> Found:
    """Look with axe-core, on a telephone and on a desk, in both schemes."""
    # Evaluated, not loaded: so the page's own policy on scripts stays as it is.
    visitor.page.evaluate(AXE)
    yield from _axe(visitor, "light", EVERY_RULE)
    yield from _axe(visitor, "dark", RULES_OF_COLOUR)
    visitor.page.set_viewport_size(DESK)
    yield from _axe(visitor, "dark", RULES_OF_COLOUR)
    yield from _axe(visitor, "light", EVERY_RULE)


def _axe(visitor: Visitor, scheme: Scheme, rules: Rules) -> Found:
    visitor.page.emulate_media(color_scheme=scheme)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = visitor.page.evaluate("options => axe.run(document, options)", options)
    for each in found["violations"]:
        for node in each["nodes"]:
            yield f"{scheme}: {each['id']}: {node['html'][:120]}: {node.get('failureSummary', '')}"


def misfits(visitor: Visitor) -> Found:
    """Look at four widths, then in letters twice as large, and in wide ones."""
    for width in WIDTHS:
        yield from _at_width(visitor, width)
    visitor.page.set_viewport_size(PHONE)
    for rules in (LARGE_TEXT, WIDE_TEXT):
        visitor.dress(rules)
        yield from visitor.probe("sideways")
        yield from _ways_out(visitor)
    visitor.dress()


def _at_width(visitor: Visitor, width: int) -> Found:
    visitor.page.set_viewport_size({"width": width, "height": PHONE["height"]})
    yield from visitor.probe("sideways")
    if width >= PHONE["width"]:
        # A drawing that fits a smaller screen has smaller letters; what it says stands below it.
        yield from visitor.probe("smallText", SMALLEST_TEXT_PX)
    yield from visitor.probe("smallTargets", SMALLEST_TARGET_PX, HAND_PX)
    yield from _ways_out(visitor)
    visitor.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    yield from _ways_out(visitor)


def _ways_out(visitor: Visitor) -> Found:
    """Look whether Pause and Exit are within reach of whoever has something to leave."""
    if visitor.name != STRANGER:
        place = place_of(urlsplit(visitor.page.url).path)
        # Whoever shares no record with anybody has nothing to pause.
        is_alone = place is not None and place.opens is Person
        wanted = ("Exit",) if is_alone else ("Pause", "Exit")
        yield from visitor.probe("wayOut", HAND_PX, *wanted)


def bareness(visitor: Visitor) -> Found:
    """Look for what moves where no motion is wanted, and for what loses its edge."""
    yield from visitor.probe("moving")
    visitor.page.emulate_media(forced_colors="active", contrast="more")
    yield from visitor.probe("withoutEdge")


def hidden_stops(visitor: Visitor) -> Found:
    """Press Tab until it has been round the page, and look at each stop."""
    is_at_the_top = visitor.page.evaluate("document.activeElement === document.body")
    for number in range(MOST_STOPS):
        visitor.page.keyboard.press("Tab")
        stop = visitor.page.evaluate("probes.stop()")
        if stop is None:
            return
        if number == 0 and is_at_the_top and not stop["isSkip"]:
            yield f"the first stop is {stop['name']}"
        if not stop["ring"]:
            yield f"no ring around {stop['name']}"
        if not stop["isSeen"]:
            yield f"covered: {stop['name']}"
    yield "the Tab key does not come to the end of the page"


def oddities(visitor: Visitor) -> Found:
    """Look whether a page is built as every other."""
    for name in ("headings", "forms", "equals", "inline", "kept"):
        yield from visitor.probe(name)
    if not urlsplit(visitor.page.url).path.startswith(OUT_OF_REACH):
        yield from visitor.probe("help")
    if visitor.name != STRANGER:
        yield from _tabs(visitor)


def _tabs(visitor: Visitor) -> Found:
    """Look at the five tabs; help is the same page for a stranger, and a fault has none."""
    path = urlsplit(visitor.page.url).path
    if path in OF_NO_TAB:
        yield from visitor.probe("tabs", 0)
    elif place_of(path) in FOR_THE_TWO and not visitor.page.locator("main.alone").count():
        yield from visitor.probe("tabs", 1)


Look = Callable[[Visitor], Found]
LOOKS: tuple[Look, ...] = (barriers, misfits, bareness, hidden_stops, oddities)


def amiss(sights: Iterable[Sight], *looks: Look) -> list[str]:
    """Return all that some looks find amiss, and what the browser notices meanwhile."""
    return [
        f"{visitor.name} at {visitor.page.url}: {line}"
        for visitor in opened(sights)
        for line in (*(each for look in looks for each in look(visitor)), *visitor.notices())
    ]


def amiss_as_it_stands(visitor: Visitor) -> list[str]:
    """Return all that every look finds amiss in the page that is open, which is not opened anew."""
    found = []
    for look in LOOKS:
        with_nothing_set(visitor)
        found += [f"{look.__name__}: {line}" for line in look(visitor)]
    return [*found, *visitor.notices()]


def amiss_here(visitor: Visitor) -> list[str]:
    """Return what is amiss in a page that no address leads to: the answer to a form."""
    found = [line for look in (oddities, misfits, barriers) for line in look(visitor)]
    visitor.page.set_viewport_size(PHONE)
    return [f"{visitor.page.title()}: {line}" for line in (*found, *visitor.notices())]
