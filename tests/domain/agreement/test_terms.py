"""What no clause may say, whoever consents, and what an intimate one needs before it holds."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.given import (
    ASH,
    HOUSEHOLD,
    KITCHEN,
    START,
    STRANGER,
    WREN,
    Couple,
    clause,
    kitchen,
    role,
)
from troth.domain.agreement.commands import (
    IntimateStandsAlone,
    LengthenCoolingOff,
    NameArea,
    NotCoolingOff,
    ProposeTerms,
    RenewConsent,
    TooEarlyToRenew,
    WithdrawConsent,
)
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.state import in_force, latest
from troth.domain.agreement.terms import (
    Area,
    Authority,
    Category,
    Correction,
    CorrectionKind,
    Effect,
    Element,
    Foreword,
    Need,
    NeedDeclared,
    Overlap,
    Permission,
    Practice,
    Ritual,
    Role,
    Signal,
    SignalMeaning,
    Standard,
    Standing,
    Style,
    Survival,
    SurvivalKind,
    Terms,
    Window,
)
from troth.domain.agreement.validity import (
    CeilingTooHigh,
    IntimateIsNew,
    IntimateNeedsBounds,
    IntimateNeedsSignal,
    LastDayPassed,
    LimitsProtectedNeed,
    MayTouchProtectedNeed,
    MembersOnly,
    NobodyBears,
    OutsideNeedsOwner,
    PrivateNeedsPermission,
    ProtectionNeverLapses,
    TermTooLong,
    ThirdPartiesStayOutside,
    WrongClauseName,
)
from troth.domain.kernel import (
    AreaId,
    ClauseId,
    MemberId,
    ProposalId,
    Refusal,
    UnclearWording,
)
from troth.domain.schedules import Schedule, UnusableSchedule

ROPE = ClauseId("rope")
RED = ClauseId("red")


def rope(category: Category = Category.NEW_INTIMATE, bounds: str = "Wrists, never neck.") -> Terms:
    """Return an intimate permission with its stop signal."""
    terms = clause("rope", Permission(bounds, asked_by=ASH, stop_signal=RED))
    return replace(terms, category=category, review_after_days=180)


def why(couple: Couple, *drafts: Draft, considered: bool = False) -> type[Refusal] | None:
    """Return why something cannot be proposed, by kind."""
    command = ProposeTerms(ProposalId("p"), drafts, considered=considered)
    outcome = couple.attempt(ASH, command)
    return type(outcome) if isinstance(outcome, Refusal) else None


def is_in_force(couple: Couple, id_: ClauseId = ROPE) -> bool:
    return in_force(couple.state.ground.agreement, id_, couple.now) is not None


def bearing(by: MemberId, body: Standard | None = None) -> Terms:
    return replace(kitchen(), bearers=frozenset({by}), body=body or Standard())


NOWHERE = datetime(2027, 1, 1)  # noqa: DTZ001 - a day that does not say where it is
LOOSE = Schedule("FREQ=SECONDLY", "2026-03-01T19:00", "UTC")


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        (role(leads=STRANGER), MembersOnly),
        (clause("role", Role(ASH, Style.SERVICE, titles={STRANGER: "Sir"})), MembersOnly),
        (clause("a", Area(Standing.OUTSIDE, STRANGER)), MembersOnly),
        (clause("a", Area(Standing.WITHIN, elements=(Element("x", STRANGER),))), MembersOnly),
        (clause("a", Permission("Bounds.", asked_by=STRANGER)), MembersOnly),
        (bearing(STRANGER), MembersOnly),
        (replace(kitchen(), bearers=frozenset()), NobodyBears),
        (clause("leader", Role(ASH, Style.TOTAL)), WrongClauseName),
        (clause("role", Standard()), WrongClauseName),
        (clause("a", Authority(Overlap.TOGETHER)), WrongClauseName),
        (clause("a", Area(Standing.WITHIN, everything_else=True)), WrongClauseName),
        (clause("everything-else", Area(Standing.WITHIN)), WrongClauseName),
        (clause("a", Area(Standing.OUTSIDE)), OutsideNeedsOwner),
        (replace(kitchen(), text=""), UnclearWording),
        (replace(kitchen(), text="Settled\u200b."), UnclearWording),
        (replace(kitchen(), tags=frozenset({"a\u200b"})), UnclearWording),
        (replace(kitchen(), element="oven "), UnclearWording),
        (clause("role", Role(ASH, Style.SERVICE, titles={ASH: "Si\u200br"})), UnclearWording),
        (clause("a", Area(Standing.WITHIN, elements=(Element("\u200b", ASH),))), UnclearWording),
        (
            clause("authority", Authority(Overlap.TOGETHER, ("\u200b",))),
            UnclearWording,
        ),
        (replace(clause("a\u200b", Practice())), UnclearWording),
        (replace(kitchen(), review_after_days=366), TermTooLong),
        (replace(kitchen(), review_after_days=0), TermTooLong),
        (replace(kitchen(), trial_days=31), TermTooLong),
        (replace(kitchen(), lapses_on=START), LastDayPassed),
        (replace(kitchen(), lapses_on=NOWHERE), LastDayPassed),
        (clause("a", Correction(CorrectionKind.TALK, 121)), CeilingTooHigh),
        (clause("a", Correction(CorrectionKind.PAUSED_TREAT, 7 * 1440 + 1)), CeilingTooHigh),
        (clause("a", Correction(CorrectionKind.REFLECTION, 0)), CeilingTooHigh),
        (clause("a", Correction(CorrectionKind.PRIVATE, 10)), PrivateNeedsPermission),
        (
            clause("a", Correction(CorrectionKind.PRIVATE, 10, ClauseId(HOUSEHOLD))),
            PrivateNeedsPermission,
        ),
        (clause("a", Permission("B.", ASH, answer_within_hours=169)), TermTooLong),
        (replace(bearing(WREN), body=Ritual(LOOSE)), UnusableSchedule),
        (clause("a", Window(LOOSE)), UnusableSchedule),
    ],
)
def test_terms_that_can_never_be_agreed(terms: Terms, refusal: type[Refusal]) -> None:
    assert why(Couple().have_begun(), terms) is refusal


@pytest.mark.parametrize(
    "body", [Signal("red", SignalMeaning.STOP), Survival(SurvivalKind.CARE_AFTER)]
)
def test_what_protects_has_no_last_day_and_no_trial(body: Signal | Survival) -> None:
    couple = Couple().have_begun()
    terms = clause("a", body)
    last = couple.now + timedelta(days=9)
    assert why(couple, replace(terms, lapses_on=last)) is ProtectionNeverLapses
    assert why(couple, replace(terms, trial_days=9)) is ProtectionNeverLapses
    assert why(couple, terms) is None


def test_a_need_is_supported_or_not_mentioned_but_never_limited() -> None:
    couple = Couple().have_begun()
    bedtime = replace(kitchen(), clause=ClauseId("bedtime"), text="Asleep by eleven.")
    limits = (NeedDeclared(Need.SLEEP, Effect.LIMITS),)
    supports = (NeedDeclared(Need.SLEEP, Effect.SUPPORTS),)
    assert why(couple, bedtime) is MayTouchProtectedNeed
    assert why(couple, replace(bedtime, needs=limits), considered=True) is LimitsProtectedNeed
    assert why(couple, replace(bedtime, needs=supports)) is None


def test_a_question_about_needs_can_be_answered_and_binds_only_what_binds() -> None:
    couple = Couple().have_begun()
    words = "We eat together on Sunday."
    assert why(couple, replace(kitchen(), text=words)) is MayTouchProtectedNeed
    assert why(couple, clause("a", Practice(), words)) is None
    for considered in (clause("b", Foreword(), words), replace(kitchen(), text=words)):
        command = ProposeTerms(ProposalId(considered.clause), (considered,), considered=True)
        couple.does(ASH, command)


def test_other_people_are_only_the_name_of_an_area_outside() -> None:
    couple = Couple().have_begun()
    mother = AreaId("sundays")
    couple.does(WREN, NameArea(mother, "My mother", third_parties=True))
    assert why(couple, clause(mother, Area(Standing.WITHIN))) is ThirdPartiesStayOutside
    couple.does(ASH, NameArea(mother, "Sundays"))
    assert why(couple, clause(mother, Area(Standing.WITHIN))) is ThirdPartiesStayOutside
    assert why(couple, clause(mother, Area(Standing.OUTSIDE, WREN))) is None


def test_an_area_has_a_name_one_can_read() -> None:
    couple = Couple().have_begun()
    couple.is_refused(ASH, NameArea(AreaId("\u200b"), "Garden"), UnclearWording)
    couple.is_refused(ASH, NameArea(AreaId("garden"), ""), UnclearWording)


def test_an_intimate_permission_states_its_bounds_and_a_stop_signal_in_force() -> None:
    couple = Couple().have_begun()
    assert why(couple, rope(bounds="")) is IntimateNeedsBounds
    unsignalled = replace(rope(), body=Permission("Wrists.", asked_by=ASH))
    assert why(couple, unsignalled) is IntimateNeedsSignal
    couple.agrees(clause("red", Signal("red", SignalMeaning.PAUSE)))
    assert why(couple, rope()) is IntimateNeedsSignal


def test_something_intimate_stands_alone() -> None:
    couple = Couple().have_begun()
    assert why(couple, rope(), clause("films", Practice())) is IntimateStandsAlone


def test_what_is_new_waits_a_day_and_is_then_tried_for_thirty() -> None:
    couple = Couple().have_begun()
    couple.agrees(rope())
    held = latest(couple.state.ground.agreement, ROPE)
    assert held is not None
    for member in (ASH, WREN):
        couple.is_refused(member, RenewConsent(ROPE, held.digest), TooEarlyToRenew)
    couple.later(hours=24, seconds=-1)
    assert not is_in_force(couple)
    couple.later(seconds=1)
    assert is_in_force(couple)
    couple.later(days=30, seconds=-1)
    assert is_in_force(couple)
    couple.later(seconds=1)
    assert not is_in_force(couple)


def test_nobody_renews_a_trial_they_have_not_tried() -> None:
    couple = Couple().have_begun()
    couple.agrees(rope())
    held = latest(couple.state.ground.agreement, ROPE)
    assert held is not None
    couple.later(days=23)
    couple.is_refused(WREN, RenewConsent(ROPE, held.digest), TooEarlyToRenew)
    couple.later(days=1)
    for member in (ASH, WREN):
        couple.does(member, RenewConsent(ROPE, held.digest))
    couple.later(days=180 + 14, seconds=-1)
    assert is_in_force(couple)
    couple.later(seconds=1)
    assert not is_in_force(couple)


def test_calling_it_known_does_not_skip_the_wait() -> None:
    couple = Couple().have_begun()
    known = rope(Category.INTIMATE)
    assert why(couple, known) is IntimateIsNew
    couple.agrees(rope())
    assert why(couple, known) is IntimateIsNew
    couple.later(days=2)
    assert why(couple, known) is IntimateIsNew
    held = latest(couple.state.ground.agreement, ROPE)
    assert held is not None
    couple.later(days=27)
    for member in (ASH, WREN):
        couple.does(member, RenewConsent(ROPE, held.digest))
    assert why(couple, replace(known, body=Permission("Neck.", ASH, RED))) is IntimateIsNew
    assert why(couple, known) is None


def test_what_was_withdrawn_is_new_again() -> None:
    couple = Couple().have_begun()
    couple.agrees(rope())
    couple.later(days=2)
    couple.does(WREN, WithdrawConsent(ROPE))
    assert why(couple, rope(Category.INTIMATE)) is IntimateIsNew


def test_an_ordinary_permission_does_not_make_an_intimate_one_known() -> None:
    couple = Couple().have_begun()
    couple.agrees(rope(Category.ORDINARY))
    assert why(couple, rope(Category.INTIMATE)) is IntimateIsNew


def test_either_withdraws_or_lengthens_while_it_cools() -> None:
    couple = Couple().have_begun()
    couple.agrees(rope())
    until = couple.now + timedelta(days=3)
    couple.does(WREN, LengthenCoolingOff(ROPE, until))
    for day in (until, couple.now + timedelta(days=1), couple.now + timedelta(days=366)):
        couple.is_refused(ASH, LengthenCoolingOff(ROPE, day), NotCoolingOff)
    couple.later(days=2)
    assert not is_in_force(couple)
    couple.later(days=1)
    assert is_in_force(couple)
    couple.is_refused(ASH, LengthenCoolingOff(ROPE, couple.later(days=1)), NotCoolingOff)
    again = Couple().have_begun()
    again.agrees(rope())
    again.does(ASH, WithdrawConsent(ROPE))
    again.later(days=5)
    assert not is_in_force(again)


def test_without_its_stop_signal_an_intimate_permission_rests() -> None:
    couple = Couple().have_begun()
    couple.agrees(rope())
    couple.later(days=2)
    couple.does(WREN, WithdrawConsent(RED))
    assert not is_in_force(couple)


def test_an_intimate_dependant_is_never_carried_along() -> None:
    couple = Couple().have_begun()
    couple.agrees(rope())
    couple.later(days=2)
    couple.agrees(clause("red", Signal("crimson", SignalMeaning.STOP)))
    assert not is_in_force(couple)


def test_a_private_response_rests_on_a_permission() -> None:
    couple = Couple().have_begun()
    private = clause("private", Correction(CorrectionKind.PRIVATE, 30, ClauseId("massage")))
    massage = clause("massage", Permission("Shoulders.", asked_by=ASH))
    assert why(couple, private) is PrivateNeedsPermission
    couple.agrees(massage, private)
    assert is_in_force(couple, ClauseId("private"))
    couple.does(WREN, WithdrawConsent(ClauseId("massage")))
    assert not is_in_force(couple, ClauseId("private"))


def test_an_area_may_be_renamed_while_clauses_refer_to_it() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, NameArea(HOUSEHOLD, "Our home"))
    assert is_in_force(couple, KITCHEN)
