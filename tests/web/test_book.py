"""The book: both read the same words in the same order, and what is proposed where it belongs."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import paired
from tests.given import ASH, WREN, clause
from tests.web.browsing import Street, street
from tests.web.lines import KITCHEN_AT, NEW_WORDS, OLD_WORDS, agrees, proposal_at, proposes_kitchen
from tests.web.scenes import agreed, alone, begun, days_later, entries, put_forward
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import TRIAL_DAYS, Foreword, Standard, Terms
from troth.domain.dynamic.commands import End, Pause
from troth.domain.kernel import ClauseId


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def test_both_read_the_same_agreement(here: Street) -> None:
    ash, wren = (browser.opens("/book") for browser in here.both)
    for page in (ash, wren):
        assert OLD_WORDS in page
        assert "Our agreement Version 1 · since 2 March 2026" in page
        assert "This is not a legal contract." in page
        assert "What never changes" in page
    assert ash.words.partition("last agreed")[0] == wren.words.partition("last agreed")[0]


def test_each_number_leads_to_its_line(here: Street) -> None:
    book = here.wren.opens("/book")
    assert KITCHEN_AT in book.links
    assert OLD_WORDS in here.wren.opens(KITCHEN_AT)


def test_no_address_in_it_says_what_a_line_is_about(here: Street) -> None:
    links = [link for link in here.ash.opens("/book").links if link.startswith("/book/c/")]
    assert len(links) == 7
    assert not [link for link in links if "kitchen" in link or "reflection" in link]


def test_both_names_stand_under_it_with_their_times(here: Street) -> None:
    assert "Ash last agreed to a line on 2 March 2026, 18:00" in here.ash.opens("/book")
    assert "Wren last agreed to a line on 2 March 2026, 19:00" in here.wren.opens("/book")


def test_a_change_is_shown_where_the_line_stands(here: Street) -> None:
    proposes_kitchen(here.ash, reason="So that we both have the last hour.")
    page = here.wren.opens("/book")
    assert "Change proposed" in page
    assert "Ash proposed this today" in page
    assert "settled removed: before bed. added: by ten in the evening." in page
    assert "So that we both have the last hour." in page
    assert "No answer changes nothing, and you need no reason." in page


def test_it_can_be_answered_there(here: Street) -> None:
    proposes_kitchen(here.ash)
    address = proposal_at(here.town)
    agrees(here.ash, address)
    told = here.wren.sends(address, "/book", answer="agree")
    assert "Agreed by both of you. It stands in your agreement now." in told
    assert NEW_WORDS in told
    assert OLD_WORDS not in told


def test_its_author_is_not_asked_there_to_answer(here: Street) -> None:
    proposes_kitchen(here.ash)
    assert proposal_at(here.town) not in [to for to, _ in here.ash.opens("/book").forms]


def test_what_is_proposed_is_led_to_from_under_the_title(here: Street) -> None:
    put_forward(here.town, WREN, clause("why", Foreword(), "Because we are calmer so."))
    address = proposal_at(here.town)
    proposes_kitchen(here.ash)
    for person in here.both:
        page = person.opens("/book")
        said = "Proposed, and not agreed Because we are calmer so. Wren put it forward today"
        assert page.words.index(said) < page.words.index("Contents")
        assert NEW_WORDS in page.words[: page.words.index("Contents")]
        assert address in page.links


def test_after_the_end_nothing_is_to_be_answered(here: Street) -> None:
    put_forward(here.town, WREN, clause("why", Foreword(), "Because we are calmer so."))
    here.town.does(ASH, End())
    assert "Proposed, and not agreed" not in here.wren.opens("/book")


def test_a_trial_that_all_share_is_said_once() -> None:
    tried = Terms(
        ClauseId("tea"), Standard(), "Ash makes tea.", frozenset({ASH}), trial_days=TRIAL_DAYS
    )
    with street(begun(tried)) as here:
        page = here.wren.opens("/book")
        assert "On trial until 1 April 2026" in page
        assert page.words.count("On trial") == 1


def test_only_exceptions_are_marked(here: Street) -> None:
    assert "Resting" not in here.ash.opens("/book")
    here.town.does(WREN, Pause())
    assert "Resting" in here.ash.opens("/book")
    assert "strands-rest" in here.ash.opens("/book").html


def test_a_withdrawn_line_is_no_longer_in_it(here: Street) -> None:
    here.town.does(WREN, WithdrawConsent(ClauseId("kitchen")))
    assert OLD_WORDS not in here.ash.opens("/book")


def test_a_line_that_is_soon_to_be_read_again_says_so(here: Street) -> None:
    days_later(here, 360)
    assert "To be read again by 2 March" in here.wren.opens("/book")


def test_before_anything_is_agreed_it_says_what_to_do_first() -> None:
    with street(paired()) as here:
        page = here.ash.opens("/book")
        assert "There is no agreement yet." in page
        assert "/start" in page.links
        assert "/book/new" in page.links


def test_before_anything_is_agreed_it_leads_to_what_is_proposed() -> None:
    town = paired()
    put_forward(town, ASH, clause("why", Foreword(), "Because we are calmer so."))
    with street(town) as here:
        assert "To be answered: Because we are calmer so." in here.wren.opens("/book")
        assert proposal_at(town) in here.wren.opens("/book").links


def test_alone_it_says_that_an_agreement_takes_two() -> None:
    with street(alone()) as here:
        page = here.ash.opens("/book")
        assert "An agreement takes two" in page
        assert "/start/invite" in page.links


def test_before_they_begin_it_can_be_read(here: Street) -> None:
    with street(agreed()) as forming:
        assert OLD_WORDS in forming.wren.opens("/book")
    assert OLD_WORDS in here.wren.opens("/book")


def test_after_the_end_only_what_outlasts_it_is_said_to_hold(here: Street) -> None:
    here.town.does(ASH, End())
    assert "It has ended. Only what outlasts the end still holds." in here.wren.opens("/book")


def test_reading_records_nothing(here: Street) -> None:
    before = entries(here.town)
    for browser in here.both:
        browser.opens("/book")
    assert entries(here.town) == before


def test_nobody_else_reads_it(here: Street) -> None:
    for other in (here.stranger, here.nobody):
        for address in ("/book", KITCHEN_AT, "/book/p", "/book/versions", "/house"):
            assert OLD_WORDS not in other.opens(address)
