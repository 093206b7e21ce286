"""Passkeys in a real browser: made and used, removed, and a device whose passkeys give no key."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.homes import Home, at_home
from tests.browser.visitors import Visitor
from troth.application.accounts.account import unlock
from troth.application.accounts.logins import PROVED, find_login, put_login, start_login
from troth.bootstrap import open_host
from troth.demo.people import PEOPLE
from troth.web.cookies import LOGIN

PASSKEYS = "/set/passkeys"
PHONE = "Ash's phone"
ASH = next(person for person in PEOPLE if person.name == "Ash")


class Logins(NamedTuple):
    """A home of its own, and two logins in it, proved longer ago than that counts."""

    home: Home
    first: bytes
    second: bytes


@pytest.fixture
def logins(demo: Home, tmp_path: Path) -> Logins:
    """Return a home in which Ash gave the passphrase a while ago, twice."""
    home = demo.copied(tmp_path / "home")
    host = open_host(home.record)
    root = unlock(host, ASH.name, ASH.passphrase)
    assert isinstance(root, bytes)
    login = find_login(host, start_login(host, ASH.themself.id, root))
    assert login is not None
    earlier = replace(login, proved_at=login.proved_at - PROVED - timedelta(minutes=1))
    with host.store.filing() as directory:
        tokens = [put_login(directory, earlier, root) for _ in range(2)]
    host.store.close()
    return Logins(home, *tokens)


@pytest.fixture
def ash(browser: Browser, logins: Logins) -> Iterator[Visitor]:
    """Return Ash, logged in for a while."""
    logins.home.keep(ASH.name, logins.first)
    with at_home(browser, logins.home) as visitors:
        yield visitors[ASH.name]


def device(visitor: Visitor, *, gives_key: bool = True) -> tuple[CDPSession, str]:
    """Give somebody's browser a device that knows its owner, and makes passkeys."""
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "hasPrf": gives_key,
        "automaticPresenceSimulation": True,
    }
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, added["authenticatorId"]


def kept(session: CDPSession, id_: str) -> int:
    """Return how many passkeys a device has."""
    found = session.send("WebAuthn.getCredentials", {"authenticatorId": id_})
    return len(found["credentials"])


def presses(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words).click()


def goes_on(visitor: Visitor) -> Page:
    """Open the page about passkeys, and give the passphrase once more."""
    page = visitor.open(PASSKEYS)
    page.get_by_label("Your passphrase, once more").fill(ASH.passphrase)
    presses(page, "Go on")
    return page


def adds(visitor: Visitor) -> Page:
    page = goes_on(visitor)
    page.get_by_label("What you call it").fill(PHONE)
    presses(page, "Add a passkey")
    expect(page.get_by_text("That passkey opens this from now on")).to_be_visible()
    return page


def leaves(visitor: Visitor) -> Page:
    """Leave, and come back to the door."""
    visitor.page.get_by_role("button", name="Exit").click()
    visitor.page.wait_for_url("**/blank")
    return visitor.open("/in")


def test_it_is_added_lets_its_owner_in_and_is_removed(ash: Visitor) -> None:
    session, id_ = device(ash)
    page = adds(ash)
    assert kept(session, id_) == 1
    expect(page.get_by_role("main").get_by_text(PHONE).first).to_be_visible()
    presses(page, "Add a passkey")
    expect(page.get_by_text("A passkey of this device opens this already.")).to_be_visible()
    page = leaves(ash)
    presses(page, "Sign in with a passkey")
    page.wait_for_url("**/today")
    page = ash.open(PASSKEYS)
    presses(page, "Remove")
    expect(page.get_by_text("That passkey opens nothing here any more.")).to_be_visible()
    page = leaves(ash)
    presses(page, "Sign in with a passkey")
    expect(page.get_by_text("This passkey opens nothing here.").first).to_be_visible()
    assert ash.notices() == []


def test_it_stands_in_for_the_passphrase_before_a_signature(ash: Visitor, logins: Logins) -> None:
    device(ash)
    adds(ash)
    ash.context.add_cookies(
        [{"url": ash.address, "name": LOGIN, "value": logins.second.hex()}],
    )
    page = ash.open("/book/sign")
    presses(page, "Use a passkey instead")
    expect(page.get_by_text("Your passkey is given, for this form.")).to_be_visible()
    expect(page.get_by_label("Your passphrase, once more")).to_have_count(0)
    page.get_by_label("I have read what a signature means").check()
    with page.expect_download() as taken:
        presses(page, "Sign it, and take it")
    assert taken.value.suggested_filename.endswith(".zip")


def test_of_a_device_whose_passkeys_give_no_key_nothing_is_kept(ash: Visitor) -> None:
    session, id_ = device(ash, gives_key=False)
    page = goes_on(ash)
    presses(page, "Add a passkey")
    expect(page.get_by_text("This device's passkeys give no key")).to_be_visible()
    assert ash.open(PASSKEYS).get_by_text("None yet.").is_visible()
    assert kept(session, id_) == 0


def test_whoever_turns_it_away_on_the_device_is_told_what_goes_on(ash: Visitor) -> None:
    session, id_ = device(ash)
    page = goes_on(ash)
    refuses = {"authenticatorId": id_, "isUserVerified": False}
    session.send("WebAuthn.setUserVerified", refuses)
    presses(page, "Add a passkey")
    expect(page.get_by_text("No passkey was added.")).to_be_visible()
    page = leaves(ash)
    presses(page, "Sign in with a passkey")
    expect(page.get_by_text("No passkey was used.")).to_be_visible()


def test_without_script_none_is_offered_and_the_page_says_so(
    browser: Browser, ash: Visitor
) -> None:
    how = {"java_script_enabled": False, "storage_state": ash.context.storage_state()}
    plain = Visitor(browser, ASH.name, ash.address, **how)
    page = goes_on(plain)
    expect(page.get_by_text("A passkey is added by a script")).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey")).to_have_count(0)
    page = plain.open("/in")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    plain.close()
