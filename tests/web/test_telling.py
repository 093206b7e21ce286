"""Telling me: each of the two switches it on alone, in words that are shown; the other never sees.

Without script, and where the browser will not, the page says so and nothing is switched on.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.application.homes import ToldClock
from tests.application.signed_up import PASSPHRASES, Town, paired
from tests.given import ASH, START, WREN
from tests.notify.receiving import NO_POST, TEXT, TITLE, Phone, mail_server, passed, voice_of
from tests.web.browsing import Browser, Page, Street, street
from troth.application.telling import LONGEST_ADDRESS, MOST_BROWSERS, NOTHING
from troth.config import MailServer
from troth.domain.dynamic.commands import End, Pause, Stop
from troth.domain.kernel import MemberId
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.notify.dispatch import Dispatch

ADDRESS = "/set/telling"
MAILBOX = "wren@home.example"


class Toldstreet:
    """A street whose server has a voice."""

    def __init__(self, street_: Street, voice: Dispatch) -> None:
        self.street, self.voice = street_, voice
        self.ash, self.wren = street_.ash, street_.wren
        self.town = street_.town


def spoken(mail: MailServer | None = NO_POST) -> tuple[Town, Dispatch]:
    """Return a town whose server has a voice, and the voice, which was not started."""
    town = paired()
    voice = voice_of(town.store, town.clock, mail)
    town.host = replace(town.host, telling=voice)
    return town, voice


@pytest.fixture(name="here")
def _here() -> Iterator[Toldstreet]:
    town, voice = spoken()
    with street(town) as opened:
        yield Toldstreet(opened, voice)


def text(data: bytes) -> str:
    """Return bytes as a browser's script gives them."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def switches_on(browser: Browser, phone: Phone) -> Page:
    """Send what the script fills in once the browser has agreed."""
    asked = phone.asked
    fields = {"address": asked.address, "key": text(asked.key), "auth": text(asked.auth)}
    return browser.sends(f"{ADDRESS}/on", ADDRESS, **fields)


def without_operations(html: str) -> str:
    """Return a page without what is drawn anew for each form and each login."""
    return re.sub(r'name="(?:op|login)" value="[0-9a-f]+"', "", html)


def test_it_is_off_and_the_words_are_shown_as_they_will_appear(here: Toldstreet) -> None:
    page = here.wren.opens(ADDRESS)
    assert page.status == 200
    assert f"{TITLE} {TEXT}" in page
    assert "Off. No browser is told anything." in page
    assert "can see when it was sent" in page
    assert page.words.count("Only you see this.") == 2
    assert here.voice.wish(WREN) == NOTHING
    assert ADDRESS in here.wren.opens("/set").links


def test_a_browser_is_told_once_its_owner_said_so(here: Toldstreet) -> None:
    phone = Phone()
    page = switches_on(here.wren, phone)
    assert page.address == ADDRESS
    assert "This browser tells you from now on. Only you can see that." in page
    assert "On since" in page
    wish = here.voice.wish(WREN)
    assert [each.address for each in wish.browsers] == [phone.asked.address]
    assert (wish.title, wish.text, wish.zone) == (TITLE, TEXT, "Europe/Paris")
    assert here.voice.wish(ASH) == NOTHING


def test_switching_on_twice_is_one_browser(here: Toldstreet) -> None:
    phone = Phone()
    for _ in range(2):
        switches_on(here.wren, phone)
    assert len(here.voice.wish(WREN).browsers) == 1


def test_the_longest_told_gives_way(here: Toldstreet) -> None:
    for number in range(MOST_BROWSERS + 1):
        switches_on(here.wren, Phone(name=f"phone-{number}"))
    names = [each.address.rpartition("/")[2] for each in here.voice.wish(WREN).browsers]
    assert names == [f"phone-{number}" for number in range(1, MOST_BROWSERS + 1)]


def test_a_browser_is_switched_off_by_its_owner_only(here: Toldstreet) -> None:
    switches_on(here.wren, Phone())
    sent = here.wren.opens(ADDRESS).form(f"{ADDRESS}/off")
    here.ash.posts(f"{ADDRESS}/off", sent)
    assert len(here.voice.wish(WREN).browsers) == 1
    page = here.wren.posts(f"{ADDRESS}/off", sent)
    assert "It tells you nothing more." in page
    assert here.voice.wish(WREN) == NOTHING


