"""However they take a way back: by two yeses of one day, in the agreed form, or not at all."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from tests.domain.test_resets import CLEARING, WAY_BACK
from tests.given import ASH, HOUSEHOLD, WREN, usual
from tests.laws.random_life import BOTH, MEMBERS, STEPS, Life, Taken, is_in_force
from troth.domain.agreement.terms import Terms
from troth.domain.decider import AnyCommand
from troth.domain.dynamic.events import Paused, Stopped
from troth.domain.force import operative
from troth.domain.kernel import ClauseId, MemberId, Refusal
from troth.domain.resets.commands import (
    AskReset,
    CallOffReset,
    FinishReset,
    OptIntoReset,
    ReaffirmClause,
    RevealHelp,
)
from troth.domain.resets.events import (
    ClauseReaffirmed,
    Help,
    ResetAsked,
    ResetBegun,
    ResetDone,
    ResetId,
    ResetOptedInto,
    Wish,
)
from troth.domain.resets.state import (
    OPT_IN_HOURS,
    RUNS_DAYS,
    is_running,
    opted_in,
    waived_before,
)

WHO_ANSWERED = st.sampled_from((BOTH, BOTH, (ASH,), (WREN,), ()))
WAYS_TO_END = st.sampled_from((FinishReset, FinishReset, CallOffReset))


class Returning(Life):
    """Two people who have agreed on a way back, and take it or leave it."""

    drafts: ClassVar[tuple[Terms, ...]] = (*usual(), CLEARING)

    def __init__(self) -> None:
        """Begin with a way back that Wren has asked for; nobody has said yes."""
        super().__init__()
        self.yes: dict[MemberId, datetime] = {}
        self.ask_for_a_way_back(WREN)

    @rule(by=MEMBERS)
    def ask_for_a_way_back(self, by: MemberId) -> None:
        self.act(by, AskReset(ResetId(self.fresh("reset")), WAY_BACK))

    @rule(by=MEMBERS, clears=st.booleans())
    def say_yes_today(self, by: MemberId, *, clears: bool) -> None:
        current = self.state.resets.current
        if current is not None:
            self.act(by, OptIntoReset(current.id, clears))

    @rule(by=MEMBERS, how=WAYS_TO_END)
    def end_it(self, by: MemberId, how: type[FinishReset | CallOffReset]) -> None:
        current = self.state.resets.current
        if current is not None:
            self.act(by, how(current.id))

    @rule(by=MEMBERS, wish=st.sampled_from(tuple(Wish)))
    def say_what_one_would_keep(self, by: MemberId, wish: Wish) -> None:
        last = self.state.resets.last
        if last is not None:
            self.act(by, ReaffirmClause(last.id, ClauseId(HOUSEHOLD), wish))

    @rule(by=MEMBERS, who=WHO_ANSWERED)
    def say_whether_it_helped(self, by: MemberId, who: tuple[MemberId, ...]) -> None:
        last = self.state.resets.last
        if last is not None:
            outcome = self.act(by, RevealHelp(last.id, dict.fromkeys(who, Help.HELPED)))
            assert set(who) == set(BOTH) or isinstance(outcome, Refusal)

    @rule(clears=st.booleans(), hours=st.sampled_from((0, 1, 23, 24, 24 * 7)))
    def take_it_together(self, *, clears: bool, hours: int) -> None:
        """Have both say yes, and say some time later that it is done."""
        for by in BOTH:
            self.ask_for_a_way_back(by)
            self.say_yes_today(by, clears=clears)
        self.couple.later(hours=hours)
        self.end_it(WREN, FinishReset)

    def own_protections(self, by: MemberId) -> Iterator[AnyCommand]:
        """Yield calling off a way back; either may, at any time."""
        assert by in BOTH
        if self.state.resets.current is not None:
            yield CallOffReset(self.state.resets.current.id)

    def has_happened(self, taken: Taken) -> None:
        """Note who has said yes, and hold what begins and ends against that."""
        for event in taken.events:
            match event:
                case ResetAsked() | Paused() | Stopped():
                    self.yes.clear()
                case ResetOptedInto():
                    self.yes[taken.by] = self.now
                case ResetBegun():
                    _is_the_agreed_form(taken)
                    day = timedelta(hours=OPT_IN_HOURS)
                    assert set(self.yes) == set(BOTH), "begun by one alone"
                    assert all(self.now - at < day for at in self.yes.values())
                case ResetDone(waived_before=waived):
                    _is_rightly_done(taken, waived)
                case ClauseReaffirmed(clause=clause, wish=wish):
                    self._is_only_a_wish(taken, clause, wish)
                case _:
                    pass

    def _is_only_a_wish(self, taken: Taken, clause: ClauseId, wish: Wish) -> None:
        if wish is Wish.DROP:
            assert not is_in_force(taken.after, clause, self.now), "dropped, and still in force"
        else:
            assert taken.after.ground == taken.before.ground, "a wish renewed a consent (K2)"

    @invariant()
    def a_way_back_runs_on_two_yeses(self) -> None:
        """What runs was begun by both within the week; a rest takes every yes back."""
        reset = self.state.resets.current
        if reset is not None and is_running(reset, self.now):
            assert opted_in(reset, self.now) == frozenset(BOTH) == frozenset(self.yes)
            assert reset.begun_at is not None
            assert self.now < reset.begun_at + timedelta(days=RUNS_DAYS)

    @invariant()
    def what_was_waived_lies_behind(self) -> None:
        """Both let go only of what was before they began; never of what is still to come."""
        waived = waived_before(self.state.resets)
        assert waived is None or waived <= self.now


def _is_the_agreed_form(taken: Taken) -> None:
    """Check that the form both said yes to is the one that holds now."""
    reset = taken.before.resets.current
    assert reset is not None
    held = operative(taken.before.ground, reset.clause, taken.at)
    assert held is not None
    assert held.digest == reset.form


def _is_rightly_done(taken: Taken, waived: datetime | None) -> None:
    """Check that it was running in the agreed form, and waives only what both would let go."""
    _is_the_agreed_form(taken)
    reset = taken.before.resets.current
    assert reset is not None
    assert is_running(reset, taken.at.at)
    both_would = all(each.clears_before for each in reset.opted_in.values())
    assert waived == (reset.begun_at if both_would else None)


TestReturning = Returning.TestCase
TestReturning.settings = settings(stateful_step_count=STEPS)
