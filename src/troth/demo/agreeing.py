"""How their agreement grows: a starting shape, a counter, closeness slowly, what they renew."""

from collections.abc import Iterable, Iterator
from itertools import count

from troth.application.plans.work import Plan, commands, parse_plan, read_yaml
from troth.application.sealed import leaning
from troth.demo import clauses as their
from troth.demo import later_clauses as later
from troth.demo.deeds import agrees, proposes, renews, renews_only, suggests
from troth.demo.people import ASH_THEMSELF, WREN_THEMSELF
from troth.demo.script import (
    ASH,
    WREN,
    Commands,
    Joining,
    Line,
    NotThatWay,
    Opening,
    Scene,
    Sealing,
    on,
)
from troth.domain.agreement.commands import (
    ConsentToTerms,
    DeclineTerms,
    LengthenCoolingOff,
    ProposeTerms,
    StaleRevision,
)
from troth.domain.agreement.events import Repeal
from troth.domain.agreement.validity import LimitsProtectedNeed, MayTouchProtectedNeed
from troth.domain.decider import AnyCommand
from troth.domain.dynamic.commands import (
    Activate,
    NotReadyToBegin,
)
from troth.domain.kernel import AreaId, ClauseId, ProposalId, Refusal
from troth.domain.leanings import Leaning, Leanings
from troth.presets import load_preset

SHAPE = "full-time"
FIRST = "first-words"


def _plan(scene: Scene) -> Plan:
    """Read the starting shape for these two."""
    text = load_preset(SHAPE)
    data = text if isinstance(text, Refusal) else read_yaml(text)
    if isinstance(data, Refusal):
        raise TypeError(data.sentence)
    plan = parse_plan(data, ASH_THEMSELF, WREN_THEMSELF, scene.moment)
    if isinstance(plan, Refusal):
        raise TypeError(plan.sentence)
    return plan


def _proposal_ids() -> Iterator[ProposalId]:
    yield ProposalId(FIRST)
    yield from (ProposalId(f"{FIRST}-{number}") for number in count(2))


def _applies_shape(scene: Scene) -> Iterable[AnyCommand]:
    """Put forward what of the shape can be answered now; closeness waits for its own day."""
    asked = commands(_plan(scene), scene.state, scene.moment, _proposal_ids())
    return [each for each in asked if not _is_intimate(each)]


def _is_intimate(command: AnyCommand) -> bool:
    return isinstance(command, ProposeTerms) and command.proposal != FIRST


def _from_shape(proposal: str, clause: str, reason: str) -> Commands:
    """Put one clause of the shape forward by itself."""

    def asks(scene: Scene) -> Iterable[AnyCommand]:
        found = next(each for each in _plan(scene).clauses if each.clause == clause)
        return (proposes(proposal, found, reason=reason),)

    return asks


def _outdated(scene: Scene) -> Iterable[AnyCommand]:
    """Agree to the version from before the counter."""
    open_ = scene.state.ground.agreement.proposals[ProposalId(FIRST)]
    return (ConsentToTerms(open_.id, open_.revision - 1, open_.digest),)


def _lengthens(clause: str, until: str) -> Commands:
    return lambda scene: (LengthenCoolingOff(ClauseId(clause), scene.at(until)),)


def _puts(proposal: str, words: later.Words, reason: str = "") -> Commands:
    """Put forward words that depend on what is in force."""
    return lambda scene: (proposes(proposal, *words(scene), reason=reason),)


def _leans(self_care: Leaning, hopes: str) -> Sealing:
    """Say where one would have the parts of life of the shape, sealed until the other has too."""
    led = dict.fromkeys(map(AreaId, ("behaviour", "closeness", "household")), Leaning.IN)
    parts = led | {AreaId("self-care"): self_care, AreaId("work"): Leaning.OUT}
    return Sealing(lambda _: leaning(1), Leanings(parts, hopes))


