"""Limits: what one person will not do, set by them alone, at once, in every state."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, TypeAlias, assert_never

from msgspec.structs import replace

from troth.domain.dynamic.commands import NotActive
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import DynamicState, phase
from troth.domain.kernel import (
    NAME_LENGTH,
    AlreadyThere,
    AreaId,
    ClauseId,
    Command,
    Event,
    MemberId,
    NotFound,
    Occasion,
    Outcome,
    Protective,
    Recorded,
    Refusal,
    UnclearWording,
    Value,
    backdated,
    is_clear,
    is_forgotten,
    with_item,
)

LimitId = NewType("LimitId", str)

LOOSENING_HOURS = 72
"""A limit loosens three days after its owner asked, so that no single evening loosens it."""


class Target(StrEnum):
    """What a limit is about (domain design, section 2.7)."""

    AREA = "area"
    ELEMENT = "element"
    CLAUSE = "clause"
    TAG = "tag"


class Touch(Value, frozen=True):
    """What a clause or a matter touches, so that limits can be held against it."""

    area: AreaId | None = None
    element: str | None = None
    clause: ClauseId | None = None
    tags: frozenset[str] = frozenset()


class Limit(Value, frozen=True):
    """One person's line: never (hard), or only under the stated conditions (soft)."""

    id: LimitId
    owner: MemberId
    target: Target
    name: str
    hard: bool
    conditions: str
    since: datetime
    loosening_asked_at: datetime | None = None
    until: datetime | None = None


class LimitSet(Event, frozen=True, tag="limit-set/1"):
    """A member set a limit of their own, with effect from `since`."""

    limit: LimitId
    target: Target
    name: str
    hard: bool
    conditions: str
    since: datetime


class LooseningAsked(Event, frozen=True, tag="loosening-asked/1"):
    """The owner began the wait after which a limit may be loosened."""

    limit: LimitId


class LooseningDropped(Event, frozen=True, tag="loosening-dropped/1"):
    """The owner keeps the limit after all."""

    limit: LimitId


class LimitLoosened(Event, frozen=True, tag="limit-loosened/1"):
    """The owner loosened the limit; this permits nothing by itself."""

    limit: LimitId


class LimitsState(Value, frozen=True):
    """Every live limit, and those loosened within the memory."""

    limits: dict[LimitId, Limit] = {}


def live_limits(state: LimitsState, at: datetime) -> tuple[Limit, ...]:
    """Return the limits that held at a moment."""
    return tuple(
        limit
        for limit in state.limits.values()
        if limit.since <= at and (limit.until is None or at < limit.until)
    )


def touched_limits(state: LimitsState, touch: Touch, at: datetime) -> tuple[Limit, ...]:
    """Return the live hard limits that something touches."""
    return tuple(limit for limit in live_limits(state, at) if limit.hard and touches(limit, touch))


def touches(limit: Limit, touch: Touch) -> bool:
    """Tell whether a limit is about what something touches."""
    match limit.target:
        case Target.AREA:
            return touch.area == limit.name
        case Target.ELEMENT:
            return touch.element == limit.name
        case Target.CLAUSE:
            return touch.clause == limit.name
        case Target.TAG:
            return limit.name in touch.tags
        case _:
            assert_never(limit.target)


def evolve(state: LimitsState, recorded: Recorded) -> LimitsState:
    """Return the limits after an event; events of other parts leave them as they are."""
    at = recorded.at
    match recorded.event:
        case LimitSet() as new:
            if new.limit in state.limits:
                return state  # an id that is taken twice would replace the other's limit
            kept = {
                id_: limit
                for id_, limit in state.limits.items()
                if limit.until is None or not is_forgotten(limit.until, at)
            }
            limit = Limit(
                new.limit, recorded.by, new.target, new.name, new.hard, new.conditions, new.since
            )
            return LimitsState(with_item(kept, new.limit, limit))
        case LooseningAsked() | LooseningDropped() | LimitLoosened() as event:
            known = state.limits.get(event.limit)
            # Only its owner's word counts: the other could write one into the record all the same.
            is_own = known is not None and known.owner == recorded.by
            return _after_loosening(state, event, at) if is_own else state
        case _:
            return state


