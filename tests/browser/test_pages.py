"""Every page, as Ash and as Wren: for every eye and hand, on a small screen and a large one."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Literal

import pytest

from tests.browser.conftest import STRANGER
from tests.browser.homes import NAMES
from tests.browser.places import FOR_ANYBODY, FOR_MEMBERS, Place
from tests.browser.visitors import DESK, PHONE, Visitor
from tests.browser.walks import Walk

WIDTHS = (320, 390, 640, 1280)
SMALLEST_TEXT_PX = 12
SMALLEST_TARGET_PX = 24
HAND_PX = 44
"""What the hand needs of a button, a tab and a row (WCAG 2.5.5); of anything else, the least."""

MOST_STOPS = 250
"""Of the Tab key on one page; past that it goes round in circles."""

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

SIGHTS = [
    *((name, place) for place in FOR_MEMBERS for name in NAMES),
    *((STRANGER, place) for place in FOR_ANYBODY),
]
every_page = pytest.mark.parametrize(("name", "place"), SIGHTS, ids=str)


@pytest.fixture
def pages(
    visitors: dict[str, Visitor], walks: dict[str, Walk], place: Place, name: str
) -> Iterator[Iterator[Visitor]]:
    """Open each page of one kind in turn; whatever the browser notices is amiss fails the test."""
    visitor = visitors[name]
    visitor.notices()

    def opened() -> Iterator[Visitor]:
        for address in walks[name].addresses(place):
            visitor.page.set_viewport_size(PHONE)
            visitor.page.emulate_media(
                color_scheme="light", forced_colors="none", contrast="no-preference"
            )
            visitor.open(address)
            yield visitor

    yield opened()
    assert visitor.notices() == []


@every_page
def test_a_page_has_no_barrier(pages: Iterator[Visitor]) -> None:
    for visitor in pages:
        # Evaluated, not loaded: so the page's own policy on scripts stays as it is.
        visitor.page.evaluate(AXE)
        found = [
            *barriers(visitor, "light", EVERY_RULE),
            *barriers(visitor, "dark", RULES_OF_COLOUR),
        ]
        visitor.page.set_viewport_size(DESK)
        found += barriers(visitor, "dark", RULES_OF_COLOUR)
        found += barriers(visitor, "light", EVERY_RULE)
        assert found == []


@every_page
def test_a_page_fits_every_screen_and_every_size_of_text(pages: Iterator[Visitor]) -> None:
    for visitor in pages:
        found = [each for width in WIDTHS for each in at_width(visitor, width)]
        visitor.page.set_viewport_size(PHONE)
        for rules in (LARGE_TEXT, WIDE_TEXT):
            visitor.dress(rules)
            found += [*visitor.probe("sideways"), *way_out(visitor)]
        visitor.dress()
        assert found == []


@every_page
def test_a_page_stands_without_its_own_colours_and_without_motion(pages: Iterator[Visitor]) -> None:
    for visitor in pages:
        assert visitor.probe("moving") == []
        visitor.page.emulate_media(forced_colors="active", contrast="more")
        assert visitor.probe("withoutEdge") == []


@every_page
def test_every_stop_of_the_tab_key_is_seen(pages: Iterator[Visitor]) -> None:
    for visitor in pages:
        stops = list(tab_stops(visitor))
        assert stops[0]["isSkip"]
        assert [stop["name"] for stop in stops if not stop["ring"]] == []
        assert [stop["name"] for stop in stops if not stop["isSeen"]] == []


@every_page
def test_a_page_is_built_as_every_other(pages: Iterator[Visitor]) -> None:
    for visitor in pages:
        probes = ["headings", "forms", "equals", "help", "inline", "kept"]
        probes += [] if visitor.name == STRANGER else ["tabs"]
        assert [each for probe in probes for each in visitor.probe(probe)] == []


def barriers(visitor: Visitor, scheme: Scheme, rules: Rules) -> list[str]:
    """Return what axe finds in the open page in one colour scheme."""
    visitor.page.emulate_media(color_scheme=scheme)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = visitor.page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{scheme}: {each['id']}: {node['html'][:120]}: {node.get('failureSummary', '')}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def at_width(visitor: Visitor, width: int) -> list[str]:
    """Return what is too wide, too small or out of reach on a screen of some width."""
    visitor.page.set_viewport_size({"width": width, "height": PHONE["height"]})
    found = [
        *visitor.probe("sideways"),
        *visitor.probe("smallText", SMALLEST_TEXT_PX),
        *visitor.probe("smallTargets", SMALLEST_TARGET_PX, HAND_PX),
        *way_out(visitor),
    ]
    visitor.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    return [*found, *way_out(visitor)]


def way_out(visitor: Visitor) -> list[str]:
    """Return what keeps a member from Pause and Exit; a stranger has nothing to leave."""
    return [] if visitor.name == STRANGER else visitor.probe("wayOut", HAND_PX)


def tab_stops(visitor: Visitor) -> Iterator[dict[str, object]]:
    """Press Tab until it has been round the page, and return each stop."""
    for _ in range(MOST_STOPS):
        visitor.page.keyboard.press("Tab")
        stop: dict[str, object] | None = visitor.page.evaluate("probes.stop()")
        if stop is None:
            return
        yield stop
    raise AssertionError("The Tab key does not come to the end of the page")
