"""Faults of ours: said in plain words, with Pause and Exit, and nothing that was typed is lost."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.application.homes import CHAIN
from tests.application.signed_up import paired
from tests.application.test_everywhere import BrokenStore
from tests.web.browsing import street
from troth.application.accounts.throttle import FREE_TRIES
from troth.application.ports import ChainId
from troth.store.memory import MemoryReading, MemoryStore

TYPED = "The stairs were swept, and nobody had asked."
SECRET = "Something that somebody wrote"  # noqa: S105 - what no log may hold

IN_PERSON = "Your agreed words for pause and stop work by saying them"


class FaultyStore(MemoryStore):
    """A store that fails in a way nobody foresaw, with words of theirs in its message."""

    def __init__(self) -> None:
        super().__init__()
        self.is_faulty = False

    @contextmanager
    def reading(self, chain: ChainId) -> Iterator[MemoryReading]:
        """Read, unless it fails."""
        if self.is_faulty:
            raise RuntimeError(SECRET)
        with super().reading(chain) as reading:
            yield reading


def has_the_buttons(html: str) -> bool:
    """Tell whether a page shows Pause and Exit."""
    return 'href="/pause"' in html and 'action="/leave"' in html


def test_a_fault_says_so_shows_the_buttons_and_tells_nobody_its_message(
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = FaultyStore()
    with street(paired(store)) as here:
        store.is_faulty = True
        with caplog.at_level(logging.DEBUG):
            page = here.wren.opens("/book")
        assert page.status == 500
        assert "This did not work, and nothing was recorded." in page
        assert IN_PERSON in page
        assert has_the_buttons(page.html)
        assert SECRET not in page.html + caplog.text
        assert "RuntimeError at" in caplog.text


def test_what_was_typed_stays_in_the_page_and_is_recorded_once_when_sent_again() -> None:
    store = BrokenStore()
    with street(paired(store)) as here:
        fields = {**here.wren.opens("/note").form("/note"), "kind": "note", "text": TYPED}
        store.broken.add(CHAIN)
        page = here.wren.posts("/note", fields)
        assert page.status == 503
        assert "What you wrote is still in this page." in page
        assert page.form("/note").items() >= fields.items()
        store.broken.clear()
        for _ in range(2):
            assert here.wren.posts("/note", page.form("/note")).status == 200
        assert here.wren.opens("/note").html.count(TYPED) == 1


def test_a_page_that_was_only_read_offers_nothing_to_send() -> None:
    store = BrokenStore()
    with street(paired(store)) as here:
        store.broken.add(CHAIN)
        page = here.wren.opens("/book")
        assert page.status == 503
        assert "Send it once more" not in page


def test_too_many_tries_are_answered_with_when_to_come_again() -> None:
    with street(paired()) as here:
        tries = [
            here.nobody.receives("/in", {"name": "Wren", "passphrase": "no"})
            for _ in range(FREE_TRIES + 1)
        ]
        assert {each.status_code for each in tries[:-1]} == {422}
        assert tries[-1].status_code == 429
        assert int(tries[-1].headers["retry-after"]) > 0
        assert "The next try counts in" in tries[-1].text
