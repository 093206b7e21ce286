"""What the two take time for: talks, the weekly session, check-ins, resets, rests and windows."""

from datetime import timedelta

from tests.given import ASH, WREN, Couple
from troth.domain.checkins import Answer, Clarity, Connection, RevealCheckIn, round_of
from troth.domain.dynamic.commands import (
    AffirmResumption,
    BeginLighter,
    ClearCheck,
    EndLighter,
    Pause,
    RaiseCheck,
)
from troth.domain.kernel import ClauseId
from troth.domain.resets.commands import (
    AskReset,
    FinishReset,
    OptIntoReset,
    ReaffirmClause,
    RevealHelp,
)
from troth.domain.resets.events import Help, ResetId, Wish
from troth.domain.sessions.commands import (
    ArriveAtSession,
    BringPreparation,
    ConfirmMinutes,
    TreatItem,
    WriteLine,
)
from troth.domain.sessions.events import Item, LineId, Preparation, SessionId, Topic, Treatment
from troth.domain.sessions.state import OpenSession, next_session
from troth.domain.talks.commands import AcknowledgeTalk, AskToTalk, CloseTalk, SuggestTalkTime
from troth.domain.talks.events import TalkId, Urgency
from troth.domain.windows import CloseWindow, OpenWindow

WEEKLY = ClauseId("weekly-session")
KITCHEN = ClauseId("kitchen-before-bed")
WAY_BACK = ClauseId("way-back")


def talk(couple: Couple, day: int) -> None:
    """One asks to talk; they find a time, and the one who asked has been heard."""
    asker, other = (WREN, ASH) if day % 4 else (ASH, WREN)
    id_ = TalkId(f"talk-{day}")
    couple.does(asker, AskToTalk(id_, Urgency.SOON, "How the mornings have been this week."))
    couple.later(hours=1)
    at = couple.now + timedelta(hours=3)
    couple.does(other, AcknowledgeTalk(id_, at))
    couple.does(asker, SuggestTalkTime(id_, at))
    couple.later(hours=3)
    couple.does(asker, CloseTalk(id_))


def session(couple: Couple, day: int) -> None:
    """They sit down, go through what there is, and both confirm the minutes."""
    plan = next_session(couple.state.sessions, couple.state.ground, couple.moment())
    assert plan is not None
    for member in (ASH, WREN):
        couple.does(member, ArriveAtSession(plan.id))
    for member in (ASH, WREN):
        couple.does(member, BringPreparation(plan.id, Preparation.GLAD, "The walk on Tuesday."))
    couple.does(ASH, TreatItem(plan.id, Item(Topic.WELLBEING), Treatment.TALKED))
    couple.does(WREN, TreatItem(plan.id, Item(Topic.EXPECTATIONS, KITCHEN), _treatment(day)))
    for number, member in enumerate((ASH, WREN, ASH)):
        text = f"Week {day // 7}: we keep the evenings as they are, and look again in a month."
        couple.does(member, WriteLine(plan.id, LineId(f"line-{number}"), text))
    _confirm(couple, plan.id)


def _treatment(day: int) -> Treatment:
    return Treatment.CARRIED if day // 7 % 5 == 0 else Treatment.TALKED


def _confirm(couple: Couple, id_: SessionId) -> None:
    for member in (ASH, WREN):
        open_: OpenSession | None = couple.state.sessions.open
        assert open_ is not None
        couple.does(member, ConfirmMinutes(id_, open_.minutes))


def check_in(couple: Couple, day: int) -> None:
    """Both say how close they feel, and it is shown at once."""
    near = tuple(Connection)[day // 7 % len(Connection)]
    answer = Answer(near, Clarity.FAIRLY_CLEAR, "A good week, with two late evenings.")
    couple.does(ASH, RevealCheckIn(round_of(couple.now), {ASH: answer, WREN: answer}))


def reset(couple: Couple, day: int) -> None:
    """An evening to find the way back, in the form both agreed."""
    id_ = ResetId(f"reset-{day}")
    couple.does(WREN, AskReset(id_, WAY_BACK))
    for member in (ASH, WREN):
        couple.does(member, OptIntoReset(id_))
    couple.does(ASH, FinishReset(id_))
    for member in (ASH, WREN):
        couple.does(member, ReaffirmClause(id_, KITCHEN, Wish.KEEP))
    couple.does(ASH, RevealHelp(id_, {ASH: Help.HELPED, WREN: Help.PARTLY}))


def rest(couple: Couple, _day: int) -> None:
    """A pause of a day, and both coming back."""
    couple.does(WREN, Pause())
    couple.later(hours=5)
    for member in (WREN, ASH):
        couple.does(member, AffirmResumption())


def check(couple: Couple, _day: int) -> None:
    """One asks whether both are all right, and both are."""
    couple.does(ASH, RaiseCheck())
    for member in (WREN, ASH):
        couple.does(member, ClearCheck())


def lighter(couple: Couple, _day: int) -> None:
    """A low day of Wren's."""
    couple.does(WREN, BeginLighter())
    couple.later(hours=5)
    couple.does(WREN, EndLighter())


def window(couple: Couple, _day: int) -> None:
    """A window opened by hand, and closed before its end."""
    until = couple.now + timedelta(hours=4)
    for member in (ASH, WREN):
        couple.does(member, OpenWindow(until))
    couple.later(hours=2)
    couple.does(WREN, CloseWindow())
