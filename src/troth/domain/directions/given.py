"""Directions: what the lead asks for in what they lead, graded as agreed and always with an end."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from msgspec.structs import replace

from troth.domain.agreement.terms import Authority, Grade, NeedDeclared
from troth.domain.agreement.validity import AUTHORITY
from troth.domain.dynamic.state import Deadline, due
from troth.domain.force import Ground, operative
from troth.domain.kernel import (
    AreaId,
    Capacity,
    Event,
    MemberId,
    Moment,
    Recorded,
    Value,
    is_forgotten,
    with_item,
)
from troth.domain.routing.matter import Facet
from troth.domain.routing.routes import Gate, Route, Voice
from troth.domain.routing.rules import route

DirectionId = NewType("DirectionId", str)

DIRECTION_LENGTH = 1000
"""Longest words of a direction: what cannot be said in a few sentences is a proposal."""

RISING = (Grade.REQUEST, Grade.ORDER, Grade.STANDING_ORDER)
"""The grades of a direction, from the one that binds least."""


class Ending(StrEnum):
    """How a direction came to its end before its time; none of these is anybody's breach."""

    CANNOT = "cannot"
    LET_GO = "let-go"
    DONE = "done"


class Direction(Value, frozen=True):
    """A direction: from whom to whom, what it touches, how it was graded, and until when."""

    id: DirectionId
    giver: MemberId
    bearer: MemberId
    text: str
    facet: Facet
    grade: Grade
    given_at: datetime
    until: datetime
    review_on: datetime | None
    taken_up_at: datetime | None = None
    ending: Ending | None = None
    ended_at: datetime | None = None


class Task(Value, frozen=True):
    """What a direction asks of its bearer at a moment, graded as it binds then."""

    direction: DirectionId
    giver: MemberId
    bearer: MemberId
    text: str
    area: AreaId | None
    grade: Grade
    given_at: datetime
    due_at: datetime
    taken_up: bool


class DirectionGiven(Event, frozen=True, tag="direction-given/1"):
    """The lead gave a direction."""

    direction: DirectionId
    bearer: MemberId
    text: str
    facet: Facet
    grade: Grade
    until: datetime
    review_on: datetime | None
    needs: tuple[NeedDeclared, ...]


class DirectionTakenUp(Event, frozen=True, tag="direction-taken-up/1"):
    """The bearer took the direction up."""

    direction: DirectionId


class DirectionCannot(Event, frozen=True, tag="direction-handed-back/1"):
    """The bearer said that they cannot; that ends it."""

    direction: DirectionId
    note: str


class DirectionLetGo(Event, frozen=True, tag="direction-let-go/1"):
    """The giver let the direction go."""

    direction: DirectionId


class DirectionDone(Event, frozen=True, tag="direction-done/1"):
    """The bearer said that it is done."""

    direction: DirectionId


class DirectionReviewed(Event, frozen=True, tag="direction-reviewed/1"):
    """The giver looked at a standing order again and keeps it, until its end at most."""

    direction: DirectionId
    review_on: datetime


class GivenState(Value, frozen=True):
    """The directions given, and those over within the memory."""

    directions: dict[DirectionId, Direction] = {}


def highest_grade(ground: Ground, moment: Moment) -> Grade:
    """Return the most a direction may be at a moment; with nothing agreed it is a request."""
    held = operative(ground, AUTHORITY, moment)
    body = None if held is None else held.terms.body
    return body.grade if isinstance(body, Authority) else Grade.REQUEST


def binding_grade(direction: Direction, ground: Ground, moment: Moment) -> Grade | None:
    """Return how a direction binds at a moment, or None when it does not.

    Derived from the route and the agreement as they are then, so a direction never outlasts
    the authority it came from. Where the bearer is owed a hearing it is a request until they
    have taken it up: giving it as a direction is no way around hearing them.
    """
    is_over = direction.ended_at is not None and direction.ended_at <= moment.at
    if is_over or not direction.given_at <= moment.at < ends_at(direction, ground, moment):
        return None
    current = route(ground, (direction.facet,), moment)
    if not is_led_by(direction.giver, current):
        return None
    if current.voice is Voice.HEAR and direction.taken_up_at is None:
        return Grade.REQUEST
    return min(direction.grade, highest_grade(ground, moment), key=RISING.index)


