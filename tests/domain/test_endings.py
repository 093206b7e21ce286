"""After the end, and beside it: what is left, what is refused; and protection needs nothing."""

from datetime import timedelta
from typing import Any, get_args

import msgspec
import pytest
from msgspec.structs import replace

from tests.given import ASH, KITCHEN, REFLECTION, STRANGER, WREN, Couple, clause, usual
from troth.domain.agreement.commands import ConsentToTerms, ProposeTerms, WithdrawConsent
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.state import AgreementState, in_force
from troth.domain.agreement.terms import Survival, SurvivalKind
from troth.domain.conduct.commands import DeclineCorrection
from troth.domain.decider import AnyCommand, decide
from troth.domain.decisions.commands import GiveOpinion, Pass, TakeOutcomeBack, WithdrawMatter
from troth.domain.dynamic.commands import (
    Activate,
    AlreadyComplete,
    BeginDynamic,
    End,
    HasEnded,
    JoinDynamic,
    NoteRestore,
    NotReadyToBegin,
    Pause,
    Stop,
)
from troth.domain.dynamic.events import Ended, Member, Paused, Phase, Stopped
from troth.domain.dynamic.state import phase
from troth.domain.erasure import ErasureCommand
from troth.domain.force import Hindrance, hindrance, operative_clauses
from troth.domain.kernel import ClauseId, MemberId, NotAMember, Occasion, ProposalId, Protective
from troth.domain.safety import SetLimit
from troth.domain.talks.commands import AskToTalk

JOINING = (BeginDynamic, JoinDynamic)
OF_THE_RECORD = (NoteRestore, *get_args(ErasureCommand))
"""What is about the record itself, which both still have after the end."""

ASKED_INSIDE = [each for each in get_args(AnyCommand) if each not in JOINING]
OVER_AT_THE_END = [each for each in ASKED_INSIDE if each not in OF_THE_RECORD]

ALWAYS_OPEN = (
    *(Pause, Stop, End, WithdrawConsent, SetLimit, AskToTalk, GiveOpinion, Pass),
    *(DeclineCorrection, TakeOutcomeBack, WithdrawMatter),
)
"""What is accepted on an outdated view: a right, or taking back what is one's own."""


def of_type(command: type[AnyCommand]) -> AnyCommand:
    """Return some command of a type; what it says is never looked at here."""
    fields = msgspec.structs.fields(command)
    anything: dict[str, Any] = {each.name: None for each in fields if each.required}
    return command(**anything)


@pytest.mark.parametrize("command", OVER_AT_THE_END)
def test_after_the_end_nothing_is_asked_any_more(command: type[AnyCommand]) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, End())
    for member in (ASH, WREN):
        couple.is_refused(member, of_type(command), HasEnded)


@pytest.mark.parametrize("command", ASKED_INSIDE)
def test_a_stranger_asks_for_nothing_at_all(command: type[AnyCommand]) -> None:
    couple = Couple().have_begun()
    couple.is_refused(STRANGER, of_type(command), NotAMember)


def test_what_is_a_right_needs_no_view_of_today() -> None:
    assert all(issubclass(each, Protective) for each in ALWAYS_OPEN)


def test_nobody_begins_or_joins_what_has_ended() -> None:
    couple = Couple().have_begun()
    couple.does(ASH, End())
    late = Member(STRANGER, "Sky", "UTC", adult=True)
    couple.is_refused(STRANGER, JoinDynamic(late, "secret"), HasEnded)
    couple.is_refused(STRANGER, BeginDynamic(late), AlreadyComplete)


def test_of_all_that_was_agreed_only_what_outlasts_the_end_operates() -> None:
    kept = [clause(f"keep-{kind}", Survival(kind)) for kind in SurvivalKind]
    couple = Couple().have_begun(*kept)
    assert len(operative_clauses(couple.state.ground, couple.moment())) > len(kept)
    couple.does(WREN, End())
    couple.later(days=5000)
    left = operative_clauses(couple.state.ground, couple.moment())
    assert {each.terms.clause for each in left} == {each.clause for each in kept}


