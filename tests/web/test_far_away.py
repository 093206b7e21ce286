"""In another language nothing of this one is left on any page but what the two wrote."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from http import HTTPStatus
from itertools import product
from pathlib import Path
from zoneinfo import available_timezones

import pytest

from tests.web.knocking import BOTH, ROUTES, House, Route, Walked, house_of
from tests.web.marked import WRITTEN, marked_town
from tests.web.tongues import Far, far_away
from troth.application.alarms import ALARMS, FAULTS, WHAT_TO_DO, Alarm, RecordInDoubt
from troth.application.ports import Fault
from troth.demo.people import PEOPLE
from troth.web.site import NAME

FORMS = tuple(each for each in ROUTES if each.method == "POST")
RESTS = ("check", "pause", "stop")
WHILE_IT_RESTS = ("/today", "/pause", "/ask", "/plans", "/house", "/note", "/talk", "/week")
OWN_NAMES = {NAME, *(person.name for person in PEOPLE)}
FRAGMENT = re.compile(r"[A-Za-z][^\u0590-\u05ff\n]*")
BETWEEN = re.compile(r"[,:;·“”/()]")
AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
LETTERS = re.compile(r"[A-Za-z]{2,}")
SPOKEN = ("aria-label", "alt", "title", "placeholder", "data-busy")


@pytest.fixture(name="abroad", scope="module")
def _abroad(house: House) -> Iterator[House]:
    with house_of(house.town, languages=far_away()) as opened:
        yield opened


class _Read(HTMLParser):
    """Gathers what somebody reads or hears of a page; names and codes are the same everywhere."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self._apart = 0
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.said += [given[name] or "" for name in SPOKEN if name in given]
        if not self._apart and given.get("translate") == "no":
            self._within = tag
        self._apart += tag == self._within

    def handle_endtag(self, tag: str) -> None:
        self._apart -= self._apart > 0 and tag == self._within
        self._within = self._within if self._apart else ""

    def handle_data(self, data: str) -> None:
        if not self._apart:
            self.said.append(data)


def left_over(html: str, written: str) -> list[str]:
    """Return the pieces of a page in our letters that nobody of the two wrote."""
    found = []
    for said in _Read(html).said:
        for fragment in FRAGMENT.findall(" ".join(said.split())):
            if not _is_theirs(fragment, written):
                found += [e for e in BETWEEN.split(fragment) if not _is_theirs(e, written)]
    return found


def _is_theirs(piece: str, written: str) -> bool:
    words = AROUND.sub("", piece)
    if not LETTERS.search(words) or words in OWN_NAMES or words in available_timezones():
        return True
    return words in written


def _written() -> str:
    return "\n".join(" ".join(each.split()) for each in WRITTEN)


@pytest.mark.parametrize("name", BOTH)
def test_no_page_says_anything_in_a_language_nobody_asked_for(
    abroad: House, walked: Walked, name: str
) -> None:
    written = _written()
    found = {each: abroad[name].gets(each).text for each in walked.pages[name]}
    left = {each: left_over(html, written) for each, html in found.items()}
    assert {each: said for each, said in left.items() if said} == {}
    assert {each for each, html in found.items() if 'dir="rtl"' not in html} == set()


@pytest.fixture(name="apart", scope="module")
def _apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    town = marked_town(tmp_path_factory.mktemp("apart"))
    with house_of(town, languages=far_away()) as opened:
        yield opened


@pytest.mark.parametrize("route", FORMS, ids=str)
def test_no_form_with_nothing_in_it_is_answered_in_another_language(
    apart: House, walked: Walked, route: Route
) -> None:
    (address, *_) = walked.addresses(route)
    answer = apart["ash"].sends(address, {})
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert left_over(answer.text, _written()) == []


@pytest.mark.parametrize("rest", RESTS)
def test_no_page_says_so_while_everything_rests(apart: House, rest: str) -> None:
    apart["wren"].sends("/pause", {"do": rest})
    for name, address in product(BOTH, WHILE_IT_RESTS):
        html = apart[name].gets(address).text
        assert 'class="state"' in html
        assert left_over(html, _written()) == [], (name, address)


WORDS = "/take/erase/words"
ENTRY = re.compile(r'name="entry"[^>]* value="(\d+)"')


def _passphrase(name: str) -> str:
    return next(each.passphrase for each in PEOPLE if each.name == name.title())


@pytest.fixture(name="going_on")
def _going_on(tmp_path: Path) -> Iterator[House]:
    """Open a house of its own: among the forms that are sent with nothing in them, one ends it."""
    with house_of(marked_town(tmp_path), languages=far_away()) as opened:
        yield opened


def test_why_words_cannot_go_is_said_in_no_other_language_either(going_on: House) -> None:
    wren = going_on["wren"]
    refused = []
    for entry in ENTRY.findall(wren.gets(WORDS).text):
        form = {"op": going_on.town.next_op(), "entry": entry, "passphrase": _passphrase("wren")}
        answer = wren.sends(WORDS, form)
        if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            refused.append(left_over(answer.text, _written()))
    assert refused
    assert not any(refused), refused


@pytest.mark.parametrize(
    "chosen", ["too short", "x" * 300, "correct horse battery staple \x07", "aaaaaaaaaaaaaaaaaaaa"]
)
def test_why_a_passphrase_does_not_do_is_said_so_too(apart: House, chosen: str) -> None:
    form = {"op": apart.town.next_op(), "passphrase": _passphrase("wren"), "new-passphrase": chosen}
    answer = apart["wren"].sends("/set/keys", form)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert left_over(answer.text, _written()) == []


@pytest.mark.parametrize("alarm", Alarm)
def test_what_is_wrong_with_a_record_is_said_so_too(apart: House, alarm: Alarm) -> None:
    words = apart.site.languages["he"]
    for said in (ALARMS[alarm], WHAT_TO_DO, RecordInDoubt(ALARMS[alarm])):
        shown = words.refusal(said) if isinstance(said, RecordInDoubt) else words.phrase(said)
        assert left_over(f"<p>{shown}</p>", "") == []


@pytest.mark.parametrize("fault", Fault)
def test_what_is_wrong_with_an_entry_can_be_said_so_too(apart: House, fault: Fault) -> None:
    shown = apart.site.languages["he"].phrase(FAULTS[fault])
    assert left_over(f"<p>{shown}</p>", "") == []


def test_a_sentence_nobody_looked_up_would_be_found() -> None:
    page = '<p aria-label="Main">אבג Kept today. <b translate="no">K9X-2</b></p><p>words of mine'
    assert left_over(page, "words of mine") == ["Main", "Kept today."]


def test_a_far_language_is_longer_and_keeps_its_places() -> None:
    said = Far().gettext("You decide, after hearing %(name)s, {other}.")
    assert "%(name)s" in said
    assert "{other}" in said
    assert len(said) > 1.3 * len("You decide, after hearing %(name)s, {other}.")
