"""What somebody was writing stands in its field again, for them alone, until it is sent."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.application.signed_up import paired
from tests.given import ASH, HOUSEHOLD
from tests.web.browsing import Browser, Street, street
from tests.web.knocking import BOTH, House, Walked
from troth.application.ports import ChainId, StoreFull
from troth.domain.agreement.commands import NameArea
from troth.store.memory import MemoryStore, MemoryTransaction

RIVER = "The river was high today."
"""What Wren was writing."""

MANY = 30
"""Fields in which somebody writes at length; were none found, none would be lost."""


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        yield opened


def begins(browser: Browser, text: str = RIVER, **fields: str) -> int:
    """Keep what stands in the form of a note, as the page's script does."""
    sent = {"to": "/mine", "page": "/mine", "title": "Private notes", "kept.text": text, **fields}
    return browser.fetches("/kept", sent).status_code


def test_what_was_being_written_stands_in_its_field_again(here: Street) -> None:
    assert begins(here.wren) == 204
    page = here.wren.opens("/mine")
    assert page.form("/mine")["text"] == RIVER
    assert "What you were writing here at 19:00 today is kept" in page
    assert "These were your words" not in page
    assert "today is kept." not in here.wren.opens("/note")


def test_today_says_where_it_is(here: Street) -> None:
    begins(here.wren)
    page = here.wren.opens("/today")
    assert "Begun, and not sent Private notes Kept at 19:00 today. Only you see it." in page
    page = here.wren.opens("/kept")
    assert f"Private notes Kept at 19:00 today. Only you see it. {RIVER} Go on writing" in page
    assert "/mine" in page.links
    assert "Begun, and not sent" not in here.ash.opens("/today")


def test_with_headings_only_today_does_not_say_what_it_is_about(here: Street) -> None:
    here.wren.sends("/set/outside", headings="on")
    begins(here.wren, title="A job in another town")
    page = here.wren.opens("/today")
    assert "What you were writing Kept at" in page
    assert "A job" not in page


def test_nobody_else_sees_that_there_is_anything(here: Street) -> None:
    before = {who: who.opens("/mine").words for who in (here.ash, here.stranger, here.nobody)}
    begins(here.wren)
    assert {who: who.opens("/mine").words for who in before} == before
    for other in before:
        assert RIVER not in other.opens("/kept")
        other.posts("/kept/off", {"page": "/mine"})
        other.posts("/kept/drop", {"to": "/mine", "page": "/mine"})
    assert here.wren.opens("/mine").form("/mine")["text"] == RIVER


def test_once_sent_it_is_kept_no_longer(here: Street) -> None:
    begins(here.wren)
    here.wren.sends("/mine")
    page = here.wren.opens("/mine")
    assert page.form("/mine")["text"] == ""
    assert RIVER in page
    assert "Begun, and not sent" not in here.wren.opens("/today")


class LastRoom(MemoryStore):
    """A record on a disk that has room for so many more acts."""

    room = 1_000

    @contextmanager
    def acting(self, chain: ChainId) -> Iterator[MemoryTransaction]:
        """Refuse once there is none."""
        self.room -= 1
        if self.room < 0:
            raise StoreFull
        with super().acting(chain) as transaction:
            yield transaction


def test_on_a_full_disk_what_was_sent_counts() -> None:
    store = LastRoom()
    with street(paired(store)) as here:
        begins(here.wren)
        form = here.wren.opens("/mine").form("/mine")
        store.room = 1
        assert "Kept. Only you can see it." in here.wren.posts("/mine", form)


def test_a_form_that_comes_back_keeps_it(here: Street) -> None:
    begins(here.wren)
    page = here.wren.posts("/mine", {"op": "", "text": RIVER})
    assert page.status == 422
    assert "today is kept." not in page
    assert here.wren.opens("/mine").form("/mine")["text"] == RIVER


def test_its_author_starts_afresh(here: Street) -> None:
    begins(here.wren)
    page = here.wren.sends("/kept/off", "/mine")
    assert page.address == "/mine"
    assert page.form("/mine")["text"] == ""
    assert "today is kept." not in page


def test_what_was_begun_is_let_go_one_by_one(here: Street) -> None:
    begins(here.wren)
    begins(here.wren, "I would like", to="/talk/new", page="/talk/new", title="Ask to talk")
    page = here.wren.sends("/kept/drop", "/kept")
    assert "Ask to talk" not in page
    assert RIVER in page
    page = here.wren.sends("/kept/drop", "/kept")
    assert "Nothing is begun." in page


