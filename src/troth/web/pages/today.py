"""Today: where things stand, what waits, what each keeps, and one thing said lately."""

from troth.application.sealed import own_answers
from troth.domain.checkins import Answer, RoundId
from troth.domain.dynamic.commands import BeginLighter, EndLighter
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import is_lighter, phase
from troth.projections.keeping import Column
from troth.projections.standing import Standing
from troth.projections.today import Today
from troth.projections.today import today as read_today
from troth.projections.waiting import Asks, Viewing
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.marks import own_address, shown_turns
from troth.web.routes import Answered, shows, takes
from troth.web.rows import Shown, shown
from troth.web.told import Told
from troth.web.visit import Visit

GREETINGS = (
    (5, "Good evening, %(name)s"),
    (12, "Good morning, %(name)s"),
    (18, "Good afternoon, %(name)s"),
    (24, "Good evening, %(name)s"),
)
"""Until which hour one is greeted how."""

SIDE_BY_SIDE = "Side by side"
"""The heading while everything rests: no hour of the day is greeted then."""

RESTS = (Standing.PAUSED, Standing.STOPPED, Standing.RESTORED)

CHECK_INS = "check-in/"
"""How the names of one's own sealed answers to check-ins begin; the round follows."""


def today(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show today."""
    read = _read(visit)
    standing = None if read.ribbon is None else read.ribbon.standing
    is_on = phase(visit.state.ground.dynamic, visit.moment.at) is Phase.ACTIVE
    return visit.show(
        "today.html",
        form,
        here="today",
        read=read,
        rows=_rows(visit, read),
        heading=_heading(visit, standing),
        lede=_lede(visit, read),
        standing=standing,
        is_on=is_on,
        columns=[_column(visit, each) for each in read.columns],
    )


def all_waiting(visit: Visit) -> Answered:
    """Show all that waits for whoever looks."""
    return visit.show("waiting.html", here="today", rows=_rows(visit, _read(visit, whole=True)))


def mark_day(visit: Visit, form: Form) -> Answered:
    """Mark one's own day as low, or as usual again."""
    is_low = form["day"] == "low"
    if visit.act(form, BeginLighter() if is_low else EndLighter()) is None:
        return today(visit, form)
    return visit.go("/today", Told.LOW_DAY if is_low else Told.USUAL_DAY)


def _read(visit: Visit, *, whole: bool = False) -> Today:
    """Read today; whoever was to be told that something waits is here, and sees it."""
    visit.site.host.telling.seen(visit.member)
    viewing = Viewing(visit.member, visit.moment, _answered(visit))
    return read_today(visit.state, viewing, whole=whole)


def _rows(visit: Visit, read: Today) -> list[Shown]:
    return [shown(visit, row) for row in read.waiting]


def _column(visit: Visit, column: Column) -> dict[str, object]:
    """Return what one of them keeps, each line with where it leads and how it went today."""
    is_own = column.member == visit.member
    dynamic = visit.state.ground.dynamic
    lines = [(line, own_address(line, is_own), shown_turns(visit, line)) for line in column.lines]
    return {
        "member": column.member,
        "whose": visit.words.plain("You") if is_own else visit.called(column.member),
        "lines": lines,
        "is_low": is_lighter(dynamic, column.member, visit.moment.at),
        "is_own": is_own,
    }


def _heading(visit: Visit, standing: Standing | None) -> str:
    if standing in RESTS:
        return visit.words.plain(SIDE_BY_SIDE)
    hour = visit.times.local(visit.moment.at).hour
    greeting = next(said for until, said in GREETINGS if hour < until)
    return visit.words.say(greeting, name=visit.me.name)


def _lede(visit: Visit, read: Today) -> str:
    """Say when the weekly talk is, on its day."""
    at = next((row.at for row in read.waiting if row.asks is Asks.SESSION_TODAY), None)
    said = "Your weekly talk is today at %(time)s."
    return "" if at is None else visit.words.say(said, time=visit.times.time(at))


def _answered(visit: Visit) -> frozenset[RoundId]:
    """Return the check-ins this person has answered; nobody else's are looked at."""
    answers = own_answers(visit.world, visit.chain, CHECK_INS, Answer)
    return frozenset(RoundId(name.removeprefix(CHECK_INS)) for name in answers)


ROUTES = (
    shows("/today", Visit, today),
    takes("/today", Visit, mark_day),
    shows("/today/all", Visit, all_waiting),
)
