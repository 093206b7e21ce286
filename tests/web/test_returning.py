"""Coming back in: with the recovery code, after something was wrong, or to another record."""

from collections.abc import Iterator

import pytest

from tests.application.homes import CHAIN
from tests.application.signed_up import (
    CODES,
    NEW_CODE,
    OTHER_WORDS,
    PASSPHRASES,
    paired,
    swap_receiver,
)
from tests.given import ASH, WREN
from tests.web.browsing import Street, street
from troth.application.ports import ChainId
from troth.application.rules import SHARED_PREFIX

WRENS_CODE = CODES[WREN]


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(paired()) as opened:
        yield opened


def test_the_code_lets_its_owner_in_once_with_a_new_passphrase_and_code(here: Street) -> None:
    asked = here.nobody.sends("/in/code", name="Wren", code=WRENS_CODE.lower())
    assert "no device of yours is trusted any more" in here.nobody.opens("/in/code")
    form = asked.form("/in/anew")
    new = form["new-code"]
    page = here.nobody.posts(
        "/in/anew", {**form, "passphrase": OTHER_WORDS, "typed-code": new.replace("-", " ")}
    )
    assert page.address == "/today"
    assert "Your passkeys are removed, and no device of yours is trusted any more." in page
    assert here.wren.opens("/today").address == "/in"
    again = here.stranger.sends("/in/code", name="Wren", code=WRENS_CODE)
    assert again.status == 422


def test_nothing_new_is_shown_before_the_old_code_opens_the_account(here: Street) -> None:
    for name, code in (("Wren", CODES[ASH]), ("Nobody", WRENS_CODE), ("Wren", "not a code")):
        page = here.nobody.sends("/in/code", name=name, code=code)
        assert (page.status, page.address) == (422, "/in/code")
        assert not [to for to, _ in page.forms if to == "/in/anew"]


def test_the_new_code_is_typed_back_and_nothing_changes_before(here: Street) -> None:
    form = here.nobody.sends("/in/code", name="Wren", code=WRENS_CODE).form("/in/anew")
    page = here.nobody.posts(
        "/in/anew", {**form, "passphrase": OTHER_WORDS, "typed-code": NEW_CODE}
    )
    assert page.status == 422
    assert "This is not the new code." in page
    assert OTHER_WORDS not in page.html
    assert here.wren.opens("/today").address == "/today"


def test_what_is_wrong_with_a_record_is_said_and_pausing_stays_open(here: Street) -> None:
    assert "All is as you left it" in here.ash.opens("/in/seen")
    form = {"name": "Ash", "passphrase": PASSPHRASES[ASH]}
    assert here.ash.posts("/in", form).address == "/today"
    swap_receiver(here.town)
    page = here.nobody.posts("/in", form)
    assert page.address == "/in/seen"
    assert "Something is not as you left it" in page
    assert "/pause" in page.links
    mark = page.form("/in/seen")["record"]
    assert here.nobody.posts("/in/seen", {"record": mark}).status == 422


def test_whoever_shares_several_records_chooses_one_for_this_browser(here: Street) -> None:
    other = ChainId(SHARED_PREFIX + "apart")
    here.town.begins(ASH, other)
    marks = _marks(here)
    assert len(marks) == 2
    here.ash.posts("/in/which", {"record": marks[1]})
    assert here.ash.opens("/start/pair").address == "/start/invite"
    here.ash.posts("/in/which", {"record": marks[0]})
    assert here.ash.opens("/start/pair").address == "/start/pair"
    assert CHAIN not in here.ash.opens("/in/which").html


def _marks(here: Street) -> list[str]:
    parts = here.ash.opens("/in/which").html.split('name="record" value="')[1:]
    return [part.split('"')[0] for part in parts]


def test_nobody_chooses_a_record_that_is_not_theirs(here: Street) -> None:
    mark = _marks(here)[0]
    assert here.stranger.posts("/in/which", {"record": mark}).status == 422
    assert here.nobody.posts("/in/which", {"record": mark}).address == "/in/which"
    assert here.stranger.posts("/in/seen", {"record": mark}).status == 422
