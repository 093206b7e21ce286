"""What everybody can read, on any screen and on paper: contrast, size, and where colours live."""

import re
import struct
from collections.abc import Iterator
from itertools import product

import pytest

from tools.vendor import STATIC
from troth.web.assets import STYLES, read_assets

TEXT, BODY, CONTROL = 4.5, 7.0, 3.0
"""WCAG 2.2: 1.4.3 for text, 1.4.6 for what is read at length, 1.4.11 for edges and focus."""

STYLES_BYTES = 45_000
SCRIPT_BYTES = 42_000
OWN_SCRIPT_BYTES = 3_200
KEEPING_SCRIPT_BYTES = 3_072
FIRST_FONT_BYTES = 32_000

GROUNDS = ("paper", "surface", "sunken")
STATES = ("pause", "stop", "good", "care")
PEOPLE = ("p1", "p2", "p3", "p4")

TOKEN = re.compile(r"--([\w-]+):\s*light-dark\(\s*(#[0-9a-f]{6})\s*,\s*(#[0-9a-f]{6})\s*\)")
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(", re.IGNORECASE
)
NAMED = re.compile(
    r":[^;{]*(?<![-\w])(?:white|black|gr[ae]y|red|blue|green)(?![-\w])", re.IGNORECASE
)
PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)[\w-]*"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height))\s*:"
    r"|(?:text-align|float|clear):\s*(?:left|right)"
)
USED = re.compile(r"var\(--([\w-]+)")
SET = re.compile(r"(?:^|[{;\s])--([\w-]+)\s*:")


def sheet(name: str) -> str:
    """Return one style sheet, its comments left out."""
    text = (STATIC / "css" / f"{name}.css").read_text("utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return how well one colour stands out on another: from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, tuple[str, str]]:
    """Return each colour in its light and in its dark form."""
    return {name: (light, dark) for name, light, dark in TOKEN.findall(sheet("tokens"))}


def pairs() -> Iterator[tuple[str, str, float]]:
    """Return what stands on what somewhere on the pages, and how clearly it has to stand out."""
    for front, ground in product(("ink", "ink-2", "ink-3", "accent", "accent-hover"), GROUNDS):
        yield front, ground, TEXT
    for ground in GROUNDS:
        yield "ink", ground, BODY
        yield "edge", ground, CONTROL
    for fill in ("fill", "fill-hover"):
        yield "on-fill", fill, TEXT
    yield "accent", "accent-soft", TEXT
    yield "ink", "accent-soft", BODY
    for state in (*STATES, *PEOPLE):
        for ground in ("paper", "surface", f"{state}-soft"):
            yield state, ground, TEXT
        yield "ink", f"{state}-soft", BODY
        yield "ink-2", f"{state}-soft", TEXT
    for ground in (*GROUNDS, "accent-soft", "pause-soft", "stop-soft"):
        yield "focus", ground, CONTROL


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), list(pairs()))
def test_what_is_written_stands_out(front: str, ground: str, least: float, scheme: int) -> None:
    colours = tokens()
    assert contrast(colours[front][scheme], colours[ground][scheme]) >= least


def test_contrast_is_reckoned_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_no_persons_colour_looks_the_stronger(scheme: int) -> None:
    shades = [luminance(tokens()[person][scheme]) for person in PEOPLE]
    assert contrast_of_shades(min(shades), max(shades)) < 1.2


def contrast_of_shades(dark: float, light: float) -> float:
    """Return the contrast of two luminances."""
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", [name for name in STYLES if name != "tokens"])
def test_only_the_tokens_name_a_colour(name: str) -> None:
    assert COLOUR.findall(sheet(name)) == []
    assert NAMED.findall(sheet(name)) == []


@pytest.mark.parametrize("name", STYLES)
def test_no_rule_shouts_another_down(name: str) -> None:
    assert "!important" not in sheet(name)


@pytest.mark.parametrize("name", STYLES)
def test_no_rule_hangs_on_one_element(name: str) -> None:
    selectors = re.findall(r"([^{};]+)\{", sheet(name))
    assert [each for each in selectors if re.search(r"#[a-zA-Z]", each)] == []


@pytest.mark.parametrize("name", STYLES)
def test_a_page_that_runs_from_right_to_left_is_mirrored(name: str) -> None:
    queries = re.sub(r"@(?:media|container)[^{]*", "", sheet(name))
    assert PHYSICAL.findall(queries) == []


@pytest.mark.parametrize(
    "rule",
    ["a{margin-left:0}", "a { right: 0 }", "p {\n  max-width: 9rem;\n}", "p{text-align: left;}"],
)
def test_a_side_that_would_not_be_mirrored_is_found(rule: str) -> None:
    assert PHYSICAL.search(rule)


