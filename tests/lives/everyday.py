"""What happens on ordinary days: marks, remarks, directions, permissions, treats, tasks."""

from datetime import timedelta

from tests.given import ASH, WREN, Couple
from troth.domain.conduct.observations import (
    AnswerObservation,
    ObservationId,
    ObservationKind,
    Observe,
)
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import Cannot, FinishDirection, GiveDirection, TakeUp
from troth.domain.directions.permissions import AnswerPermission, AskPermission, PermissionId
from troth.domain.directions.treats import NotNow, OfferTreat, TakeTreat, TreatId
from troth.domain.kernel import AreaId, ClauseId, Significance
from troth.domain.routing.matter import Declaration
from troth.domain.standards.commands import DropTask, MarkOccurrence, SetTask
from troth.domain.standards.events import ClauseDuty, Mark, TaskId, TaskKind

HOUSEHOLD = AreaId("household")
KITCHEN = ClauseId("kitchen-before-bed")
LISTENS = ClauseId("lead-listens")
INVITATION = ClauseId("closeness-invitation")


def mark(couple: Couple, day: int) -> None:
    """Each says how one thing of their own went."""
    marks = tuple(Mark)
    couple.does(WREN, MarkOccurrence(ClauseDuty(KITCHEN), couple.now, marks[day % len(marks)]))
    couple.does(ASH, MarkOccurrence(ClauseDuty(LISTENS), couple.now, marks[day // 3 % len(marks)]))


def remark(couple: Couple, day: int) -> None:
    """One says something about the other, who sometimes answers."""
    by, about = (ASH, WREN) if day % 3 else (WREN, ASH)
    kind = ObservationKind.CONCERN if day % 9 == 0 else ObservationKind.PRAISE
    id_ = ObservationId(f"said-{day}")
    couple.does(by, Observe(id_, about, kind, "The table was laid before I came home; thank you."))
    if day % 2:
        couple.does(about, AnswerObservation(id_, "It was a pleasure."))


def direction(couple: Couple, day: int) -> None:
    """Ash asks for something in the household; Wren takes it up, or cannot."""
    id_ = DirectionId(f"direction-{day}")
    word = Declaration(frozenset({WREN}), Significance.ROUTINE)
    until = couple.now + timedelta(days=2)
    text = "Bring the winter coats down from the loft and air them."
    couple.does(ASH, GiveDirection(id_, text, word, until, HOUSEHOLD))
    if day % 5 == 0:
        couple.does(WREN, Cannot(id_, "My back is sore."))
        return
    couple.does(WREN, TakeUp(id_))
    couple.later(hours=1)
    couple.does(WREN, FinishDirection(id_))


def permission(couple: Couple, day: int) -> None:
    """Wren asks under what both agreed, and Ash answers."""
    id_ = PermissionId(f"asked-{day}")
    couple.does(WREN, AskPermission(id_, INVITATION, "This evening, when the house is quiet?"))
    couple.does(ASH, AnswerPermission(id_, day % 3 > 0, "After supper."))


def treat(couple: Couple, day: int) -> None:
    """A treat is offered, and taken or left."""
    by, other = (ASH, WREN) if day % 2 else (WREN, ASH)
    id_ = TreatId(f"treat-{day}")
    couple.does(by, OfferTreat(id_, "Breakfast in bed on Saturday."))
    couple.does(other, NotNow(id_) if day % 5 == 0 else TakeTreat(id_))


def task(couple: Couple, day: int) -> None:
    """Wren sets a task for themself, and now and then lets one go."""
    id_ = TaskId(f"task-{day}")
    due = couple.now + timedelta(days=5)
    couple.does(WREN, SetTask(id_, WREN, TaskKind.ERRAND, "Return the library books.", due))
    if day % 4 == 0:
        couple.does(WREN, DropTask(id_))
