"""Every answer, whoever gets it: what it carries, which cookies come along, who may have asked."""

from collections.abc import Iterator
from http import HTTPStatus
from itertools import product

import pytest
from httpx import Request, Response

from tests.web.browsing import ADDRESS
from tests.web.knocking import BOTH, ELSEWHERE, ROUTES, Asked, House, Route, Walked, house_of
from tests.web.marked import marked_town

ALWAYS = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
LOOSE = ("unsafe-", "data:", "blob:", "*", "http:", "https:")
"""What no policy of ours lets in."""

TIGHT = ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
FROM_ELSEWHERE = (
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},
)
"""What a browser says of a form that another site sends; without Fetch Metadata, older ones."""

GIVEN, SENT = ([each for each in ROUTES if each.method == method] for method in ("GET", "POST"))
every_page = pytest.mark.parametrize("route", GIVEN, ids=str)
every_form = pytest.mark.parametrize("route", SENT, ids=str)


def _carries_what_it_should(answer: Response) -> None:
    for name, value in ALWAYS.items():
        assert answer.headers.get_list(name) == [value], answer.request.url
    (policy,) = answer.headers.get_list("content-security-policy")
    assert [each for each in LOOSE if each in policy] == []
    assert [each for each in TIGHT if each not in policy] == []
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers.get("content-type", "").count("charset") <= 1


def _attributes(line: str) -> set[str]:
    return {each.strip().lower() for each in line.split(";")[1:]}


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_answer_carries_what_keeps_it_private(asked: Asked, route: Route) -> None:
    everybody = (*BOTH, *ELSEWHERE) if route.method == "GET" else ELSEWHERE
    for name in everybody:
        for answer in asked(name, route).values():
            _carries_what_it_should(answer)
            for line in answer.headers.get_list("set-cookie"):
                assert {"httponly", "samesite=lax", "path=/"} <= _attributes(line), line
            assert "?" not in answer.headers.get("location", "")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["/today", "/none-there", "/pause"])
def test_what_is_asked_in_no_way_of_ours_is_answered_alike(
    house: House, method: str, address: str
) -> None:
    for name in ("ash", "nobody"):
        answer = house[name].asks(Request(method, ADDRESS + address))
        assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
        _carries_what_it_should(answer)


@every_form
def test_another_site_sends_no_form_in_anybodys_name(
    house: House, walked: Walked, route: Route
) -> None:
    before = house.town.entries()
    for address, headers in product(walked.addresses(route)[:1], FROM_ELSEWHERE):
        answer = house["ash"].sends(address, {}, **headers)
        assert answer.status_code == HTTPStatus.FORBIDDEN, (address, headers)
        assert not answer.headers.get_list("set-cookie")
        _carries_what_it_should(answer)
    assert house.town.entries() == before


@pytest.fixture(name="secure", scope="module")
def _secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    town = marked_town(tmp_path_factory.mktemp("secure"))
    with house_of(town, is_secure=True) as opened:
        yield opened


@pytest.mark.parametrize("address", ["/", "/in", "/today", "/none-there"])
def test_over_https_cookies_are_bound_to_it_and_to_this_host(secure: House, address: str) -> None:
    for name in ("ash", "nobody"):
        answer = secure[name].gets(address)
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        for line in answer.headers.get_list("set-cookie"):
            assert line.startswith("__Host-"), line
            assert "secure" in _attributes(line)
            assert not any(each.startswith("domain=") for each in _attributes(line))


def test_a_login_over_https_opens_the_pages(secure: House) -> None:
    assert secure["ash"].gets("/today").status_code == HTTPStatus.OK


def test_exit_over_https_drops_the_login_and_says_so_to_the_browser(secure: House) -> None:
    answer = secure["wren"].sends("/leave", {})
    dropped = [each for each in answer.headers.get_list("set-cookie") if "visit=" in each]
    assert dropped
    assert all("max-age=0" in _attributes(each) for each in dropped)
