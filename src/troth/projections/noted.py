"""What was noted lately, by either, about either: the newest first, never summed."""

from datetime import datetime

from troth.domain.conduct.observations import ObservationId, ObservationKind
from troth.domain.decider import State
from troth.domain.kernel import Value
from troth.projections.slips import duty_name


class Note(Value, frozen=True):
    """One remark, what it was about, and the answer under it, if there is one."""

    id: ObservationId
    kind: ObservationKind
    by: str
    about: str
    line: str
    text: str
    answer: str
    at: datetime


def noted(state: State) -> tuple[Note, ...]:
    """Return the remarks at hand, the newest first."""
    names = {member.id: member.name for member in state.ground.dynamic.members}
    found = sorted(
        state.conduct.observations.observations.values(),
        key=lambda each: (each.at, each.id),
        reverse=True,
    )
    return tuple(
        Note(
            id=each.id,
            kind=each.kind,
            by=names[each.by],
            about=names[each.about],
            line="" if each.duty is None else duty_name(each.duty),
            text=each.text,
            answer=each.answer,
            at=each.at,
        )
        for each in found
    )
