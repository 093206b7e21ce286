"""Settings: how one person reads and leaves the pages; all but name and zone is theirs alone."""

from msgspec.structs import replace

from troth.application.accounts.logins import (
    LEAST_IDLE_MINUTES,
    MOST_IDLE_MINUTES,
    change_idle,
)
from troth.application.private.settings import Hue, Settings, Size, Theme, keep_settings
from troth.domain.dynamic.commands import ChangeZone
from troth.domain.dynamic.naming import ChangeName, NameOfTheOther
from troth.domain.kernel import UnclearWording, wording
from troth.web.called import LONGEST, may_be_called, write_called
from troth.web.cookies import CALLED, DEVICE_KEPT, cookie
from troth.web.exits import is_exit
from troth.web.form import Form, Wanting
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.site import NAME
from troth.web.told import Told
from troth.web.visit import Visit
from troth.web.zones import zone_in

IDLE_CHOICES = (LEAST_IDLE_MINUTES, 10, 15, 30, MOST_IDLE_MINUTES)
"""After how many minutes unused a login can end; in between nobody feels a difference."""

MINUTES = "%(number)s minutes"

ON, OFF = "on", "off"

AS_PHONE = "phone"
"""The language a browser asks for, whichever it is."""

EXIT_WANTED = "Write a whole address that starts with https://, or leave it empty."
NAME_WANTED = "Write a short name, of %(most)s letters at most."
OWN_NAME_WANTED = "Write what you want to be called here."
HUES_WANTED = "Choose a colour of its own for each of you."


def settings(visit: Visit) -> Answered:
    """Show what can be chosen."""
    suggested = visit.state.labels.suggested.values()
    suggests = any(each.by != visit.member for each in suggested)
    return visit.show("set.html", here="mine", suggests=suggests)


def reading(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer sizes of letters, light or dark, the languages there are, and what a rest says."""
    languages = {each.tag: each for each in visit.site.languages.values()}
    return visit.show("set_reading.html", form, here="mine", languages=tuple(languages.values()))


def keep_reading(visit: Visit, form: Form) -> Answered:
    """Keep how somebody likes to read."""
    size = form.choice("size", Size, visit.words.plain("Choose a size."))
    theme = form.choice("theme", Theme, visit.words.plain("Choose light, dark, or as the phone."))
    offered = (AS_PHONE, *(each.tag for each in visit.site.languages.values()))
    language = form.one_of("language", offered, visit.words.plain("Choose a language."))
    if size is None or theme is None or not language:
        return reading(visit, form)
    changed = replace(
        visit.settings,
        size=size,
        theme=theme,
        language="" if language == AS_PHONE else language,
        shows_readiness=form["readiness"] != OFF,
    )
    return _kept(visit, changed, "/set/reading")


def outside(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer what shows around the pages, and where Exit leads."""
    said = [(str(each), visit.words.say(MINUTES, number=each)) for each in IDLE_CHOICES]
    return visit.show("set_outside.html", form, here="mine", idle=said)


def keep_outside(visit: Visit, form: Form) -> Answered:
    """Keep what shows around the pages; this login locks as chosen from now on."""
    address = form["exit"].strip()
    if address and not is_exit(address):
        form.want("exit", visit.words.plain(EXIT_WANTED))
    called = wording(form.raw("called")) or NAME
    if not may_be_called(called):
        form.want("called", visit.words.say(NAME_WANTED, most=LONGEST))
    idle = form.one_number("idle", IDLE_CHOICES, visit.words.plain("Choose."))
    if idle is None or form.wanting:
        return outside(visit, form)
    change_idle(visit.site.host, visit.token, idle)
    changed = replace(
        visit.settings,
        exit_address=address,
        idle_minutes=idle,
        leaves_by_shift=form["shift"] != OFF,
        has_one_title=form["title"] == ON,
        shows_headings_only=form["headings"] == ON,
    )
    visit.send(cookie(visit.site, CALLED, write_called(called), DEVICE_KEPT))
    return _kept(visit, changed, "/set/outside")


def you(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer a name, the colours of the two on one's own pages, and whether titles stand there."""
    return visit.show("set_you.html", form, here="mine")


def keep_name(visit: Visit, form: Form) -> Answered:
    """Keep what somebody is called; it is in the record, because the other calls them so."""
    name = form.text("name", visit.words.plain(OWN_NAME_WANTED))
    if name and visit.act(form, ChangeName(name)) is not None:
        return visit.go("/set/you", Told.KEPT)
    if isinstance(form.refusal, NameOfTheOther | UnclearWording):
        form.wanting = tuple(Wanting("name", each.sentence) for each in form.wanting)
    return you(visit, form)


def keep_you(visit: Visit, form: Form) -> Answered:
    """Keep the colours on one's own pages, each of the two with their own, and the titles."""
    own = form.choice("own", Hue, visit.words.plain(HUES_WANTED))
    other = form.choice("other", Hue)
    if visit.others and (other is None or own == other) and not form.wanting:
        form.want("other", visit.words.plain(HUES_WANTED))
    if form.wanting:
        return you(visit, form)
    shows_titles = form["titles"] != OFF
    changed = replace(visit.settings, own_hue=own, other_hue=other, shows_titles=shows_titles)
    return _kept(visit, changed, "/set/you")


def times(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer to change on whose clock one reads times."""
    return visit.show("set_times.html", form, here="mine")


def keep_times(visit: Visit, form: Form) -> Answered:
    """Keep a time zone; it is in the record, because windows and rhythms are told by it."""
    zone = zone_in(visit, form)
    if zone and visit.act(form, ChangeZone(zone)) is not None:
        telling = visit.site.host.telling
        telling.keep(visit.member, replace(telling.wish(visit.member), zone=zone))
        return visit.go("/set/times", Told.KEPT)
    return times(visit, form)


def _kept(visit: Visit, changed: Settings, address: str) -> Answered:
    keep_settings(visit.world, changed)
    return visit.go(address, Told.KEPT_ALONE)


ROUTES = (
    shows("/set", Visit, settings),
    shows("/set/reading", Visit, reading),
    takes("/set/reading", Visit, keep_reading),
    shows("/set/outside", Visit, outside),
    takes("/set/outside", Visit, keep_outside),
    shows("/set/you", Visit, you),
    takes("/set/you", Visit, keep_you),
    takes("/set/you/name", Visit, keep_name),
    shows("/set/times", Visit, times),
    takes("/set/times", Visit, keep_times),
)
