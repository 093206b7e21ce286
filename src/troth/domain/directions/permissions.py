"""Permissions: asked under an agreed clause, answered by the other, or as both agreed before."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, TypeAlias, assert_never

from msgspec.structs import replace

from troth.domain.agreement.state import Clause, in_force
from troth.domain.agreement.terms import Category, Permission
from troth.domain.dynamic.events import Paused, Stopped
from troth.domain.dynamic.state import Deadline, due
from troth.domain.force import Ground, operative
from troth.domain.kernel import (
    MEMORY_DAYS,
    AlreadyThere,
    AreaId,
    ClauseId,
    Command,
    Digest,
    Event,
    MemberId,
    Moment,
    NotFound,
    Occasion,
    Outcome,
    Protective,
    Recorded,
    Refusal,
    UnclearWording,
    Value,
    is_clear,
    is_forgotten,
    with_item,
    without,
)

PermissionId = NewType("PermissionId", str)

MOST_ASKED = 50
"""Most permissions asked and kept at once: more would be a queue, not a conversation."""

ASKING_LENGTH = 1000
"""Longest words of what is asked or answered: a few sentences."""


class Answer(StrEnum):
    """What holds about an asked permission at a moment; derived on reading, never set."""

    WAITING = "waiting"
    YES = "yes"
    NO = "no"
    YES_AS_AGREED = "yes-as-agreed"
    NO_AS_AGREED = "no-as-agreed"
    RESTS = "rests"
    LAPSED = "lapsed"


class AskedPermission(Value, frozen=True):
    """A permission asked: under which wording, by when an answer comes, and what was said.

    `is_spent`: it is intimate, and a rest recorded after the yes has taken that yes away.
    """

    id: PermissionId
    asked_by: MemberId
    clause: ClauseId
    digest: Digest
    area: AreaId | None
    text: str
    asked_at: datetime
    answer_within_hours: int
    without_answer: bool
    intimate: bool
    said_yes: bool | None = None
    answered_at: datetime | None = None
    note: str = ""
    is_spent: bool = False


class PermissionAsked(Event, frozen=True, tag="permission-asked/1"):
    """A member asked, under exactly this wording of the clause."""

    permission: PermissionId
    clause: ClauseId
    digest: Digest
    area: AreaId | None
    text: str
    answer_within_hours: int
    without_answer: bool
    intimate: bool


class PermissionAnswered(Event, frozen=True, tag="permission-answered/1"):
    """The other answered, or changed their answer."""

    permission: PermissionId
    yes: bool
    note: str


class PermissionDropped(Event, frozen=True, tag="permission-dropped/1"):
    """The one who asked no longer asks."""

    permission: PermissionId


class PermissionsState(Value, frozen=True):
    """The permissions asked within the memory."""

    asked: dict[PermissionId, AskedPermission] = {}


def answer(asked: AskedPermission, ground: Ground, moment: Moment) -> Answer:
    """Return what holds about an asked permission at a moment.

    An intimate one is never open without an answer, and a yes to it does not outlast a pause;
    even a yes is what is open in general, never consent in the moment (K10).
    """
    if asked.said_yes is False:
        return Answer.NO
    held = in_force(ground.agreement, asked.clause, moment.at)
    if held is None or not held.reads_as(asked.digest):
        return Answer.LAPSED
    if operative(ground, asked.clause, moment) is None:
        return Answer.RESTS
    return _while_operative(asked, ground, moment)


def _while_operative(asked: AskedPermission, ground: Ground, moment: Moment) -> Answer:
    given_at = asked.answered_at or answer_due_at(asked, ground, moment)
    if moment.at < given_at:
        return Answer.WAITING
    if asked.is_spent or moment.at >= given_at + timedelta(days=MEMORY_DAYS):
        return Answer.LAPSED
    if asked.answered_at is not None:
        return Answer.YES
    return Answer.YES_AS_AGREED if asked.without_answer else Answer.NO_AS_AGREED


def answer_due_at(asked: AskedPermission, ground: Ground, moment: Moment) -> datetime:
    """Return by when an answer was agreed to come; in a rest, its area's too, it stands still."""
    length = timedelta(hours=asked.answer_within_hours)
    return due(ground.dynamic, Deadline(asked.asked_at, length, asked.area), moment.at)


def evolve(state: PermissionsState, recorded: Recorded) -> PermissionsState:
    """Return the permissions after an event; events of other parts leave them as they are."""
    match recorded.event:
        case PermissionAsked() as new:
            return _after_asking(state, new, recorded)
        case PermissionAnswered(permission=id_, yes=yes, note=note):
            answered = replace(state.asked[id_], said_yes=yes, note=note, answered_at=recorded.at)
            answered = replace(answered, is_spent=False)
            return PermissionsState(with_item(state.asked, id_, answered))
        case Paused(area=area):
            return _after_resting(state, area)
        case Stopped():
            return _after_resting(state, None)
        case PermissionDropped(permission=id_):
            return PermissionsState(without(state.asked, id_))
        case _:
            return state


