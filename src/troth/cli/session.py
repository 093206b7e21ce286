"""The session: prepared alone, opened by both, confirmed by both on the same words."""

from datetime import datetime
from typing import NoReturn

import click

from troth.application.drafts import Drafts
from troth.application.handle import Answer
from troth.application.preparations import Prepared, all_prepared, drop, one_prepared, prepare
from troth.bootstrap import new_id
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.session_lines import (
    DIGEST_SHOWN,
    NOT_HELD,
    agenda_text,
    item_named,
    minutes_text,
    plan_line,
    prepared_text,
)
from troth.cli.times import When, shown, shown_day
from troth.domain.decider import State
from troth.domain.kernel import Digest, NotFound, Refusal
from troth.domain.sessions.commands import (
    ArriveAtSession,
    BringPreparation,
    CallOffSession,
    ConfirmMinutes,
    MinutesChanged,
    PlanSession,
    RescheduleSession,
    SessionNotOpen,
    StrikeLine,
    TreatItem,
    WriteLine,
)
from troth.domain.sessions.events import (
    Item,
    LineId,
    Preparation,
    SessionClosed,
    SessionId,
    SessionPutOff,
    Treatment,
)
from troth.domain.sessions.state import missed, upcoming
from troth.projections.agenda import agenda as read_agenda
from troth.projections.minutes import Minutes
from troth.projections.minutes import minutes as read_minutes

NONE_PLANNED = "No session is planned. Plan one: troth session plan, or agree on a rhythm."

_SESSION = click.argument("session_id", required=False)
_ITEM = click.argument("item")


@click.group()
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


def _open(caller: Caller) -> SessionId:
    open_ = caller.own_view.state.sessions.open
    if open_ is None:
        refuse(SessionNotOpen())
    return open_.id


def _drafts(caller: Caller) -> Drafts:
    return Drafts(caller.world, caller.chain, caller.member)


@session.command("next")
@click.pass_obj
def next_sessions(caller: Caller) -> None:
    """Show the sessions to come, and those that did not take place."""
    view = caller.own_view
    ahead = upcoming(view.state.sessions, view.state.ground, view.moment)
    gone = missed(view.state.sessions, view.state.ground, view.moment)
    lines = [NOT_HELD.format(day=shown_day(each.at, caller.zone)) for each in gone]
    lines += [plan_line(caller, each) for each in ahead] or [NONE_PLANNED]
    caller.show({"upcoming": ahead, "not_held": gone}, "\n".join(lines))


