"""Who decides: the examples of the design, with every style and every rule on what is shared."""

import pytest

from tests.domain.asking import (
    AUTHORITY,
    BOTH,
    EVERYTHING_ELSE,
    HERS,
    HIS,
    HOBBY,
    ROUTINE,
    SIGNIFICANT,
    about,
    asked,
    besides,
    routed_for,
    why,
)
from tests.given import (
    ASH,
    HOUSEHOLD,
    WORK,
    WREN,
    Couple,
    clause,
    outside,
    role,
)
from troth.domain.agreement.commands import NameArea, WithdrawConsent
from troth.domain.agreement.events import Repeal
from troth.domain.agreement.terms import Area, Authority, Overlap, Standing, Style
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import AreaId, Capacity, ClauseId, MemberId, Significance
from troth.domain.routing.routes import Label, Voice, label
from troth.domain.routing.rules import Rule

# The couple in the source: negotiated, and what is shared prevails.

SOURCE = [
    (HOUSEHOLD, HERS, ROUTINE, Label.LEAD),
    (HOUSEHOLD, HERS, SIGNIFICANT, Label.LEAD_CONSULTED),
    (HOUSEHOLD, BOTH, ROUTINE, Label.LEAD_CONSULTED),
    (HOUSEHOLD, BOTH, SIGNIFICANT, Label.LEAD_CONSULTED),
    (HOUSEHOLD, HIS, ROUTINE, Label.SELF),
    (WORK, HERS, ROUTINE, Label.SELF),
    (WORK, HERS, SIGNIFICANT, Label.SELF_ADVISED),
    (WORK, BOTH, ROUTINE, Label.LEAD_CONSULTED),
    (WORK, BOTH, SIGNIFICANT, Label.LEAD_CONSULTED),
    (HOBBY, HERS, ROUTINE, Label.SELF),
    (HOBBY, HERS, SIGNIFICANT, Label.SELF),
    (HOBBY, BOTH, ROUTINE, Label.JOINT),
    (None, BOTH, SIGNIFICANT, Label.JOINT),
]


@pytest.mark.parametrize(("area", "affects", "weight", "expected"), SOURCE)
def test_the_couple_in_the_source(
    area: AreaId | None, affects: frozenset[MemberId], weight: Significance, expected: Label
) -> None:
    assert asked(Couple().have_begun(), about(area, affects, weight)) is expected


@pytest.mark.parametrize(("area", "affects", "weight", "_"), SOURCE)
def test_while_suspended_each_decides_their_own_and_shared_things_together(
    area: AreaId | None, affects: frozenset[MemberId], weight: Significance, _: Label
) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, Pause())
    expected = Label.JOINT if affects == BOTH else Label.SELF
    given = routed_for(couple, about(area, affects, weight))
    assert label(given) is expected
    assert given.members == affects


# A job offer in another town.

JOB = about(WORK)


def test_a_job_offer_that_touches_both_is_the_leads_after_hearing() -> None:
    given = routed_for(Couple().have_begun(), JOB)
    assert given.deciders == {(ASH, Capacity.ROLE)}
    assert given.voice is Voice.HEAR


def test_a_job_offer_is_decided_together_without_a_line_on_what_is_shared() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, WithdrawConsent(AUTHORITY))
    assert asked(couple, JOB) is Label.JOINT


def test_a_job_offer_is_decided_together_when_she_splits_off_the_employment() -> None:
    assert asked(Couple().have_begun(), JOB, about(WORK, HERS)) is Label.JOINT


def test_a_job_offer_is_hers_after_hearing_him_when_they_see_it_differently() -> None:
    given = routed_for(Couple().have_begun(), about(WORK, wren=HERS))
    assert label(given) is Label.SELF_CONSULTED
    assert given.members == {WREN}


