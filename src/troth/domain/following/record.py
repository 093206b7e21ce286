"""Which events may follow, whichever part they concern; the others change nothing.

Either of the two holds the key of the record and a signing key of their own, so either can write
any event into it, past every command. So what the record says counts only as far as it could have
been decided on what each of the two had written before. What protects is never held up by this.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from types import ModuleType
from typing import Any, get_args, get_type_hints

import msgspec

from troth.domain import checkins, erasure, labels, leanings, safety, windows
from troth.domain.agreement import events as agreement
from troth.domain.checkins import CheckInRevealed, RevealCheckIn
from troth.domain.conduct import events as conduct
from troth.domain.conduct import observations
from troth.domain.decisions import events as decisions
from troth.domain.directions import given, permissions, treats
from troth.domain.dynamic import events as dynamic
from troth.domain.dynamic.events import DynamicBegun, MemberJoined, RecordRestored
from troth.domain.erasure import AskErasure, ErasureAsked
from troth.domain.following import conduct as of_conduct
from troth.domain.following import decisions as of_decisions
from troth.domain.following import directions as of_directions
from troth.domain.following import ground as of_ground
from troth.domain.following import resets as of_resets
from troth.domain.following import sessions as of_sessions
from troth.domain.following import standards as of_standards
from troth.domain.following import talks as of_talks
from troth.domain.following.ground import FIRST, as_recorded
from troth.domain.kernel import Event, Moment, Occasion, Recorded
from troth.domain.labels import LabelSuggested, is_label
from troth.domain.leanings import LeaningsRevealed, RevealLeanings
from troth.domain.resets import events as resets
from troth.domain.sessions import events as sessions
from troth.domain.standards import events as standards
from troth.domain.state import State
from troth.domain.talks import events as talks

Check = Callable[[State, Recorded], bool]

LAST_YEAR = 9000
"""No time in the record is later: what is reckoned from one has to stay a time, up to 9999."""


def follows(state: State, recorded: Recorded) -> bool:
    """Tell whether an event may follow a state; where it may not, the state stays as it is."""
    check = _CHECKS.get(type(recorded.event))
    return (
        check is not None
        and _are_times(recorded.at)
        and _are_times(recorded.event)
        and _is_by_member(state, recorded)
        and check(state, recorded)
    )


_JOINING = (DynamicBegun, MemberJoined)


def _is_by_member(state: State, recorded: Recorded) -> bool:
    """Tell whether one of the two acts, and before the end: after it only what outlasts it is."""
    known, event = state.ground.dynamic, recorded.event
    if isinstance(event, _JOINING):
        return True
    is_over = known.ended_at is not None and recorded.at >= known.ended_at
    outlasts = isinstance(event, RecordRestored) or type(event).__module__ == erasure.__name__
    return recorded.by in known.member_ids and (not is_over or outlasts)


def _are_times(value: Any) -> bool:  # noqa: ANN401 - any value an event may hold
    """Tell whether each time in a value is one that others can be reckoned and compared with.

    A time without a zone would stop every later reading, and with it every pause.
    """
    if isinstance(value, datetime):
        return value.tzinfo is not None and FIRST.year + 1 < value.year <= LAST_YEAR
    if isinstance(value, msgspec.Struct):
        timed = _timed(type(value))
        return not timed or all(_are_times(getattr(value, name)) for name in timed)
    if isinstance(value, tuple | frozenset):
        return all(map(_are_times, value))
    return all(map(_are_times, value.values())) if isinstance(value, dict) else True


@cache
def _timed(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields of a type that can hold a time; most events have none."""
    hints = get_type_hints(kind)
    return tuple(name for name in kind.__struct_fields__ if _may_hold_time(hints[name]))


def _may_hold_time(hint: Any) -> bool:  # noqa: ANN401 - an annotation has any form
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return bool(_timed(hint))
    return hint is datetime or any(map(_may_hold_time, get_args(hint)))


def _read(check: Check) -> Check:
    """Return a check on the state as a record is read."""
    return lambda state, recorded: any(check(each, recorded) for each in as_recorded(state))


def _is_erasure(state: State, recorded: Recorded) -> bool:
    """Nobody erases everything before the wait both are told of."""
    if not isinstance(recorded.event, ErasureAsked):
        return True
    occasion = Occasion(recorded.by, Moment(recorded.at))
    asked = erasure.decide(state.erasure, state.ground.dynamic, AskErasure(), occasion)
    return asked == (recorded.event,)


def _is_check_in(state: State, recorded: Recorded) -> bool:
    revealed, occasion = recorded.event, Occasion(recorded.by, Moment(recorded.at))
    if not isinstance(revealed, CheckInRevealed):
        return True
    command = RevealCheckIn(revealed.round, revealed.answers)
    return checkins.decide(state.checkins, state.ground.dynamic, command, occasion) == (revealed,)


def _is_label(state: State, recorded: Recorded) -> bool:
    """One that could be no label would cover a page; and one alone calls nothing otherwise."""
    event = recorded.event
    if isinstance(event, LabelSuggested) and not is_label(event.label):
        return False
    return labels.evolve(state.labels, recorded) is not state.labels


def _is_leanings(state: State, recorded: Recorded) -> bool:
    revealed = recorded.event
    if not isinstance(revealed, LeaningsRevealed):
        return True
    command = RevealLeanings(revealed.round, revealed.answers)
    return leanings.decide(state.leanings, state.ground, command) == (revealed,)


_PARTS: tuple[tuple[Check, tuple[ModuleType, ...]], ...] = (
    (of_ground.follows, (dynamic, agreement, safety, windows)),
    (_read(of_decisions.follows), (decisions,)),
    (of_directions.follows, (given, treats)),
    (_read(of_directions.follows), (permissions,)),
    (of_standards.follows, (standards,)),
    (_read(of_conduct.follows), (conduct,)),
    (of_conduct.follows, (observations,)),
    (of_talks.follows, (talks,)),
    (of_sessions.follows, (sessions,)),
    (_read(of_resets.follows), (resets,)),
    (_is_check_in, (checkins,)),
    (_is_label, (labels,)),
    (_is_leanings, (leanings,)),
    (_is_erasure, (erasure,)),
)


def _events_of(modules: Iterable[ModuleType]) -> Iterable[type[Event]]:
    names = {module.__name__ for module in modules}
    return (each for each in Event.__subclasses__() if each.__module__ in names)


_CHECKS: Mapping[type[Event], Check] = {
    event: check for check, modules in _PARTS for event in _events_of(modules)
}
"""What holds each event against the state: every event of the record has its own part."""