BEGINNING = (
    on("1.1 19:00", ASH, Opening(ASH_THEMSELF)),
    on("1.1 19:20", WREN, Joining(WREN_THEMSELF)),
    on("1.1 19:40", ASH, _applies_shape, agrees(FIRST), NotThatWay(Activate(), NotReadyToBegin)),
    on("1.1 20:10", WREN, _leans(Leaning.ADVICE, "Something that you bring me, every day.")),
    on("1.1 20:20", ASH, _leans(Leaning.IN, "That you tell me the same evening.")),
    on(
        "1.2 19:10",
        WREN,
        suggests(
            FIRST,
            their.counter,
            "Most of this is us already. The kitchen line is kinder this way, and I would like "
            "something that you bring me every day, not only things that I bring you.",
        ),
    ),
    on("1.2 19:30", ASH, NotThatWay(_outdated, StaleRevision), agrees(FIRST)),
    on("1.2 20:00", WREN, agrees(FIRST), Activate()),
    on(
        "1.3 20:30",
        ASH,
        NotThatWay(ProposeTerms(ProposalId("supper"), (later.SUPPER,)), MayTouchProtectedNeed),
        NotThatWay(proposes("supper", later.SUPPER_LIMITS), LimitsProtectedNeed),
        proposes("supper", later.SUPPER_AS_PRACTICE, reason="As a habit we like, then."),
        agrees("supper"),
    ),
    on("1.3 20:45", WREN, agrees("supper")),
)

CLOSENESS = (
    on("2.1 20:00", ASH, _from_shape("closeness", "closeness", "For when we both feel ready.")),
    on("2.1 20:30", WREN, agrees("closeness")),
    on("2.1 20:40", ASH, agrees("closeness")),
    on("2.2 08:10", WREN, _lengthens("closeness", "2.3 20:00")),
    on(
        "2.3 20:30",
        WREN,
        _from_shape("invitation", "closeness-invitation", "I would rather ask than guess."),
        agrees("invitation"),
    ),
    on("2.3 21:00", ASH, agrees("invitation")),
)

GROWING = (
    on(
        "2.5 19:00",
        ASH,
        proposes("morning-walk", later.MORNING_WALK, reason="You said you wanted a push."),
        agrees("morning-walk"),
    ),
    on("2.5 19:20", WREN, agrees("morning-walk")),
    on(
        "3.5 21:10",
        WREN,
        _puts("fewer-pages", lambda scene: (later.fewer_pages(scene),), "What we talked about."),
        agrees("fewer-pages"),
    ),
    on("3.5 21:20", ASH, agrees("fewer-pages")),
    on(
        "4.2 19:00",
        ASH,
        proposes("later-nights", later.LATER_NIGHTS, reason="Only a thought."),
        agrees("later-nights"),
    ),
    on("4.2 20:00", WREN, DeclineTerms(ProposalId("later-nights"))),
    on("4.7 21:00", WREN, renews(WREN, apart_from=their.LEFT_TO_RUN_OUT)),
    on("4.7 21:10", ASH, renews(ASH, apart_from=their.LEFT_TO_RUN_OUT)),
    on("5.7 11:00", WREN, proposes("honest-no", later.HONEST_NO), agrees("honest-no")),
    on("5.7 11:20", ASH, agrees("honest-no")),
    on("6.1 19:00", WREN, renews_only("closeness", "closeness-invitation")),
    on("6.1 19:10", ASH, renews_only("closeness", "closeness-invitation")),
    on(
        "7.4 20:40",
        ASH,
        _puts("clearer-kitchen", lambda scene: (later.clearer_kitchen(scene),), "One reading."),
        agrees("clearer-kitchen"),
    ),
    on("7.4 20:50", WREN, agrees("clearer-kitchen")),
)

AWAY = (
    on(
        "6.1 20:00",
        ASH,
        _puts(
            "while-away",
            lambda scene: (later.only_in_windows(scene), later.evening_window(scene)),
            "You will have work, and there are hours between us. One a day is ours.",
        ),
        agrees("while-away"),
    ),
    on("6.1 20:20", WREN, agrees("while-away")),
    on(
        "7.1 18:00",
        WREN,
        _puts(
            "home-again",
            lambda scene: (later.always_again(scene), Repeal(ClauseId("evening-window"))),
            "Home.",
        ),
        agrees("home-again"),
    ),
    on("7.1 18:10", ASH, agrees("home-again")),
)

LINES: tuple[Line, ...] = (*BEGINNING, *CLOSENESS, *GROWING, *AWAY)
