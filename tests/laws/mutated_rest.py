"""Mistakes about rests, check-ins, the end and limits, each as one wrong rule."""

from collections.abc import Callable
from datetime import timedelta

from msgspec.structs import replace

from tests.laws.conduct_laws import slip
from tests.laws.explore import Machine
from tests.laws.mutating import deciding
from troth.domain.conduct.breach import Stage, recorded_stage
from troth.domain.decider import AnyCommand, State
from troth.domain.dynamic.commands import NotActive
from troth.domain.dynamic.events import (
    CheckCleared,
    Ended,
    Paused,
    Phase,
    Rest,
    Resumed,
    ResumptionAffirmed,
    Stopped,
)
from troth.domain.dynamic.state import DynamicState, phase
from troth.domain.force import lead
from troth.domain.kernel import Occasion, Outcome, Recorded, with_item
from troth.domain.safety import LimitLoosened, LimitsState, LoosenLimit

TIMER = timedelta(hours=36)
"""How long the mistaken timer waits: one step of the scope's clock."""


def _with_dynamic(state: State, dynamic: DynamicState) -> State:
    return replace(state, ground=replace(state.ground, dynamic=dynamic))


def pause_ends_by_timer(
    state: State, _: AnyCommand, occasion: Occasion, outcome: Outcome
) -> Outcome:
    """A pause ends after a while."""
    rest = state.ground.dynamic.suspension
    is_long = rest is not None and occasion.now - rest.since >= TIMER
    return (Resumed(),) if is_long else outcome


def one_resumes_for_both(_: State, recorded: Recorded, after: State) -> State:
    """The first who is ready brings both back."""
    if recorded.event != ResumptionAffirmed():
        return after
    return _with_dynamic(after, replace(after.ground.dynamic, suspension=None))


def refused_while(
    kinds: type[AnyCommand] | tuple[type[AnyCommand], ...], when: Callable[[State, Occasion], bool]
) -> Machine:
    """Return a machine that refuses some commands in some states."""

    def rule(state: State, command: AnyCommand, occasion: Occasion, outcome: Outcome) -> Outcome:
        held = isinstance(command, kinds) and when(state, occasion)
        return NotActive(phase(state.ground.dynamic, occasion.now)) if held else outcome

    return deciding(rule)


def is_running(state: State, occasion: Occasion) -> bool:
    """Tell whether a correction runs."""
    breach = slip(state)
    return breach is not None and recorded_stage(breach, occasion.now) is Stage.BEGUN


def is_not_active(state: State, occasion: Occasion) -> bool:
    """Tell whether the exchange is anything but active."""
    return phase(state.ground.dynamic, occasion.now) is not Phase.ACTIVE


def is_not_the_lead(state: State, occasion: Occasion) -> bool:
    """Tell whether somebody acts who does not lead."""
    return occasion.by != lead(state.ground, occasion.moment)


def pause_loosens_stop(_: State, recorded: Recorded, after: State) -> State:
    """A pause after a stop makes it a pause."""
    dynamic = after.ground.dynamic
    if not isinstance(recorded.event, Paused) or dynamic.suspension is None:
        return after
    loosened = replace(dynamic.suspension, rest=Rest.PAUSE)
    return _with_dynamic(after, replace(dynamic, suspension=loosened))


def old_yes_counts_again(before: State, recorded: Recorded, after: State) -> State:
    """Being ready before the latest pause counts after it."""
    earlier, dynamic = before.ground.dynamic.suspension, after.ground.dynamic
    rests = isinstance(recorded.event, Paused | Stopped)
    if not rests or earlier is None or dynamic.suspension is None:
        return after
    kept = replace(dynamic.suspension, affirmed=earlier.affirmed)
    return _with_dynamic(after, replace(dynamic, suspension=kept))


def first_clears_the_check(_: State, recorded: Recorded, after: State) -> State:
    """The first who is all right is so for both."""
    if not isinstance(recorded.event, CheckCleared):
        return after
    return _with_dynamic(after, replace(after.ground.dynamic, check=None))


def clauses_survive_the_end(_: State, recorded: Recorded, after: State) -> State:
    """After the end everything goes on."""
    if not isinstance(recorded.event, Ended):
        return after
    return _with_dynamic(after, replace(after.ground.dynamic, ended_at=None))


def loosened_at_once(
    state: State, command: AnyCommand, occasion: Occasion, outcome: Outcome
) -> Outcome:
    """An owner loosens a limit without a wait."""
    if not isinstance(command, LoosenLimit):
        return outcome
    limit = state.ground.limits.limits.get(command.limit)
    is_own = limit is not None and limit.owner == occasion.by and limit.until is None
    return (LimitLoosened(command.limit),) if is_own else outcome


def loosened_by_the_other(
    state: State, command: AnyCommand, occasion: Occasion, outcome: Outcome
) -> Outcome:
    """The other loosens a limit that is not theirs."""
    if not isinstance(command, LoosenLimit):
        return outcome
    limit = state.ground.limits.limits.get(command.limit)
    is_others = limit is not None and limit.owner != occasion.by and limit.until is None
    return (LimitLoosened(command.limit),) if is_others else outcome


def loosened_by_whoever_says_so(_: State, recorded: Recorded, after: State) -> State:
    """What says that a limit was loosened is believed, whoever wrote it."""
    if not isinstance(recorded.event, LimitLoosened):
        return after
    limits = after.ground.limits.limits
    loosened = replace(limits[recorded.event.limit], until=recorded.at)
    kept = LimitsState(with_item(limits, loosened.id, loosened))
    return replace(after, ground=replace(after.ground, limits=kept))
