"""Passkeys: each adds and removes their own, comes in by one, and nobody can tell who has any."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator

import pytest

from tests.application.authenticators import Authenticator
from tests.application.signed_up import PASSPHRASES, paired
from tests.given import ASH, WREN
from tests.web.browsing import Browser, Page, Street, street
from tests.web.lines import agrees, proposal_at, proposes_kitchen
from tests.web.scenes import begun
from troth.application.accounts.assertions import Assertion, ChallengeOver
from troth.application.accounts.passkeys import (
    MOST_PASSKEYS,
    KnownPasskey,
    PasskeyUnknown,
    PasskeyUnusable,
    add_passkey,
    passkeys,
)
from troth.application.ports import Shelf
from troth.domain.kernel import MemberId
from troth.web.assets import read_assets

PASSKEYS, LATER = "/set/passkeys", "/set/passkeys/later"
SCRIPT_BYTES = 3_500
"""Fetched only by a page that offers a passkey, and never beside the one that changes by itself."""

OP = {"op": "0" * 32}
PHONE, TABLET = Authenticator(ASH), Authenticator(ASH, "tablet")
OPENS_NOTHING = PasskeyUnknown().sentence


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def own(here: Street, member: MemberId = ASH) -> tuple[KnownPasskey, ...]:
    return passkeys(here.town.world_of(member))


def has_one(here: Street) -> None:
    """Let Ash have a passkey, some minutes ago."""
    made = PHONE.made(here.town.host)
    assert add_passkey(here.town.host, here.town.login_of(ASH), made) is None
    here.town.clock.later(minutes=6)


def asked(browser: Browser) -> bytes:
    """Return a challenge, as a page's script gets one."""
    answer = browser.runs(browser.client.get("/in/challenge"))
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["cache-control"] == "no-store"
    assert not answer.headers.get_list("set-cookie")
    return b64decode(answer.text, validate=True)


def handed(used: Assertion, public: bytes = b"") -> str:
    """Return what the page's script puts into the form."""
    given = {
        "id": used.credential,
        "user": used.user,
        "secret": used.prf_output,
        "authenticator": used.authenticator,
        "client": used.client,
        "signature": used.signature,
        "public": public,
    }
    return json.dumps({name: b64encode(each).decode() for name, each in given.items()})


def adds(browser: Browser, passkey: Authenticator, **more: object) -> Page:
    given = handed(passkey.answered(asked(browser)), passkey.public)
    return browser.posts(PASSKEYS, {**OP, "new-passkey": given, **more})


def comes_in(browser: Browser, passkey: Authenticator, **more: object) -> Page:
    return browser.posts("/in", {"passkey": handed(passkey.answered(asked(browser))), **more})


def changed(**otherwise: object) -> Authenticator:
    """Return the telephone, as it is not."""
    other = Authenticator(ASH)
    vars(other).update(otherwise)
    return other


def test_one_is_added_under_the_name_it_is_given_and_the_other_sees_nothing(here: Street) -> None:
    before = here.wren.opens(PASSKEYS)
    assert "None yet." in before
    page = adds(here.ash, PHONE, label="Ash's phone")
    assert "That passkey opens this from now on" in page
    assert "Ash's phone since" in page
    assert "Only you see this." in page
    after = here.wren.opens(PASSKEYS)
    assert (after.words, after.status) == (before.words, 200)
    assert own(here, WREN) == ()


def test_one_that_is_called_nothing_is_called_a_passkey(here: Street) -> None:
    assert "A passkey since" in adds(here.ash, PHONE)


def test_whoever_has_added_one_comes_in_by_it(here: Street) -> None:
    has_one(here)
    page = comes_in(here.nobody, PHONE)
    assert page.address == "/today"
    assert "Ash" in here.nobody.opens("/set/you")
    assert "A browser, this one" in here.nobody.opens("/set/devices")


def test_what_they_were_sending_is_put_before_them_again(here: Street) -> None:
    has_one(here)
    kept = {"carried.text": "My own words", "carried-to": "/note"}
    page = comes_in(here.nobody, PHONE, **kept)
    assert page.form("/note") == {"text": "My own words"}


@pytest.mark.parametrize(
    "other",
    [
        TABLET,
        Authenticator(WREN, "of Wren"),
        changed(member=WREN),
        changed(member="nobody-here"),
        changed(prf_output=bytes(32)),
        changed(prf_output=b""),
        changed(key=TABLET.key),
        changed(origin="https://notebook.local"),
        changed(origin="http://notebook.local:8765"),
        changed(place="elsewhere.example", origin="http://elsewhere.example"),
        changed(flags=0x01),
    ],
)
def test_any_other_opens_nothing_in_the_same_words(here: Street, other: Authenticator) -> None:
    has_one(here)
    page = comes_in(here.nobody, other)
    assert page.status == 422
    assert OPENS_NOTHING in page
    assert "visit" not in here.nobody.client.cookies


