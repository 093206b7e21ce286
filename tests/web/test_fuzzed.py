"""Whatever is sent to whatever route, by whoever: an answer in words, and nobody else's words."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from tests.application.marking import START
from tests.browser.places import TAKING, Place
from tests.conftest import SOAKING
from tests.web.knocking import ELSEWHERE, PEOPLE, ROUTES, House, Route, Walked, house_of
from tests.web.marked import marked_town
from troth.web.form import OPERATION

HOLE = re.compile(r"\{(\w+):(\w+)\}")
TYPES = {"str": "string", "int": "integer"}
Sent = tuple[str, str, dict[str, object]]
"""How something is sent, where, and with which fields."""

Offered = dict[str, dict[str, set[str]]]
"""What stands in each field of the forms to each address."""

LONG = ("9" * 20, "9" * 5_000)
"""Numbers that are too long: for the record, and for Python itself."""

NUMBERS = ("seen", "shown", "from", "before", "after", "page", "parts", "opinions")
"""Fields with a number, some of which no page of these two offers."""

TRIES = 4_000 if SOAKING else 150
"""Requests of each person, over all routes."""


def described(walked: Walked) -> dict[str, Any]:
    """Return the routes as an OpenAPI description: what each takes, and things there are."""
    paths: dict[str, dict[str, Any]] = {}
    offered = _offered(walked)
    for route in ROUTES:
        address = HOLE.sub(r"{\1}", str(route.place))
        paths.setdefault(address, {})[route.method.lower()] = _operation(route, walked, offered)
    info = {"title": "Troth", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": paths}


def _operation(route: Route, walked: Walked, offered: Offered) -> dict[str, Any]:
    told: dict[str, Any] = {
        "responses": {"default": {"description": "a page"}},
        "parameters": [_hole(hole, route, walked) for hole in HOLE.findall(str(route.place))],
    }
    if route.method == "POST":
        fields = {name: _field(seen) for name, seen in _fields(offered, route.place).items()}
        form = {"type": "object", "properties": fields, "required": sorted(fields)}
        content = {"schema": {**form, "additionalProperties": False}}
        told["requestBody"] = {"content": {"application/x-www-form-urlencoded": content}}
    return told


def _hole(hole: tuple[str, str], route: Route, walked: Walked) -> dict[str, Any]:
    """Describe where an address names a thing: any text, with those that are there as examples."""
    name, kind = hole
    pattern = re.compile(re.sub(r"\\\{\w+:\w+\\\}", "([^/]+)", re.escape(route.place.address)))
    number = [each for each, _ in HOLE.findall(route.place.address)].index(name) + 1
    met = [m[number] for each in walked.addresses(route) if (m := pattern.fullmatch(each))]
    given_: dict[str, Any] = {"type": TYPES[kind]}
    known = {"anyOf": [{"enum": met}, given_]} if met and kind == "str" else given_
    return {"name": name, "in": "path", "required": True, "schema": known}


def _field(seen: set[str]) -> dict[str, Any]:
    """Describe a field: one of what pages offer in it, a number far too long, or any text."""
    return {"anyOf": [{"enum": sorted(seen)}, {"enum": list(LONG)}, {"type": "string"}]}


def _offered(walked: Walked) -> Offered:
    """Return the fields of every form met, by its address, each with what stood in it anywhere."""
    found: Offered = {}
    for page in (page for pages in walked.pages.values() for page in pages.values()):
        for address, fields in page.forms:
            for name, content in fields.items():
                found.setdefault(address, {}).setdefault(name, set()).add(content)
    return found


def _fields(offered: Offered, place: Place) -> dict[str, set[str]]:
    """Return the fields of the forms to a place."""
    found: dict[str, set[str]] = {}
    for fields in (fields for address, fields in offered.items() if place.holds(address)):
        for name, contents in fields.items():
            found[name] = found.get(name, set()) | contents
    return found


@pytest.fixture(name="ours", scope="module")
def _ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return a house in which whatever is sent may happen."""
    with house_of(marked_town(tmp_path_factory.mktemp("fuzzed"))) as opened:
        yield opened


@pytest.fixture(name="cases", scope="module")
def _cases(walked: Walked) -> st.SearchStrategy[Sent]:
    """Return requests to every route, such as its description has them and such as it has not."""
    schema = schemathesis.openapi.from_dict(described(walked))
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    assert len(operations) == len(ROUTES)
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    each = [op.as_strategy(generation_mode=mode) for op in operations for mode in modes]
    return st.one_of(each).map(_sent)


def _sent(case: Any) -> Sent:  # noqa: ANN401 - a case of any of the library's own kinds
    return case.method, case.formatted_path, case.body if isinstance(case.body, dict) else {}


@pytest.mark.parametrize("digits", LONG, ids=len)
@pytest.mark.parametrize("name", ["wren", "stranger"])
def test_a_number_far_too_long_is_answered_in_words(
    walked: Walked, ours: House, name: str, digits: str
) -> None:
    offered, knocker = _offered(walked), ours[name]
    for number, route in enumerate(ROUTES):
        fields = dict.fromkeys({*_fields(offered, route.place), *NUMBERS}, digits)
        fields[OPERATION] = f"{number:032x}"
        for address in _far_too_long(route, walked, digits):
            is_page = route.method == "GET"
            answer = knocker.gets(address) if is_page else knocker.sends(address, fields)
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, address


def _far_too_long(route: Route, walked: Walked, digits: str) -> list[str]:
    """Return where a number is sent to: in the address, where it has one, or else in a form."""
    address = str(route.place.address)
    if ":int}" in address:
        return [HOLE.sub(digits, address)]
    return walked.addresses(route)[:1] if route.method == "POST" else []


def test_the_description_has_every_route_and_the_fields_of_forms(walked: Walked) -> None:
    paths = described(walked)["paths"]
    assert sum(len(each) for each in paths.values()) == len(ROUTES)
    form = paths["/note"]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    assert {"op", "text"} <= set(form["schema"]["properties"])
    assert len([each for each in paths.values() if "post" in each]) == len(TAKING)


@pytest.mark.parametrize("name", PEOPLE)
def test_whatever_is_sent_is_answered_in_words(
    ours: House, cases: st.SearchStrategy[Sent], name: str
) -> None:
    @settings(
        max_examples=TRIES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(cases)
    def sends(sent: Sent) -> None:
        method, address, body = sent
        knocker = ours[name]
        answer = knocker.gets(address) if method == "GET" else knocker.sends(address, body)
        assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, sent
        if name in ELSEWHERE:
            assert START not in answer.text + str(answer.headers)

    sends()
