"""What is directed, asked and offered just now, as both of the two read it."""

from datetime import datetime

from troth.domain.agreement.terms import Grade
from troth.domain.decider import State
from troth.domain.directions import permissions
from troth.domain.directions.given import DirectionId, is_review_due, tasks
from troth.domain.directions.permissions import PermissionId
from troth.domain.directions.treats import TreatId
from troth.domain.kernel import ClauseId, Moment, Value

ANSWERS: dict[permissions.Answer, str] = {
    permissions.Answer.WAITING: "waits for an answer",
    permissions.Answer.YES: "yes; it is still asked in the moment",
    permissions.Answer.NO: "not this time",
    permissions.Answer.YES_AS_AGREED: "yes, as you both agreed; it is still asked in the moment",
    permissions.Answer.NO_AS_AGREED: "not this time, as you both agreed",
    permissions.Answer.RESTS: "rests just now",
    permissions.Answer.LAPSED: "no longer holds",
}
"""What holds about something asked, in words; none of it stands in for a yes in the moment."""


class Directed(Value, frozen=True):
    """One direction that binds now, as it binds now."""

    id: DirectionId
    by: str
    of: str
    text: str
    grade: Grade
    until: datetime
    taken_up: bool
    look_again: bool


class Asked(Value, frozen=True):
    """One thing asked, and what holds about it now."""

    id: PermissionId
    by: str
    clause: ClauseId
    text: str
    holds: str
    note: str


class Offered(Value, frozen=True):
    """One treat on offer."""

    id: TreatId
    by: str
    text: str


def directed(state: State, moment: Moment) -> tuple[Directed, ...]:
    """Return the directions that bind now, the earliest end first."""
    ground, given = state.ground, state.directions.given
    names = _names(state)
    return tuple(
        Directed(
            id=each.direction,
            by=names[each.giver],
            of=names[each.bearer],
            text=each.text,
            grade=each.grade,
            until=each.due_at,
            taken_up=each.taken_up,
            look_again=is_review_due(given.directions[each.direction], ground, moment),
        )
        for member in ground.dynamic.member_ids
        for each in tasks(given, ground, member, moment)
    )


def asked(state: State, moment: Moment) -> tuple[Asked, ...]:
    """Return what was asked lately, the newest first."""
    names = _names(state)
    known = state.directions.permissions.asked.values()
    return tuple(
        Asked(
            id=each.id,
            by=names[each.asked_by],
            clause=each.clause,
            text=each.text,
            holds=ANSWERS[permissions.answer(each, state.ground, moment)],
            note=each.note,
        )
        for each in sorted(known, key=lambda each: (each.asked_at, each.id), reverse=True)
    )


def offered(state: State) -> tuple[Offered, ...]:
    """Return the treats on offer."""
    names = _names(state)
    treats = state.directions.treats.offered.values()
    return tuple(Offered(each.id, names[each.offered_by], each.text) for each in treats)


def _names(state: State) -> dict[str, str]:
    return {member.id: member.name for member in state.ground.dynamic.members}
