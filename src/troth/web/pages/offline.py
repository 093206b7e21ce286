"""Out of reach: what a phone keeps to show then, and what was pressed on it, once it is back.

A page is kept by the browser's own worker, and nothing of anybody's is on it. What a trusted device
keeps of a press is which of the two, when, and an id. It is signed with the token of that device
as it arrives: the token itself is where no script can read it.
"""

from datetime import UTC, datetime
from http import HTTPStatus

from litestar import Response

from troth.application.accounts.trusted import NotTrusted, Pressed, rest_since, trusted_device
from troth.application.notices import Ask
from troth.application.ports import OperationId
from troth.web.cookies import LEFT
from troth.web.form import OPERATION, Form, is_operation
from troth.web.guest import Guest
from troth.web.routes import Answered, shows, takes

WORKER = "worker.js"

TRUSTED = "x-trusted"
"""By this the worker knows whether a press may wait on this device."""

RECORDED = "x-recorded"
"""By this the worker knows our own answer, and what became of a press.

Without it somebody else has answered, a proxy or a portal, and the press is kept.
"""

ASKS = {"pause": Ask.PAUSE, "stop": Ask.STOP}

LONGEST_TIME = 11
"""Digits of seconds since 1970: enough for the year 5000."""


def worker(guest: Guest) -> Answered:
    """Give the script that shows a page of ours where the browser would show its own."""
    found = guest.site.assets.by_name[WORKER]
    return Response(found.body, media_type=found.kind)


def offline(guest: Guest) -> Answered:
    """Show what can be done while nothing is reached; on a trusted device, pause and stop."""
    is_trusted = _is_trusted(guest)
    page = guest.show("offline.html", is_trusted=is_trusted)
    if is_trusted:
        page.headers[TRUSTED] = "yes"
    return page


def kept(guest: Guest) -> Answered:
    """Say that a press is kept on this phone."""
    return guest.show("offline_kept.html")


def lost(guest: Guest) -> Answered:
    """Say that a press which a phone kept could not be recorded; after Exit, nothing."""
    if guest.is_known(LEFT):
        return guest.go("/blank")
    page = guest.show("offline_lost.html")
    page.headers[RECORDED] = "no"
    return page


def take_kept(guest: Guest, form: Form) -> Answered:
    """Record what was pressed on a trusted device while nothing was reached, from its own time."""
    ask, at, op = ASKS.get(form["do"]), form.number("at", LONGEST_TIME), form[OPERATION]
    if ask is None or not is_operation(op) or at is None:
        return _answer(HTTPStatus.UNPROCESSABLE_ENTITY)
    pressed = Pressed(ask, OperationId(op), datetime.fromtimestamp(at, UTC))
    device = guest.device
    if device is None or rest_since(guest.site.host, device, pressed) == NotTrusted():
        return _answer(HTTPStatus.FORBIDDEN)
    return _answer(HTTPStatus.NO_CONTENT)


def _answer(status: HTTPStatus) -> Answered:
    is_recorded = status is HTTPStatus.NO_CONTENT
    headers = {RECORDED: "yes" if is_recorded else "no"}
    return Response(b"", status_code=status, media_type="text/plain", headers=headers)


def _is_trusted(guest: Guest) -> bool:
    device = guest.device
    return device is not None and trusted_device(guest.site.host, device) != NotTrusted()


ROUTES = (
    shows("/worker.js", Guest, worker),
    shows("/offline", Guest, offline),
    shows("/offline/kept", Guest, kept),
    shows("/offline/lost", Guest, lost),
    takes("/pause/kept", Guest, take_kept),
)
