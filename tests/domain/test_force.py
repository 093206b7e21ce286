"""In force is not operative: rests, windows, limits and what a clause depends on come between."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.given import (
    ASH,
    HOUSEHOLD,
    KITCHEN,
    WORK,
    WREN,
    Couple,
    clause,
    kitchen,
    outside,
    role,
    usual,
    within,
)
from troth.domain.agreement.commands import NameArea, WithdrawConsent
from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import (
    Area,
    Element,
    Overlap,
    Standing,
    Style,
    Survival,
    SurvivalKind,
)
from troth.domain.dynamic.commands import AffirmResumption, End, Pause, RaiseCheck, Stop
from troth.domain.force import (
    Hindrance,
    hindrance,
    is_operative,
    is_suspended,
    lead,
    operative,
    operative_clauses,
    overlap,
    standing_of,
    style,
)
from troth.domain.kernel import AreaId, ClauseId, Moment
from troth.domain.safety import AskToLoosen, LimitId, LoosenLimit, SetLimit, Target

GARDEN = AreaId("garden")
PANTRY = ClauseId("pantry")
SECRET = ClauseId("secret")
NO = LimitId("no")


def why(couple: Couple, id_: ClauseId = KITCHEN, **ago: float) -> Hindrance | None:
    at = Moment(couple.now - timedelta(**ago), couple.moment().zones)
    return hindrance(couple.state.ground, id_, at)


def stands(couple: Couple, area: AreaId) -> Standing:
    return standing_of(couple.state.ground, area, couple.moment()).standing


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (Pause(), Hindrance.NOT_ACTIVE),
        (Stop(), Hindrance.NOT_ACTIVE),
        (RaiseCheck(), Hindrance.NOT_ACTIVE),
        (Pause(HOUSEHOLD), Hindrance.AREA_RESTS),
        (Pause(WORK), None),
    ],
)
def test_a_rest_suspends_and_repeals_nothing(
    rest: Pause | Stop | RaiseCheck, expected: Hindrance | None
) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, rest)
    assert why(couple) is expected
    assert in_force(couple.state.ground.agreement, KITCHEN, couple.now) is not None


def test_before_the_exchange_begins_nothing_operates() -> None:
    couple = Couple().have_met()
    couple.agrees(*usual())
    assert why(couple) is Hindrance.NOT_ACTIVE
    assert why(couple, ClauseId("none")) is Hindrance.NOT_IN_FORCE


@pytest.mark.parametrize(
    ("target", "name"),
    [(Target.CLAUSE, KITCHEN), (Target.TAG, "evening"), (Target.ELEMENT, "oven")],
)
def test_a_limit_of_either_makes_a_clause_inoperative_at_once(target: Target, name: str) -> None:
    for member in (ASH, WREN):
        couple = Couple().have_begun(
            drafts=(*usual()[:5], replace(kitchen(), tags=frozenset({"evening"}), element="oven"))
        )
        couple.does(member, SetLimit(NO, target, name))
        assert why(couple) is Hindrance.LIMIT


def test_a_limit_on_an_area_rests_its_clause_and_all_that_stands_in_it() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, SetLimit(NO, Target.AREA, HOUSEHOLD))
    assert why(couple, ClauseId(HOUSEHOLD)) is Hindrance.LIMIT
    assert why(couple) is Hindrance.LIMIT


def test_what_depends_on_something_limited_rests_too() -> None:
    pantry = replace(clause(PANTRY, kitchen().body), bearers=frozenset({WREN}))
    couple = Couple().have_begun(replace(pantry, rests_on=frozenset({KITCHEN})))
    couple.does(WREN, SetLimit(NO, Target.CLAUSE, KITCHEN))
    assert why(couple, PANTRY) is Hindrance.DEPENDS
    paused = Couple().have_begun(replace(pantry, rests_on=frozenset({KITCHEN})))
    paused.does(WREN, Pause(HOUSEHOLD))
    assert why(paused, PANTRY) is Hindrance.DEPENDS


def test_loosening_a_limit_brings_back_only_what_both_still_consent_to() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, SetLimit(NO, Target.CLAUSE, KITCHEN))
    couple.does(WREN, AskToLoosen(NO))
    couple.later(hours=72)
    couple.does(WREN, WithdrawConsent(KITCHEN))
    couple.does(WREN, LoosenLimit(NO))
    assert why(couple) is Hindrance.NOT_IN_FORCE


def test_whether_it_bound_is_known_for_any_moment_of_the_last_thirty_days() -> None:
    couple = Couple().have_begun()
    couple.later(days=40)
    couple.does(WREN, Pause())
    couple.later(days=2)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    couple.later(days=2)
    couple.does(WREN, RaiseCheck())
    couple.later(days=1)
    couple.does(WREN, WithdrawConsent(KITCHEN))
    couple.later(days=2)
    assert [why(couple, days=days) for days in (8, 6, 4, 2.5, 1)] == [
        None,
        Hindrance.NOT_ACTIVE,
        None,
        Hindrance.NOT_ACTIVE,
        Hindrance.NOT_IN_FORCE,
    ]


def test_only_what_was_agreed_to_outlast_the_end_is_left() -> None:
    couple = Couple().have_begun(clause(SECRET, Survival(SurvivalKind.CONFIDENTIALITY)))
    couple.does(WREN, End())
    couple.later(days=4000)
    assert [
        each.terms.clause for each in operative_clauses(couple.state.ground, couple.moment())
    ] == [SECRET]


def test_a_limit_rests_even_what_outlasts_the_end() -> None:
    couple = Couple().have_begun(clause(SECRET, Survival(SurvivalKind.CONFIDENTIALITY)))
    couple.does(WREN, Pause())
    assert why(couple, SECRET) is None
    couple.does(WREN, SetLimit(NO, Target.CLAUSE, SECRET))
    assert why(couple, SECRET) is Hindrance.LIMIT


def test_who_leads_and_how_lives_in_the_role_clause_alone() -> None:
    couple = Couple().have_begun()
    ground = couple.state.ground
    assert (lead(ground, couple.moment()), style(ground, couple.moment())) == (
        ASH,
        Style.NEGOTIATED,
    )
    couple.agrees(role(Style.SERVICE, leads=WREN))
    assert lead(couple.state.ground, couple.moment()) == WREN
    couple.agrees(role(Style.EQUAL))
    assert lead(couple.state.ground, couple.moment()) is None


@pytest.mark.parametrize(
    "act", [WithdrawConsent(ClauseId("role")), SetLimit(NO, Target.CLAUSE, "role")]
)
def test_without_a_role_that_holds_nobody_leads(act: WithdrawConsent | SetLimit) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, act)
    assert lead(couple.state.ground, couple.moment()) is None
    assert style(couple.state.ground, couple.moment()) is Style.EQUAL


def test_without_an_overlap_rule_that_operates_shared_things_are_decided_together() -> None:
    couple = Couple().have_begun()
    assert overlap(couple.state.ground, couple.moment()) is Overlap.SHARED_PREVAILS
    couple.does(WREN, SetLimit(NO, Target.CLAUSE, "authority"))
    assert overlap(couple.state.ground, couple.moment()) is Overlap.TOGETHER


def test_a_pause_of_one_area_suspends_only_that() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause(HOUSEHOLD))
    ground, moment = couple.state.ground, couple.moment()
    assert is_suspended(ground, HOUSEHOLD, moment)
    assert not is_suspended(ground, WORK, moment)
    assert not is_suspended(ground, None, moment)


def everything(*exceptions: AreaId) -> Couple:
    """Return a couple with "all within, except" on top of the usual clauses."""
    rest = Area(Standing.WITHIN, everything_else=True, exceptions=frozenset(exceptions))
    return Couple().have_begun(clause("everything-else", rest))


def test_everything_else_covers_what_no_clause_ever_named() -> None:
    couple = everything(WORK)
    assert stands(couple, GARDEN) is Standing.WITHIN
    assert stands(couple, WORK) is Standing.OUTSIDE


def test_neither_withdrawal_nor_lapse_of_an_exception_widens_everything_else() -> None:
    couple = everything()
    couple.does(ASH, WithdrawConsent(ClauseId(WORK)))
    assert stands(couple, WORK) is Standing.UNCLASSIFIED
    lapsed = Couple().have_begun(
        clause("everything-else", Area(Standing.WITHIN, everything_else=True)),
        replace(outside(GARDEN, WREN), review_after_days=10),
    )
    assert stands(lapsed, GARDEN) is Standing.OUTSIDE
    lapsed.later(days=100)
    assert stands(lapsed, GARDEN) is Standing.UNCLASSIFIED


def test_an_area_about_others_is_never_part_of_everything_else() -> None:
    couple = everything()
    couple.does(WREN, NameArea(GARDEN, "Her sister", third_parties=True))
    assert stands(couple, GARDEN) is Standing.UNCLASSIFIED
    couple.does(ASH, NameArea(GARDEN, "The garden"))
    assert stands(couple, GARDEN) is Standing.UNCLASSIFIED


def test_an_operative_clause_is_the_wording_that_binds() -> None:
    couple = Couple().have_begun(within(GARDEN))
    held = operative(couple.state.ground, KITCHEN, couple.moment())
    assert held is not None
    assert held.terms == kitchen()
    couple.does(WREN, Pause())
    assert operative(couple.state.ground, KITCHEN, couple.moment()) is None
    assert not is_operative(couple.state.ground, ClauseId(GARDEN), couple.moment())


def test_responsibility_for_an_element_is_not_authority() -> None:
    shared = clause(GARDEN, Area(Standing.TOGETHER, elements=(Element("roses", WREN),)))
    couple = Couple().have_begun(shared)
    assert stands(couple, GARDEN) is Standing.TOGETHER
    assert standing_of(couple.state.ground, None, couple.moment()).standing is Standing.UNCLASSIFIED
