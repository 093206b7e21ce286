"""The reset: either asks, it begins with both yeses on one day, and either calls it off."""

from collections.abc import Iterator

import pytest

from tests.given import ASH, KITCHEN, WREN, clause
from tests.web.browsing import Browser, Page, Street, street
from tests.web.scenes import alone, begun, days_later, entries
from troth.domain.agreement.terms import ResetForm
from troth.domain.dynamic.commands import End, Pause
from troth.domain.kernel import ClauseId
from troth.domain.resets.commands import AskReset, FinishReset, OptIntoReset
from troth.domain.resets.events import ResetId
from troth.web.addresses import key

FORM = "An evening with nothing else planned."
BACK = ClauseId("back")
R = ResetId("r")


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun(clause(BACK, ResetForm(FORM, clears_before=True)))) as opened:
        yield opened


@pytest.fixture(name="after")
def _after(here: Street) -> Street:
    here.town.does(WREN, AskReset(R, BACK))
    for member in (ASH, WREN):
        here.town.does(member, OptIntoReset(R))
    here.town.does(ASH, FinishReset(R))
    return here


def decides(browser: Browser, how: str, **fields: str) -> Page:
    """Press one of the buttons beside the reset in hand."""
    return browser.sends("/renew/today", "/renew", how=how, **fields)


def test_where_none_is_agreed_one_is_suggested_first() -> None:
    with street(begun()) as here:
        for person in here.both:
            page = person.opens("/renew")
            assert "You have not agreed what a reset is for you. Suggest one." in page
            assert here.ash.opens("/book/new/back").status == 200
            assert "/book/new/back" in page.links


def test_it_needs_no_reason_and_says_so(here: Street) -> None:
    for person in here.both:
        page = person.opens("/renew")
        assert FORM in page
        assert "It is not a response to a slip, and needs no reason." in page


def test_one_asks_and_the_other_is_free(here: Street) -> None:
    told = here.wren.sends("/renew")
    assert "You asked for it" in told
    theirs = here.ash.opens("/renew")
    assert "Wren would like it" in theirs
    assert "You can say yes, only if you want it too." in theirs
    assert "Saying nothing changes nothing." in theirs


def test_it_begins_with_both_yeses_and_not_before(here: Street) -> None:
    here.wren.sends("/renew")
    assert "Yes, today. It begins once you have both said so." in decides(here.wren, "yes")
    assert "Wren said yes, today." in here.ash.opens("/renew")
    assert "It has begun" in decides(here.ash, "yes")
    assert "It has begun" in here.wren.opens("/renew")


def test_a_yes_is_of_its_day(here: Street) -> None:
    here.wren.sends("/renew")
    decides(here.wren, "yes")
    days_later(here, 2)
    assert "said yes, today." not in here.ash.opens("/renew")
    assert "It begins once you have both said so." in decides(here.ash, "yes")


@pytest.mark.parametrize("yeses", [0, 2])
def test_either_calls_it_off_at_any_time(here: Street, yeses: int) -> None:
    here.wren.sends("/renew")
    for person in here.both[:yeses]:
        decides(person, "yes")
    told = decides(here.ash, "call-off")
    assert "Called off. Nothing is owed." in told
    assert "Ask for a reset" in here.wren.opens("/renew")


def test_when_it_is_done_each_line_can_be_spoken_of(here: Street) -> None:
    here.wren.sends("/renew")
    decides(here.wren, "yes", clears="1")
    decides(here.ash, "yes", clears="1")
    told = decides(here.wren, "done")
    assert told.address == "/renew/lines"
    assert "The kitchen is settled before bed." in told


def test_keeping_changing_and_letting_go(after: Street) -> None:
    sent = {"line": key(KITCHEN), "wish": "change"}
    told = after.ash.sends("/renew/lines", **sent)
    assert "Noted. Both of you can see it." in told
    assert "Ash: change." in after.wren.opens("/renew/lines")
    gone = after.wren.sends("/renew/lines", **{**sent, "wish": "drop"})
    assert "You withdrew. It no longer applies, and no reason is asked." in gone
    assert "The kitchen is settled before bed." not in gone


def test_a_press_without_a_wish_says_what_to_choose(after: Street) -> None:
    page = after.ash.sends("/renew/lines")
    assert page.status == 422
    assert "Choose whether to keep it, change it, or let it go." in page


def test_whether_it_helped_is_sealed_until_both_have_said(after: Street) -> None:
    before = after.wren.opens("/renew").words
    told = after.ash.sends("/renew/helped", "/renew", helped="partly")
    assert "Yours is sealed: partly." in told
    assert after.wren.opens("/renew").words == before
    both = after.wren.sends("/renew/helped", "/renew", helped="helped")
    assert "You It helped Ash Partly" in both
    assert "You Partly Wren It helped" in after.ash.opens("/renew")


def test_a_word_that_is_none_says_what_to_choose(after: Street) -> None:
    page = after.ash.sends("/renew/helped", "/renew")
    assert page.status == 422
    assert "Choose one, or “rather not say”." in page


def test_before_any_reset_there_are_no_lines_to_speak_of(here: Street) -> None:
    assert "After a reset, the lines of your agreement stand here." in here.ash.opens(
        "/renew/lines"
    )


def test_while_everything_rests_nothing_of_it_begins(here: Street) -> None:
    here.town.does(WREN, Pause())
    for person in here.both:
        page = person.opens("/renew")
        assert "It rests just now." in page
        assert not [to for to, _ in page.forms if to.startswith("/renew")]


def test_asking_twice_with_one_form_asks_once(here: Street) -> None:
    fields = here.wren.opens("/renew").form("/renew")
    here.wren.posts("/renew", fields)
    after = entries(here.town)
    assert here.wren.posts("/renew", fields).status == 200
    assert entries(here.town) == after


def test_after_the_end_it_is_read_and_nothing_is_asked(after: Street) -> None:
    after.town.does(ASH, End())
    for address in ("/renew", "/renew/lines"):
        page = after.wren.opens(address)
        assert page.status == 200
        assert not [to for to, _ in page.forms if to.startswith("/renew")]


def test_alone_one_is_led_to_the_invitation() -> None:
    with street(alone()) as here:
        assert here.ash.opens("/renew").address == "/start/invite"


def test_nobody_else_reads_or_asks(here: Street) -> None:
    here.wren.sends("/renew")
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        assert FORM not in other.opens("/renew")
        for address in ("/renew", "/renew/today", "/renew/lines", "/renew/helped"):
            other.posts(address, {"op": "ab" * 16, "how": "yes", "form": key(BACK)})
    assert entries(here.town) == before
