"""Signing what was agreed: a warning first, then one file that anybody can check."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from tests.application.signed_up import PASSPHRASES, paired
from tests.given import WREN
from tests.web.browsing import Browser, Street, street
from tests.web.lines import OLD_WORDS
from tests.web.scenes import begun, entries


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def taken(browser: Browser) -> tuple[str, ZipFile]:
    """Have somebody sign, and return the name of what they receive, and what is in it."""
    fields = {**browser.opens("/book/sign").form("/book/sign"), "read": "yes"}
    answer = browser.receives("/book/sign", fields)
    return answer.headers["content-disposition"], ZipFile(BytesIO(answer.content))


def test_what_a_signature_means_is_said_first(here: Street) -> None:
    for browser in here.both:
        page = browser.opens("/book/sign")
        assert "Whoever has these files can show anybody what you have signed, for good" in page
        assert "openssl pkeyutl -verify" in page


def test_each_receives_the_same_text_with_their_own_signature(here: Street) -> None:
    (_, of_ash), (_, of_wren) = taken(here.ash), taken(here.wren)
    text = of_ash.read("statement.txt")
    assert text == of_wren.read("statement.txt")
    assert OLD_WORDS in text.decode()
    for pack in (of_ash, of_wren):
        (sig,) = [name for name in pack.namelist() if name.endswith(".sig")]
        key = load_pem_public_key(pack.read(sig.replace(".sig", ".pem")))
        assert isinstance(key, Ed25519PublicKey)
        key.verify(pack.read(sig), text)
    assert set(of_ash.namelist()) & set(of_wren.namelist()) == {"statement.txt"}


def test_the_name_of_what_is_taken_says_nothing(here: Street) -> None:
    name, _ = taken(here.wren)
    assert name == 'attachment; filename="notebook-2026-03-02.zip"'


def test_without_having_read_it_nothing_is_signed(here: Street) -> None:
    page = here.wren.sends("/book/sign")
    assert page.status == 422
    assert "Say that you have read what a signature means." in page


def test_it_asks_for_the_passphrase(here: Street) -> None:
    here.town.clock.later(minutes=6)
    page = here.wren.sends("/book/sign", read="yes")
    assert page.status == 422
    assert "Give your passphrase once more" in page
    fields = {**page.form("/book/sign"), "read": "yes", "passphrase": PASSPHRASES[WREN]}
    assert here.wren.receives("/book/sign", fields).content.startswith(b"PK")


def test_the_other_is_told_nothing_and_nothing_is_recorded(here: Street) -> None:
    before, words = entries(here.town), here.ash.opens("/today").words
    taken(here.wren)
    assert entries(here.town) == before
    assert here.ash.opens("/today").words == words


def test_the_same_agreement_is_the_same_file_each_time(here: Street) -> None:
    fields = {**here.wren.opens("/book/sign").form("/book/sign"), "read": "yes"}
    first, second = (here.wren.receives("/book/sign", fields).content for _ in range(2))
    assert first == second


def test_where_nothing_is_agreed_there_is_nothing_to_sign() -> None:
    with street(paired()) as here:
        page = here.ash.sends("/book/sign", read="yes")
        assert page.status == 422
        assert "You have agreed on nothing here yet, so there is nothing to state." in page


def test_nobody_else_receives_it(here: Street) -> None:
    for other in (here.stranger, here.nobody):
        page = other.posts("/book/sign", {"op": "0" * 32, "read": "yes"})
        assert OLD_WORDS not in page
        assert "PK" not in page.html[:2]
