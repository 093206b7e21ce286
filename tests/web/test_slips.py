"""Putting right: asked, heard, weighed, offered, accepted or not, cared for, and closed."""

from collections.abc import Iterator

import pytest

from tests.application.homes import CHAIN
from tests.given import ASH, KITCHEN, WREN, kitchen
from tests.web.browsing import Street, street
from tests.web.scenes import agreed, begun, entries, put_forward
from tests.web.slipping import (
    LISTENING,
    NEW,
    REPAIR,
    WORDS,
    asks,
    breach_of,
    has_step,
    takes,
    upheld,
)
from troth.application.read import view
from troth.application.rules import SHARED
from troth.domain.conduct.breach import Closing
from troth.domain.dynamic.commands import Pause
from troth.web.addresses import key


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun(LISTENING, REPAIR)) as opened:
        opened.town.clock.later(minutes=40)
        yield opened


# Asking.


def test_it_is_asked_in_one_press_from_the_page_of_the_line(here: Street) -> None:
    about = f"{NEW}/{key(KITCHEN)}"
    assert about in here.ash.opens(f"/house/{key(KITCHEN)}").links
    told = here.ash.sends(NEW, about)
    assert "Asked. Nothing happens until it is heard." in told
    assert WORDS in told
    for browser in here.both:
        assert WORDS in browser.opens("/note/slip")
    assert "It waits for Wren" in here.ash.opens(told.address)


def test_no_address_tells_which_line(here: Street) -> None:
    here.ash.sends(NEW, line=f"{WREN}/{key(KITCHEN)}")
    for browser in here.both:
        assert KITCHEN not in "".join(browser.opens("/note/slip").links)


def test_the_lighter_way_stands_beside_it_with_the_same_weight(here: Street) -> None:
    page = here.ash.opens(NEW)
    assert "/note" in page.links
    assert "Just note it" in page
    assert "btn-main" not in page.html


def test_ones_own_slip_can_be_told_and_counts_as_answered(here: Street) -> None:
    page = asks(here.wren)
    assert "You told of it yourself" in page
    assert "You said: it slipped" in page
    assert has_step(here.ash, page.address, "weigh")


def test_which_line_is_asked_for_and_what_was_written_is_kept(here: Street) -> None:
    page = here.ash.sends(NEW, text="Half said.")
    assert page.status == 422
    assert "Choose which line it is about." in page
    assert page.form(NEW)["text"] == "Half said."


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"day": "someday"}, "Choose the day."),
        ({"at": "at supper"}, "Write the time, such as 22:30"),
        ({"day": "2026-03-01"}, "That was not expected at that time"),
        ({"day": "2026-02-20", "at": "20:00"}, "That was not expected at that time"),
    ],
)
def test_what_cannot_be_asked_says_why_and_records_nothing(
    here: Street, fields: dict[str, str], says: str
) -> None:
    before = entries(here.town)
    page = asks(here.ash, **fields)
    assert page.status == 422
    assert says in page
    assert entries(here.town) == before


def test_the_same_thing_is_asked_about_once(here: Street) -> None:
    fields = {**here.ash.opens(NEW).form(NEW), "line": f"{WREN}/{key(KITCHEN)}"}
    first, again = here.ash.posts(NEW, fields), here.ash.posts(NEW, fields)
    assert first.address == again.address
    assert "This has been asked about already" in asks(here.ash)


def test_while_it_rests_one_can_still_speak_of_oneself_and_of_the_one_who_leads(
    here: Street,
) -> None:
    here.town.does(WREN, Pause())
    assert asks(here.ash).status == 422
    assert "You are paused." in here.ash.opens(NEW)
    before = {"day": "2026-03-02", "at": "19:20"}
    assert asks(here.wren, ASH, "listening", **before).status == 200


def test_with_nothing_agreed_there_is_nothing_to_ask_about() -> None:
    with street(agreed()) as here:
        put_forward(here.town, ASH, kitchen("The kitchen is clear by ten."))
        assert asks(here.ash).status == 422


# Answering and weighing.


def test_the_four_answers_weigh_the_same_and_nothing_hurries(here: Street) -> None:
    at = asks(here.ash).address
    page = here.wren.opens(at)
    for words in (
        "It slipped",
        "There was a reason",
        "I see it differently",
        "It could not be done",
        "Take your time. Nothing is read into waiting.",
    ):
        assert words in page
    assert "btn-main" not in page.html
    assert "checked" not in page.html


