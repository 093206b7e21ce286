"""Every passphrase is asked for in the same way: unseen, and to be looked at where a script can."""

import re
from importlib.resources import files

from tests.web.knocking import BOTH, Walked
from troth.web.assets import read_assets

SCRIPT_BYTES = 1_000
"""Fetched only by a page that asks for a passphrase."""

FIELD = re.compile(r'type="password"')
BUTTON = re.compile(r'<div data-hide="Hide" hidden><button type="button" class="btn"><span>Show<')


def test_only_one_template_draws_a_field_for_a_passphrase() -> None:
    templates = (files("troth.web") / "templates").iterdir()
    drawing = [each.name for each in templates if FIELD.search(each.read_text("utf-8"))]
    assert drawing == ["parts.html"]


def test_wherever_one_is_asked_for_a_script_can_show_it_and_is_fetched_nowhere_else(
    walked: Walked,
) -> None:
    pages = [page for name in BOTH for page in walked.pages[name].values()]
    asking = [page for page in pages if FIELD.search(page.html)]
    assert asking
    for page in pages:
        asked = len(FIELD.findall(page.html))
        assert len(BUTTON.findall(page.html)) == asked, page.address
        assert ("/static/show." in page.html) == bool(asked), page.address


def test_the_script_is_small_and_keeps_nothing() -> None:
    script = read_assets().by_name["show.js"].body
    assert len(script) <= SCRIPT_BYTES
    kept = re.compile(rb"localStorage|sessionStorage|indexedDB|caches|cookie|\.value|fetch")
    assert kept.findall(script) == []
