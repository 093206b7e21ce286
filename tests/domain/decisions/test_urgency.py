"""Acting before the hearing: only to protect or to undo later, explained, and heard afterwards."""

from tests.domain.decisions.deciding import (
    M,
    answer,
    consulted,
    decides,
    deciding,
    decision,
    led,
    matter,
    missing,
    of_kind,
    opinion,
    own_work,
    passes,
    raised,
    says,
    shared_evening,
)
from tests.given import ASH, HOUSEHOLD, STRANGER, WREN, Couple
from troth.domain.decisions.commands import (
    Declare,
    HearingOwed,
    LimitTouched,
    NeverUrgent,
    NotUrgent,
    NotYoursToDecide,
    TakeUrgently,
    UrgentOnce,
    VoiceMissing,
    WithdrawMatter,
)
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import NotAMember, UnclearWording
from troth.domain.routing.matter import MatterKind
from troth.domain.safety import LimitId, SetLimit, Target


def urgently(*, protective: bool = False, reversible: bool = False) -> TakeUrgently:
    return TakeUrgently(
        M, "The stove is off.", "It smelt of gas.", protective=protective, reversible=reversible
    )


def test_urgent_to_skip_the_hearing_is_turned_away() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    couple.is_refused(ASH, urgently(), NotUrgent)
    couple.is_refused(ASH, deciding(couple), VoiceMissing)


def test_after_an_urgent_act_the_hearing_is_still_owed() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    couple.does(ASH, urgently(protective=True))
    urgent = matter(couple).urgent
    assert urgent is not None
    assert urgent.by == ASH
    assert missing(couple) == {WREN}
    couple.is_refused(ASH, deciding(couple), VoiceMissing)
    opinion(couple, WREN)
    decides(couple, ASH, answer())
    assert decision(couple).matter == M


def test_an_urgent_act_owes_a_hearing_even_where_none_was_owed() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    assert missing(couple) == frozenset()
    couple.does(ASH, urgently(reversible=True))
    assert missing(couple) == {WREN}


def test_whoever_acted_urgently_does_not_withdraw_the_question_from_the_hearing() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(ASH, urgently(protective=True))
    assert couple.is_refused(ASH, WithdrawMatter(M), HearingOwed).members == WREN
    passes(couple, WREN)
    couple.does(ASH, WithdrawMatter(M))


def test_the_one_who_is_owed_a_hearing_may_do_without_it() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, consulted(WREN))
    couple.does(ASH, urgently(reversible=True))
    couple.does(WREN, WithdrawMatter(M))


def test_an_urgent_act_is_taken_once() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    couple.does(ASH, urgently(reversible=True))
    couple.is_refused(ASH, urgently(reversible=True), UrgentOnce)


def test_only_somebody_who_would_decide_acts_urgently() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work())
    couple.is_refused(ASH, urgently(protective=True), NotYoursToDecide)
    couple.is_refused(STRANGER, urgently(protective=True), NotAMember)
    couple.does(WREN, urgently(protective=True))


def test_where_both_decide_either_may_protect_at_once() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, shared_evening())
    couple.does(ASH, urgently(protective=True))
    assert M in couple.state.decisions.matters


def test_the_authority_to_act_urgently_rests_with_the_exchange() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(WREN, Pause())
    couple.is_refused(ASH, urgently(protective=True), NotYoursToDecide)


def test_everyone_protects_their_own_body_at_once() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, SetLimit(LimitId("l"), Target.AREA, HOUSEHOLD))
    raised(couple, ASH, led(), of_kind(MatterKind.OWN_BODY, ASH, WREN))
    couple.is_refused(ASH, urgently(protective=True), LimitTouched)
    couple.does(WREN, urgently(protective=True))


def test_what_is_intimate_is_never_urgent_whoever_says_that_it_is() -> None:
    raised_so = Couple().have_begun()
    raised(raised_so, ASH, led(), intimate=True)
    raised_so.is_refused(ASH, urgently(protective=True), NeverUrgent)

    declared_so = Couple().have_begun()
    raised(declared_so, ASH, led())
    declared_so.does(WREN, Declare(M, 0, says(WREN), intimate=True))
    declared_so.does(ASH, Declare(M, 0, says(WREN), intimate=False))
    declared_so.is_refused(ASH, urgently(protective=True), NeverUrgent)


def test_responses_and_the_agreement_are_never_urgent() -> None:
    for kind in (MatterKind.CORRECTION, MatterKind.AGREEMENT_CHANGE):
        couple = Couple().have_begun()
        raised(couple, ASH, of_kind(kind, ASH))
        couple.is_refused(ASH, urgently(protective=True), NeverUrgent)


def test_an_urgent_act_is_explained() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    silent = TakeUrgently(M, "The stove is off.", "", protective=True)
    couple.is_refused(ASH, silent, UnclearWording)


def test_the_one_who_was_passed_over_may_have_nothing_to_add() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    couple.does(ASH, urgently(protective=True))
    passes(couple, WREN)
    decides(couple, ASH)
