"""Deciding what is asked of a session: it takes both to open one, and either ends it."""

from datetime import datetime, timedelta
from typing import assert_never

from troth.domain.dynamic.commands import NotYetTwo
from troth.domain.force import Ground
from troth.domain.kernel import (
    NAME_LENGTH,
    AlreadyThere,
    MemberId,
    NotFound,
    Occasion,
    Outcome,
    Refusal,
    UnclearWording,
    is_clear,
)
from troth.domain.sessions.commands import (
    AlreadyMoved,
    AlreadyOpen,
    ArriveAtSession,
    AtTheTable,
    BringPreparation,
    CallOffSession,
    ConfirmMinutes,
    DidNotTakePlace,
    MinutesChanged,
    NotYetItsTime,
    NotYourLine,
    PlanSession,
    RescheduleSession,
    SessionCommand,
    SessionNotOpen,
    SessionRests,
    SessionTimeNotUsable,
    StrikeLine,
    TooManySessions,
    TooMuchForOneSession,
    TreatItem,
    WriteLine,
)
from troth.domain.sessions.events import (
    ArrivedAtSession,
    ItemTreated,
    LineStruck,
    LineWritten,
    MinutesConfirmed,
    PreparationBrought,
    SessionCalledOff,
    SessionClosed,
    SessionMoved,
    SessionOpened,
    SessionPlanned,
    SessionPutOff,
    Treatment,
)
from troth.domain.sessions.state import (
    Confirmation,
    OpenSession,
    Plan,
    SessionsState,
    Treated,
    is_missed,
    is_resting,
    left_over,
    plan_of,
)

EARLY_HOURS = 24
"""Sitting down a day early is keeping the session; earlier than that is another one."""

ARRIVAL_HOURS = 4
"""An "I am here" counts for an evening: after that the one who came has gone."""

PLAN_DAYS = 92
"""A session is planned at most three months ahead: nobody keeps a date further off."""

MOVE_DAYS = 14
"""A session moves by two weeks at most: further off is another session."""

SHORTEST_MINUTES = 5
LONGEST_MINUTES = 240
"""After four hours nobody hears the other any more."""

MOST_PLANS = 20
"""Most sessions waiting that were planned by hand: more is a rhythm, and wants a clause."""

MOST_ITEMS = 60
"""Most items treated, lines, or things brought in one session: more is several evenings."""

LINE_LENGTH = 400
"""A line of the minutes is a few sentences; two people read all of them aloud."""


def decide(
    state: SessionsState, ground: Ground, command: SessionCommand, occasion: Occasion
) -> Outcome:
    """Decide a command about sessions; talking stays open in every state but the end."""
    match command:
        case PlanSession():
            return _plan(state, ground, command, occasion)
        case RescheduleSession():
            return _reschedule(state, ground, command, occasion)
        case CallOffSession():
            return _call_off(state, ground, command, occasion)
        case ArriveAtSession():
            return _arrive(state, ground, command, occasion)
        case BringPreparation() | TreatItem() | WriteLine() | StrikeLine() | ConfirmMinutes():
            return _at_the_table(state, ground, command, occasion)
        case _:
            assert_never(command)


def _plan(
    state: SessionsState, ground: Ground, command: PlanSession, occasion: Occasion
) -> Outcome:
    if not is_clear(command.session, longest=NAME_LENGTH):
        return UnclearWording("id of the session")
    if plan_of(state, ground, command.session, occasion.moment) is not None:
        return AlreadyThere("session", command.session)
    latest = occasion.now + timedelta(days=PLAN_DAYS)
    is_sensible = SHORTEST_MINUTES <= command.minutes <= LONGEST_MINUTES
    if not is_sensible or not _is_within(command.at, occasion.now, latest):
        return SessionTimeNotUsable()
    waiting = [each for each in state.plans.values() if each.at >= occasion.now and not each.ending]
    if len(waiting) >= MOST_PLANS:
        return TooManySessions()
    return (SessionPlanned(command.session, command.at, command.minutes, command.in_role),)


def _is_within(at: datetime, earliest: datetime, latest: datetime) -> bool:
    """Tell whether a time is one of those; without a zone it could be any."""
    return at.tzinfo is not None and earliest <= at <= latest


def _found(
    state: SessionsState, ground: Ground, command: SessionCommand, occasion: Occasion
) -> Plan | Refusal:
    plan = plan_of(state, ground, command.session, occasion.moment)
    if plan is None or plan.ending is not None:
        return NotFound("planned session", command.session)
    return plan


def _touched(state: SessionsState, plan: Plan) -> tuple[SessionPlanned, ...]:
    """Return the event that takes up a session known from its clause only."""
    if plan.id in state.plans:
        return ()
    return (SessionPlanned(plan.id, plan.at, plan.minutes, plan.in_role, plan.clause),)


def _reschedule(
    state: SessionsState, ground: Ground, command: RescheduleSession, occasion: Occasion
) -> Outcome:
    plan = _found(state, ground, command, occasion)
    if isinstance(plan, Refusal):
        return plan
    if _is_open(state, plan):
        return AlreadyOpen()
    if plan.moved:
        return AlreadyMoved()
    if is_missed(plan, ground, occasion.now):
        return DidNotTakePlace()
    latest = plan.at + timedelta(days=MOVE_DAYS)
    if command.at == occasion.now or not _is_within(command.at, occasion.now, latest):
        return SessionTimeNotUsable()
    return (*_touched(state, plan), SessionMoved(plan.id, command.at))


