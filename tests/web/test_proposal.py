"""A proposal: read in full, answered by either in one of three equal ways, and never by silence."""

import re
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.application.signed_up import OTHER_WORDS, PASSPHRASES, paired
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, clause, kitchen
from tests.web.browsing import Browser, Page, Street, street
from tests.web.lines import (
    KITCHEN_AT,
    NEW_WORDS,
    OLD_WORDS,
    agreement_of,
    agrees,
    closeness,
    proposal_at,
    proposes_kitchen,
)
from tests.web.scenes import begun, days_later, entries, put_forward
from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import Area, Standard, Standing, Terms
from troth.domain.dynamic.commands import Pause
from troth.domain.safety import LimitId, SetLimit, Target
from troth.web.addresses import proposal_address

BUTTON = re.compile(r'<button type="submit" class="([^"]*)" name="answer" value="([^"]*)">')


PAGE_BYTES = 20 << 10
"""The budget of one page."""


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        proposes_kitchen(opened.ash, reason="So that we both have the last hour.")
        yield opened


def text_now(here: Street) -> str:
    held = in_force(agreement_of(here.town), KITCHEN, here.town.clock.now())
    assert held is not None
    return held.terms.text


def read(here: Street, browser: Browser) -> Page:
    return browser.opens(proposal_at(here.town))


def test_both_read_what_changes_word_by_word_and_why(here: Street) -> None:
    for browser in here.both:
        page = read(here, browser)
        assert "settled removed: before bed. added: by ten in the evening." in page
        assert "So that we both have the last hour." in page
        assert f"Now {OLD_WORDS} Proposed {NEW_WORDS}" in page
        assert "No answer changes nothing, and you need no reason." in page


def test_three_answers_of_one_weight_are_offered_and_none_is_filled(here: Street) -> None:
    for browser, last in ((here.wren, "not-now"), (here.ash, "withdraw")):
        found = BUTTON.findall(read(here, browser).html)
        assert [value for _, value in found] == ["agree", "other", last]
        assert {style for style, _ in found} == {"btn"}


def test_it_holds_only_once_both_have_agreed(here: Street) -> None:
    address = proposal_at(here.town)
    assert "You have agreed. It takes both of you, to the same words." in agrees(here.wren, address)
    assert text_now(here) == OLD_WORDS
    assert "Wren agreed today at 18:00" in here.ash.opens(address)
    assert "Agreed by both of you." in agrees(here.ash, address)
    assert text_now(here) == NEW_WORDS


def test_agreeing_asks_for_the_passphrase_and_keeps_the_page(here: Street) -> None:
    address = proposal_at(here.town)
    here.town.clock.later(minutes=6)
    page = agrees(here.wren, address)
    assert page.status == 422
    assert "Give your passphrase once more: this is agreed in your name." in page
    told = here.wren.sends(address, answer="agree", passphrase=PASSPHRASES[WREN])
    assert "You have agreed." in told


def test_a_wrong_passphrase_agrees_to_nothing(here: Street) -> None:
    address = proposal_at(here.town)
    here.town.clock.later(minutes=6)
    page = here.wren.sends(address, answer="agree", passphrase=OTHER_WORDS)
    assert page.status == 422
    assert OTHER_WORDS not in page.html
    (proposal,) = agreement_of(here.town).proposals.values()
    assert not proposal.consents


def test_nobody_agrees_to_other_words_than_those_they_read(here: Street) -> None:
    address = proposal_at(here.town)
    fields = {**here.wren.opens(address).form(address), "answer": "agree"}
    here.ash.sends(f"{address}/words", text="The kitchen is settled whenever Ash says.")
    page = here.wren.posts(address, fields)
    assert page.status == 409
    assert "While you were writing, Ash changed this." in page
    assert text_now(here) == OLD_WORDS


def test_words_changed_in_the_form_are_not_agreed_to(here: Street) -> None:
    address = proposal_at(here.town)
    page = here.wren.sends(address, answer="agree", digest="0" * 64)
    assert page.status == 422
    assert "That is not the wording that is proposed now." in page


