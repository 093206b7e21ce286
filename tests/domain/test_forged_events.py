"""One of the two alone writes into the record what takes both, or is the other's: nothing follows.

Either has the key of the record and a signing key of their own, so either can write any event, past
every command. What the record says is therefore derived from what each of the two has written.
"""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.given import ASH, HOUSEHOLD, KITCHEN, STRANGER, WREN, Couple, clause
from tests.laws.conduct_laws import SLIP, slip
from tests.laws.mutants import offered
from troth.domain.agreement.commands import ProposeTerms, WithdrawConsent
from troth.domain.agreement.events import (
    ConsentGiven,
    ConsentRenewed,
    ConsentTakenBack,
    ConsentWithdrawn,
    CoolingOffLengthened,
    TermsAdopted,
    TermsRevised,
)
from troth.domain.agreement.state import Proposal, in_force
from troth.domain.agreement.terms import Category, Practice
from troth.domain.conduct.events import CorrectionAccepted
from troth.domain.decider import State, evolve
from troth.domain.dynamic.commands import AffirmResumption, Pause, RaiseCheck, Stop
from troth.domain.dynamic.events import (
    Activated,
    CheckCleared,
    ConstitutionRatified,
    DynamicBegun,
    Ended,
    Member,
    MemberJoined,
    Phase,
    Resumed,
    ResumptionAffirmed,
    ResumptionRetracted,
)
from troth.domain.dynamic.state import phase
from troth.domain.kernel import AreaId, ClauseId, Digest, Event, ProposalId, Recorded
from troth.domain.safety import (
    LimitId,
    LimitLoosened,
    LimitSet,
    LooseningAsked,
    LooseningDropped,
    SetLimit,
    Target,
    live_limits,
)
from troth.domain.windows import OpenWindow, WindowOpened

GARDEN = ClauseId("garden")
OPEN = ProposalId("open")
NOBODYS = ProposalId("nobodys")
NEVER = LimitId("never")


def written(couple: Couple, *events: Event) -> State:
    """Return the state after Wren alone has written these into the record."""
    state = couple.state
    for event in events:
        state = evolve(state, Recorded(WREN, couple.now, event))
    return state


def changes_nothing(couple: Couple, *events: Event) -> None:
    """Check that what Wren writes alone leaves the state as it is."""
    assert written(couple, *events) == couple.state


def begun() -> Couple:
    """Return a couple of whom Wren has proposed a clause, and nobody has said yes yet."""
    couple = Couple().have_begun()
    couple.does(WREN, ProposeTerms(OPEN, (clause(GARDEN, Practice()),), considered=True))
    return couple


def proposal(couple: Couple) -> Proposal:
    """Return what Wren has proposed."""
    return couple.state.ground.agreement.proposals[OPEN]


def test_adopting_without_any_consent_adopts_nothing() -> None:
    couple = begun()
    changes_nothing(couple, TermsAdopted(OPEN, proposal(couple).digest))


def test_adopting_with_ones_own_consent_alone_adopts_nothing() -> None:
    couple = begun()
    couple.consents(WREN, OPEN)
    changes_nothing(couple, TermsAdopted(OPEN, proposal(couple).digest))


def test_saying_yes_twice_is_not_the_yes_of_both() -> None:
    couple = begun()
    named = proposal(couple).digest
    state = written(couple, *[ConsentGiven(OPEN, 1, named)] * 2, TermsAdopted(OPEN, named))
    assert in_force(state.ground.agreement, GARDEN, couple.now) is None


def test_a_consent_counts_only_for_exactly_the_words_it_names() -> None:
    couple = begun()
    changes_nothing(couple, ConsentGiven(OPEN, 1, Digest("other words")))
    changes_nothing(couple, ConsentGiven(OPEN, 2, proposal(couple).digest))