@pytest.mark.parametrize("rule", ["a{color:#fff}", "a{color: Red}", "a{fill:rgb(0 0 0 / 0.1)}"])
def test_a_colour_outside_the_tokens_is_found(rule: str) -> None:
    assert COLOUR.search(rule) or NAMED.search(rule)


def test_each_sheet_keeps_to_its_layer_and_their_order_is_said_first() -> None:
    assert f"@layer {', '.join(STYLES)};" in sheet("tokens")
    for name in STYLES:
        outside = re.sub(r"@font-face\s*\{[^}]*\}|@layer [\w, ]+;", "", sheet(name))
        assert outside.strip().startswith(f"@layer {name} {{")
        assert outside.count("{") == outside.count("}")


def test_what_is_used_is_defined() -> None:
    every = "\n".join(map(sheet, STYLES))
    assert set(USED.findall(every)) - set(SET.findall(every)) == set()


def test_nothing_moves_for_those_who_ask_for_rest() -> None:
    every = "\n".join(map(sheet, STYLES))
    calm = re.search(
        r"@media \(prefers-reduced-motion: no-preference\) \{.*?\n  \}", every, re.DOTALL
    )
    assert calm is not None
    assert re.findall(r"(?:transition|animation)[\w-]*:", every.replace(calm[0], "")) == []


def test_the_smallest_letters_are_twelve_pixels_at_the_smallest_reading_size() -> None:
    smallest_size = min(float(each) for each in re.findall(r"font-size: (\d+)%", sheet("tokens")))
    sizes = [
        float(each) for each in re.findall(r"--t-[\w]+: (?:clamp\()?([\d.]+)rem", sheet("tokens"))
    ]
    assert 16 * min(sizes) * smallest_size / 100 >= 12


def test_a_field_is_large_enough_that_a_telephone_does_not_enlarge_the_page() -> None:
    smallest_size = min(float(each) for each in re.findall(r"font-size: (\d+)%", sheet("tokens")))
    found = re.search(r"--t-md: ([\d.]+)rem", sheet("tokens"))
    assert found is not None
    assert 16 * float(found[1]) * smallest_size / 100 >= 16


def test_what_has_to_be_fetched_is_small() -> None:
    assets = read_assets().by_name
    assert len(assets["all.css"].body) <= STYLES_BYTES
    script = {name: len(assets[name].body) for name in ("app.js", "kept.js", "htmx.min.js")}
    assert script["app.js"] + script["htmx.min.js"] <= SCRIPT_BYTES
    assert script["app.js"] <= OWN_SCRIPT_BYTES
    assert script["kept.js"] <= KEEPING_SCRIPT_BYTES
    assert len(assets["literata.woff2"].body) <= FIRST_FONT_BYTES


def test_the_styles_name_letters_that_are_served() -> None:
    assets = read_assets()
    named = re.findall(r"url\(([^)]+)\)", assets.by_name["all.css"].body.decode())
    assert len(named) == 4
    assert [address for address in named if assets.at(address) is None] == []


def test_the_script_keeps_nothing_and_fits_the_strictest_policy() -> None:
    script = (STATIC / "js" / "app.js").read_text("utf-8")
    kept = re.compile(r"localStorage|sessionStorage|indexedDB|\beval\b|innerHTML")
    assert kept.findall(script) == []


def test_the_script_writes_one_cookie_and_reads_none() -> None:
    script = (STATIC / "js" / "app.js").read_text("utf-8")
    assert re.findall(r".*document\.cookie.*", script) == [
        '    if (done?.status !== 0) document.cookie = left + ";path=/";'
    ]


@pytest.mark.parametrize(
    ("name", "size"),
    [("icon-180", 180), ("icon-192", 192), ("icon-512", 512), ("icon-maskable-512", 512)],
)
def test_each_picture_for_a_home_screen_is_as_large_as_it_says(name: str, size: int) -> None:
    head = (STATIC / f"{name}.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24]) == (size, size)


def test_the_picture_outside_shows_a_book_and_no_letters() -> None:
    drawing = (STATIC / "icon.svg").read_text("utf-8")
    assert "<text" not in drawing
    assert tokens()["fill"][0] in drawing


def test_a_script_beside_that_of_every_page_keeps_its_names_to_itself() -> None:
    templates = (STATIC.parent / "templates").glob("*.html")
    tags = [tag for each in templates for tag in re.findall(r"<script [^>]*>", each.read_text())]
    plain = {
        name for tag in tags if "module" not in tag for name in re.findall(r"\w+[\w.]+js", tag)
    }
    assert plain == {"app.js", "htmx.min.js"}