def test_words_whose_form_is_gone_are_not_lost(here: Street) -> None:
    begins(here.wren, to="/plans/none-there/views", page="/book")
    page = here.wren.opens("/book")
    assert f"There is no form for this just now. These were your words: {RIVER}" in page


def test_it_says_when_something_was_recorded_since(here: Street) -> None:
    said = "Something was recorded since"
    begins(here.wren)
    assert said not in here.wren.opens("/mine")
    here.town.does(ASH, NameArea(HOUSEHOLD, "The household"))
    assert said in here.wren.opens("/mine")


def test_two_pages_whose_forms_go_to_one_place_keep_each_its_own(here: Street) -> None:
    for at, text in (("/talk/new/a", "One thing"), ("/talk/new/b", "Another thing")):
        begins(here.wren, text, to="/talk/new", page=at)
    here.wren.fetches("/kept", {"to": "/talk/new", "page": "/talk/new/a"})
    page = here.wren.opens("/kept")
    assert "One thing" not in page
    assert "Another thing" in page


def test_emptied_it_is_let_go(here: Street) -> None:
    begins(here.wren)
    assert here.wren.fetches("/kept", {"to": "/mine", "page": "/mine"}).status_code == 204
    assert "Begun, and not sent" not in here.wren.opens("/today")


def test_no_secret_is_kept(here: Street) -> None:
    begins(here.wren, **{"kept.passphrase": "seven dark horses", "kept.new-passphrase": "eight"})
    page = here.wren.opens("/mine")
    assert "seven dark horses" not in page.html
    assert "eight" not in page.html


@pytest.mark.parametrize("field", ["to", "page"])
@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "mine"])
def test_only_pages_of_this_server_are_kept(here: Street, field: str, address: str) -> None:
    assert begins(here.wren, **{field: address}) == 422
    page = here.wren.posts("/kept/off", {"to": "/mine", "page": address})
    assert page.address == "/today"


def test_whoever_is_not_in_keeps_nothing(here: Street) -> None:
    for other in (here.stranger, here.nobody):
        assert begins(other) != 204


def test_it_is_in_ones_own_copy_and_in_no_other(here: Street) -> None:
    begins(here.wren)
    for who in here.both:
        packed = who.receives("/take", who.opens("/take").form("/take")).content
        with ZipFile(BytesIO(packed)) as files:
            told = [files.read(name).decode() for name in files.namelist()]
        assert [RIVER in each for each in told] == [who is here.wren] * len(told)
        readable = next(each for each in told if each.startswith("<!doctype html>"))
        assert ("What you had begun to write" in readable) == (who is here.wren)


@pytest.mark.parametrize(("erase", "at"), [("/take/erase/notes", ""), ("/mine/1/erase", "/mine/1")])
def test_it_goes_with_ones_notes(here: Street, erase: str, at: str) -> None:
    here.wren.sends("/mine", text="A note.")
    found = here.wren.posts("/mine/find", {"find": "a note"}).address
    begins(here.wren, to="/mine/1/bring", page="/mine/1")
    here.wren.sends(erase, at or erase, sure="yes")
    assert RIVER not in here.wren.opens("/kept")
    assert here.wren.opens(found).status == 404


@pytest.mark.parametrize("name", BOTH)
def test_whatever_is_written_on_any_page_is_there_again(
    house: House, walked: Walked, name: str
) -> None:
    writer = house[name]
    written = [
        (address, to, field)
        for address, page in walked.pages[name].items()
        for to, field in fields_of(page.html)
    ]
    assert len(written) > MANY
    lost = []
    for address, to, field in written:
        sent = {"to": to, "page": address, "title": "A page", f"kept.{field}": RIVER}
        assert writer.sends("/kept", sent).status_code == 204
        again = fields_of(writer.gets(address).text)
        lost += [] if again[to, field] == RIVER else [(address, to, field)]
        writer.sends("/kept/drop", {"to": to, "page": address})
    assert lost == []


def fields_of(html: str) -> dict[tuple[str, str], str]:
    """Return what stands in each field for more than a line, by its form's address and its name."""
    found = {}
    for form in re.findall(r"<form\b.*?</form>", html, re.DOTALL):
        to = re.search(r'action="([^"]*)"', form)
        for attributes, text in re.findall(r"<textarea([^>]*)>(.*?)</textarea>", form, re.DOTALL):
            field = re.search(r' name="([^"]*)"', attributes)
            assert to is not None
            assert field is not None
            found[to[1], field[1]] = unescape(text)
    return found
