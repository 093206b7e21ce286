"""Wording is put forward, changed and answered; only both, on the same words, adopt it."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from tests.given import (
    ASH,
    HOUSEHOLD,
    KITCHEN,
    STRANGER,
    WORK,
    WREN,
    Couple,
    clause,
    kitchen,
    within,
)
from troth.domain.agreement.commands import (
    AnswerDayUnusable,
    BaseChanged,
    ConsentToTerms,
    DeclineTerms,
    NothingProposed,
    NotYourProposal,
    OwnProposal,
    ProposalExpired,
    ProposeTerms,
    RebaseTerms,
    ReviseTerms,
    StaleRevision,
    TakeBackConsent,
    TooManyProposals,
    WithdrawConsent,
    WithdrawProposal,
    WordingChanged,
)
from troth.domain.agreement.decide import is_expired
from troth.domain.agreement.drafting import ReferenceMissing, ReferencesInCircle
from troth.domain.agreement.events import ConsentGiven, Repeal, TermsAdopted
from troth.domain.agreement.state import Proposal, in_force
from troth.domain.agreement.terms import Practice
from troth.domain.dynamic.commands import AffirmResumption, NotYetTwo, Pause, Stop
from troth.domain.kernel import (
    AlreadyThere,
    ClauseId,
    Digest,
    NotAMember,
    NotFound,
    ProposalId,
    UnclearWording,
)

FIRST = ProposalId("first")


def begun() -> Couple:
    couple = Couple().have_begun()
    couple.proposes(ASH, kitchen("The kitchen is settled by ten."), proposal=FIRST)
    return couple


def proposed(couple: Couple, id_: ProposalId = FIRST) -> Proposal:
    return couple.state.ground.agreement.proposals[id_]


def text(couple: Couple) -> str:
    held = in_force(couple.state.ground.agreement, KITCHEN, couple.now)
    return "" if held is None else held.terms.text


def test_the_second_consent_adopts_and_neither_alone_does() -> None:
    couple = begun()
    couple.consents(ASH, FIRST)
    assert text(couple) == "The kitchen is settled before bed."
    assert not couple.does(ASH, consent(couple))
    outcome = couple.does(WREN, consent(couple))
    assert [type(each) for each in outcome] == [ConsentGiven, TermsAdopted]
    assert text(couple) == "The kitchen is settled by ten."


def consent(couple: Couple) -> ConsentToTerms:
    return ConsentToTerms(FIRST, proposed(couple).revision, proposed(couple).digest)


def test_proposing_is_not_consenting() -> None:
    couple = begun()
    couple.consents(WREN, FIRST)
    assert text(couple) == "The kitchen is settled before bed."


def test_a_consent_names_the_very_words_and_not_only_the_proposal() -> None:
    couple = begun()
    other = couple.proposes(ASH, kitchen("The kitchen is settled by nine."))
    unread = ConsentToTerms(FIRST, 1, proposed(couple, other).digest)
    couple.is_refused(WREN, unread, WordingChanged)
    couple.is_refused(WREN, ConsentToTerms(FIRST, 1, Digest("")), WordingChanged)
    assert proposed(couple).consents == {}


def test_an_edit_voids_both_consents() -> None:
    couple = begun()
    couple.consents(ASH, FIRST)
    read = consent(couple)
    couple.does(ASH, ReviseTerms(FIRST, (kitchen("The kitchen is settled by nine."),)))
    assert not proposed(couple).consents
    couple.is_refused(WREN, read, StaleRevision)
    couple.is_refused(WREN, replace(read, revision=2), WordingChanged)
    couple.consents(WREN, FIRST)
    assert text(couple) == "The kitchen is settled before bed."


def test_the_other_counters_and_neither_answers_older_words() -> None:
    couple = begun()
    couple.consents(ASH, FIRST)
    couple.does(WREN, ReviseTerms(FIRST, (kitchen("The surfaces are clear by ten."),)))
    couple.consents(WREN, FIRST)
    assert text(couple) == "The kitchen is settled before bed."
    couple.consents(ASH, FIRST)
    assert text(couple) == "The surfaces are clear by ten."


def test_a_consent_can_be_taken_back_before_the_other_answers() -> None:
    couple = begun()
    couple.consents(ASH, FIRST)
    couple.does(ASH, TakeBackConsent(FIRST))
    assert not couple.does(ASH, TakeBackConsent(FIRST))
    couple.consents(WREN, FIRST)
    assert text(couple) == "The kitchen is settled before bed."


def test_the_other_declines_and_the_author_withdraws() -> None:
    couple = begun()
    couple.is_refused(ASH, DeclineTerms(FIRST), OwnProposal)
    couple.is_refused(WREN, WithdrawProposal(FIRST), NotYourProposal)
    couple.is_refused(STRANGER, DeclineTerms(FIRST), NotAMember)
    read = consent(couple)
    couple.does(WREN, DeclineTerms(FIRST))
    couple.is_refused(ASH, read, NotFound)
    couple.proposes(ASH, kitchen("Again."), proposal=FIRST)
    couple.does(ASH, WithdrawProposal(FIRST))
    couple.is_refused(WREN, read, NotFound)


def test_negotiating_stays_open_while_everything_rests() -> None:
    couple = begun()
    couple.does(WREN, Stop())
    couple.consents(ASH, FIRST)
    couple.consents(WREN, FIRST)
    assert text(couple) == "The kitchen is settled by ten."


def test_silence_never_adopts() -> None:
    couple = begun()
    couple.consents(ASH, FIRST)
    couple.later(days=900)
    couple.is_refused(WREN, consent(couple), BaseChanged)
    assert text(couple) == ""


def test_a_day_to_answer_by_passes_and_nothing_changes() -> None:
    couple = Couple().have_begun()
    by = couple.now + timedelta(days=3)
    couple.does(ASH, ProposeTerms(FIRST, (kitchen("By ten."),), respond_by=by))
    couple.later(days=3)
    couple.is_refused(WREN, consent(couple), ProposalExpired)
    couple.does(ASH, RebaseTerms(FIRST))
    couple.consents(WREN, FIRST)


def test_a_day_to_answer_by_stands_still_while_the_exchange_rests() -> None:
    couple = Couple().have_begun()
    by = couple.now + timedelta(days=3)
    couple.does(ASH, ProposeTerms(FIRST, (kitchen("By ten."),), respond_by=by))
    couple.later(days=1)
    couple.does(WREN, Pause())
    couple.later(days=10)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    couple.later(days=1)
    couple.consents(WREN, FIRST)
    couple.later(days=1)
    couple.is_refused(ASH, consent(couple), ProposalExpired)


def test_a_new_day_to_answer_by_counts_from_when_it_was_named() -> None:
    couple = begun()
    couple.does(WREN, Pause())
    couple.later(days=10)
    for member in (ASH, WREN):
        couple.does(member, AffirmResumption())
    by = couple.now + timedelta(days=2)
    couple.does(WREN, ReviseTerms(FIRST, (kitchen("By nine."),), respond_by=by))
    dynamic = couple.state.ground.dynamic
    assert not is_expired(proposed(couple), dynamic, couple.later(days=1))
    assert is_expired(proposed(couple), dynamic, couple.later(days=1))


def test_a_day_to_answer_by_that_is_no_day_is_refused() -> None:
    couple = Couple().have_begun()
    for day in (
        couple.now,
        couple.now + timedelta(days=93),
        datetime(2026, 4, 1),  # noqa: DTZ001 - the point of the test
    ):
        command = ProposeTerms(FIRST, (kitchen("By ten."),), respond_by=day)
        couple.is_refused(ASH, command, AnswerDayUnusable)


def test_a_proposal_is_stale_once_what_it_changes_has_changed() -> None:
    couple = begun()
    couple.consents(ASH, FIRST)
    couple.agrees(kitchen("The kitchen is settled by nine."))
    couple.is_refused(WREN, consent(couple), BaseChanged)
    couple.does(WREN, RebaseTerms(FIRST))
    assert not proposed(couple).consents
    couple.consents(WREN, FIRST)
    couple.consents(ASH, FIRST)
    assert text(couple) == "The kitchen is settled by ten."


def test_a_proposal_is_stale_once_what_it_refers_to_is_withdrawn() -> None:
    couple = begun()
    couple.does(WREN, WithdrawConsent(ClauseId(HOUSEHOLD)))
    couple.is_refused(ASH, consent(couple), BaseChanged)
    couple.is_refused(ASH, RebaseTerms(FIRST), ReferenceMissing)


def test_another_change_of_the_agreement_leaves_it_fresh() -> None:
    couple = begun()
    couple.agrees(clause("films", Practice(), "Films on Sunday."))
    couple.consents(ASH, FIRST)
    couple.consents(WREN, FIRST)
    assert text(couple) == "The kitchen is settled by ten."


def test_a_clause_cannot_rest_on_what_is_not_agreed_or_on_itself() -> None:
    couple = Couple().have_begun()
    a, b = (
        replace(clause(name, Practice()), rests_on=frozenset({ClauseId(other)}))
        for name, other in (("a", "b"), ("b", "a"))
    )
    couple.is_refused(ASH, ProposeTerms(FIRST, (a,)), ReferenceMissing)
    couple.is_refused(ASH, ProposeTerms(FIRST, (a, b)), ReferencesInCircle)
    couple.agrees(clause("b", Practice()), a)
    couple.is_refused(ASH, ProposeTerms(FIRST, (b,)), ReferencesInCircle)


def test_a_proposal_holds_each_clause_once_and_something() -> None:
    couple = Couple().have_begun()
    couple.is_refused(ASH, ProposeTerms(FIRST, ()), NothingProposed)
    couple.is_refused(ASH, ProposeTerms(FIRST, (kitchen(), Repeal(KITCHEN))), NothingProposed)
    couple.is_refused(ASH, ProposeTerms(FIRST, (Repeal(ClauseId("none")),)), NotFound)
    couple.is_refused(ASH, ProposeTerms(FIRST, (kitchen(),), "\u200b"), UnclearWording)
    couple.proposes(ASH, kitchen("By ten."), proposal=FIRST)
    couple.is_refused(WREN, ProposeTerms(FIRST, (kitchen(),)), AlreadyThere)
    couple.is_refused(WREN, ConsentToTerms(ProposalId("x"), 1, Digest("x")), NotFound)


def test_nothing_is_proposed_to_nobody() -> None:
    couple = Couple()
    couple.have_met()
    couple.state = replace(
        couple.state,
        ground=replace(
            couple.state.ground,
            dynamic=replace(
                couple.state.ground.dynamic, members=couple.state.ground.dynamic.members[:1]
            ),
        ),
    )
    couple.is_refused(ASH, ProposeTerms(FIRST, (within(WORK),)), NotYetTwo)


def test_more_proposals_than_anyone_keeps_in_mind_are_refused() -> None:
    couple = Couple().have_begun()
    for turn in range(50):
        couple.proposes(ASH, kitchen(f"By {turn}."), proposal=f"p{turn}")
    couple.is_refused(WREN, ProposeTerms(FIRST, (kitchen("By ten."),)), TooManyProposals)
