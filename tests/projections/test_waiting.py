"""What waits for one of the two: each thing once, for whom it waits, and gone once it is done."""

from tests.given import ASH, HOUSEHOLD, KITCHEN, REFLECTION, WREN, Couple, clause, kitchen, usual
from troth.domain.agreement.commands import (
    DeclineTerms,
    RenewConsent,
    WithdrawConsent,
)
from troth.domain.agreement.state import latest
from troth.domain.agreement.terms import (
    Permission,
    Practice,
    ResetForm,
    SessionRhythm,
)
from troth.domain.checkins import Answer, Clarity, Connection, RevealCheckIn, round_of
from troth.domain.conduct.commands import (
    AnswerBreach,
    OfferCorrection,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.events import AnswerKind, BreachId, Finding
from troth.domain.decisions.commands import (
    Decide,
    GiveOpinion,
    RaiseMatter,
)
from troth.domain.decisions.events import Answer as Answered
from troth.domain.decisions.events import MatterId, OpinionId, Weight
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import Cannot, GiveDirection, TakeUp
from troth.domain.directions.permissions import AnswerPermission, AskPermission, PermissionId
from troth.domain.directions.treats import NotNow, OfferTreat, TreatId
from troth.domain.dynamic.commands import AffirmResumption, ClearCheck, Pause, RaiseCheck
from troth.domain.kernel import ClauseId, MemberId, Significance
from troth.domain.labels import BuiltIn, CallIt, UseBuiltIn
from troth.domain.resets.commands import AskReset
from troth.domain.resets.events import ResetId
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.schedules import Schedule
from troth.domain.standards.events import ClauseDuty
from troth.domain.talks.commands import AcknowledgeTalk, AskToTalk, SuggestTalkTime
from troth.domain.talks.events import TalkId, Urgency
from troth.domain.windows import OpenWindow
from troth.projections.slips import Step
from troth.projections.waiting import Asks, Row, Viewing, waiting

BREACH = BreachId("b1")
MATTER = MatterId("m1")


def rows(couple: Couple, viewer: MemberId) -> list[Row]:
    """Return what waits for one of them, the check-in of the week aside."""
    viewing = Viewing(viewer, couple.moment(), frozenset({round_of(couple.now)}))
    return list(waiting(couple.state, viewing))


def asks(couple: Couple, viewer: MemberId) -> list[Asks]:
    """Return what sort of things wait for one of them."""
    return [row.asks for row in rows(couple, viewer)]


def step(couple: Couple, viewer: MemberId) -> Step | None:
    """Return the step that waits for one of them with the one slip there is."""
    found = [row.step for row in rows(couple, viewer) if row.asks is Asks.SLIP]
    return found[0] if found else None


def asked_about() -> Couple:
    """Return a couple where Ash has asked Wren about the kitchen."""
    couple = Couple().have_begun()
    couple.later(hours=4)
    couple.does(ASH, ReportBreach(BREACH, WREN, ClauseDuty(KITCHEN), couple.now))
    return couple


def raised(couple: Couple) -> None:
    """Let Ash raise a question about the household, to decide after hearing Wren."""
    word = Declaration(frozenset({ASH, WREN}), Significance.SIGNIFICANT)
    facet = Facet(HOUSEHOLD, declared={ASH: word})
    couple.does(ASH, RaiseMatter(MATTER, "A new oven?", (facet,)))


def test_on_a_quiet_day_nothing_waits_for_either() -> None:
    couple = Couple().have_begun()
    assert rows(couple, ASH) == rows(couple, WREN) == []


def test_a_proposal_waits_for_each_until_they_answer() -> None:
    couple = Couple().have_begun()
    id_ = couple.proposes(ASH, kitchen("Settled by ten."))
    assert rows(couple, WREN) == [Row(Asks.PROPOSAL, id_, "“kitchen”")]
    assert asks(couple, ASH) == [Asks.OWN_PROPOSAL]
    couple.consents(ASH, id_)
    assert asks(couple, ASH) == []
    couple.does(WREN, DeclineTerms(id_))
    assert asks(couple, WREN) == []


def test_a_question_waits_for_the_view_that_is_owed_then_for_the_answer_then_for_the_word() -> None:
    couple = Couple().have_begun()
    raised(couple)
    assert (asks(couple, WREN), asks(couple, ASH)) == ([Asks.VIEW], [])
    matter = couple.state.decisions.matters[MATTER]
    opinion = GiveOpinion(MATTER, OpinionId("o1"), matter.digest, "The old one will do.")
    couple.does(WREN, opinion)
    assert (asks(couple, WREN), asks(couple, ASH)) == ([], [Asks.ANSWERS])
    said = (Answered(OpinionId("o1"), Weight.TAKEN, "True."),)
    couple.does(ASH, Decide(MATTER, matter.digest, "We keep the old one.", "It works.", said))
    assert asks(couple, ASH) == []


def test_a_talk_waits_for_the_other_until_it_is_seen() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, AskToTalk(TalkId("t1"), Urgency.SOON, "The weekend."))
    assert rows(couple, ASH) == [Row(Asks.TALK, "t1", "The weekend.")]
    assert asks(couple, WREN) == []
    couple.does(ASH, AcknowledgeTalk(TalkId("t1")))
    assert asks(couple, ASH) == []


