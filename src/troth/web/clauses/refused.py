"""Where in a form it is said what stands in the way of a line: beside the part it is about."""

from collections.abc import Mapping

from troth.domain.agreement.commands import AnswerDayUnusable
from troth.domain.agreement.validity import (
    CeilingTooHigh,
    IntimateIsNew,
    IntimateNeedsBounds,
    IntimateNeedsSignal,
    LastDayPassed,
    LimitsProtectedNeed,
    NobodyBears,
    OutsideNeedsOwner,
    PrivateNeedsPermission,
    TermTooLong,
    ThirdPartiesStayOutside,
)
from troth.domain.kernel import Refusal, UnclearWording
from troth.domain.schedules import UnusableSchedule
from troth.web.form import Form, Wanting

ANSWER_BY = "answer-by"

PLACES: Mapping[type[Refusal], str] = {
    AnswerDayUnusable: ANSWER_BY,
    CeilingTooHigh: "ceiling_minutes",
    IntimateIsNew: "category",
    IntimateNeedsBounds: "bounds",
    IntimateNeedsSignal: "stop_signal",
    LastDayPassed: "lapses_on",
    LimitsProtectedNeed: "text",
    NobodyBears: "bearers",
    OutsideNeedsOwner: "owner",
    PrivateNeedsPermission: "permission",
    TermTooLong: "review_after_days",
    ThirdPartiesStayOutside: "standing",
    UnclearWording: "text",
    UnusableSchedule: "schedule.every",
}
"""The part of a line that each refusal is about; the others are about the whole."""


def put_beside(form: Form) -> None:
    """Put what was said of the whole form beside the part it is about."""
    field = PLACES.get(type(form.refusal)) if form.refusal is not None else None
    if field is not None:
        form.wanting = tuple(
            Wanting(field, each.sentence) if not each.field else each for each in form.wanting
        )