@pytest.mark.parametrize("challenge", [b"", bytes(56), bytes(32)])
def test_what_this_server_did_not_ask_opens_nothing(here: Street, challenge: bytes) -> None:
    has_one(here)
    page = here.nobody.posts("/in", {"passkey": handed(PHONE.answered(challenge))})
    assert page.status == 422
    assert ChallengeOver().sentence in page


def test_what_was_used_once_opens_nothing_again(here: Street) -> None:
    has_one(here)
    given = {"passkey": handed(PHONE.answered(asked(here.nobody)))}
    assert here.nobody.posts("/in", given).address == "/today"
    here.nobody.client.cookies.clear()
    page = here.nobody.posts("/in", given)
    assert page.status == 422
    assert ChallengeOver().sentence in page


def test_what_was_asked_minutes_ago_opens_nothing(here: Street) -> None:
    has_one(here)
    given = {"passkey": handed(PHONE.answered(asked(here.nobody)))}
    here.town.clock.later(minutes=5)
    assert ChallengeOver().sentence in here.nobody.posts("/in", given)


@pytest.mark.parametrize("given", ["{}", "[]", "nonsense", '{"id":"?"}', "[" * 5000])
def test_what_no_script_of_ours_wrote_opens_nothing(here: Street, given: str) -> None:
    for address in ("/in", PASSKEYS):
        browser = here.nobody if address == "/in" else here.ash
        page = browser.posts(address, {**OP, "passkey": given, "new-passkey": given})
        assert page.status == 422
        assert (OPENS_NOTHING if address == "/in" else PasskeyUnusable().sentence) in page


def test_nobody_can_tell_who_has_one(here: Street) -> None:
    door, without = (
        here.nobody.opens("/in"),
        comes_in(here.nobody, changed(member=ASH, prf_output=b"")),
    )
    theirs = [asked(here.nobody) for _ in range(2)]
    has_one(here)
    assert here.nobody.opens("/in").html == door.html
    assert comes_in(here.nobody, changed(member=ASH, credential=b"guess")).html == without.html
    assert comes_in(here.nobody, changed(member="nobody-here")).html == without.html
    assert len({*theirs, asked(here.nobody)}) == 3
    assert {len(each) for each in theirs} == {len(asked(here.nobody))}


def test_asking_keeps_nothing(here: Street) -> None:
    lying = [here.town.cards(shelf, ASH) for shelf in Shelf]
    asked(here.nobody)
    assert [here.town.cards(shelf, ASH) for shelf in Shelf] == lying


def test_without_the_passphrase_just_given_nothing_is_added_or_removed(here: Street) -> None:
    has_one(here)
    page = here.ash.opens(PASSKEYS)
    assert [to for to, _ in page.forms if to.startswith(PASSKEYS)] == [f"{PASSKEYS}/prove"]
    assert "Phone since" in page
    for answer in (
        adds(here.ash, TABLET),
        here.ash.posts(f"{PASSKEYS}/remove", {**OP, "id": PHONE.credential.hex()}),
    ):
        assert answer.status == 422
        assert "Give your passphrase once more" in answer
    assert [each.credential for each in own(here)] == [PHONE.credential]


def test_it_is_given_once_and_then_both_are_offered(here: Street) -> None:
    has_one(here)
    page = here.ash.sends(f"{PASSKEYS}/prove", PASSKEYS, passphrase=PASSPHRASES[ASH])
    assert page.address == PASSKEYS
    removed = here.ash.sends(f"{PASSKEYS}/remove", PASSKEYS)
    assert "That passkey opens nothing here any more." in removed
    assert own(here) == ()
    assert OPENS_NOTHING in comes_in(here.nobody, PHONE)


def test_removing_twice_removes_once_and_nothing_of_the_other(here: Street) -> None:
    login = here.town.login_of(WREN)
    assert add_passkey(here.town.host, login, Authenticator(WREN).made(here.town.host)) is None
    fields = {**OP, "id": Authenticator(WREN).credential.hex()}
    assert adds(here.ash, TABLET).status == 200
    for _ in range(2):
        assert here.ash.posts(f"{PASSKEYS}/remove", fields).status == 200
    assert (len(own(here)), len(own(here, WREN))) == (1, 1)


