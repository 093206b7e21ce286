"""The clauses they come to later: changed, tried out, for a week only, or not agreed."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from msgspec.structs import replace

from troth.demo.clauses import BEHAVIOUR, at_home, borne, weekday
from troth.demo.deeds import terms_now
from troth.demo.script import ASH, WREN, Scene
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.terms import (
    Effect,
    Need,
    NeedDeclared,
    Practice,
    Presence,
    Ritual,
    Role,
    Standard,
    Style,
    Terms,
    Window,
)
from troth.domain.kernel import AreaId, ClauseId

Words: TypeAlias = Callable[[Scene], Iterable[Draft]]
"""What somebody puts forward, in terms of what is in force then."""


def fewer_pages(scene: Scene) -> Terms:
    """The evening page after the two have talked about it: two evenings a week."""
    first, second = weekday(scene, "1.2 12:00"), weekday(scene, "1.5 12:00")
    rule = f"FREQ=WEEKLY;BYDAY={first},{second}"
    body = Ritual(at_home(scene, rule, "3.6 21:30", 30), "One sentence is a whole page.")
    return replace(
        terms_now(scene, "evening-page"),
        body=body,
        text="Twice a week Wren writes half a page about the days and leaves it on Ash's desk.",
        trial_days=None,
    )


SUPPER = Terms(
    ClauseId("supper-together"),
    Standard(),
    "Wren waits with eating until Ash is home.",
    bearers=borne(WREN),
)
"""First thought of as something expected; no clause can make somebody wait with a meal."""

SUPPER_LIMITS = replace(SUPPER, needs=(NeedDeclared(Need.FOOD, Effect.LIMITS),))

SUPPER_AS_PRACTICE = Terms(
    SUPPER.clause,
    Practice(),
    "We like to sit down to supper at the same time. Whoever is hungry eats.",
)


def only_in_windows(scene: Scene) -> Terms:
    """Who leads, for the week that Wren is away: only while a window is open."""
    return _leading(
        scene,
        Presence.WINDOWS_ONLY,
        "While Wren is away Ash leads in the windows we have agreed, and only there. Ash has the "
        "last word in them after hearing Wren.",
    )


def always_again(scene: Scene) -> Terms:
    """Who leads, once Wren is back."""
    return _leading(
        scene,
        Presence.ALWAYS,
        "Ash leads and Wren follows in the parts of life named here, always. Ash has the last "
        "word there after hearing Wren.",
    )


def _leading(scene: Scene, presence: Presence, text: str) -> Terms:
    role = terms_now(scene, "role")
    body = Role(ASH, Style.NEGOTIATED, presence)
    return replace(role, body=body, text=text, trial_days=None)


def evening_window(scene: Scene) -> Terms:
    """When the exchange is on during that week: ten in the evening at home."""
    return Terms(
        ClauseId("evening-window"),
        Window(at_home(scene, "FREQ=DAILY", "6.1 22:00", 60)),
        "While Wren is away we are in our roles for an hour each day, from ten in the evening "
        "at home, before the evening has begun there.",
    )


def clearer_kitchen(scene: Scene) -> Terms:
    """The kitchen after the line itself needed another look."""
    return replace(
        terms_now(scene, "kitchen-before-bed"),
        text="Before the last of us goes up, the table and the surfaces are clear and the sink "
        "is empty. What soaks may soak.",
        how_we_tell="Somebody could make breakfast at once.",
        trial_days=None,
    )


MORNING_WALK = Terms(
    ClauseId("morning-walk"),
    Standard(lighter="As far as the gate and back."),
    "Three mornings a week Wren walks for half an hour before the day begins.",
    bearers=borne(WREN),
    area=AreaId("self-care"),
    why="Wren sleeps better for it and asked for a push.",
)

HONEST_NO = Terms(
    ClauseId("honest-no"),
    Standard(),
    "When Ash has no time to listen, Ash says so and names a time on the same day.",
    bearers=borne(ASH),
    why="An hour with half an ear is worse than a quarter of an hour with both.",
)

QUIET_HOUR = Terms(
    ClauseId("quiet-hour"),
    Standard(lighter="A quarter of an hour."),
    "After work each of us has an hour to themselves before we say anything about the evening.",
    bearers=frozenset({ASH, WREN}),
)

WALK_TOGETHER = Terms(
    ClauseId("walk-together"),
    Standard(lighter="As far as the gate and back."),
    "On mornings off we walk together before breakfast.",
    bearers=frozenset({ASH, WREN}),
    area=AreaId("self-care"),
)

LATER_NIGHTS = Terms(
    ClauseId("later-nights"),
    Standard(),
    "On evenings before a day off Wren stays up until Ash comes home.",
    bearers=borne(WREN),
    area=BEHAVIOUR,
)
