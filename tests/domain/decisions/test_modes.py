"""Each of the nine answers to "who decides?", to a decision or to what stands in its way."""

from tests.domain.decisions.deciding import (
    EVENINGS,
    M,
    answer,
    consulted,
    decides,
    deciding,
    decision,
    led,
    led_by,
    missing,
    of_kind,
    opinion,
    own_work,
    part,
    raised,
    route_label,
    says,
    shared_evening,
    without_overlap,
)
from tests.given import ASH, HOUSEHOLD, STRANGER, WORK, WREN, Couple
from troth.domain.agreement.terms import Style
from troth.domain.decisions.commands import (
    BelongsToConduct,
    ConsentToOutcome,
    Declare,
    LimitTouched,
    NotYoursToDecide,
    RaiseMatter,
    VoiceMissing,
)
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import Capacity, NotAMember
from troth.domain.routing.matter import MatterKind
from troth.domain.routing.routes import Label
from troth.domain.safety import LimitId, SetLimit, Target


def test_self_the_one_it_touches_decides_without_waiting() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work())
    assert route_label(couple) is Label.SELF
    couple.is_refused(ASH, deciding(couple), NotYoursToDecide)
    decides(couple, WREN)
    assert decision(couple).deciders == ((WREN, Capacity.OWN),)


def test_self_advised_skipping_the_advice_is_open() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work(significant=True))
    assert route_label(couple) is Label.SELF_ADVISED
    assert missing(couple) == frozenset()
    decides(couple, WREN)
    assert decision(couple).label is Label.SELF_ADVISED


def test_self_consulted_the_other_is_heard_when_they_see_it_differently() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, own_work())
    couple.does(ASH, Declare(M, 0, says(ASH, WREN)))
    assert route_label(couple) is Label.SELF_CONSULTED
    assert missing(couple) == {ASH}
    couple.is_refused(WREN, deciding(couple), VoiceMissing)
    opinion(couple, ASH)
    decides(couple, WREN, answer())
    assert decision(couple).deciders == ((WREN, Capacity.OWN),)


def test_lead_an_everyday_thing_is_decided_at_once() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    assert route_label(couple) is Label.LEAD
    couple.is_refused(WREN, deciding(couple), NotYoursToDecide)
    decides(couple, ASH)
    assert decision(couple).deciders == ((ASH, Capacity.ROLE),)


def test_lead_consulted_the_final_word_comes_after_the_other_was_heard() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    assert route_label(couple) is Label.LEAD_CONSULTED
    sentence = couple.is_refused(ASH, deciding(couple), VoiceMissing).sentence
    assert WREN in sentence
    opinion(couple, WREN)
    decides(couple, ASH, answer())
    assert decision(couple).label is Label.LEAD_CONSULTED


def test_lead_consulted_the_person_who_follows_may_be_any_of_the_two() -> None:
    couple = Couple().have_begun(drafts=led_by(WREN))
    raised(couple, WREN, consulted(WREN))
    couple.is_refused(WREN, deciding(couple), VoiceMissing)
    opinion(couple, ASH)
    decides(couple, WREN, answer())
    assert decision(couple).deciders == ((WREN, Capacity.ROLE),)


def test_joint_takes_both_consents_to_one_outcome() -> None:
    couple = Couple().have_begun()
    raised(couple, WREN, shared_evening())
    assert route_label(couple) is Label.JOINT
    decides(couple, WREN)
    assert M in couple.state.decisions.matters
    proposed = couple.state.decisions.matters[M].proposed
    assert proposed is not None
    couple.does(ASH, ConsentToOutcome(M, proposed.digest))
    assert decision(couple).deciders == ((ASH, Capacity.OWN), (WREN, Capacity.OWN))


def test_reserved_nobody_else_decides_about_a_body() -> None:
    couple = Couple().have_begun(drafts=led_by(ASH, Style.TOTAL))
    raised(couple, ASH, of_kind(MatterKind.OWN_BODY, ASH, WREN))
    assert route_label(couple) is Label.RESERVED
    couple.is_refused(ASH, deciding(couple), NotYoursToDecide)
    decides(couple, WREN)
    assert decision(couple).deciders == ((WREN, Capacity.OWN),)


def test_held_a_response_waits_while_the_exchange_rests() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    raised(couple, ASH, of_kind(MatterKind.CORRECTION, ASH))
    assert route_label(couple) is Label.HELD
    couple.is_refused(ASH, deciding(couple), BelongsToConduct)


def test_forbidden_nobody_decides_what_touches_a_limit() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(WREN, SetLimit(LimitId("l"), Target.AREA, HOUSEHOLD))
    assert route_label(couple) is Label.FORBIDDEN
    couple.is_refused(ASH, deciding(couple), LimitTouched)
    couple.is_refused(WREN, deciding(couple), LimitTouched)


def test_the_owner_of_a_limit_need_not_explain_that_it_is_touched() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, SetLimit(LimitId("l"), Target.TAG, "being-seen"))
    raised(couple, ASH, led())
    couple.does(WREN, Declare(M, 0, says(WREN, touches_limit=True)))
    couple.is_refused(ASH, deciding(couple), LimitTouched)


def test_a_stranger_raises_and_decides_nothing() -> None:
    couple = Couple().have_begun()
    couple.is_refused(STRANGER, RaiseMatter(M, "May I?", (led(STRANGER),)), NotAMember)
    raised(couple, ASH, led())
    couple.is_refused(STRANGER, deciding(couple), NotAMember)


def test_a_job_in_another_town_is_the_worked_example() -> None:
    """Work is Wren's own, and moving touches both: the overlap rule says who decides."""
    offer = part(WREN, WORK, says(ASH, WREN, significant=True))
    agreed = Couple().have_begun()
    raised(agreed, WREN, offer)
    assert route_label(agreed) is Label.LEAD_CONSULTED

    silent = Couple().have_begun(drafts=without_overlap())
    raised(silent, WREN, offer)
    assert route_label(silent) is Label.JOINT

    agreed.does(ASH, Pause())
    assert route_label(agreed) is Label.JOINT


def test_where_nothing_is_agreed_habit_is_not_authority() -> None:
    couple = Couple().have_begun()
    raised(couple, ASH, part(ASH, EVENINGS, says(WREN)))
    assert route_label(couple) is Label.SELF
    couple.is_refused(ASH, deciding(couple), NotYoursToDecide)
