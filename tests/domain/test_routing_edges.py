"""Who decides: what no agreement changes, and where a simple router goes wrong."""

from datetime import timedelta

import pytest

from tests.domain.asking import (
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
    of,
    routed_for,
    why,
)
from tests.given import (
    ASH,
    HOUSEHOLD,
    STRANGER,
    WORK,
    WREN,
    Couple,
    outside,
    role,
    within,
)
from troth.domain.agreement.commands import NameArea
from troth.domain.agreement.terms import Style
from troth.domain.dynamic.commands import Pause
from troth.domain.kernel import Capacity, MemberId
from troth.domain.routing.matter import Declaration, Facet, MatterKind
from troth.domain.routing.routes import Gate, Label, Voice, join, label
from troth.domain.routing.rules import Rule
from troth.domain.safety import LimitId, SetLimit, Target

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


def test_a_limit_of_one_never_stands_between_the_other_and_their_work() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, SetLimit(LimitId("l"), Target.AREA, WORK))
    # The line about work rests while a limit is on it, so that not even advice is looked for.
    assert asked(couple, about(WORK, HERS)) is Label.SELF
    assert asked(couple, about(WORK, HERS, ash=BOTH)) is Label.SELF_CONSULTED
    assert asked(couple, about(WORK, BOTH)) is Label.FORBIDDEN


def test_the_leads_own_word_does_not_make_the_others_affair_the_leads() -> None:
    couple = Couple().have_begun()
    said = Facet(WORK, declared={ASH: Declaration(BOTH, SIGNIFICANT)})
    assert asked(couple, said) is Label.SELF_CONSULTED
    assert asked(couple, Facet(WORK)) is Label.SELF_CONSULTED
    both = Facet(WORK, declared={m: Declaration(BOTH, SIGNIFICANT) for m in (ASH, WREN)})
    assert asked(couple, both) is Label.LEAD_CONSULTED


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
