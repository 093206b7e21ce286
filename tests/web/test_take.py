"""Taking one's copy: complete, readable without us, and seen by nobody."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest

from tests.application.signed_up import paired
from tests.web.browsing import Browser, Street, street


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        yield opened


def copy_of(browser: Browser, **fields: str) -> dict[str, str]:
    answer = browser.fetches("/take", fields)
    name = answer.headers["content-disposition"]
    assert name.startswith('attachment; filename="notebook-20')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        return {each: files.read(each).decode() for each in files.namelist()}


def test_a_copy_holds_what_is_shared_and_ones_own(here: Street) -> None:
    here.wren.sends("/note", kind="note", text="Said to both.")
    here.wren.sends("/mine", text="Said to nobody.")
    own = copy_of(here.wren)
    assert set(own) == {"notebook.html", "notebook.json"}
    for text in own.values():
        assert "Said to both." in text
        assert "Said to nobody." in text
    assert json.loads(own["notebook.json"])["format"] == "troth-export/1"
    others = copy_of(here.ash)
    assert "Said to both." in others["notebook.json"]
    assert "Said to nobody." not in others["notebook.json"]


def test_ones_own_is_left_out_when_asked(here: Street) -> None:
    here.wren.sends("/mine", text="Said to nobody.")
    taken = copy_of(here.wren, **{"shared-only": "1"})
    assert "Said to nobody." not in "".join(taken.values())


def test_taking_a_copy_changes_nothing_the_other_sees(here: Street) -> None:
    before = [here.ash.opens(each).words for each in ("/today", "/log", "/book")]
    copy_of(here.wren)
    assert [here.ash.opens(each).words for each in ("/today", "/log", "/book")] == before


def test_nobody_else_is_given_one(here: Street) -> None:
    for other in (here.stranger, here.nobody):
        assert "zip" not in other.fetches("/take", {}).headers["content-type"]
