"""Directions in what one leads, permissions asked and answered, treats offered freely."""

from datetime import datetime

import click

from troth.bootstrap import new_id
from troth.cli.caller import Caller
from troth.cli.groups import Acts
from troth.cli.times import When, shown
from troth.domain.agreement.terms import Grade
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import (
    Cannot,
    FinishDirection,
    GiveDirection,
    LetGo,
    ReviewDirection,
    TakeUp,
)
from troth.domain.directions.permissions import (
    AnswerPermission,
    AskPermission,
    PermissionId,
    TakeBackPermission,
)
from troth.domain.directions.treats import NotNow, OfferTreat, TakeTreat, TakeTreatBack, TreatId
from troth.domain.kernel import ClauseId, Significance
from troth.domain.routing.matter import Declaration
from troth.projections.asked import asked, directed, offered


@click.group(cls=Acts)
def direct() -> None:
    """Ask or direct the other in what you lead; every direction has an end."""


@direct.command("give")
@click.argument("text")
@click.option("--until", type=When(), required=True, help="When it ends.")
@click.option("--area", help="Which part of life it is about.")
@click.option("--element", help="Which part of that.")
@click.option("--affects", default="other", help="Whom it touches: other, me, a name, or both.")
@click.option("--significant/--everyday", default=False, help="Whether it matters.")
@click.option("--grade", type=click.Choice([each.value for each in Grade]), default="request")
@click.option("--look-again", type=When(), help="For a standing order: when to look at it again.")
@click.option("--considered", is_flag=True, help="It limits no protected need.")
@click.pass_obj
def give(
    caller: Caller,
    text: str,
    until: datetime,
    area: str | None,
    element: str | None,
    affects: str,
    grade: str,
    look_again: datetime | None,
    *,
    significant: bool,
    considered: bool,
) -> None:
    """Ask TEXT of the other: a request, or more where you both agreed on more."""
    weight = Significance.SIGNIFICANT if significant else Significance.ROUTINE
    command = GiveDirection(
        direction=DirectionId(new_id("g")),
        text=text,
        declaration=Declaration(caller.people(affects), weight),
        until=until,
        area=caller.area(area),
        element=element,
        grade=Grade(grade),
        review_on=look_again,
        considered=considered,
    )
    sentence = f"Given, as {command.direction}, until {shown(until, caller.zone)}."
    caller.done(caller.act(command), sentence)


@direct.command("take-up")
@click.argument("direction")
@click.pass_obj
def take_up(caller: Caller, direction: str) -> None:
    """Take DIRECTION up."""
    caller.done(caller.act(TakeUp(DirectionId(direction))), "Taken up.")


@direct.command("cannot")
@click.argument("direction")
@click.option("--note", default="", help="Why, if you like; no reason is owed.")
@click.pass_obj
def cannot(caller: Caller, direction: str, note: str) -> None:
    """Say that you cannot. That ends it, and nothing follows."""
    answer = caller.act(Cannot(DirectionId(direction), note))
    caller.done(answer, "It has ended. Nothing follows from it.")


@direct.command("done")
@click.argument("direction")
@click.pass_obj
def finish(caller: Caller, direction: str) -> None:
    """Say that it is done."""
    caller.done(caller.act(FinishDirection(DirectionId(direction))), "Done.")


@direct.command("let-go")
@click.argument("direction")
@click.pass_obj
def let_go(caller: Caller, direction: str) -> None:
    """Let go of a direction you gave."""
    caller.done(caller.act(LetGo(DirectionId(direction))), "Let go.")


@direct.command("look-again")
@click.argument("direction")
@click.argument("next_time", type=When())
@click.pass_obj
def look_again(caller: Caller, direction: str, next_time: datetime) -> None:
    """Keep a standing order you gave, and look at it again at NEXT_TIME."""
    answer = caller.act(ReviewDirection(DirectionId(direction), next_time))
    caller.done(answer, f"It stays. To be looked at again on {shown(next_time, caller.zone)}.")


@direct.command("list")
@click.pass_obj
def list_directions(caller: Caller) -> None:
    """Show the directions that bind now, and how."""
    view, zone = caller.own_view, caller.zone
    found = directed(view.state, view.moment)
    lines = []
    for each in found:
        taken = ", taken up" if each.taken_up else ""
        again = ", to be looked at again" if each.look_again else ""
        lines.append(f"{each.id}  {each.by} asks of {each.of}: {each.text}")
        grade = each.grade.replace("-", " ")
        kind = "an order" if grade == "order" else f"a {grade}"
        lines.append(f"    {kind}, until {shown(each.until, zone)}{taken}{again}")
        is_given = each.by == caller.name_of(caller.member)
        lines += _moves("direct", _DIRECTED[is_given], each.id)
    empty = "Nothing is directed just now. In what you lead: troth direct give TEXT --until +2d"
    caller.show(found, "\n".join(lines) or empty)


