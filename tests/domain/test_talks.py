"""Talks: asked for freely, never refused, waited for in the open, closed by their asker."""

from datetime import datetime, timedelta

import pytest

from tests.given import ASH, KITCHEN, STRANGER, WREN, Couple, clause
from troth.domain.agreement.terms import SessionRhythm
from troth.domain.dynamic.commands import (
    AffirmResumption,
    End,
    HasEnded,
    Pause,
    RaiseCheck,
    Stop,
)
from troth.domain.kernel import (
    KEPT_DAYS,
    AlreadyThere,
    Event,
    MemberId,
    NotAMember,
    NotFound,
    UnclearWording,
)
from troth.domain.schedules import Schedule
from troth.domain.talks.commands import (
    LATEST_TIME_DAYS,
    NOW_HOURS,
    SOON_HOURS,
    TOPIC_LENGTH,
    WITHOUT_SESSION_HOURS,
    AcknowledgeTalk,
    AskToTalk,
    CloseTalk,
    HoldTalk,
    OnlyAskerCloses,
    OwnTalk,
    SuggestTalkTime,
    TalkCommand,
    TimeNotUsable,
    WithdrawTalk,
    requested,
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
    Thing,
    Urgency,
)
from troth.domain.talks.state import (
    Talk,
    acknowledgement_due,
    has_overdue,
    has_passed_unheld,
    is_overdue,
    open_talks,
    overdue_talks,
)

TALK = TalkId("talk")

WEEKLY = clause(
    "weekly", SessionRhythm(Schedule("FREQ=WEEKLY;BYDAY=FR", "2026-03-06T19:00", "UTC", 60))
)
"""Every Friday evening; the couple of the tests meets on a Monday."""


def asked(urgency: Urgency = Urgency.SOON) -> Couple:
    """Return a couple in which Wren has asked to talk."""
    couple = Couple().have_begun()
    couple.does(WREN, AskToTalk(TALK, urgency))
    return couple


def talk(couple: Couple) -> Talk:
    """Return the talk."""
    return couple.state.talks.talks[TALK]


def holds(couple: Couple, asker: MemberId = WREN) -> bool:
    """Tell whether somebody has waited too long to be heard."""
    return has_overdue(couple.state.talks, couple.state.ground.dynamic, asker, couple.now)


def due(couple: Couple) -> datetime:
    """Return by when the talk is to be acknowledged."""
    return acknowledgement_due(talk(couple), couple.state.ground.dynamic, couple.now)


def kinds(events: tuple[Event, ...]) -> list[type[Event]]:
    """Return what kinds of things happened."""
    return [type(event) for event in events]


def test_a_talk_is_asked_for_as_equals_and_without_saying_what_about() -> None:
    couple = asked()
    assert talk(couple).asker == WREN
    assert talk(couple).topic == ""
    assert not talk(couple).in_role
    assert talk(couple).stage is Stage.REQUESTED


def test_a_talk_may_be_in_role_and_say_what_it_is_about() -> None:
    couple = Couple().have_begun()
    about = About(Thing.CLAUSE, KITCHEN)
    couple.does(ASH, AskToTalk(TALK, Urgency.SOON, "How evenings go.", about, in_role=True))
    assert talk(couple).about == about
    assert talk(couple).topic == "How evenings go."
    assert talk(couple).in_role


@pytest.mark.parametrize(
    ("urgency", "hours"), [(Urgency.NOW, NOW_HOURS), (Urgency.SOON, SOON_HOURS)]
)
def test_a_talk_is_overdue_at_its_hour_and_not_before(urgency: Urgency, hours: int) -> None:
    couple = asked(urgency)
    couple.later(hours=hours, seconds=-1)
    assert not holds(couple)
    couple.later(seconds=1)
    assert holds(couple)
    assert not holds(couple, ASH)


