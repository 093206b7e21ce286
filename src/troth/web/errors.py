"""What is answered when a page cannot be: in words, with Pause and Exit where somebody is in."""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from traceback import walk_tb
from types import TracebackType
from typing import Any

from litestar.exceptions import HTTPException
from litestar.response import Response

from troth.application.ports import StoreError
from troth.web.cookies import LEFT, LOGIN, dropped
from troth.web.form import Form
from troth.web.guest import Arrival, Guest
from troth.web.ongoing import ItHasEnded
from troth.web.routes import WebRequest, sent_by
from troth.web.told import Told
from troth.web.visit import NobodyJoinedYet, NothingBegunYet, OthersForm, Person, SignInFirst

LOG = logging.getLogger("troth.web")

NOT_FOUND = "There is nothing at this address."
NOT_HERE = "This is asked for from another site. Nothing was recorded."
NOT_YOURS = "This form is of somebody who was in here before you. Nothing was recorded."
TOO_LONG = "This is more than one form holds. Nothing was recorded. Send it in parts."
NOT_UNDERSTOOD = "This address or form is not one of this notebook. Nothing was recorded."
FAULT = "This did not work, and nothing was recorded."

SENTENCES: Mapping[int, str] = {
    HTTPStatus.FORBIDDEN: NOT_HERE,
    HTTPStatus.NOT_FOUND: NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED: NOT_FOUND,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_LONG,
}


class NoSuchThing(Exception):
    """Raised when an address names something there is not, or not any more."""


Handler = Callable[[WebRequest, Any], Response[bytes]]


def handlers() -> dict[int | type[Exception], Handler]:
    """Return what answers each thing that can stand in the way of a page."""
    return {
        SignInFirst: _to_the_door,
        NothingBegunYet: _to_the_beginning,
        NobodyJoinedYet: _to_the_invitation,
        ItHasEnded: _over,
        NoSuchThing: _nothing_there,
        OthersForm: _not_yours,
        HTTPException: _refused,
        StoreError: _not_recorded,
        Exception: _fault,
    }


def _to_the_door(request: WebRequest, found: SignInFirst) -> Response[bytes]:
    """Lead to the sign-in page; what was being sent is kept in the page, to be sent again."""
    guest = _guest(request)
    was_in = guest.is_known(LOGIN)
    if was_in:
        guest.send(dropped(guest.site, LOGIN))
    if request.method == "GET" and guest.is_known(LEFT):
        return guest.go("/blank")
    if request.method == "GET":
        return guest.go("/in", Told.LOCKED if was_in else None)
    return guest.show(
        "door.html", Form(), carried=found.form.sent(), carried_to=request.url.path, is_locked=True
    )


def _to_the_beginning(request: WebRequest, _found: NothingBegunYet) -> Response[bytes]:
    return _guest(request).go("/start/new")


def _to_the_invitation(request: WebRequest, _found: NobodyJoinedYet) -> Response[bytes]:
    return _guest(request).go("/start/invite")


def _over(_request: WebRequest, found: ItHasEnded) -> Response[bytes]:
    return found.visit.show("over.html", here=found.tab)


def _nothing_there(request: WebRequest, _found: NoSuchThing) -> Response[bytes]:
    return _page(request, HTTPStatus.NOT_FOUND, NOT_FOUND)


def _not_yours(request: WebRequest, _found: OthersForm) -> Response[bytes]:
    return _page(request, HTTPStatus.FORBIDDEN, NOT_YOURS)


def _refused(request: WebRequest, found: HTTPException) -> Response[bytes]:
    status = HTTPStatus(found.status_code)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _fault(request, found)
    return _page(request, status, SENTENCES.get(status, NOT_UNDERSTOOD))


def _not_recorded(request: WebRequest, found: StoreError) -> Response[bytes]:
    """Say what is wrong with the record: its sentence is about the machine, never about content."""
    _log(found)
    return _page(request, HTTPStatus.SERVICE_UNAVAILABLE, FAULT, found.said)


def _fault(request: WebRequest, found: Exception) -> Response[bytes]:
    _log(found)
    return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR, FAULT)


def _page(
    request: WebRequest, status: HTTPStatus, sentence: str, cause: str = ""
) -> Response[bytes]:
    guest = _guest(request) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else _reader(request)
    is_in = guest.is_known(LOGIN)
    form = sent_by(request) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Form()
    said = {"sentence": sentence, "cause": cause, "address": request.url.path}
    page = guest.text("error.html", form, **said, is_in=is_in, status=status.value)
    return guest.answer(page, status)


def _reader(request: WebRequest) -> Guest:
    """Return whoever is logged in, who reads as they chose; else a guest."""
    try:
        return Person(_arrival(request))
    except (SignInFirst, StoreError):
        return _guest(request)


def _guest(request: WebRequest) -> Guest:
    return Guest(_arrival(request))


def _arrival(request: WebRequest) -> Arrival:
    cookies, accepted = dict(request.cookies), request.headers.get("accept-language", "")
    address = request.url.path
    return Arrival(request.app.state.pages, cookies, address, accepted, Form())


def _log(found: Exception) -> None:
    """Log what failed and where in our code; never its message, which may hold what was written."""
    LOG.error("%s at %s", type(found).__name__, " > ".join(_places(found.__traceback__)))


def _places(trace: TracebackType | None) -> list[str]:
    frames = [frame.f_code for frame, _ in walk_tb(trace)]
    return [f"{code.co_filename.rpartition('/')[2]}:{code.co_name}" for code in frames][-6:]
