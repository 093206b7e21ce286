"""Pause, stop and coming back: one press, without a reason, whatever else does not work."""

from collections.abc import Iterator

import pytest

from tests.application.homes import CHAIN
from tests.application.phones import Phone
from tests.application.signed_up import PASSPHRASES, Town, paired
from tests.application.test_everywhere import BrokenStore
from tests.given import ASH, HOUSEHOLD, WREN, clause
from tests.web.browsing import Browser, Page, Street, browsers, street
from tests.web.scenes import alone, begun, both_agree, days_later, entries
from troth.application.read import view
from troth.application.rules import SHARED
from troth.domain.agreement.terms import Signal, SignalMeaning
from troth.domain.dynamic.commands import AffirmResumption, End, Pause, RaiseCheck, Stop
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import DynamicState, phase
from troth.web.addresses import key

AT = "/pause"
HOME = key(HOUSEHOLD)


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def dynamic_of(here: Street) -> DynamicState:
    return view(here.town.world_of(ASH), CHAIN, SHARED).state.ground.dynamic


def phase_of(here: Street) -> Phase:
    return phase(dynamic_of(here), here.town.clock.now())


def presses(browser: Browser, do: str, **fields: object) -> Page:
    """Press one of the buttons that has a form of its own, where the page has it."""
    page = browser.opens(AT)
    assert f'value="{do}"' in page.html, f"no {do} on the page"
    return browser.posts(AT, {**page.form(AT), "do": do, **fields})


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


# Coming back.


def test_it_goes_on_only_when_both_have_said_so(here: Street) -> None:
    presses(here.wren, "pause")
    assert "It goes on once you are both ready." in presses(here.ash, "ready")
    assert "You have said that you are ready." in here.ash.opens(AT)
    assert "Ash is ready when you are. There is no hurry." in here.wren.opens(AT)
    assert "You are both back." in presses(here.wren, "ready")
    assert phase_of(here) is Phase.ACTIVE


def test_ready_is_said_of_the_rest_that_was_read_and_of_no_newer_one(here: Street) -> None:
    presses(here.wren, "pause")
    page = here.ash.opens(AT)
    fields = next(each for to, each in page.forms if to == AT and "seen" in each)
    here.town.does(WREN, Pause())
    refused = here.ash.posts(AT, {**fields, "do": "ready"})
    assert refused.status == 409
    assert not (dynamic_of(here).suspension or pytest.fail("it rests")).affirmed


def test_not_yet_takes_it_back_and_a_new_pause_asks_both_again(here: Street) -> None:
    presses(here.wren, "pause")
    presses(here.ash, "ready")
    assert "There is no hurry." in presses(here.ash, "stay")
    assert "is ready when you are" not in here.wren.opens(AT)
    presses(here.ash, "ready")
    here.town.does(WREN, Pause())
    assert "You have said that you are ready." not in here.ash.opens(AT)


def test_staying_as_it_is_records_nothing(here: Street) -> None:
    presses(here.wren, "pause")
    before = entries(here.town)
    presses(here.ash, "stay")
    assert entries(here.town) == before


def test_wanting_to_talk_first_asks_once_and_takes_readiness_back(here: Street) -> None:
    presses(here.wren, "pause")
    presses(here.ash, "ready")
    assert "Asked to talk first." in presses(here.ash, "talk")
    assert "is ready when you are" not in here.wren.opens(AT)
    before = entries(here.town)
    presses(here.ash, "talk")
    assert entries(here.town) == before
    assert "Ash asks to talk" in here.wren.opens("/today/all")


def test_the_three_ways_weigh_the_same(here: Street) -> None:
    presses(here.wren, "pause")
    html = here.ash.opens(AT).html
    group = html.partition('class="btns-equal"')[2].partition("</div>")[0]
    assert group.count('class="btn"') == 3
    assert "btn-main" not in html


def test_a_month_later_the_page_is_the_one_of_the_day_before(here: Street) -> None:
    presses(here.wren, "pause")
    days_later(here, 20)
    first = here.ash.opens(AT).words.partition("Coming back")[2].partition("Which day?")[0]
    days_later(here, 30)
    later = here.ash.opens(AT).words.partition("Coming back")[2].partition("Which day?")[0]
    assert first == later


# One part of life.


def test_one_part_of_life_rests_alone_and_comes_back_alone(here: Street) -> None:
    page = here.wren.posts(AT, {**here.wren.opens(AT).form(AT), "do": "part", "part": HOME})
    assert "Resting: The household" in page
    assert phase_of(here) is Phase.ACTIVE
    for browser in here.both:
        form = next(
            each for to, each in browser.opens(AT).forms if to == AT and each.get("part") == HOME
        )
        browser.posts(AT, {**form, "do": "ready"})
    assert "Resting: The household" not in here.ash.opens(AT)


def test_a_part_nobody_knows_rests_everything(here: Street) -> None:
    here.wren.posts(AT, {"do": "part", "part": "elsewhere"})
    assert phase_of(here) is Phase.PAUSED


def test_after_the_press_it_can_be_narrowed_to_one_part(here: Street) -> None:
    presses(here.wren, "pause")
    assert "For everything else" in presses(here.wren, "narrow", part=HOME)
    assert "Wren is ready when you are." in here.ash.opens(AT)
    presses(here.ash, "ready", part="")
    assert phase_of(here) is Phase.ACTIVE
    assert "Resting: The household" in here.ash.opens(AT)


