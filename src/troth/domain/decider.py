"""The whole dynamic: its state, and the two functions that decide about it and evolve it."""

from typing import TypeAlias, assert_never

from troth.domain import checkins, erasure, labels, leanings, safety, windows
from troth.domain.agreement import decide as agreement
from troth.domain.agreement.commands import AgreementCommand, WithdrawConsent
from troth.domain.checkins import CheckInCommand
from troth.domain.conduct import decide as conduct
from troth.domain.conduct.decide import ConductCommand
from troth.domain.conduct.state import paused_treats
from troth.domain.decisions import decide as decisions
from troth.domain.decisions.commands import DecisionCommand
from troth.domain.decisions.events import DecisionRescinded
from troth.domain.directions import decide as directions
from troth.domain.directions.decide import DirectionsCommand
from troth.domain.directions.treats import Facts as TreatFacts
from troth.domain.dynamic import commands as dynamic
from troth.domain.dynamic.commands import (
    Activate,
    BeginDynamic,
    DynamicCommand,
    HasEnded,
    JoinDynamic,
    NoteRestore,
)
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.erasure import ErasureCommand
from troth.domain.facts import conduct_facts, sources, standards_at, with_directions
from troth.domain.following.record import follows
from troth.domain.force import Ground
from troth.domain.kernel import (
    AlreadyThere,
    Moment,
    NotAMember,
    Occasion,
    Outcome,
    Protective,
    Recorded,
    Refusal,
    backdated,
)
from troth.domain.labels import LabelCommand
from troth.domain.leanings import LeaningsCommand
from troth.domain.resets import commands as resets
from troth.domain.resets.commands import ReaffirmClause, ResetCommand
from troth.domain.resets.events import Wish
from troth.domain.safety import LimitCommand
from troth.domain.sessions import decide as sessions
from troth.domain.sessions import state as sessions_state
from troth.domain.sessions.commands import SessionCommand
from troth.domain.standards import commands as standards
from troth.domain.standards.commands import (
    DropTask,
    MarkOccurrence,
    SetTask,
    StandardsCommand,
)
from troth.domain.standards.state import StandardsState
from troth.domain.state import State, after
from troth.domain.talks import commands as talks
from troth.domain.talks.commands import TalkCommand
from troth.domain.talks.events import About, TalkId, Thing
from troth.domain.windows import WindowCommand

__all__ = ["AnyCommand", "State", "decide", "evolve", "standards_at"]
"""The state stands below what is decided about it; who decides needs both, from one place."""

Together: TypeAlias = TalkCommand | SessionCommand | CheckInCommand | LeaningsCommand | ResetCommand
"""What the two ask of the times they take for each other."""

Deciding: TypeAlias = DecisionCommand | DirectionsCommand
"""What is decided, and what the lead asks for in what they lead."""

Keeping: TypeAlias = StandardsCommand | ConductCommand
"""What is expected of each, and what follows when it is kept or not."""

Agreeing: TypeAlias = AgreementCommand | LimitCommand | WindowCommand
"""What the two agree, and where each draws a line or closes a window alone."""

OfTheRecord: TypeAlias = LabelCommand | ErasureCommand
"""What things are called, and whether the record is kept."""

AnyCommand: TypeAlias = DynamicCommand | Agreeing | Together | Deciding | Keeping | OfTheRecord
"""Everything a member may ask for."""


def evolve(state: State, recorded: Recorded) -> State:
    """Return the state after an event; the very same state where the event may not follow."""
    return after(state, recorded) if follows(state, recorded) else state


def decide(state: State, command: AnyCommand, occasion: Occasion) -> Outcome:
    """Decide a command on the state as it is now; a refusal changes nothing."""
    ground = state.ground
    if not isinstance(command, BeginDynamic | JoinDynamic):
        if occasion.by not in ground.dynamic.member_ids:
            return NotAMember()
        is_over = phase(ground.dynamic, occasion.now) is Phase.ENDED
        if is_over and not isinstance(command, NoteRestore | ErasureCommand):
            return HasEnded()
    return _by_feature(state, command, occasion)


def _dynamic(ground: Ground, command: DynamicCommand, occasion: Occasion) -> Outcome:
    """Look at the agreement only to begin: a pause or stop stands on nothing but the dynamic."""
    missing: tuple[str, ...] = ()
    if isinstance(command, Activate):
        missing = agreement.missing_for_activation(ground.agreement, occasion.now)
    return dynamic.decide(ground.dynamic, command, occasion, missing)


