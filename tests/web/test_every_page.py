"""Every page the two reach: its title, its navigation, where it leads, its size, its icons."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from tests.application.marking import START
from tests.browser.places import place_of
from tests.house.vocabulary import Phrase, offences, words
from tests.web.browsing import Page
from tests.web.knocking import BOTH, Walked
from troth.web.assets import read_assets
from troth.web.render import TABS

LARGEST_BYTES = 20_000
ICON = re.compile(r"icons\.[0-9a-f]+\.svg#([\w-]+)")
NAMED_ICON = re.compile(r"""icon\(["']([\w-]+)["']\)""")
SYMBOL = re.compile(r'<symbol[^>]* id="([\w-]+)"')
ALONE = re.compile("Only you see this|Sealed until you have both answered")
HOST_LINE = "Whoever runs this server, and is willing to change it, can read"
PRIVATE = {
    "/check",
    "/mine",
    "/mine/{number:int}",
    "/prefs",
    "/prefs/{at:str}",
    "/start/parts/again",
    "/week/prepare",
}
"""Where one writes what nobody else reads, or nobody before one has chosen to show it.

In this town last week's check-in is answered, and the parts of life are asked about once more: each
with the form that was there before.
"""

NAMES = re.compile(r"\b(Ash|Wren)\b")


class _Inside(HTMLParser):
    """Gathers the words within one kind of element, and the attributes that lead somewhere."""

    def __init__(self, html: str, tag: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.leads: list[str] = []
        self.methods: list[str] = []
        self._tag, self._depth = tag, 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_it = tag == self._tag and given.get("class") == self._tag
        self._depth += is_it or (self._depth > 0 and tag == self._tag)
        self.leads += [given[name] or "" for name in ("href", "action") if name in given]
        if tag == "form":
            self.methods.append(given.get("method") or "get")

    def handle_endtag(self, tag: str) -> None:
        self._depth -= self._depth > 0 and tag == self._tag

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.words.append(data)


def _pages(walked: Walked) -> Iterator[Page]:
    for name in BOTH:
        yield from walked.pages[name].values()


def test_titles_say_nothing_of_what_is_on_the_page(walked: Walked) -> None:
    for page in _pages(walked):
        assert page.title, page.address
        assert START not in page.title
        assert not NAMES.search(page.title), page.title
        assert offences([Phrase(page.address, 1, page.title)], words()) == []


def test_each_page_of_the_navigation_has_a_title_of_its_own(walked: Walked) -> None:
    named = {tab[1] for tab in TABS} | {address for tab in TABS for address, _ in tab[4]}
    titles = [page.title for at, page in walked.pages["ash"].items() if at in named]
    assert titles
    assert sorted(set(titles)) == sorted(titles)


def test_no_figure_stands_in_the_navigation(walked: Walked) -> None:
    for page in _pages(walked):
        said = "".join(_Inside(page.html, "nav").words)
        assert not re.search(r"\d", said), (page.address, said)


def test_nothing_travels_in_an_address(walked: Walked) -> None:
    for page in _pages(walked):
        read = _Inside(page.html, "nav")
        assert [each for each in read.leads if "?" in each] == [], page.address
        assert set(read.methods) <= {"post"}, page.address


def test_no_page_is_larger_than_a_telephone_likes(walked: Walked) -> None:
    large = {
        f"{name} {address}": len(page.html.encode())
        for name in BOTH
        for address, page in walked.pages[name].items()
        if len(page.html.encode()) > LARGEST_BYTES
    }
    assert large == {}


def test_whoever_writes_for_nobody_else_reads_who_could_read_along(walked: Walked) -> None:
    private, told = set(), set()
    for page in _pages(walked):
        forms = re.findall(r"<form\b.*?</form>", page.html, re.DOTALL)
        kept = [each for each in forms if "<textarea" in each and ALONE.search(each)]
        place = str(place_of(page.address))
        private |= {place} if kept else set()
        told |= {place} if kept and all(HOST_LINE in each for each in kept) else set()
    assert private == PRIVATE
    assert told == PRIVATE


def test_every_icon_on_a_page_is_drawn_somewhere(walked: Walked) -> None:
    drawn = _drawn()
    asked = {icon for page in _pages(walked) for icon in ICON.findall(page.html)}
    assert asked
    assert asked - drawn == set()


def test_every_icon_that_a_template_names_is_drawn() -> None:
    folder = files("troth.web") / "templates"
    named = {
        icon
        for file in folder.iterdir()
        if file.name.endswith(".html")
        for icon in NAMED_ICON.findall(file.read_text("utf-8"))
    }
    assert named
    assert named - _drawn() == set()
    assert {tab[3] for tab in TABS} - _drawn() == set()


def test_an_icon_nobody_drew_would_be_found() -> None:
    assert NAMED_ICON.findall("""{{ p.icon("none-such") }}""") == ["none-such"]
    assert "none-such" not in _drawn()


def _drawn() -> set[str]:
    return set(SYMBOL.findall(read_assets().by_name["icons.svg"].body.decode()))


@pytest.mark.parametrize("name", BOTH)
def test_both_have_the_same_navigation(walked: Walked, name: str) -> None:
    today = walked.pages[name]["/today"]
    assert [tab[2] for tab in TABS if tab[2] not in today.words] == []
