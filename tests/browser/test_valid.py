"""Every page, and every page that says why there is none, is what HTML says it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.checker import remarks
from tests.browser.conftest import STRANGER
from tests.browser.homes import NAMES
from tests.browser.visitors import Visitor
from tests.browser.walks import Walk

NOT_THERE = "/nowhere"
LARGEST_FORM = 256 * 1024

Answered = tuple[int, str]


@pytest.fixture(scope="module")
def instead(visitors: dict[str, Visitor]) -> dict[str, list[Answered]]:
    """Return what each is shown where there is no page, or where nothing was recorded."""
    return {name: list(unwelcome(visitor)) for name, visitor in visitors.items()}


def test_every_page_is_whole(
    walks: dict[str, Walk], instead: dict[str, list[Answered]], java: str, tmp_path: Path
) -> None:
    pages = {f"{name}{sheet.address}": sheet.text for name in walks for sheet in walks[name].sheets}
    pages |= {f"{name} {status}": text for name in instead for status, text in instead[name]}
    assert list(remarks(java, pages, tmp_path)) == []


@pytest.mark.parametrize("name", [*NAMES, STRANGER])
def test_a_page_in_place_of_another_shows_the_way_out(
    instead: dict[str, list[Answered]], name: str
) -> None:
    assert [status for status, _ in instead[name]] == [404, 405, 403, 413]
    ways_out = [text.count('action="/leave"') for _, text in instead[name]]
    assert set(ways_out) == {0 if name == STRANGER else 1}


def unwelcome(visitor: Visitor) -> Iterator[Answered]:
    """Ask for what cannot be given, in each way there is, and return what is shown instead."""
    ask = visitor.context.request
    for answer in (
        ask.get(NOT_THERE),
        ask.put("/today"),
        ask.post("/note", headers={"origin": "https://elsewhere.example"}),
        ask.post("/note", form={"words": "w" * LARGEST_FORM}),
    ):
        yield answer.status, answer.text()
