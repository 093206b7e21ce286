"""The talks somebody asked for, how far each has come, and which have waited too long."""

from datetime import datetime

from msgspec.structs import replace

from troth.domain.dynamic.state import DynamicState, due_at
from troth.domain.kernel import MemberId, Recorded, Value, is_forgotten, with_item
from troth.domain.talks.events import (
    About,
    Stage,
    TalkAcknowledged,
    TalkClosed,
    TalkHeld,
    TalkId,
    TalkRequested,
    TalkScheduled,
    TalkTimeSuggested,
    TalkWithdrawn,
    Urgency,
)


class SuggestedTime(Value, frozen=True):
    """A time for a talk, and who suggested it."""

    at: datetime
    by: MemberId


class Talk(Value, frozen=True):
    """A talk somebody asked for, and how far it has come."""

    id: TalkId
    asker: MemberId
    asked_at: datetime
    acknowledge_by: datetime
    urgency: Urgency
    topic: str = ""
    about: About | None = None
    in_role: bool = False
    stage: Stage = Stage.REQUESTED
    suggested: SuggestedTime | None = None
    scheduled_for: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether the asker has neither closed nor withdrawn it."""
        return self.ended_at is None


class TalksState(Value, frozen=True):
    """Every open talk, and those closed within the memory.

    The number of open talks has no ceiling: one would be a refusal of the right to be heard.
    """

    talks: dict[TalkId, Talk] = {}


def open_talks(state: TalksState) -> tuple[Talk, ...]:
    """Return the open talks, the longest waiting first."""
    waiting = (talk for talk in state.talks.values() if talk.is_open)
    return tuple(sorted(waiting, key=lambda talk: (talk.asked_at, talk.id)))


def acknowledgement_due(talk: Talk, dynamic: DynamicState, now: datetime) -> datetime:
    """Return by when a talk is to be acknowledged; while the exchange rests this stands still."""
    return due_at(dynamic, talk.asked_at, talk.acknowledge_by - talk.asked_at, now)


def is_overdue(talk: Talk, dynamic: DynamicState, now: datetime) -> bool:
    """Tell whether a talk has waited, unacknowledged, longer than both agreed."""
    return talk.stage is Stage.REQUESTED and now >= acknowledgement_due(talk, dynamic, now)


def overdue_talks(state: TalksState, dynamic: DynamicState, now: datetime) -> tuple[Talk, ...]:
    """Return the talks that go first at the next session, the longest waiting first."""
    return tuple(talk for talk in open_talks(state) if is_overdue(talk, dynamic, now))


def has_overdue(state: TalksState, dynamic: DynamicState, asker: MemberId, now: datetime) -> bool:
    """Tell whether the asker still waits past the time: no new correction is offered meanwhile.

    Asking alone holds nothing, so that a talk is never a way around a correction.
    """
    return any(talk.asker == asker for talk in overdue_talks(state, dynamic, now))


def has_passed_unheld(talk: Talk, now: datetime) -> bool:
    """Tell whether the time both chose has gone by without a talk; that is nobody's breach."""
    is_waiting = talk.stage is Stage.SCHEDULED
    return is_waiting and talk.scheduled_for is not None and talk.scheduled_for < now


def evolve(state: TalksState, recorded: Recorded) -> TalksState:
    """Return the talks after an event; events of other parts leave them as they are."""
    by, at = recorded.by, recorded.at
    match recorded.event:
        case TalkRequested() as asked:
            return _after_asking(state, asked, recorded)
        case TalkAcknowledged(talk=id_):
            return _changed(state, replace(state.talks[id_], stage=Stage.ACKNOWLEDGED))
        case TalkTimeSuggested(talk=id_, at=time):
            return _after_suggesting(state, state.talks[id_], SuggestedTime(time, by))
        case TalkScheduled(talk=id_, at=time):
            talk = replace(state.talks[id_], stage=Stage.SCHEDULED, scheduled_for=time)
            return _changed(state, replace(talk, suggested=None))
        case TalkHeld(talk=id_):
            return _changed(state, replace(state.talks[id_], stage=Stage.HELD))
        case TalkClosed(talk=id_):
            closed = replace(state.talks[id_], stage=Stage.CLOSED, ended_at=at)
            return _changed(state, closed)
        case TalkWithdrawn(talk=id_):
            withdrawn = replace(state.talks[id_], stage=Stage.WITHDRAWN, ended_at=at)
            return _changed(state, withdrawn)
        case _:
            return state


def _after_asking(state: TalksState, asked: TalkRequested, recorded: Recorded) -> TalksState:
    kept = {
        id_: talk
        for id_, talk in state.talks.items()
        if talk.ended_at is None or not is_forgotten(talk.ended_at, recorded.at)
    }
    talk = Talk(
        id=asked.talk,
        asker=recorded.by,
        asked_at=recorded.at,
        acknowledge_by=asked.acknowledge_by,
        urgency=asked.urgency,
        topic=asked.topic,
        about=asked.about,
        in_role=asked.in_role,
    )
    return TalksState(with_item(kept, talk.id, talk))


def _after_suggesting(state: TalksState, talk: Talk, suggested: SuggestedTime) -> TalksState:
    """Another time sets aside the one before; only the asker's own word leaves it unseen."""
    stage = Stage.REQUESTED if talk.stage is Stage.REQUESTED else Stage.ACKNOWLEDGED
    return _changed(state, replace(talk, stage=stage, suggested=suggested, scheduled_for=None))


def _changed(state: TalksState, talk: Talk) -> TalksState:
    return TalksState(with_item(state.talks, talk.id, talk))
