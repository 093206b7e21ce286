"""However two people sit down: a session changes nothing but itself; every edit is read anew."""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from msgspec.structs import replace

from tests.domain.sitting import KITCHEN_ITEM, ONE_CHANGE, WEEKLY
from tests.given import ASH, KITCHEN, usual
from tests.laws.random_life import BOTH, MEMBERS, PICKS, STEPS, Life, Taken
from troth.domain.agreement.terms import Terms
from troth.domain.decider import AnyCommand
from troth.domain.dynamic.events import Paused, Stopped
from troth.domain.force import is_suspended
from troth.domain.kernel import Digest, Event, MemberId
from troth.domain.sessions.commands import (
    ArriveAtSession,
    BringPreparation,
    CallOffSession,
    ConfirmMinutes,
    MinutesChanged,
    PlanSession,
    RescheduleSession,
    SessionRests,
    StrikeLine,
    TreatItem,
    WriteLine,
)
from troth.domain.sessions.decide import ARRIVAL_HOURS, MOST_ITEMS
from troth.domain.sessions.events import (
    ArrivedAtSession,
    Item,
    ItemTreated,
    LineId,
    LineStruck,
    LineWritten,
    MinutesConfirmed,
    Preparation,
    PreparationBrought,
    SessionCalledOff,
    SessionClosed,
    SessionId,
    SessionMoved,
    SessionOpened,
    SessionPlanned,
    SessionPutOff,
    Topic,
    Treatment,
)
from troth.domain.sessions.state import (
    OpenSession,
    Plan,
    is_in_role,
    is_resting,
    left_over,
    upcoming,
)

OF_SESSIONS = (
    *(SessionPlanned, SessionMoved, SessionCalledOff, SessionPutOff, SessionOpened, SessionClosed),
    *(ArrivedAtSession, PreparationBrought, ItemTreated, LineWritten, LineStruck),
    MinutesConfirmed,
)
ITEMS = st.sampled_from((KITCHEN_ITEM, ONE_CHANGE, Item(Topic.TALKS), Item(Topic.CLAUSES, KITCHEN)))
LINES = st.sampled_from(("We eat together.", "Tuesdays are free.", "The kitchen can wait."))
SLOTS = st.sampled_from((LineId("one"), LineId("two"), LineId("three")))


