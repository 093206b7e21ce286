"""Deciding by the route of now: changed agreements, handed-over choices, and consent by both."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.domain.decisions.deciding import (
    M,
    answer,
    consulted,
    decides,
    deciding,
    decision,
    led,
    led_by,
    matter,
    missing,
    of_kind,
    opinion,
    own_work,
    part,
    passes,
    raised,
    route_label,
    says,
    shared_evening,
)
from tests.given import ASH, HOUSEHOLD, KITCHEN, START, WORK, WREN, Couple, role
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import Style
from troth.domain.agreement.validity import MayTouchProtectedNeed
from troth.domain.decisions.commands import (
    BelongsToAgreement,
    BelongsToConduct,
    ConsentToOutcome,
    Decide,
    Declare,
    Defer,
    EditQuestion,
    Elevate,
    HolderMissing,
    NotYoursToDecide,
    NotYoursToDefer,
    NotYoursToElevate,
    OutcomeChanged,
    RaiseMatter,
    ReviewNotAhead,
    TakeDeferralBack,
    TakeElevationBack,
    TakeOutcomeBack,
    VoiceMissing,
)
from troth.domain.decisions.hearing import is_delegated_choice
from troth.domain.dynamic.commands import BeginDynamic, NotYetTwo, Pause
from troth.domain.dynamic.events import Member
from troth.domain.kernel import Capacity, ClauseId, NotFound, UnclearWording
from troth.domain.routing.matter import Facet, MatterKind
from troth.domain.routing.routes import Label


def test_a_routine_route_is_not_taken_under_another_agreement_than_it_was_raised_under() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.agrees(role(Style.EQUAL))
    couple.is_refused(ASH, deciding(couple), NotYoursToDecide)
    decides(couple, WREN)
    assert decision(couple).label is Label.SELF


def test_withdrawing_from_the_area_takes_its_open_questions_with_it() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(WREN, WithdrawConsent(ClauseId(HOUSEHOLD)))
    couple.is_refused(ASH, deciding(couple), NotYoursToDecide)


def test_a_pause_gives_a_shared_question_to_both() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    passes(couple, WREN)
    couple.does(WREN, Pause())
    assert route_label(couple) is Label.JOINT
    decides(couple, ASH)
    assert M in couple.state.decisions.matters


def test_with_the_roles_swapped_the_question_goes_to_who_leads_now() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    opinion(couple, WREN)
    couple.agrees(role(leads=WREN))
    couple.is_refused(ASH, deciding(couple, answer()), NotYoursToDecide)
    assert missing(couple) == {ASH}
    passes(couple, ASH)
    decides(couple, WREN)
    assert decision(couple).deciders == ((WREN, Capacity.ROLE),)


def test_when_new_facts_owe_a_voice_the_refusal_names_whose_it_is() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(WREN, Declare(M, 0, says(WREN, significant=True)))
    refusal = couple.is_refused(ASH, deciding(couple), VoiceMissing)
    assert refusal.members == WREN
    assert WREN in refusal.sentence


def test_opinions_stand_while_the_route_changes_and_the_question_does_not() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    opinion(couple, WREN)
    couple.does(WREN, Declare(M, 0, says(ASH, WREN)))
    assert missing(couple) == frozenset()
    decides(couple, ASH, answer())


def test_declaring_something_shared_never_makes_the_declarer_a_decider() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work())
    couple.does(ASH, Declare(M, 0, says(ASH, WREN, significant=True)))
    couple.is_refused(ASH, deciding(couple), NotYoursToDecide)


def test_the_agreement_is_changed_by_a_proposal_and_a_response_has_its_own_path() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, of_kind(MatterKind.AGREEMENT_CHANGE, ASH))
    sentence = couple.is_refused(ASH, deciding(couple), BelongsToAgreement).sentence
    assert "proposal" in sentence
    other = Couple().have_begun()
    raised(other, ASH, of_kind(MatterKind.CORRECTION, ASH))
    other.is_refused(ASH, deciding(other), BelongsToConduct)


def test_a_part_about_a_body_says_whose() -> None:
    couple = Couple().have_begun()
    facet = of_kind(MatterKind.OWN_BODY, ASH)
    couple.is_refused(ASH, RaiseMatter(M, "Shall we?", (facet,)), HolderMissing)


def test_there_is_nothing_to_decide_between_two_before_there_are_two() -> None:
    couple = Couple()
    couple.does(ASH, BeginDynamic(Member(ASH, "Ash", "Europe/London", adult=True)))
    couple.is_refused(ASH, RaiseMatter(M, "Shall we?", (led(),)), NotYetTwo)


def test_two_who_have_agreed_nothing_yet_decide_each_for_themselves() -> None:
    couple = Couple().have_met()
    raised(couple, ASH, led())
    couple.is_refused(ASH, deciding(couple), NotYoursToDecide)
    decides(couple, WREN)


def test_other_words_make_the_first_consent_void() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, shared_evening())
    decides(couple, WREN)
    first = matter(couple).proposed
    assert first is not None
    couple.does(ASH, deciding(couple, outcome="We do, once."))
    second = matter(couple).proposed
    assert second is not None
    assert second.consents == {ASH}
    couple.is_refused(ASH, ConsentToOutcome(M, first.digest), OutcomeChanged)
    couple.does(WREN, ConsentToOutcome(M, second.digest))
    assert decision(couple).resolution.outcome == "We do, once."


def test_saying_the_very_same_words_is_a_consent_to_them() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, shared_evening())
    decides(couple, WREN)
    decides(couple, ASH)
    assert decision(couple).label is Label.JOINT


def test_nobody_decides_for_both_by_saying_it_twice() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, shared_evening())
    decides(couple, WREN)
    decides(couple, WREN)
    assert M in couple.state.decisions.matters


def test_a_consent_to_an_outcome_can_be_taken_back() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, shared_evening())
    decides(couple, WREN)
    proposed = matter(couple).proposed
    assert proposed is not None
    assert couple.does(ASH, TakeOutcomeBack(M)) == ()
    couple.does(WREN, TakeOutcomeBack(M))
    couple.is_refused(ASH, ConsentToOutcome(M, proposed.digest), OutcomeChanged)


def test_editing_the_question_voids_the_outcome_that_was_put_forward() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, shared_evening())
    decides(couple, WREN)
    proposed = matter(couple).proposed
    assert proposed is not None
    couple.does(WREN, EditQuestion(M, "Shall we do it twice?"))
    couple.is_refused(ASH, ConsentToOutcome(M, proposed.digest), OutcomeChanged)


def test_a_decision_has_words_and_reasons() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    digest = matter(couple).digest
    couple.is_refused(ASH, Decide(M, digest, "", "Because."), UnclearWording)
    couple.is_refused(ASH, Decide(M, digest, "We do.", ""), UnclearWording)


@pytest.mark.parametrize("own", [own_work(), of_kind(MatterKind.OWN_BODY, WREN, WREN)])
def test_in_ones_own_life_no_reasons_are_owed(own: Facet) -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own)
    couple.does(WREN, Decide(M, matter(couple).digest, "I do.", ""))
    assert decision(couple).resolution.reasons == ""


@pytest.mark.parametrize("heard", [own_work(significant=True), shared_evening()])
def test_where_the_other_has_a_say_reasons_are_owed(heard: Facet) -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, heard)
    couple.is_refused(WREN, Decide(M, matter(couple).digest, "I do.", ""), UnclearWording)


def test_the_day_to_look_again_is_ahead_and_within_a_year() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    naive = datetime(2026, 6, 1)  # noqa: DTZ001 - a day without a zone is what is tried here
    for day in (START, START + timedelta(days=400), naive):
        couple.is_refused(ASH, deciding(couple, review_on=day), ReviewNotAhead)
    couple.does(ASH, deciding(couple, review_on=START + timedelta(days=30)))
    assert decision(couple).review_on == START + timedelta(days=30)


def test_what_is_decided_is_not_decided_again() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    again = deciding(couple)
    decides(couple, ASH)
    couple.is_refused(ASH, again, NotFound)
    couple.is_refused(ASH, Declare(M, 0, says(WREN)), NotFound)


def test_the_owner_puts_an_own_choice_to_both_and_takes_it_back() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work(significant=True))
    couple.is_refused(ASH, Elevate(M), NotYoursToElevate)
    couple.does(WREN, Elevate(M))
    assert couple.does(WREN, Elevate(M)) == ()
    assert route_label(couple) is Label.JOINT
    decides(couple, WREN)
    assert M in couple.state.decisions.matters
    assert couple.does(ASH, TakeElevationBack(M)) == ()
    couple.does(WREN, TakeElevationBack(M))
    assert route_label(couple) is Label.SELF_ADVISED
    decides(couple, WREN)


def test_elevating_adds_no_authority() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work())
    couple.does(WREN, Elevate(M))
    decides(couple, ASH)
    decides(couple, WREN)
    assert decision(couple).deciders == ((ASH, Capacity.OWN), (WREN, Capacity.OWN))


def test_what_the_lead_decides_is_not_elevated_by_the_other() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, led(WREN))
    couple.is_refused(WREN, Elevate(M), NotYoursToElevate)


def test_what_is_reserved_to_one_is_never_put_to_both() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, of_kind(MatterKind.OWN_BODY, WREN, WREN))
    couple.is_refused(WREN, Elevate(M), NotYoursToElevate)


def test_a_choice_left_to_the_other_is_made_as_their_own_and_never_a_breach() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.is_refused(WREN, Defer(M), NotYoursToDefer)
    couple.does(ASH, Defer(M))
    assert couple.does(ASH, Defer(M)) == ()
    couple.is_refused(ASH, deciding(couple), NotYoursToDecide)
    decides(couple, WREN)
    assert decision(couple).deciders == ((WREN, Capacity.OWN),)
    assert is_delegated_choice(couple.state.decisions, M)


def test_a_choice_made_with_authority_is_not_a_delegated_one() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(ASH, Defer(M))
    couple.does(ASH, TakeDeferralBack(M))
    assert couple.does(ASH, TakeDeferralBack(M)) == ()
    decides(couple, ASH)
    assert not is_delegated_choice(couple.state.decisions, M)


def test_deferring_ends_with_the_authority_it_was_about() -> None:
    couple = Couple().have_begun(drafts=led_by(ASH))
    raised(couple, ASH, consulted())
    couple.does(ASH, Defer(M))
    couple.does(WREN, Pause())
    assert route_label(couple) is Label.JOINT


def test_a_clause_withdrawn_elsewhere_changes_nothing_here() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, part(WREN, WORK, says(ASH, WREN)))
    couple.does(WREN, WithdrawConsent(KITCHEN))
    assert route_label(couple) is Label.LEAD_CONSULTED


def test_what_the_lead_decides_asks_where_its_words_may_touch_a_protected_need() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    worded = deciding(couple, outcome="The phone stays in the hall.")
    assert "phone" in couple.is_refused(ASH, worded, MayTouchProtectedNeed).needs
    couple.does(ASH, replace(worded, considered=True))


def test_what_one_decides_for_oneself_is_not_asked_about() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work())
    couple.does(WREN, deciding(couple, outcome="I look for another job."))