def test_only_the_one_it_concerns_answers_and_only_the_other_weighs(here: Street) -> None:
    at = asks(here.ash).address
    assert not has_step(here.ash, at, "answer")
    takes(here.wren, at, "answer", how="explained", text="I was called away.")
    assert "Wren said: there was a reason" in here.ash.opens(at)
    assert "I was called away." in here.ash.opens(at)
    assert not has_step(here.wren, at, "weigh")
    refused = here.wren.posts(at, {"op": "a" * 32, "step": "weigh", "how": "not-upheld"})
    assert refused.status == 422
    assert "Nobody weighs what concerns themselves." in refused


def test_until_it_is_weighed_one_can_answer_anew(here: Street) -> None:
    at = asks(here.ash).address
    takes(here.wren, at, "answer", how="acknowledged")
    takes(here.wren, at, "answer", how="disputed", text="It was your soup.")
    assert "Wren said: I see it differently" in here.ash.opens(at)


def test_an_answer_without_one_of_the_four_keeps_the_words(here: Street) -> None:
    at = asks(here.ash).address
    page = takes(here.wren, at, "answer", text="Half written.")
    assert page.status == 422
    assert "Choose one of the four." in page
    assert "Half written." in page.html


def test_what_came_first_closes_the_way_to_anything_further(here: Street) -> None:
    at = asks(here.ash).address
    takes(here.wren, at, "answer", how="was-impossible", first="need/rest-when-ill")
    assert "It came first: Rest while ill" in here.ash.opens(at)
    refused = takes(here.ash, at, "weigh", how="upheld")
    assert refused.status == 422
    assert "so it cannot be upheld" in refused


@pytest.mark.parametrize(
    ("how", "closes"),
    [
        ("not-upheld", "left there"),
        ("excused", "there was good reason"),
        ("unclear", "needs another"),
    ],
)
def test_every_other_finding_closes_it(here: Street, how: str, closes: str) -> None:
    at = asks(here.ash).address
    takes(here.wren, at, "answer", how="explained")
    assert "Said. Both of you can read it." in takes(here.ash, at, "weigh", how=how)
    for browser in here.both:
        assert closes in browser.opens(at)
        assert "It is closed for good." in browser.opens(at)
        assert "Nothing is open." in browser.opens("/note/slip")


def test_an_unclear_line_opens_a_talk(here: Street) -> None:
    at = asks(here.ash).address
    takes(here.wren, at, "answer", how="disputed")
    takes(here.ash, at, "weigh", how="unclear")
    state = view(here.town.world_of(ASH), CHAIN, SHARED).state
    assert len(state.talks.talks) == 1


def test_what_the_one_who_leads_did_is_weighed_together(here: Street) -> None:
    at = asks(here.wren, ASH, "listening").address
    takes(here.ash, at, "answer", how="acknowledged")
    assert "so you weigh this together" in here.ash.opens(at)
    assert "it takes you both" in takes(here.ash, at, "weigh", how="upheld")
    assert "You said: “It slipped”." in here.ash.opens(at)
    assert "Ash said “It slipped”" not in here.wren.opens(at)
    takes(here.wren, at, "weigh", how="excused")
    for browser in here.both:
        assert "You see it differently" in browser.opens(at)
    takes(here.wren, at, "weigh", how="upheld")
    assert has_step(here.wren, at, "offer")
    page = here.wren.opens(at)
    assert "Half an hour of listening." in page


def test_it_can_be_changed_in_favour_at_any_time_and_never_against(here: Street) -> None:
    at = upheld(here)
    takes(here.ash, at, "change", how="excused", text="I had not seen your note.")
    assert breach_of(here).closing is Closing.EXCUSED
    assert "I had not seen your note." in here.wren.opens(at)


def test_in_a_pause_both_read_that_it_rests_and_that_nothing_is_offered(here: Street) -> None:
    at = upheld(here)
    here.town.clock.later(minutes=1)
    here.town.does(WREN, Pause())
    for browser in here.both:
        page = browser.opens(at)
        assert "Nothing is offered, accepted or begun until you are both back." in page
        assert "You have agreed on nothing" not in page
        assert "It rests until you are both back." in browser.opens("/note/slip")
    assert "Let it rest" in here.ash.opens(at)
    assert not has_step(here.ash, at, "offer")