def test_a_talk_for_the_next_session_is_due_when_that_session_begins() -> None:
    couple = Couple().have_begun(WEEKLY)
    couple.does(WREN, AskToTalk(TALK, Urgency.NEXT_SESSION))
    friday = couple.now.replace(hour=19) + timedelta(days=4)
    assert due(couple) == friday
    couple.later(days=4, hours=1)
    assert couple.now == friday
    assert holds(couple)


def test_without_a_session_in_the_week_a_talk_waits_a_week_at_most() -> None:
    couple = asked(Urgency.NEXT_SESSION)
    assert due(couple) == couple.now + timedelta(hours=WITHOUT_SESSION_HOURS)
    distant = Couple().have_begun(
        clause("far", SessionRhythm(Schedule("FREQ=MONTHLY", "2026-03-28T19:00", "UTC", 60)))
    )
    distant.does(WREN, AskToTalk(TALK, Urgency.NEXT_SESSION))
    assert due(distant) == distant.now + timedelta(hours=WITHOUT_SESSION_HOURS)


def test_asking_does_not_dodge_a_correction() -> None:
    couple = asked(Urgency.NOW)
    assert not holds(couple)
    couple.does(ASH, AcknowledgeTalk(TALK))
    couple.later(days=9)
    assert not holds(couple)


def test_an_acknowledgement_that_comes_late_ends_the_wait() -> None:
    couple = asked()
    couple.later(days=5)
    assert holds(couple)
    couple.does(ASH, AcknowledgeTalk(TALK))
    assert not holds(couple)


def test_withdrawing_one_talk_leaves_the_wait_for_another() -> None:
    couple = asked()
    couple.does(WREN, AskToTalk(TalkId("second"), Urgency.NOW))
    couple.later(days=3)
    couple.does(WREN, WithdrawTalk(TALK))
    assert holds(couple)
    couple.does(WREN, WithdrawTalk(TalkId("second")))
    assert not holds(couple)


def test_overdue_talks_stand_in_order_of_waiting() -> None:
    couple = asked()
    couple.later(hours=1)
    couple.does(ASH, AskToTalk(TalkId("a"), Urgency.NOW))
    couple.later(days=3)
    couple.does(ASH, AskToTalk(TalkId("new"), Urgency.NOW))
    overdue = overdue_talks(couple.state.talks, couple.state.ground.dynamic, couple.now)
    assert [each.id for each in overdue] == [TALK, "a"]
    assert [each.id for each in open_talks(couple.state.talks)] == [TALK, "a", "new"]


def test_a_deadline_inside_a_pause_stands_still() -> None:
    couple = asked()
    couple.later(hours=40)
    couple.does(ASH, Pause())
    couple.later(days=10)
    assert not holds(couple)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    couple.later(hours=7)
    assert not holds(couple)
    couple.later(hours=1)
    assert holds(couple)


def test_a_talk_asked_for_inside_a_pause_is_due_after_it() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Stop())
    couple.later(days=1)
    couple.does(WREN, AskToTalk(TALK, Urgency.NOW))
    couple.later(days=6)
    assert not holds(couple)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    couple.later(hours=NOW_HOURS)
    assert holds(couple)


def test_what_was_overdue_before_a_pause_is_overdue_after_it() -> None:
    couple = asked(Urgency.NOW)
    couple.later(days=2)
    couple.does(ASH, Pause())
    couple.later(days=20)
    assert holds(couple)


def test_a_scheduler_that_was_off_for_a_week_changes_nothing() -> None:
    read_daily, read_once = asked(), asked()
    for _ in range(7):
        read_daily.later(days=1)
        holds(read_daily)
    read_once.later(days=7)
    assert holds(read_daily)
    assert holds(read_once)
    assert read_daily.state == read_once.state


def test_a_clock_set_back_makes_nothing_overdue_for_good() -> None:
    couple = asked(Urgency.NOW)
    couple.later(days=2)
    assert holds(couple)
    couple.later(days=-2)
    assert not holds(couple)


