"""What is asked and offered: each of the two reads the same things, with their own answers."""

from datetime import timedelta

from tests.domain.decisions.deciding import led
from tests.given import ASH, HOUSEHOLD, WREN, Couple, clause
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import Authority, Grade, Overlap, Permission, Reward
from troth.domain.decisions.commands import Decide, RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import GiveDirection, TakeUp
from troth.domain.directions.permissions import AnswerPermission, AskPermission, PermissionId
from troth.domain.directions.treats import OfferTreat, TreatId
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import ClauseId, MemberId, Significance
from troth.domain.routing.matter import Declaration
from troth.domain.standards.commands import SetTask
from troth.domain.standards.events import TaskId, TaskKind
from troth.projections.things import Doing, MayAsk, Thing, ThingKind, may_ask, things

EVENING = ClauseId("evening-out")
HERS = Declaration(frozenset({WREN}), Significance.ROUTINE)


def couple() -> Couple:
    return Couple().have_begun(
        clause(EVENING, Permission("Once a week.", WREN)), clause("bath", Reward("A bath"))
    )


def read(two: Couple, viewer: MemberId) -> tuple[Thing, ...]:
    return things(two.state, viewer, two.moment())


def may(two: Couple, viewer: MemberId) -> MayAsk:
    return may_ask(two.state, viewer, two.moment())


def the_one(two: Couple, viewer: MemberId) -> Thing:
    (found,) = read(two, viewer)
    return found


def directed(grade: Grade = Grade.REQUEST, days: int = 3) -> Couple:
    two = couple()
    if grade is not Grade.REQUEST:
        two.agrees(clause("authority", Authority(Overlap.TOGETHER, grade=grade)))
    until = two.now + timedelta(days=days)
    again = until - timedelta(days=1) if grade is Grade.STANDING_ORDER else None
    two.does(
        ASH,
        GiveDirection(
            DirectionId("g"), "The list.", HERS, until, HOUSEHOLD, grade=grade, review_on=again
        ),
    )
    return two


def test_nothing_asked_is_nothing_for_both() -> None:
    for viewer in (ASH, WREN):
        assert read(couple(), viewer) == ()


def test_a_direction_is_answered_by_one_and_let_go_by_the_other() -> None:
    two = directed()
    assert the_one(two, WREN).moves == (Doing.TAKE_UP, Doing.DONE, Doing.CANNOT)
    assert the_one(two, ASH).moves == (Doing.LET_GO,)
    two.does(WREN, TakeUp(DirectionId("g")))
    assert the_one(two, WREN).moves == (Doing.DONE, Doing.CANNOT)
    assert the_one(two, ASH).is_taken_up


def test_both_read_the_same_thing() -> None:
    mine, theirs = (the_one(directed(), viewer) for viewer in (ASH, WREN))
    assert (mine.id, mine.text, mine.by, mine.to, mine.until) == (
        theirs.id,
        theirs.text,
        theirs.by,
        theirs.to,
        theirs.until,
    )


def test_a_standing_order_is_looked_at_again_by_whoever_gave_it() -> None:
    two = directed(Grade.STANDING_ORDER, days=20)
    assert the_one(two, ASH).moves == (Doing.LOOK_AGAIN, Doing.LET_GO)
    assert not the_one(two, ASH).is_due
    two.later(days=19, hours=1)
    assert the_one(two, ASH).is_due


def test_what_is_directed_is_gone_in_a_rest() -> None:
    two = directed()
    two.does(WREN, Pause())
    assert read(two, ASH) == read(two, WREN) == ()


def asked() -> Couple:
    two = couple()
    two.does(WREN, AskPermission(PermissionId("q"), EVENING, "On Friday?"))
    return two


def test_a_no_is_done_with_and_a_mind_may_still_change() -> None:
    two = asked()
    assert not the_one(two, WREN).is_over
    two.does(ASH, AnswerPermission(PermissionId("q"), yes=False, note=""))
    assert the_one(two, WREN).is_over
    assert the_one(two, WREN).moves == ()
    assert the_one(two, ASH).moves == (Doing.YES, Doing.NOT_THIS_TIME)


def test_what_was_asked_is_answered_either_way_by_the_other() -> None:
    two = asked()
    assert the_one(two, ASH).moves == (Doing.YES, Doing.NOT_THIS_TIME)
    assert the_one(two, WREN).moves == (Doing.TAKE_BACK,)
    assert the_one(two, ASH).holds == "waits for an answer"
    two.does(ASH, AnswerPermission(PermissionId("q"), yes=True, note="Do."))
    assert the_one(two, WREN).note == "Do."
    assert the_one(two, ASH).moves == (Doing.YES, Doing.NOT_THIS_TIME)


def test_without_the_line_it_was_asked_under_only_a_no_is_left() -> None:
    two = asked()
    two.does(WREN, WithdrawConsent(EVENING))
    assert the_one(two, ASH).moves == (Doing.NOT_THIS_TIME,)


def test_a_treat_is_taken_or_left_and_taken_back_by_whoever_offers_it() -> None:
    two = couple()
    two.does(ASH, OfferTreat(TreatId("f"), "A bath.", ClauseId("bath")))
    assert the_one(two, WREN).moves == (Doing.TAKE, Doing.NOT_NOW)
    assert the_one(two, ASH).moves == (Doing.TAKE_BACK,)
    assert the_one(two, ASH).under == "bath"


def test_a_task_is_let_go_by_whoever_set_it() -> None:
    two = couple()
    due = two.now + timedelta(days=1)
    two.does(WREN, SetTask(TaskId("t"), WREN, TaskKind.ERRAND, "Stamps.", due))
    assert the_one(two, WREN).moves == (Doing.LET_GO,)
    assert the_one(two, ASH).moves == ()
    assert the_one(two, ASH).kind is ThingKind.TASK
    two.later(days=2)
    assert read(two, WREN) == ()


def test_only_whoever_leads_directs_and_as_far_as_both_agreed() -> None:
    two = couple()
    assert may(two, ASH).grades == (Grade.REQUEST,)
    assert may(two, WREN).grades == ()
    two.agrees(clause("authority", Authority(Overlap.TOGETHER, grade=Grade.ORDER)))
    assert may(two, ASH).grades == (Grade.REQUEST, Grade.ORDER)


def test_one_asks_under_what_is_ones_own_to_ask() -> None:
    two = couple()
    assert [each.terms.clause for each in may(two, WREN).permissions] == [EVENING]
    assert may(two, ASH).permissions == ()
    for viewer in (ASH, WREN):
        assert [each.terms.clause for each in may(two, viewer).treats] == ["bath"]


def test_in_a_rest_nothing_can_be_asked_by_role() -> None:
    two = couple()
    two.does(ASH, Pause())
    for viewer in (ASH, WREN):
        assert may(two, viewer) == MayAsk((), (), (), ())


def test_under_what_one_decided_as_the_lead_something_may_be_asked() -> None:
    two = couple()
    assert may(two, ASH).decisions == ()
    for number in range(5):
        id_ = MatterId(f"m{number}")
        two.does(ASH, RaiseMatter(id_, "Which colour?", (led(),)))
        digest = two.state.decisions.matters[id_].digest
        two.does(ASH, Decide(id_, digest, "Green.", "It is warm."))
        two.later(minutes=1)
    assert [each.matter for each in may(two, ASH).decisions] == ["m4", "m3", "m2"]
    assert may(two, WREN).decisions == ()
    two.does(WREN, Pause())
    assert may(two, ASH).decisions == ()
