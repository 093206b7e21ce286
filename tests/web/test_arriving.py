"""Arriving: from an empty server to two people in one notebook, each on a device of their own."""

import re
from collections.abc import Iterator

import pytest

from tests.application.signed_up import paired
from tests.given import ASH
from tests.web.browsing import Browser, EmptyPlace, Page, browsers, street

ASHS = "velvet orbit cactus lantern mosaic drift"
WRENS = "copper anthem walnut glacier ribbon tundra"


@pytest.fixture(name="people")
def _people() -> Iterator[dict[str, Browser]]:
    with browsers(EmptyPlace(), {"ash": None, "wren": None}) as opened:
        yield opened


def filled(page: Page, address: str, name: str, passphrase: str) -> dict[str, str]:
    """Return the form about oneself, filled in as it asks for."""
    fields = page.form(address)
    known = {"name": name, "zone": "Europe/London", "passphrase": passphrase, "adult": "1"}
    return {**fields, **known, "typed-code": fields["code"].lower()}


def begins(ash: Browser) -> Page:
    return ash.posts("/begin/you", filled(ash.opens("/begin/you"), "/begin/you", "Ash", ASHS))


def invitation_of(ash: Browser) -> str:
    page = ash.sends("/start/invite")
    shown = page.html.split('<ol class="words" translate="no">')[1].split("</ol>")[0]
    return " ".join(shown.replace("<li>", "").replace("</li>", " ").split())


def joins(wren: Browser, words: str) -> Page:
    asked = wren.sends("/join", invitation=words.upper())
    return wren.posts("/join/you", filled(asked, "/join/you", "Wren", WRENS))


def six_words(browser: Browser) -> str:
    return (
        browser.opens("/start/pair")
        .html.split('<ol class="words" translate="no">')[1]
        .split("</ol>")[0]
    )


def test_an_empty_server_welcomes_the_first(people: dict[str, Browser]) -> None:
    page = people["ash"].opens("/")
    assert page.address == "/begin"
    assert "A notebook for the two of you" in page


def test_the_two_buttons_are_explained_before_either_is_first_shown(
    people: dict[str, Browser],
) -> None:
    ash, wren = people["ash"], people["wren"]
    ashs = (ash.opens("/"), ash.opens("/begin/you"), begins(ash))
    asked = wren.sends("/join", invitation=invitation_of(ash))
    joined = wren.posts("/join/you", filled(asked, "/join/you", "Wren", WRENS))
    for *before, asking, within in (ashs, (wren.opens("/join"), asked, joined)):
        assert not any(has_the_buttons(each) for each in (*before, asking))
        assert has_the_buttons(within)
        assert "Two buttons that are always here" in asking
        assert "It does not erase your browser's history." in asking


def has_the_buttons(page: Page) -> bool:
    """Tell whether Pause or Exit is on a page."""
    return "/pause" in page.links or "/leave" in dict(page.forms)


def test_what_whoever_runs_the_server_could_do_is_said_wherever_a_passphrase_is_typed_first(
    people: dict[str, Browser],
) -> None:
    said = "Whoever runs this server could, if they changed it, read it as you type."
    assert said in people["ash"].opens("/begin/you")
    begins(people["ash"])
    assert said in people["wren"].opens("/in")


def test_two_people_come_together_and_see_the_same_six_words(people: dict[str, Browser]) -> None:
    ash, wren = people["ash"], people["wren"]
    assert begins(ash).address == "/start"
    assert joins(wren, invitation_of(ash)).address == "/start/pair"
    assert six_words(ash) == six_words(wren)
    for each in (ash, wren):
        assert "The words match" in each.sends("/start/pair", answer="match")
        assert each.opens("/today").status == 200


def test_words_that_differ_stop_them(people: dict[str, Browser]) -> None:
    ash, wren = people["ash"], people["wren"]
    begins(ash)
    joins(wren, invitation_of(ash))
    page = ash.sends("/start/pair", answer="differ")
    assert "These words do not match: stop here." in page


