"""The model and the code are played against each other by random lives of a couple."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from tests.given import ASH, HOUSEHOLD, WREN, ZONES, Couple, clause, role
from tests.laws.model import Model
from tests.laws.model_things import BOTH, KINDS, MEMORY, WATCH_HOURS, Held
from troth.domain.agreement.commands import (
    ConsentToTerms,
    DeclineTerms,
    ProposeTerms,
    RenewConsent,
    ReviseTerms,
    TakeBackConsent,
    WithdrawConsent,
    WithdrawProposal,
)
from troth.domain.agreement.decide import is_expired
from troth.domain.agreement.state import in_force, latest
from troth.domain.agreement.terms import (
    Area,
    Body,
    Category,
    Correction,
    CorrectionKind,
    Permission,
    Signal,
    SignalMeaning,
    Standard,
    Standing,
    Terms,
)
from troth.domain.decider import AnyCommand
from troth.domain.dynamic.commands import (
    AffirmResumption,
    ClearCheck,
    End,
    Pause,
    RaiseCheck,
    Stop,
)
from troth.domain.dynamic.state import phase
from troth.domain.force import is_operative
from troth.domain.kernel import ClauseId, MemberId, Moment, ProposalId, Refusal
from troth.domain.safety import (
    AskToLoosen,
    KeepLimit,
    LimitId,
    LoosenLimit,
    SetLimit,
    Target,
    live_limits,
)
from troth.domain.talks.commands import AcknowledgeTalk, AskToTalk, CloseTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.domain.talks.state import is_overdue

SOAKING = os.environ.get("TROTH_SOAK") == "1"
LONGEST_LIFE = 50
"""Acts in one life: enough to agree, rest, come back and lapse; the soak lives longer."""

MEMBERS = st.sampled_from((ASH, WREN))
CLAUSES = st.sampled_from(tuple(KINDS))
AREAS = st.sampled_from((None, HOUSEHOLD))
SLOTS = st.sampled_from(("one", "two"))
AGO = st.sampled_from((0, 0, 0, 1, 9, 50, MEMORY, 500))
WORDS = st.tuples(CLAUSES, st.sampled_from(("So.", "Otherwise.")), st.sampled_from(("a", "b")))
WITHIN = st.sampled_from((None, 4, 40))

RED = ClauseId("red")


def written(words: tuple[str, str, str]) -> Terms:
    """Return the terms of a clause of the model."""
    id_, text, sense = words
    first = sense == "a"
    bodies: dict[str, Body] = {
        "household": Area(Standing.WITHIN if first else Standing.TOGETHER),
        "kitchen": Standard(due_after_miss=first),
        "red": Signal("red" if first else "crimson", SignalMeaning.STOP),
        "rope": Permission("Wrists." if first else "Hands.", asked_by=ASH, stop_signal=RED),
        "reflection": Correction(CorrectionKind.REFLECTION, 30 if first else 60),
    }
    terms = replace(clause(id_, bodies[id_], text), review_after_days=KINDS[id_].days or 365)
    if id_ == "kitchen":
        terms = replace(terms, bearers=frozenset({WREN}), area=HOUSEHOLD)
    return replace(terms, category=Category.NEW_INTIMATE) if KINDS[id_].is_new else terms


class Lives(RuleBasedStateMachine):
    """Two accounts of one couple: whatever one takes the other takes, and they look alike."""

    def __init__(self) -> None:
        """Let both begin with the usual clauses."""
        super().__init__()
        self.model = Model()
        self.couple = Couple()
        usual = [
            written((id_, "So.", "a")) for id_ in ("household", "kitchen", "red", "reflection")
        ]
        self.couple.have_begun(drafts=(*usual, role()))
        for terms in usual:
            (words, *_) = self.model.drawn((terms.clause, "So.", "a")) or ()
            self.model.held[terms.clause] = Held(words, 0, dict.fromkeys(BOTH, 0))
        self.model.paint()

    def _both(self, by: MemberId, command: AnyCommand, taken: Callable[[], bool]) -> None:
        outcome = self.couple.attempt(by, command)
        expected = taken()
        assert expected == (not isinstance(outcome, Refusal)), f"{command!r}: {outcome!r}"
        self.model.paint()

    def _then(self, ago: int) -> datetime | None:
        return self.couple.now - timedelta(hours=WATCH_HOURS * ago) if ago else None

    @rule(watches=st.sampled_from((1, 1, 2, 4, 12, 40, 100, 170)))
    def time_passes(self, watches: int) -> None:
        self.couple.later(hours=WATCH_HOURS * watches)
        self.model.pass_time(watches)

    @rule(by=MEMBERS, area=AREAS, ago=AGO)
    def pause(self, by: MemberId, area: str | None, ago: int) -> None:
        command = Pause(None if area is None else HOUSEHOLD, self._then(ago))
        self._both(by, command, lambda: self.model.pause(area, ago))

    @rule(by=MEMBERS, ago=AGO)
    def stop(self, by: MemberId, ago: int) -> None:
        self._both(by, Stop(self._then(ago)), lambda: self.model.stop(ago))

    @rule(by=MEMBERS, area=AREAS)
    def affirm(self, by: MemberId, area: str | None) -> None:
        command = AffirmResumption(None if area is None else HOUSEHOLD)
        self._both(by, command, lambda: self.model.affirm(by, area))

    @rule()
    def come_back(self) -> None:
        for by in (ASH, WREN):
            self.affirm(by, None)

    @rule(by=MEMBERS)
    def check(self, by: MemberId) -> None:
        self._both(by, RaiseCheck(), self.model.raise_check)

    @rule(by=MEMBERS)
    def clear(self, by: MemberId) -> None:
        self._both(by, ClearCheck(), lambda: self.model.clear_check(by))

    @precondition(lambda self: self.model.now > MEMORY)
    @rule(by=MEMBERS)
    def end(self, by: MemberId) -> None:
        self._both(by, End(), self.model.end)

    @rule(by=MEMBERS, slot=SLOTS, on=CLAUSES, ago=AGO)
    def limit(self, by: MemberId, slot: str, on: str, ago: int) -> None:
        command = SetLimit(LimitId(slot), Target.CLAUSE, on, since=self._then(ago))
        self._both(by, command, lambda: self.model.limit(by, slot, on, ago))

    @rule(by=MEMBERS, slot=SLOTS)
    def ask_to_loosen(self, by: MemberId, slot: str) -> None:
        self._both(by, AskToLoosen(LimitId(slot)), lambda: self.model.ask_to_loosen(by, slot))

    @rule(by=MEMBERS, slot=SLOTS)
    def keep(self, by: MemberId, slot: str) -> None:
        self._both(by, KeepLimit(LimitId(slot)), lambda: self.model.keep(by, slot))

    @rule(by=MEMBERS, slot=SLOTS)
    def loosen(self, by: MemberId, slot: str) -> None:
        self._both(by, LoosenLimit(LimitId(slot)), lambda: self.model.loosen(by, slot))

    @rule(by=MEMBERS, slot=SLOTS)
    def ask_to_talk(self, by: MemberId, slot: str) -> None:
        command = AskToTalk(TalkId(slot), Urgency.SOON)
        self._both(by, command, lambda: self.model.ask_to_talk(by, slot))

    @rule(by=MEMBERS, slot=SLOTS)
    def acknowledge(self, by: MemberId, slot: str) -> None:
        self._both(by, AcknowledgeTalk(TalkId(slot)), lambda: self.model.acknowledge(by, slot))

    @rule(by=MEMBERS, slot=SLOTS)
    def close_talk(self, by: MemberId, slot: str) -> None:
        self._both(by, CloseTalk(TalkId(slot)), lambda: self.model.close_talk(by, slot))

    @rule(by=MEMBERS, slot=SLOTS, words=WORDS, within=WITHIN)
    def propose(
        self, by: MemberId, slot: str, words: tuple[str, str, str], within: int | None
    ) -> None:
        hours = None if within is None else timedelta(hours=WATCH_HOURS * within)
        respond_by = None if hours is None else self.couple.now + hours
        command = ProposeTerms(ProposalId(slot), (written(words),), respond_by=respond_by)
        self._both(by, command, lambda: self.model.propose(by, slot, words, within))

    @rule(by=MEMBERS, slot=SLOTS, words=WORDS)
    def revise(self, by: MemberId, slot: str, words: tuple[str, str, str]) -> None:
        command = ReviseTerms(ProposalId(slot), (written(words),))
        self._both(by, command, lambda: self.model.revise(slot, words))

    @rule(by=MEMBERS, slot=SLOTS, behind=st.sampled_from((0, 0, 0, 1)))
    def consent(self, by: MemberId, slot: str, behind: int) -> None:
        proposal = self.couple.state.ground.agreement.proposals.get(ProposalId(slot))
        if proposal is None:
            return
        revision = proposal.revision - behind
        command = ConsentToTerms(ProposalId(slot), revision, proposal.digest)
        self._both(by, command, lambda: self.model.say_yes(by, slot, revision))

    @rule(words=WORDS)
    def agree(self, words: tuple[str, str, str]) -> None:
        self.propose(ASH, "one", words, None)
        for by in (ASH, WREN):
            self.consent(by, "one", 0)

    @rule(by=MEMBERS, slot=SLOTS)
    def take_back(self, by: MemberId, slot: str) -> None:
        command = TakeBackConsent(ProposalId(slot))
        self._both(by, command, lambda: self.model.take_back(by, slot))

    @rule(by=MEMBERS, slot=SLOTS)
    def decline(self, by: MemberId, slot: str) -> None:
        command = DeclineTerms(ProposalId(slot))
        self._both(by, command, lambda: self.model.let_go(by, slot, as_author=False))

    @rule(by=MEMBERS, slot=SLOTS)
    def withdraw_proposal(self, by: MemberId, slot: str) -> None:
        command = WithdrawProposal(ProposalId(slot))
        self._both(by, command, lambda: self.model.let_go(by, slot, as_author=True))

    @rule(by=MEMBERS, id_=CLAUSES, ago=AGO)
    def withdraw(self, by: MemberId, id_: str, ago: int) -> None:
        if latest(self.couple.state.ground.agreement, ClauseId(id_)) is None:
            return  # what ended long ago is forgotten, so there is nothing left to withdraw from
        command = WithdrawConsent(ClauseId(id_), self._then(ago))
        self._both(by, command, lambda: self.model.withdraw(by, id_, ago))

    @rule(by=MEMBERS, id_=CLAUSES)
    def renew(self, by: MemberId, id_: str) -> None:
        held = latest(self.couple.state.ground.agreement, ClauseId(id_))
        if held is None:
            return
        command = RenewConsent(ClauseId(id_), held.digest)
        self._both(by, command, lambda: self.model.renew(by, id_))

    @rule()
    def both_renew_all(self) -> None:
        for id_ in KINDS:
            for by in (ASH, WREN):
                self.renew(by, id_)

    @rule()
    def a_month_later_both_renew_all(self) -> None:
        self.time_passes(100)
        self.both_renew_all()

    @invariant()
    def they_stand_alike(self) -> None:
        ground, now = self.couple.state.ground, self.couple.now
        assert phase(ground.dynamic, now) == self.model.phase
        texts = {id_: in_force(ground.agreement, ClauseId(id_), now) for id_ in KINDS}
        expected = {id_: self.model.in_force(id_) for id_ in KINDS}
        assert {id_: held and held.terms.text for id_, held in texts.items()} == {
            id_: words and words.text for id_, words in expected.items()
        }

    @invariant()
    def they_wait_alike(self) -> None:
        state, now = self.couple.state, self.couple.now
        live = {limit.id for limit in live_limits(state.ground.limits, now)}
        assert live == {name for name, limit in self.model.limits.items() if not limit.over}
        proposals = state.ground.agreement.proposals
        assert set(proposals) == set(self.model.open)
        for id_, proposal in proposals.items():
            assert set(proposal.consents) == set(self.model.open[id_].yes)
            expired = is_expired(proposal, state.ground.dynamic, now)
            assert expired == self.model.is_expired(id_)
        for name, talk in state.talks.talks.items():
            overdue = is_overdue(talk, state.ground.dynamic, now)
            assert overdue == self.model.is_overdue(name)

    @invariant()
    def they_remember_alike(self) -> None:
        ground = self.couple.state.ground
        for ago in (0, 1, 2, 5, 9, 20, 50, MEMORY - 1):
            watch = self.model.now - ago
            if watch < 0 or self.model.ended:
                continue
            at = Moment(self.couple.now - timedelta(hours=WATCH_HOURS * ago), ZONES)
            bound = {id_ for id_ in KINDS if is_operative(ground, ClauseId(id_), at)}
            assert bound == self.model.picture[watch], f"{ago} watches ago"


TestLives = Lives.TestCase
TestLives.settings = settings(stateful_step_count=4 * LONGEST_LIFE if SOAKING else LONGEST_LIFE)
