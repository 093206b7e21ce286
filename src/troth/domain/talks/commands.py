"""What a member may ask about talks; there is no refusing one."""

from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from troth.domain.kernel import (
    NAME_LENGTH,
    AlreadyThere,
    Command,
    MemberId,
    NotFound,
    Occasion,
    Outcome,
    Protective,
    Refusal,
    UnclearWording,
    is_clear,
)
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
from troth.domain.talks.state import Talk, TalksState

NOW_HOURS = 24
"""A talk wanted now is acknowledged within a day: one night's sleep and one working day fit."""

SOON_HOURS = 48
"""A talk wanted in the next days is acknowledged within two."""

WITHOUT_SESSION_HOURS = 7 * 24
"""Where no session comes round within a week, "at our next session" means within a week."""

LATEST_TIME_DAYS = 31
"""A time for a talk lies within a month: later is not a time, it is putting it off."""

TOPIC_LENGTH = 400
"""A topic says what about in a few sentences; the rest is for the talk."""


class AskToTalk(Protective, frozen=True):
    """Ask to talk, as equals unless wished otherwise; one need not say what about."""

    talk: TalkId
    urgency: Urgency
    topic: str = ""
    about: About | None = None
    in_role: bool = False


class AcknowledgeTalk(Command, frozen=True):
    """Say that one has seen it, and perhaps suggest a time."""

    talk: TalkId
    at: datetime | None = None


class SuggestTalkTime(Command, frozen=True):
    """Suggest a time, or say yes to the very time the other suggested."""

    talk: TalkId
    at: datetime


class HoldTalk(Command, frozen=True):
    """Say that the two have talked."""

    talk: TalkId


class CloseTalk(Command, frozen=True):
    """Close one's own talk: one has been heard."""

    talk: TalkId


class WithdrawTalk(Command, frozen=True):
    """Take back one's own talk: it is no longer needed."""

    talk: TalkId


OpenTalkCommand: TypeAlias = AcknowledgeTalk | SuggestTalkTime | HoldTalk | CloseTalk | WithdrawTalk

TalkCommand: TypeAlias = AskToTalk | OpenTalkCommand


class OnlyAskerCloses(Refusal, frozen=True):
    """Only the one who asked closes or withdraws a talk (K16)."""

    says = "Only the one who asked for this talk can close it. You can suggest a time for it."


class OwnTalk(Refusal, frozen=True):
    """It is the other who says that a request has been seen."""

    says = "You asked for this talk yourself; the other says when they have seen it."


class TimeNotUsable(Refusal, frozen=True):
    """A time for a talk is still to come, and within a month."""

    days: int
    says = "Suggest a time that is still to come, within {days} days."


def requested(talk: TalkId, about: About, now: datetime) -> TalkRequested:
    """Return the event of a talk that follows from another act; its author is the asker."""
    acknowledge_by = now + timedelta(hours=SOON_HOURS)
    return TalkRequested(talk, Urgency.SOON, acknowledge_by, about=about)


def decide(
    state: TalksState,
    command: TalkCommand,
    occasion: Occasion,
    *,
    next_session: datetime | None = None,
) -> Outcome:
    """Decide a command about talks; asking for one is open in every state but the end."""
    if isinstance(command, AskToTalk):
        return _ask(state, command, occasion.now, next_session)
    talk = state.talks.get(command.talk)
    if talk is None or not talk.is_open:
        return NotFound("open talk", command.talk)
    return _decide_open(talk, command, occasion)


def _decide_open(talk: Talk, command: OpenTalkCommand, occasion: Occasion) -> Outcome:
    match command:
        case AcknowledgeTalk(at=at):
            return _acknowledge(talk, at, occasion)
        case SuggestTalkTime(at=at):
            return _suggest(talk, at, occasion)
        case HoldTalk():
            return _hold(talk)
        case CloseTalk():
            return _close(talk, occasion.by)
        case WithdrawTalk():
            return _withdraw(talk, occasion.by)
        case _:
            assert_never(command)


def _ask(
    state: TalksState, command: AskToTalk, now: datetime, next_session: datetime | None
) -> Outcome:
    if command.talk in state.talks:
        return AlreadyThere("talk", command.talk)
    if not is_clear(command.topic, longest=TOPIC_LENGTH, may_be_empty=True):
        return UnclearWording("topic")
    if command.about is not None and not is_clear(command.about.name, longest=NAME_LENGTH):
        return UnclearWording("name of what this is about")
    due = acknowledge_by(command.urgency, now, next_session)
    return (
        TalkRequested(
            command.talk,
            command.urgency,
            due,
            command.topic,
            command.about,
            command.in_role,
        ),
    )


def acknowledge_by(urgency: Urgency, now: datetime, next_session: datetime | None) -> datetime:
    """Return by when a talk is to be seen.

    A session further off than a week does not make the asker wait for it unseen.
    """
    match urgency:
        case Urgency.NOW:
            return now + timedelta(hours=NOW_HOURS)
        case Urgency.SOON:
            return now + timedelta(hours=SOON_HOURS)
        case Urgency.NEXT_SESSION:
            latest = now + timedelta(hours=WITHOUT_SESSION_HOURS)
            return latest if next_session is None else min(next_session, latest)
        case _:
            assert_never(urgency)


def _acknowledge(talk: Talk, at: datetime | None, occasion: Occasion) -> Outcome:
    if talk.asker == occasion.by:
        return OwnTalk()
    if at is not None:
        return _suggest(talk, at, occasion)
    return (TalkAcknowledged(talk.id),) if talk.stage is Stage.REQUESTED else ()


def _suggest(talk: Talk, at: datetime, occasion: Occasion) -> Outcome:
    latest = occasion.now + timedelta(days=LATEST_TIME_DAYS)
    if at.tzinfo is None or not occasion.now < at <= latest:
        return TimeNotUsable(LATEST_TIME_DAYS)
    if talk.scheduled_for == at:
        return ()
    is_seen = talk.stage is Stage.REQUESTED and talk.asker != occasion.by
    seen = (TalkAcknowledged(talk.id),) if is_seen else ()
    suggested = talk.suggested
    if suggested is None or suggested.at != at:
        return (*seen, TalkTimeSuggested(talk.id, at))
    return () if suggested.by == occasion.by else (*seen, TalkScheduled(talk.id, at))


def _close(talk: Talk, by: MemberId) -> Outcome:
    if talk.asker != by:
        return OnlyAskerCloses()
    closed = TalkClosed(talk.id)
    return (closed,) if talk.stage is Stage.HELD else (TalkHeld(talk.id), closed)


def _hold(talk: Talk) -> Outcome:
    return () if talk.stage is Stage.HELD else (TalkHeld(talk.id),)


def _withdraw(talk: Talk, by: MemberId) -> Outcome:
    return (TalkWithdrawn(talk.id),) if talk.asker == by else OnlyAskerCloses()
