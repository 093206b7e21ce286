"""The whole dynamic: its state, and the two functions that decide about it and evolve it."""

from typing import TypeAlias, assert_never

from troth.domain import force, safety, windows
from troth.domain.agreement import decide as agreement
from troth.domain.agreement.commands import AgreementCommand
from troth.domain.dynamic import commands as dynamic
from troth.domain.dynamic.commands import BeginDynamic, DynamicCommand, HasEnded, JoinDynamic
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import Ground
from troth.domain.kernel import NotAMember, Occasion, Outcome, Recorded, Value
from troth.domain.safety import LimitCommand
from troth.domain.windows import WindowCommand

AnyCommand: TypeAlias = DynamicCommand | LimitCommand | AgreementCommand | WindowCommand
"""Everything a member may ask for."""


class State(Value, frozen=True):
    """What is live, and what ended within the memory: enough to decide anything and show a page."""

    ground: Ground = Ground()


def evolve(state: State, recorded: Recorded) -> State:
    """Return the state after an event; every part takes from it what concerns it."""
    return State(ground=force.evolve(state.ground, recorded))


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
        case _:
            assert_never(command)
