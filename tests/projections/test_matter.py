"""One question: what each of the two may do about it now is what would not be refused."""

from datetime import timedelta

import pytest

from tests.domain.decisions.deciding import (
    M,
    answer,
    consulted,
    decides,
    deciding,
    decision,
    led,
    matter,
    of_kind,
    opinion,
    own_work,
    part,
    passes,
    raised,
    says,
    shared_evening,
)
from tests.given import ASH, HOUSEHOLD, WORK, WREN, Couple, clause
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import Authority, Overlap
from troth.domain.decisions.commands import (
    Decide,
    Defer,
    EditQuestion,
    Elevate,
    RescindDecision,
    SplitMatter,
    TakeUrgently,
)
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import ClauseId, MemberId, Refusal
from troth.domain.routing.matter import Facet, MatterKind
from troth.domain.routing.routes import Gate
from troth.projections.matter import Move, Question, Standing, decided, question


def read(couple: Couple, viewer: MemberId) -> Question:
    return question(couple.state, matter(couple), viewer, couple.moment())


def stands(couple: Couple, viewer: MemberId) -> Standing:
    return decided(couple.state, decision(couple), viewer, couple.moment())


def asked(by: MemberId, *facets: Facet) -> Couple:
    couple = Couple().have_begun()
    raised(couple, by, *facets)
    return couple


def test_each_reads_who_decides_in_their_own_words() -> None:
    couple = asked(ASH, consulted())
    assert read(couple, ASH).who == "You decide, after hearing Wren."
    assert read(couple, WREN).who == "Ash decides, after hearing you."
    assert read(couple, ASH).deciders == {ASH}


def test_saying_something_is_always_open_and_nothing_to_add_until_one_is_heard() -> None:
    couple = asked(ASH, consulted())
    for viewer in (ASH, WREN):
        assert {Move.SAY, Move.NOTHING_TO_ADD} <= read(couple, viewer).moves
    passes(couple, WREN)
    assert Move.NOTHING_TO_ADD not in read(couple, WREN).moves
    assert Move.SAY in read(couple, WREN).moves


def test_deciding_comes_once_everyone_owed_a_voice_is_heard() -> None:
    couple = asked(ASH, consulted())
    assert read(couple, ASH).missing == {WREN}
    assert Move.DECIDE not in read(couple, ASH).moves
    opinion(couple, WREN)
    assert Move.DECIDE in read(couple, ASH).moves
    assert Move.DECIDE not in read(couple, WREN).moves
    assert [each.id for each in read(couple, ASH).to_answer] == ["o1"]
    assert not read(couple, WREN).to_answer


@pytest.mark.parametrize("viewer", [ASH, WREN])
def test_whoever_may_decide_by_the_page_is_not_refused_and_the_other_is(viewer: MemberId) -> None:
    for facet in (
        led(WREN),
        consulted(WREN),
        own_work(),
        shared_evening(),
        part(WREN, None, says(ASH)),
    ):
        couple = asked(WREN, facet)
        is_offered = Move.DECIDE in read(couple, viewer).moves
        outcome = couple.attempt(viewer, Decide(M, matter(couple).digest, "We do.", "So.", ()))
        assert is_offered is not isinstance(outcome, Refusal)


def test_a_view_says_whether_it_was_to_earlier_words() -> None:
    couple = asked(ASH, consulted())
    opinion(couple, WREN)
    assert not read(couple, ASH).views[0].is_to_earlier_words
    couple.does(ASH, EditQuestion(M, "Shall we do it tomorrow?"))
    assert read(couple, ASH).views[0].is_to_earlier_words
    assert read(couple, ASH).missing == {WREN}


def test_an_outcome_put_to_both_is_agreed_to_by_the_other() -> None:
    couple = asked(WREN, shared_evening())
    couple.does(WREN, deciding(couple))
    assert Move.AGREE in read(couple, ASH).moves
    assert Move.TAKE_OUTCOME_BACK in read(couple, WREN).moves
    assert Move.AGREE not in read(couple, WREN).moves
    assert Move.TAKE_OUTCOME_BACK not in read(couple, ASH).moves


def test_what_is_ones_own_can_be_made_one_for_both_and_taken_back() -> None:
    couple = asked(WREN, own_work())
    assert Move.FOR_BOTH in read(couple, WREN).moves
    assert Move.FOR_BOTH not in read(couple, ASH).moves
    couple.does(WREN, Elevate(M))
    assert Move.MINE_AGAIN in read(couple, WREN).moves
    assert Move.FOR_BOTH not in read(couple, WREN).moves
    assert read(couple, ASH).is_rerouted


def test_what_one_leads_can_be_left_to_the_other_and_taken_back() -> None:
    couple = asked(ASH, led())
    assert Move.LEAVE in read(couple, ASH).moves
    couple.does(ASH, Defer(M))
    assert read(couple, ASH).deciders == {WREN}
    assert Move.LEAD_AGAIN in read(couple, ASH).moves
    assert Move.LEAVE not in read(couple, WREN).moves


