"""Keys: a new passphrase and a new recovery code, for whoever just gave the present one."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import CODES, OTHER_WORDS, PASSPHRASES, paired
from tests.given import ASH, WREN
from tests.web.browsing import Page, Street, street
from troth.application.accounts.recovery import WrongCode, refused_code


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        yield opened


def test_a_new_passphrase_opens_and_the_old_one_does_not(here: Street) -> None:
    before = {each.value for each in here.wren.client.cookies.jar}
    page = here.wren.sends("/set/keys", **{"new-passphrase": OTHER_WORDS})
    assert "Your passphrase is changed." in page
    assert {each.value for each in here.wren.client.cookies.jar} != before
    assert here.nobody.sends("/in", name="Wren", passphrase=PASSPHRASES[WREN]).status == 422
    assert here.nobody.sends("/in", name="Wren", passphrase=OTHER_WORDS).address == "/today"


def test_what_is_typed_is_never_shown_again(here: Street) -> None:
    page = here.wren.sends("/set/keys", **{"new-passphrase": "too short"})
    assert page.status == 422
    assert "too short" not in page.html


def test_what_is_offered_stays_while_the_form_comes_back(here: Street) -> None:
    offered = here.wren.opens("/set/keys").form("/set/keys")["offered"]
    fields = {"op": "0" * 32, "offered": offered}
    page = here.wren.posts("/set/keys", fields)
    assert "Write a new passphrase, or copy the six words that are shown." in page
    assert offered in page


@pytest.mark.parametrize("address", ["/set/keys", "/set/keys/code"])
def test_after_some_minutes_the_present_one_is_asked_for(here: Street, address: str) -> None:
    here.town.clock.later(minutes=6)
    page = _sent(here, address)
    assert page.status == 422
    assert "Give your passphrase once more" in page
    wrong = _sent(here, address, passphrase=PASSPHRASES[ASH])
    assert wrong.status == 422
    assert wrong.form(address)["passphrase"] == ""
    assert refused_code(here.town.host, "Wren", CODES[WREN]) is None


def _sent(here: Street, address: str, **more: object) -> Page:
    made = here.wren.opens(address).form(address)
    typed = {"typed-code": made.get("new-code", ""), "new-passphrase": OTHER_WORDS}
    return here.wren.posts(address, {**made, **typed, **more})


def test_nothing_secret_is_carried_through_a_sign_in(here: Street) -> None:
    here.town.clock.later(hours=13)
    page = here.wren.posts("/set/keys", {"new-passphrase": OTHER_WORDS, "passphrase": "mine"})
    assert page.address == "/set/keys"
    assert OTHER_WORDS not in page.html
    assert "mine" not in page.html


def test_a_new_code_counts_once_it_is_typed_back(here: Street) -> None:
    made = here.wren.opens("/set/keys/code").form("/set/keys/code")
    page = here.wren.posts("/set/keys/code", {**made, "typed-code": CODES[ASH]})
    assert page.status == 422
    assert page.form("/set/keys/code")["new-code"] == made["new-code"]
    typed = {**made, "typed-code": made["new-code"].replace("-", " ").lower()}
    for _ in range(2):
        assert "The new code counts from now." in here.wren.posts("/set/keys/code", typed)
    assert refused_code(here.town.host, "Wren", CODES[WREN]) == WrongCode()
    assert refused_code(here.town.host, "Wren", made["new-code"]) is None
    assert refused_code(here.town.host, "Ash", CODES[ASH]) is None


def test_nobody_else_changes_anything(here: Street) -> None:
    for other in (here.stranger, here.nobody):
        other.posts("/set/keys", {"op": "1" * 32, "new-passphrase": OTHER_WORDS})
        other.posts("/set/keys/code", {"op": "2" * 32, "new-code": CODES[ASH]})
    assert refused_code(here.town.host, "Wren", CODES[WREN]) is None
    assert here.nobody.sends("/in", name="Ash", passphrase=PASSPHRASES[ASH]).address == "/today"