def test_a_suggested_time_waits_for_the_one_who_did_not_suggest_it() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, AskToTalk(TalkId("t1"), Urgency.SOON))
    couple.does(ASH, SuggestTalkTime(TalkId("t1"), couple.later(hours=1).replace(hour=21)))
    (row,) = rows(couple, WREN)
    assert (row.asks, row.id, row.text) == (Asks.TALK_TIME, "t1", "Monday 2 March, 21:00")
    assert row.at is not None
    assert f"{row.at:%H:%M}" == "21:00"
    assert asks(couple, ASH) == []


def test_a_talk_that_has_waited_longest_comes_first_and_nothing_says_how_long() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, AskToTalk(TalkId("later"), Urgency.NEXT_SESSION))
    couple.does(WREN, AskToTalk(TalkId("now"), Urgency.NOW))
    before = rows(couple, ASH)
    couple.later(hours=30)
    after = rows(couple, ASH)
    assert [row.id for row in after] == ["now", "later"]
    assert set(after) == set(before)


def test_each_step_of_a_slip_waits_for_one_of_the_two() -> None:
    couple = asked_about()
    assert (step(couple, WREN), step(couple, ASH)) == (Step.ANSWER, None)
    couple.does(WREN, AnswerBreach(BREACH, AnswerKind.ACKNOWLEDGED))
    assert (step(couple, WREN), step(couple, ASH)) == (None, Step.WEIGH)
    couple.does(ASH, WeighBreach(BREACH, Finding.UPHELD))
    assert (step(couple, WREN), step(couple, ASH)) == (None, Step.OFFER)
    couple.does(ASH, OfferCorrection(BREACH, REFLECTION, 20))
    assert (step(couple, WREN), step(couple, ASH)) == (Step.TAKE_OR_LEAVE, None)


def test_what_was_not_kept_does_not_wait_while_the_exchange_rests() -> None:
    couple = asked_about()
    couple.does(WREN, Pause())
    assert asks(couple, WREN) == [Asks.RESUME]
    assert asks(couple, ASH) == [Asks.RESUME]


def test_coming_back_waits_for_each_until_they_have_said_so_whatever_the_other_said() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    before = rows(couple, WREN)
    couple.does(ASH, AffirmResumption())
    assert rows(couple, WREN) == before
    assert asks(couple, ASH) == []


def test_a_paused_part_of_life_is_named_where_it_waits() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause(HOUSEHOLD))
    assert rows(couple, ASH) == [Row(Asks.RESUME, HOUSEHOLD, "The household")]


def test_a_check_waits_for_the_one_who_has_not_said_they_are_all_right() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, RaiseCheck())
    couple.does(WREN, ClearCheck())
    assert (asks(couple, WREN), asks(couple, ASH)) == ([], [Asks.CHECK])


def test_a_direction_waits_to_be_taken_up_or_said_no_to() -> None:
    for answer in (TakeUp(DirectionId("g1")), Cannot(DirectionId("g1"))):
        couple = Couple().have_begun()
        word = Declaration(frozenset({WREN}), Significance.ROUTINE)
        until = couple.now.replace(hour=22)
        couple.does(
            ASH, GiveDirection(DirectionId("g1"), "Call the plumber.", word, until, HOUSEHOLD)
        )
        assert rows(couple, WREN) == [Row(Asks.DIRECTION, "g1", "Call the plumber.")]
        couple.does(WREN, answer)
        assert asks(couple, WREN) == []


