"""Windows: when a part-time or long-distance exchange is on; either closes one at once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from msgspec.structs import replace

from troth.domain.agreement.terms import Circumstance
from troth.domain.dynamic.commands import NotActive
from troth.domain.dynamic.events import Paused, Phase, Stopped
from troth.domain.dynamic.state import DynamicState, phase
from troth.domain.kernel import (
    Command,
    Event,
    MemberId,
    Moment,
    Occasion,
    Outcome,
    Protective,
    Recorded,
    Refusal,
    Value,
    is_forgotten,
)
from troth.domain.schedules import LONGEST_OCCURRENCE_MINUTES, Schedule, current


class Opening(Value, frozen=True):
    """A window being opened by hand, until a time both know; open once both have said so."""

    until: datetime
    asked_at: datetime
    asked_by: MemberId
    opened_at: datetime | None = None


class WindowAsked(Event, frozen=True, tag="window-asked/1"):
    """A member would like a window open until then; nothing is on yet."""

    until: datetime


class WindowOpened(Event, frozen=True, tag="window-opened/1"):
    """The other said yes to the same end, so the window is on."""

    until: datetime


class WindowClosed(Event, frozen=True, tag="window-closed/1"):
    """A member closed the window; a circumstance may be named, no reason is owed."""

    circumstance: Circumstance | None


class WindowsState(Value, frozen=True):
    """The window asked for by hand, those opened by hand, and when any was closed."""

    asked: Opening | None = None
    opened: tuple[Opening, ...] = ()
    closed_at: tuple[datetime, ...] = ()


def is_open(state: WindowsState, rules: Iterable[Schedule], moment: Moment) -> bool:
    """Tell whether a window is open, by hand or by one of the rules that operate.

    A closing ends the occurrence it falls in; the next one comes round as agreed.
    """
    if _is_open_by_hand(state, moment.at):
        return True
    running = (current(rule, moment) for rule in rules)
    return any(
        each is not None and not _is_closed_between(state, each.start, moment.at)
        for each in running
    )


def _is_open_by_hand(state: WindowsState, at: datetime) -> bool:
    return any(
        each.opened_at is not None
        and each.opened_at <= at < each.until
        and not _is_closed_between(state, each.opened_at, at)
        for each in state.opened
    )


def _is_closed_between(state: WindowsState, start: datetime, at: datetime) -> bool:
    return any(start <= closed <= at for closed in state.closed_at)


def evolve(state: WindowsState, recorded: Recorded) -> WindowsState:
    """Return the windows after an event; events of other parts leave them as they are."""
    at = recorded.at
    match recorded.event:
        case WindowAsked(until=until):
            return replace(state, asked=Opening(until, at, recorded.by))
        case WindowOpened(until=until):
            if not _is_answer(state.asked, until, recorded.by):
                return state  # one alone opens nothing, whatever they write into the record
            kept = tuple(o for o in state.opened if not is_forgotten(o.until, at))
            opened = Opening(until, at, recorded.by, opened_at=at)
            return replace(state, asked=None, opened=(*kept, opened))
        case WindowClosed():
            kept_closings = tuple(c for c in state.closed_at if not is_forgotten(c, at))
            return replace(state, asked=None, closed_at=(*kept_closings, at))
        case Paused(area=None) | Stopped():
            # What was wished for before a rest is asked again: it may no longer be wished for.
            return replace(state, asked=None)
        case _:
            return state


def _is_answer(asked: Opening | None, until: datetime, by: MemberId) -> bool:
    return asked is not None and asked.asked_by != by and asked.until == until


class OpenWindow(Command, frozen=True):
    """Ask for a window until then, or say yes to the one the other asked for."""

    until: datetime


class CloseWindow(Protective, frozen=True):
    """Close the window at once, and drop one that was only asked for."""

    circumstance: Circumstance | None = None


WindowCommand: TypeAlias = OpenWindow | CloseWindow


class WindowNeedsEnd(Refusal, frozen=True):
    """A window opened by hand ends within two weeks."""

    says = "Say when the window closes again: later than now, and within two weeks."


def decide(
    state: WindowsState, dynamic: DynamicState, command: WindowCommand, occasion: Occasion
) -> Outcome:
    """Decide a command about windows; opening takes both, closing takes either."""
    standing = phase(dynamic, occasion.now)
    match command:
        case CloseWindow(circumstance=circumstance):
            return (WindowClosed(circumstance),)
        case OpenWindow(until=until):
            if standing is not Phase.ACTIVE:
                return NotActive(standing)
            return _open(state, until, occasion)
        case _:
            assert_never(command)


def _open(state: WindowsState, until: datetime, occasion: Occasion) -> Outcome:
    longest = timedelta(minutes=LONGEST_OCCURRENCE_MINUTES)
    if until.tzinfo is None or not occasion.now < until <= occasion.now + longest:
        return WindowNeedsEnd()
    is_answer = _is_answer(state.asked, until, occasion.by)
    return (WindowOpened(until) if is_answer else WindowAsked(until),)
