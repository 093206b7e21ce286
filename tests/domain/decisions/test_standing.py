"""Decisions that stand: whether they bind now, looking at them again, and setting them aside."""

from datetime import timedelta

from tests.domain.decisions.deciding import (
    M,
    consulted,
    decides,
    deciding,
    decision,
    led,
    own_work,
    part,
    passes,
    raised,
    says,
    shared_evening,
)
from tests.given import ASH, HOUSEHOLD, START, WORK, WREN, Couple, role
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.decisions.commands import (
    Decide,
    NotYoursToDecide,
    RaiseMatter,
    RescindDecision,
    ReviewDecision,
    ReviewNotAhead,
)
from troth.domain.decisions.events import DecisionRescinded, MatterId, RescissionAsked
from troth.domain.decisions.hearing import binds, is_review_due, standing
from troth.domain.decisions.raising import question_digest
from troth.domain.decisions.state import MOST_STANDING
from troth.domain.dynamic.commands import AffirmResumption, Pause
from troth.domain.kernel import AlreadyThere, ClauseId, NotFound, UnclearWording
from troth.domain.safety import LimitId, SetLimit, Target


def is_binding(couple: Couple) -> bool:
    return binds(decision(couple), couple.state.ground, couple.moment())


def with_led_decision() -> Couple:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(ASH, deciding(couple, review_on=START + timedelta(days=30)))
    return couple


def with_joint_decision() -> Couple:
    couple = Couple().have_begun()
    raised(couple, WREN, shared_evening())
    decides(couple, WREN)
    decides(couple, ASH)
    return couple


def test_what_was_decided_with_authority_rests_with_it() -> None:
    couple = with_led_decision()
    assert is_binding(couple)
    couple.does(WREN, Pause())
    assert not is_binding(couple)
    couple.does(ASH, AffirmResumption())
    couple.does(WREN, AffirmResumption())
    assert is_binding(couple)


def test_what_was_decided_with_authority_ends_with_the_consent_it_came_from() -> None:
    couple = with_led_decision()
    couple.does(WREN, WithdrawConsent(ClauseId(HOUSEHOLD)))
    assert not is_binding(couple)


def test_what_one_lead_decided_does_not_bind_under_the_other() -> None:
    couple = with_led_decision()
    couple.agrees(role(leads=WREN))
    assert not is_binding(couple)


def test_what_was_decided_together_or_for_oneself_outlasts_a_pause() -> None:
    couple = with_joint_decision()
    couple.does(ASH, Pause())
    assert is_binding(couple)
    own = Couple().have_begun()
    raised(own, WREN, own_work())
    decides(own, WREN)
    own.does(ASH, Pause())
    assert is_binding(own)


def test_a_limit_set_afterwards_keeps_any_decision_from_binding() -> None:
    couple = with_joint_decision()
    couple.does(WREN, SetLimit(LimitId("l"), Target.AREA, "evenings"))
    assert not is_binding(couple)


def test_a_decision_to_be_looked_at_again_is_only_flagged() -> None:
    couple = with_led_decision()
    assert not is_review_due(decision(couple), couple.moment())
    couple.later(days=31)
    assert is_review_due(decision(couple), couple.moment())
    assert is_binding(couple)


def test_a_decider_looks_again_and_leaves_it_standing() -> None:
    couple = with_led_decision()
    couple.later(days=31)
    couple.is_refused(WREN, ReviewDecision(M), NotYoursToDecide)
    couple.is_refused(ASH, ReviewDecision(M, "Good.", START), ReviewNotAhead)
    couple.is_refused(ASH, ReviewDecision(M, "Good. "), UnclearWording)
    next_time = couple.now + timedelta(days=60)
    couple.does(ASH, ReviewDecision(M, "It works.", next_time))
    assert decision(couple).review_on == next_time
    assert not is_review_due(decision(couple), couple.moment())


def test_the_lead_sets_aside_alone_what_the_lead_decided_even_while_it_rests() -> None:
    couple = with_led_decision()
    couple.is_refused(WREN, RescindDecision(M), NotYoursToDecide)
    couple.does(WREN, Pause())
    couple.does(ASH, RescindDecision(M, "It was too much."))
    assert not is_binding(couple)
    assert standing(couple.state.decisions, couple.now) == ()
    couple.is_refused(ASH, RescindDecision(M), NotFound)
    couple.is_refused(ASH, ReviewDecision(M), NotFound)


def test_what_has_become_ones_own_life_again_one_sets_aside_oneself() -> None:
    couple = with_led_decision()
    couple.does(WREN, Pause())
    couple.does(WREN, RescindDecision(M))
    assert not is_binding(couple)


def test_whoever_leads_now_sets_aside_what_the_lead_before_decided() -> None:
    couple = with_led_decision()
    couple.agrees(role(leads=WREN))
    couple.does(WREN, RescindDecision(M))
    assert decision(couple).until == couple.now


def test_what_both_decided_takes_both_to_set_aside() -> None:
    couple = with_joint_decision()
    couple.is_refused(WREN, RescindDecision(M, " no"), UnclearWording)
    assert isinstance(couple.does(WREN, RescindDecision(M))[0], RescissionAsked)
    assert couple.does(WREN, RescindDecision(M)) == ()
    assert is_binding(couple)
    assert isinstance(couple.does(ASH, RescindDecision(M))[0], DecisionRescinded)
    assert not is_binding(couple)


def test_looking_again_and_keeping_it_takes_the_wish_to_set_it_aside_away() -> None:
    couple = with_joint_decision()
    couple.does(WREN, RescindDecision(M))
    couple.does(ASH, ReviewDecision(M))
    assert isinstance(couple.does(ASH, RescindDecision(M))[0], RescissionAsked)


def test_being_the_lead_is_not_enough_to_set_aside_what_both_decided() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    raised(couple, ASH, consulted())
    decides(couple, ASH)
    decides(couple, WREN)
    couple.does(ASH, AffirmResumption())
    couple.does(WREN, AffirmResumption())
    assert isinstance(couple.does(ASH, RescindDecision(M))[0], RescissionAsked)


def test_a_decided_matter_keeps_what_binds_and_leaves_the_hearing_to_the_record() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, part(WREN, WORK, says(ASH, WREN)))
    passes(couple, WREN)
    decides(couple, ASH)
    assert couple.state.decisions.matters == {}
    assert decision(couple).question == "Shall we do it?"
    couple.is_refused(ASH, RaiseMatter(M, "Again?", (led(),)), AlreadyThere)


def decides_another(couple: Couple, name: str) -> None:
    id_ = MatterId(name)
    couple.does(WREN, RaiseMatter(id_, "And this?", (own_work(),)))
    couple.does(WREN, Decide(id_, question_digest("And this?"), "Yes.", "Why not."))


def test_what_was_set_aside_is_forgotten_after_a_month() -> None:
    couple = with_led_decision()
    couple.does(ASH, RescindDecision(M))
    couple.later(days=20)
    decides_another(couple, "second")
    assert M in couple.state.decisions.decisions
    couple.later(days=20)
    decides_another(couple, "third")
    assert M not in couple.state.decisions.decisions


def test_the_oldest_standing_decisions_leave_the_state_but_not_those_to_look_at_again() -> None:
    couple = with_led_decision()
    for number in range(MOST_STANDING + 3):
        couple.later(minutes=1)
        decides_another(couple, f"d{number}")
    kept = couple.state.decisions.decisions
    assert M in kept
    assert MatterId("d0") not in kept
    assert len(kept) <= MOST_STANDING + 2
