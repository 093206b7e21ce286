"""What is asked and offered just now, thing by thing, with what one of the two may do about it."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from msgspec.structs import replace

from troth.domain.agreement.state import Clause, all_in_force
from troth.domain.agreement.terms import Grade, Permission, Reward
from troth.domain.decider import State
from troth.domain.decisions.hearing import standing
from troth.domain.decisions.state import Decision
from troth.domain.directions import permissions
from troth.domain.directions.given import RISING, highest_grade, is_review_due, tasks
from troth.domain.directions.permissions import Answer, AskedPermission
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.facts import sources
from troth.domain.force import exchange_hindrance, is_operative, lead
from troth.domain.kernel import ClauseId, MemberId, Moment, Value
from troth.domain.standards.duties import is_task_operative, task_due
from troth.projections.asked import ANSWERS

MOST_DECISIONS = 3
"""Decisions offered to ask something under: the newest, which are what one most likely means."""


class ThingKind(StrEnum):
    """What sort of thing it is."""

    DIRECTION = "direction"
    PERMISSION = "permission"
    TREAT = "treat"
    TASK = "task"


class Doing(StrEnum):
    """What somebody may do about it."""

    TAKE_UP = "take-up"
    DONE = "done"
    CANNOT = "cannot"
    LOOK_AGAIN = "look-again"
    LET_GO = "let-go"
    YES = "yes"
    NOT_THIS_TIME = "not-this-time"
    TAKE_BACK = "take-back"
    TAKE = "take"
    NOT_NOW = "not-now"


class Thing(Value, frozen=True):
    """One thing asked or offered: by whom, of whom, in which words, and how it stands."""

    id: str
    kind: ThingKind
    by: MemberId
    to: MemberId
    text: str
    moves: tuple[Doing, ...]
    grade: Grade | None = None
    until: datetime | None = None
    is_taken_up: bool = False
    is_due: bool = False
    under: ClauseId | None = None
    holds: str = ""
    note: str = ""
    is_over: bool = False


class MayAsk(Value, frozen=True):
    """What somebody may ask of the other now: in what they lead, and where both agreed on it."""

    grades: tuple[Grade, ...]
    permissions: tuple[Clause, ...]
    treats: tuple[Clause, ...]
    decisions: tuple[Decision, ...]


def things(state: State, viewer: MemberId, moment: Moment) -> tuple[Thing, ...]:
    """Return all that is asked and offered now; nothing here is counted or kept.

    After the end nothing of it is to be answered any more.
    """
    found = (
        *_directions(state, viewer, moment),
        *_permissions(state, viewer, moment),
        *_treats(state, viewer),
        *_tasks(state, viewer, moment),
    )
    if phase(state.ground.dynamic, moment.at) is not Phase.ENDED:
        return found
    return tuple(replace(each, moves=(), is_due=False, is_over=True) for each in found)


def may_ask(state: State, viewer: MemberId, moment: Moment) -> MayAsk:
    """Return what somebody may ask of the other now."""
    ground = state.ground
    leads = exchange_hindrance(ground, moment) is None and lead(ground, moment) == viewer
    highest = RISING.index(highest_grade(ground, moment))
    held = [
        clause
        for clause in all_in_force(ground.agreement, moment.at)
        if is_operative(ground, clause.terms.clause, moment)
    ]
    return MayAsk(
        grades=RISING[: highest + 1] if leads else (),
        permissions=tuple(each for each in held if _asks(each, viewer)),
        treats=tuple(each for each in held if isinstance(each.terms.body, Reward)),
        decisions=_leaving(state, viewer, moment),
    )


def _leaving(state: State, viewer: MemberId, moment: Moment) -> tuple[Decision, ...]:
    """Return the newest decisions that leave it to somebody to ask for what follows from them."""
    found = sources(state, moment)
    known = standing(state.decisions, moment.at)
    own = (each for each in known if each.matter in found and viewer in found[each.matter].set_by)
    return tuple(own)[:MOST_DECISIONS]


def _asks(clause: Clause, viewer: MemberId) -> bool:
    body = clause.terms.body
    return isinstance(body, Permission) and body.asked_by == viewer


def _directions(state: State, viewer: MemberId, moment: Moment) -> Iterator[Thing]:
    ground, given = state.ground, state.directions.given
    for member in ground.dynamic.member_ids:
        for each in tasks(given, ground, member, moment):
            is_due = is_review_due(given.directions[each.direction], ground, moment)
            answers = (Doing.DONE, Doing.CANNOT)
            own = answers if each.taken_up else (Doing.TAKE_UP, *answers)
            keeps = (Doing.LOOK_AGAIN,) if each.grade is Grade.STANDING_ORDER else ()
            yield Thing(
                id=each.direction,
                kind=ThingKind.DIRECTION,
                by=each.giver,
                to=each.bearer,
                text=each.text,
                moves=own if viewer == each.bearer else (*keeps, Doing.LET_GO),
                grade=each.grade,
                until=each.due_at,
                is_taken_up=each.taken_up,
                is_due=is_due,
            )


def _permissions(state: State, viewer: MemberId, moment: Moment) -> Iterator[Thing]:
    known = state.directions.permissions.asked.values()
    for each in sorted(known, key=lambda each: (each.asked_at, each.id), reverse=True):
        holds = permissions.answer(each, state.ground, moment)
        yield Thing(
            id=each.id,
            kind=ThingKind.PERMISSION,
            by=each.asked_by,
            to=state.ground.dynamic.other(each.asked_by),
            text=each.text,
            moves=_answering(each, viewer, holds),
            under=each.clause,
            holds=ANSWERS[holds],
            note=each.note,
            is_over=holds in _OVER,
        )


_OVER = (Answer.NO, Answer.LAPSED)
_ANSWERABLE = (Answer.WAITING, Answer.YES, Answer.NO, Answer.YES_AS_AGREED, Answer.NO_AS_AGREED)


def _answering(asked: AskedPermission, viewer: MemberId, holds: Answer) -> tuple[Doing, ...]:
    """Return what one may answer: a no always, a yes only while what it rests on holds.

    What was answered with a no is done with: there is nothing left to take back.
    """
    if asked.asked_by == viewer:
        return () if holds is Answer.NO else (Doing.TAKE_BACK,)
    return (Doing.YES, Doing.NOT_THIS_TIME) if holds in _ANSWERABLE else (Doing.NOT_THIS_TIME,)


def _treats(state: State, viewer: MemberId) -> Iterator[Thing]:
    for each in state.directions.treats.offered.values():
        is_own = each.offered_by == viewer
        yield Thing(
            id=each.id,
            kind=ThingKind.TREAT,
            by=each.offered_by,
            to=state.ground.dynamic.other(each.offered_by),
            text=each.text,
            moves=(Doing.TAKE_BACK,) if is_own else (Doing.TAKE, Doing.NOT_NOW),
            under=each.clause,
        )


def _tasks(state: State, viewer: MemberId, moment: Moment) -> Iterator[Thing]:
    for each in state.standards.tasks.values():
        if is_task_operative(state.ground, each, moment):
            yield Thing(
                id=each.id,
                kind=ThingKind.TASK,
                by=each.set_by,
                to=each.bearer,
                text=each.text,
                moves=(Doing.LET_GO,) if each.set_by == viewer else (),
                grade=each.grade,
                until=task_due(each, state.ground.dynamic, moment.at),
            )
