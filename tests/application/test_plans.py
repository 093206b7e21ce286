"""Plans at work: put forward once, waiting where they have to, never consented to by themselves."""

from tests.application.planned import (
    SMALL,
    applies,
    asked,
    clause,
    consent_to_all,
    settle,
    usable,
)
from tests.given import ASH, WREN, Couple
from troth.application.plans.work import Stage, StillNeeded, revisions, still_needed
from troth.domain.agreement.commands import NameArea, ProposeTerms, WithdrawConsent
from troth.domain.agreement.state import in_force
from troth.domain.kernel import AreaId, ClauseId


def stages(couple: Couple, text: str = SMALL) -> dict[str, Stage]:
    """Return how far each clause of a plan has come."""
    needed = still_needed(usable(text), couple.state, couple.moment())
    return {clause: each.stage for each in needed for clause in each.clauses}


def needed_for(couple: Couple, id_: str, text: str = SMALL) -> StillNeeded:
    """Return what one clause of a plan still needs."""
    needed = still_needed(usable(text), couple.state, couple.moment())
    return next(each for each in needed if id_ in each.clauses)


def test_applying_names_areas_first_and_proposes_what_can_be_answered() -> None:
    couple = Couple().have_met()
    named, ordinary = applies(couple, usable())
    assert isinstance(named, NameArea)
    assert isinstance(ordinary, ProposeTerms)
    assert len(ordinary.drafts) == 5


def test_applying_consents_for_nobody() -> None:
    couple = Couple().have_met()
    applies(couple, usable())
    (proposal,) = couple.state.ground.agreement.proposals.values()
    assert proposal.consents == {}
    assert needed_for(couple, "kitchen").consents_from == (ASH, WREN)


def test_who_still_has_to_consent_is_told() -> None:
    couple = Couple().have_met()
    applies(couple, usable())
    (proposal,) = couple.state.ground.agreement.proposals
    couple.consents(WREN, proposal)
    assert needed_for(couple, "role") == needed_for(couple, "kitchen")
    assert needed_for(couple, "kitchen").consents_from == (ASH,)
    assert needed_for(couple, "kitchen").proposal == proposal


def test_an_intimate_clause_waits_until_its_signal_is_in_force() -> None:
    couple = Couple().have_met()
    applies(couple, usable())
    assert needed_for(couple, "evening").waits_for == ("red",)
    consent_to_all(couple)
    (evening,) = applies(couple, usable())
    assert isinstance(evening, ProposeTerms)
    consent_to_all(couple)
    cooling = needed_for(couple, "evening")
    assert cooling.stage is Stage.COOLING_OFF
    assert cooling.until == couple.later(hours=24)
    assert set(stages(couple).values()) == {Stage.IN_FORCE}


def test_applying_an_unchanged_plan_again_asks_for_nothing() -> None:
    couple = Couple().have_met()
    for _ in range(3):
        assert applies(couple, usable())
        assert asked(couple, usable()) == ()
        consent_to_all(couple)
        if stages(couple)["evening"] is Stage.COOLING_OFF:
            break
    couple.later(hours=25)
    assert asked(couple, usable()) == ()


def test_what_is_in_force_says_what_the_plan_says() -> None:
    couple = settle(Couple().have_met(), usable())
    for terms in usable().clauses:
        held = in_force(couple.state.ground.agreement, terms.clause, couple.now)
        assert held is not None
        assert held.terms == terms


def test_a_changed_clause_is_proposed_by_itself() -> None:
    couple = settle(Couple().have_met(), usable())
    changed = SMALL.replace("before the day ends", "before ten")
    (command,) = applies(couple, usable(changed))
    assert isinstance(command, ProposeTerms)
    assert command.drafts == (clause("kitchen", changed),)
    assert stages(couple, changed)["kitchen"] is Stage.CONSENT


def test_a_new_part_of_an_agreement_on_the_table_waits_for_it() -> None:
    couple = Couple().have_met()
    applies(couple, usable())
    more = SMALL + (
        "  - {id: linen, kind: standard, bearers: lead, area: household, text: It is fresh.}\n"
    )
    assert asked(couple, usable(more)) == ()
    assert needed_for(couple, "linen", more).waits_for == ("household",)


def test_other_words_on_the_table_are_left_until_somebody_chooses_to_revise() -> None:
    couple = Couple().have_met()
    applies(couple, usable())
    (proposal,) = couple.state.ground.agreement.proposals
    couple.consents(WREN, proposal)
    changed = SMALL.replace("before the day ends", "before ten")
    assert asked(couple, usable(changed)) == ()
    assert needed_for(couple, "kitchen", changed) == StillNeeded(
        Stage.OTHER_WORDS, (ClauseId("kitchen"),), proposal
    )
    (revision,) = revisions(usable(changed), couple.state, couple.moment())
    couple.does(ASH, revision)
    assert needed_for(couple, "kitchen", changed).consents_from == (ASH, WREN)
    assert set(stages(couple, changed).values()) == {Stage.CONSENT, Stage.WAITS}


def test_a_proposal_whose_ground_has_changed_is_told_and_can_be_put_forward_again() -> None:
    couple = settle(Couple().have_met(), usable())
    changed = SMALL.replace("before the day ends", "before ten")
    applies(couple, usable(changed))
    other_area = changed.replace("leads at home", "leads in our home")
    applies(couple, usable(other_area))
    *_, area = couple.state.ground.agreement.proposals
    for member in (ASH, WREN):
        couple.consents(member, area)
    assert stages(couple, other_area)["kitchen"] is Stage.OUTDATED
    (again,) = revisions(usable(other_area), couple.state, couple.moment())
    couple.does(ASH, again)
    assert stages(couple, other_area)["kitchen"] is Stage.CONSENT


def test_a_withdrawn_clause_is_proposed_anew_and_needs_both_again() -> None:
    couple = settle(Couple().have_met(), usable())
    couple.does(WREN, WithdrawConsent(ClauseId("kitchen")))
    (command,) = applies(couple, usable())
    assert isinstance(command, ProposeTerms)
    assert needed_for(couple, "kitchen").consents_from == (ASH, WREN)


def test_a_clause_left_out_of_a_plan_stays_agreed() -> None:
    couple = settle(Couple().have_met(), usable())
    without = SMALL[: SMALL.index("  - id: evening")]
    assert asked(couple, usable(without)) == ()
    assert in_force(couple.state.ground.agreement, ClauseId("evening"), couple.now)


def test_a_part_of_life_about_other_people_stays_so() -> None:
    couple = Couple().have_met()
    couple.does(WREN, NameArea(AreaId("household"), "Their name for it", third_parties=True))
    (name, *_) = asked(couple, usable())
    assert name == NameArea(AreaId("household"), "The household", third_parties=True)
