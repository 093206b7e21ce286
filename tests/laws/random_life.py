"""A random life of one couple: acts of one feature among rests, withdrawals, limits and time."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from tests.given import ASH, HOUSEHOLD, START, STRANGER, WREN, Couple, usual
from troth.application.codec import (
    ACT_FORMAT,
    SHARED_SNAPSHOTS,
    Act,
    decode_act,
    decode_snapshot,
    encode_act,
    encode_snapshot,
)
from troth.domain.agreement.commands import ConsentToTerms, ProposeTerms, WithdrawConsent
from troth.domain.agreement.state import in_force
from troth.domain.agreement.terms import Terms
from troth.domain.decider import AnyCommand, State, decide, evolve
from troth.domain.dynamic.commands import (
    AffirmResumption,
    BeginLighter,
    ClearCheck,
    End,
    Pause,
    RaiseCheck,
    Stop,
)
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.force import operative_clauses
from troth.domain.kernel import (
    AreaId,
    ClauseId,
    Digest,
    Event,
    MemberId,
    Moment,
    NotAMember,
    Occasion,
    Outcome,
    ProposalId,
    Protective,
    Recorded,
    Refusal,
    Value,
)
from troth.domain.safety import AskToLoosen, LimitId, LoosenLimit, SetLimit, Target, live_limits
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency
from troth.domain.windows import CloseWindow

BOTH = (ASH, WREN)
STEPS = 50
"""Acts in one life: enough to agree, rest, come back and go on."""

MEMBERS = st.sampled_from(BOTH)
PICKS = st.integers(0, 3)
"""Which of the things there are an act is about."""

HOURS = st.sampled_from((1, 1, 5, 23, 25, 80, 24 * 8, 24 * 33))
AREAS = st.sampled_from((None, None, HOUSEHOLD))
RESTS = st.sampled_from(
    (
        Pause(),
        Pause(HOUSEHOLD),
        Pause(since=START + timedelta(hours=24)),
        Stop(),
        RaiseCheck(),
    )
)
TARGETS = st.sampled_from((None, Target.AREA, Target.CLAUSE))

_Key = TypeVar("_Key", bound=str)


class Taken(Value, frozen=True):
    """An act that was taken: the state before it, who did it, and what happened."""

    before: State
    after: State
    by: MemberId
    at: Moment
    events: tuple[Event, ...]


@cache
def begun(life: type["Life"]) -> Couple:
    """Return a couple that has begun with such a life's clauses, the intimate after their wait."""
    couple, drafts = Couple(START), life.drafts
    intimate = tuple(each for each in drafts if each.category != "ordinary")
    couple.have_begun(drafts=[each for each in drafts if each not in intimate])
    for each in intimate:
        couple.agrees(each)
    couple.later(hours=25)
    return couple