def _after_loosening(
    state: LimitsState, event: LooseningAsked | LooseningDropped | LimitLoosened, at: datetime
) -> LimitsState:
    limit = state.limits[event.limit]
    match event:
        case LooseningAsked():
            return _changed(state, replace(limit, loosening_asked_at=at))
        case LooseningDropped():
            return _changed(state, replace(limit, loosening_asked_at=None))
        case LimitLoosened():
            return _changed(state, replace(limit, until=at)) if has_waited(limit, at) else state
        case _:
            assert_never(event)


def has_waited(limit: Limit, at: datetime) -> bool:
    """Tell whether the wait is over that its owner began; a loosened limit waits for nothing."""
    asked_at = limit.loosening_asked_at
    waits = timedelta(hours=LOOSENING_HOURS)
    return limit.until is None and asked_at is not None and at >= asked_at + waits


def _changed(state: LimitsState, limit: Limit) -> LimitsState:
    return LimitsState(with_item(state.limits, limit.id, limit))


class SetLimit(Protective, frozen=True):
    """Set a limit of one's own; `since` may say when it was said aloud."""

    limit: LimitId
    target: Target
    name: str
    hard: bool = True
    conditions: str = ""
    since: datetime | None = None


class AskToLoosen(Command, frozen=True):
    """Begin the three-day wait after which one may loosen one's own limit."""

    limit: LimitId


class KeepLimit(Protective, frozen=True):
    """Keep the limit after all."""

    limit: LimitId


class LoosenLimit(Command, frozen=True):
    """Loosen one's own limit once the wait is over; nobody else can."""

    limit: LimitId


LimitCommand: TypeAlias = SetLimit | AskToLoosen | KeepLimit | LoosenLimit


class NotYourLimit(Refusal, frozen=True):
    """Only its owner loosens a limit."""

    says = "Only the person whose limit this is can loosen it."


class LooseningWaits(Refusal, frozen=True):
    """The wait of three days is not over, or was never begun."""

    hours: int
    says = "A limit loosens {hours} hours after its owner asked for it. Ask first, or wait on."


def decide(
    state: LimitsState, dynamic: DynamicState, command: LimitCommand, occasion: Occasion
) -> Outcome:
    """Decide a command about limits; setting one is never refused while the dynamic lives."""
    standing = phase(dynamic, occasion.now)
    if isinstance(command, SetLimit):
        return _set(state, command, occasion.now)
    limit = state.limits.get(command.limit)
    if limit is None or limit.until is not None:
        return NotFound("limit", command.limit)
    if limit.owner != occasion.by:
        return NotYourLimit()
    match command:
        case KeepLimit() | AskToLoosen():
            wants = isinstance(command, AskToLoosen)
            asked = limit.loosening_asked_at is not None
            event = LooseningAsked(limit.id) if wants else LooseningDropped(limit.id)
            return () if wants is asked else (event,)
        case LoosenLimit():
            return _loosen(limit, standing, occasion.now)
        case _:
            assert_never(command)


def _set(state: LimitsState, command: SetLimit, now: datetime) -> Outcome:
    if command.limit in state.limits:
        return AlreadyThere("limit", command.limit)
    if not is_clear(command.name, longest=NAME_LENGTH):
        return UnclearWording("name of the limit")
    if not is_clear(command.conditions, may_be_empty=command.hard):
        return UnclearWording("condition")
    since = backdated(command.since, now)
    return (
        LimitSet(
            command.limit, command.target, command.name, command.hard, command.conditions, since
        ),
    )


def _loosen(limit: Limit, standing: Phase, now: datetime) -> Outcome:
    if standing is not Phase.ACTIVE:
        return NotActive(standing)
    return (LimitLoosened(limit.id),) if has_waited(limit, now) else LooseningWaits(LOOSENING_HOURS)
