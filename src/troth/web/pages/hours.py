"""Hours: when the exchange is on; a window opens by both together, and closes by either alone."""

from troth.domain.agreement.terms import Circumstance
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.schedules import LONGEST_OCCURRENCE_MINUTES
from troth.domain.windows import CloseWindow, OpenWindow, WindowOpened
from troth.projections.open_windows import Ahead, windows
from troth.web.clauses.around import around
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.ongoing import Ongoing
from troth.web.protecting import make_whole
from troth.web.routes import Answered, shows, takes
from troth.web.said_at import named_days, read_time
from troth.web.told import Told
from troth.web.visit import Visit

AT = "/house/hours"
DAYS_AHEAD = LONGEST_OCCURRENCE_MINUTES // (24 * 60)

FROM_UNTIL = "%(start)s until %(end)s"
NONE = "No reason"
UNTIL_WANTED = "Write until what time, such as 22:00, on a day within two weeks."

CIRCUMSTANCES = {
    Circumstance.ILLNESS: "Illness",
    Circumstance.GRIEF: "Grief",
    Circumstance.COMPANY: "Company",
    Circumstance.WORK: "Work",
    Circumstance.STUDY: "Study",
    Circumstance.CHILDREN_AT_HOME: "Children at home",
    Circumstance.TRAVEL: "Travel",
    Circumstance.SLEEP: "Sleep",
    Circumstance.NEEDING_QUIET: "Needing quiet",
}


def hours(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show whether it is on now, what was asked, and the windows of the next two weeks."""
    read = windows(visit.state, visit.moment)
    say = visit.words.plain
    return visit.show(
        "hours.html",
        form,
        here="book",
        read=read,
        is_asked=read.asked_by not in {None, visit.member},
        other="".join(each.name for each in visit.others),
        days=named_days(visit, range(DAYS_AHEAD + 1)),
        ahead=[(each.clause, _named(visit, each)) for each in read.ahead],
        names=around(visit).clauses,
        circumstances=[
            ("", say("No reason")),
            *((e.value, say(s)) for e, s in CIRCUMSTANCES.items()),
        ],
        standing=phase(visit.state.ground.dynamic, visit.moment.at),
        active=Phase.ACTIVE,
    )


def change_hours(visit: Visit, form: Form) -> Answered:
    """Close a window, ask for one, or say yes to the one the other asked for."""
    if form["do"] == "close":
        return _close(visit, form)
    asked = visit.state.ground.windows.asked
    is_yes = form["do"] == "yes" and asked is not None
    until = asked.until if is_yes and asked is not None else read_time(visit, form, "until")
    if until is None:
        form.want("until", visit.words.plain(UNTIL_WANTED))
        return hours(visit, form)
    answer = visit.act(form, OpenWindow(until))
    if answer is None:
        return hours(visit, form)
    is_open = any(isinstance(event, WindowOpened) for event in answer.events)
    return visit.go(AT, Told.WINDOW_OPENED if is_open else Told.WINDOW_ASKED)


def _close(visit: Visit, form: Form) -> Answered:
    make_whole(visit, form)
    if visit.act(form, CloseWindow(form.choice("for", Circumstance))) is None:
        return hours(visit, form)
    return visit.go(AT, Told.WINDOW_CLOSED)


def _named(visit: Visit, each: Ahead) -> str:
    """Return one agreed window in words: from when until when."""
    start, end = visit.times.local(each.start), visit.times.local(each.end)
    is_same_day = start.date() == end.date()
    until = visit.times.time(end) if is_same_day else visit.times.moment(end)
    said = visit.words.say(FROM_UNTIL, start=visit.times.moment(start), end=until)
    return said[:1].upper() + said[1:]


ROUTES = (shows(AT, Ongoing, hours), takes(AT, Visit, change_hours))
