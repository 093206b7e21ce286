"""Whoever asks the application for something, and what comes back before anything is followed."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from httpx import ASGITransport, AsyncClient, Request, Response
from msgspec.structs import replace

from tests.browser.places import HOLE, PLACES, TAKING, Place
from tests.web.browsing import ADDRESS, Page, site_of
from tests.web.marked import ASH, NEIGHBOUR, STRANGER, WREN, MarkedTown
from troth.domain.kernel import MemberId
from troth.web.app import make_app
from troth.web.cookies import LOGIN, named
from troth.web.site import Site

PEOPLE: Mapping[str, MemberId | None] = {
    "ash": ASH,
    "wren": WREN,
    "stranger": STRANGER,
    "neighbour": NEIGHBOUR,
    "nobody": None,
}
"""Who knocks: the two, somebody with an account alone, one of another couple, and nobody."""

BOTH = ("ash", "wren")
ELSEWHERE = ("stranger", "neighbour", "nobody")

MOST_WALKED, MOST_TRIED = 6, 2
"""Of pages that each show a thing of one kind, so many are read, and tried by everybody."""

UNKNOWN, NO_NUMBER = "none-there", "987654"
"""Name no thing of anybody's."""


class Route(NamedTuple):
    """One way in: whether something is asked for or sent, and where."""

    method: str
    place: Place

    def __str__(self) -> str:
        return f"{self.method} {self.place}"


ROUTES = (*(Route("GET", each) for each in PLACES), *(Route("POST", each) for each in TAKING))


class House:
    """The application of a town, with everybody at its door."""

    def __init__(self, town: MarkedTown, runner: asyncio.Runner, site: Site) -> None:
        self.town = town
        self.site = site
        self._runner = runner
        self._client = _client(self.site)
        self.people = {name: Knocker(self, member) for name, member in PEOPLE.items()}

    def __getitem__(self, name: str) -> "Knocker":
        return self.people[name]

    def answers(self, request: Request, site: Site | None = None) -> Response:
        """Answer one request, and follow nothing; `site` is how this house might also be."""
        client = self._client if site is None else _client(site)
        return self._runner.run(client.send(request))

    def closes(self) -> None:
        """Let go of everything."""
        self._runner.run(self._client.aclose())


class Knocker:
    """One who asks: their login goes with each request, and no other cookie does."""

    def __init__(self, house: House, member: MemberId | None) -> None:
        self._house, self._member = house, member
        self._cookie = named(house.site, LOGIN)
        self._token = ""
        self._sign_in()

    def gets(self, address: str, **headers: str) -> Response:
        """Ask for a page; a header is named with underscores."""
        return self.asks(Request("GET", ADDRESS + address, headers=_headers(headers)))

    def sends(self, address: str, fields: Mapping[str, object], **headers: str) -> Response:
        """Send a form."""
        given = _headers(headers)
        return self.asks(Request("POST", ADDRESS + address, data=dict(fields), headers=given))

    def asks(self, request: Request) -> Response:
        """Ask for anything."""
        if self._token:
            request.headers["cookie"] = f"{self._cookie}={self._token}"
        answer = self._house.answers(request)
        self._stay_in(answer)
        return answer

    def _stay_in(self, answer: Response) -> None:
        """Go on with a login that was renewed; after one that ended, sign in again."""
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            if name == self._cookie and value.strip('"'):
                self._token = value.strip('"')
            elif name == self._cookie:
                self._sign_in()

    def _sign_in(self) -> None:
        if self._member is not None:
            self._token = self._house.town.login_of(self._member).hex()


class Walked:
    """What the two reach from the entrance: each page as it came, and every address on it."""

    def __init__(self, house: House) -> None:
        self.pages: dict[str, dict[str, Page]] = {name: {} for name in BOTH}
        self.links: set[str] = set()
        self.forms: set[str] = set()
        for name in BOTH:
            self._walk(house[name], self.pages[name])

    def addresses(self, route: Route) -> list[str]:
        """Return where a page or form is: on the walk, or else at things known from elsewhere."""
        is_form = route.method == "POST"
        places, found = (TAKING, self.forms) if is_form else (PLACES, self.links)
        met = sorted(each for each in found if _owner(each, places) == route.place)
        return (met or self._guessed(route.place.address))[:MOST_TRIED]

    def _guessed(self, address: str) -> list[str]:
        """Return an address with the things named that other addresses name in the same place."""
        hole = HOLE.search(address)
        if hole is None:
            return [address]
        start, end = address[: hole.start()], address[hole.end() :]
        pattern = re.compile(re.escape(start) + r"([^/]+)(?:/|$)")
        things = {m[1] for each in self.links | self.forms if (m := pattern.match(each))}
        literal = {each.address[len(start) :].split("/")[0] for each in (*PLACES, *TAKING)}
        nobodys = NO_NUMBER if hole[0].endswith(":int}") else UNKNOWN
        named_ = sorted(things - literal) or [nobodys]
        return [full for thing in named_ for full in self._guessed(start + thing + end)]

    def _walk(self, knocker: Knocker, pages: dict[str, Page]) -> None:
        ahead, tried, of_kind = ["/today"], set[str](), dict[str, int]()
        while ahead:
            address = ahead.pop(0)
            place = _owner(address, PLACES)
            if address in tried or place is None or of_kind.get(str(place), 0) >= MOST_WALKED:
                continue
            tried.add(address)
            of_kind[str(place)] = of_kind.get(str(place), 0) + 1
            answer = knocker.gets(address)
            if answer.has_redirect_location:
                ahead.append(answer.headers["location"])
            elif answer.headers["content-type"].startswith("text/html"):
                page = pages[address] = Page(answer.status_code, address, answer.text)
                ahead.extend(page.links)
                self.links.update(page.links)
                self.forms.update(to for to, _ in page.forms)


class Asked:
    """What everybody gets at every route: each is asked once, by a form with nothing in it."""

    def __init__(self, house: House, walked: Walked) -> None:
        self._house, self._walked = house, walked
        self._answers: dict[tuple[str, str, str], Response] = {}

    def __call__(self, name: str, route: Route) -> dict[str, Response]:
        """Return what one of them gets, by address."""
        return {at: self._answer(name, route.method, at) for at in self._walked.addresses(route)}

    def _answer(self, name: str, method: str, address: str) -> Response:
        key = (name, method, address)
        if key not in self._answers:
            knocker = self._house[name]
            is_form = method == "POST"
            self._answers[key] = knocker.sends(address, {}) if is_form else knocker.gets(address)
        return self._answers[key]


def _client(site: Site) -> AsyncClient:
    # The two libraries write the same interface down in types of their own.
    app: Any = make_app(site)
    return AsyncClient(transport=ASGITransport(app), follow_redirects=False)


def _owner(address: str, places: tuple[Place, ...]) -> Place | None:
    """Return whose address it is: the one that says it whole before one with a hole."""
    holding = [place for place in places if place.holds(address)]
    return min(holding, key=lambda place: len(HOLE.findall(place.address)), default=None)


def unknown(place: Place) -> str:
    """Return an address of a place that names a thing nobody has."""
    return re.sub(r"\{\w+:int\}", NO_NUMBER, re.sub(r"\{\w+:str\}", UNKNOWN, place.address))


def _headers(named_: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in named_.items()}


@contextmanager
def house_of(town: MarkedTown, **site: Any) -> Iterator[House]:  # noqa: ANN401 - what a site has
    """Open the application of a town, on a site that differs in what is named."""
    with asyncio.Runner() as runner:
        house = House(town, runner, replace(site_of(town), **site))
        yield house
        house.closes()