def _after_asking(
    state: PermissionsState, new: PermissionAsked, recorded: Recorded
) -> PermissionsState:
    asked = AskedPermission(
        id=new.permission,
        asked_by=recorded.by,
        clause=new.clause,
        digest=new.digest,
        area=new.area,
        text=new.text,
        asked_at=recorded.at,
        answer_within_hours=new.answer_within_hours,
        without_answer=new.without_answer,
        intimate=new.intimate,
    )
    return PermissionsState(with_item(_kept(state, recorded.at), asked.id, asked))


def _after_resting(state: PermissionsState, area: AreaId | None) -> PermissionsState:
    """Take intimate yeses away in the order of the record: a rest may last no time at all."""
    reached = {
        id_: replace(each, is_spent=True)
        for id_, each in state.asked.items()
        if each.intimate and each.said_yes and area in (None, each.area)
    }
    return PermissionsState({**state.asked, **reached}) if reached else state


def _kept(state: PermissionsState, now: datetime) -> dict[PermissionId, AskedPermission]:
    asked = state.asked.values()
    return {each.id: each for each in asked if not is_forgotten(_last_touched(each), now)}


def _last_touched(asked: AskedPermission) -> datetime:
    length = timedelta(hours=asked.answer_within_hours)
    return asked.answered_at or asked.asked_at + length


class AskPermission(Command, frozen=True):
    """Ask for what a clause about permission leaves to be asked."""

    permission: PermissionId
    clause: ClauseId
    text: str


class AnswerPermission(Command, frozen=True):
    """Answer what the other asked; a changed mind is a new answer."""

    permission: PermissionId
    yes: bool
    note: str = ""


class TakeBackPermission(Protective, frozen=True):
    """Take back what one asked, or the yes one gave, at any time and without a reason."""

    permission: PermissionId


PermissionCommand: TypeAlias = AskPermission | AnswerPermission | TakeBackPermission


class NothingToAskUnder(Refusal, frozen=True):
    """The clause does not operate now, or is not about permission."""

    clause: str
    says = "“{clause}” is not a clause about permission that holds just now."


class OtherAsks(Refusal, frozen=True):
    """The clause says who asks."""

    clause: str
    says = "Under “{clause}” it is the other one who asks."


class OwnAsking(Refusal, frozen=True):
    """Nobody answers what they asked themselves."""

    says = "You asked this yourself, so the other one answers. You can take it back."


class TooManyAsked(Refusal, frozen=True):
    """More permissions are open than two people can keep in mind."""

    most: int
    says = "{most} permissions have been asked lately. Take some back, or let some be answered."


def decide(
    state: PermissionsState, ground: Ground, command: PermissionCommand, occasion: Occasion
) -> Outcome:
    """Decide a command about permissions; a no is accepted in every state."""
    if isinstance(command, AskPermission):
        return _ask(state, ground, command, occasion)
    asked = state.asked.get(command.permission)
    if asked is None:
        return NotFound("permission asked", command.permission)
    match command:
        case AnswerPermission():
            return _answer(asked, ground, command, occasion)
        case TakeBackPermission():
            return _take_back(asked, occasion)
        case _:
            assert_never(command)


def _ask(
    state: PermissionsState, ground: Ground, command: AskPermission, occasion: Occasion
) -> Outcome:
    if command.permission in state.asked:
        return AlreadyThere("permission asked", command.permission)
    if not is_clear(command.text, longest=ASKING_LENGTH):
        return UnclearWording("question")
    if len(_kept(state, occasion.now)) >= MOST_ASKED:
        return TooManyAsked(MOST_ASKED)
    held = operative(ground, command.clause, occasion.moment)
    if held is None or not isinstance(held.terms.body, Permission):
        return NothingToAskUnder(command.clause)
    if held.terms.body.asked_by != occasion.by:
        return OtherAsks(command.clause)
    return (asked_under(command, held, held.terms.body),)


def asked_under(command: AskPermission, held: Clause, body: Permission) -> PermissionAsked:
    """Return what is recorded when somebody asks under a clause that holds."""
    intimate = held.terms.category is not Category.ORDINARY
    return PermissionAsked(
        permission=command.permission,
        clause=command.clause,
        digest=held.digest,
        area=held.terms.area,
        text=command.text,
        answer_within_hours=body.answer_within_hours,
        without_answer=body.without_answer and not intimate,
        intimate=intimate,
    )


def _answer(
    asked: AskedPermission, ground: Ground, command: AnswerPermission, occasion: Occasion
) -> Outcome:
    if asked.asked_by == occasion.by:
        return OwnAsking()
    if not is_clear(command.note, longest=ASKING_LENGTH, may_be_empty=True):
        return UnclearWording("note")
    if command.yes and not is_still_agreed(asked, ground, occasion):
        return NothingToAskUnder(asked.clause)
    return (PermissionAnswered(asked.id, command.yes, command.note),)


def is_still_agreed(asked: AskedPermission, ground: Ground, occasion: Occasion) -> bool:
    """Tell whether the clause still holds in the wording it was asked under."""
    held = operative(ground, asked.clause, occasion.moment)
    return held is not None and held.reads_as(asked.digest)


def _take_back(asked: AskedPermission, occasion: Occasion) -> Outcome:
    if asked.asked_by == occasion.by:
        return (PermissionDropped(asked.id),)
    return () if asked.said_yes is False else (PermissionAnswered(asked.id, yes=False, note=""),)
