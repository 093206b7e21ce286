"""The weekly talk: when it is, coming to it, moving it, and the table once both are here."""

from troth.application.private.drafts import Drafts
from troth.application.private.preparations import all_prepared
from troth.application.proofs.checkpoints import end_of
from troth.domain.kernel import Command
from troth.domain.sessions.commands import (
    ArriveAtSession,
    CallOffSession,
    PlanSession,
    RescheduleSession,
)
from troth.domain.sessions.events import SessionClosed, SessionId, SessionPutOff
from troth.domain.sessions.state import Plan, upcoming
from troth.projections.agenda import Agenda
from troth.projections.sitting import closed_lately, coming
from troth.web.agenda_view import read, topics
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.hours import days, read_hour
from troth.web.routes import Answered, shows, takes
from troth.web.told import Told
from troth.web.visit import Visit

MINUTES = (30, 45, 60, 90, 120)
"""Lengths that are offered; an hour unless one chooses."""

AN_HOUR = "60"

SHOWN_AHEAD = 3
"""Talks to come that are named after the next: a month of weekly ones."""

NOT_PLANNED = "This talk is not planned any more. Here is what is."
LENGTH_WANTED = "Choose how long."


def week(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show the next weekly talk, or the one both of them sit at."""
    agenda = read(visit)
    return _table(visit, agenda, form) if agenda.is_open else _ahead(visit, agenda, form)


def _ahead(visit: Visit, agenda: Agenda, form: Form) -> Answered:
    name, state = visit.other.name, visit.state
    plan = agenda.session
    later = upcoming(state.sessions, state.ground, visit.moment)
    closed = closed_lately(state.sessions, visit.moment.at)
    return visit.show(
        "week.html",
        form,
        here="talk",
        other=name,
        plan=plan,
        coming=None if plan is None else coming(plan, visit.member, visit.moment.at),
        not_held=agenda.not_held,
        closed=closed,
        end=None if closed is None else end_of(visit.world.store, visit.chain),
        later=[each for each in later if plan is None or each.id != plan.id][:SHOWN_AHEAD],
        topics=topics(visit, agenda),
        is_quiet=agenda.is_quiet,
    )


def _table(visit: Visit, agenda: Agenda, form: Form) -> Answered:
    name = visit.other.name
    return visit.show(
        "week_open.html",
        form,
        here="talk",
        other=name,
        agenda=agenda,
        topics=topics(visit, agenda),
        prepared=all_prepared(Drafts(visit.world, visit.chain)),
        is_here=visit.member in _here(visit),
    )


def _here(visit: Visit) -> frozenset[str]:
    open_ = visit.state.sessions.open
    return frozenset() if open_ is None else frozenset(open_.here)


def arrive(visit: Visit, form: Form) -> Answered:
    """Say that one is here, or here and not fit for this tonight."""
    answer = visit.act(form, ArriveAtSession(SessionId(form["session"]), form["how"] != "not-fit"))
    if answer is None:
        return week(visit, form)
    if any(isinstance(event, SessionPutOff | SessionClosed) for event in answer.events):
        return visit.go("/week", Told.PUT_OFF)
    is_open = answer.state.sessions.open is not None
    return visit.go("/week", Told.BOTH_HERE if is_open else Told.HERE)


def end(visit: Visit, form: Form) -> Answered:
    """Call a talk off, or end the open one early; no reason is owed."""
    if visit.act(form, CallOffSession(SessionId(form["session"]))) is None:
        return week(visit, form)
    return visit.go("/week", Told.CALLED_OFF)


def move(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer to move the next talk; either may, once."""
    name = visit.other.name
    plan = read(visit).session
    is_open = visit.state.sessions.open is not None
    return visit.show(
        "week_move.html",
        form,
        here="talk",
        other=name,
        plan=None if is_open else plan,
        days=days(visit),
        hour="" if plan is None else visit.times.clock(plan.at),
    )


def keep_move(visit: Visit, form: Form) -> Answered:
    """Move a talk."""
    at = read_hour(visit, form)
    if at is None:
        return move(visit, form)
    plan = _planned(visit, form)
    if plan is None:
        form.want("", visit.words.plain(NOT_PLANNED))
        return move(visit, form)
    return _kept(visit, form, RescheduleSession(plan.id, at), Told.MOVED) or move(visit, form)


def plan(visit: Visit, form: Form = EMPTY) -> Answered:
    """Offer to set a time by hand, besides those that come round."""
    name = visit.other.name
    lengths = [(str(each), visit.words.say("%(num)s minutes", num=each)) for each in MINUTES]
    return visit.show(
        "week_plan.html", form, here="talk", other=name, days=days(visit), lengths=lengths
    )


def keep_plan(visit: Visit, form: Form) -> Answered:
    """Plan a talk."""
    at = read_hour(visit, form)
    length = form.one_number("minutes", MINUTES, visit.words.plain(LENGTH_WANTED))
    if at is None or length is None:
        return plan(visit, form)
    id_ = SessionId(form.new_id("s"))
    command = PlanSession(id_, at, length, form["footing"] == "role")
    return _kept(visit, form, command, Told.PLANNED) or plan(visit, form)


def _planned(visit: Visit, form: Form) -> Plan | None:
    """Return the talk a form was made for, if it is still to come."""
    ahead = upcoming(visit.state.sessions, visit.state.ground, visit.moment)
    return next((each for each in ahead if each.id == form["session"]), None)


def _kept(visit: Visit, form: Form, command: Command, line: Told) -> Answered | None:
    return None if visit.act(form, command) is None else visit.go("/week", line)


ROUTES = (
    shows("/week", Visit, week),
    takes("/week", Visit, arrive),
    takes("/week/end", Visit, end),
    shows("/week/move", Visit, move),
    takes("/week/move", Visit, keep_move),
    shows("/week/plan", Visit, plan),
    takes("/week/plan", Visit, keep_plan),
)
