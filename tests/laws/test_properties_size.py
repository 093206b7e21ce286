"""Whatever two people do again and again, the state stays as small as what is live."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.decisions.deciding import says
from tests.domain.test_permissions import EVENINGS_OUT, evenings_out
from tests.domain.test_resets import CLEARING, WAY_BACK
from tests.domain.test_windows import EVENING
from tests.given import ASH, HOUSEHOLD, WREN, Couple, clause, usual
from tests.laws.random_life import BOTH
from troth.application.codec import encode_snapshot
from troth.domain.agreement.commands import (
    ConsentToTerms,
    DeclineTerms,
    ProposeTerms,
    RenewConsent,
    WithdrawConsent,
)
from troth.domain.agreement.state import all_in_force
from troth.domain.agreement.terms import Window
from troth.domain.checkins import Answer, Clarity, Connection, RevealCheckIn, round_of
from troth.domain.decider import AnyCommand
from troth.domain.decisions.commands import Decide, Pass, RaiseMatter, WithdrawMatter
from troth.domain.decisions.events import MatterId
from troth.domain.decisions.raising import question_digest
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import GiveDirection, LetGo
from troth.domain.directions.permissions import AnswerPermission, AskPermission, PermissionId
from troth.domain.directions.treats import OfferTreat, TreatId
from troth.domain.dynamic.commands import (
    AffirmResumption,
    BeginLighter,
    ClearCheck,
    EndLighter,
    Pause,
    RaiseCheck,
    Stop,
)
from troth.domain.kernel import ClauseId, MemberId, ProposalId
from troth.domain.labels import BuiltIn, CallIt
from troth.domain.leanings import Leaning, Leanings, RevealLeanings, open_round
from troth.domain.resets.commands import AskReset, FinishReset, OptIntoReset
from troth.domain.resets.events import ResetId
from troth.domain.routing.matter import Facet
from troth.domain.safety import AskToLoosen, LimitId, LoosenLimit, SetLimit, Target
from troth.domain.sessions.commands import ArriveAtSession, CallOffSession, PlanSession, WriteLine
from troth.domain.sessions.events import LineId, SessionId
from troth.domain.talks.commands import AskToTalk, CloseTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.domain.windows import CloseWindow, OpenWindow

Doing = Iterator[tuple[MemberId, AnyCommand]]
Habit = Callable[[Couple, str], Doing]

QUESTION = "Shall we do it?"
SLACK_BYTES = 256
"""Together, a habit can fall on one side of a month's edge or on the other: a thing or two."""

FULL_WEEKS = 64
"""By then everything that is kept up to a cap has reached it: the weeks shown are the longest."""

MORE_WEEKS = 13
RENEWED_WEEKS = 20
"""How often both renew what they agreed; otherwise it would lapse within the year."""


def rests(couple: Couple, name: str) -> Doing:
    """Pause a part of life and everything, told late; stop; and come back."""
    late = couple.now - timedelta(hours=len(name))
    for rest in (Pause(HOUSEHOLD), Pause(since=late), Stop()):
        yield WREN, rest
    for area in (None, HOUSEHOLD):
        for by in BOTH:
            yield by, AffirmResumption(area)


def checks(_couple: Couple, _name: str) -> Doing:
    """Ask whether both are all right, and take it more lightly for a while."""
    yield ASH, RaiseCheck()
    for by in BOTH:
        yield by, ClearCheck()
        yield by, BeginLighter()
        yield by, EndLighter()


def decides(_couple: Couple, name: str) -> Doing:
    """Raise two questions: one is decided, the other withdrawn."""
    for each in (f"{name}-a", f"{name}-b"):
        facet = Facet(HOUSEHOLD, declared={ASH: says(WREN)})
        yield ASH, RaiseMatter(MatterId(each), QUESTION, (facet,))
        yield WREN, Pass(MatterId(each), question_digest(QUESTION))
    yield ASH, Decide(MatterId(f"{name}-a"), question_digest(QUESTION), "We do.", "It is right.")
    yield ASH, WithdrawMatter(MatterId(f"{name}-b"))


def directs(couple: Couple, name: str) -> Doing:
    """Give a direction that is let go, and one that nobody speaks of again."""
    until = couple.now + timedelta(days=2)
    for each in (f"{name}-a", f"{name}-b"):
        yield ASH, GiveDirection(DirectionId(each), "Set it.", says(WREN), until, HOUSEHOLD)
    yield ASH, LetGo(DirectionId(f"{name}-a"))


def asks(_couple: Couple, name: str) -> Doing:
    """Ask for two things, one of them answered; offer a treat that nobody takes."""
    for each in (f"{name}-a", f"{name}-b"):
        yield WREN, AskPermission(PermissionId(each), EVENINGS_OUT, "May I?")
    yield ASH, AnswerPermission(PermissionId(f"{name}-a"), yes=True)
    yield ASH, OfferTreat(TreatId(name), "A long bath.")


