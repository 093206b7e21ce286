"""Which sessions come round, the one that is open, and what is carried over to the next."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec.structs import replace

from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import SessionRhythm
from troth.domain.dynamic.events import Paused, Stopped
from troth.domain.dynamic.state import due_at
from troth.domain.force import Ground, is_suspended, touch_of
from troth.domain.kernel import (
    MEMORY_DAYS,
    ClauseId,
    Digest,
    MemberId,
    Moment,
    Recorded,
    Value,
    digest,
    is_forgotten,
    with_item,
    without,
)
from troth.domain.safety import touched_limits
from troth.domain.schedules import occurrences
from troth.domain.sessions.events import (
    ArrivedAtSession,
    Item,
    ItemTreated,
    LineId,
    LineStruck,
    LineWritten,
    MinutesConfirmed,
    Preparation,
    PreparationBrought,
    SessionCalledOff,
    SessionClosed,
    SessionId,
    SessionMoved,
    SessionOpened,
    SessionPlanned,
    SessionPutOff,
    Treatment,
)

HORIZON_DAYS = 62
"""How far ahead sessions are looked for: a monthly rhythm then always shows its next one."""

LATE_HOURS = 24
"""A session begun a day late is still that session; after that it did not take place."""


class Ending(StrEnum):
    """How a session ended; none of these is anybody's breach."""

    CALLED_OFF = "called-off"
    PUT_OFF = "put-off"
    CLOSED = "closed"
    PARTIAL = "partial"


class Plan(Value, frozen=True):
    """A session with a time, from its clause or by hand, and who has come to it."""

    id: SessionId
    at: datetime
    minutes: int
    in_role: bool = False
    clause: ClauseId | None = None
    moved: bool = False
    arrivals: dict[MemberId, datetime] = {}
    ending: Ending | None = None


class Brought(Value, frozen=True):
    """Something a member prepared by themselves and brought; glad of goes both ways."""

    by: MemberId
    kind: Preparation
    text: str


class Treated(Value, frozen=True):
    """An item and what became of it."""

    item: Item
    treatment: Treatment


class Line(Value, frozen=True):
    """A line of the minutes: who wrote it, when it was first written, and who takes it on."""

    author: MemberId
    text: str
    at: datetime
    owner: MemberId | None = None
    item: Item | None = None

    def says(self, text: str, owner: MemberId | None, item: Item | None) -> bool:
        """Tell whether the line reads so already."""
        return (self.text, self.owner, self.item) == (text, owner, item)


class Confirmation(Value, frozen=True):
    """What a member confirmed, and what they see differently; any edit takes it away."""

    digest: Digest
    dissent: str = ""


class OpenSession(Value, frozen=True):
    """A session that both came to; `here` is empty after a pause or stop, until both return."""

    id: SessionId
    opened_at: datetime
    in_role: bool
    here: frozenset[MemberId]
    brought: tuple[Brought, ...] = ()
    items: tuple[Treated, ...] = ()
    lines: dict[LineId, Line] = {}
    confirmations: dict[MemberId, Confirmation] = {}

    @property
    def minutes(self) -> Digest:
        """The digest of the minutes as they read now; any edit gives another one."""
        return digest((self.id, self.items, self.lines))


class SessionsState(Value, frozen=True):
    """Sessions somebody has touched (within the memory), the open one, and what is carried over."""

    plans: dict[SessionId, Plan] = {}
    open: OpenSession | None = None
    carried: tuple[Item, ...] = ()


def upcoming(state: SessionsState, ground: Ground, moment: Moment) -> tuple[Plan, ...]:
    """Return the sessions to come, and any that may still begin late, in order of time."""
    until = moment.at + timedelta(days=HORIZON_DAYS)
    return tuple(
        plan
        for plan in _plans(state, ground, moment)
        if _is_waiting(state, plan) and not is_missed(plan, ground, moment.at) and plan.at < until
    )