def test_without_script_the_page_says_what_it_is_needed_for(here: Toldstreet) -> None:
    assert "Switching this on takes script: only the browser itself can ask to be told." in (
        here.wren.opens(ADDRESS)
    )
    page = here.wren.sends(f"{ADDRESS}/on", ADDRESS)
    assert page.status == 422
    assert "Switching this on takes script" in page
    assert here.voice.wish(WREN) == NOTHING


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("refused", "This browser has been told to stay silent here."),
        ("unable", "This browser cannot be told anything here."),
        ("anything else", "Switching this on takes script"),
    ],
)
def test_a_browser_that_will_not_is_said_in_a_sentence(
    here: Toldstreet, why: str, sentence: str
) -> None:
    page = here.wren.sends(f"{ADDRESS}/on", ADDRESS, why=why)
    assert page.status == 422
    assert sentence in page
    assert here.voice.wish(WREN) == NOTHING


@pytest.mark.parametrize(
    "changed",
    [
        {"address": "https://192.168.1.1/reboot"},
        {"address": "https://fcm.googleapis.com/" + "a" * LONGEST_ADDRESS},
        {"key": "none"},
        {"auth": ""},
    ],
)
def test_what_no_browser_gives_is_not_taken(here: Toldstreet, changed: dict[str, str]) -> None:
    asked = Phone().asked
    whole = {"address": asked.address, "key": text(asked.key), "auth": text(asked.auth)}
    page = here.wren.sends(f"{ADDRESS}/on", ADDRESS, **{**whole, **changed})
    assert page.status == 422
    assert "What this browser gave is not of a push service known here." in page
    assert here.voice.wish(WREN) == NOTHING


def test_a_mailbox_and_quiet_hours_are_kept_as_they_were_typed(here: Toldstreet) -> None:
    page = here.wren.sends(ADDRESS, mailbox=MAILBOX, begins="22:00", ends="7:30")
    assert "Kept. Only you can see it." in page
    assert page.form(ADDRESS)["mailbox"] == MAILBOX
    assert page.form(ADDRESS)["begins"] == "22:00"
    assert page.form(ADDRESS)["ends"] == "07:30"
    here.wren.sends(ADDRESS, mailbox="", begins="", ends="")
    assert here.voice.wish(WREN) == NOTHING


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"mailbox": "wren"}, "Write a whole e-mail address"),
        ({"mailbox": "a@b.example\nBcc: c@d.example"}, "Write a whole e-mail address"),
        ({"mailbox": "w" * 250 + "@b.example"}, "Write a whole e-mail address"),
        ({"begins": "22:00"}, "Write two times of day that differ"),
        ({"begins": "22:00", "ends": "22:00"}, "Write two times of day that differ"),
        ({"begins": "late", "ends": "early"}, "Write two times of day that differ"),
    ],
)
def test_what_cannot_be_is_wanted_in_words(
    here: Toldstreet, fields: dict[str, str], wanted: str
) -> None:
    page = here.wren.sends(ADDRESS, **fields)
    assert page.status == 422
    assert wanted in page
    assert here.voice.wish(WREN) == NOTHING


def test_where_no_mail_server_is_named_the_page_says_so() -> None:
    town, voice = spoken(None)
    with street(town) as opened:
        page = opened.wren.opens(ADDRESS)
        assert "Whoever runs this server has named no mail server, so this is off." in page
        opened.wren.posts(ADDRESS, {**page.form(ADDRESS), "mailbox": MAILBOX})
        assert voice.wish(WREN) == NOTHING