@pytest.mark.parametrize("rest", [Pause(), Stop()])
def test_what_is_adopted_while_it_rests_is_in_force_and_operates_once_both_are_back(
    rest: Pause | Stop,
) -> None:
    couple = Couple().have_begun()
    couple.does(WREN, rest)
    id_ = couple.proposes(WREN, clause("tea", usual()[-1].body))
    for member in (ASH, WREN):
        couple.consents(member, id_)
    tea = ClauseId("tea")
    assert in_force(couple.state.ground.agreement, tea, couple.now) is not None
    assert hindrance(couple.state.ground, tea, couple.moment()) is Hindrance.NOT_ACTIVE
    assert hindrance(couple.state.ground, REFLECTION, couple.moment()) is Hindrance.NOT_ACTIVE


def proposed_again(ended: Couple) -> tuple[Couple, tuple[Draft, ...]]:
    """Return the same two in a new dynamic, and the words of the one that ended."""
    earlier = ended.state.ground.agreement
    words = (in_force(earlier, each, ended.now) for each in earlier.clauses)
    return Couple(ended.now).have_met(), tuple(each.terms for each in words if each is not None)


def test_beginning_again_with_the_same_words_revives_no_consent() -> None:
    ended = Couple().have_begun()
    ended.does(ASH, End())
    ended.later(days=30)
    again, drafts = proposed_again(ended)
    again.does(ASH, ProposeTerms(ProposalId("again"), drafts, considered=True))
    assert again.state.ground.agreement.clauses == {}
    assert again.state.ground.agreement.proposals[ProposalId("again")].consents == {}
    again.is_refused(WREN, Activate(), NotReadyToBegin)
    again.consents(ASH, ProposalId("again"))
    again.is_refused(ASH, Activate(), NotReadyToBegin)
    again.consents(WREN, ProposalId("again"))
    again.does(ASH, Activate())


def test_a_consent_of_the_dynamic_that_ended_is_no_answer_in_the_new_one() -> None:
    ended = Couple().have_begun()
    ended.proposes(ASH, clause("tea", usual()[-1].body), proposal="tea")
    kept = ended.state.ground.agreement.proposals[ProposalId("tea")]
    ended.consents(WREN, kept.id)
    ended.does(ASH, End())
    again, _ = proposed_again(ended)
    again.agrees(*usual())
    again.proposes(ASH, clause("tea", usual()[-1].body), proposal="tea")
    again.does(ASH, ConsentToTerms(kept.id, 1, kept.digest))
    assert in_force(again.state.ground.agreement, ClauseId("tea"), again.now) is None


class BrokenAgreement(AgreementState, frozen=True):
    """An agreement nothing can be read from."""

    def __getattribute__(self, name: str) -> object:
        """Fail whatever is asked for."""
        raise RuntimeError(name)


@pytest.mark.parametrize(
    ("command", "happens"), [(Pause(), Paused), (Stop(), Stopped), (End(), Ended)]
)
@pytest.mark.parametrize("member", [ASH, WREN])
def test_what_protects_is_decided_by_looking_at_nothing_that_could_fail(
    command: Pause | Stop | End, happens: type[Paused], member: MemberId
) -> None:
    couple = Couple().have_begun()
    broken = replace(couple.state.ground, agreement=BrokenAgreement())
    state = replace(couple.state, ground=broken)
    outcome = decide(state, command, Occasion(member, couple.moment()))
    assert isinstance(outcome, tuple)
    assert [type(each) for each in outcome] == [happens]


def test_an_end_told_late_ends_what_came_after_it_and_unsays_nothing() -> None:
    couple = Couple().have_begun()
    couple.later(days=2)
    said = couple.now - timedelta(days=1)
    couple.does(WREN, WithdrawConsent(KITCHEN))
    couple.does(WREN, End(since=said))
    assert phase(couple.state.ground.dynamic, said) is Phase.ENDED
    assert in_force(couple.state.ground.agreement, KITCHEN, said) is not None
    assert hindrance(couple.state.ground, KITCHEN, couple.moment().moved(said)) is (
        Hindrance.NOT_ACTIVE
    )