def sits_down(couple: Couple, name: str) -> Doing:
    """Sit down, write a line and end early; and plan an evening nobody comes to."""
    id_ = SessionId(name)
    yield ASH, PlanSession(id_, couple.now, 60)
    for by in BOTH:
        yield by, ArriveAtSession(id_)
    yield WREN, WriteLine(id_, LineId("one"), "The kitchen can wait.")
    yield WREN, CallOffSession(id_)
    yield ASH, PlanSession(SessionId(f"{name}-b"), couple.now + timedelta(days=1), 60)


def talks(couple: Couple, name: str) -> Doing:
    """Ask to talk, be heard, and tell each other how they are."""
    yield WREN, AskToTalk(TalkId(name), Urgency.NOW)
    yield WREN, CloseTalk(TalkId(name))
    said = Answer(Connection.CLOSE, Clarity.CLEAR, "A good week.")
    yield ASH, RevealCheckIn(round_of(couple.now), dict.fromkeys(BOTH, said))
    leanings = Leanings({HOUSEHOLD: Leaning.TOGETHER}, "An evening off.")
    round_ = open_round(couple.state.leanings)
    yield WREN, RevealLeanings(round_, dict.fromkeys(BOTH, leanings))
    for by in BOTH:
        yield by, CallIt(BuiltIn.RESET, f"Way back {name}")


def returns(_couple: Couple, name: str) -> Doing:
    """Take a way back."""
    yield WREN, AskReset(ResetId(name), WAY_BACK)
    for by in BOTH:
        yield by, OptIntoReset(ResetId(name))
    yield ASH, FinishReset(ResetId(name))


def negotiates(couple: Couple, name: str) -> Doing:
    """Agree on something under a new name, withdraw from it, and decline something else."""
    terms = clause(f"habit-{name}", Window(EVENING))
    yield ASH, ProposeTerms(ProposalId(name), (terms,))
    for by in BOTH:
        proposal = couple.state.ground.agreement.proposals[ProposalId(name)]
        yield by, ConsentToTerms(ProposalId(name), proposal.revision, proposal.digest)
    yield WREN, WithdrawConsent(ClauseId(f"habit-{name}"))
    yield ASH, ProposeTerms(ProposalId(f"{name}-b"), (terms,))
    yield WREN, DeclineTerms(ProposalId(f"{name}-b"))


def guards(couple: Couple, name: str) -> Doing:
    """Set a limit and loosen it after its wait; open a window by hand and close it."""
    yield WREN, SetLimit(LimitId(name), Target.TAG, "photographs")
    yield WREN, AskToLoosen(LimitId(name))
    couple.later(hours=73)
    yield WREN, LoosenLimit(LimitId(name))
    until = couple.now + timedelta(hours=3)
    for by in BOTH:
        yield by, OpenWindow(until)
    yield WREN, CloseWindow()


HABITS: tuple[Habit, ...] = (
    *(rests, checks, decides, directs, asks),
    *(sits_down, talks, returns, negotiates, guards),
)


def renew(couple: Couple) -> None:
    """Have both renew what is in force."""
    for held in tuple(all_in_force(couple.state.ground.agreement, couple.now)):
        for by in BOTH:
            couple.attempt(by, RenewConsent(held.terms.clause, held.digest))


def lives(couple: Couple, habits: tuple[Habit, ...], rounds: range) -> int:
    """Let a couple go through its habits once a week, and return how large the state is then."""
    for each in rounds:
        for habit in habits:
            for by, command in habit(couple, f"{each:03}-{habit.__name__}"):
                couple.does(by, command)
        couple.later(days=7)
        if each % RENEWED_WEEKS == 0:
            renew(couple)
    return len(encode_snapshot(couple.now, couple.state))


def growth_bytes(habits: tuple[Habit, ...]) -> int:
    """Return what a state still grows by, long after everything kept is full."""
    couple = Couple().have_begun(drafts=(*usual(), evenings_out(), CLEARING))
    middle, end = FULL_WEEKS + MORE_WEEKS, FULL_WEEKS + 2 * MORE_WEEKS
    lives(couple, habits, range(FULL_WEEKS))
    early = lives(couple, habits, range(FULL_WEEKS, middle))
    return lives(couple, habits, range(middle, end)) - early


@pytest.mark.parametrize("habit", HABITS, ids=[habit.__name__ for habit in HABITS])
def test_no_habit_makes_the_state_grow(habit: Habit) -> None:
    assert growth_bytes((habit,)) <= 0


@settings(max_examples=max(2, settings().max_examples // 15))  # each is a good year and a half
@given(st.permutations(HABITS))
def test_nor_do_all_of_them_in_any_order(habits: list[Habit]) -> None:
    assert growth_bytes(tuple(habits)) <= SLACK_BYTES
