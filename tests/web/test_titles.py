"""Titles: as both agreed, where it is about roles and while they hold; plain names elsewhere."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from tests.application.signed_up import paired
from tests.given import ASH, HOUSEHOLD, WREN, role, usual
from tests.web.browsing import Street, street
from tests.web.scenes import both_agree
from troth.domain.agreement.commands import NameArea
from troth.domain.agreement.terms import Role, Style
from troth.domain.dynamic.commands import Activate, Pause, RaiseCheck, Stop
from troth.domain.kernel import Command

TITLES = {ASH: "Captain", WREN: "First mate"}
ABOUT_ROLES = ("/today", "/house")
AS_EQUALS = ("/pause", "/prefs", "/set/you", "/help", "/talk/new", "/book/p", "/check", "/close")


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    town = paired()
    town.does(ASH, NameArea(HOUSEHOLD, "The household"))
    titled = replace(role(), body=Role(ASH, Style.NEGOTIATED, titles=TITLES))
    both_agree(town, *(titled if each.clause == titled.clause else each for each in usual()))
    with street(town) as opened:
        yield opened


@pytest.mark.parametrize("address", ABOUT_ROLES)
def test_each_is_called_as_both_agreed_once_it_has_begun(here: Street, address: str) -> None:
    assert "Captain" not in here.wren.opens(address)
    here.town.does(WREN, Activate())
    assert "Captain" in here.wren.opens(address)
    assert "First mate" in here.ash.opens(address)
    for other in (here.stranger, here.nobody):
        assert "Captain" not in other.opens(address)


@pytest.mark.parametrize("rest", [Pause(), Stop(), RaiseCheck()])
def test_while_anything_rests_names_are_plain(here: Street, rest: Command) -> None:
    here.town.does(WREN, Activate())
    here.town.does(WREN, rest)
    for reader in here.both:
        for address in (*ABOUT_ROLES, *AS_EQUALS):
            page = reader.opens(address)
            assert "Captain" not in page, address
            assert "First mate" not in page, address


@pytest.mark.parametrize("address", AS_EQUALS)
def test_what_protects_and_what_is_done_as_equals_has_plain_names(
    here: Street, address: str
) -> None:
    here.town.does(WREN, Activate())
    for reader in here.both:
        page = reader.opens(address)
        assert "Captain" not in page
        assert "First mate" not in page


def test_either_reads_plain_names_everywhere_if_they_like_and_the_other_is_not_told(
    here: Street,
) -> None:
    here.town.does(WREN, Activate())
    page = here.wren.sends("/set/you", own="p2", other="p1", titles="off")
    assert page.form("/set/you")["titles"] == "off"
    assert "Captain" not in here.wren.opens("/today")
    assert "First mate" in here.ash.opens("/today")
