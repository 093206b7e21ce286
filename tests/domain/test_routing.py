"""Who decides: the examples of the design, and the edges where a simple router goes wrong."""

from datetime import timedelta

import pytest

from tests.given import (
    ASH,
    HOUSEHOLD,
    STRANGER,
    WORK,
    WREN,
    Couple,
    clause,
    outside,
    role,
    usual,
    within,
)
from troth.domain.agreement.commands import NameArea, WithdrawConsent
from troth.domain.agreement.events import Repeal
from troth.domain.agreement.terms import Area, Authority, Overlap, Standing, Style, Terms
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import AreaId, Capacity, ClauseId, MemberId, Significance
from troth.domain.routing.matter import Declaration, Facet, MatterKind
from troth.domain.routing.routes import Gate, Label, Route, Voice, join, label
from troth.domain.routing.rules import Reason, Rule, route, routed
from troth.domain.safety import LimitId, SetLimit, Target

BOTH = frozenset({ASH, WREN})
HERS = frozenset({WREN})
HIS = frozenset({ASH})
ROUTINE, SIGNIFICANT = Significance.ROUTINE, Significance.SIGNIFICANT
HOBBY = AreaId("hobby")
AUTHORITY = ClauseId("authority")
EVERYTHING_ELSE = clause("everything-else", Area(Standing.WITHIN, everything_else=True))


def about(
    area: AreaId | None,
    affects: frozenset[MemberId] = BOTH,
    weight: Significance = SIGNIFICANT,
    **more: frozenset[MemberId],
) -> Facet:
    """Return a facet both declare alike, unless `wren` or `ash` says whom it touches."""
    declared = {m: Declaration(more.get(str(m), affects), weight) for m in (ASH, WREN)}
    return Facet(area, declared=declared)


def of(kind: MatterKind, holder: MemberId | None = None, area: AreaId | None = None) -> Facet:
    """Return a facet of another kind than an ordinary one."""
    return Facet(area, kind=kind, holder=holder)


def asked(couple: Couple, *facets: Facet) -> Label:
    """Return the answer for a couple."""
    return label(routed_for(couple, *facets))


def routed_for(couple: Couple, *facets: Facet) -> Route:
    """Return the route for a couple."""
    return route(couple.state.ground, facets, couple.moment())


def why(couple: Couple, facet: Facet) -> Reason:
    """Return the reason for one facet."""
    (reason,) = routed(couple.state.ground, (facet,), couple.moment()).reasons
    return reason


def besides(*drafts: Terms) -> tuple[Terms, ...]:
    """Return the usual clauses with some of them replaced or added."""
    replaced = {each.clause for each in drafts}
    return (*(each for each in usual() if each.clause not in replaced), *drafts)


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


# What no agreement changes.


def test_ones_body_and_rights_are_ones_own_in_every_style_and_state() -> None:
    for style in Style:
        couple = Couple().have_begun(EVERYTHING_ELSE, drafts=besides(role(style)))
        for _ in range(2):
            for kind in (MatterKind.OWN_BODY, MatterKind.OWN_RIGHT):
                for holder in (ASH, WREN):
                    given = routed_for(couple, of(kind, holder, HOUSEHOLD))
                    assert label(given) is Label.RESERVED
                    assert given.deciders == {(holder, Capacity.OWN)}
            couple.does(ASH, Pause())


def test_changing_the_agreement_takes_both_whoever_leads() -> None:
    couple = Couple().have_begun(drafts=besides(role(Style.TOTAL)))
    assert asked(couple, of(MatterKind.AGREEMENT_CHANGE, area=HOUSEHOLD)) is Label.JOINT


def test_a_correction_is_the_leads_after_the_answer_and_waits_while_paused() -> None:
    couple = Couple().have_begun()
    correction = of(MatterKind.CORRECTION, area=HOUSEHOLD)
    assert asked(couple, correction) is Label.LEAD_CONSULTED
    couple.does(WREN, Pause(HOUSEHOLD))
    held = routed_for(couple, correction)
    assert (label(held), held.deciders) == (Label.HELD, frozenset())