class Life(RuleBasedStateMachine):
    """What befalls any couple; a feature adds its own acts and its own laws."""

    drafts: ClassVar[tuple[Terms, ...]] = usual()

    def __init__(self) -> None:
        super().__init__()
        model = begun(type(self))
        self.couple = Couple(model.now)
        self.couple.state = model.state
        self.made = 0
        self.looked_at = (0, START)

    @property
    def now(self) -> datetime:
        """The time."""
        return self.couple.now

    @property
    def state(self) -> State:
        """How things stand."""
        return self.couple.state

    def fresh(self, prefix: str) -> str:
        """Return a name that nothing has yet."""
        self.made += 1
        return f"{prefix}-{self.made}"

    def some(self, pick: int, there: Iterable[_Key]) -> _Key | None:
        """Return one of the things there are, the latest made first."""
        known = list(there)
        return known[-1 - pick % len(known)] if known else None

    def act(self, by: MemberId, command: AnyCommand) -> Taken | Refusal:
        """Try something; whatever comes of it is held against the laws."""
        before, moment = self.state, self.couple.moment()
        outcome = self.couple.attempt(by, command)
        if isinstance(outcome, Refusal):
            assert self.state is before
            assert outcome.sentence
            return outcome
        taken = Taken(before, self.state, by, moment, outcome)
        self.has_happened(taken)
        return taken

    def has_happened(self, taken: Taken) -> None:
        """Hold what has just happened against the laws of the feature."""

    def protections(self) -> Iterator[AnyCommand]:
        """Yield what is open to either at any time, whatever stands in the way of the rest."""
        yield from (Pause(), Pause(HOUSEHOLD), Stop(), End(), BeginLighter(), CloseWindow())
        yield SetLimit(LimitId("never-again"), Target.AREA, HOUSEHOLD)
        yield AskToTalk(TalkId("to-be-heard"), Urgency.NOW)
        agreement = self.state.ground.agreement
        for clause in agreement.clauses:
            if in_force(agreement, clause, self.now) is not None:
                yield WithdrawConsent(clause)

    def own_protections(self, by: MemberId) -> Iterator[AnyCommand]:
        """Yield what the feature leaves open to one of them at any time."""
        assert by in BOTH
        yield from ()

    def decided(self, by: MemberId, command: AnyCommand) -> Outcome:
        """Return what would come of an act, without taking it."""
        return decide(self.state, command, Occasion(by, self.couple.moment()))

    def would(self, by: MemberId, command: AnyCommand) -> State:
        """Return how things would stand after an act that is not refused."""
        outcome, state = self.decided(by, command), self.state
        assert not isinstance(outcome, Refusal), outcome.sentence
        for event in outcome:
            state = evolve(state, Recorded(by, self.now, event))
        return state

    @rule(hours=HOURS)
    def time_passes(self, hours: int) -> None:
        """Let time pass."""
        self.couple.later(hours=hours)

    @rule(by=MEMBERS, how=RESTS)
    def somebody_rests(self, by: MemberId, how: AnyCommand) -> None:
        """Pause all or a part, stop, or ask whether both are all right."""
        self.act(by, how)

    @rule(by=MEMBERS, area=AREAS)
    def one_would_come_back(self, by: MemberId, area: AreaId | None) -> None:
        """Say that one is ready, and that all is well; the other has not said so."""
        self.act(by, AffirmResumption(area))
        self.act(by, ClearCheck())

    @rule()
    def all_is_well(self) -> None:
        """Have both say so, and both come back from whatever rests."""
        for by in BOTH:
            self.act(by, ClearCheck())
            self.act(by, AffirmResumption())
            self.act(by, AffirmResumption(HOUSEHOLD))

    @rule(by=MEMBERS, at=TARGETS, pick=st.integers(0, 20))
    def something_is_taken_away(self, by: MemberId, at: Target | None, pick: int) -> None:
        """Set a limit on an area or a clause, or withdraw from one."""
        name = self.drafts[pick % len(self.drafts)].clause
        if at is not None:
            self.act(by, SetLimit(LimitId(self.fresh("limit")), at, name))
        elif is_in_force(self.state, name, self.now):
            self.act(by, WithdrawConsent(name))

    @rule()
    def all_is_given_back(self) -> None:
        """Loosen every limit after its wait, and agree again on what is no longer in force."""
        limits = live_limits(self.state.ground.limits, self.now)
        for limit in limits:
            self.act(limit.owner, AskToLoosen(limit.id))
        self.couple.later(hours=73 if limits else 0)
        for limit in limits:
            self.act(limit.owner, LoosenLimit(limit.id))
        for terms in self.drafts:
            if not is_in_force(self.state, terms.clause, self.now):
                self._agree(replace(terms, text=f"{terms.text} Again."))

    def _agree(self, terms: Terms) -> None:
        id_ = ProposalId(self.fresh("proposal"))
        self.act(ASH, ProposeTerms(id_, (terms,), considered=True))
        for by in BOTH:
            proposal = self.state.ground.agreement.proposals.get(id_)
            if proposal is not None:
                self.act(by, ConsentToTerms(id_, proposal.revision, proposal.digest))

    @invariant()
    def the_constitution_holds(self) -> None:
        """Look at every state once: what is built into it holds in all of them."""
        if self.looked_at != (id(self.state), self.now):
            self.looked_at = (id(self.state), self.now)
            self._protection_is_open()
            self._a_rest_takes_everything_away_in_the_same_step()
            self._nobody_else_takes_part()

    def _protection_is_open(self) -> None:
        for by in BOTH:
            for command in (*self.protections(), *self.own_protections(by)):
                outcome = self.decided(by, command)
                assert isinstance(command, Protective)
                assert not isinstance(outcome, Refusal), f"{type(command).__name__}: {outcome!r}"

    def _a_rest_takes_everything_away_in_the_same_step(self) -> None:
        for command in (Pause(), Stop()):
            rested = self.would(WREN, command)
            assert phase(rested.ground.dynamic, self.now) in {Phase.PAUSED, Phase.STOPPED}
            assert operative_clauses(rested.ground, self.couple.moment()) == ()

    def _nobody_else_takes_part(self) -> None:
        for command in self.protections():
            assert isinstance(self.decided(STRANGER, command), NotAMember)

    def teardown(self) -> None:
        """Write what has happened as it is recorded, read it back, and fold it to the same."""
        kept = decode_snapshot(encode_snapshot(self.now, self.state), SHARED_SNAPSHOTS)
        assert kept is not None
        assert kept.state == self.state
        state = begun(type(self)).state
        for each in self.couple.record:
            act = Act(ACT_FORMAT, each.by, each.at, Digest("asked"), (each.event,))
            for recorded in decode_act(encode_act(act, bytes(16))).recorded():
                state = evolve(state, recorded)
        assert encode_snapshot(self.now, state) == encode_snapshot(self.now, self.state)


def is_in_force(state: State, clause: ClauseId, at: datetime) -> bool:
    """Tell whether a clause is in force."""
    return in_force(state.ground.agreement, clause, at) is not None
