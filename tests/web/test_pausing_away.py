"""Pausing where nobody is logged in, or where the record does not answer."""

from collections.abc import Iterator

import pytest

from tests.application.homes import CHAIN
from tests.application.phones import Phone
from tests.application.signed_up import PASSPHRASES, Town, paired
from tests.application.test_everywhere import BrokenStore
from tests.given import ASH, WREN
from tests.web.browsing import Browser, Street, street
from tests.web.pressing import AT, dynamic_of, phase_of, presses
from tests.web.scenes import begun
from troth.domain.dynamic.commands import AffirmResumption, Pause
from troth.domain.dynamic.events import Phase


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


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
