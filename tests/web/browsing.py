"""Browsers without a window: people on the real application, who read pages and send forms."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from typing import Any, Protocol

from httpx import ASGITransport, AsyncClient, Response
from msgspec.structs import replace

from tests.application.homes import CHAIN, ToldClock
from tests.application.signed_up import Town
from tests.given import ASH, WREN, ZONES
from troth.application.accounts.logins import start_login
from troth.application.grants import FIRST_EPOCH, sole_grant
from troth.application.handle import Host
from troth.application.keyring import opened_ring, ring_card
from troth.application.ports import ChainId, OperationId, Shelf
from troth.application.rules import SHARED_PREFIX
from troth.crypto.keys import Identity, new_key
from troth.domain.kernel import MemberId
from troth.store.memory import MemoryStore
from troth.web.app import make_app
from troth.web.assets import Assets, read_assets
from troth.web.site import Fresh, Site
from troth.web.words import read_words

ADDRESS = "http://notebook.local"


class Page:
    """What one address answered: its status, its words in order, its forms and links."""

    def __init__(self, status: int, address: str, html: str) -> None:
        self.status = status
        self.address = address
        self.html = html
        read = _Reader()
        read.feed(html)
        self.words = " ".join(" ".join(read.words).split())
        self.title = " ".join(read.title).strip()
        self.forms = read.forms
        self.links = read.links

    def __contains__(self, words: str) -> bool:
        """Tell whether somebody reads these words on the page, one after another."""
        return " ".join(words.split()) in self.words

    def form(self, address: str) -> dict[str, str]:
        """Return what the form to an address would send as it stands."""
        found = [fields for to, fields in self.forms if to == address]
        assert found, f"no form to {address} on {self.address}; there are {self.forms}"
        return dict(found[0])


class _Reader(HTMLParser):
    """Collects words, links, and each form with the fields it would send."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.title: list[str] = []
        self.links: list[str] = []
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._inside: list[str] = []
        self._field = ""
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag in {"title", "textarea", "script", "style", "option"}:
            self._inside.append(tag)
        if tag == "a":
            self.links.append(at.get("href", ""))
        if tag == "form":
            self.forms.append((at.get("action", ""), {}))
        if self.forms:
            self._field_begins(tag, at)

    def _field_begins(self, tag: str, at: dict[str, str]) -> None:
        """Take in what a field would send as it stands."""
        name, value = at.get("name", ""), at.get("value", "")
        if tag == "option":
            self._options.append((value, "selected" in at))
        elif tag in {"textarea", "select"}:
            self._field, self._options = name, []
            self.forms[-1][1][name] = ""
        elif tag == "input" and name and _is_sent(at):
            self.forms[-1][1][name] = value

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()
        if tag == "select" and self.forms and self._options:
            chosen = [value for value, is_chosen in self._options if is_chosen]
            self.forms[-1][1][self._field] = (chosen or [self._options[0][0]])[0]

    def handle_data(self, data: str) -> None:
        inside = self._inside[-1] if self._inside else ""
        if inside == "title":
            self.title.append(data)
        elif inside == "textarea" and self.forms:
            self.forms[-1][1][self._field] += data
            self.words.append(data)
        elif inside not in {"script", "style"}:
            self.words.append(data)


def _is_sent(at: dict[str, str]) -> bool:
    return at.get("type") not in {"radio", "checkbox", "submit"} or "checked" in at


class Browser:
    """One person's browser: it keeps cookies, and sends forms as the page has them."""

    def __init__(self, client: AsyncClient, runner: asyncio.Runner) -> None:
        self.client = client
        self._runner = runner

    def opens(self, address: str) -> Page:
        """Open an address, and follow where it leads."""
        return self._page(self.client.get(address))

    def sends(self, address: str, page: str | None = None, /, **fields: object) -> Page:
        """Fill the form to an address, on the page it stands on, and follow where it leads.

        Each field takes a text, or a list where several are ticked.
        """
        stands_on = self.opens(page or address)
        return self.posts(address, {**stands_on.form(address), **fields})

    def posts(self, address: str, fields: Mapping[str, object]) -> Page:
        """Send fields as they are, with no page before."""
        return self._page(self.client.post(address, data=dict(fields)))

    def receives(self, address: str, fields: Mapping[str, object]) -> Response:
        """Send fields as they are, and return what comes back as it is: a file to keep."""
        return self._runner.run(self.client.post(address, data=dict(fields)))

    def fetches(self, address: str, fields: Mapping[str, object]) -> Response:
        """Send fields, and return the answer as it came: a file, perhaps."""
        return self._runner.run(self.client.post(address, data=dict(fields)))

    def runs(self, asking: Coroutine[None, None, Response]) -> Response:
        """Ask as no form does, and return the answer as it came."""
        return self._runner.run(asking)

    def reads(self, asking: Coroutine[None, None, Response]) -> Page:
        """Ask as no form does, and read what it led to."""
        return self._page(asking)

    def _page(self, asking: Coroutine[None, None, Response]) -> Page:
        answer = self._runner.run(asking)
        return Page(answer.status_code, answer.url.path, answer.text)


