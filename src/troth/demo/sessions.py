"""Their weekly sessions: prepared alone, one interrupted, one called off, one not held."""

from troth.application.private.preparations import Prepared
from troth.demo.script import ASH, WREN, Bringing, Line, NotThatWay, Preparing, on
from troth.demo.sitting import arrives, brings, calls_off, confirms, treats, writes
from troth.domain.sessions.commands import SessionRests
from troth.domain.sessions.events import Preparation, Topic, Treatment

GLAD, HARD, WISH = Preparation.GLAD, Preparation.HARD, Preparation.WISH
TALKED, CARRIED, LEFT = Treatment.TALKED, Treatment.CARRIED, Treatment.LEFT


def _both_arrive(at: str) -> tuple[Line, ...]:
    return on(at, WREN, arrives()), on(at, ASH, arrives())


FIRST_SESSION = (
    on("1.6 18:00", WREN, Preparing("glad", Prepared(GLAD, "Tea, and being asked about the day."))),
    on("1.6 22:00", ASH, Preparing("glad", Prepared(GLAD, "Your pages. I read them twice."))),
    *_both_arrive("1.7 19:30"),
    on("1.7 19:40", WREN, Bringing("glad")),
    on("1.7 19:45", ASH, Bringing("glad")),
    on("1.7 20:00", WREN, treats(Topic.WELLBEING, TALKED), treats(Topic.APPRECIATIONS, TALKED)),
    on(
        "1.7 20:20",
        ASH,
        treats(Topic.ONE_CHANGE, TALKED),
        writes("tea-tray", "Ash keeps the tea tray ready the evening before.", ASH),
    ),
    on("1.7 20:40", WREN, confirms()),
    on("1.7 20:45", ASH, confirms()),
)

SECOND_SESSION = (
    *_both_arrive("2.7 19:30"),
    on("2.7 19:40", ASH, brings(GLAD, "How plainly you asked on the fifth day.")),
    on("2.7 20:00", WREN, treats(Topic.WELLBEING, TALKED)),
    on("2.7 20:20", ASH, NotThatWay(treats(Topic.CLAUSES, TALKED), SessionRests)),
    *_both_arrive("3.1 20:30"),
    on("3.1 20:45", WREN, writes("slower", "Closeness goes slower, and red needs no reason.", ASH)),
    on("3.1 21:00", ASH, confirms()),
    on("3.1 21:05", WREN, confirms()),
)

THIRD_SESSION = (
    *_both_arrive("3.7 19:30"),
    on("3.7 19:45", ASH, brings(HARD, "Choosing against what you think, and living with it.")),
    on("3.7 19:50", WREN, brings(GLAD, "You mended the boiler before I knew of it.")),
    on("3.7 20:10", ASH, treats(Topic.WELLBEING, TALKED), treats(Topic.DECISIONS, TALKED)),
    on("3.7 20:20", ASH, writes("saturdays", "The two Saturdays were a good choice.")),
    on("3.7 20:25", WREN, confirms()),
    on("3.7 20:30", ASH, writes("saturdays", "The two Saturdays are agreed between us.")),
    on("3.7 20:35", WREN, confirms("They were mine to choose; we did not need to agree.")),
    on("3.7 20:40", ASH, confirms()),
)

FOURTH_SESSION = (
    *_both_arrive("4.7 19:30"),
    on("4.7 19:45", WREN, brings(HARD, "I wait for you to ask, and you wait for me to say.")),
    on("4.7 20:00", ASH, brings(WISH, "An evening without a list.")),
    on("4.7 20:20", WREN, treats(Topic.TALKS, TALKED), treats(Topic.CLAUSES, TALKED)),
    on("4.7 20:50", ASH, treats(Topic.CONNECTION, CARRIED)),
    on("4.7 21:15", WREN, writes("renewed", "We read every line and go on with all but one.")),
    on("4.7 21:20", WREN, confirms()),
    on("4.7 21:25", ASH, confirms()),
)

CALLED_OFF = (on("5.7 15:00", ASH, calls_off()),)

SEVENTH_SESSION = (
    on("7.6 12:00", ASH, Preparing("postcard", Prepared(GLAD, "The postcard, on the shelf now."))),
    on(
        "7.6 13:00",
        WREN,
        Preparing("glad", Prepared(GLAD, "That you asked for the way back before I had to.")),
        Preparing("hard", Prepared(HARD, "Asking for a day to myself.")),
    ),
    *_both_arrive("7.7 19:30"),
    on("7.7 19:40", WREN, Bringing("glad")),
    on("7.7 19:45", ASH, Bringing("postcard")),
    on("7.7 20:00", ASH, treats(Topic.CONNECTION, TALKED), treats(Topic.WELLBEING, TALKED)),
    on("7.7 20:10", WREN, treats(Topic.BOUNDARIES, CARRIED, "evenings")),
    on("7.7 20:20", ASH, writes("evening", "One evening a week has no list in it.", ASH)),
    on("7.7 20:30", WREN, writes("walks", "Wren walks when it suits, and nobody keeps it.", WREN)),
    on("7.7 20:40", ASH, confirms()),
    on("7.7 20:45", WREN, confirms()),
)

LINES: tuple[Line, ...] = (
    *FIRST_SESSION,
    *SECOND_SESSION,
    *THIRD_SESSION,
    *FOURTH_SESSION,
    *CALLED_OFF,
    *SEVENTH_SESSION,
)