def test_a_correction_between_equals_is_decided_together() -> None:
    couple = Couple().have_begun(drafts=besides(role(Style.EQUAL)))
    assert asked(couple, of(MatterKind.CORRECTION, area=HOUSEHOLD)) is Label.JOINT


@pytest.mark.parametrize("owner", [ASH, WREN])
@pytest.mark.parametrize(
    ("target", "name"),
    [(Target.AREA, "household"), (Target.ELEMENT, "cellar"), (Target.TAG, "crowds")],
)
def test_a_limit_stands_before_everything_by_whatever_it_is_about(
    owner: MemberId, target: Target, name: str
) -> None:
    couple = Couple().have_begun()
    matter = Facet(HOUSEHOLD, element="cellar", tags=frozenset({"crowds"}))
    assert asked(couple, matter) is Label.LEAD_CONSULTED
    couple.does(owner, SetLimit(LimitId("mine"), target, name))
    assert asked(couple, matter) is Label.FORBIDDEN


def test_its_owners_word_that_it_touches_their_limit_suffices() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, SetLimit(LimitId("mine"), Target.TAG, "something private"))
    own, others = (
        Facet(HOUSEHOLD, declared={by: Declaration(BOTH, ROUTINE, touches_limit=True)})
        for by in (WREN, ASH)
    )
    assert asked(couple, own) is Label.FORBIDDEN
    assert asked(couple, others) is Label.LEAD_CONSULTED


def test_a_soft_limit_closes_nothing() -> None:
    couple = Couple().have_begun()
    soft = SetLimit(LimitId("soft"), Target.AREA, "household", hard=False, conditions="If asked.")
    couple.does(WREN, soft)
    assert asked(couple, about(HOUSEHOLD)) is Label.LEAD_CONSULTED


def test_a_limit_of_one_never_stands_between_the_other_and_a_doctor() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, SetLimit(LimitId("no"), Target.TAG, "medical"))
    care = Facet(tags=frozenset({"medical"}), kind=MatterKind.OWN_BODY, holder=WREN)
    assert asked(couple, care) is Label.RESERVED
    couple.does(WREN, SetLimit(LimitId("own"), Target.TAG, "medical"))
    assert asked(couple, care) is Label.FORBIDDEN


def test_a_limit_on_a_clause_takes_away_the_authority_it_grants() -> None:
    for limited, rule in ((HOUSEHOLD, Rule.D1), ("role", Rule.S0)):
        couple = Couple().have_begun()
        couple.does(WREN, SetLimit(LimitId("mine"), Target.CLAUSE, limited))
        reason = why(couple, about(HOUSEHOLD, HERS, ROUTINE))
        assert reason.rule is rule
        assert reason.route.deciders == {(WREN, Capacity.OWN)}


# Declarations.


def test_a_dispute_within_only_adds_a_hearing() -> None:
    couple = Couple().have_begun()
    agreed = routed_for(couple, about(HOUSEHOLD, HERS, ROUTINE))
    disputed = routed_for(couple, about(HOUSEHOLD, HERS, ROUTINE, wren=BOTH))
    assert agreed.deciders == disputed.deciders
    assert (agreed.voice, disputed.voice) == (Voice.NOTIFY, Voice.HEAR)


def test_in_an_uncovered_area_whom_both_say_it_touches_decides_after_hearing() -> None:
    couple = Couple().have_begun()
    given = routed_for(couple, about(HOBBY, HERS, ash=BOTH))
    assert (label(given), given.members) == (Label.SELF_CONSULTED, HERS)
    assert asked(couple, about(HOBBY, wren=HERS, ash=HIS)) is Label.JOINT


def test_one_who_says_it_matters_is_enough() -> None:
    words = {ASH: Declaration(HERS, ROUTINE), WREN: Declaration(HERS, SIGNIFICANT)}
    assert asked(Couple().have_begun(), Facet(HOUSEHOLD, declared=words)) is Label.LEAD_CONSULTED


