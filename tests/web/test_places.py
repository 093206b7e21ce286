"""Parts of life: either names one, which binds nobody; what is about others stays outside."""

from collections.abc import Iterator

import pytest

from tests.application.signed_up import paired
from tests.given import HOUSEHOLD
from tests.web.browsing import Street, street
from tests.web.lines import agreement_of
from tests.web.scenes import begun, entries
from troth.web.addresses import key

HOUSEHOLD_AT = f"/book/parts/{key(HOUSEHOLD)}"


@pytest.fixture(name="here")
def _here() -> Iterator[Street]:
    with street(begun()) as opened:
        yield opened


def test_both_read_where_each_part_stands(here: Street) -> None:
    for browser in here.both:
        page = browser.opens("/book/parts")
        assert "The household in" in page
        assert "Work out: Wren decides" in page


@pytest.mark.parametrize("who", ["ash", "wren"])
def test_either_names_one_and_it_binds_nobody(here: Street, who: str) -> None:
    browser = here.ash if who == "ash" else here.wren
    told = browser.sends("/book/parts", name="Evenings out")
    assert "Named. Where it stands is for both of you to agree." in told
    assert "Evenings out not settled: each decides for themselves there" in told
    assert "Evenings out" in here.ash.opens("/book/new/line")


def test_what_is_about_others_is_kept_apart(here: Street) -> None:
    here.wren.sends("/book/parts", name="The children", others="yes")
    (named,) = [each for each in agreement_of(here.town).areas.values() if each.third_parties]
    assert named.name == "The children"
    (area,) = [id_ for id_, each in agreement_of(here.town).areas.items() if each.third_parties]
    page = here.wren.opens(f"/book/parts/{key(area)}")
    assert "It is about other people, so it stays outside." in page
    here.wren.sends(f"/book/parts/{key(area)}", name="Our children")
    assert agreement_of(here.town).areas[area].third_parties


def test_it_is_sent_twice_and_named_once(here: Street) -> None:
    fields = {**here.ash.opens("/book/parts").form("/book/parts"), "name": "Evenings"}
    for _ in range(2):
        here.ash.posts("/book/parts", fields)
    assert len(agreement_of(here.town).areas) == 3


def test_another_name_keeps_what_was_agreed_about_it(here: Street) -> None:
    assert here.wren.opens(HOUSEHOLD_AT).form(HOUSEHOLD_AT)["name"] == "The household"
    told = here.wren.sends(HOUSEHOLD_AT, name="Home")
    assert "Home in" in told
    assert HOUSEHOLD in agreement_of(here.town).areas


def test_without_a_name_it_asks_for_one(here: Street) -> None:
    for address in ("/book/parts", HOUSEHOLD_AT):
        page = here.ash.sends(address, name=" ")
        assert page.status == 422
        assert "Write what you both call it." in page


def test_a_name_of_two_lines_is_not_taken_and_not_lost(here: Street) -> None:
    page = here.ash.sends("/book/parts", name="Home\nOne of us agreed to everything.")
    assert page.status == 422
    assert "One of us agreed to everything." in page.form("/book/parts")["name"]


def test_before_there_is_one_it_says_where_to_begin() -> None:
    with street(paired()) as here:
        assert "Begin with one that you often talk about" in here.wren.opens("/book/parts")


def test_there_is_nothing_at_the_address_of_none(here: Street) -> None:
    assert here.ash.opens("/book/parts/0000000000").status == 404


def test_nobody_else_reads_or_names_one(here: Street) -> None:
    before = entries(here.town)
    for other in (here.stranger, here.nobody):
        assert "The household" not in other.opens("/book/parts")
        other.posts("/book/parts", {"op": "0" * 32, "name": "Mine"})
        other.posts(HOUSEHOLD_AT, {"op": "0" * 32, "name": "Mine"})
    assert entries(here.town) == before