def test_an_invitation_works_once_and_a_newer_one_takes_its_place(
    people: dict[str, Browser],
) -> None:
    ash, wren = people["ash"], people["wren"]
    begins(ash)
    old, new = invitation_of(ash), invitation_of(ash)
    assert wren.sends("/join", invitation=old).status == 422
    assert joins(wren, new).address == "/start/pair"
    page = wren.sends("/join", invitation=new)
    assert page.status == 422
    assert page.form("/join")["invitation"] == new


def test_nobody_signs_up_uninvited_once_somebody_is_here(people: dict[str, Browser]) -> None:
    form = filled(people["wren"].opens("/begin/you"), "/begin/you", "Wren", WRENS)
    begins(people["ash"])
    assert people["wren"].opens("/begin/you").address == "/join"
    assert people["wren"].posts("/begin/you", form).address == "/join"
    assert people["wren"].opens("/today").address == "/in"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", "", "Write what you want to be called here."),
        ("passphrase", "", "Write a passphrase, or copy the six words"),
        ("passphrase", "password", "Take at least"),
        ("typed-code", "0000", "This is not the code that is shown."),
        ("zone", "Europe/Londom", "One is Europe/London."),
        ("adult", "", "This is for adults only."),
    ],
)
def test_each_thing_that_is_wanted_is_said_and_the_rest_is_kept(
    people: dict[str, Browser], field: str, typed: str, told: str
) -> None:
    ash = people["ash"]
    form = {**filled(ash.opens("/begin/you"), "/begin/you", "Ash", ASHS), field: typed}
    page = ash.posts("/begin/you", form)
    assert page.status == 422
    assert told in page
    kept = page.form("/begin/you")
    assert (kept["code"], kept["offered"]) == (form["code"], form["offered"])
    assert kept["name"] == form["name"]
    assert ASHS not in page.html
    assert ash.opens("/today").address in {"/begin", "/in"}


def test_four_questions_stand_one_below_the_other_and_what_is_wanted_in_the_same_order(
    people: dict[str, Browser],
) -> None:
    ash = people["ash"]
    page = ash.opens("/begin/you")
    assert page.html.count('<li class="stack"><h2>') == 4
    asked = re.findall(r'<(?:input|textarea)[^>]* id="([\w-]+)"', page.html)
    assert asked == ["name", "zone", "passphrase", "typed-code", "adult"]
    form = {**page.form("/begin/you"), "zone": "Nowhere"}
    again = ash.posts("/begin/you", form)
    summary = again.html.partition('id="problems"')[2].partition("</ul>")[0]
    assert re.findall(r'href="#([\w-]+)"', summary) == asked


def test_somebody_in_no_record_begins_one_or_joins() -> None:
    with street(paired()) as here:
        assert here.stranger.opens("/today").address == "/start/new"
        page = here.stranger.sends("/start/new", name="Robin", zone="Europe/Paris")
        assert page.address == "/start"
        assert here.stranger.opens("/start/pair").address == "/start/invite"


def test_a_starting_shape_is_put_forward_and_agreed_to_by_nobody() -> None:
    with street(paired()) as here:
        page = here.wren.sends("/start/shape", shape="part-time", lead=ASH)
        assert page.address == "/book"
        assert "It is put forward." in page
        proposals = [link for link in here.ash.opens("/book").links if "/book/p/" in link]
        assert proposals
        assert "There is no agreement yet" in here.ash.opens("/book")


def test_a_shape_asks_who_leads() -> None:
    with street(paired()) as here:
        page = here.ash.sends("/start/shape", shape="part-time")
        assert page.status == 422
        assert "Choose who leads in this shape." in page


def test_beginning_says_what_is_still_missing() -> None:
    with street(paired()) as here:
        page = here.ash.sends("/start")
        assert page.status == 422
        for other in (here.stranger, here.nobody):
            assert other.posts("/start", {"op": "0" * 32}).address != "/today"
