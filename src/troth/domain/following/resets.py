"""What may follow on resets: beginning takes both on the day, and so does what one clears."""

from troth.domain.agreement.state import in_force
from troth.domain.force import Ground
from troth.domain.kernel import Moment, Occasion, Recorded, Refusal
from troth.domain.resets.commands import (
    AskReset,
    CallOffReset,
    FinishReset,
    OptIntoReset,
    ReaffirmClause,
    ResetCommand,
    RevealHelp,
    decide,
    in_hand,
)
from troth.domain.resets.events import (
    ClauseReaffirmed,
    HelpRevealed,
    ResetAsked,
    ResetBegun,
    ResetCalledOff,
    ResetDone,
    ResetOptedInto,
)
from troth.domain.resets.state import ResetsState, is_running, opted_in
from troth.domain.state import State


def follows(whole: State, recorded: Recorded) -> bool:
    """Tell whether an event about a reset may follow."""
    state, ground = whole.resets, whole.ground
    occasion = Occasion(recorded.by, Moment(recorded.at))
    if isinstance(recorded.event, ResetBegun):
        return _may_begin(state, ground, recorded.event, occasion)
    command = _command(recorded.event)
    if command is None:
        return True
    outcome = decide(state, ground, command, occasion)
    if isinstance(outcome, Refusal):
        return False
    if isinstance(recorded.event, ResetAsked):
        held = in_force(ground.agreement, recorded.event.clause, recorded.at)
        return held is not None and held.reads_as(recorded.event.form)
    return recorded.event in outcome


def _may_begin(state: ResetsState, ground: Ground, begun: ResetBegun, occasion: Occasion) -> bool:
    found = in_hand(state, ground, begun.reset, occasion)
    if isinstance(found, Refusal) or is_running(found[0], occasion.now):
        return False
    return opted_in(found[0], occasion.now).issuperset(ground.dynamic.member_ids)


def _command(event: object) -> ResetCommand | None:
    """Return what is asked for when just this is recorded."""
    match event:
        case ResetAsked(reset=id_, clause=clause):
            return AskReset(id_, clause)
        case ResetOptedInto(reset=id_, clears_before=clears_before):
            return OptIntoReset(id_, clears_before)
        case ResetDone(reset=id_):
            return FinishReset(id_)
        case ResetCalledOff(reset=id_):
            return CallOffReset(id_)
        case ClauseReaffirmed(reset=id_, clause=clause, wish=wish):
            return ReaffirmClause(id_, clause, wish)
        case HelpRevealed(reset=id_, answers=answers):
            return RevealHelp(id_, answers)
        case _:
            return None
