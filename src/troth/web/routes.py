"""Routes: what a page or a form is reached by, who has to be there, and in which thread it runs.

A handler is a plain function of whoever is here. It runs whole in one worker thread, because the
record and the cryptography block, and the application itself needs no second colour of function.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar
from urllib.parse import parse_qsl

from anyio import to_thread
from litestar import Response, get, post
from litestar.connection import Request
from litestar.datastructures import State
from litestar.exceptions import (
    ClientException,
    InternalServerException,
    PermissionDeniedException,
)
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_413_REQUEST_ENTITY_TOO_LARGE

from troth.web.form import Form
from troth.web.guest import Arrival, Guest
from troth.web.leaving import without_what_was_left
from troth.web.origins import is_from_elsewhere
from troth.web.uploads import LARGEST_FILE, NotAForm, read_upload

G = TypeVar("G", bound=Guest)
Answered: TypeAlias = Response[bytes]
WebRequest: TypeAlias = Request[Any, Any, State]

LONGEST_BODY = 256 * 1024
"""Bytes of one form: a whole plan file fits; more is nothing a person wrote."""

MOST_FIELDS = 500
"""Fields of one form: a plan with every part of life ticked has fewer."""


class TooLong(ClientException):
    """Raised when more is sent than any form of ours holds."""

    status_code = HTTP_413_REQUEST_ENTITY_TOO_LARGE


class BrokenOff(ClientException):
    """Raised when a form ends before it was all sent: a phone lost its network."""


def shows(address: str, opens: type[G], function: Callable[..., Answered]) -> HTTPRouteHandler:
    """Make a function the page at an address.

    It takes whoever is here, opened as is said, and what the address holds, by name.
    """

    @get(address, name=f"show {address}", opt={"opens": opens})
    async def answering(request: WebRequest) -> Response[bytes]:
        arrival = _arrival(request, Form())
        return await to_thread.run_sync(_answer, function, opens, arrival, request)

    return answering


def takes(address: str, opens: type[G], function: Callable[..., Answered]) -> HTTPRouteHandler:
    """Make a function answer a form; it takes the form after whoever is here."""

    @post(address, name=f"take {address}", opt={"opens": opens})
    async def answering(request: WebRequest) -> Response[bytes]:
        if is_from_elsewhere(request):
            raise PermissionDeniedException
        form = request.state.sent = await _form(request)
        arrival = _arrival(request, form)
        return await to_thread.run_sync(_answer, function, opens, arrival, request)

    return answering


def sent_by(request: WebRequest) -> Form:
    """Return the form of a request, where it came to be read: an error keeps it in its page."""
    form: Form = request.state.get("sent", Form())
    return form


def takes_file(address: str, opens: type[G], function: Callable[..., Answered]) -> HTTPRouteHandler:
    """Make a function answer a form with one file, which the form then holds."""

    @post(
        address,
        name=f"take file {address}",
        opt={"opens": opens},
        request_max_body_size=LARGEST_FILE,
    )
    async def answering(request: WebRequest) -> Response[bytes]:
        if is_from_elsewhere(request):
            raise PermissionDeniedException
        arrival = _arrival(request, await _form_with_file(request))
        return await to_thread.run_sync(_answer, function, opens, arrival, request)

    return answering


def _answer(
    function: Callable[..., Answered], opens: type[G], arrival: Arrival, request: WebRequest
) -> Answered:
    who = opens(without_what_was_left(arrival))
    sent = () if request.method in {"GET", "HEAD"} else (arrival.form,)
    return function(who, *sent, **request.path_params)


def _arrival(request: WebRequest, form: Form) -> Arrival:
    return Arrival(
        request.app.state.pages,
        dict(request.cookies),
        request.url.path,
        request.headers.get("accept-language", ""),
        form,
        is_refresh=request.headers.get("hx-request") == "true",
        host=request.headers.get("host", ""),
    )


async def _form_with_file(request: WebRequest) -> Form:
    kind, options = request.content_type
    if kind != "multipart/form-data":
        return await _form(request)
    try:
        with _to_its_end():
            body = await request.body()
        return read_upload(body, options.get("boundary", ""))
    except NotAForm:
        raise ClientException from None


async def _form(request: WebRequest) -> Form:
    body = b""
    with _to_its_end():
        async for part in request.stream():
            body += part
            if len(body) > LONGEST_BODY:
                raise TooLong
    try:
        sent = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise TooLong from None
    return Form(sent)


@contextmanager
def _to_its_end() -> Iterator[None]:
    """Tell a form that was broken off from a fault of ours, as which it would be logged."""
    try:
        yield
    except InternalServerException:
        raise BrokenOff from None