def _by_feature(state: State, command: AnyCommand, occasion: Occasion) -> Outcome:
    ground = state.ground
    match command:
        case _ if isinstance(command, DynamicCommand):
            return _dynamic(ground, command, occasion)
        case _ if isinstance(command, Agreeing):
            return _agreeing(ground, command, occasion)
        case _ if isinstance(command, LabelCommand):
            return labels.decide(state.labels, command, occasion)
        case _ if isinstance(command, ErasureCommand):
            return erasure.decide(state.erasure, ground.dynamic, command, occasion)
        case _ if isinstance(command, Together):
            return _together(state, command, occasion)
        case _ if isinstance(command, Deciding):
            return _deciding(state, command, occasion)
        case _ if isinstance(command, Keeping):
            return _keeping(state, command, occasion)
        case _:
            assert_never(command)


def _agreeing(ground: Ground, command: Agreeing, occasion: Occasion) -> Outcome:
    match command:
        case _ if isinstance(command, AgreementCommand):
            return agreement.decide(ground.agreement, ground.dynamic, command, occasion)
        case _ if isinstance(command, LimitCommand):
            return safety.decide(ground.limits, ground.dynamic, command, occasion)
        case _ if isinstance(command, WindowCommand):
            return windows.decide(ground.windows, ground.dynamic, command, occasion)
        case _:
            assert_never(command)


def _deciding(state: State, command: Deciding, occasion: Occasion) -> Outcome:
    match command:
        case _ if isinstance(command, DecisionCommand):
            return _decision(state, command, occasion)
        case _ if isinstance(command, DirectionsCommand):
            paused = paused_treats(state.conduct.breaches, state.ground, occasion.moment)
            facts = TreatFacts(state.ground, paused)
            return directions.decide(state.directions, facts, command, occasion)
        case _:
            assert_never(command)


def _decision(state: State, command: DecisionCommand, occasion: Occasion) -> Outcome:
    """What was to be done under a decision goes when the decision does."""
    outcome = decisions.decide(state.decisions, state.ground, command, occasion)
    if isinstance(outcome, Refusal):
        return outcome
    gone = [event.matter for event in outcome if isinstance(event, DecisionRescinded)]
    dropped = (standards.dropped_with(state.standards, matter) for matter in gone)
    return sum(dropped, outcome)


def _keeping(state: State, command: Keeping, occasion: Occasion) -> Outcome:
    match command:
        case _ if isinstance(command, StandardsCommand):
            return _standard(state, command, occasion)
        case _ if isinstance(command, ConductCommand):
            return _conduct(state, command, occasion)
        case _:
            assert_never(command)


def _standard(state: State, command: StandardsCommand, occasion: Occasion) -> Outcome:
    at = command.start if isinstance(command, MarkOccurrence) else occasion.now
    then = occasion.moment.moved(backdated(at, occasion.now))
    facts = standards.Facts(state.ground, sources(state, occasion.moment))
    return standards.decide(_known(state, command, then), facts, command, occasion)


def _known(state: State, command: StandardsCommand, then: Moment) -> StandardsState:
    """Return the tasks a command is held against.

    What a direction asks is let go of as a direction, so it is no task that can be dropped; and
    the name of a task that rests is still taken.
    """
    match command:
        case DropTask():
            return state.standards
        case MarkOccurrence():
            return standards_at(state, then)
        case SetTask():
            return with_directions(state, then)
        case _:
            assert_never(command)


def _conduct(state: State, command: ConductCommand, occasion: Occasion) -> Outcome:
    """An unclear finding, and "rather talk", open a talk in the same act."""
    at = backdated(conduct.speaks_of(state.conduct, command, occasion.now), occasion.now)
    facts = conduct_facts(state, at, occasion)
    outcome = conduct.decide(state.conduct, facts, command, occasion)
    if isinstance(outcome, Refusal):
        return outcome
    for talk, breach in filter(None, map(conduct.talk_opened, outcome)):
        if talk not in state.talks.talks:
            about = About(Thing.BREACH, breach)
            return (*outcome, talks.requested(TalkId(talk), about, occasion.now))
        if not isinstance(command, Protective):
            return AlreadyThere("talk", talk)
    return outcome


def _together(state: State, command: Together, occasion: Occasion) -> Outcome:
    ground = state.ground
    match command:
        case _ if isinstance(command, TalkCommand):
            return _talk(state, command, occasion)
        case _ if isinstance(command, SessionCommand):
            return sessions.decide(state.sessions, ground, command, occasion)
        case _ if isinstance(command, CheckInCommand):
            return checkins.decide(state.checkins, ground.dynamic, command, occasion)
        case _ if isinstance(command, LeaningsCommand):
            return leanings.decide(state.leanings, ground, command)
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