class Sitting(Life):
    """Two people who plan, come, write down what they said, and confirm it."""

    drafts: ClassVar[tuple[Terms, ...]] = (*usual(), WEEKLY)

    def __init__(self) -> None:
        """Begin at the table."""
        super().__init__()
        self.sit_down(in_role=True)

    @property
    def session(self) -> OpenSession | None:
        """The open session."""
        return self.state.sessions.open

    def _waiting(self) -> tuple[Plan, ...]:
        return upcoming(self.state.sessions, self.state.ground, self.couple.moment())

    @rule(in_role=st.booleans())
    def sit_down(self, *, in_role: bool) -> None:
        """Sit down now, both of them."""
        id_ = SessionId(self.fresh("session"))
        self.act(ASH, PlanSession(id_, self.now, 60, in_role))
        for by in BOTH:
            self.act(by, ArriveAtSession(id_))

    @rule(by=MEMBERS, pick=PICKS, fit=st.sampled_from((True, True, True, False)))
    def come(self, by: MemberId, pick: int, *, fit: bool) -> None:
        """Come to a session that waits, or back to the open one."""
        ids = [each.id for each in self._waiting()]
        id_ = self.some(pick, ids if self.session is None else [*ids[:1], self.session.id])
        if id_ is not None:
            self.act(by, ArriveAtSession(id_, fit))

    @rule()
    def both_return(self) -> None:
        """Come back to the table after a rest."""
        if self.session is not None:
            for by in BOTH:
                self.act(by, ArriveAtSession(self.session.id))

    @rule(by=MEMBERS, pick=PICKS, hours=st.sampled_from((-1, 1, 30, 24 * 20)))
    def put_off(self, by: MemberId, pick: int, hours: int) -> None:
        """Move a session, or try to move it where it cannot go."""
        id_ = self.some(pick, [each.id for each in self._waiting()])
        if id_ is not None:
            self.act(by, RescheduleSession(id_, self.now + timedelta(hours=hours)))

    @rule(by=MEMBERS, pick=st.integers(0, 8))
    def call_off(self, by: MemberId, pick: int) -> None:
        """Call off a session, or end the open one."""
        id_ = self.some(pick, self.state.sessions.plans)
        if id_ is not None:
            self.act(by, CallOffSession(id_))

    @rule(by=MEMBERS, item=ITEMS, treatment=st.sampled_from(tuple(Treatment)))
    def treat(self, by: MemberId, item: Item, treatment: Treatment) -> None:
        if self.session is not None:
            self._at_the_table(by, TreatItem(self.session.id, item, treatment))

    @rule(by=MEMBERS, line=SLOTS, text=LINES, owner=st.sampled_from((None, *BOTH)))
    def write(self, by: MemberId, line: LineId, text: str, owner: MemberId | None) -> None:
        if self.session is not None:
            self._at_the_table(by, WriteLine(self.session.id, line, text, owner))

    @rule(by=MEMBERS, line=SLOTS)
    def strike(self, by: MemberId, line: LineId) -> None:
        if self.session is not None:
            self._at_the_table(by, StrikeLine(self.session.id, line))

    @rule(by=MEMBERS)
    def bring(self, by: MemberId) -> None:
        if self.session is not None:
            said = BringPreparation(self.session.id, Preparation.GLAD, "You cooked.")
            self._at_the_table(by, said)

    @rule(by=MEMBERS, dissent=st.sampled_from(("", "I see the second line differently.")))
    def confirm(self, by: MemberId, dissent: str) -> None:
        if self.session is not None:
            minutes = self.session.minutes
            self._at_the_table(by, ConfirmMinutes(self.session.id, minutes, dissent))

    @rule(by=MEMBERS, text=LINES, item=ITEMS, writes=st.booleans())
    def say_more_once_confirmed(self, by: MemberId, text: str, item: Item, *, writes: bool) -> None:
        """Confirm the minutes, and have the other add to them."""
        self.confirm(by, "")
        other = self.state.ground.dynamic.other(by)
        if writes:
            self.write(other, LineId(self.fresh("line")), text, None)
        else:
            self.treat(other, item, Treatment.TALKED)

    @rule(by=MEMBERS)
    def confirm_what_was_read_before(self, by: MemberId) -> None:
        """Nobody confirms other minutes than those that stand there now."""
        if self.session is not None and not is_resting(self.session, self.state.ground):
            outcome = self.act(by, ConfirmMinutes(self.session.id, Digest("of-before")))
            assert isinstance(outcome, MinutesChanged)

    def _at_the_table(
        self,
        by: MemberId,
        command: TreatItem | WriteLine | StrikeLine | BringPreparation | ConfirmMinutes,
    ) -> None:
        rests = self.session is not None and is_resting(self.session, self.state.ground)
        outcome = self.act(by, command)
        assert not rests or isinstance(outcome, SessionRests)

    def own_protections(self, by: MemberId) -> Iterator[AnyCommand]:
        """Yield calling off whatever waits or is open; either may."""
        assert by in BOTH
        waiting = [each.id for each in self._waiting()[:1]]
        ids = waiting if self.session is None else [*waiting, self.session.id]
        yield from map(CallOffSession, ids)

    def has_happened(self, taken: Taken) -> None:
        """Hold what happened at the table against everything that is not the table."""
        if all(isinstance(event, OF_SESSIONS) for event in taken.events):
            assert replace(taken.after, sessions=taken.before.sessions) == taken.before
        for event in taken.events:
            self._is_right(taken, event)

    def _is_right(self, taken: Taken, event: Event) -> None:
        now = taken.after.sessions.open
        match event:
            case ItemTreated() | LineWritten() | LineStruck():
                assert now is not None
                assert now.confirmations == {}, "an edit left a confirmation (K3)"
            case SessionClosed(minutes=minutes):
                _is_rightly_closed(taken, event, minutes)
            case SessionOpened(session=id_):
                _is_rightly_opened(taken, id_)
            case Paused(area=None) | Stopped():
                assert now is None or now.here == frozenset()
                assert not any(plan.arrivals for plan in taken.after.sessions.plans.values())
            case _:
                pass

    @invariant()
    def what_is_confirmed_is_what_stands_there(self) -> None:
        """Every confirmation names the minutes as they read now."""
        if self.session is not None:
            confirmed = {each.digest for each in self.session.confirmations.values()}
            assert confirmed <= {self.session.minutes}
            assert set(self.session.confirmations) != set(BOTH), "both confirmed, and it is open"

    @invariant()
    def a_session_is_open_or_over(self) -> None:
        """The open session is a known one that has not ended; its items stand in it once."""
        state = self.state.sessions
        if state.open is not None:
            assert state.plans[state.open.id].ending is None
            items = [each.item for each in state.open.items]
            assert len(items) == len(set(items)) <= MOST_ITEMS
        carried = left_over(state)
        assert len(carried) == len(set(carried)) <= 2 * MOST_ITEMS

    @invariant()
    def whatever_rests_makes_both_equals(self) -> None:
        """No session is in role while nobody leads."""
        moment = self.couple.moment()
        if is_suspended(self.state.ground, None, moment) and self.session is not None:
            assert not is_in_role(self.session, self.state.ground, moment)


def _is_rightly_closed(taken: Taken, event: SessionClosed, minutes: Digest | None) -> None:
    """Check that what closes with minutes was confirmed by both, and that nothing got lost."""
    session = taken.before.sessions.open
    assert session is not None
    assert session.id == event.session
    assert event.carried == left_over(taken.before.sessions)
    if minutes is not None:
        assert minutes == session.minutes
        assert set(session.confirmations) | {taken.by} == set(BOTH)


def _is_rightly_opened(taken: Taken, id_: SessionId) -> None:
    """Check that both came, one of them just now and the other this evening."""
    plan = taken.before.sessions.plans[id_]
    (came,) = (at for member, at in plan.arrivals.items() if member != taken.by)
    assert taken.at.at - timedelta(hours=ARRIVAL_HOURS) <= came <= taken.at.at
    session = taken.after.sessions.open
    assert session is not None
    assert session.here == frozenset(BOTH)


TestSitting = Sitting.TestCase
TestSitting.settings = settings(
    # Half as many as elsewhere: every look at the calendar costs several acts.
    max_examples=settings().max_examples // 2,
    stateful_step_count=STEPS,
)
