"""The door: signing in, and leaving at once."""

from base64 import b64encode
from contextlib import suppress

from litestar import Response

from troth.application.accounts.account import is_anybody_here
from troth.application.accounts.assertions import challenge_of
from troth.application.accounts.by_passkey import enter_by_passkey
from troth.application.accounts.entering import Doorstep, Entered, Knock, enter
from troth.application.accounts.logins import end_login
from troth.application.accounts.passkeys import PasskeyUnknown
from troth.application.ports import StoreError
from troth.application.private.settings import live_as_chosen
from troth.domain.kernel import Refusal
from troth.web.addresses import is_own
from troth.web.cookies import (
    AWAY,
    AWAY_KEPT,
    LEFT,
    LOGIN,
    cookie,
    device_cookie,
    dropped,
    login_cookie,
    named,
    read_token,
    whose_mark,
)
from troth.web.exits import write_away
from troth.web.form import PASSKEY, PASSPHRASE, WHOSE, Form
from troth.web.guest import EMPTY, Guest
from troth.web.handed import read_handed
from troth.web.remembering import Remembering
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import NothingBegunYet, Person, SignInFirst, Visit
from troth.web.written import TO, keep_written

CARRIED = "carried."
"""How the fields of a form begin that was being sent when the login ended."""

CARRIED_TO = "carried-to"

PAUSE = "/pause"
"""Where somebody is led straight back to who signed in to pause."""

STAY = "stay"
"""Sent by an app on the home screen: an address of another site would open over it there."""

BROWSER = "A browser"
"""What a new device is called until its owner calls it something else."""


def door(guest: Guest, form: Form = EMPTY) -> Answered:
    """Ask for name and passphrase; on a server where nobody is yet, lead to the beginning."""
    if not is_anybody_here(guest.site.host):
        return guest.go("/begin")
    guest.send(dropped(guest.site, LEFT))
    return guest.show("door.html", form, carried=_carried(form), carried_to=form[CARRIED_TO])


def come_in(guest: Guest, form: Form) -> Answered:
    """Log somebody in, and lead them on; what they were sending is put before them again."""
    entered = _by_passkey(guest, form) if form.raw(PASSKEY) else _by_passphrase(guest, form)
    if entered is None:
        return door(guest, form)
    live_as_chosen(guest.site.host, entered.token)
    guest.send(login_cookie(guest.site, entered.token), dropped(guest.site, LEFT))
    if entered.device is not None:
        guest.send(device_cookie(guest.site, entered.device))
    remembering = Remembering(guest.site, guest.arrival.cookies, entered.world.keys)
    is_wrong = remembering.has_doubt or any(each.alarm is not None for each in entered.looks)
    # No alarm comes before a pause: what is wrong is looked at once it is recorded.
    if is_wrong and _address(form) != PAUSE:
        return guest.go("/in/seen")
    if _address(form) and _carried(form):
        carried = Form(_carried(form))
        if carried.has(WHOSE) and carried[WHOSE] != whose_mark(entered.world.keys.member):
            return guest.go("/today", Told.NOT_SENT)
        return guest.show("carried.html", carried=carried.sent(), carried_to=_address(form))
    return guest.go(_address(form) or "/today")


def challenge(guest: Guest) -> Answered:
    """Give the page's script what a passkey is to sign: the same to everybody, kept nowhere."""
    asked = b64encode(challenge_of(guest.site.host))
    return Response(asked, media_type="text/plain")


def lock(guest: Guest) -> Answered:
    """Tell a page's script in how many seconds this login ends unused; nought where it has."""
    left = 0
    with suppress(SignInFirst):
        left = Person(guest.arrival).seconds_left
    return Response(f"{left}".encode(), media_type="text/plain")


def leave(guest: Guest, form: Form) -> Answered:
    """End the login, and lead to the empty page; going back shows nothing.

    What somebody was just writing comes along, and is kept for them.
    """
    away = "" if form.has(STAY) else _away(guest)
    visit = _writing(guest, form)
    token = read_token(guest.arrival.cookies.get(named(guest.site, LOGIN), ""))
    if token:
        end_login(guest.site.host, token)
    if visit is not None:
        with suppress(StoreError):
            keep_written(visit, form)
    guest.send(dropped(guest.site, LOGIN), cookie(guest.site, LEFT, "1"))
    if away:
        guest.send(cookie(guest.site, AWAY, write_away(away), AWAY_KEPT))
    return guest.go("/blank")


def _by_passphrase(guest: Guest, form: Form) -> Entered | None:
    name = form.text("name", guest.words.plain("Write the name you signed up with."))
    if not form.raw(PASSPHRASE):
        form.want(PASSPHRASE, guest.words.plain("Write your passphrase."))
    if form.wanting:
        return None
    knock = Knock(name, form.raw(PASSPHRASE), guest.device, guest.words.plain(BROWSER))
    return _entered(guest, form, enter(guest.site.host, knock))


def _by_passkey(guest: Guest, form: Form) -> Entered | None:
    """Let in whoever's passkey was used; it says itself whose it is, and no name is asked."""
    handed = read_handed(form.raw(PASSKEY))
    if handed is None:
        return _entered(guest, form, PasskeyUnknown())
    at = Doorstep(guest.device, guest.words.plain(BROWSER))
    return _entered(guest, form, enter_by_passkey(guest.site.host, handed.assertion, at))


def _entered(guest: Guest, form: Form, found: Entered | Refusal) -> Entered | None:
    if isinstance(found, Refusal):
        guest.turned_down(form, PASSPHRASE, found)
        return None
    return found


def _writing(guest: Guest, form: Form) -> Visit | None:
    """Return the visit of somebody whose words came along, its keys open; None where none did.

    It is opened before the login ends, and used after: nobody waits for a disk to be out.
    """
    with suppress(SignInFirst, NothingBegunYet, StoreError):
        return Visit(guest.arrival) if form.has(TO) else None
    return None


def _away(guest: Guest) -> str:
    """Return where this person chose to be led; whatever is wrong keeps nobody from leaving."""
    with suppress(SignInFirst, StoreError):
        return Person(guest.arrival).settings.exit_address
    return ""


def _carried(form: Form) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.removeprefix(CARRIED), text) for name, text in form.sent() if name.startswith(CARRIED)
    )


def _address(form: Form) -> str:
    """Return where the carried form was being sent: an address of ours, or nothing."""
    return form[CARRIED_TO] if is_own(form[CARRIED_TO]) else ""


ROUTES = (
    shows("/in", Guest, door),
    takes("/in", Guest, come_in),
    shows("/in/challenge", Guest, challenge),
    shows("/lock", Guest, lock),
    takes("/leave", Guest, leave),
)