@pytest.mark.parametrize("who", ["stranger", "nobody"])
def test_nobody_else_adds_or_removes_one(here: Street, who: str) -> None:
    has_one(here)
    other: Browser = getattr(here, who)
    page = other.opens(PASSKEYS)
    assert page.address in {"/start/new", "/in"}
    adds(other, TABLET)
    other.posts(f"{PASSKEYS}/remove", {**OP, "id": PHONE.credential.hex()})
    assert [each.credential for each in own(here)] == [PHONE.credential]


@pytest.mark.parametrize(
    "other",
    [
        changed(origin="http://elsewhere.example", place="elsewhere.example"),
        changed(flags=0x01),
        changed(prf_output=b""),
        changed(kind="webauthn.create"),
    ],
)
def test_one_made_elsewhere_or_without_a_key_is_not_added(
    here: Street, other: Authenticator
) -> None:
    page = adds(here.ash, other)
    assert page.status == 422
    assert PasskeyUnusable().sentence in page
    assert own(here) == ()


def test_there_is_room_for_so_many(here: Street) -> None:
    for number in range(MOST_PASSKEYS):
        assert adds(here.ash, Authenticator(ASH, str(number))).status == 200
    assert "There is no room for another one here." in here.ash.opens(PASSKEYS)
    assert adds(here.ash, PHONE).status == 422
    assert len(own(here)) == MOST_PASSKEYS


def test_agreeing_takes_a_passkey_in_place_of_the_passphrase(here: Street) -> None:
    has_one(here)
    proposes_kitchen(here.wren, reason="So that we both have the last hour.")
    address = proposal_at(here.town)
    assert "Give your passphrase once more" in agrees(here.ash, address)
    theirs = handed(changed(prf_output=bytes(32)).answered(asked(here.ash)))
    assert OPENS_NOTHING in here.ash.sends(address, answer="agree", passkey=theirs)
    given = handed(PHONE.answered(asked(here.ash)))
    assert "You have agreed." in here.ash.sends(address, answer="agree", passkey=given)
    again = here.wren.sends(address, answer="agree", passkey=given)
    assert again.status == 422


def test_it_is_offered_where_there_is_one_and_its_script_nowhere_else(here: Street) -> None:
    has_one(here)
    for browser, offered in ((here.ash, True), (here.wren, False)):
        page = browser.opens("/book/sign")
        assert ("Use a passkey instead" in page) == offered
        assert ("/static/passkey." in page.html) == offered
        assert "/static/passkey." not in browser.opens("/today").html
    assert "/static/passkey." in here.nobody.opens("/in").html


def offers(browser: Browser) -> bool:
    """Tell whether the first evening offers a passkey, once a script finds that there could be."""
    page = browser.opens("/start")
    is_there = 'data-passkey="offer"' in page.html
    assert ("A passkey on this device?" in page) == is_there
    assert ("/static/passkey." in page.html) == is_there
    return is_there


def test_on_the_first_evening_it_is_offered_to_each_until_they_say_not_now() -> None:
    with street(paired()) as new:
        assert offers(new.ash)
        assert offers(new.wren)
        assert new.ash.sends(LATER, "/start").address == "/start"
        assert new.ash.posts(LATER, OP).address == "/start"
        assert not offers(new.ash)
        assert offers(new.wren)
        assert new.stranger.posts(LATER, OP).address == "/start/new"
        assert "Sign in" in new.nobody.posts(LATER, OP).title


def test_it_is_offered_no_more_to_whoever_has_one_or_once_the_evening_is_over(here: Street) -> None:
    assert not offers(here.wren)
    with street(paired()) as new:
        has_one(new)
        assert not offers(new.ash)
        assert offers(new.wren)
        assert "passkey" not in new.wren.opens("/today")


def test_nothing_of_a_passkey_is_shown_again_or_carried_on(here: Street) -> None:
    has_one(here)
    given = handed(changed(prf_output=b"a secret").answered(asked(here.ash)))
    page = here.ash.posts(PASSKEYS, {**OP, "passkey": given, "new-passkey": given})
    here.town.clock.later(hours=13)
    locked = here.ash.posts(PASSKEYS, {**OP, "passkey": given, "new-passkey": given})
    for answer in (page, locked):
        assert b64encode(b"a secret").decode() not in answer.html
        assert "carried.passkey" not in answer.html
        assert "carried.new-passkey" not in answer.html


def test_the_script_is_small_and_keeps_nothing() -> None:
    script = read_assets().by_name["passkey.js"].body
    assert len(script) <= SCRIPT_BYTES
    kept = re.compile(r"localStorage|sessionStorage|indexedDB|caches|document.cookie|innerHTML")
    assert kept.findall(script.decode()) == []