class Street:
    """A server with Ash and Wren, who share a record, a stranger of their own, and nobody."""

    def __init__(self, town: Town, people: Mapping[str, Browser]) -> None:
        self.town = town
        self.ash = people["ash"]
        self.wren = people["wren"]
        self.stranger = people["stranger"]
        self.nobody = people["nobody"]

    @property
    def chain(self) -> ChainId:
        """The chain of the record the two share."""
        return CHAIN

    @property
    def both(self) -> tuple[Browser, Browser]:
        """The browsers of the two."""
        return self.ash, self.wren


class Place(Protocol):
    """Where a server stands: what its machine gives, and where operation ids come from."""

    host: Host

    def next_op(self) -> OperationId:
        """Return a fresh operation id."""


class EmptyPlace:
    """A server where nobody has signed up yet."""

    def __init__(self) -> None:
        self.clock = ToldClock()
        self.host = Host(MemoryStore(), self.clock, ZONES)
        self._acts = 0

    def next_op(self) -> OperationId:
        """Return a fresh operation id."""
        self._acts += 1
        return OperationId(f"{self._acts:032x}")


@contextmanager
def browsers(
    place: Place,
    tokens: Mapping[str, bytes | None],
    **site: Any,  # noqa: ANN401 - what a site has
) -> Iterator[dict[str, Browser]]:
    """Open a browser for each name; who has a token is logged in. `site`: how the site differs."""
    # The two libraries write the same interface down in types of their own.
    app: Any = make_app(replace(site_of(place), **site))
    with asyncio.Runner() as runner:
        people = {}
        for name, token in tokens.items():
            cookies = {} if token is None else {"visit": token.hex()}
            transport = ASGITransport(app)
            client = AsyncClient(
                transport=transport, base_url=ADDRESS, cookies=cookies, follow_redirects=True
            )
            people[name] = Browser(client, runner)
        yield people
        for browser in people.values():
            runner.run(browser.client.aclose())


@contextmanager
def street(town: Town, **site: Any) -> Iterator[Street]:  # noqa: ANN401 - what a site has
    """Open a browser for each of the two, for a stranger who has an account, and for nobody."""
    tokens = {
        "ash": town.login_of(ASH, idle_minutes=60),
        "wren": town.login_of(WREN, idle_minutes=60),
        "stranger": _strangers_login(town),
        "nobody": None,
    }
    with browsers(town, tokens, **site) as people:
        yield Street(town, people)


def site_of(town: Place) -> Site:
    """Return the site of a place."""
    fresh = Fresh(
        # The ids of things are made of the first digits, which differ in life, too.
        lambda: OperationId(town.next_op()[::-1]),
        lambda: MemberId(town.next_op()[-8:]),
        lambda: ChainId(SHARED_PREFIX + town.next_op()[-8:]),
    )
    return Site(town.host, fresh, _assets(), read_words())


@cache
def _assets() -> Assets:
    return read_assets()


def _strangers_login(town: Town) -> bytes:
    """Log in somebody who has keys of their own here and shares no record with anybody."""
    member, root = MemberId("stranger"), new_key()
    keys = opened_ring(member, Identity(root), None)
    with town.host.store.acting(keys.own_chain) as transaction:
        grant = sole_grant(keys.own_chain, member, keys.identity)
        transaction.put_grant(FIRST_EPOCH, member, grant)
        transaction.put_card(Shelf.KEYRING, ring_card(keys))
    return start_login(town.host, member, root, idle_minutes=60)
