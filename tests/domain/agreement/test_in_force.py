"""In force means both live consents to exactly that wording, and to what it refers to (K1)."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.given import (
    ASH,
    HOUSEHOLD,
    KITCHEN,
    REFLECTION,
    STRANGER,
    WREN,
    ZONES,
    Couple,
    clause,
    kitchen,
    within,
)
from troth.domain.agreement.commands import (
    NotRenewable,
    RenewConsent,
    TooEarlyToRenew,
    WithdrawConsent,
    WordingChanged,
)
from troth.domain.agreement.events import ConsentStatus, Repeal
from troth.domain.agreement.state import (
    consent_status,
    dependants,
    in_force,
    latest,
    standing_consent,
)
from troth.domain.agreement.terms import (
    Area,
    Correction,
    CorrectionKind,
    Practice,
    Signal,
    SignalMeaning,
    Standard,
    Standing,
)
from troth.domain.dynamic.commands import End, HasEnded, Pause, Stop
from troth.domain.kernel import ClauseId, Digest, MemberId, NotAMember, NotFound


def is_in_force(couple: Couple, id_: ClauseId = KITCHEN, **ago: float) -> bool:
    at = couple.now - timedelta(**ago)
    return in_force(couple.state.ground.agreement, id_, at) is not None


def renews(couple: Couple, *members: MemberId, id_: ClauseId = KITCHEN) -> None:
    held = latest(couple.state.ground.agreement, id_)
    assert held is not None
    for member in members:
        couple.does(member, RenewConsent(id_, held.digest))


def test_a_withdrawal_takes_effect_at_once_for_either() -> None:
    for member in (ASH, WREN):
        couple = Couple().have_begun()
        couple.does(member, WithdrawConsent(KITCHEN))
        assert not is_in_force(couple)
        assert not couple.does(member, WithdrawConsent(KITCHEN))


@pytest.mark.parametrize("rest", [Pause(), Stop(), Pause(HOUSEHOLD)])
def test_a_withdrawal_is_taken_whatever_rests(rest: Pause | Stop) -> None:
    couple = Couple().have_begun()
    couple.does(ASH, rest)
    couple.does(WREN, WithdrawConsent(KITCHEN))
    assert not is_in_force(couple)


def test_nobody_withdraws_after_the_end_and_no_stranger_ever() -> None:
    couple = Couple().have_begun()
    couple.is_refused(STRANGER, WithdrawConsent(KITCHEN), NotAMember)
    couple.is_refused(WREN, WithdrawConsent(ClauseId("none")), NotFound)
    couple.does(ASH, End())
    couple.is_refused(WREN, WithdrawConsent(KITCHEN), HasEnded)


def test_a_withdrawal_said_aloud_earlier_counts_from_then() -> None:
    couple = Couple().have_begun()
    couple.later(days=10)
    couple.does(WREN, WithdrawConsent(KITCHEN, since=couple.now - timedelta(days=3)))
    assert not is_in_force(couple, days=2)
    assert is_in_force(couple, days=4)


def test_a_withdrawal_never_reaches_before_the_consent() -> None:
    couple = Couple().have_begun()
    begun = couple.now
    couple.later(days=10)
    couple.does(WREN, WithdrawConsent(KITCHEN, since=couple.now - timedelta(days=25)))
    held = latest(couple.state.ground.agreement, KITCHEN)
    assert held is not None
    assert standing_consent(held, WREN).until == begun
    assert standing_consent(held, ASH).until is None


def test_a_withdrawn_consent_is_never_used_again() -> None:
    couple = Couple().have_begun()
    held = latest(couple.state.ground.agreement, KITCHEN)
    assert held is not None
    couple.does(WREN, WithdrawConsent(KITCHEN))
    for member in (ASH, WREN):
        couple.is_refused(member, RenewConsent(KITCHEN, held.digest), NotRenewable)
    id_ = couple.proposes(ASH, kitchen())
    couple.consents(ASH, id_)
    assert not is_in_force(couple)
    couple.consents(WREN, id_)
    assert is_in_force(couple)


def test_a_clause_is_reviewed_after_a_year_and_lapses_two_weeks_later() -> None:
    couple = Couple().have_begun()
    couple.later(days=365 + 14, seconds=-1)
    assert is_in_force(couple)
    couple.later(seconds=1)
    assert not is_in_force(couple)
    held = latest(couple.state.ground.agreement, KITCHEN)
    assert held is not None
    status = consent_status(held, standing_consent(held, WREN), couple.now)
    assert status is ConsentStatus.EXPIRED


def test_it_takes_both_to_renew() -> None:
    couple = Couple().have_begun()
    couple.later(days=370)
    renews(couple, ASH, id_=REFLECTION)
    couple.later(days=20)
    assert not is_in_force(couple, REFLECTION)
    renews(couple, WREN, id_=REFLECTION)
    assert is_in_force(couple, REFLECTION)


def test_a_renewal_never_reaches_back_over_a_lapse() -> None:
    couple = Couple().have_begun()
    couple.later(days=379)
    couple.later(days=5)
    renews(couple, ASH, id_=REFLECTION)
    couple.later(days=1)
    renews(couple, WREN, id_=REFLECTION)
    assert is_in_force(couple, REFLECTION)
    assert not any(is_in_force(couple, REFLECTION, days=days) for days in (1, 3, 5.9))
    assert is_in_force(couple, REFLECTION, days=7)


def test_what_lapsed_long_ago_is_proposed_anew() -> None:
    couple = Couple().have_begun()
    held = latest(couple.state.ground.agreement, KITCHEN)
    assert held is not None
    couple.later(days=365 + 14 + 14)
    couple.is_refused(WREN, RenewConsent(KITCHEN, held.digest), NotRenewable)


def test_only_the_wording_in_force_is_renewed() -> None:
    couple = Couple().have_begun()
    couple.is_refused(WREN, RenewConsent(KITCHEN, Digest("another")), WordingChanged)
    couple.is_refused(WREN, RenewConsent(ClauseId("none"), Digest("x")), NotFound)


def test_a_trial_ends_with_its_last_day_unless_both_renew() -> None:
    tried = replace(kitchen(), trial_days=20)
    couple = Couple().have_met()
    couple.agrees(within(HOUSEHOLD), tried)
    held = latest(couple.state.ground.agreement, KITCHEN)
    assert held is not None
    couple.is_refused(WREN, RenewConsent(KITCHEN, held.digest), TooEarlyToRenew)
    couple.later(days=13)
    renews(couple, WREN)
    couple.later(days=7)
    assert not is_in_force(couple)
    renews(couple, ASH)
    couple.later(days=300)
    assert is_in_force(couple)


def test_a_stated_last_day_comes_without_grace() -> None:
    couple = Couple().have_met()
    last = couple.now + timedelta(days=5)
    couple.agrees(within(HOUSEHOLD), replace(kitchen(), lapses_on=last))
    couple.later(days=5, seconds=-1)
    assert is_in_force(couple)
    couple.later(seconds=1)
    assert not is_in_force(couple)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("month", [3, 4, 10, 11])
def test_a_last_day_ends_at_its_own_midnight_wherever_and_whatever_the_clocks_do(
    zone: str, month: int
) -> None:
    for day in range(1, 29):
        midnight = datetime(2026, month, day, tzinfo=ZONES[zone])
        couple = Couple(midnight.astimezone(UTC) - timedelta(days=2)).have_met()
        couple.agrees(within(HOUSEHOLD), replace(kitchen(), lapses_on=midnight))
        couple.now = midnight.astimezone(UTC)
        assert is_in_force(couple, seconds=1)
        assert not is_in_force(couple)


def test_signals_and_what_binds_nobody_never_lapse() -> None:
    couple = Couple().have_begun(clause("films", Practice(), "Films on Sunday."))
    couple.later(days=5000)
    assert is_in_force(couple, ClauseId("red"))
    assert is_in_force(couple, ClauseId("films"))
    assert not is_in_force(couple, ClauseId("role"))


def test_a_repealed_clause_is_out_and_its_past_is_known() -> None:
    couple = Couple().have_begun()
    couple.later(days=10)
    couple.agrees(Repeal(REFLECTION))
    assert not is_in_force(couple, REFLECTION)
    assert is_in_force(couple, REFLECTION, days=1)
    couple.is_refused(WREN, RenewConsent(REFLECTION, Digest("x")), WordingChanged)


def test_a_new_wording_supersedes_and_the_old_one_is_what_was_then() -> None:
    couple = Couple().have_begun()
    couple.later(days=10)
    couple.agrees(kitchen("The kitchen is settled by ten."))
    agreement = couple.state.ground.agreement
    now = in_force(agreement, KITCHEN, couple.now)
    before = in_force(agreement, KITCHEN, couple.now - timedelta(days=1))
    assert now is not None
    assert before is not None
    assert (before.terms.text, now.terms.text) == (
        "The kitchen is settled before bed.",
        "The kitchen is settled by ten.",
    )


def test_what_refers_to_a_withdrawn_clause_rests_with_it() -> None:
    couple = Couple().have_begun()
    names = {
        each.terms.clause
        for each in dependants(couple.state.ground.agreement, ClauseId(HOUSEHOLD), couple.now)
    }
    assert names == {KITCHEN}
    couple.does(WREN, WithdrawConsent(ClauseId(HOUSEHOLD)))
    assert not is_in_force(couple)


def test_a_changed_definition_takes_its_dependants_along_in_one_consent() -> None:
    couple = Couple().have_begun()
    before = latest(couple.state.ground.agreement, KITCHEN)
    couple.agrees(clause(HOUSEHOLD, Area(Standing.TOGETHER)))
    after = in_force(couple.state.ground.agreement, KITCHEN, couple.now)
    assert before is not None
    assert after is not None
    assert before.digest != after.digest
    assert before.terms == after.terms


def test_a_dependant_that_was_not_listed_rests_until_it_is_agreed_again() -> None:
    couple = Couple().have_begun()
    changed = couple.proposes(ASH, clause(HOUSEHOLD, Area(Standing.TOGETHER)), proposal="changed")
    new = replace(kitchen(), clause=ClauseId("pantry"))
    couple.agrees(new, proposal="new")
    for member in (ASH, WREN):
        couple.consents(member, changed)
    assert is_in_force(couple)
    assert not is_in_force(couple, ClauseId("pantry"))


def test_words_alone_move_no_dependant() -> None:
    couple = Couple().have_begun()
    before = latest(couple.state.ground.agreement, KITCHEN)
    couple.agrees(clause(HOUSEHOLD, Area(Standing.WITHIN), "The household, in other words."))
    assert latest(couple.state.ground.agreement, KITCHEN) == before


def test_references_reach_through_several_clauses() -> None:
    pantry = replace(kitchen(), clause=ClauseId("pantry"), rests_on=frozenset({KITCHEN}))
    couple = Couple().have_begun(pantry)
    couple.agrees(clause(HOUSEHOLD, Area(Standing.TOGETHER)))
    assert is_in_force(couple, ClauseId("pantry"))
    couple.does(ASH, WithdrawConsent(ClauseId(HOUSEHOLD)))
    assert not is_in_force(couple, ClauseId("pantry"))


def test_an_agreement_keeps_only_what_reports_reach() -> None:
    couple = Couple().have_begun()
    for turn in range(30):
        couple.later(days=7)
        couple.agrees(kitchen(f"The kitchen, wording {turn}."))
    assert len(couple.state.ground.agreement.clauses[KITCHEN]) < 8
    couple.agrees(Repeal(REFLECTION))
    couple.later(days=40)
    couple.agrees(kitchen("The last wording."))
    assert REFLECTION not in couple.state.ground.agreement.clauses
    assert ClauseId("role") in couple.state.ground.agreement.clauses


def test_thirty_days_back_every_wording_is_the_one_that_was_then() -> None:
    couple = Couple().have_begun()
    for turn in range(60):
        couple.later(days=1)
        couple.agrees(kitchen(f"Wording {turn}."))
    for days in range(30):
        at = couple.now - timedelta(days=days, hours=-1 if days else 0)
        held = in_force(couple.state.ground.agreement, KITCHEN, at)
        assert held is not None
        assert held.terms.text == f"Wording {59 - days}."


def test_kinds_can_change_under_one_name_and_dependants_follow() -> None:
    couple = Couple().have_begun()
    couple.agrees(clause("reflection", Correction(CorrectionKind.TALK, 30)))
    couple.agrees(clause("red", Signal("stop", SignalMeaning.STOP)))
    held = latest(couple.state.ground.agreement, REFLECTION)
    assert held is not None
    assert isinstance(held.terms.body, Correction)
    assert not isinstance(held.terms.body, Standard)
