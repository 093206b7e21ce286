"""A pause, stop, end, withdrawal or limit in the middle of everything that takes several steps."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

import pytest
from msgspec.structs import replace

from tests.domain.conduct.putting_right import FOLLOWS, LEADS, accepted, begun, couple_with, offered
from tests.domain.decisions.deciding import consulted, deciding, led, opinion, raised
from tests.given import ASH, HOUSEHOLD, KITCHEN, WREN, Couple, clause
from troth.domain.agreement.commands import WithdrawConsent
from troth.domain.agreement.terms import Authority, Grade, Overlap, Permission
from troth.domain.conduct.breach import Stage, stage
from troth.domain.conduct.state import open_breaches
from troth.domain.decider import AnyCommand, standards_at
from troth.domain.decisions.commands import Defer, GiveOpinion, TakeUrgently
from troth.domain.decisions.events import MatterId, OpinionId
from troth.domain.directions.given import DirectionId, binding_grade
from troth.domain.directions.giving import GiveDirection, TakeUp
from troth.domain.directions.permissions import (
    Answer,
    AnswerPermission,
    AskPermission,
    PermissionId,
    answer,
)
from troth.domain.dynamic.commands import (
    AffirmResumption,
    BeginLighter,
    End,
    Pause,
    RaiseCheck,
    Stop,
)
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import Capacity, ClauseId, MemberId
from troth.domain.routing.rules import route
from troth.domain.safety import LimitId, SetLimit, Target
from troth.domain.standards.commands import SetTask
from troth.domain.standards.events import TaskId, TaskKind
from troth.domain.standards.expectations import day, expectations
from troth.domain.talks.commands import AskToTalk
from troth.domain.talks.events import TalkId, Urgency

Scene: TypeAlias = Callable[[], Couple]

M = MatterId("m")
ORDERS = clause("authority", Authority(Overlap.SHARED_PREVAILS, grade=Grade.ORDER))
OUT = replace(clause("evenings-out", Permission("Home by one.", WREN)), area=HOUSEHOLD)


def directed() -> Couple:
    """Wren has taken up an order."""
    couple = Couple().have_begun()
    couple.agrees(ORDERS)
    word = led().declared[ASH]
    until = couple.now + timedelta(days=20)
    order = GiveDirection(DirectionId("d"), "See to it.", word, until, HOUSEHOLD, grade=Grade.ORDER)
    couple.does(ASH, order)
    couple.does(WREN, TakeUp(DirectionId("d")))
    return couple


def tasked() -> Couple:
    """Wren has a task under a decision of Ash's."""
    couple = Couple().have_begun()
    raised(couple, ASH, led())
    couple.does(ASH, deciding(couple))
    due = couple.now + timedelta(days=20)
    couple.does(ASH, SetTask(TaskId("t"), WREN, TaskKind.AT_HOME, "Put up the shelf.", due, M))
    return couple


def permitted() -> Couple:
    """Wren asked, and Ash said yes."""
    couple = Couple().have_begun(OUT)
    couple.does(WREN, AskPermission(PermissionId("p"), ClauseId("evenings-out"), "On Friday?"))
    couple.does(ASH, AnswerPermission(PermissionId("p"), yes=True))
    return couple


def heard() -> Couple:
    """Wren was heard on a question that Ash decides."""
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    opinion(couple, WREN)
    return couple


def deferred() -> Couple:
    """Ash left a question to Wren."""
    couple = heard()
    couple.does(ASH, Defer(M))
    return couple


def urgent() -> Couple:
    """Ash acted before the hearing."""
    couple = Couple().have_begun()
    raised(couple, ASH, consulted())
    couple.does(ASH, TakeUrgently(M, "The stove is off.", "It smelt.", protective=True))
    return couple


def negotiating() -> Couple:
    """One has consented to other words."""
    couple = Couple().have_begun()
    couple.consents(WREN, couple.proposes(ASH, ORDERS))
    return couple


def checking() -> Couple:
    """Somebody asked whether both are all right, on a low day."""
    couple = Couple().have_begun()
    couple.does(WREN, BeginLighter())
    couple.does(WREN, RaiseCheck())
    return couple


def resuming() -> Couple:
    """Ash is ready to come back from a pause."""
    couple = tasked()
    couple.does(WREN, Pause())
    couple.does(ASH, AffirmResumption())
    return couple


SCENES: dict[str, Scene] = {
    "directed": directed,
    "tasked": tasked,
    "permitted": permitted,
    "heard": heard,
    "deferred": deferred,
    "urgent": urgent,
    "negotiating": negotiating,
    "checking": checking,
    "resuming": resuming,
    "offered": lambda: offered(couple_with(), FOLLOWS),
    "accepted": lambda: accepted(couple_with(), FOLLOWS),
    "begun": lambda: begun(couple_with(), FOLLOWS),
    "repairing": lambda: begun(couple_with(), LEADS),
}