def test_not_now_changes_nothing_and_asks_no_reason(here: Street) -> None:
    address = proposal_at(here.town)
    told = here.wren.sends(address, answer="not-now")
    assert "Nothing in your agreement has changed." in told
    assert "Nothing is proposed just now." in told
    assert text_now(here) == OLD_WORDS


def test_not_now_works_on_an_old_page_and_without_a_passphrase(here: Street) -> None:
    address = proposal_at(here.town)
    fields = {**here.wren.opens(address).form(address), "answer": "not-now"}
    here.town.clock.later(minutes=6)
    here.town.does(ASH, Pause())
    assert "Nothing in your agreement has changed." in here.wren.posts(address, fields)


def test_other_words_lead_to_a_form_with_the_words_in_it(here: Street) -> None:
    address = proposal_at(here.town)
    page = here.wren.sends(address, answer="other")
    assert page.address == f"{address}/words"
    assert page.form(f"{address}/words")["text"] == NEW_WORDS


def test_a_counter_makes_what_was_agreed_before_void_and_says_so(here: Street) -> None:
    address = proposal_at(here.town)
    agrees(here.ash, address)
    here.wren.sends(
        f"{address}/words", text="The kitchen is settled by eleven.", reason="Ten is early."
    )
    page = here.ash.opens(address)
    assert "Ash agreed to earlier words, which no longer count" in page
    assert "by eleven" in page
    assert "Ten is early." in page


def test_one_takes_ones_own_agreement_back(here: Street) -> None:
    address = proposal_at(here.town)
    agrees(here.wren, address)
    assert "You have agreed to these words." in here.wren.opens(address)
    here.wren.sends(address, answer="take-back")
    agrees(here.ash, address)
    assert text_now(here) == OLD_WORDS


def test_the_one_who_proposed_takes_it_back(here: Street) -> None:
    here.ash.sends(proposal_at(here.town), answer="withdraw")
    assert not agreement_of(here.town).proposals


def test_without_an_answer_it_asks_for_one(here: Street) -> None:
    page = here.wren.sends(proposal_at(here.town))
    assert page.status == 422
    assert "Choose an answer, or leave it" in page


def test_sent_twice_it_is_agreed_to_once(here: Street) -> None:
    address = proposal_at(here.town)
    fields = {**here.wren.opens(address).form(address), "answer": "agree"}
    here.wren.posts(address, fields)
    before = entries(here.town)
    assert "You have agreed." in here.wren.posts(address, fields)
    assert entries(here.town) == before


def test_what_changed_under_it_is_put_forward_again_first(here: Street) -> None:
    put_forward(here.town, ASH, kitchen("The kitchen is swept."))
    swept = list(agreement_of(here.town).proposals)[-1]
    for browser in here.both:
        agrees(browser, proposal_address(swept))
    address = proposal_at(here.town)
    page = here.wren.opens(address)
    assert "The agreement under it has changed since it was written." in page
    assert "I agree to this wording" not in page
    assert "It is put forward." in here.wren.sends(address, answer="again")
    assert "I agree to this wording" in here.ash.opens(address)


def test_past_its_day_it_rests_and_can_be_put_forward_again(here: Street) -> None:
    here.ash.sends(proposal_at(here.town), answer="withdraw")
    proposes_kitchen(here.ash, **{"answer-by": "2026-03-04"})
    address = proposal_at(here.town)
    assert "It rests on Thursday at 00:00 if it is not agreed by then." in here.ash.opens(address)
    days_later(here, 4)
    page = here.wren.opens(address)
    assert "The day to answer by has passed, so nothing changed." in page
    assert "I agree to this wording" not in page
    assert "its day has passed" in here.wren.opens("/book/p")


def test_a_limit_it_touches_is_said_to_both_without_a_reason(here: Street) -> None:
    here.town.does(WREN, SetLimit(LimitId("l"), Target.CLAUSE, "kitchen"))
    assert "It touches a limit of your own." in read(here, here.wren)
    assert "It touches a limit of Wren. While that holds, this would rest." in read(here, here.ash)