@pytest.mark.parametrize("before", [Pause(), Stop(), RaiseCheck()])
def test_a_talk_is_asked_for_in_every_state_but_the_end(before: Pause | Stop | RaiseCheck) -> None:
    couple = Couple().have_begun()
    couple.does(ASH, before)
    for member in (ASH, WREN):
        couple.does(member, AskToTalk(TalkId(f"of-{member}"), Urgency.NOW))
    couple.does(ASH, End())
    couple.is_refused(WREN, AskToTalk(TALK, Urgency.NOW), HasEnded)


def test_a_talk_is_asked_for_before_anything_is_agreed() -> None:
    couple = Couple().have_met()
    couple.does(WREN, AskToTalk(TALK, Urgency.SOON))
    assert talk(couple).asker == WREN


def test_the_other_cannot_close_my_talk() -> None:
    couple = asked()
    for command in (CloseTalk(TALK), WithdrawTalk(TALK)):
        couple.is_refused(ASH, command, OnlyAskerCloses)
    couple.does(ASH, HoldTalk(TALK))
    couple.is_refused(ASH, CloseTalk(TALK), OnlyAskerCloses)
    assert talk(couple).is_open
    couple.does(WREN, CloseTalk(TALK))
    assert not talk(couple).is_open


def test_the_lead_s_own_talk_is_closed_by_the_lead_only() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, AskToTalk(TALK, Urgency.SOON))
    couple.is_refused(WREN, CloseTalk(TALK), OnlyAskerCloses)
    couple.is_refused(WREN, WithdrawTalk(TALK), OnlyAskerCloses)
    assert kinds(couple.does(ASH, CloseTalk(TALK))) == [TalkHeld, TalkClosed]


@pytest.mark.parametrize(
    "command",
    [AskToTalk(TalkId("x"), Urgency.NOW), AcknowledgeTalk(TALK), HoldTalk(TALK), CloseTalk(TALK)],
)
def test_a_stranger_has_no_part_in_a_talk(command: TalkCommand) -> None:
    asked().is_refused(STRANGER, command, NotAMember)


def test_nobody_acknowledges_their_own_talk() -> None:
    asked().is_refused(WREN, AcknowledgeTalk(TALK), OwnTalk)


def test_a_talk_goes_from_a_suggested_time_to_its_close() -> None:
    couple = asked()
    tomorrow = couple.now + timedelta(days=1)
    seen = couple.does(ASH, AcknowledgeTalk(TALK, tomorrow))
    assert kinds(seen) == [TalkAcknowledged, TalkTimeSuggested]
    assert kinds(couple.does(WREN, SuggestTalkTime(TALK, tomorrow))) == [TalkScheduled]
    assert talk(couple).scheduled_for == tomorrow
    couple.later(days=1)
    assert kinds(couple.does(ASH, HoldTalk(TALK))) == [TalkHeld]
    assert kinds(couple.does(WREN, CloseTalk(TALK))) == [TalkClosed]
    assert talk(couple).stage is Stage.CLOSED


def test_a_time_is_set_by_two_people_never_by_one_saying_it_twice() -> None:
    couple = asked()
    tomorrow = couple.now + timedelta(days=1)
    couple.does(WREN, SuggestTalkTime(TALK, tomorrow))
    assert couple.does(WREN, SuggestTalkTime(TALK, tomorrow)) == ()
    assert talk(couple).stage is Stage.REQUESTED
    both = couple.does(ASH, SuggestTalkTime(TALK, tomorrow))
    assert kinds(both) == [TalkAcknowledged, TalkScheduled]
    assert couple.does(ASH, SuggestTalkTime(TALK, tomorrow)) == ()


def test_the_asker_s_own_suggestion_is_not_an_acknowledgement() -> None:
    couple = asked(Urgency.NOW)
    couple.does(WREN, SuggestTalkTime(TALK, couple.now + timedelta(days=3)))
    couple.later(days=2)
    assert holds(couple)


def test_another_time_sets_the_agreed_one_aside() -> None:
    couple = asked()
    first, second = couple.now + timedelta(days=1), couple.now + timedelta(days=2)
    couple.does(ASH, AcknowledgeTalk(TALK, first))
    couple.does(WREN, SuggestTalkTime(TALK, first))
    couple.does(ASH, SuggestTalkTime(TALK, second))
    assert talk(couple).scheduled_for is None
    assert talk(couple).stage is Stage.ACKNOWLEDGED