LASTING: tuple[AnyCommand, ...] = (
    Pause(),
    Stop(),
    End(),
    WithdrawConsent(ClauseId("role")),
    WithdrawConsent(ClauseId(HOUSEHOLD)),
    SetLimit(LimitId("l"), Target.AREA, HOUSEHOLD),
    SetLimit(LimitId("l"), Target.CLAUSE, HOUSEHOLD),
    SetLimit(LimitId("l"), Target.CLAUSE, "role"),
    Pause(HOUSEHOLD),
)
"""What takes authority over the household away at once, until both say otherwise."""

in_the_middle = pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
interrupted = pytest.mark.parametrize("interruption", LASTING)


def has_authority(couple: Couple) -> bool:
    """Tell whether anybody decides anything in the household with authority now."""
    facets = (led(), consulted(), led(WREN), consulted(WREN))
    routes = (route(couple.state.ground, (facet,), couple.moment()) for facet in facets)
    return any(capacity is Capacity.ROLE for each in routes for _, capacity in each.deciders)


def asked_with_authority(couple: Couple) -> list[str]:
    """Return what directions and led decisions ask of either now."""
    state, moment = couple.state, couple.moment()
    given = state.directions.given.directions.values()
    orders = [each.id for each in given if binding_grade(each, state.ground, moment)]
    known, seen = standards_at(state, moment), day(moment, moment.zones["UTC"])
    lists = (expectations(state.ground, known, member, seen) for member in (ASH, WREN))
    return [*orders, *(each.text for list_ in lists for each in list_ if each.kind == "task")]


def pending(couple: Couple) -> list[Stage]:
    """Return the responses that are offered, accepted or running now."""
    found = open_breaches(couple.state.conduct.breaches)
    stages = [stage(each, couple.state.ground, couple.moment()) for each in found]
    return [each for each in stages if each in (Stage.OFFERED, Stage.ACCEPTED, Stage.BEGUN)]


def test_before_that_there_is_something_to_end() -> None:
    for scene in (directed, tasked):
        couple = scene()
        assert has_authority(couple)
        assert asked_with_authority(couple)
    found = [pending(SCENES[name]()) for name in ("offered", "accepted", "begun", "repairing")]
    assert found == [[Stage.OFFERED], [Stage.ACCEPTED], [Stage.BEGUN], [Stage.BEGUN]]


@in_the_middle
@interrupted
@pytest.mark.parametrize("by", [ASH, WREN])
def test_authority_ends_in_that_step_and_time_alone_never_brings_it_back(
    scene: Scene, interruption: AnyCommand, by: MemberId
) -> None:
    couple = scene()
    couple.does(by, interruption)
    for days in (0, 1, 40):
        couple.later(days=days)
        assert not has_authority(couple)
        assert asked_with_authority(couple) == []


@in_the_middle
@pytest.mark.parametrize("rest", [Pause(), Stop(), End(), Pause(HOUSEHOLD)])
def test_nothing_is_offered_accepted_or_running_in_a_rest(scene: Scene, rest: AnyCommand) -> None:
    couple = scene()
    couple.does(WREN, rest)
    assert pending(couple) == []


@in_the_middle
@interrupted
def test_every_right_stays_open_to_both_in_the_middle_of_anything(
    scene: Scene, interruption: AnyCommand
) -> None:
    for member in (ASH, WREN):
        couple = scene()
        couple.does(WREN, interruption)
        if phase(couple.state.ground.dynamic, couple.now) is Phase.ENDED:
            continue
        couple.does(member, AskToTalk(TalkId("talk"), Urgency.NOW))
        couple.does(member, SetLimit(LimitId("mine"), Target.TAG, "heights"))
        couple.does(member, WithdrawConsent(KITCHEN))
        for matter in couple.state.decisions.matters.values():
            couple.does(member, GiveOpinion(M, OpinionId("late"), matter.digest, "I would not."))
        for last in (Pause(), Stop(), End()):
            couple.does(member, last)


@pytest.mark.parametrize("rest", [Pause(), Stop(), Pause(HOUSEHOLD)])
def test_a_yes_asks_nothing_and_rests_with_everything_else(rest: Pause | Stop) -> None:
    couple = permitted()
    couple.does(WREN, rest)
    asked = couple.state.directions.permissions.asked[PermissionId("p")]
    assert answer(asked, couple.state.ground, couple.moment()) is Answer.RESTS
