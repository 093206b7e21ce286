"""What is done at the table: things brought and treated, lines written, minutes confirmed."""

import click

from troth.application.private.drafts import Drafts
from troth.application.private.preparations import drop, one_prepared
from troth.application.proofs.checkpoints import receipt
from troth.bootstrap import new_id
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.session_lines import DIGEST_SHOWN, item_named, minutes_text
from troth.domain.kernel import Digest, NotFound
from troth.domain.sessions.commands import (
    BringPreparation,
    ConfirmMinutes,
    MinutesChanged,
    SessionNotOpen,
    StrikeLine,
    TreatItem,
    WriteLine,
)
from troth.domain.sessions.events import LineId, SessionClosed, SessionId, Treatment
from troth.projections.agenda import Entry
from troth.projections.agenda import agenda as read_agenda
from troth.projections.minutes import Minutes
from troth.projections.minutes import minutes as read_minutes

_ITEM = click.argument("item")


def _open(caller: Caller) -> SessionId:
    open_ = caller.own_view.state.sessions.open
    if open_ is None:
        refuse(SessionNotOpen())
    return open_.id


@click.command("bring")
@click.argument("id_", metavar="ID")
@click.pass_obj
def bring(caller: Caller, id_: str) -> None:
    """Bring one thing you prepared to the open session; from then on both see it."""
    drafts = Drafts(caller.world, caller.chain)
    prepared = one_prepared(drafts, id_)
    if isinstance(prepared, NotFound):
        refuse(prepared)
    answer = caller.act(BringPreparation(_open(caller), prepared.kind, prepared.text))
    drop(drafts, id_)
    caller.done(answer, "Brought. Both of you see it.")


def _entry(caller: Caller, typed: str) -> Entry:
    view = caller.own_view
    found = read_agenda(view.state, view.moment).entry(*item_named(typed))
    if found is None:
        refuse(NotFound("item on the agenda", typed))
    return found


def _treat(caller: Caller, typed: str, treatment: Treatment, sentence: str) -> None:
    item = _entry(caller, typed).thing.item
    caller.done(caller.act(TreatItem(_open(caller), item, treatment)), sentence)


@click.command("talked")
@_ITEM
@click.pass_obj
def talked(caller: Caller, item: str) -> None:
    """Say that you have talked about ITEM, such as decisions/m-12."""
    _treat(caller, item, Treatment.TALKED, "Talked about.")


@click.command("carry")
@_ITEM
@click.pass_obj
def carry(caller: Caller, item: str) -> None:
    """Carry ITEM over to the next session."""
    _treat(caller, item, Treatment.CARRIED, "It lies on the table again next time.")


@click.command("leave")
@_ITEM
@click.pass_obj
def leave(caller: Caller, item: str) -> None:
    """Leave ITEM; nothing more is asked about it this time."""
    _treat(caller, item, Treatment.LEFT, "Left.")


@click.command("line")
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
    about = _entry(caller, item).thing.item if item else None
    answer = caller.act(WriteLine(_open(caller), id_, text, whose, about))
    caller.done(answer, f"{id_}: written.")


@click.command("strike")
@click.argument("line_id", metavar="LINE")
@click.pass_obj
def strike(caller: Caller, line_id: str) -> None:
    """Take out a line you wrote."""
    caller.done(caller.act(StrikeLine(_open(caller), LineId(line_id))), "Taken out.")


@click.command("minutes")
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


@click.command("confirm")
@click.option("--digest", help="The digest of what you read; without it you are shown it first.")
@click.option("--add", "own_line", default="", help="A line of your own, beside the same minutes.")
@click.pass_obj
def confirm(caller: Caller, digest: str | None, own_line: str) -> None:
    """Confirm the minutes, in exactly these words; it closes once both have."""
    read = _minutes(caller)
    if digest is None:
        caller.say(minutes_text(caller, read), err=True)
        click.confirm("\nIs that how it was?", abort=True, err=True)
        digest = read.digest
    if len(digest) < DIGEST_SHOWN or not read.digest.startswith(digest):
        refuse(MinutesChanged())
    answer = caller.act(ConfirmMinutes(read.session, Digest(read.digest), own_line))
    is_closed = any(isinstance(event, SessionClosed) for event in answer.events)
    caller.done(answer, _closed(caller) if is_closed else "Confirmed, by you.")


def _closed(caller: Caller) -> str:
    """Say that it is closed, and where the record stands: both are there to write it down."""
    return f"Confirmed by both: closed.\n{receipt(caller.world.store, caller.chain)}"


AT_THE_TABLE = (bring, talked, carry, leave, line, strike, minutes, confirm)
"""The verbs of an open session, in the order in which they are used."""
