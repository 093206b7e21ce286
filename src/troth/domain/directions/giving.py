"""Giving a direction and answering one: giving needs authority now, and "cannot" nothing."""

from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from troth.domain.agreement.needs import touched_needs
from troth.domain.agreement.terms import Effect, Grade, NeedDeclared
from troth.domain.agreement.validity import MayTouchProtectedNeed
from troth.domain.directions.given import (
    DIRECTION_LENGTH,
    RISING,
    Direction,
    DirectionCannot,
    DirectionDone,
    DirectionGiven,
    DirectionId,
    DirectionLetGo,
    DirectionReviewed,
    DirectionTakenUp,
    GivenState,
    binding_grade,
    highest_grade,
    is_led_by,
    kept,
)
from troth.domain.force import Ground
from troth.domain.kernel import (
    NAME_LENGTH,
    AlreadyThere,
    AreaId,
    Command,
    MemberId,
    NotFound,
    Occasion,
    Outcome,
    Protective,
    Refusal,
    UnclearWording,
    is_clear,
)
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.routing.routes import Label, label
from troth.domain.routing.rules import route

MOST_DIRECTIONS = 50
"""Most directions kept at once: more cannot be borne in mind, let alone done."""

TASK_DAYS = 30
"""A request or an order is for one thing, and ends within a month."""

STANDING_DAYS = 90
"""A standing order ends within three months; what is to hold for longer is a clause."""


class GiveDirection(Command, frozen=True):
    """Ask the other for something in what one leads, with an end.

    `declaration` is the giver's own word on whom it touches; `considered` answers the question
    about protected needs, as for a clause.
    """

    direction: DirectionId
    text: str
    declaration: Declaration
    until: datetime
    area: AreaId | None = None
    element: str | None = None
    tags: frozenset[str] = frozenset()
    grade: Grade = Grade.REQUEST
    review_on: datetime | None = None
    needs: tuple[NeedDeclared, ...] = ()
    considered: bool = False


class TakeUp(Command, frozen=True):
    """Take up a direction."""

    direction: DirectionId


class Cannot(Protective, frozen=True):
    """Say that one cannot; this ends the direction, and nothing follows from it."""

    direction: DirectionId
    note: str = ""


class LetGo(Protective, frozen=True):
    """Let go of a direction one gave."""

    direction: DirectionId


class FinishDirection(Command, frozen=True):
    """Say that what was asked is done."""

    direction: DirectionId


class ReviewDirection(Command, frozen=True):
    """Look at a standing order again and keep it, with the day it is looked at next."""

    direction: DirectionId
    review_on: datetime


GivenCommand: TypeAlias = (
    GiveDirection | TakeUp | Cannot | LetGo | FinishDirection | ReviewDirection
)


class NotLedHere(Refusal, frozen=True):
    """A direction is given only where the route is the lead's."""

    route: Label
    says = (
        "A direction is given only in what you lead, and this is decided otherwise: {route}. "
        "Ask for it, or raise it as a question."
    )


class GradeTooHigh(Refusal, frozen=True):
    """The agreement says how a direction is graded at most."""

    highest: Grade
    says = "Between you a direction is at most a {highest}. Give it as that."


class DirectionNeedsEnd(Refusal, frozen=True):
    """Nothing that is asked goes on without an end."""

    days: int
    says = "Say when this ends: later than now, and within {days} days."


class StandingOrderNeedsReview(Refusal, frozen=True):
    """A standing order is looked at again before it ends; nothing else is."""

    says = "A standing order needs a day to look at it again, before it ends; others have none."


class DirectionLimitsNeed(Refusal, frozen=True):
    """No direction limits a protected need (K19)."""

    need: str
    says = "A direction cannot limit {need}. It can be asked as a courtesy, which binds nobody."


class TooManyDirections(Refusal, frozen=True):
    """More directions are open than anybody can keep in mind."""

    most: int
    says = "{most} directions have been given lately. Let some of them go first."


class NotYourDirection(Refusal, frozen=True):
    """The bearer takes up or cannot; the giver lets go and reviews."""

    direction: str
    says = "That is for the other one to say about “{direction}”."


class DirectionOver(Refusal, frozen=True):
    """The direction has ended, or does not bind just now."""

    direction: str
    says = "“{direction}” is over, or rests just now. Nothing is asked of anybody by it."


def decide(state: GivenState, ground: Ground, command: GivenCommand, occasion: Occasion) -> Outcome:
    """Decide a command about directions; giving needs authority now, and "cannot" nothing."""
    if isinstance(command, GiveDirection):
        return _give(state, ground, command, occasion)
    direction = state.directions.get(command.direction)
    if direction is None:
        return NotFound("direction", command.direction)
    speaks = direction.giver if isinstance(command, LetGo | ReviewDirection) else direction.bearer
    if speaks != occasion.by:
        return NotYourDirection(direction.id)
    if isinstance(command, Cannot | LetGo):
        return _end(direction, command)
    if binding_grade(direction, ground, occasion.moment) is None:
        return DirectionOver(direction.id)
    return _go_on(direction, command, occasion)


