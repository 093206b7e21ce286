"""A form is sent by whoever it was made for: not by the other, who came in at the same browser."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import PASSPHRASES
from tests.given import ASH, WREN
from tests.web.browsing import Page, Street, street
from tests.web.pressing import AT, phase_of
from tests.web.scenes import begun, entries
from troth.domain.dynamic.events import Phase
from troth.domain.kernel import MemberId

RIVER = "The river was high today."
NAMES = {ASH: "Ash", WREN: "Wren"}


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def comes_in(here: Street, asked: Page, who: MemberId) -> Page:
    """Sign in at a browser in which a form waits for it."""
    given = {"name": NAMES[who], "passphrase": PASSPHRASES[who]}
    return here.nobody.posts("/in", {**asked.form("/in"), **given})


def test_what_one_wrote_is_read_before_it_is_sent_after_signing_in(here: Street) -> None:
    asked = here.nobody.posts("/mine", {**here.wren.opens("/mine").form("/mine"), "text": RIVER})
    page = comes_in(here, asked, WREN)
    assert f"was not sent yet. {RIVER} Send it now" in page
    assert "Kept. Only you can see it." in here.nobody.posts("/mine", page.form("/mine"))
    assert RIVER in here.wren.opens("/mine")


def test_what_one_wrote_is_not_put_before_the_other(here: Street) -> None:
    asked = here.nobody.posts("/mine", {**here.wren.opens("/mine").form("/mine"), "text": RIVER})
    page = comes_in(here, asked, ASH)
    assert page.address == "/today"
    assert "What was being sent here was not yours." in page
    assert RIVER not in page.html
    assert RIVER not in here.ash.opens("/mine")


@pytest.mark.parametrize(("address", "fields"), [("/mine", {"text": RIVER}), (AT, {"do": "pause"})])
def test_a_page_that_was_left_open_is_not_sent_by_the_other(
    here: Street, address: str, fields: dict[str, str]
) -> None:
    before = entries(here.town)
    page = here.ash.posts(address, {**here.wren.opens(address).form(address), **fields})
    assert page.status == 403
    assert "This form is of somebody who was in here before you." in page
    assert RIVER not in page.html
    assert entries(here.town) == before
    assert phase_of(here) is Phase.ACTIVE
