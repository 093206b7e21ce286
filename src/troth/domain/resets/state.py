"""The reset in hand, the last one done, and what both waived."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from troth.domain.dynamic.events import Paused, Stopped
from troth.domain.kernel import ClauseId, Digest, MemberId, Recorded, Value, with_item
from troth.domain.resets.events import (
    ClauseReaffirmed,
    Help,
    HelpRevealed,
    ResetAsked,
    ResetBegun,
    ResetCalledOff,
    ResetDone,
    ResetId,
    ResetOptedInto,
    Wish,
)

OPT_IN_HOURS = 24
"""A "yes, today" counts for a day from the first of the two: longer is another day's yes."""

RUNS_DAYS = 7
"""A begun reset is over within a week: a weekend away fits, and nothing runs on unnoticed."""

SHOWN_DAYS = 60 * 7
"""Resets are marked among the weeks of ebb and flow for as long as those are shown."""


class OptIn(Value, frozen=True):
    """One member's "yes, today"."""

    at: datetime
    clears_before: bool


class Reset(Value, frozen=True):
    """A reset that was asked for, and how far it has come."""

    id: ResetId
    clause: ClauseId
    form: Digest
    asked_by: MemberId
    asked_at: datetime
    opted_in: dict[MemberId, OptIn] = {}
    begun_at: datetime | None = None


class DoneReset(Value, frozen=True):
    """The last reset that was done, and what each has said since."""

    id: ResetId
    clause: ClauseId
    at: datetime
    wishes: dict[ClauseId, dict[MemberId, Wish]] = {}
    helped: dict[MemberId, Help] = {}


class ResetsState(Value, frozen=True):
    """The reset in hand, the last one done, when there were any, and what they waived."""

    current: Reset | None = None
    last: DoneReset | None = None
    done_at: tuple[datetime, ...] = ()
    waived: datetime | None = None


def waived_before(state: ResetsState) -> datetime | None:
    """Return the time before which both waived what was not reported; None: they waived nothing."""
    return state.waived


def is_running(reset: Reset, now: datetime) -> bool:
    """Tell whether a reset has begun and its week is not over."""
    begun_at = reset.begun_at
    return begun_at is not None and begun_at <= now < begun_at + timedelta(days=RUNS_DAYS)


def opted_in(reset: Reset, now: datetime) -> frozenset[MemberId]:
    """Return who has said yes within the last day; while it runs, that is both."""
    if is_running(reset, now):
        return frozenset(reset.opted_in)
    since = now - timedelta(hours=OPT_IN_HOURS)
    return frozenset(member for member, each in reset.opted_in.items() if each.at > since)


def wished(state: ResetsState, wish: Wish) -> tuple[ClauseId, ...]:
    """Return the clauses of the last reset that anybody answered so, in order of id."""
    wishes = {} if state.last is None else state.last.wishes
    return tuple(sorted(clause for clause, each in wishes.items() if wish in each.values()))


def evolve(state: ResetsState, recorded: Recorded) -> ResetsState:
    """Return the resets after an event; a pause or stop takes every "yes, today" back."""
    by, at = recorded.by, recorded.at
    match recorded.event:
        case ResetAsked(reset=id_, clause=clause, form=form):
            return replace(state, current=Reset(id_, clause, form, by, at))
        case ResetOptedInto(clears_before=clears_before):
            current = _current(state)
            opted = with_item(current.opted_in, by, OptIn(at, clears_before))
            return replace(state, current=replace(current, opted_in=opted))
        case ResetBegun():
            return replace(state, current=replace(_current(state), begun_at=at))
        case ResetDone(waived_before=waived):
            return _after_done(state, _current(state), at, waived)
        case ResetCalledOff():
            return replace(state, current=None)
        case Stopped() | Paused():
            return _after_resting(state)
        case _:
            return _evolve_last(state, recorded)


class MissingResetError(Exception):
    """Raised when an event goes on with a reset nobody asked for: the record is not ours."""


def _current(state: ResetsState) -> Reset:
    if state.current is None:
        raise MissingResetError
    return state.current


def _after_done(
    state: ResetsState, reset: Reset, at: datetime, waived: datetime | None
) -> ResetsState:
    kept = tuple(each for each in state.done_at if each > at - timedelta(days=SHOWN_DAYS))
    return ResetsState(
        last=DoneReset(reset.id, reset.clause, at),
        done_at=(*kept, at),
        waived=waived or state.waived,
    )


def _after_resting(state: ResetsState) -> ResetsState:
    if state.current is None:
        return state
    return replace(state, current=replace(state.current, opted_in={}, begun_at=None))


def _evolve_last(state: ResetsState, recorded: Recorded) -> ResetsState:
    last = state.last
    if last is None:
        return state
    match recorded.event:
        case ClauseReaffirmed(clause=clause, wish=wish):
            each = with_item(last.wishes.get(clause, {}), recorded.by, wish)
            return replace(state, last=replace(last, wishes=with_item(last.wishes, clause, each)))
        case HelpRevealed(answers=answers):
            return replace(state, last=replace(last, helped=answers))
        case _:
            return state