def ends_at(direction: Direction, ground: Ground, moment: Moment) -> datetime:
    """Return when a direction ends.

    For one thing to be done this is a deadline, so it stands still while the exchange or its part
    of life rests; a standing order is a burden over time, and no rest makes it longer.
    """
    if direction.grade is Grade.STANDING_ORDER:
        return direction.until
    length = direction.until - direction.given_at
    deadline = Deadline(direction.given_at, length, direction.facet.area)
    return due(ground.dynamic, deadline, moment.at)


def is_review_due(direction: Direction, ground: Ground, moment: Moment) -> bool:
    """Tell whether a standing order that binds is to be looked at again."""
    review_on = direction.review_on
    is_due = review_on is not None and moment.at >= review_on
    return is_due and binding_grade(direction, ground, moment) is not None


def tasks(state: GivenState, ground: Ground, member: MemberId, moment: Moment) -> tuple[Task, ...]:
    """Return what directions ask of a member at a moment, the earliest end first."""
    borne = (each for each in state.directions.values() if each.bearer == member)
    graded = ((each, binding_grade(each, ground, moment)) for each in borne)
    found = [
        Task(
            direction=each.id,
            giver=each.giver,
            bearer=each.bearer,
            text=each.text,
            area=each.facet.area,
            grade=grade,
            given_at=each.given_at,
            due_at=ends_at(each, ground, moment),
            taken_up=each.taken_up_at is not None,
        )
        for each, grade in graded
        if grade is not None
    ]
    return tuple(sorted(found, key=lambda task: (task.due_at, task.direction)))


def evolve(state: GivenState, recorded: Recorded) -> GivenState:
    """Return the directions after an event; events of other parts leave them as they are."""
    at = recorded.at
    match recorded.event:
        case DirectionGiven() as new:
            return _after_giving(state, new, recorded)
        case DirectionTakenUp(direction=id_):
            return _changed(state, replace(state.directions[id_], taken_up_at=at))
        case DirectionReviewed(direction=id_, review_on=review_on):
            return _changed(state, replace(state.directions[id_], review_on=review_on))
        case DirectionCannot(direction=id_):
            return _ended(state, id_, Ending.CANNOT, at)
        case DirectionLetGo(direction=id_):
            return _ended(state, id_, Ending.LET_GO, at)
        case DirectionDone(direction=id_):
            return _ended(state, id_, Ending.DONE, at)
        case _:
            return state


def _after_giving(state: GivenState, new: DirectionGiven, recorded: Recorded) -> GivenState:
    direction = Direction(
        id=new.direction,
        giver=recorded.by,
        bearer=new.bearer,
        text=new.text,
        facet=new.facet,
        grade=new.grade,
        given_at=recorded.at,
        until=new.until,
        review_on=new.review_on,
    )
    return GivenState(with_item(kept(state, recorded.at), direction.id, direction))


def kept(state: GivenState, now: datetime) -> dict[DirectionId, Direction]:
    """Return the directions still kept.

    What ended a month ago goes; so does what a rest of more than a month has overtaken.
    """
    given = state.directions.values()
    return {each.id: each for each in given if not is_forgotten(each.ended_at or each.until, now)}


def _changed(state: GivenState, direction: Direction) -> GivenState:
    return GivenState(with_item(state.directions, direction.id, direction))


def _ended(state: GivenState, id_: DirectionId, ending: Ending, at: datetime) -> GivenState:
    return _changed(state, replace(state.directions[id_], ending=ending, ended_at=at))


def is_led_by(giver: MemberId, current: Route) -> bool:
    """Tell whether a route is the giver's alone, with the authority the agreement grants."""
    is_open = current.gate is Gate.OPEN
    return is_open and current.deciders == frozenset({(giver, Capacity.ROLE)})
