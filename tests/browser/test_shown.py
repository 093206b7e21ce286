"""A passphrase that can be looked at while it is typed: by a script, and only as long as wanted."""

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.homes import STRANGER
from tests.browser.looks import amiss_here
from tests.browser.visitors import PHONE, Visitor
from troth.demo.people import PEOPLE

ASH = next(person for person in PEOPLE if person.name == "Ash")
HAND_PX = 44
LOOK_AWAY = """
Object.defineProperty(document, "hidden", { value: true, configurable: true });
document.dispatchEvent(new Event("visibilitychange"));
"""


@pytest.fixture
def guest(evening: dict[str, Visitor]) -> Visitor:
    """Return somebody at the door, who has an account and is not in."""
    return evening[STRANGER]


def field(visitor: Visitor) -> Locator:
    return visitor.page.get_by_label("Your passphrase")


def presses(visitor: Visitor, word: str) -> None:
    visitor.page.get_by_role("button", name=f"{word} Your passphrase").click()


def is_shown(visitor: Visitor) -> bool:
    return field(visitor).get_attribute("type") == "text"


def test_it_is_shown_and_hidden_as_its_owner_likes_and_opens_the_same(guest: Visitor) -> None:
    page = guest.open("/in")
    page.get_by_label("Your name here").fill(ASH.name)
    field(guest).fill(ASH.passphrase[:9])
    for word in ("Show", "Hide", "Show"):
        presses(guest, word)
        assert is_shown(guest) == (word == "Show")
        expect(field(guest)).to_have_value(ASH.passphrase[:9])
    field(guest).press("End")
    field(guest).press_sequentially(ASH.passphrase[9:])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/today")
    assert guest.notices() == []


def test_it_is_a_passphrase_again_as_it_is_sent_and_once_it_is_out_of_sight(guest: Visitor) -> None:
    page = guest.open("/in")
    page.evaluate("addEventListener('submit', (e) => e.preventDefault())")
    field(guest).fill("Some words")
    presses(guest, "Show")
    field(guest).press("Enter")
    assert not is_shown(guest)
    presses(guest, "Show")
    page.evaluate(LOOK_AWAY)
    assert not is_shown(guest)
    page.get_by_role("button", name="Show Your passphrase").wait_for()


@pytest.mark.parametrize("address", ["/in", "/pause"])
def test_nothing_is_amiss_while_it_is_shown(guest: Visitor, address: str) -> None:
    page = guest.open(address)
    field(guest).fill("Some words")
    presses(guest, "Show")
    page.set_viewport_size(PHONE)
    button = page.get_by_role("button", name="Hide Your passphrase").bounding_box()
    assert button is not None
    assert min(button["height"], button["width"]) >= HAND_PX
    assert amiss_here(guest) == []


def test_of_two_fields_each_is_shown_alone(evening: dict[str, Visitor]) -> None:
    page = evening["Ash"].open("/set/keys")
    page.get_by_role("button", name="Show New passphrase").click()
    kinds = [each.get_attribute("type") for each in page.locator(".joined > input").all()]
    labels = page.locator(".joined button").all_inner_texts()
    assert len(kinds) == len(labels)
    assert [kind == "text" for kind in kinds] == [each.startswith("Hide") for each in labels]
    assert kinds.count("text") == 1


def test_without_script_there_is_no_button_and_the_passphrase_opens(
    browser: Browser, guest: Visitor
) -> None:
    plain = Visitor(browser, STRANGER, guest.address, java_script_enabled=False)
    page = plain.open("/in")
    expect(page.get_by_role("button", name="Show")).to_have_count(0)
    assert not is_shown(plain)
    page.get_by_label("Your name here").fill(ASH.name)
    field(plain).fill(ASH.passphrase)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/today")
    plain.close()
