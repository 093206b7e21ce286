"""The minutes: read back to each other, and confirmed by both in exactly the same words."""

from troth.domain.kernel import Digest, MemberId
from troth.domain.sessions.commands import ConfirmMinutes, MinutesChanged, StrikeLine, WriteLine
from troth.domain.sessions.events import LineId, SessionClosed
from troth.projections.agenda_items import AgendaItem
from troth.projections.agenda_titles import title
from troth.projections.agenda_words import HEADINGS
from troth.projections.keeping import own_first
from troth.projections.minutes import Minutes
from troth.projections.minutes import minutes as read_minutes
from troth.web.agenda_view import TREATED
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.routes import Answered, shows, takes
from troth.web.rows import brief
from troth.web.told import Told
from troth.web.visit import Visit

LINE_WANTED = "Write a line, as you would both say it."
NOT_OPEN = "The talk is not open any more, so there is nothing to confirm."
CHANGED = (
    "%(other)s changed the minutes while you were reading. Here they are; confirm the new text."
)


def minutes(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show the minutes as they read now."""
    name = visit.other.name
    found = read_minutes(visit.state)
    open_ = visit.state.sessions.open
    confirmed = {} if found is None else {each.by: each for each in found.confirmed}
    return visit.show(
        "week_minutes.html",
        form,
        here="talk",
        other=name,
        minutes=found,
        order=own_first(visit.state, visit.member),
        confirmed=confirmed,
        treated=[] if found is None else _treated(visit, found),
        opened_at=None if open_ is None else open_.opened_at,
        is_read_back=found is not None and visit.member in confirmed,
    )


def write(visit: Visit, form: Form) -> Answered:
    """Write one more line."""
    found = read_minutes(visit.state)
    text = form.text("text", visit.words.plain(LINE_WANTED))
    owner = form.one_of("owner", {each.id for each in (visit.me, visit.other)})
    if found is None:
        form.want("", visit.words.plain(NOT_OPEN))
    if found is None or not text:
        return minutes(visit, form)
    whose = MemberId(owner) if owner else None
    line = WriteLine(found.session, LineId(form.new_id("l")), text, whose)
    if visit.act(form, line) is None:
        return minutes(visit, form)
    return visit.go("/week/minutes", Told.WRITTEN)


def strike(visit: Visit, form: Form) -> Answered:
    """Take out a line one wrote oneself."""
    found = read_minutes(visit.state)
    if found is None:
        form.want("", visit.words.plain(NOT_OPEN))
        return minutes(visit, form)
    if visit.act(form, StrikeLine(found.session, LineId(form["line"]))) is None:
        return minutes(visit, form)
    return visit.go("/week/minutes", Told.STRUCK)


def confirm(visit: Visit, form: Form) -> Answered:
    """Confirm exactly the minutes that were read, perhaps with a line of one's own beside them."""
    found = read_minutes(visit.state)
    if found is None:
        form.want("", visit.words.plain(NOT_OPEN))
        return minutes(visit, form)
    command = ConfirmMinutes(found.session, Digest(form["digest"]), form.text("own"))
    answer = visit.act(form, command)
    if answer is None:
        return _read_again(visit, form)
    is_closed = any(isinstance(event, SessionClosed) for event in answer.events)
    if is_closed:
        return visit.go("/week", Told.SESSION_CLOSED)
    return visit.go("/week/minutes", Told.CONFIRMED)


def _read_again(visit: Visit, form: Form) -> Answered:
    """Show the new text where it was another that was read."""
    if isinstance(form.refusal, MinutesChanged):
        form.is_outdated = True
        form.wanting = ()
        form.want("", visit.words.say(CHANGED, other=visit.other.name))
    return minutes(visit, form)


def _treated(visit: Visit, found: Minutes) -> list[tuple[str, str]]:
    """Return what became of each thing, by its words or by its topic."""
    return [
        (
            brief(title(visit.state, AgendaItem(each.item)))
            or visit.words.plain(HEADINGS[each.item.topic]),
            visit.words.plain(TREATED[each.treatment]),
        )
        for each in found.treated
    ]


ROUTES = (
    shows("/week/minutes", Visit, minutes),
    takes("/week/minutes", Visit, confirm),
    takes("/week/minutes/line", Visit, write),
    takes("/week/minutes/strike", Visit, strike),
)
