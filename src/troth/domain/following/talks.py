"""What may follow on talks: only the asker closes one, and only the other has seen it (K16)."""

from datetime import timedelta
from typing import TypeAlias, assert_never

from troth.domain.kernel import Recorded
from troth.domain.state import State
from troth.domain.talks.commands import LATEST_TIME_DAYS, WITHOUT_SESSION_HOURS, acknowledge_by
from troth.domain.talks.events import (
    Stage,
    TalkAcknowledged,
    TalkClosed,
    TalkHeld,
    TalkRequested,
    TalkScheduled,
    TalkTimeSuggested,
    TalkWithdrawn,
    Urgency,
)
from troth.domain.talks.state import Talk

GoingOn: TypeAlias = (
    TalkAcknowledged | TalkTimeSuggested | TalkScheduled | TalkHeld | TalkClosed | TalkWithdrawn
)
"""What can happen to a talk that was asked for."""


def follows(whole: State, recorded: Recorded) -> bool:
    """Tell whether an event about a talk may follow."""
    state = whole.talks
    match recorded.event:
        case TalkRequested() as asked:
            return asked.talk not in state.talks and _is_in_time(asked, recorded)
        case (
            TalkAcknowledged()
            | TalkTimeSuggested()
            | TalkScheduled()
            | TalkHeld()
            | TalkClosed()
            | TalkWithdrawn() as event
        ):
            talk = state.talks.get(event.talk)
            return talk is not None and talk.is_open and _goes_on(talk, event, recorded)
        case _:
            return True


def _is_in_time(asked: TalkRequested, recorded: Recorded) -> bool:
    """A talk that was overdue as soon as it was asked for would hold what is agreed."""
    latest = recorded.at + timedelta(hours=WITHOUT_SESSION_HOURS)
    if asked.urgency is Urgency.NEXT_SESSION:
        return recorded.at < asked.acknowledge_by <= latest
    return asked.acknowledge_by == acknowledge_by(asked.urgency, recorded.at, None)


def _goes_on(talk: Talk, event: GoingOn, recorded: Recorded) -> bool:
    is_own = talk.asker == recorded.by
    match event:
        case TalkAcknowledged():
            return not is_own and talk.stage is Stage.REQUESTED
        case TalkTimeSuggested(at=at):
            return recorded.at < at <= recorded.at + timedelta(days=LATEST_TIME_DAYS)
        case TalkScheduled(at=at):
            suggested = talk.suggested
            is_answer = suggested is not None and suggested.by != recorded.by
            return is_answer and suggested is not None and suggested.at == at
        case TalkHeld():
            return True
        case TalkClosed():
            return is_own and talk.stage is Stage.HELD
        case TalkWithdrawn():
            return is_own
        case _:
            assert_never(event)
