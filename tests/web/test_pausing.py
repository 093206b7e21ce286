"""Pause, stop and coming back: one press, without a reason, whatever else does not work."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import paired
from tests.given import ASH, WREN, clause
from tests.web.browsing import Street, browsers, street
from tests.web.pressing import AT, dynamic_of, phase_of, presses
from tests.web.scenes import alone, begun, both_agree, entries
from troth.domain.agreement.terms import Signal, SignalMeaning
from troth.domain.dynamic.commands import AffirmResumption, End, Pause, RaiseCheck, Stop
from troth.domain.dynamic.events import Phase


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def test_a_press_pauses_at_once_without_a_reason_and_both_see_who_and_when(here: Street) -> None:
    page = presses(here.wren, "pause")
    assert page.address == AT
    assert "Recorded. It holds from now." in page
    assert "You said so." in page
    assert phase_of(here) is Phase.PAUSED
    assert "Wren said so." in here.ash.opens(AT)


def test_a_press_stops_at_once_and_care_comes_first(here: Street) -> None:
    page = presses(here.ash, "stop")
    assert "Is everyone safe and cared for?" in page
    assert "/help" in page.links
    assert phase_of(here) is Phase.STOPPED


def test_one_says_before_what_the_other_will_see(here: Street) -> None:
    assert "What Ash will see: “Wren paused at 19:00.” Nothing more." in here.wren.opens(AT)
    assert "What Wren will see: “Ash paused at 18:00.” Nothing more." in here.ash.opens(AT)


def test_nothing_has_to_be_filled_in_and_no_passphrase_is_asked(here: Street) -> None:
    page = here.wren.opens(AT)
    assert not [fields for to, fields in page.forms if to == AT and "passphrase" in fields]
    assert " required" not in page.html


@pytest.mark.parametrize("sent", [{}, {"op": ""}, {"op": "not one"}, {"seen": "1"}])
def test_a_form_that_is_not_whole_pauses_all_the_same(here: Street, sent: dict[str, str]) -> None:
    here.wren.posts(AT, {"do": "pause", **sent})
    assert phase_of(here) is Phase.PAUSED


def test_what_is_no_press_says_what_to_do(here: Street) -> None:
    page = here.wren.posts(AT, {"do": "dance"})
    assert page.status == 422
    assert "Press one of these." in page
    assert phase_of(here) is Phase.ACTIVE


def test_pressed_twice_it_is_recorded_once(here: Street) -> None:
    fields = {**here.wren.opens(AT).form(AT), "do": "pause"}
    before = entries(here.town)
    for _ in range(2):
        assert "Recorded." in here.wren.posts(AT, fields)
    assert entries(here.town) == before + 1


def test_an_old_page_pressed_after_both_came_back_pauses_anew(here: Street) -> None:
    fields = {**here.wren.opens(AT).form(AT), "do": "pause"}
    here.wren.posts(AT, fields)
    for member in (ASH, WREN):
        here.town.does(member, AffirmResumption())
    assert phase_of(here) is Phase.ACTIVE
    here.wren.posts(AT, fields)
    assert phase_of(here) is Phase.PAUSED


def test_a_paused_exchange_can_still_be_stopped_in_one_press(here: Street) -> None:
    presses(here.wren, "pause")
    presses(here.ash, "stop")
    assert phase_of(here) is Phase.STOPPED


# Checking in.


def test_checking_in_holds_what_is_new_until_both_are_all_right(here: Street) -> None:
    assert "Nothing new starts until" in presses(here.wren, "check")
    assert "Wren asked to check in today at 18:00." in here.ash.opens(AT)
    assert "You have said that you are all right." in presses(here.ash, "clear")
    assert "Ash is all right, and waits to hear how you are." in here.wren.opens(AT)
    presses(here.wren, "clear")
    assert phase_of(here) is Phase.ACTIVE


def test_all_right_can_be_taken_back(here: Street) -> None:
    here.town.does(WREN, RaiseCheck())
    presses(here.ash, "clear")
    presses(here.ash, "check")
    presses(here.wren, "clear")
    assert phase_of(here) is Phase.CHECKING


def test_while_checking_in_pause_and_stop_are_one_press_away(here: Street) -> None:
    here.town.does(ASH, RaiseCheck())
    presses(here.wren, "pause")
    assert phase_of(here) is Phase.PAUSED


# In every state.


def test_what_was_agreed_as_a_sign_is_shown_to_both(here: Street) -> None:
    hand = clause("hand", Signal("a hand held up", SignalMeaning.PAUSE, "a blue heart"))
    both_agree(here.town, hand)
    for browser in here.both:
        page = browser.opens(AT)
        assert "means stop red" in page
        assert "means pause a hand held up From afar: a blue heart" in page


def test_before_anything_is_agreed_a_pause_works_and_nothing_is_checked() -> None:
    with street(paired()) as here:
        assert 'value="check"' not in here.wren.opens(AT).html
        presses(here.wren, "pause")
        assert phase_of(here) is Phase.PAUSED


def test_before_the_other_has_joined_a_pause_works_too() -> None:
    town = alone()
    with browsers(town, {"ash": town.login_of(ASH)}) as people:
        page = presses(people["ash"], "pause")
        assert "You stand side by side" in page
        assert "What  will see" not in page.html


def test_after_the_end_there_is_nothing_to_pause(here: Street) -> None:
    here.town.does(WREN, End())
    for browser, time in ((here.ash, "18:00"), (here.wren, "19:00")):
        page = browser.opens(AT)
        assert f"It ended today at {time}." in page
        assert not [to for to, _ in page.forms if to == AT]
        assert "/take" in page.links


@pytest.mark.parametrize("command", [Pause(), Stop()])
def test_a_stranger_sees_and_changes_nothing(here: Street, command: Pause | Stop) -> None:
    here.town.does(WREN, command)
    for other in (here.stranger, here.nobody):
        page = other.opens(AT)
        for name in ("Wren", "Ash", "side by side"):
            assert name not in page
        other.posts(AT, {"op": "a" * 32, "do": "ready"})
    assert not (dynamic_of(here).suspension or pytest.fail("it rests")).affirmed
