"""Telling me: how one person learns outside the pages that there is something to look at.

Each way is off until it is switched on. Only its owner sees whether it is.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from troth.application.accounts.devices import device_id, devices
from troth.application.telling import (
    LONGEST_ADDRESS,
    LONGEST_MAILBOX,
    MAILBOX,
    MOST_BROWSERS,
    Browser,
    Quiet,
    Wish,
    read_key,
)
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.hours import time_of_day
from troth.web.routes import Answered, shows, takes
from troth.web.site import SOMETHING
from troth.web.told import Told
from troth.web.visit import Visit

ADDRESS = "/set/telling"

MAILBOX_WANTED = "Write a whole e-mail address, such as name@example.org, or leave it empty."
HOURS_WANTED = "Write two times of day that differ, such as 22:00 and 07:00, or leave both empty."

REASONS: Mapping[str, str] = {
    "refused": (
        "This browser has been told to stay silent here. Its own settings for this address can "
        "change that. Nothing was switched on."
    ),
    "unable": (
        "This browser cannot be told anything here. It takes HTTPS, and on an iPhone the notebook "
        "on the home screen. Nothing was switched on."
    ),
}
"""Why a browser gave no address, as its script says it."""

NO_SCRIPT = (
    "Switching this on takes script: only the browser itself can ask to be told. "
    "Nothing was switched on."
)
NOT_A_BROWSER = "What this browser gave is not of a push service known here. It stays off."


def telling(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show how one is told, and in which words."""
    voice = visit.site.host.telling
    wish = voice.wish(visit.member)
    names = {each.id: each.label for each in devices(visit.world)}
    return visit.show(
        "set_telling.html",
        form,
        here="mine",
        wish=wish,
        offered=voice.offered,
        something=visit.words.plain(SOMETHING),
        browsers=[(each, names.get(each.device, "")) for each in wish.browsers],
        quiet=("", "") if wish.quiet is None else _hours(wish.quiet),
    )


def keep(visit: Visit, form: Form) -> Answered:
    """Keep the mailbox one is told at, and the hours in which nothing is told."""
    mailbox = form["mailbox"].strip()
    if mailbox and (len(mailbox) > LONGEST_MAILBOX or not MAILBOX.fullmatch(mailbox)):
        form.want("mailbox", visit.words.plain(MAILBOX_WANTED))
    quiet = _quiet(form)
    if quiet is None and (form.has("begins") or form.has("ends")):
        form.want("begins", visit.words.plain(HOURS_WANTED))
    if form.wanting:
        return telling(visit, form)
    offered = visit.site.host.telling.offered
    wish = replace(_wish(visit), mailbox=mailbox if offered.has_mail else "", quiet=quiet)
    return _kept(visit, wish, Told.KEPT_ALONE)


def switch_on(visit: Visit, form: Form) -> Answered:
    """Tell this browser from now on, if it gave an address and its keys."""
    sentence = REASONS.get(form["why"], NO_SCRIPT)
    if form["why"] or not form["address"]:
        form.want("", visit.words.plain(sentence))
        return telling(visit, form)
    browser = Browser(
        form["address"][: LONGEST_ADDRESS + 1],
        read_key(form["key"]),
        read_key(form["auth"]),
        visit.moment.at,
        "" if visit.device is None else device_id(visit.device),
    )
    is_short = len(browser.address) <= LONGEST_ADDRESS
    if not is_short or not visit.site.host.telling.admits(browser):
        form.want("", visit.words.plain(NOT_A_BROWSER))
        return telling(visit, form)
    wish = _wish(visit)
    others = tuple(each for each in wish.browsers if not _is_same(each, browser))
    browsers = (*others, browser)[-MOST_BROWSERS:]
    return _kept(visit, replace(wish, browsers=browsers), Told.TELLS)


def switch_off(visit: Visit, form: Form) -> Answered:
    """Tell one browser no more; one that is told no more already stays so."""
    wish = _wish(visit)
    left = tuple(each for each in wish.browsers if each.id != form["browser"])
    return _kept(visit, replace(wish, browsers=left), Told.TELLS_NO_MORE)


def _wish(visit: Visit) -> Wish:
    """Return what is wished, with the words as they are read here and the clock one lives by."""
    wish = visit.site.host.telling.wish(visit.member)
    return replace(
        wish, title=visit.outside_name, text=visit.words.plain(SOMETHING), zone=visit.me.zone
    )


def _kept(visit: Visit, wish: Wish, line: Told) -> Answered:
    visit.site.host.telling.keep(visit.member, wish)
    return visit.go(ADDRESS, line)


def _is_same(one: Browser, other: Browser) -> bool:
    """Tell whether both are one browser: it has an address at a time, and is one device."""
    return one.address == other.address or bool(one.device and one.device == other.device)


def _quiet(form: Form) -> Quiet | None:
    begins, ends = time_of_day(form["begins"]), time_of_day(form["ends"])
    if begins is None or ends is None or begins == ends:
        return None
    return Quiet(begins.hour * 60 + begins.minute, ends.hour * 60 + ends.minute)


def _hours(quiet: Quiet) -> tuple[str, str]:
    """Return the two times as a field for a time takes them."""
    begins, ends = (f"{each // 60:02}:{each % 60:02}" for each in (quiet.begins, quiet.ends))
    return begins, ends


ROUTES = (
    shows(ADDRESS, Visit, telling),
    takes(ADDRESS, Visit, keep),
    takes(f"{ADDRESS}/on", Visit, switch_on),
    takes(f"{ADDRESS}/off", Visit, switch_off),
)
