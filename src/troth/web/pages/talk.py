"""One talk: seen, given a time by both, and closed by nobody but the one who asked for it."""

from datetime import datetime
from typing import TypeAlias

from troth.domain.talks.commands import (
    AcknowledgeTalk,
    CloseTalk,
    HoldTalk,
    SuggestTalkTime,
    WithdrawTalk,
)
from troth.domain.talks.events import TalkId, TalkScheduled
from troth.projections.talks import ReadTalk
from troth.projections.talks import talk as read_talk
from troth.web.errors import NoSuchThing
from troth.web.finding import find
from troth.web.form import Form
from troth.web.guest import EMPTY
from troth.web.hours import days, instant, read_hour
from troth.web.routes import Answered, shows, takes
from troth.web.talk_words import HOW_SOON, about, asked, stands, talk_address, title
from troth.web.told import Told
from troth.web.visit import Visit

TIME_WANTED = "Choose the time you mean."

Ending: TypeAlias = type[HoldTalk | CloseTalk | WithdrawTalk]
ENDINGS: dict[str, tuple[Ending, Told]] = {
    "held": (HoldTalk, Told.TALKED),
    "close": (CloseTalk, Told.CLOSED),
    "withdraw": (WithdrawTalk, Told.WITHDRAWN),
}
"""What either can say of a talk at its end, and what is told afterwards."""


def talk(visit: Visit, at: str, form: Form = EMPTY) -> Answered:
    """Show one talk."""
    read = _found(visit, at)
    return visit.show(
        "talk.html",
        form,
        here="talk",
        read=read,
        talk=read.talk,
        moves=[str(each) for each in read.moves],
        other=visit.other.name,
        title=title(visit, read.talk),
        stands=stands(visit, read),
        asked=asked(visit, read.talk),
        about=about(visit, read.talk),
        how_soon=visit.words.plain(HOW_SOON[read.talk.urgency]),
        address=talk_address(read.talk.id),
        days=days(visit),
    )


def settle_time(visit: Visit, form: Form, at: str) -> Answered:
    """Say that it is seen, suggest a time, or say yes to the one the other suggested."""
    read = _found(visit, at)
    if form["how"] == "seen":
        answer = visit.act(form, AcknowledgeTalk(read.talk.id))
        return talk(visit, at, form) if answer is None else _back(visit, read, Told.TALK_SEEN)
    time = _meant(visit, form)
    answer = None if time is None else visit.act(form, _suggestion(read, time))
    if answer is None:
        return talk(visit, at, form)
    is_set = any(isinstance(event, TalkScheduled) for event in answer.events)
    return _back(visit, read, Told.TIME_SET if is_set else Told.TIME_SUGGESTED)


def end(visit: Visit, form: Form, at: str) -> Answered:
    """Say that the two have talked, or that it is no longer needed."""
    read = _found(visit, at)
    kind, line = ENDINGS.get(form["how"], ENDINGS["held"])
    if visit.act(form, kind(read.talk.id)) is None:
        return talk(visit, at, form)
    return _back(visit, read, line)


def _suggestion(read: ReadTalk, time: datetime) -> AcknowledgeTalk | SuggestTalkTime:
    if read.is_own:
        return SuggestTalkTime(read.talk.id, time)
    return AcknowledgeTalk(read.talk.id, time)


def _meant(visit: Visit, form: Form) -> datetime | None:
    """Return the time of the form: the one the other suggested, or one's own."""
    if form["how"] != "yes":
        return read_hour(visit, form)
    time = instant(form["time"])
    if time is None:
        form.want("", visit.words.plain(TIME_WANTED))
    return time


def _back(visit: Visit, read: ReadTalk, line: Told) -> Answered:
    return visit.go(talk_address(read.talk.id), line)


def _found(visit: Visit, at: str) -> ReadTalk:
    id_ = find(at, visit.state.talks.talks)
    read = read_talk(visit.state, visit.member, TalkId(id_), visit.moment)
    if read is None:
        raise NoSuchThing
    return read


ROUTES = (
    shows("/talk/{at:str}", Visit, talk),
    takes("/talk/{at:str}", Visit, end),
    takes("/talk/{at:str}/time", Visit, settle_time),
)
