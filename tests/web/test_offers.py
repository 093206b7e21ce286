"""What was agreed to put a slip right: offered, accepted or not, cared for, and closed."""

from collections.abc import Iterator

import pytest

from tests.given import ASH, KITCHEN, WREN
from tests.web.browsing import Street, street
from tests.web.scenes import begun, entries
from tests.web.slipping import (
    LISTENING,
    NEW,
    OUTING,
    PAUSED,
    REPAIR,
    WORDS,
    asks,
    breach_of,
    has_step,
    offered,
    takes,
    upheld,
)
from troth.domain.conduct.breach import Closing
from troth.domain.dynamic.commands import AffirmResumption, Pause, RaiseCheck, Stop
from troth.domain.kernel import Command
from troth.web.addresses import key


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun(LISTENING, REPAIR)) as opened:
        opened.town.clock.later(minutes=40)
        yield opened


# Offering, and the answer to it.


def test_only_what_both_agreed_is_offered_and_within_its_bounds(here: Street) -> None:
    at = upheld(here)
    page = here.ash.opens(at)
    assert "The words of reflection." in page
    assert "At most 60 minutes." in page
    assert "Half an hour of listening." not in page
    for fields, says in (
        ({"item": "", "minutes": "20"}, "Choose what you offer."),
        ({"item": key("reflection"), "minutes": "a while"}, "Write for how many minutes"),
        ({"item": key("reflection"), "minutes": "90"}, "60"),
    ):
        refused = takes(here.ash, at, "offer", do="offer", **fields)
        assert refused.status == 422
        assert says in refused
    takes(here.ash, at, "offer", do="offer", item=key("reflection"), minutes="20")
    assert "Ash offered what you agreed" in here.wren.opens(at)


def test_nothing_further_closes_it(here: Street) -> None:
    at = upheld(here)
    assert "Closed, for good." in takes(here.ash, at, "offer", do="close")
    assert breach_of(here).closing is Closing.LET_REST


def test_where_nothing_is_agreed_nothing_can_be_offered(here: Street) -> None:
    at = asks(here.wren, ASH, "listening").address
    for browser, step, how in (
        (here.ash, "answer", "acknowledged"),
        (here.ash, "weigh", "upheld"),
        (here.wren, "weigh", "upheld"),
    ):
        takes(browser, at, step, how=how)
    assert "The words of reflection." in here.wren.opens(at)


def test_it_is_accepted_begun_done_cared_for_and_closed(here: Street) -> None:
    at = offered(here)
    assert "You can break it off at any moment." in takes(here.wren, at, "take", do="accept")
    assert "Begun. It ends by itself." in takes(here.wren, at, "begin")
    assert "It ends by itself" in here.ash.opens(at)
    takes(here.wren, at, "finish")
    for browser in here.both:
        assert "Is care wanted?" in browser.opens(at)
    takes(here.ash, at, "care", text="We sat down together.")
    takes(here.wren, at, "close")
    assert breach_of(here).closing is Closing.PUT_RIGHT
    assert "Closed: put right" in here.ash.opens(at)
    assert WORDS not in here.ash.opens("/note/slip")


@pytest.mark.parametrize(
    ("do", "says"), [("decline", "not held against"), ("talk", "a talk is asked")]
)
def test_not_now_closes_it_and_is_held_against_nobody(here: Street, do: str, says: str) -> None:
    at = offered(here)
    assert says in takes(here.wren, at, "take", do=do)
    assert breach_of(here).closing is Closing.DECLINED


def test_one_is_never_kept_in_it(here: Street) -> None:
    at = offered(here)
    takes(here.wren, at, "take", do="accept")
    takes(here.wren, at, "begin")
    takes(here.wren, at, "decline")
    assert breach_of(here).closing is Closing.DECLINED


def test_an_old_page_can_still_say_not_now(here: Street) -> None:
    at = offered(here)
    form = next(form for to, form in here.wren.opens(at).forms if form.get("step") == "take")
    here.wren.posts(at, {**form, "do": "accept"})
    assert "Not now. It is closed" in here.wren.posts(at, {**form, "do": "decline"})


def test_exactly_what_was_read_is_accepted_and_only_by_the_one_it_concerns(here: Street) -> None:
    at = offered(here)
    assert not has_step(here.ash, at, "take")
    refused = takes(here.wren, at, "take", do="accept", offer="0" * 64)
    assert refused.status == 422
    fields = {
        "op": "d" * 32,
        "step": "take",
        "do": "accept",
        "offer": str(breach_of(here).response),
    }
    assert here.ash.posts(at, fields).status == 422


def test_a_treat_that_pauses_is_named() -> None:
    with street(begun(OUTING, PAUSED)) as here:
        here.town.clock.later(minutes=40)
        at = upheld(here)
        page = takes(here.ash, at, "offer", do="offer", item=key("no-outing"), minutes="60")
        assert page.status == 422
        fields = {"item": key("no-outing"), "minutes": "60", "treat": key("outing")}
        takes(here.ash, at, "offer", do="offer", **fields)
        assert "A treat pauses." in here.wren.opens(at)


# When it rests, and whose it is.


@pytest.mark.parametrize("command", [Pause(), Stop()])
def test_a_rest_sends_an_offer_back_and_a_new_yes_is_needed(here: Street, command: Command) -> None:
    at = offered(here)
    takes(here.wren, at, "take", do="accept")
    here.town.clock.later(minutes=5)
    here.town.does(WREN, command)
    assert not has_step(here.wren, at, "begin")
    for member in (ASH, WREN):
        here.town.does(member, AffirmResumption())
    assert not has_step(here.wren, at, "begin")
    assert has_step(here.ash, at, "offer")


def test_while_checking_in_it_rests_and_not_now_is_open(here: Street) -> None:
    at = offered(here)
    here.town.does(ASH, RaiseCheck())
    assert "It rests" in here.wren.opens(at)
    assert "Not now. It is closed" in takes(here.wren, at, "decline")


def test_whoever_asked_can_let_it_rest_and_the_other_cannot(here: Street) -> None:
    at = asks(here.ash).address
    assert not has_step(here.wren, at, "close")
    takes(here.ash, at, "close")
    assert breach_of(here).closing is Closing.LET_REST


def test_a_step_sent_twice_is_taken_once(here: Street) -> None:
    at = asks(here.ash).address
    form = next(form for to, form in here.wren.opens(at).forms if form.get("step") == "answer")
    before = entries(here.town)
    for _ in range(2):
        assert "Answered." in here.wren.posts(at, {**form, "how": "acknowledged"})
    assert entries(here.town) == before + 1


def test_nobody_else_reads_or_takes_a_step(here: Street) -> None:
    at = asks(here.ash).address
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        for address in (at, NEW, "/note/slip"):
            assert "kitchen" not in other.opens(address)
        other.posts(at, {"op": "a" * 32, "step": "answer", "how": "acknowledged"})
        other.posts(NEW, {"op": "b" * 32, "line": f"{WREN}/{key(KITCHEN)}", "day": "2026-03-02"})
    assert entries(here.town) == before


def test_what_there_is_not_has_no_page(here: Street) -> None:
    assert here.wren.opens("/note/slip/elsewhere").status == 404
