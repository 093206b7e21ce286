"""What is served but written by others is exactly what the committed list says it is."""

import re
import tomllib
from hashlib import sha256
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from tests.house.source import ROOT
from tools.vendor import HTMX, ICONS, LITERATA, LUCIDE, MANIFEST, STATIC, manifest, sprite

SYMBOL = "{http://www.w3.org/2000/svg}symbol"
TEMPLATES = ROOT / "src" / "troth" / "web" / "templates"
NAMED = re.compile(r"""\bicon\(\s*["']([a-z-]+)["']""")


def listed() -> list[dict[str, str]]:
    entries: list[dict[str, str]] = tomllib.loads((STATIC / MANIFEST).read_text("utf-8"))["file"]
    return entries


def symbols() -> list[str]:
    # The file is ours to ship and its digest is checked here, so a plain parser reads it.
    drawn = ET.fromstring((STATIC / "icons.svg").read_text("utf-8"))  # noqa: S314  see above
    return [symbol.attrib["id"] for symbol in drawn.iter(SYMBOL)]


@pytest.mark.parametrize("entry", listed(), ids=lambda entry: str(entry["file"]))
def test_each_file_is_the_one_that_was_fetched(entry: dict[str, str]) -> None:
    content = (STATIC / entry["file"]).read_bytes()
    assert sha256(content).hexdigest() == entry["sha256"]


def test_the_script_is_the_release_that_was_read() -> None:
    """Found in the registry on 22 November 2026, before the list was first written."""
    (htmx,) = (entry for entry in listed() if entry["name"] == HTMX.name)
    assert htmx["version"] == "4.0.1"
    assert htmx["sha256"] == "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"


def test_nothing_of_others_is_served_unlisted() -> None:
    folders = (STATIC / "vendor", STATIC / "fonts")
    there = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    named = {STATIC / entry[key] for entry in listed() for key in ("file", "licence_file")}
    assert there | {STATIC / "icons.svg"} == named | {STATIC / MANIFEST}


def test_each_licence_came_along() -> None:
    first_words = {"0BSD": "Zero-Clause BSD", "ISC": "ISC License", "OFL-1.1": "SIL OPEN FONT"}
    for entry in listed():
        text = (STATIC / entry["licence_file"]).read_text("utf-8")
        assert first_words[entry["licence"]] in text


def test_the_list_is_what_the_tool_writes() -> None:
    packages = {package.name: package for package in (HTMX, LUCIDE, LITERATA)}
    served = [(packages[entry["name"]], entry["file"]) for entry in listed()]
    assert manifest(served) == (STATIC / MANIFEST).read_text("utf-8")


def test_every_drawing_is_there_once_and_in_order() -> None:
    assert symbols() == list(ICONS)
    assert all(before < after for before, after in pairwise(ICONS))


def test_a_page_names_only_drawings_that_there_are() -> None:
    pages = sorted(TEMPLATES.rglob("*.html"))
    unknown = [
        f"{page.relative_to(ROOT)}: {name}"
        for page in pages
        for name in NAMED.findall(page.read_text("utf-8"))
        if name not in ICONS
    ]
    assert unknown == []


def test_a_drawing_takes_the_colour_of_its_text() -> None:
    text = (STATIC / "icons.svg").read_text("utf-8")
    assert text.count('stroke="currentColor"') == len(ICONS)
    assert "style=" not in text
    assert "<script" not in text


def test_drawings_are_joined_without_what_a_sprite_does_not_use() -> None:
    drawing = (
        '<!-- note -->\n<svg\n  class="big"\n>\n  <path d="M1 1h2" />\n  <path d="M2 2" />\n</svg>'
    )
    joined = sprite({"line": drawing})
    assert '<path d="M1 1h2"/><path d="M2 2"/></symbol>' in joined
    assert "class" not in joined


def test_what_is_no_drawing_is_not_taken() -> None:
    with pytest.raises(ValueError, match="no-such-icon is not a drawing"):
        sprite({"no-such-icon": "<p>Not found</p>"})


def test_the_letters_are_fonts_as_browsers_fetch_them() -> None:
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert len(fonts) == 4
    assert {font.read_bytes()[:4] for font in fonts} == {b"wOF2"}
