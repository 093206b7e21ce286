"""Words: each can be brought into another language, and says to both of the two the same."""

import ast
import re
from collections.abc import Iterator, Mapping
from gettext import NullTranslations
from html.parser import HTMLParser
from importlib import import_module
from typing import Any, cast

import pytest
from babel.core import Locale
from babel.messages.pofile import read_po
from httpx import Request
from msgspec.structs import replace

from tests.house.source import modules
from tests.web.browsing import ADDRESS
from tests.web.knocking import House
from tools.words import (
    ROOT,
    TEMPLATE,
    catalogue,
    named,
    pieced,
    raised,
    refusals,
    strings,
    unfound,
    written,
)
from troth.domain.dynamic.commands import NotActive
from troth.domain.dynamic.events import Phase
from troth.domain.kernel import NotFound, Refusal
from troth.domain.safety import LimitId
from troth.web.site import NAME
from troth.web.told import Told
from troth.web.words import SOURCE, Words

PLACE = re.compile(r"%\(\w+\)s|\{\w+\}")
MACHINES = re.compile(r"[<>\\|]|[a-z]=|-src\b|[a-z]/[a-z-]+;|\b([A-Z])\1\1")
"""Markup, headers, kinds of files, expressions, patterns of dates."""

APART = 0.25
"""How much longer one of two mirrored sentences may be: neither is told more than the other."""

SHORT = 16
"""Letters of difference that a name's place makes by itself; short pairs differ by a word."""

INNERMOST = re.compile("⟦[^⟦⟧]*⟧")
SHOWN = ("web", "projections", "application", "domain", "crypto", "presets")
"""Packages of which something stands on a page."""

ON_NO_PAGE: Mapping[str, str] = {
    "application/copies/readable.py": "a file somebody takes along, with its language said in it",
    "application/erasing_all.py": "told after a login at a command line",
    "application/plans": "files that are read at a command line",
    "application/proofs/whole.py": "told at a command line",
    "application/proofs/checkpoints.py": "a file others check, the same for everybody",
    "application/seen.py": "told after a login at a command line",
    "projections/slips.py": "what a command line says of an offer",
    "projections/statement.py": "a file others check, the same for everybody",
    "presets": "named at a command line",
}
"""What says something in one language only, and why no page shows it."""

FOR_ANYBODY = ("/in", "/in/code", "/join", "/pause", "/help", "/help/words", "/help/away")
LETTERS = re.compile(r"[^\W\d_]{2,}")


def test_every_sentence_is_written_down_for_whoever_translates() -> None:
    # Asked first: told line by line, what differs in so long a text would take minutes.
    is_up_to_date = TEMPLATE.read_bytes() == written()
    assert is_up_to_date, "Run `make words`."


def test_what_is_written_down_can_be_read_by_the_usual_tools() -> None:
    with TEMPLATE.open("rb") as opened:
        read = {message.id for message in read_po(opened) if message.id}
    assert read == {message.id for message in catalogue() if message.id}


def test_what_is_told_after_a_form_is_among_the_sentences() -> None:
    known = {message.id for message in catalogue()}
    assert {each.value for each in Told} - known == set()