def _end(direction: Direction, command: Cannot | LetGo) -> Outcome:
    if direction.ended_at is not None:
        return ()
    match command:
        case Cannot(note=note):
            # Words that cannot be recorded are left out: a "cannot" is never turned away.
            clear = is_clear(note, longest=DIRECTION_LENGTH, may_be_empty=True)
            return (DirectionCannot(direction.id, note if clear else ""),)
        case LetGo():
            return (DirectionLetGo(direction.id),)
        case _:
            assert_never(command)


def _go_on(
    direction: Direction, command: TakeUp | FinishDirection | ReviewDirection, occasion: Occasion
) -> Outcome:
    match command:
        case TakeUp():
            taken = direction.taken_up_at is not None
            return () if taken else (DirectionTakenUp(direction.id),)
        case FinishDirection():
            return (DirectionDone(direction.id),)
        case ReviewDirection(review_on=review_on):
            return _review(direction, review_on, occasion.now)
        case _:
            assert_never(command)


def _review(direction: Direction, review_on: datetime, now: datetime) -> Outcome:
    is_standing = direction.grade is Grade.STANDING_ORDER
    if not is_standing or not _is_between(now, review_on, direction.until):
        return StandingOrderNeedsReview()
    return (DirectionReviewed(direction.id, review_on),)


def _give(state: GivenState, ground: Ground, command: GiveDirection, occasion: Occasion) -> Outcome:
    if command.direction in state.directions:
        return AlreadyThere("direction", command.direction)
    if len(kept(state, occasion.now)) >= MOST_DIRECTIONS:
        return TooManyDirections(MOST_DIRECTIONS)
    refusal = _refuse_words(command) or _refuse_term(command, occasion.now)
    if refusal is not None:
        return refusal
    facet = Facet(
        command.area, command.element, command.tags, declared={occasion.by: command.declaration}
    )
    current = route(ground, (facet,), occasion.moment)
    if not is_led_by(occasion.by, current):
        return NotLedHere(label(current))
    highest = highest_grade(ground, occasion.moment)
    if RISING.index(command.grade) > RISING.index(highest):
        return GradeTooHigh(highest)
    return (_given(command, facet, ground.dynamic.other(occasion.by)),)


def _given(command: GiveDirection, facet: Facet, bearer: MemberId) -> DirectionGiven:
    return DirectionGiven(
        direction=command.direction,
        bearer=bearer,
        text=command.text,
        facet=facet,
        grade=command.grade,
        until=command.until,
        review_on=command.review_on,
        needs=command.needs,
    )


def _refuse_words(command: GiveDirection) -> Refusal | None:
    names = (command.area, command.element, *command.tags)
    if not all(is_clear(name, longest=NAME_LENGTH) for name in names if name is not None):
        return UnclearWording("part of life")
    if not is_clear(command.text, longest=DIRECTION_LENGTH):
        return UnclearWording("direction")
    return _refuse_needs(command)


def _refuse_needs(command: GiveDirection) -> Refusal | None:
    for declared in command.needs:
        if declared.effect is Effect.LIMITS:
            return DirectionLimitsNeed(declared.need)
    declared_needs = {declared.need for declared in command.needs}
    unclear = [need for need in touched_needs(command.text) if need not in declared_needs]
    asks = bool(unclear) and not command.considered
    return MayTouchProtectedNeed(", ".join(unclear)) if asks else None


def _refuse_term(command: GiveDirection, now: datetime) -> Refusal | None:
    is_standing = command.grade is Grade.STANDING_ORDER
    days = STANDING_DAYS if is_standing else TASK_DAYS
    if not _is_between(now, command.until, now + timedelta(days=days)):
        return DirectionNeedsEnd(days)
    return None if is_within_term(command, now) else StandingOrderNeedsReview()


def is_within_term(asked: GiveDirection | DirectionGiven, now: datetime) -> bool:
    """Tell whether a direction ends in time, and is looked at again where it is a standing one."""
    is_standing = asked.grade is Grade.STANDING_ORDER
    days, review_on = STANDING_DAYS if is_standing else TASK_DAYS, asked.review_on
    if not _is_between(now, asked.until, now + timedelta(days=days)):
        return False
    if review_on is None or not is_standing:
        return review_on is None and not is_standing
    return _is_between(now, review_on, asked.until)


def _is_between(now: datetime, time: datetime, last: datetime) -> bool:
    """Tell whether a time is one that can be waited for; without a zone it could be any."""
    return time.tzinfo is not None and now < time <= last