def next_session(state: SessionsState, ground: Ground, moment: Moment) -> Plan | None:
    """Return the next session that has not begun."""
    ahead = (plan for plan in upcoming(state, ground, moment) if plan.at > moment.at)
    return next(ahead, None)


def missed(state: SessionsState, ground: Ground, moment: Moment) -> tuple[Plan, ...]:
    """Return the sessions of the memory that did not take place: a sign for both, no breach."""
    return tuple(
        plan
        for plan in _plans(state, ground, moment)
        if _is_waiting(state, plan) and is_missed(plan, ground, moment.at)
    )


def is_missed(plan: Plan, ground: Ground, now: datetime) -> bool:
    """Tell whether a session's time has gone by; while the exchange rests it stands still."""
    return now >= due_at(ground.dynamic, plan.at, timedelta(hours=LATE_HOURS), now)


def plan_of(
    state: SessionsState, ground: Ground, session: SessionId, moment: Moment
) -> Plan | None:
    """Return one session, touched already or only derived from its clause."""
    found = (plan for plan in _plans(state, ground, moment) if plan.id == session)
    return next(found, None)


def is_in_role(session: OpenSession, ground: Ground, moment: Moment) -> bool:
    """Tell whether an open session is held in role; whatever suspends makes both equals in it."""
    return session.in_role and not is_suspended(ground, None, moment)


def is_resting(session: OpenSession, ground: Ground) -> bool:
    """Tell whether a pause or stop has interrupted it; both come back by saying "I am here"."""
    return not session.here.issuperset(ground.dynamic.member_ids)


def left_over(state: SessionsState) -> tuple[Item, ...]:
    """Return what the next session begins with if the open one ended now."""
    treated = () if state.open is None else state.open.items
    seen = {each.item for each in treated}
    again = tuple(each.item for each in treated if each.treatment is Treatment.CARRIED)
    return (*(item for item in state.carried if item not in seen), *again)


def _is_waiting(state: SessionsState, plan: Plan) -> bool:
    is_open = state.open is not None and state.open.id == plan.id
    return plan.ending is None and not is_open


def _plans(state: SessionsState, ground: Ground, moment: Moment) -> tuple[Plan, ...]:
    derived = {plan.id: plan for plan in _derived(ground, moment)}
    return tuple(sorted({**derived, **state.plans}.values(), key=lambda plan: (plan.at, plan.id)))


def _derived(ground: Ground, moment: Moment) -> Iterator[Plan]:
    """Yield what each SESSION clause brings, each by the wording in force at its own time."""
    after = moment.at - timedelta(days=MEMORY_DAYS)
    before = moment.at + timedelta(days=HORIZON_DAYS)
    for clause, versions in sorted(ground.agreement.clauses.items()):
        for version in versions:
            body = version.terms.body
            if not isinstance(body, SessionRhythm):
                continue
            if touched_limits(ground.limits, touch_of(version), moment.at):
                continue
            for each in occurrences(body.schedule, moment.zones, after, before):
                if in_force(ground.agreement, clause, each.start) is version:
                    id_ = SessionId(f"{clause}@{each.start:%Y-%m-%dT%H:%MZ}")
                    yield Plan(id_, each.start, body.schedule.minutes, body.in_role, clause)


def evolve(state: SessionsState, recorded: Recorded) -> SessionsState:
    """Return the sessions after an event; events of other parts leave them as they are."""
    match recorded.event:
        case SessionPlanned() as planned:
            return _after_planning(state, planned, recorded.at)
        case SessionMoved(session=id_, at=at):
            return _with_plan(state, replace(state.plans[id_], at=at, moved=True, arrivals={}))
        case SessionCalledOff(session=id_):
            return _with_plan(state, replace(state.plans[id_], ending=Ending.CALLED_OFF))
        case SessionPutOff(session=id_):
            return _with_plan(state, replace(state.plans[id_], ending=Ending.PUT_OFF))
        case ArrivedAtSession(session=id_):
            return _after_arriving(state, id_, recorded)
        case _:
            return _evolve_course(state, recorded)