def test_the_asker_may_say_that_it_was_not_the_talk_they_asked_for() -> None:
    couple = asked()
    couple.does(ASH, HoldTalk(TALK))
    couple.does(WREN, SuggestTalkTime(TALK, couple.now + timedelta(days=1)))
    assert talk(couple).stage is Stage.ACKNOWLEDGED
    assert talk(couple).is_open


def test_an_agreed_time_that_went_by_is_shown_and_is_nobody_s_breach() -> None:
    couple = asked()
    tomorrow = couple.now + timedelta(days=1)
    couple.does(ASH, AcknowledgeTalk(TALK, tomorrow))
    couple.does(WREN, SuggestTalkTime(TALK, tomorrow))
    couple.later(days=1)
    assert not has_passed_unheld(talk(couple), couple.now)
    couple.later(hours=1)
    assert has_passed_unheld(talk(couple), couple.now)
    assert talk(couple).stage is Stage.SCHEDULED
    assert not is_overdue(talk(couple), couple.state.ground.dynamic, couple.now)


@pytest.mark.parametrize("days", [-1, 0, LATEST_TIME_DAYS + 1])
def test_a_time_lies_ahead_and_is_not_put_off(days: int) -> None:
    couple = asked()
    at = couple.now + timedelta(days=days)
    couple.is_refused(ASH, SuggestTalkTime(TALK, at), TimeNotUsable)
    couple.is_refused(ASH, AcknowledgeTalk(TALK, at), TimeNotUsable)


def test_saying_the_same_again_records_nothing() -> None:
    couple = asked()
    couple.does(ASH, AcknowledgeTalk(TALK))
    assert couple.does(ASH, AcknowledgeTalk(TALK)) == ()
    couple.does(WREN, HoldTalk(TALK))
    assert couple.does(ASH, HoldTalk(TALK)) == ()


def test_a_talk_that_is_over_or_unknown_is_not_found() -> None:
    couple = asked()
    assert kinds(couple.does(WREN, WithdrawTalk(TALK))) == [TalkWithdrawn]
    couple.is_refused(WREN, CloseTalk(TALK), NotFound)
    couple.is_refused(ASH, AcknowledgeTalk(TalkId("other")), NotFound)


def test_a_talk_is_asked_for_under_a_new_id_and_in_visible_words() -> None:
    couple = asked()
    couple.is_refused(ASH, AskToTalk(TALK, Urgency.NOW), AlreadyThere)
    new = TalkId("new")
    couple.is_refused(WREN, AskToTalk(new, Urgency.NOW, "a\u202eb"), UnclearWording)
    couple.is_refused(WREN, AskToTalk(new, Urgency.NOW, "x" * (TOPIC_LENGTH + 1)), UnclearWording)
    nameless = About(Thing.MATTER, "")
    couple.is_refused(WREN, AskToTalk(new, Urgency.NOW, about=nameless), UnclearWording)


def test_open_talks_are_kept_for_ever_and_closed_ones_for_the_memory() -> None:
    couple = asked()
    couple.does(ASH, AskToTalk(TalkId("a"), Urgency.NOW))
    couple.does(ASH, WithdrawTalk(TalkId("a")))
    couple.later(days=KEPT_DAYS + 1)
    couple.does(ASH, AskToTalk(TalkId("b"), Urgency.NOW))
    assert set(couple.state.talks.talks) == {TALK, "b"}


def test_a_talk_that_follows_from_another_act_is_its_author_s_own() -> None:
    couple = Couple().have_begun()
    event = requested(TALK, About(Thing.BREACH, "b1"), couple.now)
    assert isinstance(event, TalkRequested)
    assert event.urgency is Urgency.SOON
    assert event.acknowledge_by == couple.now + timedelta(hours=SOON_HOURS)
