"""Devices: where one is known, what may pause without a login, and which logins are open."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec.structs import replace

from troth.application.accounts.devices import KnownDevice, device_id, devices, name_device
from troth.application.accounts.logins import end_logins, end_own_login, login_id, open_logins
from troth.application.accounts.trusted import TrustedDevice, forget_device, trust_device
from troth.domain.kernel import Refusal
from troth.web.cookies import DEVICE, LOGIN, dropped
from troth.web.finding import find
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

ADDRESS = "/set/devices"

CHOOSE = "Choose what to do with this device."


class Do(StrEnum):
    """What can be done with a device."""

    NAME = "name"
    TRUST = "trust"
    FORGET = "forget"


def all_devices(visit: Visit) -> Answered:
    """List one's own devices and logins; the other sees neither."""
    return visit.show(
        "set_devices.html",
        here="mine",
        known=devices(visit.world),
        this=_this(visit),
        logins=open_logins(visit.site.host, visit.member),
        here_login=login_id(visit.token),
    )


def device(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Show one device, with what can be done with it."""
    found = _found(visit, at)
    return visit.show(
        "set_device.html", form, here="mine", device=found, at=at, is_this=found.id == _this(visit)
    )


def change(visit: Visit, form: Form, at: str) -> Answered:
    """Call a device something, trust it to pause, or know it no more."""
    found = _found(visit, at)
    chosen = form.choice("do", Do, visit.words.plain(CHOOSE))
    line = None if chosen is None else DOES[chosen](visit, form, found)
    return device(visit, at, form) if line is None else visit.go(ADDRESS, line)


def end(visit: Visit, form: Form) -> Answered:
    """End one login of one's own, wherever it is; the one this is asked from ends here too."""
    end_own_login(visit.site.host, visit.member, form["login"])
    return _out(visit) if form["login"] == login_id(visit.token) else _ended(visit)


def end_all(visit: Visit, _form: Form) -> Answered:
    """End every login of one's own, this one too."""
    end_logins(visit.site.host, visit.member)
    return _out(visit)


def _ended(visit: Visit) -> Answered:
    return visit.go(ADDRESS, Told.LOGIN_ENDED)


def _out(visit: Visit) -> Answered:
    visit.send(dropped(visit.site, LOGIN))
    return visit.go("/in", Told.LOGIN_ENDED)


def _name(visit: Visit, form: Form, found: KnownDevice) -> Told | None:
    label = form.text("label", visit.words.plain("Write what you call it."))
    if form.wanting:
        return None
    return _done(visit, form, name_device(visit.world, found.id, label), Told.KEPT_ALONE)


def _trust(visit: Visit, form: Form, found: KnownDevice) -> Told | None:
    """Trust the device this is asked from: only there is the token that it will need."""
    token = visit.device
    if token is None or device_id(token) != found.id or not visit.prove(form):
        return None
    trusted = trust_device(visit.site.host, visit.token, token)
    refusal = None if isinstance(trusted, TrustedDevice) else trusted
    return _done(visit, form, refusal, Told.TRUSTED)


def _forget(visit: Visit, form: Form, found: KnownDevice) -> Told | None:
    if not visit.prove(form):
        return None
    is_this = found.id == _this(visit)
    refusal = forget_device(visit.site.host, visit.token, found.id)
    if refusal is None:
        _tell_no_more(visit, found)
        if is_this:
            visit.send(dropped(visit.site, DEVICE))
    return _done(visit, form, refusal, Told.FORGOTTEN)


def _tell_no_more(visit: Visit, found: KnownDevice) -> None:
    """Tell a device that is known no more nothing either."""
    voice = visit.site.host.telling
    wish = voice.wish(visit.member)
    left = tuple(each for each in wish.browsers if each.device != found.id)
    if left != wish.browsers:
        voice.keep(visit.member, replace(wish, browsers=left))


def _done(visit: Visit, form: Form, refusal: Refusal | None, line: Told) -> Told | None:
    if refusal is None:
        return line
    form.want("", visit.words.refusal(refusal))
    return None


def _this(visit: Visit) -> str:
    """Return the id of the device this is asked from, or nothing where it is not known."""
    return "" if visit.device is None else device_id(visit.device)


def _found(visit: Visit, at: str) -> KnownDevice:
    known = {each.id: each for each in devices(visit.world)}
    return known[find(at, known)]


DOES: Mapping[Do, Callable[[Visit, Form, KnownDevice], Told | None]] = {
    Do.NAME: _name,
    Do.TRUST: _trust,
    Do.FORGET: _forget,
}

ROUTES = (
    shows(ADDRESS, Visit, all_devices),
    takes(f"{ADDRESS}/end", Visit, end),
    takes(f"{ADDRESS}/end-all", Visit, end_all),
    shows(f"{ADDRESS}/{{at:str}}", Visit, device),
    takes(f"{ADDRESS}/{{at:str}}", Visit, change),
)