def test_narrowing_to_nothing_asks_which_part_and_changes_nothing(here: Street) -> None:
    presses(here.wren, "pause")
    before = entries(here.town)
    page = presses(here.wren, "narrow")
    assert page.status == 422
    assert "Choose which part of life is to rest." in page
    assert entries(here.town) == before


def test_ready_for_a_part_that_is_none_of_theirs_is_nothing(here: Street) -> None:
    presses(here.wren, "pause")
    assert presses(here.ash, "ready", part="elsewhere").status == 404


# It was said before it was written down.


def test_what_was_said_earlier_counts_from_then_on_the_clock_of_whoever_said_it(
    here: Street,
) -> None:
    page = presses(here.wren, "earlier", said="stop", day="2026-03-02", at="18:20")
    assert "Recorded, from when it was said." in page
    rest = dynamic_of(here).suspension
    assert rest is not None
    assert f"{rest.since:%d %H:%M}" == "02 17:20"  # UTC; in Paris it was an hour on
    assert "since today at 17:20" in here.ash.opens(AT)


@pytest.mark.parametrize("at", ["", "ten past", "25:00"])
def test_a_time_nobody_can_read_is_asked_for_once_it_is_recorded(here: Street, at: str) -> None:
    page = presses(here.wren, "earlier", said="stop", day="2026-03-02", at=at)
    assert page.status == 422
    assert "It is recorded from now." in page
    assert "Everything has stopped" in page
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


# When the login has ended, or the record does not answer.


def test_nobody_logged_in_is_led_straight_back_after_signing_in(here: Street) -> None:
    page = here.nobody.sends("/in", AT, name="Wren", passphrase=PASSPHRASES[WREN])
    assert page.address == AT
    assert "What Ash will see" in page


def test_what_was_pressed_waits_for_the_sign_in_and_is_one_press_away(here: Street) -> None:
    asked = here.nobody.posts(AT, {"op": "b" * 32, "do": "stop"})
    fields = {**asked.form("/in"), "name": "Wren", "passphrase": PASSPHRASES[WREN]}
    carried = here.nobody.posts("/in", fields)
    assert "Your word is enough" in carried
    here.nobody.posts(AT, carried.form(AT))
    assert phase_of(here) is Phase.STOPPED


def test_after_exit_the_address_shows_nothing(here: Street) -> None:
    here.wren.sends("/leave", "/today")
    assert here.wren.opens(AT).address == "/blank"


def _phone_of(here: Street, phone: Phone) -> Browser:
    here.nobody.client.cookies.set("device", phone.token.hex())
    return here.nobody


@pytest.mark.parametrize(("do", "comes"), [("pause", Phase.PAUSED), ("stop", Phase.STOPPED)])
def test_a_trusted_device_rests_everything_without_a_login(
    here: Street, do: str, comes: Phase
) -> None:
    phone = _phone_of(here, Phone(here.town))
    page = presses(phone, do)
    assert page.address == AT
    assert "Recorded. It holds from now." in page
    assert "Ash" not in page
    assert comes.value in f"{phase_of(here)}"
    assert "Ash said so." in here.wren.opens(AT)


def test_a_trusted_device_does_nothing_else_without_a_login(here: Street) -> None:
    phone = _phone_of(here, Phone(here.town))
    here.town.does(WREN, Pause())
    for do in ("ready", "clear", "narrow", "part", "earlier"):
        assert "Sign in" in phone.posts(AT, {"op": "c" * 32, "do": do})
    assert not (dynamic_of(here).suspension or pytest.fail("it rests")).affirmed


def test_a_device_that_is_not_trusted_asks_to_sign_in(here: Street) -> None:
    here.nobody.client.cookies.set("device", "ab" * 32)
    assert 'value="pause"' not in here.nobody.opens(AT).html
    assert "Sign in" in here.nobody.posts(AT, {"do": "pause"})
    assert phase_of(here) is Phase.ACTIVE


def test_a_trusted_device_pauses_again_from_an_old_page(here: Street) -> None:
    phone = _phone_of(here, Phone(here.town))
    fields = {**phone.opens(AT).form(AT), "do": "pause"}
    phone.posts(AT, fields)
    assert phase_of(here) is Phase.PAUSED
    for member in (ASH, WREN):
        here.town.does(member, AffirmResumption())
    here.town.clock.later(minutes=1)
    phone.posts(AT, fields)
    assert phase_of(here) is Phase.PAUSED


def broken() -> tuple[Town, BrokenStore]:
    store = BrokenStore()
    return paired(store), store


def test_a_record_that_does_not_answer_still_shows_the_buttons() -> None:
    town, store = broken()
    with street(town) as here:
        store.broken.add(CHAIN)
        page = here.wren.opens(AT)
        assert page.status == 200
        assert 'value="pause"' in page.html
        assert 'value="stop"' in page.html


def test_what_could_not_be_recorded_is_said_and_stays_ready_to_be_pressed() -> None:
    town, store = broken()
    with street(town) as here:
        fields = {**here.wren.opens(AT).form(AT), "do": "pause"}
        store.broken.add(CHAIN)
        page = here.wren.posts(AT, fields)
        assert page.status == 503
        assert "Not recorded yet" in page
        assert "Your word is enough: say it." in page
        assert page.form(AT)["op"] == fields["op"]
        assert page.form(AT)["do"] == "pause"
        store.broken.clear()
        assert "Recorded." in here.wren.posts(AT, page.form(AT))
        assert phase_of(here) is Phase.PAUSED
