"""The state of the whole dynamic, and what each part of it makes of an event that counts."""

from troth.domain import checkins, erasure, force
from troth.domain.checkins import CheckInsState
from troth.domain.conduct import decide as conduct
from troth.domain.conduct.decide import ConductState
from troth.domain.decisions import state as decisions
from troth.domain.decisions.state import DecisionsState
from troth.domain.directions import decide as directions
from troth.domain.directions.decide import DirectionsState
from troth.domain.erasure import ErasureState
from troth.domain.force import Ground
from troth.domain.kernel import Recorded, Value
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
    resets: ResetsState = ResetsState()
    erasure: ErasureState = ErasureState()


def after(state: State, recorded: Recorded) -> State:
    """Return the state after an event that may follow; every part takes what concerns it."""
    return State(
        ground=force.evolve(state.ground, recorded),
        decisions=decisions.evolve(state.decisions, recorded),
        directions=directions.evolve(state.directions, recorded),
        standards=standards.evolve(state.standards, recorded),
        conduct=conduct.evolve(state.conduct, recorded),
        talks=talks.evolve(state.talks, recorded),
        sessions=sessions.evolve(state.sessions, recorded),
        checkins=checkins.evolve(state.checkins, recorded),
        resets=resets.evolve(state.resets, recorded),
        erasure=erasure.evolve(state.erasure, recorded),
    )
