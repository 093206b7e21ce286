"""Limits: each sets their own, alone and at once; loosening one takes three days and its owner."""

from datetime import datetime

from troth.application.ports import StoreError
from troth.application.private.drafts import Drafts
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import wording
from troth.domain.safety import (
    AskToLoosen,
    KeepLimit,
    LimitCommand,
    LimitId,
    LoosenLimit,
    SetLimit,
    Target,
)
from troth.projections.limits import LimitLine, bounds, limit_columns
from troth.web.addresses import key
from troth.web.clauses.around import opening
from troth.web.errors import NoSuchThing
from troth.web.finding import find
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.protecting import make_whole, not_recorded
from troth.web.routes import Answered, shows, takes
from troth.web.said_at import AT, AT_WANTED, days_back, said_at
from troth.web.told import Told
from troth.web.visit import Visit

REASONS = "limit/"
"""How the names of one's own reasons begin; the limit follows. They are in no record."""

PAGE = 25
"""Limits of each that are shown at once."""

OWN_WORD = "own"
"""Stands for something that has no name here yet."""

NAME_WANTED = "Write in a few words what it is about."
HOW_WANTED = "Choose whether never, or only under conditions."
CONDITIONS_WANTED = "Write under which conditions, or choose never."
REASON_LATER = "The limit is set. Your reason could not be kept just now: send it once more."


def limits(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show both people's limits, one's own first, and ask what a new one is about."""
    asked = form.number("shown")
    shown = PAGE if asked is None else asked
    return visit.show(
        "limits.html",
        form,
        here="book",
        columns=limit_columns(visit.state, visit.member, visit.moment),
        offered=_offered(visit),
        shown=shown,
        more=shown + PAGE,
        days=days_back(visit),
        is_over=phase(visit.state.ground.dynamic, visit.moment.at) is Phase.ENDED,
    )


def set_limit(visit: Visit, form: Form) -> Answered:
    """Set a limit of one's own, at once."""
    if form.has("more"):
        return limits(visit, form)
    make_whole(visit, form)
    try:
        command = _read(visit, form)
        if command is None or visit.act(form, command) is None:
            return limits(visit, form)
    except StoreError as found:
        return not_recorded(visit, form, found)
    return _with_reason(visit, form, command.limit)


def limit(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Show one limit of one's own, with the reason nobody else sees, and how it loosens."""
    line = _own(visit, at)
    return visit.show(
        "limit.html", form, here="book", line=line, reason=_reason(visit, line.id), at=key(line.id)
    )


def change_limit(visit: Visit, form: Form, at: str) -> Answered:
    """Keep a reason, or ask to loosen, keep or loosen a limit of one's own."""
    line = _own(visit, at)
    if form["do"] == "reason":
        return _with_reason(visit, form, line.id)
    acts: dict[str, tuple[LimitCommand, Told]] = {
        "ask": (AskToLoosen(line.id), Told.LIMIT_ASKED),
        "keep": (KeepLimit(line.id), Told.LIMIT_KEPT),
        "loosen": (LoosenLimit(line.id), Told.LIMIT_LOOSENED),
    }
    command, told = acts.get(form["do"], acts["keep"])
    if visit.act(form, command) is None:
        return limit(visit, at, form)
    return visit.go("/prefs", told)


def _offered(visit: Visit) -> list[tuple[str, str]]:
    own = visit.words.plain("Something I name")
    known = bounds(visit.state, visit.moment)
    return [(OWN_WORD, own), *((key(f"{e.target}/{e.name}"), opening(e.words)) for e in known)]


def _read(visit: Visit, form: Form) -> SetLimit | None:
    """Read what the limit is about, how firm it is, and since when; None: the form says why."""
    known = {key(f"{e.target}/{e.name}"): e for e in bounds(visit.state, visit.moment)}
    bound = known.get(form["about"])
    target = Target.TAG if bound is None else bound.target
    name = form.text("name", visit.words.plain(NAME_WANTED)) if bound is None else bound.name
    conditions = _conditions(visit, form)
    since = _since(visit, form)
    if form.wanting:
        return None
    return SetLimit(LimitId(form.new_id("l")), target, name, not conditions, conditions, since)


def _conditions(visit: Visit, form: Form) -> str:
    """Return under which conditions; nothing for never."""
    how = form.one_of("how", ("never", "if"), visit.words.plain(HOW_WANTED))
    return form.text("conditions", visit.words.plain(CONDITIONS_WANTED)) if how == "if" else ""


def _since(visit: Visit, form: Form) -> datetime | None:
    """Return since when; without a time, from now."""
    since = said_at(visit, form) if form.has(AT) else None
    if form.has(AT) and since is None:
        form.want(AT, visit.words.plain(AT_WANTED))
    return since


def _with_reason(visit: Visit, form: Form, id_: LimitId) -> Answered:
    """Keep one's own reason beside a limit; that it could not be never unsets the limit."""
    try:
        drafts, name = Drafts(visit.world, visit.chain), f"{REASONS}{id_}"
        if form.has("reason"):
            drafts.keep(name, wording(form["reason"]))
        elif form["do"] == "reason":
            drafts.drop(name)
    except StoreError:
        form.want("reason", visit.words.plain(REASON_LATER))
        return limit(Visit(visit.arrival), key(id_), form)
    if form["do"] == "reason":
        return visit.go(f"/prefs/{key(id_)}", Told.KEPT_ALONE)
    return visit.go("/prefs", Told.LIMIT_SET)


def _own(visit: Visit, at: str) -> LimitLine:
    own = limit_columns(visit.state, visit.member, visit.moment)[0]
    if own.member != visit.member:
        raise NoSuchThing
    lines = {each.id: each for each in own.lines}
    return lines[find(at, lines)]


def _reason(visit: Visit, id_: LimitId) -> str:
    name = f"{REASONS}{id_}"
    return Drafts(visit.world, visit.chain).find(name, str).get(name, "")


ROUTES = (
    shows("/prefs", Visit, limits),
    takes("/prefs", Visit, set_limit),
    shows("/prefs/{at:str}", Visit, limit),
    takes("/prefs/{at:str}", Visit, change_limit),
)
