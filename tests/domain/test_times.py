"""A time that says no zone could be any within a day: it is refused, or counts from now."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.domain.decisions.deciding import deciding, led, raised
from tests.given import ASH, HOUSEHOLD, KITCHEN, START, WREN, Couple, clause, kitchen
from troth.domain.agreement.commands import AnswerDayUnusable, ProposeTerms, WithdrawConsent
from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import Foreword
from troth.domain.agreement.validity import LastDayPassed
from troth.domain.conduct.commands import ReportBreach
from troth.domain.conduct.events import BreachId
from troth.domain.conduct.refusals import NotInMemory
from troth.domain.decider import AnyCommand
from troth.domain.decisions.commands import ReviewNotAhead
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import DirectionNeedsEnd, GiveDirection
from troth.domain.dynamic.commands import End, Pause, Stop
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import ProposalId, Refusal, Significance
from troth.domain.routing.matter import Declaration
from troth.domain.safety import LimitId, SetLimit, Target, live_limits
from troth.domain.sessions.commands import PlanSession, RescheduleSession, SessionTimeNotUsable
from troth.domain.sessions.events import SessionId
from troth.domain.standards.commands import MarkOccurrence, NotOfThisTime, SetTask, TaskNeedsEnd
from troth.domain.standards.events import ClauseDuty, Mark, TaskId, TaskKind
from troth.domain.talks.commands import (
    AcknowledgeTalk,
    AskToTalk,
    SuggestTalkTime,
    TimeNotUsable,
)
from troth.domain.talks.events import TalkId, Urgency
from troth.domain.windows import OpenWindow, WindowNeedsEnd

TALK = TalkId("talk")
SITTING = SessionId("sitting")
NOWHERE = (START + timedelta(days=2)).replace(tzinfo=None)
ROUTINE = Declaration(frozenset({WREN}), Significance.ROUTINE)
WHY = clause("why", Foreword())

TIMED: tuple[tuple[AnyCommand, type[Refusal]], ...] = (
    (PlanSession(SessionId("another"), NOWHERE, 60), SessionTimeNotUsable),
    (RescheduleSession(SITTING, NOWHERE), SessionTimeNotUsable),
    (SuggestTalkTime(TALK, NOWHERE), TimeNotUsable),
    (AcknowledgeTalk(TALK, NOWHERE), TimeNotUsable),
    (OpenWindow(NOWHERE), WindowNeedsEnd),
    (ProposeTerms(ProposalId("p"), (WHY,), respond_by=NOWHERE), AnswerDayUnusable),
    (SetTask(TaskId("t"), ASH, TaskKind.ERRAND, "Post it.", NOWHERE), TaskNeedsEnd),
    (MarkOccurrence(ClauseDuty(KITCHEN), NOWHERE, Mark.KEPT), NotOfThisTime),
    (ReportBreach(BreachId("b"), WREN, ClauseDuty(KITCHEN), NOWHERE), NotInMemory),
    (
        GiveDirection(DirectionId("d"), "See to it.", ROUTINE, NOWHERE, HOUSEHOLD),
        DirectionNeedsEnd,
    ),
)


@pytest.mark.parametrize(("command", "why"), TIMED)
def test_what_waits_for_a_time_nobody_can_place_is_refused(
    command: AnyCommand, why: type[Refusal]
) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, AskToTalk(TALK, Urgency.SOON))
    couple.does(WREN, PlanSession(SITTING, couple.now + timedelta(days=1), 60))
    couple.is_refused(ASH, command, why)


def test_a_day_to_look_at_a_decision_again_says_where_it_is() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.is_refused(ASH, deciding(couple, review_on=NOWHERE), ReviewNotAhead)


def test_a_last_day_says_where_it_is() -> None:
    couple = Couple().have_begun()
    until = replace(kitchen(), lapses_on=NOWHERE)
    couple.is_refused(ASH, ProposeTerms(ProposalId("p"), (until,), considered=True), LastDayPassed)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (Pause(since=NOWHERE), Phase.PAUSED),
        (Stop(since=NOWHERE), Phase.STOPPED),
        (End(since=NOWHERE), Phase.ENDED),
    ],
)
def test_what_protects_counts_from_now(command: AnyCommand, expected: Phase) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, command)
    assert phase(couple.state.ground.dynamic, couple.now) is expected


def test_a_limit_and_a_withdrawal_of_no_known_time_hold_from_now() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, SetLimit(LimitId("l"), Target.TAG, "heights", since=NOWHERE))
    couple.does(WREN, WithdrawConsent(KITCHEN, since=NOWHERE))
    ground = couple.state.ground
    assert [each.name for each in live_limits(ground.limits, couple.now)] == ["heights"]
    assert in_force(ground.agreement, KITCHEN, couple.now) is None