def _call_off(
    state: SessionsState, ground: Ground, command: CallOffSession, occasion: Occasion
) -> Outcome:
    plan = _found(state, ground, command, occasion)
    if isinstance(plan, Refusal):
        return plan
    if _is_open(state, plan):
        return (SessionClosed(plan.id, None, left_over(state)),)
    if is_missed(plan, ground, occasion.now):
        return ()
    return (*_touched(state, plan), SessionCalledOff(plan.id))


def _is_open(state: SessionsState, plan: Plan) -> bool:
    return state.open is not None and state.open.id == plan.id


def _arrive(
    state: SessionsState, ground: Ground, command: ArriveAtSession, occasion: Occasion
) -> Outcome:
    if len(ground.dynamic.members) < 2:  # noqa: PLR2004 - a dynamic has two members
        return NotYetTwo()
    plan = _found(state, ground, command, occasion)
    if isinstance(plan, Refusal):
        return plan
    arrived = ArrivedAtSession(plan.id, command.fit)
    if state.open is not None and state.open.id == plan.id:
        return _return_to(state, state.open, arrived, occasion.by)
    if is_missed(plan, ground, occasion.now):
        return DidNotTakePlace()
    if plan.at > occasion.now + timedelta(hours=EARLY_HOURS):
        return NotYetItsTime(EARLY_HOURS)
    touched = _touched(state, plan)
    if not command.fit:
        return (*touched, arrived, SessionPutOff(plan.id))
    other_at = plan.arrivals.get(ground.dynamic.other(occasion.by))
    if other_at is None or other_at < occasion.now - timedelta(hours=ARRIVAL_HOURS):
        return (*touched, arrived)
    return (*touched, arrived, *_left_open(state), SessionOpened(plan.id))


def _return_to(
    state: SessionsState, session: OpenSession, arrived: ArrivedAtSession, by: MemberId
) -> Outcome:
    if not arrived.fit:
        return (arrived, SessionClosed(session.id, None, left_over(state)))
    return () if by in session.here else (arrived,)


def _left_open(state: SessionsState) -> tuple[SessionClosed, ...]:
    """Both sitting down to another session ends one that was left open, and carries it over."""
    if state.open is None:
        return ()
    return (SessionClosed(state.open.id, None, left_over(state)),)


def _at_the_table(
    state: SessionsState, ground: Ground, command: AtTheTable, occasion: Occasion
) -> Outcome:
    session = state.open
    if session is None or session.id != command.session:
        return SessionNotOpen()
    if is_resting(session, ground):
        return SessionRests()
    match command:
        case BringPreparation():
            return _bring(session, command)
        case TreatItem():
            return _treat(state, session, command)
        case WriteLine():
            return _write(session, ground, command, occasion.by)
        case StrikeLine():
            return _strike(session, command, occasion.by)
        case ConfirmMinutes():
            return _confirm(state, session, command, occasion.by)
        case _:
            assert_never(command)


def _bring(session: OpenSession, command: BringPreparation) -> Outcome:
    if not is_clear(command.text):
        return UnclearWording("preparation")
    if len(session.brought) >= MOST_ITEMS:
        return TooMuchForOneSession(MOST_ITEMS)
    return (PreparationBrought(session.id, command.kind, command.text),)


def _treat(state: SessionsState, session: OpenSession, command: TreatItem) -> Outcome:
    if not is_clear(command.item.name, longest=NAME_LENGTH, may_be_empty=True):
        return UnclearWording("name of the item")
    if Treated(command.item, command.treatment) in session.items:
        return ()
    others = [each for each in session.items if each.item != command.item]
    carried = [item for item in left_over(state) if item != command.item]
    is_full = command.treatment is Treatment.CARRIED and len(carried) >= MOST_ITEMS
    if is_full or len(others) >= MOST_ITEMS:
        return TooMuchForOneSession(MOST_ITEMS)
    return (ItemTreated(session.id, command.item, command.treatment),)


def _write(session: OpenSession, ground: Ground, command: WriteLine, by: MemberId) -> Outcome:
    if not is_clear(command.text, longest=LINE_LENGTH):
        return UnclearWording("line")
    if command.owner is not None and command.owner not in ground.dynamic.member_ids:
        return NotFound("member", command.owner)
    known = session.lines.get(command.line)
    if known is not None and known.author != by:
        return NotYourLine()
    if known is not None and known.says(command.text, command.owner, command.item):
        return ()
    if known is None and len(session.lines) >= MOST_ITEMS:
        return TooMuchForOneSession(MOST_ITEMS)
    return (LineWritten(session.id, command.line, command.text, command.owner, command.item),)


def _strike(session: OpenSession, command: StrikeLine, by: MemberId) -> Outcome:
    known = session.lines.get(command.line)
    if known is None:
        return NotFound("line", command.line)
    return (LineStruck(session.id, command.line),) if known.author == by else NotYourLine()


def _confirm(
    state: SessionsState, session: OpenSession, command: ConfirmMinutes, by: MemberId
) -> Outcome:
    if not is_clear(command.dissent, longest=LINE_LENGTH, may_be_empty=True):
        return UnclearWording("dissenting note")
    if command.digest != session.minutes:
        return MinutesChanged()
    if session.confirmations.get(by) == Confirmation(command.digest, command.dissent):
        return ()
    confirmed = MinutesConfirmed(session.id, command.digest, command.dissent)
    if not set(session.confirmations) - {by}:
        return (confirmed,)
    return (confirmed, SessionClosed(session.id, command.digest, left_over(state)))