def test_a_job_offer_is_decided_together_while_paused() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, Pause())
    assert asked(couple, JOB) is Label.JOINT


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Overlap.SHARED_PREVAILS, Label.LEAD_CONSULTED),
        (Overlap.EXCLUSION_PREVAILS, Label.SELF_CONSULTED),
        (Overlap.TOGETHER, Label.JOINT),
    ],
)
def test_what_is_outside_but_shared_follows_the_overlap_rule(
    rule: Overlap, expected: Label
) -> None:
    drafts = besides(clause(AUTHORITY, Authority(rule)))
    assert asked(Couple().have_begun(drafts=drafts), JOB) is expected


def test_in_an_area_of_hers_what_touches_him_is_shared() -> None:
    reason = why(Couple().have_begun(), about(WORK, HIS))
    assert reason.rule is Rule.S3


# Styles.


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (Style.EQUAL, Label.SELF),
        (Style.NEGOTIATED, Label.LEAD_CONSULTED),
        (Style.SERVICE, Label.LEAD),
        (Style.TOTAL, Label.LEAD),
    ],
)
def test_the_style_says_how_what_matters_within_is_led(style: Style, expected: Label) -> None:
    couple = Couple().have_begun(drafts=besides(role(style)))
    assert asked(couple, about(HOUSEHOLD, HERS)) is expected
    assert asked(couple, about(WORK, HERS, ROUTINE)) is Label.SELF


def test_in_every_leading_style_what_is_shared_or_disputed_within_is_heard() -> None:
    for style in (Style.NEGOTIATED, Style.SERVICE, Style.TOTAL):
        couple = Couple().have_begun(drafts=besides(role(style)))
        assert asked(couple, about(HOUSEHOLD)) is Label.LEAD_CONSULTED
        assert asked(couple, about(HOUSEHOLD, HERS, ash=BOTH)) is Label.LEAD_CONSULTED


def test_together_is_decided_together_also_under_a_total_style() -> None:
    drafts = besides(role(Style.TOTAL), clause(HOUSEHOLD, Area(Standing.TOGETHER)))
    reason = why(Couple().have_begun(drafts=drafts), about(HOUSEHOLD, HERS, ROUTINE))
    assert (label(reason.route), reason.rule) == (Label.JOINT, Rule.T)


# A total exchange is a clause: everything else is within, except what is not.


def test_everything_else_covers_what_was_never_named() -> None:
    couple = Couple().have_begun(EVERYTHING_ELSE)
    reason = why(couple, about(HOBBY, HERS, ROUTINE))
    assert label(reason.route) is Label.LEAD
    assert reason.clauses == ("everything-else", "role")
    assert asked(couple, about(WORK, HERS, ROUTINE)) is Label.SELF


def test_a_total_style_alone_leads_nothing_that_no_clause_covers() -> None:
    couple = Couple().have_begun(drafts=besides(role(Style.TOTAL)))
    assert why(couple, about(HOBBY, HERS, ROUTINE)).rule is Rule.D2


def test_something_not_yet_named_is_not_everything_else() -> None:
    couple = Couple().have_begun(EVERYTHING_ELSE)
    assert asked(couple, about(None, HERS, ROUTINE)) is Label.SELF


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("by", [ASH, WREN])
def test_withdrawing_an_exception_never_widens_everything_else(
    by: MemberId, *, named: bool
) -> None:
    couple = Couple().have_begun(EVERYTHING_ELSE)
    if named:
        couple.does(WREN, NameArea(HOBBY, "Painting"))
    couple.agrees(outside(HOBBY, WREN))
    couple.does(by, WithdrawConsent(ClauseId(HOBBY)))
    for _ in range(2):
        given = why(couple, about(HOBBY, HERS, ROUTINE))
        assert (given.rule, given.route.members) == (Rule.D2, HERS)
        couple.later(days=40)


def test_taking_an_exception_out_never_widens_everything_else() -> None:
    couple = Couple().have_begun(EVERYTHING_ELSE)
    couple.agrees(Repeal(ClauseId("work")))
    assert why(couple, about(WORK, HERS, ROUTINE)).rule is Rule.D2