def _evolve_course(state: SessionsState, recorded: Recorded) -> SessionsState:
    match recorded.event:
        case SessionOpened(session=id_):
            plan = state.plans[id_]
            here = frozenset(plan.arrivals)
            return replace(state, open=OpenSession(id_, recorded.at, plan.in_role, here))
        case SessionClosed() as closed:
            return _after_closing(state, closed)
        case Stopped() | Paused(area=None):
            return _after_resting(state)
        case _:
            return _evolve_open(state, recorded)


def _first_written(session: OpenSession, line: LineId, now: datetime) -> datetime:
    known = session.lines.get(line)
    return now if known is None else known.at


def _evolve_open(state: SessionsState, recorded: Recorded) -> SessionsState:
    by, session = recorded.by, state.open
    if session is None:
        return state
    match recorded.event:
        case PreparationBrought(kind=kind, text=text):
            brought = (*session.brought, Brought(by, kind, text))
            return replace(state, open=replace(session, brought=brought))
        case ItemTreated(item=item, treatment=treatment):
            others = tuple(each for each in session.items if each.item != item)
            items = (*others, Treated(item, treatment))
            return _edited(state, replace(session, items=items))
        case LineWritten(line=id_, text=text, owner=owner, item=item):
            line = Line(by, text, _first_written(session, id_, recorded.at), owner, item)
            lines = with_item(session.lines, id_, line)
            return _edited(state, replace(session, lines=lines))
        case LineStruck(line=id_):
            return _edited(state, replace(session, lines=without(session.lines, id_)))
        case MinutesConfirmed(digest=confirmed, dissent=dissent):
            given = with_item(session.confirmations, by, Confirmation(confirmed, dissent))
            return replace(state, open=replace(session, confirmations=given))
        case _:
            return state


def _after_closing(state: SessionsState, closed: SessionClosed) -> SessionsState:
    # Derived, for whoever closed it could have written down anything as left over.
    carried = left_over(state)
    is_partial = closed.minutes is None or carried
    plan = state.plans[closed.session]
    state = replace(state, open=None, carried=carried)
    return _with_plan(state, replace(plan, ending=Ending.PARTIAL if is_partial else Ending.CLOSED))


def _edited(state: SessionsState, session: OpenSession) -> SessionsState:
    """An edit voids what was confirmed, even when another edit brings the same words back."""
    return replace(state, open=replace(session, confirmations={}))


def _after_planning(state: SessionsState, planned: SessionPlanned, now: datetime) -> SessionsState:
    open_id = None if state.open is None else state.open.id
    kept = {
        id_: plan
        for id_, plan in state.plans.items()
        if id_ == open_id or not is_forgotten(plan.at, now)
    }
    plan = Plan(planned.session, planned.at, planned.minutes, planned.in_role, planned.clause)
    return replace(state, plans=with_item(kept, plan.id, plan))


def _after_arriving(state: SessionsState, id_: SessionId, recorded: Recorded) -> SessionsState:
    if state.open is not None and state.open.id == id_:
        here = state.open.here | {recorded.by}
        return replace(state, open=replace(state.open, here=here))
    plan = state.plans[id_]
    arrivals = with_item(plan.arrivals, recorded.by, recorded.at)
    return _with_plan(state, replace(plan, arrivals=arrivals))


def _after_resting(state: SessionsState) -> SessionsState:
    """A pause or stop interrupts a session; it ends nothing, and nothing said in it is lost."""
    plans = {
        id_: replace(plan, arrivals={}) if plan.arrivals else plan
        for id_, plan in state.plans.items()
    }
    resting = None if state.open is None else replace(state.open, here=frozenset())
    return replace(state, plans=plans, open=resting)


def _with_plan(state: SessionsState, plan: Plan) -> SessionsState:
    return replace(state, plans=with_item(state.plans, plan.id, plan))
