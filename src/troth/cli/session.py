"""The session: prepared alone, opened by both, confirmed by both on the same words."""

from datetime import datetime

import click

from troth.application.handle import Answer
from troth.application.private.drafts import Drafts
from troth.application.private.preparations import (
    Prepared,
    all_prepared,
    drop,
    one_prepared,
    prepare,
)
from troth.bootstrap import new_id
from troth.cli.asking import words
from troth.cli.at_the_table import AT_THE_TABLE
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.groups import Acts
from troth.cli.session_lines import (
    NOT_HELD,
    agenda_text,
    plan_line,
    prepared_text,
)
from troth.cli.times import When, shown, shown_day
from troth.domain.decider import State
from troth.domain.kernel import NotFound
from troth.domain.sessions.commands import (
    ArriveAtSession,
    CallOffSession,
    PlanSession,
    RescheduleSession,
)
from troth.domain.sessions.events import (
    Preparation,
    SessionClosed,
    SessionId,
    SessionPutOff,
)
from troth.domain.sessions.state import missed, upcoming
from troth.projections.agenda import agenda as read_agenda

NONE_PLANNED = "No session is planned. Plan one: troth session plan, or agree on a rhythm."

QUESTIONS = {
    Preparation.GLAD: "What you are glad of: ",
    Preparation.HARD: "What is hard: ",
    Preparation.WISH: "What you wish: ",
}

OPEN_NOW = "A session is open: troth session agenda"

_SESSION = click.argument("session_id", metavar="[SESSION]", required=False)


@click.group(cls=Acts)
def session() -> None:
    """The session you both keep: it changes nothing by itself."""


def _which(caller: Caller, named: str | None) -> SessionId:
    """Return the session meant: the one named, the open one, or the next."""
    if named is not None:
        return SessionId(named)
    view = caller.own_view
    meant = read_agenda(view.state, view.moment).session
    if meant is None:
        raise Refused(NONE_PLANNED)
    return meant.id


@session.command("next")
@click.pass_obj
def next_sessions(caller: Caller) -> None:
    """Show the sessions to come, and those that did not take place."""
    view = caller.own_view
    ahead = upcoming(view.state.sessions, view.state.ground, view.moment)
    gone = missed(view.state.sessions, view.state.ground, view.moment)
    lines = [NOT_HELD.format(day=shown_day(each.at, caller.zone)) for each in gone]
    found = [OPEN_NOW] if view.state.sessions.open is not None else []
    found += [plan_line(caller, each) for each in ahead]
    lines += found or [caller.here(NONE_PLANNED)]
    caller.show({"upcoming": ahead, "not_held": gone}, "\n".join(lines))


@session.command("plan")
@click.argument("at", type=When())
@click.option("--minutes", type=int, default=60, show_default=True, help="How long.")
@click.option("--in-role", is_flag=True, help="In role; without this you talk as equals.")
@click.pass_obj
def plan(caller: Caller, at: datetime, minutes: int, *, in_role: bool) -> None:
    """Plan a session AT a time, besides those of your rhythm."""
    id_ = SessionId(new_id("s"))
    answer = caller.act(PlanSession(id_, at, minutes, in_role))
    caller.done(answer, f"Planned, as {id_}: {shown(at, caller.zone)}.")


@session.command("move")
@click.argument("at", type=When())
@_SESSION
@click.pass_obj
def move(caller: Caller, at: datetime, session_id: str | None) -> None:
    """Move the session to another time; either may, once."""
    answer = caller.act(RescheduleSession(_which(caller, session_id), at))
    caller.done(answer, f"Moved to {shown(at, caller.zone)}.")


@session.command("call-off")
@_SESSION
@click.pass_obj
def call_off(caller: Caller, session_id: str | None) -> None:
    """Call the session off, or end the open one; no reason is asked."""
    answer = caller.act(CallOffSession(_which(caller, session_id)))
    caller.done(answer, "Called off. What was open is carried over.")


@session.command("prepare")
@click.argument("kind", type=click.Choice([each.value for each in Preparation]), required=False)
@click.argument("text", required=False)
@click.option("--drop", "dropped", metavar="ID", help="Drop one thing you prepared.")
@click.pass_obj
def prepare_privately(
    caller: Caller, kind: str | None, text: str | None, dropped: str | None
) -> None:
    """Prepare something you are glad of, something hard, or a wish. Only you see it.

    Without TEXT you are asked for it, so that no shell remembers it; “-” takes what is written to
    the command. Without anything, show what you have prepared.
    """
    drafts = Drafts(caller.world, caller.chain)
    if dropped is not None:
        found = one_prepared(drafts, dropped)
        if isinstance(found, NotFound):
            refuse(found)
        drop(drafts, dropped)
        click.echo("Dropped. Nobody else has seen it.")
    elif kind is None:
        prepared = all_prepared(drafts)
        caller.show(prepared, prepared_text(prepared))
    else:
        id_ = new_id("p")
        prepared_now = Prepared(Preparation(kind), words(text, QUESTIONS[Preparation(kind)]))
        refusal = prepare(drafts, id_, prepared_now)
        if refusal is not None:
            refuse(refusal)
        click.echo(f"{id_}: kept. Only you see it, until you bring it: troth session bring {id_}")


@session.command("here")
@_SESSION
@click.option("--not-fit", is_flag=True, help="You are here, and not fit for this: put it off.")
@click.pass_obj
def here(caller: Caller, session_id: str | None, *, not_fit: bool) -> None:
    """Say that you are here; the session opens once both have said so."""
    answer = caller.act(ArriveAtSession(_which(caller, session_id), not not_fit))
    caller.done(answer, _arrived(answer))
    view = caller.view()
    read = read_agenda(view.state, view.moment)
    if read.is_open and not read.rests and not caller.as_json:
        caller.say("\n" + agenda_text(caller, read))


def _arrived(answer: Answer[State]) -> str:
    if any(isinstance(event, SessionPutOff | SessionClosed) for event in answer.events):
        return "Put off. It is nobody's doing; plan another when you are both rested."
    is_open = answer.state.sessions.open is not None
    return "You are both here." if is_open else "You are here. It opens once you both are."


session.add_command(here, "open")


@session.command("agenda")
@click.pass_obj
def agenda(caller: Caller) -> None:
    """Show the agenda: the same for both, in the same order."""
    view = caller.own_view
    read = read_agenda(view.state, view.moment)
    caller.show(read, agenda_text(caller, read))


for verb in AT_THE_TABLE:
    session.add_command(verb)
