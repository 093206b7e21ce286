"""Asking about something that was not kept, one's own or the other's; and what is open."""

from datetime import UTC, datetime, time, timedelta

from troth.domain.conduct.commands import ReportBreach
from troth.domain.conduct.events import BreachId
from troth.projections.expectations import expected
from troth.projections.putting_right import Askable, askable, when_expected
from troth.projections.slips import slips as read_slips
from troth.web.addresses import key
from troth.web.clauses.around import opening
from troth.web.finding import find
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.ongoing import Ongoing
from troth.web.routes import Answered, shows, takes
from troth.web.said_at import AT, DAY, days_back, read_time
from troth.web.slip_view import line_of
from troth.web.told import Told
from troth.web.visit import Visit

LINE_WANTED = "Choose which line it is about."
TIME_WANTED = "Write the time, such as 22:30, or leave it empty."
DAY_WANTED = "Choose the day."


def slips(visit: Visit) -> Answered:
    """Show what is open, of both."""
    found = read_slips(visit.state, visit.member, visit.moment)
    return visit.show("slips.html", here="today", rows=[line_of(visit, each) for each in found])


def new(visit: Visit, form: Form = EMPTY) -> Answered:
    """Ask what it is about, and which day."""
    return _asking(visit, form, "")


def new_about(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Ask about one line, where its page leads here."""
    kept = expected(visit.state, visit.member, visit.moment).columns
    names = {line.name for column in kept for line in column.lines}
    find(at, names | {each.name for each in askable(visit.state, visit.member, visit.moment)})
    return _asking(visit, form, at)


def _asking(visit: Visit, form: Form, at: str) -> Answered:
    lines = _lines(visit)
    named = ((id_, line) for id_, line in lines.items() if id_.endswith(f"/{at}"))
    return visit.show(
        "slip_new.html",
        form,
        here="today",
        lines=[(id_, _named(visit, line)) for id_, line in lines.items()],
        chosen=next((id_ for id_, _ in named), "") if at else "",
        days=days_back(visit),
    )


def ask(visit: Visit, form: Form) -> Answered:
    """Ask about it: nothing follows by itself."""
    lines = _lines(visit)
    which = form.one_of("line", lines, visit.words.plain(LINE_WANTED))
    at = _time(visit, form, lines.get(which))
    if at is None or not which:
        return new(visit, form)
    line, id_ = lines[which], BreachId(form.new_id("b"))
    command = ReportBreach(id_, line.bearer, line.duty, at, form.text("text"))
    if visit.act(form, command) is None:
        return new(visit, form)
    return visit.go(f"/note/slip/{id_}", Told.SLIP_ASKED)


def _lines(visit: Visit) -> dict[str, Askable]:
    found = askable(visit.state, visit.member, visit.moment)
    return {f"{each.bearer}/{key(each.name)}": each for each in found}


def _named(visit: Visit, line: Askable) -> str:
    mine = visit.words.plain("Me")
    whose = mine if line.bearer == visit.member else visit.name(line.bearer)
    return f"{whose}: {opening(line.words)}"


def _time(visit: Visit, form: Form, line: Askable | None) -> datetime | None:
    """Return the time meant: as written, else the last of that day at which it was expected."""
    if form.has(AT):
        found = read_time(visit, form, AT)
        if found is None:
            form.want(AT, visit.words.plain(TIME_WANTED))
        return found
    begins = _midnight(visit, form)
    if begins is None:
        form.want(DAY, visit.words.plain(DAY_WANTED))
        return None
    span = (begins, begins + timedelta(days=1, minutes=-1))
    expected = None if line is None else when_expected(visit.state, line, span, visit.moment)
    return expected or min(span[1], visit.moment.at)


def _midnight(visit: Visit, form: Form) -> datetime | None:
    try:
        day = datetime.fromisoformat(form[DAY]).date()
    except ValueError:
        return None
    return datetime.combine(day, time(), visit.times.zone).astimezone(UTC)


ROUTES = (
    shows("/note/slip", Visit, slips),
    shows("/note/slip/new", Ongoing, new),
    takes("/note/slip/new", Visit, ask),
    shows("/note/slip/new/{at:str}", Ongoing, new_about),
)
