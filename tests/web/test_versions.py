"""Versions: each says what made it, and any two can be read side by side."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import paired
from tests.given import KITCHEN, WREN, clause
from tests.web.browsing import Street, street
from tests.web.lines import NEW_WORDS, OLD_WORDS, agrees, proposal_at, proposes_kitchen
from tests.web.scenes import begun, both_agree
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.events import Repeal
from troth.domain.agreement.terms import Practice


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        proposes_kitchen(opened.ash, lighter="The sink is empty.")
        for browser in opened.both:
            agrees(browser, proposal_at(opened.town))
        yield opened


def test_both_read_every_version_the_newest_first(here: Street) -> None:
    for browser in here.both:
        page = browser.opens("/book/versions")
        second, first = page.words.rindex("Version 2"), page.words.rindex("Version 1")
        assert second < first
        assert NEW_WORDS in page
        assert "Agreed by both of you:" in page


def test_of_a_long_version_only_the_beginning_is_listed(here: Street) -> None:
    assert "and 1 more" in here.ash.opens("/book/versions")


def test_two_versions_are_read_side_by_side_by_choice_of_either(here: Street) -> None:
    for browser in here.both:
        page = browser.sends("/book/versions", before="1", after="2")
        assert page.status == 200
        assert "Version 1 and version 2" in page
        assert "settled removed: before bed. added: by ten in the evening." in page
        assert f"Version 1 {OLD_WORDS} Version 2 {NEW_WORDS}" in page
        assert "On a low day removed: The surfaces are clear. added: The sink is empty." in page


def test_the_older_stands_first_whichever_was_chosen_first(here: Street) -> None:
    assert "Version 1 and version 2" in here.wren.sends("/book/versions", before="2", after="1")


def test_what_was_chosen_stands_in_no_address(here: Street) -> None:
    page = here.wren.sends("/book/versions", before="1", after="2")
    assert page.address == "/book/versions"


def test_a_new_line_and_one_that_is_gone_are_said_to_be_so(here: Street) -> None:
    both_agree(here.town, clause("supper", Practice(), "We eat together."), Repeal(KITCHEN))
    page = here.ash.sends("/book/versions", before="2", after="3")
    assert "New added: We eat together." in page
    assert f"No longer there removed: {NEW_WORDS}" in page
    assert "Taken out by both of you:" in here.ash.opens("/book/versions")


def test_a_withdrawal_makes_a_version_and_names_who_withdrew(here: Street) -> None:
    here.town.does(WREN, WithdrawConsent(KITCHEN))
    page = here.ash.opens("/book/versions")
    assert f"Wren withdrew from: {NEW_WORDS}" in page


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("", "2", "Choose two versions."),
        ("1", "1", "Choose two different versions."),
        ("1", "99", "Choose two versions."),
        ("one", "2", "Choose two versions."),
    ],
)
def test_what_cannot_be_compared_is_asked_for_again(
    here: Street, before: str, after: str, sentence: str
) -> None:
    page = here.ash.sends("/book/versions", before=before, after=after)
    assert page.status == 422
    assert sentence in page


def test_a_long_list_goes_on_on_a_further_page(here: Street) -> None:
    for number in range(21):
        both_agree(here.town, clause("supper", Practice(), f"We eat together, {number}."))
    page = here.ash.opens("/book/versions")
    assert "Version 23" in page
    assert "We eat together, 0." not in page
    earlier = here.ash.posts("/book/versions", {"from": "20"})
    assert "We eat together, 0." in earlier
    assert "Version 23" not in earlier


def test_before_the_first_it_says_when_it_begins() -> None:
    with street(paired()) as here:
        assert "The first begins when both of you agree" in here.wren.opens("/book/versions")


def test_nobody_else_reads_them(here: Street) -> None:
    for other in (here.stranger, here.nobody):
        assert NEW_WORDS not in other.opens("/book/versions")
        page = other.posts("/book/versions", {"before": "1", "after": "2"})
        assert NEW_WORDS not in page