def test_only_its_raiser_edits_or_withdraws_a_question() -> None:
    couple = asked(WREN, consulted(WREN))
    assert {Move.EDIT, Move.WITHDRAW} <= read(couple, WREN).moves
    assert not {Move.EDIT, Move.WITHDRAW} & read(couple, ASH).moves


def test_acting_at_once_is_offered_where_a_hearing_is_owed_and_once() -> None:
    couple = asked(ASH, consulted())
    assert Move.AT_ONCE in read(couple, ASH).moves
    assert Move.AT_ONCE not in read(couple, WREN).moves
    couple.does(ASH, TakeUrgently(M, "I turned it off.", "Water.", protective=True))
    assert Move.AT_ONCE not in read(couple, ASH).moves


def test_nothing_intimate_and_no_change_of_the_agreement_is_ever_done_at_once() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted(), intimate=True)
    assert Move.AT_ONCE not in read(couple, ASH).moves
    changed = asked(ASH, of_kind(MatterKind.AGREEMENT_CHANGE, ASH))
    assert Move.AT_ONCE not in read(changed, ASH).moves


def test_parts_are_added_until_there_are_enough() -> None:
    couple = asked(WREN, consulted(WREN))
    assert Move.SPLIT in read(couple, ASH).moves
    for number in range(7):
        couple.does(WREN, SplitMatter(M, (Facet(HOUSEHOLD, element=f"e{number}"),)))
    assert Move.SPLIT not in read(couple, ASH).moves


def test_a_pause_changes_who_decides_and_that_is_said() -> None:
    couple = asked(ASH, consulted())
    assert not read(couple, WREN).is_rerouted
    couple.does(WREN, Pause())
    assert read(couple, WREN).is_rerouted
    assert read(couple, WREN).deciders == {ASH, WREN}


def test_what_waits_until_both_are_back_offers_no_decision() -> None:
    couple = asked(ASH, of_kind(MatterKind.CORRECTION, ASH))
    couple.does(WREN, Pause())
    for viewer in (ASH, WREN):
        assert read(couple, viewer).gate is Gate.HELD
        assert not {Move.DECIDE, Move.AT_ONCE} & read(couple, viewer).moves


# Decided.


def test_whoever_decided_alone_sets_it_aside_alone() -> None:
    couple = asked(ASH, led())
    decides(couple, ASH)
    assert stands(couple, ASH).alone
    assert {Move.LOOK_AGAIN, Move.SET_ASIDE, Move.SET_TASK} <= stands(couple, ASH).moves
    assert stands(couple, WREN).moves == {Move.SAY}


def test_what_both_decided_takes_both_to_set_aside() -> None:
    couple = asked(WREN, shared_evening())
    couple.does(WREN, deciding(couple))
    couple.does(ASH, deciding(couple))
    for viewer in (ASH, WREN):
        assert not stands(couple, viewer).alone
        assert Move.SET_ASIDE in stands(couple, viewer).moves
    couple.does(WREN, RescindDecision(M))
    assert Move.SET_ASIDE not in stands(couple, WREN).moves
    assert Move.SET_ASIDE in stands(couple, ASH).moves


def test_a_decision_set_aside_offers_a_word_and_nothing_else() -> None:
    couple = asked(ASH, led())
    decides(couple, ASH)
    couple.does(ASH, RescindDecision(M))
    assert stands(couple, ASH).moves == {Move.SAY}
    assert not stands(couple, ASH).binds


def test_a_decision_that_lost_its_ground_does_not_bind() -> None:
    couple = asked(ASH, led())
    decides(couple, ASH)
    assert stands(couple, WREN).binds
    couple.does(WREN, WithdrawConsent(ClauseId("role")))
    assert not stands(couple, WREN).binds
    assert Move.SET_TASK not in stands(couple, ASH).moves


def test_its_day_says_only_that_it_is_to_be_looked_at() -> None:
    couple = asked(ASH, led())
    again = couple.now + timedelta(days=3)
    couple.does(ASH, deciding(couple, review_on=again))
    assert not stands(couple, ASH).is_due
    couple.later(days=4)
    assert stands(couple, ASH).is_due


def test_a_view_carries_its_answer_as_soon_as_there_is_one() -> None:
    couple = Couple().have_begun()
    couple.agrees(clause("authority", Authority(Overlap.TOGETHER)))
    raised(couple, WREN, part(WREN, WORK, says(ASH, WREN)))
    opinion(couple, ASH)
    couple.does(WREN, deciding(couple, answer()))
    (view,) = read(couple, ASH).views
    assert view.answer is not None
    assert view.answer.why == "It is right."