def test_where_nothing_can_tell_the_page_says_so() -> None:
    with street(paired()) as opened:
        page = opened.wren.opens(ADDRESS)
        assert "This server tells no browser anything." in page
        assert "telling.js" not in page.html


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}/on", f"{ADDRESS}/off"])
def test_nobody_else_has_any(here: Toldstreet, address: str) -> None:
    phone = Phone().asked
    fields = {"address": phone.address, "key": text(phone.key), "auth": text(phone.auth)}
    for other in (here.street.stranger, here.street.nobody):
        page = other.posts(address, {**fields, "op": "0" * 32, "mailbox": MAILBOX})
        assert "Ash" not in page
        assert here.voice.wish(MemberId("stranger")) == NOTHING


def test_the_zone_that_is_changed_later_is_the_one_quiet_hours_go_by(here: Toldstreet) -> None:
    here.wren.sends(ADDRESS, begins="22:00", ends="07:00")
    here.wren.sends("/set/times", zone="America/New_York")
    assert here.voice.wish(WREN).zone == "America/New_York"
    here.ash.sends("/set/times", zone="America/New_York")
    assert here.voice.wish(ASH) == NOTHING


def asks(here: Toldstreet, number: int = 1) -> None:
    here.town.does(ASH, AskToTalk(TalkId(f"t-{number}"), Urgency.SOON))


def test_whoever_looks_at_today_has_seen_it() -> None:
    with mail_server() as (letters, server):
        town, voice = spoken(server)
        with street(town) as opened:
            here = Toldstreet(opened, voice)
            here.wren.sends(ADDRESS, mailbox=MAILBOX)
            voice.step()
            asks(here)
            passed(town.clock, voice)
            here.wren.opens("/today")
            passed(town.clock, voice, minutes=5)
            assert letters.given == []
            asks(here, 2)
            passed(town.clock, voice)
            passed(town.clock, voice, minutes=2)
            asks(here, 3)
            passed(town.clock, voice)
            passed(town.clock, voice, minutes=2)
            assert len(letters.given) == 1


LOOKED_AT = ("/today", "/today/all", "/set", ADDRESS, "/set/devices", "/book", "/log", "/talk")


def test_not_a_byte_the_other_is_shown_tells_whether_it_is_on() -> None:
    shown = []
    for is_on in (False, True):
        town, voice = spoken()
        with street(town) as opened:
            here = Toldstreet(opened, voice)
            if is_on:
                switches_on(here.wren, Phone())
                here.wren.sends(ADDRESS, mailbox=MAILBOX, begins="01:00", ends="23:00")
            else:
                _opens_as_often(here)
            asks(here)
            voice.step()
            pages = [here.ash.opens(each).html for each in LOOKED_AT]
            shown.append([without_operations(each) for each in pages])
    assert shown[0] == shown[1]


def _opens_as_often(here: Toldstreet) -> None:
    """Look at the same pages: looking, too, must show nowhere."""
    for _ in range(4):
        here.wren.opens(ADDRESS)


@pytest.mark.parametrize("command", [Pause(), Stop(), End()])
def test_whatever_rests_or_has_ended_it_stays_ones_own(
    here: Toldstreet, command: Pause | Stop | End
) -> None:
    here.town.does(ASH, command)
    assert "Kept. Only you can see it." in here.wren.sends(ADDRESS, mailbox=MAILBOX)


def test_the_record_says_nothing_of_it(here: Toldstreet) -> None:
    with here.town.store.reading(here.street.chain) as reading:
        before = reading.head
    switches_on(here.wren, Phone())
    with here.town.store.reading(here.street.chain) as reading:
        assert reading.head == before


def test_since_when_it_is_on_is_the_time_it_was_switched_on(here: Toldstreet) -> None:
    clock = here.town.clock
    assert isinstance(clock, ToldClock)
    assert clock.at == START
    switches_on(here.wren, Phone())
    assert here.voice.wish(WREN).browsers[0].since == START


def test_a_device_that_is_forgotten_is_told_nothing_either(here: Toldstreet) -> None:
    here.wren.client.cookies.clear()
    here.wren.sends("/in", name="Wren", passphrase=PASSPHRASES[WREN])
    switches_on(here.wren, Phone())
    assert here.voice.wish(WREN).browsers[0].device
    links = here.wren.opens("/set/devices").links
    device = next(each for each in links if each.startswith("/set/devices/"))
    here.wren.sends(device, do="forget")
    assert here.voice.wish(WREN) == NOTHING