_DIRECTED = (("take-up", "done", "cannot"), ("let-go",))
_OFFERED = (("take", "not-now"), ("take-back",))
"""What whoever is asked or offered something can do about it, and what the other one can."""


def _moves(verb: str, moves: tuple[str, ...], id_: str) -> list[str]:
    return [f"    troth {verb} {move} {id_}" for move in moves]


@click.group(cls=Acts)
def ask() -> None:
    """Ask for something that an agreed permission leaves to be asked, and answer it."""


@ask.command("permission")
@click.argument("clause")
@click.argument("text")
@click.pass_obj
def ask_permission(caller: Caller, clause: str, text: str) -> None:
    """Ask TEXT under the permission CLAUSE."""
    command = AskPermission(PermissionId(new_id("q")), ClauseId(clause), text)
    caller.done(caller.act(command), f"Asked, as {command.permission}.")


@ask.command("answer")
@click.argument("asked_id", metavar="ASKED")
@click.argument("how", type=click.Choice(["yes", "not-this-time"]))
@click.option("--note", default="", help="A word with it.")
@click.pass_obj
def answer_asked(caller: Caller, asked_id: str, how: str, note: str) -> None:
    """Answer what the other asked; you can change your answer."""
    is_yes = how == "yes"
    answer = caller.act(AnswerPermission(PermissionId(asked_id), is_yes, note))
    yes = "Yes. It is still asked in the moment, and a no then is a no."
    caller.done(answer, yes if is_yes else "Not this time.")


@ask.command("take-back")
@click.argument("asked_id", metavar="ASKED")
@click.pass_obj
def take_back(caller: Caller, asked_id: str) -> None:
    """Take back what you asked, or the yes you gave; at any time."""
    caller.done(caller.act(TakeBackPermission(PermissionId(asked_id))), "Taken back.")


@ask.command("list")
@click.pass_obj
def list_asked(caller: Caller) -> None:
    """Show what was asked lately, and what holds about it now."""
    view, _ = caller.own_view, caller.member
    found = asked(view.state, view.moment)
    lines = []
    for each in found:
        lines.append(f"{each.id}  {each.by} asks under “{each.clause}”: {each.text}")
        lines.append(f"    {each.holds}")
        lines += [f"    “{each.note}”"] if each.note else []
    empty = "Nothing was asked lately. Where you agreed on it: troth ask permission CLAUSE TEXT"
    caller.show(found, "\n".join(lines) or empty)


@click.group(cls=Acts)
def treat() -> None:
    """Treats: offered freely, taken or left; never owed and never counted."""


@treat.command("offer")
@click.argument("text")
@click.option("--under", help="The clause about treats it comes under, if any.")
@click.pass_obj
def offer_treat(caller: Caller, text: str, under: str | None) -> None:
    """Offer the other TEXT."""
    command = OfferTreat(TreatId(new_id("f")), text, ClauseId(under) if under else None)
    caller.done(caller.act(command), f"Offered, as {command.treat}.")


@treat.command("take")
@click.argument("treat_id", metavar="TREAT")
@click.pass_obj
def take_treat(caller: Caller, treat_id: str) -> None:
    """Take a treat that is offered to you."""
    caller.done(caller.act(TakeTreat(TreatId(treat_id))), "Taken. Nothing is owed for it.")


@treat.command("not-now")
@click.argument("treat_id", metavar="TREAT")
@click.pass_obj
def not_now(caller: Caller, treat_id: str) -> None:
    """Leave it for now; no reason is owed."""
    caller.done(caller.act(NotNow(TreatId(treat_id))), "Not now. Nothing follows from it.")


@treat.command("take-back")
@click.argument("treat_id", metavar="TREAT")
@click.pass_obj
def take_treat_back(caller: Caller, treat_id: str) -> None:
    """Take back a treat you offered."""
    caller.done(caller.act(TakeTreatBack(TreatId(treat_id))), "Taken back.")


@treat.command("list")
@click.pass_obj
def list_treats(caller: Caller) -> None:
    """Show the treats on offer."""
    view, _ = caller.own_view, caller.member
    found = offered(view.state)
    lines = []
    for each in found:
        lines.append(f"{each.id}  {each.by} offers: {each.text}")
        is_own = each.by == caller.name_of(caller.member)
        lines += _moves("treat", _OFFERED[is_own], each.id)
    caller.show(found, "\n".join(lines) or "Nothing is on offer. Offer: troth treat offer TEXT")
