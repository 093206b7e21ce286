"""Every command of the tutorial and the how-tos does what its page shows."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.journeys.page import Typed, steps
from tests.journeys.reader import Reader

IN_A_BROWSER = "<!-- read in a browser -->"
"""Marks a page whose steps are done in browsers, by the tests of `tests/browser`."""

PAGES = [
    page
    for folder in ("docs/tutorial", "docs/how-to")
    for page in sorted((ROOT / folder).glob("*.md"))
    if IN_A_BROWSER not in page.read_text("utf-8")
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_its_commands_show(page: Path, tmp_path: Path) -> None:
    with closing(Reader(tmp_path)) as reader:
        for step in steps(page.read_text("utf-8")):
            reader.follow(step)
    assert any(isinstance(step, Typed) for step in steps(page.read_text("utf-8")))