def test_a_consent_to_other_words_is_no_consent_to_what_the_record_holds() -> None:
    couple = begun()
    real = proposal(couple).digest
    shown = Recorded(ASH, couple.now, ConsentGiven(OPEN, 1, Digest("what ash was shown")))
    couple.state = evolve(couple.state, shown)
    state = written(couple, ConsentGiven(OPEN, 1, real), TermsAdopted(OPEN, real))
    assert in_force(state.ground.agreement, GARDEN, couple.now) is None


def test_adopting_other_words_than_were_agreed_adopts_nothing() -> None:
    couple = begun()
    couple.consents(WREN, OPEN)
    given = ConsentGiven(OPEN, 1, proposal(couple).digest)
    couple.state = evolve(couple.state, Recorded(ASH, couple.now, given))
    changes_nothing(couple, TermsAdopted(OPEN, Digest("other words")))


def test_words_that_are_gone_bind_nobody_and_both_consents_do_not_help() -> None:
    couple = begun()
    blank = replace(proposal(couple), items=tuple(_blank(proposal(couple))))
    agreement = replace(couple.state.ground.agreement, proposals={OPEN: blank})
    couple.state = replace(couple.state, ground=replace(couple.state.ground, agreement=agreement))
    for member in (ASH, WREN):
        given = Recorded(member, couple.now, ConsentGiven(OPEN, 1, Digest("what was there")))
        couple.state = evolve(couple.state, given)
    state = written(couple, TermsAdopted(OPEN, Digest("what was there")))
    assert GARDEN in state.ground.agreement.clauses
    assert in_force(state.ground.agreement, GARDEN, couple.now) is None


def _blank(put: Proposal) -> list[object]:
    terms = [replace(each.wording.terms, text="") for each in put.items if hasattr(each, "wording")]
    return [
        replace(each, wording=replace(each.wording, terms=without))
        for each, without in zip(put.items, terms, strict=True)
        if hasattr(each, "wording")
    ]


def test_an_earlier_revision_does_not_come_back() -> None:
    couple = begun()
    put = proposal(couple)
    changes_nothing(couple, TermsRevised(OPEN, 1, put.items, put.base, "", None))


def test_a_withdrawn_consent_is_not_renewed() -> None:
    couple = Couple().have_begun()
    held = in_force(couple.state.ground.agreement, KITCHEN, couple.now)
    assert held is not None
    couple.does(ASH, WithdrawConsent(KITCHEN))
    changes_nothing(couple, ConsentRenewed(KITCHEN, held.digest))
    couple.does(WREN, WithdrawConsent(KITCHEN))
    changes_nothing(couple, ConsentRenewed(KITCHEN, held.digest))


def test_renewing_other_words_renews_nothing() -> None:
    changes_nothing(Couple().have_begun(), ConsentRenewed(KITCHEN, Digest("other words")))


def test_a_withdrawal_does_not_move_to_later() -> None:
    couple = Couple().have_begun()
    couple.does(WREN, WithdrawConsent(KITCHEN))
    changes_nothing(couple, ConsentWithdrawn(KITCHEN, couple.now + timedelta(days=9)))


def test_a_cooling_off_is_never_shortened() -> None:
    couple = Couple().have_begun()
    new = clause(GARDEN, Practice())
    couple.agrees(replace(new, category=Category.NEW_INTIMATE, review_after_days=90))
    changes_nothing(couple, CoolingOffLengthened(GARDEN, couple.now))
    changes_nothing(couple, CoolingOffLengthened(KITCHEN, couple.now + timedelta(days=1)))


@pytest.mark.parametrize("rest", [Pause(), Stop(), Pause(HOUSEHOLD)], ids=["all", "stop", "area"])
def test_one_alone_does_not_end_a_rest(rest: Pause | Stop) -> None:
    couple = Couple().have_begun()
    area = rest.area if isinstance(rest, Pause) else None
    couple.does(ASH, rest)
    changes_nothing(couple, Resumed(area))
    couple.does(WREN, AffirmResumption(area))
    changes_nothing(couple, Resumed(area))
    changes_nothing(couple, ResumptionAffirmed(area), Resumed(area))


