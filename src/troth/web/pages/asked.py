"""What is asked and offered: taken up, answered, taken or left; a no needs no reason, ever."""

from collections.abc import Callable, Mapping

from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import Cannot, FinishDirection, LetGo, ReviewDirection, TakeUp
from troth.domain.directions.permissions import (
    AnswerPermission,
    PermissionId,
    TakeBackPermission,
)
from troth.domain.directions.treats import NotNow, TakeTreat, TakeTreatBack, TreatId
from troth.domain.kernel import Command
from troth.domain.standards.commands import DropTask
from troth.domain.standards.events import TaskId
from troth.projections.row_words import clause_words
from troth.projections.things import Doing, Thing, ThingKind, may_ask, things
from troth.web.addresses import key
from troth.web.ahead import ANOTHER, offered, read_until
from troth.web.errors import NoSuchThing
from troth.web.finding import find
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.marks import GRADES
from troth.web.plan_view import plan_address
from troth.web.routes import Answered, shows, takes
from troth.web.rows import brief
from troth.web.told import Told
from troth.web.visit import Visit
from troth.web.words import Pair

ANSWERS: Mapping[Doing, str] = {
    Doing.TAKE_UP: "I take it up",
    Doing.DONE: "It is done",
    Doing.CANNOT: "I cannot",
    Doing.LET_GO: "Let it go",
    Doing.YES: "Yes, ask me in the moment",
    Doing.NOT_THIS_TIME: "Not this time",
    Doing.TAKE_BACK: "Take it back",
    Doing.TAKE: "I take it, gladly",
    Doing.NOT_NOW: "Not now",
}
"""Each answer as a button; looking again has a form of its own."""

ASKS = (
    Pair(own="You ask this", other="%(name)s asks"),
    Pair(own="You offer this", other="%(name)s offers it"),
)
"""Who asks something; of a treat, who offers it."""

Made = Callable[[str, str], Command]

DOINGS: Mapping[tuple[ThingKind, Doing], tuple[Made, Told]] = {
    (ThingKind.DIRECTION, Doing.TAKE_UP): (lambda i, _: TakeUp(DirectionId(i)), Told.TAKEN_UP),
    (ThingKind.DIRECTION, Doing.DONE): (lambda i, _: FinishDirection(DirectionId(i)), Told.DONE),
    (ThingKind.DIRECTION, Doing.CANNOT): (
        lambda i, note: Cannot(DirectionId(i), note),
        Told.NOTHING_FOLLOWS,
    ),
    (ThingKind.DIRECTION, Doing.LET_GO): (lambda i, _: LetGo(DirectionId(i)), Told.LET_GO),
    (ThingKind.PERMISSION, Doing.YES): (
        lambda i, note: AnswerPermission(PermissionId(i), yes=True, note=note),
        Told.YES_GIVEN,
    ),
    (ThingKind.PERMISSION, Doing.NOT_THIS_TIME): (
        lambda i, note: AnswerPermission(PermissionId(i), yes=False, note=note),
        Told.NOT_THIS_TIME,
    ),
    (ThingKind.PERMISSION, Doing.TAKE_BACK): (
        lambda i, _: TakeBackPermission(PermissionId(i)),
        Told.TAKEN_BACK,
    ),
    (ThingKind.TREAT, Doing.TAKE): (lambda i, _: TakeTreat(TreatId(i)), Told.TREAT_TAKEN),
    (ThingKind.TREAT, Doing.NOT_NOW): (lambda i, _: NotNow(TreatId(i)), Told.NOT_NOW),
    (ThingKind.TREAT, Doing.TAKE_BACK): (lambda i, _: TakeTreatBack(TreatId(i)), Told.TAKEN_BACK),
    (ThingKind.TASK, Doing.LET_GO): (lambda i, _: DropTask(TaskId(i)), Told.LET_GO),
}
"""What each answer does to each sort of thing."""


def asked(visit: Visit, form: Form = EMPTY) -> Answered:
    """Show what is asked and offered, and what can be asked."""
    found = things(visit.state, visit.member, visit.moment)
    return visit.show(
        "asked.html",
        form,
        here="decide",
        of_me=[each for each in found if each.to == visit.member and not each.is_over],
        by_me=[each for each in found if each.to != visit.member and not each.is_over],
        over=[each for each in found if each.is_over],
        may=may_ask(visit.state, visit.member, visit.moment),
        address=_address,
        plan_address=plan_address,
        brief=brief,
        meta=lambda each: _meta(visit, each),
    )


def one(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Show one thing, with what can be done about it."""
    found = things(visit.state, visit.member, visit.moment)
    id_ = find(at, [each.id for each in found])
    thing = next(each for each in found if each.id == id_)
    under = "" if thing.under is None else clause_words(visit.state, thing.under)
    return visit.show(
        "asked_one.html",
        form,
        here="decide",
        thing=thing,
        address=_address(thing),
        grade="" if thing.grade is None else visit.words.plain(GRADES[thing.grade]),
        under=under,
        answers=[
            (each.value, visit.words.plain(ANSWERS[each]))
            for each in thing.moves
            if each in ANSWERS
        ],
        again=offered(visit, "week", "month", ANOTHER),
    )


def answer(visit: Visit, form: Form, at: str) -> Answered:
    """Do what was pressed; the form names the thing, so that sending it twice is harmless."""
    id_, kind, doing = form["id"], form.choice("kind", ThingKind), form.choice("how", Doing)
    if doing is Doing.LOOK_AGAIN:
        return _look_again(visit, form, at)
    if kind is None or doing is None or (kind, doing) not in DOINGS:
        raise NoSuchThing
    made, line = DOINGS[kind, doing]
    if visit.act(form, made(id_, form.text("note"))) is None:
        return _again(visit, form, at)
    return visit.go("/plans/asked", line)


def _look_again(visit: Visit, form: Form, at: str) -> Answered:
    again = read_until(visit, form, "again")
    if again is None:
        return _again(visit, form, at)
    if visit.act(form, ReviewDirection(DirectionId(form["id"]), again)) is None:
        return _again(visit, form, at)
    return visit.go("/plans/asked", Told.STANDS)


def _again(visit: Visit, form: Form, at: str) -> Answered:
    """Show the thing again with what is in the way; what is over meanwhile, in the list."""
    known = things(visit.state, visit.member, visit.moment)
    if any(at in {each.id, key(each.id)} for each in known):
        return one(visit, at, form)
    return asked(visit, form)


def _address(thing: Thing) -> str:
    return f"/plans/asked/{key(thing.id)}"


def _meta(visit: Visit, thing: Thing) -> str:
    """Say who asks, until when, and how it stands; never how long it has waited."""
    say = visit.words.say
    parts = []
    if thing.by != thing.to:
        own = thing.by == visit.member
        says = ASKS[thing.kind is ThingKind.TREAT].to(own=own)
        parts.append(say(says, name=visit.name(thing.by)))
    if thing.until is not None:
        parts.append(say("until %(time)s", time=visit.times.moment(thing.until)))
    if thing.is_taken_up:
        parts.append(say("taken up"))
    if thing.is_due:
        parts.append(say("to be looked at again"))
    if thing.holds and not visit.has_ended:
        parts.append(visit.words.plain(thing.holds))
    return " · ".join(parts)


ROUTES = (
    shows("/plans/asked", Visit, asked),
    shows("/plans/asked/{at:str}", Visit, one),
    takes("/plans/asked/{at:str}", Visit, answer),
)
