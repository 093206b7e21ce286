"""A proposal as it is read before answering: consents, changes, limits, and its ground."""

from tests.given import ASH, HOUSEHOLD, KITCHEN, START, WREN, Couple, clause, kitchen, within
from troth.domain.agreement.commands import (
    DeclineTerms,
    ProposeTerms,
    RebaseTerms,
    ReviseTerms,
    TakeBackConsent,
    WithdrawConsent,
)
from troth.domain.agreement.events import ConsentStatus
from troth.domain.agreement.terms import Practice
from troth.domain.kernel import ProposalId
from troth.domain.safety import LimitId, SetLimit, Target
from troth.projections.proposals import ProposalReading, open_proposals

P = ProposalId("p")
NEW_WORDS = kitchen("The kitchen is settled by ten.")


def reading(couple: Couple) -> ProposalReading:
    (found,) = open_proposals(couple.state.ground, couple.moment())
    return found


def proposed() -> Couple:
    couple = Couple().have_begun()
    couple.does(ASH, ProposeTerms(P, (NEW_WORDS,), "Quiet.", considered=True))
    return couple


def test_each_consent_is_asked_for_until_it_is_given() -> None:
    couple = proposed()
    asked = ConsentStatus.REQUESTED
    assert reading(couple).consents == {ASH: asked, WREN: asked}
    couple.consents(WREN, P)
    assert reading(couple).consents == {ASH: asked, WREN: ConsentStatus.GIVEN}


def test_other_words_void_a_consent_and_say_so_until_it_is_given_anew() -> None:
    couple = proposed()
    couple.consents(WREN, P)
    couple.does(ASH, ReviseTerms(P, (kitchen("By eleven."),), considered=True))
    assert reading(couple).consents[WREN] is ConsentStatus.INVALIDATED
    assert reading(couple).consents[ASH] is ConsentStatus.REQUESTED
    couple.consents(WREN, P)
    assert reading(couple).consents[WREN] is ConsentStatus.GIVEN


def test_a_consent_taken_back_is_asked_for_again() -> None:
    couple = proposed()
    couple.consents(WREN, P)
    couple.does(WREN, TakeBackConsent(P))
    assert reading(couple).consents[WREN] is ConsentStatus.REQUESTED


def test_a_proposal_names_the_limits_it_touches() -> None:
    couple = proposed()
    assert reading(couple).touched_limits == ()
    couple.does(WREN, SetLimit(LimitId("l"), Target.CLAUSE, KITCHEN))
    couple.does(WREN, SetLimit(LimitId("other"), Target.TAG, "heights"))
    couple.does(WREN, SetLimit(LimitId("soft"), Target.AREA, HOUSEHOLD, hard=False, conditions="x"))
    assert [limit.id for limit in reading(couple).touched_limits] == ["l"]


def test_a_limit_on_an_area_touches_what_is_proposed_about_it() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, SetLimit(LimitId("l"), Target.AREA, HOUSEHOLD))
    couple.proposes(ASH, within(HOUSEHOLD))
    assert [limit.id for limit in reading(couple).touched_limits] == ["l"]


def test_a_proposal_on_changed_ground_says_so_until_it_is_put_forward_again() -> None:
    couple = proposed()
    assert not reading(couple).is_stale
    couple.does(WREN, WithdrawConsent(KITCHEN))
    assert reading(couple).is_stale
    couple.does(ASH, RebaseTerms(P))
    assert not reading(couple).is_stale


def test_the_day_to_answer_by_stands_still_while_resting() -> None:
    couple = Couple().have_begun()
    couple.does(
        ASH, ProposeTerms(P, (NEW_WORDS,), respond_by=START.replace(day=5), considered=True)
    )
    assert reading(couple).answer_by == START.replace(day=5)
    couple.later(days=4)
    assert reading(couple).is_expired


def test_open_proposals_are_read_oldest_first_and_leave_when_answered() -> None:
    couple = proposed()
    couple.later(minutes=1)
    couple.proposes(WREN, clause("a-first-name", Practice()), proposal="a")
    found = [each.id for each in open_proposals(couple.state.ground, couple.moment())]
    assert found == ["p", "a"]
    couple.does(WREN, DeclineTerms(P))
    assert reading(couple).id == "a"