def test_one_alone_does_not_clear_a_check() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, RaiseCheck())
    state = written(couple, CheckCleared(), CheckCleared())
    assert phase(state.ground.dynamic, couple.now) is Phase.CHECKING


def test_an_end_does_not_move_to_later() -> None:
    couple = Couple().have_begun()
    couple.state = evolve(couple.state, Recorded(ASH, couple.now, Ended(couple.now)))
    changes_nothing(couple, Ended(couple.now + timedelta(days=900)))


@pytest.mark.parametrize("version", [-1, 0, 99])
def test_a_constitution_nobody_can_read_is_not_ratified(version: int) -> None:
    changes_nothing(Couple().have_begun(), ConstitutionRatified(version))


def test_nobody_begins_again_joins_for_another_or_is_a_third() -> None:
    third = Member(STRANGER, "Third", "Europe/London", adult=True)
    couple = Couple().have_begun()
    couple.later(days=1)
    changes_nothing(couple, DynamicBegun(third, 1), MemberJoined(third), Activated())
    changes_nothing(couple, MemberJoined(replace(third, id=WREN)))


def limited() -> Couple:
    """Return a couple of whom Ash has a limit."""
    couple = Couple().have_begun()
    couple.does(ASH, SetLimit(NEVER, Target.CLAUSE, KITCHEN))
    return couple


def test_a_limit_is_loosened_by_its_owner_only() -> None:
    couple = limited()
    couple.later(days=9)
    changes_nothing(couple, LooseningAsked(NEVER), LooseningDropped(NEVER), LimitLoosened(NEVER))
    changes_nothing(couple, LimitLoosened(LimitId("nobodys")))


def test_not_even_its_owner_loosens_a_limit_without_the_wait() -> None:
    couple = limited()
    for event in (LimitLoosened(NEVER), LooseningAsked(NEVER), LimitLoosened(NEVER)):
        couple.state = evolve(couple.state, Recorded(ASH, couple.now, event))
    assert live_limits(couple.state.ground.limits, couple.now)


def test_a_limit_under_the_same_id_does_not_replace_the_others() -> None:
    couple = limited()
    soft = LimitSet(NEVER, Target.TAG, "nothing", hard=False, conditions="", since=couple.now)
    assert written(couple, soft).ground.limits == couple.state.ground.limits


def test_one_alone_opens_no_window() -> None:
    couple = Couple().have_begun()
    until = couple.now + timedelta(hours=3)
    changes_nothing(couple, WindowOpened(until))
    couple.does(WREN, OpenWindow(until))
    changes_nothing(couple, WindowOpened(until))
    couple.does(ASH, OpenWindow(until + timedelta(hours=1)))
    changes_nothing(couple, WindowOpened(until))


def test_what_speaks_of_nothing_that_is_there_changes_nothing() -> None:
    nowhere = ClauseId("nowhere")
    now = Couple().now
    changes_nothing(
        Couple().have_begun(),
        ConsentGiven(NOBODYS, 1, Digest("")),
        ConsentTakenBack(NOBODYS),
        TermsAdopted(NOBODYS, Digest("")),
        TermsRevised(NOBODYS, 2, (), (), "", None),
        ConsentRenewed(nowhere, Digest("")),
        ConsentWithdrawn(nowhere, now),
        CoolingOffLengthened(nowhere, now),
        ResumptionAffirmed(),
        ResumptionRetracted(),
        Resumed(),
        Resumed(AreaId("nowhere")),
        CheckCleared(),
    )


def test_nobody_accepts_a_correction_for_the_one_it_concerns() -> None:
    couple = offered()
    breach = slip(couple.state)
    assert breach is not None
    assert breach.response is not None
    accepted = CorrectionAccepted(SLIP, breach.response.offer)
    assert evolve(couple.state, Recorded(ASH, couple.now, accepted)) == couple.state
    changes_nothing(couple, CorrectionAccepted(SLIP, Digest("another offer")))
    assert written(couple, accepted) != couple.state
