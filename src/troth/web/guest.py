"""Guests: somebody at the door, of whom nothing is known but what their browser sends."""

from collections.abc import Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Any

from litestar.datastructures import Cookie
from litestar.response import Response
from markupsafe import Markup

from troth.application.accounts.account import ServerBusy
from troth.application.accounts.throttle import WaitFirst
from troth.domain.kernel import Refusal, Value
from troth.web.called import read_called
from troth.web.cookies import CALLED, DEVICE, cookie, dropped, named, read_token
from troth.web.form import Form
from troth.web.render import Pages
from troth.web.site import Site
from troth.web.times import Times
from troth.web.told import COOKIE as TOLD
from troth.web.told import Told, told
from troth.web.words import Words

EMPTY = Form()


class Arrival(Value, frozen=True):
    """What a request brings along: cookies, address, languages, and what was sent.

    `is_refresh`: the page asked by itself, so that both see what the other has just done.
    `host` is the name and port the browser asked for.
    """

    pages: Pages
    cookies: Mapping[str, str]
    address: str
    accepted: str
    form: Form
    is_refresh: bool = False
    host: str = ""


class Guest:
    """Somebody at the door: nothing is known of them but the language their browser asks for."""

    def __init__(self, arrival: Arrival) -> None:
        """Take what the request brought along."""
        self.arrival = arrival
        self.pages = arrival.pages
        self.site: Site = arrival.pages.site
        self._cookies: dict[str, Cookie] = {}

    def __repr__(self) -> str:
        """Name the type only."""
        return f"<{type(self).__name__}>"

    @cached_property
    def words(self) -> Words:
        """The language this person reads."""
        return self.site.words(self.arrival.accepted)

    @cached_property
    def times(self) -> Times:
        """How this person reads times: a guest on the clock of the server."""
        zone = self.site.host.zones[self.site.local_zone]
        return Times(zone, self.words, self.site.host.clock.now())

    @cached_property
    def told(self) -> str:
        """The one line told at the top of this page, if any."""
        line = told(self.arrival.cookies.get(named(self.site, TOLD), ""))
        return "" if line is None else self.words.plain(line.value)

    @cached_property
    def outside_name(self) -> str:
        """What the pages are called on the outside, in this browser."""
        return read_called(self.arrival.cookies.get(named(self.site, CALLED), ""))

    @cached_property
    def device(self) -> bytes | None:
        """What this browser is known by, if it is known."""
        return read_token(self.arrival.cookies.get(named(self.site, DEVICE), "")) or None

    def is_known(self, name: str) -> bool:
        """Tell whether this browser sent a cookie of ours."""
        return named(self.site, name) in self.arrival.cookies

    def reading(self) -> Markup:
        """Return how this person likes to read, as the page is marked with it: a guest as it is."""
        return Markup("")

    @property
    def origin(self) -> str:
        """The address this server is reached at, as a browser names it."""
        return f"{'https' if self.site.is_secure else 'http'}://{self.arrival.host}"

    @property
    def has_one_title(self) -> bool:
        """Whether every page has the same title; a guest has chosen nothing."""
        return False

    @property
    def leaves_by_shift(self) -> bool:
        """Whether Shift pressed three times leaves a page; a guest has chosen nothing."""
        return True

    def operation(self) -> str:
        """Return a fresh operation id for a form."""
        return str(self.site.fresh.operation())

    def send(self, *cookies: Cookie) -> None:
        """Have cookies sent along with whatever is answered."""
        self._cookies.update({each.key: each for each in cookies})

    def show(self, template: str, form: Form = EMPTY, **context: Any) -> Response[bytes]:  # noqa: ANN401 - whatever the template reads
        """Answer with a page; a form that wants something comes back as it was typed."""
        if self.told:
            self.send(dropped(self.site, TOLD))
        answered = self.answer(self.text(template, form, **context), _status(form))
        if isinstance(form.refusal, ServerBusy | WaitFirst):
            answered.headers["retry-after"] = str(form.refusal.seconds)
        return answered

    def turned_down(self, form: Form, field: str, refusal: Refusal) -> None:
        """Put a refusal into the form it answers, at the field it is about."""
        form.refusal = refusal
        form.want(field, self.words.refusal(refusal))

    def text(self, template: str, form: Form = EMPTY, **context: Any) -> str:  # noqa: ANN401 - whatever the template reads
        """Return a page as text."""
        own = {"visit": self, "name": self.outside_name, "told": self.told}
        known = {**own, "form": form, **context}
        return self.pages.page(template, self.words, known)

    def answer(self, page: str, status: HTTPStatus = HTTPStatus.OK) -> Response[bytes]:
        """Answer with a page that is written already."""
        return Response(
            page.encode(),
            status_code=status,
            media_type="text/html",
            cookies=list(self._cookies.values()),
        )

    def give(self, body: bytes, name: str, kind: str) -> Response[bytes]:
        """Answer with a file to keep, under a name that says nothing of what is in it."""
        return Response(
            body,
            status_code=HTTPStatus.OK,
            media_type=kind,
            headers={"content-disposition": f'attachment; filename="{name}"'},
            cookies=list(self._cookies.values()),
        )

    def go(self, address: str, line: Told | None = None) -> Response[bytes]:
        """Lead on to another page, with one line told there."""
        if line is not None:
            self.send(cookie(self.site, TOLD, line.number))
        return Response(
            b"",
            status_code=HTTPStatus.SEE_OTHER,
            headers={"location": address},
            cookies=list(self._cookies.values()),
        )


def _status(form: Form) -> HTTPStatus:
    """Return how a page with a form is answered: a full queue is nobody's mistake."""
    if isinstance(form.refusal, ServerBusy):
        return HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(form.refusal, WaitFirst):
        return HTTPStatus.TOO_MANY_REQUESTS
    if form.wanting:
        return HTTPStatus.CONFLICT if form.is_outdated else HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.OK
