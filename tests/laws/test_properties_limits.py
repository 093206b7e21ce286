"""However limits are set and windows opened: the owner's line holds, and either closes at once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from msgspec.structs import replace

from tests.domain.test_windows import EVENING, EVENINGS
from tests.given import ASH, HOUSEHOLD, clause, kitchen, within
from tests.laws.random_life import BOTH, MEMBERS, PICKS, STEPS, Life, Taken
from troth.domain.agreement.terms import (
    Circumstance,
    Presence,
    Role,
    Signal,
    SignalMeaning,
    Style,
    Terms,
    Window,
)
from troth.domain.decider import AnyCommand
from troth.domain.dynamic.events import Paused, Phase, Stopped
from troth.domain.dynamic.state import phase
from troth.domain.force import is_open, is_operative, operative_clauses, touch_of
from troth.domain.kernel import MemberId, Refusal
from troth.domain.routing.matter import Facet
from troth.domain.routing.routes import Gate
from troth.domain.routing.rules import route
from troth.domain.safety import (
    LOOSENING_HOURS,
    AskToLoosen,
    KeepLimit,
    LimitId,
    LimitLoosened,
    LimitSet,
    LooseningAsked,
    LooseningDropped,
    LoosenLimit,
    SetLimit,
    Target,
    live_limits,
    touched_limits,
)
from troth.domain.schedules import current
from troth.domain.windows import CloseWindow, OpenWindow, WindowAsked, WindowOpened

WAYS = st.sampled_from((AskToLoosen, LoosenLimit, LoosenLimit, KeepLimit))
UNTIL = st.sampled_from((-1, 1, 3, 24 * 15))
CLOSINGS = st.sampled_from((None, Circumstance.ILLNESS))


class Guarding(Life):
    """Two people whose exchange is on in windows only, each with limits of their own."""

    drafts: ClassVar[tuple[Terms, ...]] = (
        clause("role", Role(ASH, Style.NEGOTIATED, Presence.WINDOWS_ONLY)),
        within(HOUSEHOLD),
        clause("red", Signal("red", SignalMeaning.STOP)),
        kitchen(),
        replace(clause("evenings", Window(EVENING)), area=HOUSEHOLD),
    )

    def __init__(self) -> None:
        """Begin with no limit, and nobody asking for anything."""
        super().__init__()
        self.owners: dict[LimitId, MemberId] = {}
        self.asked: dict[LimitId, datetime] = {}
        self.wishes: set[tuple[MemberId, datetime]] = set()

    @rule(by=MEMBERS, hard=st.booleans(), told_late=st.booleans())
    def set_a_limit(self, by: MemberId, *, hard: bool, told_late: bool) -> None:
        since = self.now - timedelta(days=3) if told_late else None
        conditions = "" if hard else "Only after a talk."
        id_ = LimitId(self.fresh("own"))
        self.act(by, SetLimit(id_, Target.AREA, HOUSEHOLD, hard, conditions, since))

    @rule(by=MEMBERS, pick=PICKS, how=WAYS)
    def think_again(
        self, by: MemberId, pick: int, how: type[AskToLoosen | LoosenLimit | KeepLimit]
    ) -> None:
        id_ = self.some(pick, self.owners)
        if id_ is not None:
            outcome = self.act(by, how(id_))
            assert by == self.owners.get(id_, by) or isinstance(outcome, Refusal)

    @rule(by=MEMBERS, hours=UNTIL)
    def open_a_window(self, by: MemberId, hours: int) -> None:
        until = self.now.replace(minute=0) + timedelta(hours=hours)
        self.act(by, OpenWindow(until))

    @rule(hours=UNTIL)
    def both_open_a_window(self, hours: int) -> None:
        for by in BOTH:
            self.open_a_window(by, hours)

    @rule(by=MEMBERS, circumstance=CLOSINGS)
    def close_it(self, by: MemberId, circumstance: Circumstance | None) -> None:
        """Close the window: nothing is on in that very step, whoever says so."""
        self.act(by, CloseWindow(circumstance))
        assert not is_open(self.state.ground, self.couple.moment())

    @rule()
    def the_evening_comes(self) -> None:
        """Let it become half past eight in Paris."""
        evening = self.now.replace(hour=19, minute=30, second=0)
        self.couple.now = evening if evening > self.now else evening + timedelta(days=1)

    def own_protections(self, by: MemberId) -> Iterator[AnyCommand]:
        """Yield keeping one's own limits, and closing the window for a reason."""
        yield CloseWindow(Circumstance.NEEDING_QUIET)
        yield from (KeepLimit(id_) for id_, owner in self.owners.items() if owner == by)

    def has_happened(self, taken: Taken) -> None:
        """Note whose each limit and wish is, and hold what follows against that."""
        for event in taken.events:
            match event:
                case LimitSet(limit=id_):
                    self.owners[id_] = taken.by
                case LooseningAsked(limit=id_):
                    assert taken.by == self.owners[id_]
                    self.asked[id_] = self.now
                case LooseningDropped(limit=id_):
                    assert taken.by == self.owners[id_]
                    del self.asked[id_]
                case LimitLoosened(limit=id_):
                    self._is_rightly_loosened(taken, id_)
                case WindowAsked() | WindowOpened() | Paused() | Stopped():
                    self._on_windows(taken, event)
                case _:
                    pass

    def _is_rightly_loosened(self, taken: Taken, id_: LimitId) -> None:
        """Only its owner, three days after they asked, while the exchange is on (K4)."""
        assert taken.by == self.owners.pop(id_)
        assert self.now >= self.asked.pop(id_) + timedelta(hours=LOOSENING_HOURS)
        assert phase(taken.before.ground.dynamic, self.now) is Phase.ACTIVE

    def _on_windows(
        self, taken: Taken, event: WindowAsked | WindowOpened | Paused | Stopped
    ) -> None:
        """A window by hand takes both, to the same end, and no rest in between."""
        match event:
            case WindowAsked(until=until):
                self.wishes = {(taken.by, until)}
            case WindowOpened(until=until):
                other = taken.before.ground.dynamic.other(taken.by)
                assert self.wishes == {(other, until)}, "opened by one alone"
                self.wishes = set()
            case Paused(area=None) | Stopped():
                self.wishes = set()
            case _:
                pass

    @invariant()
    def every_limit_is_there_until_its_owner_loosens_it(self) -> None:
        """No time, pause or other person takes a limit away (K4)."""
        live = {each.id: each.owner for each in live_limits(self.state.ground.limits, self.now)}
        assert live == self.owners

    @invariant()
    def nothing_that_operates_touches_a_hard_limit(self) -> None:
        """A clause that a hard limit touches asks nothing of anybody."""
        ground, moment = self.state.ground, self.couple.moment()
        for each in operative_clauses(ground, moment):
            assert not touched_limits(ground.limits, touch_of(each), moment.at)

    @invariant()
    def nobody_decides_over_a_hard_limit(self) -> None:
        """A question in an area under a hard limit is decided by nobody (K11, C1)."""
        ground, moment = self.state.ground, self.couple.moment()
        hard = [each for each in live_limits(ground.limits, self.now) if each.hard]
        asked = route(ground, (Facet(HOUSEHOLD),), moment)
        if any((each.target, each.name) == (Target.AREA, HOUSEHOLD) for each in hard):
            assert asked.gate is Gate.FORBIDDEN
            assert asked.deciders == frozenset()

    @invariant()
    def it_is_on_only_while_a_window_is(self) -> None:
        """Nothing operates outside a window that a rule or both of them have opened (K6)."""
        ground, moment = self.state.ground, self.couple.moment()
        if any(is_operative(ground, each.clause, moment) for each in self.drafts):
            by_rule = is_operative(ground, EVENINGS, moment) and current(EVENING, moment)
            by_hand = [each for each in ground.windows.opened if self.now < each.until]
            assert by_rule or by_hand
            assert phase(ground.dynamic, self.now) is Phase.ACTIVE


TestGuarding = Guarding.TestCase
TestGuarding.settings = settings(stateful_step_count=STEPS)