def test_something_intimate_stands_by_itself_with_its_care_and_its_day() -> None:
    town = begun()
    put_forward(town, ASH, closeness())
    with street(town) as here:
        page = here.wren.opens(proposal_at(town))
        assert "This is a yes in general. It is never a yes in the moment" in page
        assert "It begins 24 hours after the second of you agrees" in page
        assert "Stopped by The words of red." in page
        assert "Bounds Only the two of us, until either says stop." in page


def test_of_several_lines_each_is_read_and_can_be_worded_by_itself() -> None:
    town = begun()
    put_forward(town, ASH, *(_line(number) for number in range(5)))
    with street(town) as here:
        page = here.wren.opens(proposal_at(town))
        assert "5 lines" in page
        assert page.words.count("Kept by Ash") == 5
        assert page.words.count("Read again after a year") == 1
        one = next(link for link in page.links if "/words/" in link)
        here.wren.sends(one, text="Line nought in other words.")
        again = here.ash.opens(proposal_at(town))
        assert "Line nought in other words." in again
        assert "Line number 4." in again


def test_lines_that_run_out_at_different_times_each_say_when() -> None:
    town = begun()
    longer = replace(_line(9), review_after_days=90)
    put_forward(town, ASH, longer, *(_line(number) for number in range(4)))
    with street(town) as here:
        page = here.wren.opens(proposal_at(town))
        assert page.words.count("Read again after a year") == 4
        assert "Read again after three months" in page


def test_one_of_several_lines_can_be_left_out() -> None:
    town = begun()
    put_forward(town, ASH, *(_line(number) for number in range(3)))
    with street(town) as here:
        one = next(link for link in here.wren.opens(proposal_at(town)).links if "/words/" in link)
        here.wren.sends(one, **{"leave-out": "yes"})
        page = here.ash.opens(proposal_at(town))
        assert "2 lines" in page
        assert "Line number 0." not in page


def test_a_whole_starting_shape_is_read_on_one_small_page() -> None:
    with street(paired()) as here:
        here.ash.sends("/start/shape", shape="full-time", lead="ash")
        proposals = here.wren.opens("/book/p")
        assert "and 20 more lines" in proposals
        whole = next(link for link in proposals.links if link.startswith("/book/p/"))
        page = here.wren.opens(whole)
        assert "The table and the surfaces are clear" in page
        assert "When the new lines run out Read again after a year Tried first 30 days" in page
        assert len(page.html.encode()) <= PAGE_BYTES


def test_for_several_lines_at_once_other_words_lead_back_to_them() -> None:
    town = begun()
    put_forward(town, ASH, *(_line(number) for number in range(3)))
    with street(town) as here:
        address = proposal_at(town)
        assert here.wren.opens(f"{address}/words").address == address


def test_lines_that_are_carried_along_are_named() -> None:
    town = begun()
    put_forward(town, ASH, clause(HOUSEHOLD, Area(Standing.TOGETHER)))
    with street(town) as here:
        page = here.wren.opens(proposal_at(town))
        assert "Lines that rest on this, in words that stay as they are" in page
        assert OLD_WORDS in page


def test_nobody_else_reads_or_answers_it(here: Street) -> None:
    before = entries(here.town)
    address = proposal_at(here.town)
    for other in (here.stranger, here.nobody):
        assert NEW_WORDS not in other.opens(address)
        other.posts(address, {"op": "0" * 32, "answer": "not-now"})
        other.posts(f"{address}/words", {"op": "0" * 32, "text": "Mine."})
    assert entries(here.town) == before


def test_there_is_nothing_at_the_address_of_none(here: Street) -> None:
    assert here.ash.opens("/book/p/0000000000").status == 404
    assert KITCHEN_AT in here.ash.opens("/book").links


def _line(number: int) -> Terms:
    line = clause(f"line-{number}", Standard(), f"Line number {number}.")
    return Terms(line.clause, line.body, line.text, frozenset({ASH}))
