"""The state of the whole dynamic, and what each part of it makes of an event that counts."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from msgspec.structs import replace

from troth.domain import checkins, erasure, force, labels, leanings
from troth.domain.checkins import CheckInsState
from troth.domain.conduct import decide as conduct
from troth.domain.conduct.decide import ConductState
from troth.domain.decisions import state as decisions
from troth.domain.decisions.state import DecisionsState
from troth.domain.directions import decide as directions
from troth.domain.directions.decide import DirectionsState
from troth.domain.erasure import ErasureState
from troth.domain.force import Ground
from troth.domain.kernel import Event, Recorded, Value
from troth.domain.labels import LabelsState
from troth.domain.leanings import LeaningsState
from troth.domain.resets import state as resets
from troth.domain.resets.state import ResetsState
from troth.domain.sessions import state as sessions
from troth.domain.sessions.state import SessionsState
from troth.domain.standards import state as standards
from troth.domain.standards.state import StandardsState
from troth.domain.talks import state as talks
from troth.domain.talks.state import TalksState


class State(Value, frozen=True):
    """What is live, and what ended within the memory: enough to decide anything and show a page."""

    ground: Ground = Ground()
    decisions: DecisionsState = DecisionsState()
    directions: DirectionsState = DirectionsState()
    standards: StandardsState = StandardsState()
    conduct: ConductState = ConductState()
    talks: TalksState = TalksState()
    sessions: SessionsState = SessionsState()
    checkins: CheckInsState = CheckInsState()
    leanings: LeaningsState = LeaningsState()
    resets: ResetsState = ResetsState()
    labels: LabelsState = LabelsState()
    erasure: ErasureState = ErasureState()


Evolve = Callable[[Any, Recorded], Any]

PARTS: Mapping[str, Evolve] = {
    "ground": force.evolve,
    "decisions": decisions.evolve,
    "directions": directions.evolve,
    "standards": standards.evolve,
    "conduct": conduct.evolve,
    "talks": talks.evolve,
    "sessions": sessions.evolve,
    "checkins": checkins.evolve,
    "leanings": leanings.evolve,
    "resets": resets.evolve,
    "labels": labels.evolve,
    "erasure": erasure.evolve,
}
"""Each part by its name in the state, which is the name of its module or package too."""


def after(state: State, recorded: Recorded) -> State:
    """Return the state after an event that may follow; every part takes what concerns it."""
    changed = {
        name: PARTS[name](getattr(state, name), recorded) for name in told(type(recorded.event))
    }
    return replace(state, **changed)


@cache
def told(event: type[Event]) -> tuple[str, ...]:
    """Return the parts that are told of an event: those of the ground reach all, others their own.

    Asking eleven parts about each event would take most of the time it takes to read a record.
    """
    own, *_ = event.__module__.removeprefix("troth.domain.").split(".")
    return (own,) if own in PARTS else tuple(PARTS)
