"""The clauses the two add to their starting shape, in their own words."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from msgspec.structs import replace

from troth.demo.deeds import terms_now
from troth.demo.script import ASH, HOME_ZONE, WREN, Scene
from troth.domain.agreement.drafting import Draft
from troth.domain.agreement.events import Adopt
from troth.domain.agreement.terms import (
    TRIAL_DAYS,
    Correction,
    CorrectionKind,
    Effect,
    Need,
    NeedDeclared,
    Practice,
    Presence,
    Protocol,
    ProtocolLevel,
    Reward,
    Ritual,
    Role,
    SessionRhythm,
    Setting,
    Standard,
    Style,
    Terms,
    Window,
)
from troth.domain.kernel import AreaId, ClauseId, MemberId
from troth.domain.schedules import Schedule

Words: TypeAlias = Callable[[Scene], Iterable[Draft]]
"""What somebody puts forward, in terms of what is in force then."""

BEHAVIOUR = AreaId("behaviour")

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

SESSION_DAY = "1.7 19:30"
"""When the first weekly session is; the others come round from there."""


def weekday(scene: Scene, when: str) -> str:
    """Return the day of the week of a time of the story, as a rule writes it."""
    return DAYS[scene.at(when).astimezone(scene.calendar.home).weekday()]


def at_home(scene: Scene, rule: str, when: str, minutes: int) -> Schedule:
    """Return a repeated time by the clock at home, from a time of the story on."""
    start = scene.at(when).astimezone(scene.calendar.home)
    return Schedule(rule, f"{start:%Y-%m-%dT%H:%M}", HOME_ZONE, minutes)


def _borne(member: MemberId) -> frozenset[MemberId]:
    return frozenset({member})


def counter(scene: Scene) -> Iterable[Terms]:
    """Return what Wren changes in the starting shape, and adds to it."""
    proposal = next(iter(scene.state.ground.agreement.proposals.values()))
    words = {
        item.wording.terms.clause: item.wording.terms
        for item in proposal.items
        if isinstance(item, Adopt)
    }
    kitchen, weekly = words[ClauseId("kitchen-before-bed")], words[ClauseId("weekly-session")]
    day = weekday(scene, SESSION_DAY)
    rhythm = at_home(scene, f"FREQ=WEEKLY;BYDAY={day}", SESSION_DAY, 90)
    return (
        replace(
            kitchen,
            body=Standard(lighter="The surfaces are clear; the rest waits for the morning."),
            text="The kitchen is settled before the last of us goes up, so the day begins clear.",
        ),
        replace(
            weekly,
            body=SessionRhythm(rhythm),
            text="Once a week we sit down for an hour and a half, out of our roles, with nothing else on the table.",
        ),
        morning_tea(scene),
        evening_page(scene),
        TABLE_WORDS,
        READING_ALOUD,
        RESPONSE_REPAIR,
        SLOW_BATH,
    )


def morning_tea(scene: Scene) -> Terms:
    """What Ash keeps each morning."""
    return Terms(
        ClauseId("morning-tea"),
        Ritual(at_home(scene, "FREQ=DAILY", "1.3 07:30", 20), "Tea, without the sitting down."),
        "Ash brings Wren tea, sits down on the edge of the bed and asks about the day ahead.",
        bearers=_borne(ASH),
        why="The one who leads begins the day by giving something.",
        trial_days=TRIAL_DAYS,
    )


def evening_page(scene: Scene) -> Terms:
    """What Wren writes each evening."""
    return Terms(
        ClauseId("evening-page"),
        Ritual(at_home(scene, "FREQ=DAILY", "1.3 21:30", 30), "One sentence is a whole page."),
        "Wren writes half a page about the day and leaves it on Ash's side of the desk.",
        bearers=_borne(WREN),
        area=BEHAVIOUR,
        why="Wren finds words more easily on paper.",
        trial_days=TRIAL_DAYS,
    )


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


TABLE_WORDS = Terms(
    ClauseId("table-words"),
    Protocol(
        "we have guests at our table",
        "Wren fills Ash's glass before any other",
        ProtocolLevel.MEDIUM,
        frozenset({Setting.COMPANY}),
    ),
    "When we have guests, Wren fills Ash's glass first: a sign that only the two of us read.",
    bearers=_borne(WREN),
    area=BEHAVIOUR,
    tags=frozenset({"in-company"}),
    trial_days=TRIAL_DAYS,
)

READING_ALOUD = Terms(
    ClauseId("reading-aloud"),
    Standard(),
    "Once a week each of us reads the other a page of whatever they are reading.",
    bearers=frozenset({ASH, WREN}),
    trial_days=TRIAL_DAYS,
)

LEFT_TO_RUN_OUT = frozenset({READING_ALOUD.clause})
"""What neither renews at the end of the first trial: it was pleasant, and nobody needs it."""

LATER_NIGHTS = Terms(
    ClauseId("later-nights"),
    Standard(),
    "On evenings before a day off Wren stays up until Ash comes home.",
    bearers=_borne(WREN),
    area=BEHAVIOUR,
)

RESPONSE_REPAIR = Terms(
    ClauseId("response-repair"),
    Correction(CorrectionKind.SMALL_SERVICE, 60),
    "When Ash has not kept something, Wren can suggest a small kindness, an hour at most, to "
    "put it right. Ash says each time whether that suits.",
    trial_days=TRIAL_DAYS,
)

SLOW_BATH = Terms(
    ClauseId("slow-bath"),
    Reward("a slow bath with the door closed and nobody calling"),
    "Either of us can give the other a slow bath, run and tidied up afterwards by the giver.",
    trial_days=TRIAL_DAYS,
)

SUPPER = Terms(
    ClauseId("supper-together"),
    Standard(),
    "Wren waits with eating until Ash is home.",
    bearers=_borne(WREN),
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
    bearers=_borne(WREN),
    area=AreaId("self-care"),
    why="Wren sleeps better for it and asked for a push.",
)

HONEST_NO = Terms(
    ClauseId("honest-no"),
    Standard(),
    "When Ash has no time to listen, Ash says so and names a time on the same day.",
    bearers=_borne(ASH),
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
