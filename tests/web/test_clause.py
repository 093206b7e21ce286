"""One line: what it says, who agreed when, and what either can do about it, alone and at once."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import PASSPHRASES
from tests.given import ASH, KITCHEN, WREN, clause
from tests.web.browsing import Street, street
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
from tests.web.scenes import begun, both_agree, days_later, entries
from troth.domain.agreement.state import in_force, latest
from troth.domain.agreement.terms import Practice, Terms
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import ClauseId
from troth.web.addresses import clause_address, key

CLOSENESS_AT = clause_address("closeness")


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def holds(here: Street) -> bool:
    return in_force(agreement_of(here.town), KITCHEN, here.town.clock.now()) is not None


def test_it_says_everything_that_was_agreed(here: Street) -> None:
    for browser in here.both:
        page = browser.opens(KITCHEN_AT)
        assert OLD_WORDS in page
        assert "Kept by Wren" in page
        assert "Part of life The household" in page
        assert "On a low day The surfaces are clear." in page


def test_it_says_who_agreed_when_in_the_readers_own_time(here: Street) -> None:
    assert "Ash agreed on 2 March 2026, 18:00" in here.ash.opens(KITCHEN_AT)
    assert "Wren agreed on 2 March 2026, 19:00" in here.wren.opens(KITCHEN_AT)
    assert "to be read again by 2 March 2027" in here.wren.opens(KITCHEN_AT)


def test_what_somebody_keeps_can_be_asked_about_and_nothing_else(here: Street) -> None:
    for browser in here.both:
        page = browser.opens(KITCHEN_AT)
        assert "Ask about this" in page
        asked = browser.opens(f"/note/slip/new/{key(KITCHEN)}").form("/note/slip/new")
        assert asked["line"] == f"wren/{key(KITCHEN)}"
        assert "Ask about this" not in browser.opens(CLOSENESS_AT)


def test_its_title_and_address_say_nothing(here: Street) -> None:
    page = here.wren.opens(KITCHEN_AT)
    assert page.title.split()[0] == "Page"
    assert "kitchen" not in page.address


def test_its_own_name_is_understood_in_an_address_too(here: Street) -> None:
    assert OLD_WORDS in here.wren.opens("/book/c/kitchen")


def test_there_is_nothing_at_the_address_of_no_line(here: Street) -> None:
    assert here.ash.opens("/book/c/0000000000").status == 404


@pytest.mark.parametrize("who", ["ash", "wren"])
def test_either_withdraws_at_once_without_a_reason(here: Street, who: str) -> None:
    browser = here.ash if who == "ash" else here.wren
    told = browser.sends(f"{KITCHEN_AT}/withdraw", KITCHEN_AT)
    assert "You withdrew. It no longer applies, and no reason is asked." in told
    assert "This line no longer applies." in told
    assert not holds(here)


def test_what_rests_on_a_line_is_said_before_withdrawing(here: Street) -> None:
    page = here.ash.opens(clause_address("household"))
    before = page.words.index("These rest on it, and would rest with it:")
    assert OLD_WORDS in page
    assert before < page.words.index("Withdraw from this line")


def test_withdrawing_again_changes_nothing(here: Street) -> None:
    fields = here.wren.opens(KITCHEN_AT).form(f"{KITCHEN_AT}/withdraw")
    here.wren.posts(f"{KITCHEN_AT}/withdraw", fields)
    before = entries(here.town)
    assert here.wren.posts(f"{KITCHEN_AT}/withdraw", fields).status == 200
    assert entries(here.town) == before


def test_it_can_be_withdrawn_as_of_when_it_was_said_aloud(here: Street) -> None:
    days_later(here, 2)
    fields = here.wren.opens(KITCHEN_AT).form(f"{KITCHEN_AT}/withdraw")
    here.wren.posts(f"{KITCHEN_AT}/withdraw", {**fields, "day": "2026-03-03", "hour": "22:30"})
    held = latest(agreement_of(here.town), KITCHEN)
    assert held is not None
    ended = [each.until for each in held.consents if each.until is not None]
    assert [f"{each:%Y-%m-%d %H:%M}" for each in ended] == ["2026-03-03 21:30"]


def test_a_day_that_is_none_is_asked_for_again_and_nothing_is_done(here: Street) -> None:
    fields = here.wren.opens(KITCHEN_AT).form(f"{KITCHEN_AT}/withdraw")
    page = here.wren.posts(f"{KITCHEN_AT}/withdraw", {**fields, "day": "Tuesday"})
    assert page.status == 422
    assert "Write the day as year, month and day" in page
    assert holds(here)


def test_withdrawing_works_in_a_pause_and_on_an_old_page(here: Street) -> None:
    fields = here.wren.opens(KITCHEN_AT).form(f"{KITCHEN_AT}/withdraw")
    here.town.does(ASH, Pause())
    here.wren.posts(f"{KITCHEN_AT}/withdraw", fields)
    assert not holds(here)


def test_taking_a_line_out_for_both_takes_both(here: Street) -> None:
    told = here.ash.sends(f"{KITCHEN_AT}/take-out", KITCHEN_AT, reason="We never look at it.")
    assert "It is put forward." in told
    assert "This line would be taken out of the agreement." in told
    assert holds(here)
    for browser in here.both:
        agrees(browser, proposal_at(here.town))
    assert not holds(here)


def test_renewing_is_offered_when_it_is_soon_to_be_read_again(here: Street) -> None:
    assert "Renew it as it stands" not in here.wren.opens(KITCHEN_AT)
    days_later(here, 360)
    assert "Renew it as it stands" in here.wren.opens(KITCHEN_AT)


def test_each_renews_their_own_consent_with_their_passphrase(here: Street) -> None:
    days_later(here, 360)
    here.town.clock.later(minutes=6)
    page = here.wren.sends(f"{KITCHEN_AT}/renew", KITCHEN_AT)
    assert page.status == 422
    assert "Give your passphrase once more" in page
    told = here.wren.sends(f"{KITCHEN_AT}/renew", KITCHEN_AT, passphrase=PASSPHRASES[WREN])
    assert "Renewed, in exactly these words." in told
    assert "Wren renewed on 25 February 2027" in told
    assert "Renew it as it stands" in here.ash.opens(KITCHEN_AT)


def test_a_new_intimate_line_can_be_made_to_begin_later_by_either(here: Street) -> None:
    both_agree(here.town, closeness())
    page = here.wren.opens(CLOSENESS_AT)
    assert "It begins tomorrow at 19:00." in page
    told = here.wren.sends(f"{CLOSENESS_AT}/wait", CLOSENESS_AT, days="3")
    assert "It begins later, as you asked." in told
    assert "It begins on Friday at 18:00." in here.ash.opens(CLOSENESS_AT)


def test_how_much_later_is_asked_for(here: Street) -> None:
    both_agree(here.town, closeness())
    page = here.ash.sends(f"{CLOSENESS_AT}/wait", CLOSENESS_AT)
    assert "Choose how much more time you want." in page


def test_every_earlier_wording_can_be_read(here: Street) -> None:
    proposes_kitchen(here.ash)
    for browser in here.both:
        agrees(browser, proposal_at(here.town))
    for browser in here.both:
        page = browser.opens(f"{KITCHEN_AT}/earlier")
        assert page.words.index(NEW_WORDS) < page.words.index(OLD_WORDS)
        assert "It says nothing about how it was kept." in page


def test_a_proposal_for_it_is_shown_with_it(here: Street) -> None:
    proposes_kitchen(here.wren)
    page = here.ash.opens(KITCHEN_AT)
    assert "Change proposed" in page
    assert proposal_at(here.town) in page.links


def test_what_binds_nobody_never_asks_to_be_renewed(here: Street) -> None:
    both_agree(here.town, clause("supper", Practice(), "We like to eat together."))
    days_later(here, 360)
    assert "Renew it" not in here.ash.opens(clause_address("supper"))


def test_what_was_written_is_shown_and_never_run(here: Street) -> None:
    sly = Terms(ClauseId("sly"), Practice(), "<script>alert(1)</script> & <b>more</b>")
    both_agree(here.town, sly)
    page = here.wren.opens(clause_address("sly"))
    assert "<script>alert(1)" not in page.html
    assert "<script>alert(1)</script> & <b>more</b>" in page


@pytest.mark.parametrize("act", ["withdraw", "renew", "wait", "take-out"])
def test_nobody_else_does_anything_to_it(here: Street, act: str) -> None:
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        other.posts(f"{KITCHEN_AT}/{act}", {"op": "0" * 32, "days": "1"})
    assert entries(here.town) == before
    assert holds(here)


def test_both_are_shown_what_the_other_withdrew_from(here: Street) -> None:
    here.wren.sends(f"{KITCHEN_AT}/withdraw", KITCHEN_AT)
    assert "and withdrew since" in here.ash.opens(KITCHEN_AT)
    assert WREN in {each.member for each in agreement_of(here.town).clauses[KITCHEN][-1].consents}