def _kinds(of: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in of.__subclasses__():
        yield each
        yield from _kinds(each)


def test_every_refusal_is_among_the_sentences() -> None:
    for module in modules("src/troth"):
        if "__" not in module.path:
            import_module(module.path.removeprefix("src/").removesuffix(".py").replace("/", "."))
    known = {message.id for message in catalogue()}
    ours = (each for each in _kinds(Refusal) if each.__module__.startswith("troth."))
    # One that is nothing but a place says what another sentence says.
    left = {each for each in ours if each.says not in known and not PLACE.fullmatch(each.says)}
    assert {each.__name__ for each in left} == set()


def _shown() -> Iterator[tuple[str, str]]:
    """Yield each module of which something is shown, by its place, with its text."""
    for module in modules("src/troth"):
        place = module.path.removeprefix("src/troth/")
        if place.startswith(SHOWN) and not place.startswith(tuple(ON_NO_PAGE)):
            yield place, module.text


def test_no_sentence_is_put_together_of_pieces_nobody_could_translate() -> None:
    assert [(place, each) for place, text in _shown() for each in pieced(text)] == []


def test_every_sentence_below_the_pages_is_written_down_too() -> None:
    known = {str(message.id) for message in catalogue()}
    left = {(place, each) for place, text in _shown() for each in unfound(text, known)}
    assert left == set()


def test_what_is_on_no_page_is_there_to_be_left_out() -> None:
    assert [each for each in ON_NO_PAGE if not (ROOT / "src" / "troth" / each).exists()] == []


def test_a_sentence_in_pieces_would_be_found() -> None:
    text = 'x = f"Your limit {limit} stands."\ny = f"member {x}"\nraise Odd(f"It is {x} now.")'
    assert list(pieced(text)) == ["Your limit {} stands."]
    assert list(unfound('a = "Nobody wrote this down."\nb = "x-1"', set())) == [
        "Nobody wrote this down."
    ]
    assert list(named('NotFound("part" if a else "whole", b)\nPhrase("kept")\nopen("x")')) == [
        "part",
        "whole",
        "kept",
    ]


def test_what_a_refusal_names_is_said_in_the_language_of_the_page() -> None:
    words = Words(Locale.parse("de"), Marked())
    assert "⟦limit ~~~~~~~~⟧" in words.refusal(NotFound("limit", LimitId("rope")))
    assert "⟦paused ~~~~~~~~⟧" in words.refusal(NotActive(Phase.PAUSED))


def test_what_only_a_machine_reads_is_no_sentence() -> None:
    text = (
        'POLICY: Code = "script-src none; Style self"\n'
        'KINDS: Mapping[str, Code] = {"a": "Text b"}\n'
        'Markup("<a Href>A link</a>")\nre.compile("In [a-z]+, then")\nPhrase("{why}", why=why)\n'
        'day.pattern("MMMMd", "d MMMM")\nanswer(body, media_type="text/html; charset=utf-8")\n'
    )
    assert list(strings(text)) == []
    assert list(named(text)) == []


def test_no_sentence_holds_what_only_a_machine_reads() -> None:
    said = [str(message.id) for message in catalogue()]
    assert [each for each in said if MACHINES.search(each)] == []


def test_sentences_are_found_in_tables_and_in_calls_and_nowhere_else() -> None:
    text = (
        '"""What this is."""\nNAMES = {1: "One of them"}\nwords.plain("kept")\n'
        'open("/plans/new")\nraise ValueError("It broke here")\nx = "today.html"\n'
    )
    assert sorted(strings(text)) == ["One of them", "kept"]
    assert list(refusals('class No:\n    says = "Not now."\n')) == ["Not now."]
    assert list(raised('raise Misread("Word {number} is not there.", number=1)')) == [
        "Word {number} is not there."
    ]


def _pairs() -> Iterator[tuple[str, str, str]]:
    for module in modules("src/troth/web"):
        for node in ast.walk(ast.parse(module.text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Pair":
                given = [*node.args, *(each.value for each in node.keywords)]
                said = [str(each.value) for each in given if isinstance(each, ast.Constant)]
                if len(said) == 2:
                    yield f"{module.path}:{node.lineno}", *cast("tuple[str, str]", tuple(said))


def test_what_is_said_to_one_is_as_long_as_what_is_said_of_the_other() -> None:
    uneven, pairs = [], list(_pairs())
    assert pairs
    for place, own, other in pairs:
        lengths = sorted(len(PLACE.sub("name", each)) for each in (own, other))
        if lengths[1] - lengths[0] > max(SHORT, APART * lengths[1]):
            uneven.append((place, own, other))
    assert uneven == []


class Marked(NullTranslations):
    """A language in which every sentence is longer, and stands in brackets."""

    def gettext(self, message: str) -> str:
        """Return a sentence so that it is seen to have been looked up."""
        return f"⟦{message} ~~~~~~~~⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return one of two in the same way."""
        return self.gettext(msgid1 if n == 1 else msgid2)


class _Read(HTMLParser):
    """Gathers what somebody reads or hears of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.top: dict[str, str | None] = {}
        self._silent = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._silent = tag in {"script", "style"}
        self.words += [given[name] or "" for name in ("aria-label", "alt") if name in given]
        if tag == "html":
            self.top = given

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def _left_over(html: str) -> set[str]:
    """Return the words of a page that no language was asked for."""
    text = " ".join(_Read(html).words)
    while INNERMOST.search(text):
        text = INNERMOST.sub(" ", text)
    return set(LETTERS.findall(text)) - {NAME}


def _page_in(house: House, locale: Locale, address: str) -> str:
    words = Words(locale, Marked())
    site = replace(house.site, languages={**house.site.languages, words.tag: words})
    headers = {"accept-language": words.tag}
    answer = house.answers(Request("GET", ADDRESS + address, headers=headers), site)
    return answer.text


@pytest.mark.parametrize("address", FOR_ANYBODY)
def test_a_page_in_another_language_has_no_word_of_this_one(house: House, address: str) -> None:
    assert _left_over(_page_in(house, Locale.parse("de"), address)) == set()


@pytest.mark.parametrize("address", FOR_ANYBODY)
def test_a_page_says_which_way_its_lines_run(house: House, address: str) -> None:
    page = _Read(_page_in(house, Locale.parse("he"), address))
    assert page.top["dir"] == "rtl"
    assert page.top["lang"] == "he"


def test_a_word_left_over_would_be_found() -> None:
    assert _left_over('<p aria-label="Main">⟦a ⟦b⟧⟧ kept</p>') == {"Main", "kept"}


def test_the_language_of_the_source_needs_no_catalogue(house: House) -> None:
    source: Any = house.site.languages[SOURCE.replace("_", "-")]
    assert source.say("on %(day)s", day="Friday") == "on Friday"
