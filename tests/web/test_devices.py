"""Devices: one ends one's own, trusts the one in hand, and the other's are out of sight."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import PASSPHRASES, paired
from tests.given import ASH, WREN
from tests.web.browsing import Page, Street, street
from troth.application.accounts.logins import login_id, open_logins

DEVICES = "/set/devices"


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        opened.wren.client.cookies.clear()
        opened.wren.sends("/in", name="Wren", passphrase=PASSPHRASES[WREN])
        yield opened


def one(here: Street) -> str:
    """Return the address of the one device Wren is known on."""
    links = here.wren.opens(DEVICES).links
    return next(link for link in links if link.startswith(f"{DEVICES}/"))


def ended(page: Page) -> list[str]:
    """Return the logins that a page offers to end."""
    return [fields["login"] for to, fields in page.forms if to == f"{DEVICES}/end"]


def pressed(here: Street, do: str, **more: object) -> Page:
    return here.wren.sends(one(here), do=do, **more)


def test_ones_own_devices_and_logins_are_listed_and_no_others(here: Street) -> None:
    page = here.wren.opens(DEVICES)
    assert "A browser, this one" in page
    assert len(ended(page)) == len(open_logins(here.town.host, WREN))
    theirs = here.ash.opens(DEVICES)
    assert "None yet." in theirs
    assert here.ash.opens(one(here)).status == 404
    assert here.ash.posts(one(here), {"op": "0" * 32, "do": "forget"}).status == 404


def test_a_device_is_called_something(here: Street) -> None:
    page = pressed(here, "name", label="Kitchen tablet")
    assert "Kitchen tablet, this one" in page
    assert pressed(here, "name", label=" ").status == 422
    assert "Kitchen tablet" not in here.ash.opens(DEVICES)


def test_nothing_chosen_says_what_to_do(here: Street) -> None:
    page = pressed(here, "")
    assert page.status == 422
    assert "Choose what to do with this device." in page


def test_a_trusted_device_pauses_where_nobody_is_logged_in(here: Street) -> None:
    assert "can pause and stop for you from now on" in pressed(here, "trust")
    here.wren.posts(f"{DEVICES}/end-all", {})
    here.wren.opens("/")
    here.wren.posts("/pause", {"do": "stop"})
    assert "stopped" in here.ash.opens("/today").html.casefold()


def test_trust_asks_for_the_passphrase_once_it_was_given_long_ago(here: Street) -> None:
    here.town.clock.later(minutes=7)
    page = pressed(here, "trust")
    assert page.status == 422
    assert "Give your passphrase once more" in page
    assert "from now on" in pressed(here, "trust", passphrase=PASSPHRASES[WREN])


def test_only_the_device_in_hand_is_trusted(here: Street) -> None:
    address = one(here)
    here.wren.client.cookies.delete("device")
    assert "sign in there, and open this page" in here.wren.opens(address)
    assert here.wren.sends(address, do="trust").status == 200
    assert "It can pause" not in here.wren.opens(DEVICES)


def test_a_device_that_is_forgotten_can_do_nothing_any_more(here: Street) -> None:
    pressed(here, "trust")
    page = pressed(here, "forget")
    assert "That device is known no more." in page
    assert "None yet." in page
    here.wren.posts(f"{DEVICES}/end-all", {})
    here.wren.posts("/pause", {"do": "stop"})
    assert "stopped" not in here.ash.opens("/today").html.casefold()


def test_one_login_ends_and_the_others_go_on(here: Street) -> None:
    other = login_id(here.town.login_of(WREN, idle_minutes=60))
    before = ended(here.wren.opens(DEVICES))
    page = here.wren.posts(f"{DEVICES}/end", {"login": other})
    assert "That login has ended." in page
    assert set(ended(page)) == set(before) - {other}


def test_ending_the_login_in_hand_leads_to_the_door(here: Street) -> None:
    here.town.login_of(WREN)
    page = here.wren.opens(DEVICES).html
    marked = page[page.index('<span class="tag">this one') :]
    own = marked[marked.index('name="login" value="') :].split('"')[3]
    assert here.wren.posts(f"{DEVICES}/end", {"login": own}).address == "/in"
    assert here.wren.opens("/today").address == "/in"


def test_every_login_ends_at_once_and_the_others_stay(here: Street) -> None:
    assert here.wren.posts(f"{DEVICES}/end-all", {}).address == "/in"
    assert here.wren.opens("/today").address == "/in"
    assert here.ash.opens("/today").address == "/today"


def test_nobody_ends_anothers_login(here: Street) -> None:
    before = ended(here.wren.opens(DEVICES))
    for other in (here.ash, here.stranger, here.nobody):
        for each in before:
            other.posts(f"{DEVICES}/end", {"login": each})
    assert ended(here.wren.opens(DEVICES)) == before
    assert here.wren.opens("/today").address == "/today"


def test_what_was_ended_twice_is_ended_once(here: Street) -> None:
    for _ in range(2):
        page = here.wren.posts(f"{DEVICES}/end", {"login": "0" * 64})
        assert "That login has ended." in page
    assert here.town.login_of(ASH)