@session.command("plan")
@click.argument("at", type=When())
@click.option("--minutes", type=int, default=60, show_default=True, help="How long.")
@click.option("--in-role", is_flag=True, help="In role; without this you talk as equals.")
@click.pass_obj
def plan(caller: Caller, at: datetime, minutes: int, *, in_role: bool) -> None:
    """Plan a session AT a time, besides those of your rhythm."""
    answer = caller.act(PlanSession(SessionId(new_id("s")), at, minutes, in_role))
    caller.done(answer, f"Planned: {shown(at, caller.zone)}.")


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

    Without words, show what you have prepared.
    """
    drafts = _drafts(caller)
    if dropped is not None:
        _found(one_prepared(drafts, dropped))
        drop(drafts, dropped)
        click.echo("Dropped. Nobody else has seen it.")
    elif kind is None:
        prepared = all_prepared(drafts)
        caller.show(prepared, prepared_text(prepared))
    elif text is None:
        raise Refused("Write what it is: troth session prepare glad “…”")
    else:
        id_ = new_id("p")
        refusal = prepare(drafts, id_, Prepared(Preparation(kind), text))
        if refusal is not None:
            refuse(refusal)
        click.echo(f"{id_}: kept. Only you see it, until you bring it: troth session bring {id_}")


def _found(prepared: Prepared | NotFound) -> Prepared:
    return _not_here(prepared) if isinstance(prepared, NotFound) else prepared


def _not_here(refusal: Refusal) -> NoReturn:
    refuse(refusal)


@session.command("bring")
@click.argument("id_", metavar="ID")
@click.pass_obj
def bring(caller: Caller, id_: str) -> None:
    """Bring one thing you prepared to the open session; from then on both see it."""
    drafts = _drafts(caller)
    prepared = _found(one_prepared(drafts, id_))
    answer = caller.act(BringPreparation(_open(caller), prepared.kind, prepared.text))
    drop(drafts, id_)
    caller.done(answer, "Brought. Both of you see it.")


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
        click.echo("\n" + agenda_text(caller, read))


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


def _treat(caller: Caller, typed: str, treatment: Treatment, sentence: str) -> None:
    view = caller.own_view
    found = read_agenda(view.state, view.moment).entry(*item_named(typed))
    if found is None:
        refuse(NotFound("item on the agenda", typed))
    caller.done(caller.act(TreatItem(_open(caller), found.thing.item, treatment)), sentence)


@session.command("talked")
@_ITEM
@click.pass_obj
def talked(caller: Caller, item: str) -> None:
    """Say that you have talked about ITEM, such as decisions/m-12."""
    _treat(caller, item, Treatment.TALKED, "Talked about.")


@session.command("carry")
@_ITEM
@click.pass_obj
def carry(caller: Caller, item: str) -> None:
    """Carry ITEM over to the next session."""
    _treat(caller, item, Treatment.CARRIED, "It lies on the table again next time.")


@session.command("leave")
@_ITEM
@click.pass_obj
def leave(caller: Caller, item: str) -> None:
    """Leave ITEM; nothing more is asked about it this time."""
    _treat(caller, item, Treatment.LEFT, "Left.")


@session.command("line")
@click.argument("text")
@click.option("--for", "owner", help="Who takes it on: me, other, or a name.")
@click.option("--about", "item", metavar="ITEM", help="The item of the agenda it is about.")
@click.option("--again", "line_id", metavar="LINE", help="Write a line of your own anew.")
@click.pass_obj
def line(
    caller: Caller, text: str, owner: str | None, item: str | None, line_id: str | None
) -> None:
    """Write a line of the minutes; what was confirmed before is confirmed anew."""
    id_ = LineId(line_id or new_id("l"))
    whose = caller.person(owner) if owner else None
    about = _item(caller, item) if item else None
    answer = caller.act(WriteLine(_open(caller), id_, text, whose, about))
    caller.done(answer, f"{id_}: written.")


def _item(caller: Caller, typed: str) -> Item:
    view = caller.own_view
    found = read_agenda(view.state, view.moment).entry(*item_named(typed))
    return _not_here(NotFound("item on the agenda", typed)) if found is None else found.thing.item


@session.command("strike")
@click.argument("line_id")
@click.pass_obj
def strike(caller: Caller, line_id: str) -> None:
    """Take out a line you wrote."""
    caller.done(caller.act(StrikeLine(_open(caller), LineId(line_id))), "Taken out.")


@session.command("minutes")
@click.pass_obj
def minutes(caller: Caller) -> None:
    """Show the minutes as they read now."""
    read = _minutes(caller)
    caller.show(read, minutes_text(caller, read))


def _minutes(caller: Caller) -> Minutes:
    read = read_minutes(caller.own_view.state)
    if read is None:
        raise Refused("No session is open. Earlier ones: troth history --chapter sessions")
    return read


@session.command("confirm")
@click.option("--digest", help="The digest of what you read; without it you are shown it first.")
@click.option("--add", "own_line", default="", help="A line of your own, beside the same minutes.")
@click.pass_obj
def confirm(caller: Caller, digest: str | None, own_line: str) -> None:
    """Confirm the minutes, in exactly these words; it closes once both have."""
    read = _minutes(caller)
    if digest is None:
        click.echo(minutes_text(caller, read), err=True)
        click.confirm("\nIs that how it was?", abort=True, err=True)
        digest = read.digest
    if len(digest) < DIGEST_SHOWN or not read.digest.startswith(digest):
        refuse(MinutesChanged())
    answer = caller.act(ConfirmMinutes(read.session, Digest(read.digest), own_line))
    is_closed = any(isinstance(event, SessionClosed) for event in answer.events)
    caller.done(answer, "Confirmed by both: closed." if is_closed else "Confirmed, by you.")