def test_what_is_asked_waits_for_the_one_who_answers() -> None:
    permission = clause("car", Permission("The car, on weekdays.", WREN))
    couple = Couple().have_begun(permission)
    couple.does(WREN, AskPermission(PermissionId("q1"), ClauseId("car"), "On Friday?"))
    assert rows(couple, ASH) == [Row(Asks.PERMISSION, "q1", "On Friday?")]
    couple.does(ASH, AnswerPermission(PermissionId("q1"), yes=False))
    assert asks(couple, ASH) == asks(couple, WREN) == []


def test_a_treat_waits_for_the_other_in_every_state_and_leaves_no_trace() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    couple.does(WREN, OfferTreat(TreatId("f1"), "An evening out."))
    assert Asks.TREAT in asks(couple, ASH)
    couple.does(ASH, NotNow(TreatId("f1")))
    assert Asks.TREAT not in asks(couple, ASH)


def test_a_window_somebody_would_like_waits_for_the_other() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, OpenWindow(couple.now.replace(hour=22)))
    assert (asks(couple, WREN), asks(couple, ASH)) == ([Asks.WINDOW], [])
    couple.later(hours=5)
    assert asks(couple, WREN) == []


def test_a_word_one_would_like_waits_for_the_other_until_it_is_said_or_let_go() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, CallIt(BuiltIn.SLIP, "a stumble"))
    assert (asks(couple, WREN), asks(couple, ASH)) == ([], [Asks.WORD])
    couple.does(ASH, CallIt(BuiltIn.SLIP, "a stumble"))
    assert asks(couple, ASH) == []
    couple.does(ASH, CallIt(BuiltIn.SLIP, "a slip of ours"))
    couple.does(WREN, UseBuiltIn(BuiltIn.SLIP))
    assert asks(couple, WREN) == []


def test_the_agreed_way_back_waits_for_the_other() -> None:
    form = clause("way-back", ResetForm("A walk, and tea."))
    couple = Couple().have_begun(form)
    couple.does(WREN, AskReset(ResetId("r1"), ClauseId("way-back")))
    assert (asks(couple, WREN), asks(couple, ASH)) == ([], [Asks.RESET])


def test_a_session_of_today_is_shown_with_its_time_in_the_readers_zone() -> None:
    schedule = Schedule("FREQ=WEEKLY;BYDAY=MO", "2026-03-02T20:00", "Europe/London", 60)
    couple = Couple().have_begun(clause("weekly", SessionRhythm(schedule)))
    (row,) = rows(couple, WREN)
    assert (row.asks, row.text) == (Asks.SESSION_TODAY, "20:00")
    couple.later(days=1, hours=3)
    assert asks(couple, WREN) == []


def test_lines_to_be_read_again_are_one_row_for_the_one_who_has_not_read_them() -> None:
    couple = Couple().have_begun()
    couple.later(days=361)
    (row,) = rows(couple, WREN)
    assert row.asks is Asks.READ_AGAIN
    assert "“kitchen”" in row.text
    assert "“red”" not in row.text
    for each in ("authority", "household", "kitchen", "reflection", "role", "work"):
        held = latest(couple.state.ground.agreement, ClauseId(each))
        assert held is not None
        couple.does(WREN, RenewConsent(ClauseId(each), held.digest))
    assert (asks(couple, WREN), asks(couple, ASH)) == ([], [Asks.READ_AGAIN])


def test_what_was_withdrawn_is_never_to_be_read_again() -> None:
    couple = Couple().have_begun(drafts=[*usual(), clause("habit", Practice())])
    couple.does(WREN, WithdrawConsent(KITCHEN))
    couple.later(days=361)
    (row,) = rows(couple, ASH)
    assert "“kitchen”" not in row.text
    assert "“habit”" not in row.text


def test_a_check_in_waits_until_one_has_answered_oneself() -> None:
    couple = Couple().have_begun()
    open_ = Viewing(WREN, couple.moment())
    assert [row.asks for row in waiting(couple.state, open_)] == [Asks.CHECK_IN]
    assert rows(couple, WREN) == []
    answer = Answer(Connection.STEADY, Clarity.CLEAR)
    shown = RevealCheckIn(round_of(couple.now), {ASH: answer, WREN: answer})
    couple.does(ASH, shown)
    assert waiting(couple.state, open_) == ()


def test_nothing_waits_while_the_other_has_not_joined() -> None:
    assert waiting(Couple().state, Viewing(ASH, Couple().moment())) == ()
