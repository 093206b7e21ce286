"""The clauses that Wren's counter changes and adds, in the couple's own words."""

from collections.abc import Iterable

from msgspec.structs import replace

from troth.demo.script import ASH, HOME_ZONE, WREN, Scene
from troth.domain.agreement.events import Adopt
from troth.domain.agreement.terms import (
    TRIAL_DAYS,
    Correction,
    CorrectionKind,
    Protocol,
    ProtocolLevel,
    Reward,
    Ritual,
    SessionRhythm,
    Setting,
    Standard,
    Terms,
)
from troth.domain.kernel import AreaId, ClauseId, MemberId
from troth.domain.schedules import Schedule

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


def borne(member: MemberId) -> frozenset[MemberId]:
    """Say who keeps something."""
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
            text="Once a week we sit down for an hour and a half, out of our roles, with nothing "
            "else to do.",
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
        bearers=borne(ASH),
        why="The one who leads begins the day by giving something.",
        trial_days=TRIAL_DAYS,
    )


def evening_page(scene: Scene) -> Terms:
    """What Wren writes each evening."""
    return Terms(
        ClauseId("evening-page"),
        Ritual(at_home(scene, "FREQ=DAILY", "1.3 21:30", 30), "One sentence is a whole page."),
        "Wren writes half a page about the day and leaves it on Ash's side of the desk.",
        bearers=borne(WREN),
        area=BEHAVIOUR,
        why="Wren finds words more easily on paper.",
        trial_days=TRIAL_DAYS,
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
    bearers=borne(WREN),
    area=BEHAVIOUR,
    tags=frozenset({"signs in company"}),
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

RESPONSE_REPAIR = Terms(
    ClauseId("response-repair"),
    Correction(CorrectionKind.SMALL_SERVICE, 60),
    "When Ash has not kept something, Wren can suggest a small kindness, an hour at most, to "
    "put it right. Ash says each time whether that suits.",
    bearers=borne(ASH),
    trial_days=TRIAL_DAYS,
)

SLOW_BATH = Terms(
    ClauseId("slow-bath"),
    Reward("a slow bath with the door closed and nobody calling"),
    "Either of us can give the other a slow bath, run and tidied up afterwards by the giver.",
    trial_days=TRIAL_DAYS,
)