def test_one_word_is_used_while_the_other_has_none() -> None:
    words = {WREN: Declaration(HERS, ROUTINE)}
    assert asked(Couple().have_begun(), Facet(HOUSEHOLD, declared=words)) is Label.LEAD


def test_silence_counts_as_shared_and_significant() -> None:
    couple = Couple().have_begun()
    assert asked(couple, Facet(HOUSEHOLD)) is Label.LEAD_CONSULTED
    assert asked(couple, Facet(HOBBY)) is Label.JOINT
    assert asked(couple) is Label.JOINT


def test_a_strangers_word_counts_for_nothing() -> None:
    couple = Couple().have_begun()
    stranger = {STRANGER: Declaration(HERS, ROUTINE, touches_limit=True)}
    assert asked(couple, Facet(WORK, declared=stranger)) is asked(couple, Facet(WORK))
    touched = about(HOBBY, frozenset({STRANGER}))
    assert routed_for(couple, touched).members == BOTH


# The edges where a simple router goes wrong.


def test_a_routine_route_is_taken_again_under_another_agreement() -> None:
    couple = Couple().have_begun()
    matter = about(HOUSEHOLD, HERS, ROUTINE)
    assert asked(couple, matter) is Label.LEAD
    couple.agrees(outside(HOUSEHOLD, WREN))
    assert asked(couple, matter) is Label.SELF


def test_roles_swapped_lead_the_other_way_at_once() -> None:
    couple = Couple().have_begun()
    couple.agrees(role(leads=WREN))
    given = routed_for(couple, about(HOUSEHOLD, HIS, ROUTINE))
    assert given.deciders == {(WREN, Capacity.ROLE)}


def test_a_matter_in_two_areas_takes_the_stronger_of_each_rule() -> None:
    couple = Couple().have_begun()
    given = routed_for(couple, about(HOUSEHOLD, HERS, ROUTINE), about(WORK, HERS))
    assert given.deciders == {(ASH, Capacity.ROLE), (WREN, Capacity.OWN)}
    couple.does(WREN, SetLimit(LimitId("no"), Target.AREA, "work"))
    both = routed_for(couple, about(HOUSEHOLD, HERS, ROUTINE), about(WORK, HERS))
    assert both.gate is Gate.FORBIDDEN


def test_a_paused_area_rests_alone() -> None:
    couple = Couple().have_begun(within(HOBBY))
    couple.does(WREN, Pause(HOUSEHOLD))
    assert why(couple, about(HOUSEHOLD, HERS, ROUTINE)).rule is Rule.D1
    assert asked(couple, about(HOBBY, HERS, ROUTINE)) is Label.LEAD


def test_another_name_for_an_area_changes_no_route() -> None:
    couple = Couple().have_begun()
    before = routed_for(couple, about(HOUSEHOLD))
    couple.does(WREN, NameArea(HOUSEHOLD, "House and garden"))
    assert routed_for(couple, about(HOUSEHOLD)) == before


def test_a_lapsed_clause_leads_nothing() -> None:
    couple = Couple().have_begun()
    couple.later(days=365 + 14)
    assert asked(couple, about(HOUSEHOLD, HERS, ROUTINE)) is Label.SELF
    couple.now -= timedelta(microseconds=1)
    assert asked(couple, about(HOUSEHOLD, HERS, ROUTINE)) is Label.LEAD


def test_a_matter_before_anything_is_agreed_is_each_ones_own() -> None:
    couple = Couple().have_met()
    assert asked(couple, about(HOUSEHOLD, HERS)) is Label.SELF
    assert asked(couple, about(HOUSEHOLD)) is Label.JOINT


def test_two_immune_facets_of_two_people_are_not_one_persons() -> None:
    couple = Couple().have_begun()
    facets = (of(MatterKind.OWN_BODY, ASH), of(MatterKind.OWN_BODY, WREN))
    one, other = (routed_for(couple, facet) for facet in facets)
    assert label(join(one, other)) is Label.JOINT
    assert join(one, one) == one
