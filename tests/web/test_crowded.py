"""Crowded: where no passphrase can be looked at just now, it is said, and nothing is lost."""

from collections.abc import Iterator

import pytest
from httpx import Response

from tests.application.signed_up import CODES, OTHER_WORDS, PASSPHRASES, paired
from tests.crowded import busy
from tests.given import WREN
from tests.web.browsing import EmptyPlace, Page, Street, browsers, street
from tests.web.test_arriving import ASHS, filled

MINE = PASSPHRASES[WREN]


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        yield opened


def asks_to_come_again(answer: Response) -> Page:
    """Look whether an answer asks to come again, and shows no passphrase; return its page."""
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    page = Page(answer.status_code, answer.url.path, answer.text)
    assert "Many are logging in just now. Try again in 5 seconds." in page
    assert not any(words in page.html for words in (MINE, OTHER_WORDS, ASHS))
    return page


def test_at_the_door_the_name_and_what_was_being_written_are_kept(here: Street) -> None:
    sent = {"name": "Wren", "passphrase": MINE, "carried.text": "half a line", "carried-to": "/say"}
    with busy():
        page = asks_to_come_again(here.nobody.receives("/in", sent))
    again = {**page.form("/in"), "passphrase": MINE}
    assert again.items() >= sent.items()
    assert "half a line" in here.nobody.posts("/in", again).html


def test_where_an_account_is_made_all_that_was_typed_is_kept() -> None:
    with browsers(EmptyPlace(), {"ash": None}) as people:
        ash = people["ash"]
        sent = filled(ash.opens("/begin/you"), "/begin/you", "Ash", ASHS)
        with busy():
            page = asks_to_come_again(ash.receives("/begin/you", sent))
        again = {**page.form("/begin/you"), "passphrase": ASHS}
        assert {**again, "op": ""} == {**sent, "op": ""}
        assert ash.posts("/begin/you", again).address == "/start"


def test_where_the_passphrase_is_given_once_more_and_where_it_is_changed(here: Street) -> None:
    wanted = {"op": "0" * 32, "new-passphrase": OTHER_WORDS}
    with busy():
        asks_to_come_again(here.wren.receives("/set/keys", wanted))
        here.town.clock.later(minutes=6)
        asks_to_come_again(here.wren.receives("/set/keys", {**wanted, "passphrase": MINE}))
    page = here.wren.posts("/set/keys", {**wanted, "passphrase": MINE})
    assert "Your passphrase is changed." in page


def test_where_somebody_comes_back_with_their_code_it_still_opens(here: Street) -> None:
    form = here.nobody.sends("/in/code", name="Wren", code=CODES[WREN]).form("/in/anew")
    sent = {**form, "passphrase": OTHER_WORDS, "typed-code": form["new-code"]}
    with busy():
        page = asks_to_come_again(here.nobody.receives("/in/anew", sent))
    again = {**page.form("/in/anew"), "passphrase": OTHER_WORDS}
    assert {**again, "op": ""} == {**sent, "op": ""}
    assert here.nobody.posts("/in/anew", again).address == "/today"
