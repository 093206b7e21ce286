"""Slips as both read them: where each stands, whose step is next, and the words of its own time."""

from tests.given import ASH, HOUSEHOLD, KITCHEN, REFLECTION, WREN, Couple, clause, kitchen
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import (
    Authority,
    Correction,
    CorrectionKind,
    Grade,
    Overlap,
    Permission,
    Standard,
    Terms,
)
from troth.domain.conduct.commands import (
    AcceptCorrection,
    AnswerBreach,
    BeginCorrection,
    CloseBreach,
    DeclineCorrection,
    FinishCorrection,
    NoteCare,
    OfferCorrection,
    ReportBreach,
    WeighBreach,
)
from troth.domain.conduct.events import AnswerKind, BreachId, Finding
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import GiveDirection
from troth.domain.dynamic.commands import ClearCheck, RaiseCheck
from troth.domain.kernel import ClauseId, MemberId, Significance
from troth.domain.routing.matter import Declaration
from troth.domain.standards.events import ClauseDuty, Duty, TaskDuty, TaskId
from troth.projections.slips import Slip, Step, slip, slips

BREACH = BreachId("b1")
PRIVATE = ClauseId("between-us")


def asked_about(couple: Couple, duty: Duty | None = None, bearer: MemberId = WREN) -> Couple:
    """Let the other of the two ask about something now."""
    couple.later(hours=4)
    by = couple.state.ground.dynamic.other(bearer)
    couple.does(by, ReportBreach(BREACH, bearer, duty or ClauseDuty(KITCHEN), couple.now))
    return couple


def upheld(couple: Couple, menu: ClauseId = REFLECTION) -> Couple:
    """Let it be answered, weighed as a slip, and a response be offered and accepted."""
    asked_about(couple)
    couple.does(WREN, AnswerBreach(BREACH, AnswerKind.ACKNOWLEDGED))
    couple.does(ASH, WeighBreach(BREACH, Finding.UPHELD))
    couple.does(ASH, OfferCorrection(BREACH, menu, 20))
    offered = read(couple, WREN).offer_digest
    assert offered is not None
    couple.does(WREN, AcceptCorrection(BREACH, offered))
    return couple


def read(couple: Couple, viewer: MemberId) -> Slip:
    """Return the one slip as one of them reads it, open or closed."""
    breach = couple.state.conduct.breaches.breaches[BREACH]
    return slip(couple.state, breach, viewer, couple.moment())


def steps(couple: Couple) -> tuple[Step | None, Step | None]:
    """Return the next steps of Ash and of Wren."""
    return read(couple, ASH).step, read(couple, WREN).step


def test_after_it_is_accepted_it_is_begun_finished_cared_for_and_closed() -> None:
    couple = upheld(Couple().have_begun())
    assert steps(couple) == (None, Step.BEGIN)
    couple.does(WREN, BeginCorrection(BREACH))
    assert steps(couple) == (None, Step.FINISH)
    couple.does(WREN, FinishCorrection(BREACH))
    assert steps(couple) == (Step.CARE, Step.CARE)
    couple.does(ASH, NoteCare(BREACH))
    assert steps(couple) == (Step.CLOSE, Step.CLOSE)
    couple.does(WREN, CloseBreach(BREACH))
    assert steps(couple) == (None, None)
    assert read(couple, ASH).closed == "put right"


def test_what_has_run_its_time_asks_for_care_by_either() -> None:
    couple = upheld(Couple().have_begun())
    couple.does(WREN, BeginCorrection(BREACH))
    couple.later(hours=1)
    assert steps(couple) == (Step.CARE, Step.CARE)


def test_of_a_private_response_only_done_and_closed_are_steps() -> None:
    permission = clause("closeness", Permission("Where both are at ease.", WREN))
    couple = Couple().have_begun(permission)
    couple.agrees(clause(PRIVATE, Correction(CorrectionKind.PRIVATE, 60, ClauseId("closeness"))))
    upheld(couple, PRIVATE)
    assert steps(couple) == (None, Step.FINISH)
    couple.does(WREN, FinishCorrection(BREACH))
    assert steps(couple) == (Step.CLOSE, Step.CLOSE)


def test_a_slip_of_the_one_who_leads_waits_for_both_until_each_has_weighed_it() -> None:
    listening = Terms(
        ClauseId("listening"),
        Standard(),
        "Ash asks how the day was.",
        bearers=frozenset({ASH}),
        area=HOUSEHOLD,
    )
    couple = asked_about(Couple().have_begun(listening), ClauseDuty(ClauseId("listening")), ASH)
    couple.does(ASH, AnswerBreach(BREACH, AnswerKind.EXPLAINED, "A call."))
    assert read(couple, WREN).together
    assert steps(couple) == (Step.WEIGH, Step.WEIGH)
    couple.does(WREN, WeighBreach(BREACH, Finding.UPHELD))
    assert steps(couple) == (Step.WEIGH, None)


def test_while_they_check_in_no_step_is_anybodys() -> None:
    couple = upheld(Couple().have_begun())
    couple.does(WREN, RaiseCheck())
    assert steps(couple) == (None, None)
    assert read(couple, WREN).stands == "it rests until you are both back"
    for member in (ASH, WREN):
        couple.does(member, ClearCheck())
    assert steps(couple) == (None, Step.BEGIN)


def test_it_is_read_in_the_wording_of_its_own_time() -> None:
    couple = asked_about(Couple().have_begun())
    couple.later(hours=1)
    couple.agrees(kitchen("Settled by ten."))
    assert read(couple, WREN).words == "The kitchen is settled before bed."


def test_a_direction_is_read_in_its_own_words() -> None:
    orders = clause("authority", Authority(Overlap.SHARED_PREVAILS, grade=Grade.ORDER))
    couple = Couple().have_begun()
    couple.agrees(orders)
    word = Declaration(frozenset({WREN}), Significance.ROUTINE)
    until = couple.now.replace(day=4)
    couple.does(
        ASH,
        GiveDirection(
            DirectionId("g1"), "Call the plumber.", word, until, HOUSEHOLD, grade=Grade.ORDER
        ),
    )
    couple.later(hours=4)
    couple.does(WREN, ReportBreach(BREACH, WREN, TaskDuty(TaskId("g1")), couple.now))
    assert (read(couple, WREN).name, read(couple, WREN).words) == ("g1", "Call the plumber.")


def test_what_was_declined_is_closed_and_leaves_the_list_of_both() -> None:
    couple = upheld(Couple().have_begun())
    couple.does(WREN, DeclineCorrection(BREACH))
    for viewer in (ASH, WREN):
        assert slips(couple.state, viewer, couple.moment()) == ()
        assert read(couple, viewer).closed == "not now, and not held against anybody"


def test_the_two_read_the_same_but_for_their_own_next_step() -> None:
    couple = asked_about(Couple().have_begun())
    hers, his = read(couple, WREN), read(couple, ASH)
    assert (hers.step, his.step) == (Step.ANSWER, None)
    same = [name for name in Slip.__struct_fields__ if name != "step"]
    assert [getattr(hers, name) for name in same] == [getattr(his, name) for name in same]


def test_a_withdrawal_closes_it_and_says_why() -> None:
    couple = asked_about(Couple().have_begun())
    couple.later(hours=1)
    couple.does(WREN, WithdrawConsent(KITCHEN))
    assert read(couple, ASH).closed == "what it rested on was withdrawn"
