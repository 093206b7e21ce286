"""Every route, as each of the two, as somebody else, and as nobody: each gets what is theirs."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from httpx import Response

from tests.application.marking import START
from tests.browser.places import PLACES, Place
from tests.web.browsing import Page
from tests.web.knocking import (
    BOTH,
    ELSEWHERE,
    ROUTES,
    Asked,
    House,
    Route,
    Walked,
    house_of,
    unknown,
)
from tests.web.marked import ASH, SHARED_WORDS, WREN, marked_town
from troth.domain.kernel import MemberId
from troth.web.guest import Guest
from troth.web.visit import Visit

SEEN_BY_BOTH = 150
"""Marks that each of the two reads somewhere; were they few, finding none would say little."""

ANSWERED = {
    HTTPStatus.OK,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
}
"""What a route may answer to somebody who sends nothing with it."""

every_route = pytest.mark.parametrize("route", ROUTES, ids=str)
every_page = pytest.mark.parametrize(
    "route", [each for each in ROUTES if each.method == "GET"], ids=str
)
every_form = pytest.mark.parametrize(
    "route", [each for each in ROUTES if each.method == "POST"], ids=str
)


def _leads_to(answer: Response) -> str:
    return str(answer.headers.get("location", "")) if answer.has_redirect_location else ""


def test_each_of_the_two_reads_most_of_what_was_written(walked: Walked) -> None:
    for name in BOTH:
        raw = b"".join(page.html.encode() for page in walked.pages[name].values())
        assert len(SHARED_WORDS.found_in(raw)) > SEEN_BY_BOTH


def test_every_link_the_two_follow_leads_to_a_page(walked: Walked) -> None:
    pages = [page for each in walked.pages.values() for page in each.values()]
    assert [(page.address, page.status) for page in pages if page.status != HTTPStatus.OK] == []


@every_route
def test_nobody_else_reads_a_word_of_the_two(asked: Asked, house: House, route: Route) -> None:
    before = house.town.entries()
    for name in ELSEWHERE:
        for address, answer in asked(name, route).items():
            assert answer.status_code in ANSWERED, (name, address, answer.status_code)
            assert START not in answer.text + str(answer.headers), (name, address)
    assert house.town.entries() == before


@every_route
def test_whoever_is_not_in_is_led_to_the_door(asked: Asked, route: Route) -> None:
    if route.place.opens is Guest:
        return
    for address, answer in asked("nobody", route).items():
        if route.method == "GET":
            assert _leads_to(answer) == "/in"
        else:
            assert answer.status_code == HTTPStatus.OK
            assert "/in" in dict(Page(200, address, answer.text).forms)


@every_route
def test_whoever_has_no_record_is_led_to_its_beginning(asked: Asked, route: Route) -> None:
    if route.place.opens is not Visit:
        return
    for answer in asked("stranger", route).values():
        assert _leads_to(answer) == "/start/new"


@every_page
def test_the_two_are_shown_every_page(asked: Asked, route: Route) -> None:
    for name in BOTH:
        for address, answer in asked(name, route).items():
            assert answer.status_code in ANSWERED, (name, address, answer.status_code)


@pytest.mark.parametrize("place", [each for each in PLACES if each.names_a_thing], ids=str)
@pytest.mark.parametrize("name", BOTH)
def test_what_there_is_not_is_not_found(house: House, place: Place, name: str) -> None:
    assert house[name].gets(unknown(place)).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(("reader", "writer"), [("ash", WREN), ("wren", ASH)])
def test_neither_reads_what_the_other_keeps_alone(
    house: House, walked: Walked, reader: str, writer: MemberId
) -> None:
    kept = house.town.kept_alone[writer]
    for name in BOTH:
        raw = "".join(page.html for page in walked.pages[name].values())
        assert any(mark in raw for mark in kept) == (name != reader)


@pytest.fixture(name="ours", scope="module")
def _ours(tmp_path_factory: pytest.TempPathFactory, walked: Walked) -> Iterator[Asked]:
    """Ask in a house of our own, in which an empty form may do what it says."""
    with house_of(marked_town(tmp_path_factory.mktemp("ours"))) as opened:
        yield Asked(opened, walked)


@every_form
def test_an_empty_form_is_answered_with_words(ours: Asked, route: Route) -> None:
    for name in BOTH:
        for address, answer in ours(name, route).items():
            assert answer.status_code in ANSWERED, (name, address, answer.status_code)
