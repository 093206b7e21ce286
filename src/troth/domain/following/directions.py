"""What may follow on directions, permissions and treats: each speaks for themselves only."""

from typing import TypeAlias, assert_never

from msgspec.structs import replace

from troth.domain.agreement.terms import Effect, Grade, Permission
from troth.domain.directions.given import (
    RISING,
    Direction,
    DirectionCannot,
    DirectionDone,
    DirectionGiven,
    DirectionLetGo,
    DirectionReviewed,
    DirectionTakenUp,
    GivenState,
    highest_grade,
    is_led_by,
)
from troth.domain.directions.giving import is_within_term
from troth.domain.directions.permissions import (
    AskedPermission,
    AskPermission,
    PermissionAnswered,
    PermissionAsked,
    PermissionDropped,
    PermissionsState,
    asked_under,
    is_still_agreed,
)
from troth.domain.directions.treats import (
    TreatLeft,
    TreatOffered,
    TreatsState,
    TreatTaken,
    TreatTakenBack,
)
from troth.domain.following.ground import as_recorded
from troth.domain.force import Ground, operative
from troth.domain.kernel import MemberId, Moment, Occasion, Recorded
from troth.domain.routing.rules import route
from troth.domain.state import State

Answering: TypeAlias = (
    DirectionTakenUp | DirectionCannot | DirectionLetGo | DirectionDone | DirectionReviewed
)
"""What can happen to a direction that was given."""


def follows(whole: State, recorded: Recorded) -> bool:
    """Tell whether an event about a direction, a permission or a treat may follow."""
    state, ground = whole.directions, whole.ground
    match recorded.event:
        case DirectionGiven() as given:
            is_new = given.direction not in state.given.directions
            grounds = (each.ground for each in as_recorded(whole))
            return is_new and any(_is_led(each, given, recorded) for each in grounds)
        case (
            DirectionTakenUp()
            | DirectionCannot()
            | DirectionLetGo()
            | DirectionDone()
            | DirectionReviewed() as event
        ):
            return _is_answered(state.given, event, recorded)
        case PermissionAsked() | PermissionAnswered() | PermissionDropped():
            return _is_about_permission(state.permissions, ground, recorded)
        case TreatOffered() | TreatTaken() | TreatLeft() | TreatTakenBack() as event:
            return _is_about_treat(state.treats, event, recorded.by)
        case _:
            return True


def _is_led(ground: Ground, given: DirectionGiven, recorded: Recorded) -> bool:
    by, moment = recorded.by, Moment(recorded.at)
    highest = highest_grade(ground, moment)
    return (
        given.bearer == ground.dynamic.other(by)
        and given.facet.declared.keys() <= {by}
        and not any(each.effect is Effect.LIMITS for each in given.needs)
        and is_within_term(given, recorded.at)
        and RISING.index(given.grade) <= RISING.index(highest)
        and is_led_by(by, route(ground, (given.facet,), moment))
    )


def _is_answered(state: GivenState, event: Answering, recorded: Recorded) -> bool:
    """Tell whether it is for them to say; whether a direction binds is derived on reading."""
    direction = state.directions.get(event.direction)
    if direction is None or direction.ended_at is not None:
        return False
    is_givers = isinstance(event, DirectionLetGo | DirectionReviewed)
    is_theirs = recorded.by == (direction.giver if is_givers else direction.bearer)
    if not isinstance(event, DirectionReviewed):
        return is_theirs
    return is_theirs and _is_kept_on(direction, event, recorded)


def _is_kept_on(direction: Direction, event: DirectionReviewed, recorded: Recorded) -> bool:
    is_standing = direction.grade is Grade.STANDING_ORDER
    return is_standing and recorded.at < event.review_on <= direction.until


def _is_about_permission(state: PermissionsState, ground: Ground, recorded: Recorded) -> bool:
    match recorded.event:
        case PermissionAsked() as new:
            return new.permission not in state.asked and _is_asked(ground, new, recorded)
        case PermissionAnswered(permission=id_, yes=yes):
            asked = state.asked.get(id_)
            return asked is not None and _is_others(asked, ground, recorded, yes=yes)
        case PermissionDropped(permission=id_):
            asked = state.asked.get(id_)
            return asked is not None and asked.asked_by == recorded.by
        case _:
            return True


def _is_asked(ground: Ground, new: PermissionAsked, recorded: Recorded) -> bool:
    """Tell whether it is asked under the clause as it reads, by whom and as the clause says."""
    held = operative(ground, new.clause, Moment(recorded.at))
    body = None if held is None else held.terms.body
    if held is None or not isinstance(body, Permission) or body.asked_by != recorded.by:
        return False
    expected = asked_under(AskPermission(new.permission, new.clause, new.text), held, body)
    return held.reads_as(new.digest) and replace(expected, digest=new.digest) == new


def _is_others(asked: AskedPermission, ground: Ground, recorded: Recorded, *, yes: bool) -> bool:
    occasion = Occasion(recorded.by, Moment(recorded.at))
    return asked.asked_by != recorded.by and (not yes or is_still_agreed(asked, ground, occasion))


def _is_about_treat(
    state: TreatsState, event: TreatOffered | TreatTaken | TreatLeft | TreatTakenBack, by: MemberId
) -> bool:
    treat = state.offered.get(event.treat)
    match event:
        case TreatOffered():
            return treat is None
        case TreatTaken() | TreatLeft():
            return treat is not None and treat.offered_by != by
        case TreatTakenBack():
            return treat is not None and treat.offered_by == by
        case _:
            assert_never(event)
