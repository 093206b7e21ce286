"""Talks: asked for by either, never declined, closed by the one who asked."""

from collections.abc import Iterator
from datetime import datetime

import click

from troth.bootstrap import new_id
from troth.cli.caller import Caller, Refused
from troth.cli.completing import TALKS
from troth.cli.groups import Acts
from troth.cli.times import When, shown
from troth.domain.kernel import NotFound
from troth.domain.talks.commands import (
    AcknowledgeTalk,
    AskToTalk,
    CloseTalk,
    HoldTalk,
    SuggestTalkTime,
    WithdrawTalk,
)
from troth.domain.talks.events import About, TalkId, TalkScheduled, Thing, Urgency
from troth.domain.talks.state import acknowledgement_due
from troth.projections.open_matters import OpenTalk, open_matters

EMPTY = "No talks asked for. Either of you can ask at any time: troth talk ask"
URGENCIES = {
    Urgency.NOW: "now",
    Urgency.SOON: "in the next days",
    Urgency.NEXT_SESSION: "at our next session",
}


@click.group(cls=Acts)
def talk() -> None:
    """Ask to talk; it cannot be declined, and only the one who asked closes it."""


@talk.command("ask")
@click.argument("topic", default="")
@click.option(
    "--how-soon",
    "urgency",
    type=click.Choice([each.value for each in Urgency]),
    default=Urgency.SOON.value,
    help="now, in the next days, or at your next session.",
)
@click.option("--about", nargs=2, metavar="KIND ID", help="What it refers to, as in: matter m-12")
@click.option("--in-role", is_flag=True, help="In role; without this you talk as equals.")
@click.pass_obj
def ask(
    caller: Caller, topic: str, urgency: str, about: tuple[str, str] | None, *, in_role: bool
) -> None:
    """Ask to talk. You need not say what about."""
    named = None if about is None else About(_thing(about[0]), about[1])
    id_ = TalkId(new_id("t"))
    answer = caller.act(AskToTalk(id_, Urgency(urgency), topic, named, in_role))
    asked = answer.state.talks.talks[id_]
    due = acknowledgement_due(asked, answer.state.ground.dynamic, asked.asked_at)
    other = caller.name_of(caller.members.other(caller.member))
    caller.done(answer, f"{id_}: asked. {other} has until {shown(due, caller.zone)} to see it.")


def _thing(kind: str) -> Thing:
    if kind not in [each.value for each in Thing]:
        kinds = ", ".join(each.value for each in Thing)
        raise Refused(f"A talk can be about one of these: {kinds}. Or leave --about away.")
    return Thing(kind)


@talk.command("list")
@click.pass_obj
def list_talks(caller: Caller) -> None:
    """Show the open talks of both, the longest waiting first."""
    view = caller.own_view
    talks = open_matters(view.state, caller.member, view.moment).talks
    lines = [line for each in talks for line in _lines(caller, each)]
    caller.show(talks, "\n".join(lines) or EMPTY)


def _lines(caller: Caller, each: OpenTalk) -> Iterator[str]:
    who = "You asked" if each.asker == caller.member else f"{caller.name_of(each.asker)} asked"
    yield f"{each.talk}  {each.topic or 'Without a topic; one need not say.'}"
    footing = "in role" if each.in_role else "as equals"
    asked_at = shown(each.asked_at, caller.zone)
    yield f"    {who} on {asked_at}: {URGENCIES[each.urgency]}, {footing}."
    if each.about is not None:
        yield f"    About {each.about.thing.replace('-', ' ')} “{each.about.name}”."
    yield f"    {' '.join(each.stands)}"
    if each.scheduled_for is not None:
        yield f"    At: {shown(each.scheduled_for, caller.zone)}"
    if each.suggested is not None:
        by = "you" if each.suggested.by == caller.member else caller.name_of(each.suggested.by)
        yield f"    Suggested by {by}: {shown(each.suggested.at, caller.zone)}"
    yield from (f"    troth talk {move} {each.talk}" for move in each.moves)


@talk.command("seen")
@click.argument("talk_id", metavar="TALK", shell_complete=TALKS)
@click.option("--suggest", "at", type=When(), help="A time you suggest.")
@click.pass_obj
def seen(caller: Caller, talk_id: str, at: datetime | None) -> None:
    """Say that you have seen that the other wants to talk, and perhaps suggest a time."""
    answer = caller.act(AcknowledgeTalk(TalkId(talk_id), at))
    also = "" if at is None else f" You suggest {shown(at, caller.zone)}."
    caller.done(answer, f"Seen; they know that you have.{also}")


@talk.command("suggest")
@click.argument("talk_id", metavar="TALK", shell_complete=TALKS)
@click.argument("at", type=When(), required=False)
@click.option("--yes", is_flag=True, help="Say yes to the time the other suggested.")
@click.pass_obj
def suggest(caller: Caller, talk_id: str, at: datetime | None, *, yes: bool) -> None:
    """Suggest a time, or say yes to the one the other suggested."""
    id_ = TalkId(talk_id)
    answer = caller.act(SuggestTalkTime(id_, _suggested(caller, id_, at, yes=yes)))
    is_set = any(isinstance(event, TalkScheduled) for event in answer.events)
    caller.done(answer, "You talk then." if is_set else "Suggested. It is set once both say yes.")


def _suggested(caller: Caller, talk_id: TalkId, at: datetime | None, *, yes: bool) -> datetime:
    found = caller.own_view.state.talks.talks.get(talk_id)
    if found is None:
        raise Refused(NotFound("open talk", talk_id).sentence)
    if yes and at is None:
        theirs = found.suggested
        if theirs is None or theirs.by == caller.member:
            raise Refused("The other has not suggested a time. Suggest one yourself.")
        return theirs.at
    if at is None or yes:
        raise Refused("Name a time, or say --yes to the one the other suggested; one of the two.")
    return at


@talk.command("held")
@click.argument("talk_id", metavar="TALK", shell_complete=TALKS)
@click.pass_obj
def held(caller: Caller, talk_id: str) -> None:
    """Say that you have talked; it stays open until the one who asked closes it."""
    caller.done(caller.act(HoldTalk(TalkId(talk_id))), "Noted. Whoever asked closes it.")


@talk.command("close")
@click.argument("talk_id", metavar="TALK", shell_complete=TALKS)
@click.pass_obj
def close(caller: Caller, talk_id: str) -> None:
    """Close a talk you asked for: you have been heard."""
    caller.done(caller.act(CloseTalk(TalkId(talk_id))), "Closed.")


@talk.command("withdraw")
@click.argument("talk_id", metavar="TALK", shell_complete=TALKS)
@click.pass_obj
def withdraw(caller: Caller, talk_id: str) -> None:
    """Say that you no longer need a talk you asked for."""
    caller.done(caller.act(WithdrawTalk(TalkId(talk_id))), "Withdrawn; no reason is asked.")
