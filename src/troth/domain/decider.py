"""The whole dynamic: its state, and the two functions that decide about it and evolve it."""

from typing import TypeAlias, assert_never

from troth.domain import checkins, force, safety, windows
from troth.domain.agreement import decide as agreement
from troth.domain.agreement.commands import AgreementCommand, WithdrawConsent
from troth.domain.checkins import CheckInCommand, CheckInsState
from troth.domain.decisions import decide as decisions
from troth.domain.decisions import state as decisions_state
from troth.domain.decisions.commands import DecisionCommand
from troth.domain.decisions.state import DecisionsState
from troth.domain.directions import decide as directions
from troth.domain.directions.decide import DirectionsCommand, DirectionsState
from troth.domain.dynamic import commands as dynamic
from troth.domain.dynamic.commands import BeginDynamic, DynamicCommand, HasEnded, JoinDynamic
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import Ground
from troth.domain.kernel import NotAMember, Occasion, Outcome, Recorded, Refusal, Value
from troth.domain.resets import commands as resets
from troth.domain.resets import state as resets_state
from troth.domain.resets.commands import ReaffirmClause, ResetCommand
from troth.domain.resets.events import Wish
from troth.domain.resets.state import ResetsState
from troth.domain.safety import LimitCommand
from troth.domain.sessions import decide as sessions
from troth.domain.sessions import state as sessions_state
from troth.domain.sessions.commands import SessionCommand
from troth.domain.sessions.state import SessionsState
from troth.domain.talks import commands as talks
from troth.domain.talks import state as talks_state
from troth.domain.talks.commands import TalkCommand
from troth.domain.talks.state import TalksState
from troth.domain.windows import WindowCommand

Together: TypeAlias = TalkCommand | SessionCommand | CheckInCommand | ResetCommand
"""What the two ask of the times they take for each other."""

Deciding: TypeAlias = DecisionCommand | DirectionsCommand
"""What is decided, and what the lead asks for in what they lead."""

AnyCommand: TypeAlias = (
    DynamicCommand | LimitCommand | AgreementCommand | WindowCommand | Together | Deciding
)
"""Everything a member may ask for."""


class State(Value, frozen=True):
    """What is live, and what ended within the memory: enough to decide anything and show a page."""

    ground: Ground = Ground()
    decisions: DecisionsState = DecisionsState()
    directions: DirectionsState = DirectionsState()
    talks: TalksState = TalksState()
    sessions: SessionsState = SessionsState()
    checkins: CheckInsState = CheckInsState()
    resets: ResetsState = ResetsState()


def evolve(state: State, recorded: Recorded) -> State:
    """Return the state after an event; every part takes from it what concerns it."""
    return State(
        ground=force.evolve(state.ground, recorded),
        decisions=decisions_state.evolve(state.decisions, recorded),
        directions=directions.evolve(state.directions, recorded),
        talks=talks_state.evolve(state.talks, recorded),
        sessions=sessions_state.evolve(state.sessions, recorded),
        checkins=checkins.evolve(state.checkins, recorded),
        resets=resets_state.evolve(state.resets, recorded),
    )


def decide(state: State, command: AnyCommand, occasion: Occasion) -> Outcome:
    """Decide a command on the state as it is now; a refusal changes nothing."""
    ground = state.ground
    if not isinstance(command, BeginDynamic | JoinDynamic):
        if occasion.by not in ground.dynamic.member_ids:
            return NotAMember()
        if phase(ground.dynamic, occasion.now) is Phase.ENDED:
            return HasEnded()
    return _by_feature(state, command, occasion)


def _by_feature(state: State, command: AnyCommand, occasion: Occasion) -> Outcome:
    ground = state.ground
    match command:
        case _ if isinstance(command, DynamicCommand):
            missing = agreement.missing_for_activation(ground.agreement, occasion.now)
            return dynamic.decide(ground.dynamic, command, occasion, missing)
        case _ if isinstance(command, LimitCommand):
            return safety.decide(ground.limits, ground.dynamic, command, occasion)
        case _ if isinstance(command, AgreementCommand):
            return agreement.decide(ground.agreement, ground.dynamic, command, occasion)
        case _ if isinstance(command, WindowCommand):
            return windows.decide(ground.windows, ground.dynamic, command, occasion)
        case _ if isinstance(command, Together):
            return _together(state, command, occasion)
        case _ if isinstance(command, Deciding):
            return _deciding(state, command, occasion)
        case _:
            assert_never(command)


def _deciding(state: State, command: Deciding, occasion: Occasion) -> Outcome:
    match command:
        case _ if isinstance(command, DecisionCommand):
            return decisions.decide(state.decisions, state.ground, command, occasion)
        case _ if isinstance(command, DirectionsCommand):
            return directions.decide(state.directions, state.ground, command, occasion)
        case _:
            assert_never(command)


def _together(state: State, command: Together, occasion: Occasion) -> Outcome:
    ground = state.ground
    match command:
        case _ if isinstance(command, TalkCommand):
            return _talk(state, command, occasion)
        case _ if isinstance(command, SessionCommand):
            return sessions.decide(state.sessions, ground, command, occasion)
        case _ if isinstance(command, CheckInCommand):
            return checkins.decide(state.checkins, ground.dynamic, command, occasion)
        case _ if isinstance(command, ResetCommand):
            return _reset(state, command, occasion)
        case _:
            assert_never(command)


def _talk(state: State, command: TalkCommand, occasion: Occasion) -> Outcome:
    planned = sessions_state.next_session(state.sessions, state.ground, occasion.moment)
    next_session = None if planned is None else planned.at
    return talks.decide(state.talks, command, occasion, next_session=next_session)


def _reset(state: State, command: ResetCommand, occasion: Occasion) -> Outcome:
    """Dropping a clause after a reset is that member's own withdrawal, in the same act."""
    outcome = resets.decide(state.resets, state.ground, command, occasion)
    if isinstance(outcome, Refusal) or not isinstance(command, ReaffirmClause):
        return outcome
    if command.wish is not Wish.DROP:
        return outcome
    ground = state.ground
    withdraw = WithdrawConsent(command.clause)
    withdrawn = agreement.decide(ground.agreement, ground.dynamic, withdraw, occasion)
    return withdrawn if isinstance(withdrawn, Refusal) else (*outcome, *withdrawn)
