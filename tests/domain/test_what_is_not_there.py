"""What was never there, or no longer is, is told to either by its name, and nothing changes."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.domain.test_tasks import SHELF, shelf
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, Couple, clause, kitchen
from troth.domain.agreement.commands import (
    ConsentToTerms,
    DeclineTerms,
    LengthenCoolingOff,
    NotCoolingOff,
    RebaseTerms,
    RenewConsent,
    ReviseTerms,
    TakeBackConsent,
    WithdrawConsent,
    WithdrawProposal,
)
from troth.domain.agreement.events import ConsentStatus
from troth.domain.agreement.state import consent_status, in_force, latest, standing_consent
from troth.domain.agreement.terms import Practice, Terms
from troth.domain.decider import AnyCommand
from troth.domain.decisions.commands import Decide, RaiseMatter
from troth.domain.decisions.events import MatterId
from troth.domain.kernel import ClauseId, Digest, NotFound, ProposalId, Significance
from troth.domain.routing.matter import Declaration, Facet
from troth.domain.sessions.commands import ArriveAtSession, CallOffSession, RescheduleSession
from troth.domain.sessions.events import SessionId
from troth.domain.standards.commands import TaskNeedsEnd

NOBODYS = ProposalId("nobodys")
NO_SESSION = SessionId("no-session")
LINEN = clause("linen", Practice())


@pytest.mark.parametrize(
    "command",
    [
        ConsentToTerms(NOBODYS, 1, Digest("")),
        ReviseTerms(NOBODYS, (LINEN,)),
        RebaseTerms(NOBODYS),
        TakeBackConsent(NOBODYS),
        DeclineTerms(NOBODYS),
        WithdrawProposal(NOBODYS),
        RenewConsent(ClauseId("nobodys"), Digest("")),
        WithdrawConsent(ClauseId("nobodys")),
        CallOffSession(NO_SESSION),
        ArriveAtSession(NO_SESSION),
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_nobody_made_is_not_there_for_either(command: AnyCommand) -> None:
    couple = Couple().have_begun()
    for member in (ASH, WREN):
        assert couple.is_refused(member, command, NotFound).name in {"nobodys", NO_SESSION}


def test_a_session_nobody_planned_is_not_moved() -> None:
    couple = Couple().have_begun()
    later = couple.now + timedelta(days=1)
    couple.is_refused(WREN, RescheduleSession(NO_SESSION, later), NotFound)


def test_a_proposal_that_was_declined_is_answered_by_nobody() -> None:
    couple = Couple().have_begun()
    id_ = couple.proposes(ASH, LINEN)
    proposal = couple.state.ground.agreement.proposals[id_]
    couple.does(WREN, DeclineTerms(id_))
    for member in (ASH, WREN):
        consent = ConsentToTerms(id_, proposal.revision, proposal.digest)
        couple.is_refused(member, consent, NotFound)


def test_only_what_waits_is_made_to_wait_longer() -> None:
    couple = Couple().have_begun()
    until = couple.now + timedelta(days=3)
    couple.is_refused(WREN, LengthenCoolingOff(ClauseId("nobodys"), until), NotFound)
    couple.is_refused(WREN, LengthenCoolingOff(KITCHEN, until), NotCoolingOff)
    unzoned = LengthenCoolingOff(KITCHEN, until.replace(tzinfo=None))
    couple.is_refused(WREN, unzoned, NotCoolingOff)


def test_each_consent_says_for_itself_what_became_of_it() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, WithdrawConsent(KITCHEN))
    held = latest(couple.state.ground.agreement, KITCHEN)
    assert held is not None
    told = {m: consent_status(held, standing_consent(held, m), couple.now) for m in (ASH, WREN)}
    assert told == {ASH: ConsentStatus.GIVEN, WREN: ConsentStatus.WITHDRAWN}


def test_a_consent_to_words_that_were_superseded_is_no_consent_to_the_new_ones() -> None:
    couple = Couple().have_begun()
    before = latest(couple.state.ground.agreement, KITCHEN)
    assert before is not None
    couple.later(hours=1)
    couple.agrees(kitchen("The kitchen is settled by ten."))
    superseded, now = couple.state.ground.agreement.clauses[KITCHEN]
    for member in (ASH, WREN):
        old = consent_status(superseded, standing_consent(superseded, member), couple.now)
        assert old is ConsentStatus.INVALIDATED
        assert consent_status(now, standing_consent(now, member), couple.now) == "given"
    assert superseded.digest == before.digest


def test_two_ways_to_the_same_clause_are_no_circle() -> None:
    couple = Couple().have_begun(*(clause(id_, Practice()) for id_ in ("ground", "one", "two")))
    rests = {"one": {"ground"}, "two": {"ground"}, "ground": {"kitchen"}}
    for id_ in ("ground", "one", "two"):
        couple.agrees(_resting(id_, rests[id_]))
    couple.agrees(_resting("top", {"one", "two"}))
    assert in_force(couple.state.ground.agreement, ClauseId("top"), couple.now) is not None


def _resting(id_: str, on: set[str]) -> Terms:
    terms = clause(id_, Practice(), f"What {id_} rests on.")
    return replace(terms, rests_on=frozenset(map(ClauseId, on)))


def test_a_task_ends_no_later_than_the_decision_it_is_set_under() -> None:
    couple = Couple().have_begun()
    facet = Facet(HOUSEHOLD, declared={ASH: Declaration(frozenset({WREN}), Significance.ROUTINE)})
    couple.does(ASH, RaiseMatter(MatterId("hall"), "What about the hall?", (facet,)))
    asked = couple.state.decisions.matters[MatterId("hall")].digest
    by = couple.now + timedelta(days=2)
    couple.does(ASH, Decide(MatterId("hall"), asked, "A shelf.", "It is full.", act_by=by))
    couple.is_refused(ASH, shelf(couple, WREN, "hall", days=3), TaskNeedsEnd)
    couple.does(ASH, shelf(couple, WREN, "hall", days=2))
    assert couple.state.standards.tasks[SHELF].due == by
