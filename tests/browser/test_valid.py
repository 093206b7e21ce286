"""Every page, and every page that says why there is none, is what HTML says it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.checker import remarks
from tests.browser.homes import NAMES, STRANGER
from tests.browser.scenes import DEMO, Scenes
from tests.browser.visitors import Visitor

NOT_THERE = "/nowhere"
LARGEST_FORM = 256 * 1024

Answered = tuple[int, str]


def test_every_page_is_whole(scenes: Scenes, java: str, tmp_path: Path) -> None:
    pages = {
        f"{name} at {sheet.address}": sheet.text
        for scene in scenes
        for name, walk in scene.walks.items()
        for sheet in walk.sheets
    }
    for name, visitor in scenes[DEMO].visitors.items():
        pages |= {f"{name} got {status}": text for status, text in unwelcome(visitor)}
    assert list(remarks(java, pages, tmp_path)) == []


@pytest.mark.parametrize("name", [*NAMES, STRANGER])
def test_a_page_in_place_of_another_shows_the_way_out(scenes: Scenes, name: str) -> None:
    instead = list(unwelcome(scenes[DEMO].visitors[name]))
    assert [status for status, _ in instead] == [404, 405, 403, 413]
    ways_out = [text.count('action="/leave"') for _, text in instead]
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
