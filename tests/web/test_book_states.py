"""The pages of the book in every state two people can be in: they stand, and say what is so."""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

import pytest

from tests.application.signed_up import Town, paired
from tests.given import ASH, WREN, clause
from tests.web.browsing import Browser, street
from tests.web.lines import KITCHEN_AT, OLD_WORDS, closeness, proposes_kitchen
from tests.web.scenes import agreed, alone, begun, both_agree, days_later, entries, put_forward
from troth.domain.agreement.terms import Foreword
from troth.domain.dynamic.commands import End, Pause, RaiseCheck, Stop
from troth.domain.kernel import Command
from troth.web.addresses import line_address
from troth.web.clauses.kinds import kinds

LISTS = ("/book", "/book/p", "/book/new", "/book/parts", "/book/versions", "/book/sign", "/house")
FORMS = tuple(f"/book/new/{kind.at}" for kind in kinds())
ONE = (KITCHEN_AT, f"{KITCHEN_AT}/words", f"{KITCHEN_AT}/earlier")

SMALL = 20 << 10
"""The budget of one page, in bytes."""

OPENED = re.compile(r"<(h[1-6])\b")
NAVIGATIONS = re.compile(r"<nav\b.*?</nav>", re.DOTALL)
"""The tabs, and on a phone the pages under one of them: no two say where one is."""

INLINE = re.compile(r"""\s(?:style|on\w+)=["']""")


def after(*acts: Command) -> Town:
    """Return a town in which the two had begun, and Wren did something since."""
    town = begun()
    for act in acts:
        town.does(WREN, act)
    return town


STATES: Mapping[str, Callable[[], Town]] = {
    "forming": agreed,
    "on": begun,
    "checking": lambda: after(RaiseCheck()),
    "paused": lambda: after(Pause()),
    "stopped": lambda: after(Stop()),
    "ended": lambda: after(End()),
}


def whole(browser: Browser, address: str) -> str:
    """Open a page, and hold it to what every page keeps."""
    page = browser.opens(address)
    assert page.status == 200, address
    assert len(page.html.encode()) <= SMALL, address
    assert page.html.count("<h1") == 1, address
    levels = [int(tag[1]) for tag in OPENED.findall(page.html)]
    assert all(b - a <= 1 for a, b in pairwise(levels)), address
    assert not INLINE.search(page.html), address
    assert " required" not in page.html, address
    assert "placeholder" not in page.html, address
    here = [each.count('aria-current="page"') for each in NAVIGATIONS.findall(page.html)]
    assert here[0] == 1, address
    assert max(here) == 1, address
    return page.words


@pytest.mark.parametrize("state", STATES)
def test_every_page_stands_in_every_state_for_both(state: str) -> None:
    with street(STATES[state]()) as here:
        before = entries(here.town)
        for browser in here.both:
            for address in (*LISTS, *ONE):
                whole(browser, address)
        assert entries(here.town) == before


def test_every_form_for_a_new_line_is_a_whole_page() -> None:
    with street(begun()) as here:
        for address in FORMS:
            whole(here.wren, address)


@pytest.mark.parametrize("state", ["forming", "on", "checking", "paused", "stopped"])
def test_as_long_as_anything_lasts_either_can_withdraw_and_put_forward(state: str) -> None:
    with street(STATES[state]()) as here:
        assert "It is put forward." in proposes_kitchen(here.ash)
        told = here.wren.sends(f"{KITCHEN_AT}/withdraw", KITCHEN_AT)
        assert "You withdrew. It no longer applies" in told


def test_after_the_end_nothing_is_put_forward_and_the_form_says_so() -> None:
    with street(STATES["ended"]()) as here:
        before = entries(here.town)
        at = f"{KITCHEN_AT}/words"
        assert "nothing new is begun here" in here.ash.opens(at)
        with street(begun()) as earlier:
            fields = earlier.ash.opens(at).form(at)
        page = here.ash.posts(at, {**fields, "text": "Ash cooks on Sundays.", "whose": ""})
        assert page.status == 422
        assert page.form(at)["text"] != OLD_WORDS
        assert entries(here.town) == before


def test_in_a_rest_the_house_expects_nothing_and_the_book_is_whole() -> None:
    for state in ("paused", "stopped"):
        with street(STATES[state]()) as here:
            for browser in here.both:
                assert OLD_WORDS not in browser.opens("/house")
                assert OLD_WORDS in browser.opens("/book")


def test_in_a_check_the_lines_stay_and_say_that_they_rest() -> None:
    with street(STATES["checking"]()) as here:
        assert "resting until you have both checked in" in here.ash.opens("/house")


def test_thirty_days_of_pause_leave_no_trace_of_time() -> None:
    with street(STATES["paused"]()) as here:
        before = _kept(here.ash)
        days_later(here, 30)
        assert _kept(here.ash) == before


def _kept(browser: Browser) -> str:
    """Return what the house says, below the line that says since when they rest."""
    return browser.opens("/house").words.partition("What each of you keeps")[2]


def test_what_both_read_differs_only_in_whose_it_is() -> None:
    with street(begun()) as here:
        for address in (KITCHEN_AT, line_address("kitchen"), "/book/parts"):
            ash, wren = (browser.opens(address) for browser in here.both)
            assert [to for to, _ in ash.forms] == [to for to, _ in wren.forms]
            assert ash.links == wren.links


def test_pages_of_two_wait_for_the_second() -> None:
    with street(alone()) as here:
        for address in ("/book/p", "/book/new", "/book/new/line", "/book/sign"):
            assert here.ash.opens(address).address == "/start/invite"
        for address in ("/book", "/book/parts", "/book/versions", "/house"):
            assert here.ash.opens(address).status == 200


def test_somebody_in_no_record_is_led_to_the_beginning() -> None:
    with street(paired()) as here:
        for address in LISTS:
            assert here.stranger.opens(address).address.startswith("/start")


def test_nobody_is_led_to_the_door() -> None:
    with street(begun()) as here:
        for address in (*LISTS, *ONE, FORMS[0]):
            assert here.nobody.opens(address).address == "/in"


def test_no_title_and_no_address_says_what_it_is_about() -> None:
    telling = re.compile(r"agree|consent|limit|lead|follow|role|intima|kitchen|ritual|permission")
    town = begun()
    both_agree(town, closeness())
    put_forward(town, ASH, clause("why", Foreword(), "We are calmer so."))
    with street(town) as here:
        seen = set[str]()
        for address in (*LISTS, *FORMS, *ONE):
            page = here.wren.opens(address)
            seen |= {page.title, page.address, *page.links}
        ours = {each for each in seen if not each.startswith(("/prefs", "/static"))}
        assert not [each for each in ours if telling.search(each.lower())]


def test_the_titles_of_the_book_tell_its_pages_apart() -> None:
    with street(begun()) as here:
        titles = [here.ash.opens(address).title for address in (*LISTS, *ONE, FORMS[0])]
        assert len(set(titles)) == len(titles)
