"""Pause or stop: recorded by the press itself, whatever else does not work."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from troth.application.accounts.trusted import NotTrusted, rest_from, trusted_device
from troth.application.notices import Ask
from troth.application.ports import StoreError
from troth.domain.dynamic.commands import (
    AffirmResumption,
    ClearCheck,
    Pause,
    RaiseCheck,
    RetractResumption,
    Stop,
)
from troth.domain.dynamic.events import Phase, Rest, Resumed
from troth.domain.dynamic.state import DynamicState
from troth.domain.kernel import AreaId
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.projections.rests import rests
from troth.web.cookies import LEFT
from troth.web.errors import NoSuchThing
from troth.web.finding import find
from troth.web.form import OPERATION, Form
from troth.web.guest import EMPTY, Guest
from troth.web.protecting import make_whole, not_recorded
from troth.web.routes import Answered, shows, takes
from troth.web.said_at import AT, AT_WANTED, days_back, said_at
from troth.web.told import Told
from troth.web.visit import SignInFirst, Visit

ADDRESS = "/pause"
CHOOSE = "Press one of these. It is recorded at once."
CHOOSE_PART = "Choose which part of life is to rest."
FROM_NOW = "It is recorded from now. To date it back, give the time once more."


class Press(StrEnum):
    """What can be pressed on this page."""

    CHECK = "check"
    PAUSE = "pause"
    STOP = "stop"
    PART = "part"
    EARLIER = "earlier"
    CLEAR = "clear"
    READY = "ready"
    TALK = "talk"
    STAY = "stay"
    NARROW = "narrow"


ASKS = {Press.PAUSE: Ask.PAUSE, Press.STOP: Ask.STOP}
"""What a device that is trusted can do where nobody is logged in."""


def pause(guest: Guest) -> Answered:
    """Show what can rest; also where nobody is logged in, and where the record cannot be read."""
    try:
        visit = _visit(guest)
    except StoreError:
        return _bare(guest)
    return _locked(guest) if visit is None else _shown(visit)


def press(guest: Guest, form: Form) -> Answered:
    """Record what was pressed; where that cannot be, say so, and keep it ready to be pressed."""
    try:
        visit = _visit(guest)
        return _from_device(guest, form) if visit is None else _pressed(visit, form)
    except StoreError as found:
        return not_recorded(guest, form, found)


def _visit(guest: Guest) -> Visit | None:
    try:
        return Visit(guest.arrival)
    except SignInFirst:
        return None


def _shown(visit: Visit, form: Form = EMPTY) -> Answered:
    try:
        read = rests(visit.state, visit.member, visit.moment)
        return visit.show(
            "rests.html" if _is_resting(read.phase) else "pause.html",
            form,
            here="",
            read=read,
            other="".join(each.name for each in visit.others),
            days=days_back(visit),
        )
    except StoreError:
        return _bare(visit, form)


def _is_resting(phase: Phase) -> bool:
    return phase in {Phase.PAUSED, Phase.STOPPED, Phase.ENDED}


def _bare(guest: Guest, form: Form = EMPTY) -> Answered:
    """Show the buttons and nothing of the record: they work where it cannot be read, too."""
    return Guest(guest.arrival).show("pause_bare.html", form)


def _locked(guest: Guest) -> Answered:
    """Show what this browser may do by itself, and the way in, which leads straight back here."""
    if guest.is_known(LEFT):
        return guest.go("/blank")
    return guest.show("pause_locked.html", is_trusted=_is_trusted(guest), address=ADDRESS)


def _is_trusted(guest: Guest) -> bool:
    device = guest.device
    return device is not None and trusted_device(guest.site.host, device) != NotTrusted()


def _from_device(guest: Guest, form: Form) -> Answered:
    """Rest everything from a trusted device; elsewhere what was pressed waits for the sign-in."""
    ask = ASKS.get(form.choice("do", Press) or Press.CHECK)
    if ask is None or guest.device is None:
        raise SignInFirst(form)
    # Each press counts anew: an old page may be pressed long after both have come back.
    if rest_from(guest.site.host, guest.device, ask, guest.site.fresh.operation()) == NotTrusted():
        raise SignInFirst(form)
    return guest.go(ADDRESS, Told.RESTS)


def _pressed(visit: Visit, form: Form) -> Answered:
    pressed = form.choice("do", Press, visit.words.plain(CHOOSE))
    if pressed is None:
        return _shown(visit, form)
    make_whole(visit, form)
    line = DOES[pressed](visit, form)
    # What the page reads now is what has just been recorded.
    return visit.go(ADDRESS, line) if not form.wanting else _shown(Visit(visit.arrival), form)


def _check(visit: Visit, form: Form) -> Told:
    visit.act(form, RaiseCheck())
    return Told.CHECKING


def _clear(visit: Visit, form: Form) -> Told:
    visit.act(form, ClearCheck())
    return Told.ALL_RIGHT


def _pause(visit: Visit, form: Form) -> Told:
    return _rest(visit, form, Pause())


def _stop(visit: Visit, form: Form) -> Told:
    return _rest(visit, form, Stop())


def _part(visit: Visit, form: Form) -> Told:
    """Rest one part of life; where it is none of theirs, everything: that protects as well."""
    try:
        return _rest(visit, form, Pause(_area(visit, form)))
    except NoSuchThing:
        return _rest(visit, form, Pause())


def _earlier(visit: Visit, form: Form) -> Told:
    """Record what was said earlier; a time nobody can read is asked for after it is recorded."""
    since = said_at(visit, form)
    _rest(visit, form, Stop(since) if form["said"] == Press.STOP else Pause(since=since))
    if since is None:
        form.want(AT, f"{visit.words.plain(FROM_NOW)} {visit.words.plain(AT_WANTED)}")
    return Told.RESTS_SINCE


def _rest(visit: Visit, form: Form, command: Pause | Stop) -> Told:
    """Record a rest; one sent again from an old page counts anew if all has gone on since."""
    answer = visit.act(form, command)
    if answer is not None and not _does_rest(answer.state.ground.dynamic, command):
        form.put(OPERATION, visit.operation())
        visit.act(form, command)
    return Told.RESTS


def _does_rest(dynamic: DynamicState, command: Pause | Stop) -> bool:
    if isinstance(command, Pause) and command.area is not None:
        return command.area in dynamic.area_suspensions
    whole = dynamic.suspension
    return whole is not None and (isinstance(command, Pause) or whole.rest is Rest.STOP)


def _ready(visit: Visit, form: Form) -> Told:
    answer = visit.act(form, AffirmResumption(_area(visit, form)))
    is_back = answer is not None and any(isinstance(each, Resumed) for each in answer.events)
    return Told.BACK if is_back else Told.READY


def _stay(visit: Visit, form: Form) -> Told:
    visit.act(form, RetractResumption(_area(visit, form)))
    return Told.STAYS


def _talk(visit: Visit, form: Form) -> Told:
    """Ask to talk first, once: an earlier wish to talk that is still open stands for this one."""
    not_yet = RetractResumption(_area(visit, form))
    asked = AskToTalk(TalkId(form.new_id("t")), Urgency.SOON)
    is_asked = rests(visit.state, visit.member, visit.moment).talk not in {None, asked.talk}
    visit.act_all(form, (not_yet,) if is_asked else (not_yet, asked))
    return Told.TALK_FIRST


def _narrow(visit: Visit, form: Form) -> Told:
    """Rest one part of life alone, and say for everything else that one is ready."""
    if not form.has("part"):
        form.want("part", visit.words.plain(CHOOSE_PART))
        return Told.RESTS
    visit.act_all(form, (Pause(_area(visit, form)), AffirmResumption()))
    return Told.NARROWED


def _area(visit: Visit, form: Form) -> AreaId | None:
    """Return the part of life that is meant; None means everything."""
    return find(form["part"], visit.state.ground.agreement.areas) if form.has("part") else None


DOES: Mapping[Press, Callable[[Visit, Form], Told]] = {
    Press.CHECK: _check,
    Press.PAUSE: _pause,
    Press.STOP: _stop,
    Press.PART: _part,
    Press.EARLIER: _earlier,
    Press.CLEAR: _clear,
    Press.READY: _ready,
    Press.TALK: _talk,
    Press.STAY: _stay,
    Press.NARROW: _narrow,
}

ROUTES = (shows(ADDRESS, Guest, pause), takes(ADDRESS, Guest, press))
