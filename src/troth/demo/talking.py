"""How they talk: check-ins, talks, the weekly sessions, and what each keeps to themselves."""

from troth.application.preparations import Prepared
from troth.demo.deeds import feels
from troth.demo.script import ASH, WREN, Bringing, Commands, Line, Noting, NotThatWay, Preparing, on
from troth.demo.sitting import arrives, brings, calls_off, confirms, treats, writes
from troth.domain.checkins import Clarity, Connection, Guess
from troth.domain.sessions.commands import SessionRests
from troth.domain.sessions.events import Preparation, Topic, Treatment
from troth.domain.talks.commands import (
    AcknowledgeTalk,
    AskToTalk,
    CloseTalk,
    HoldTalk,
    OnlyAskerCloses,
    SuggestTalkTime,
    WithdrawTalk,
)
from troth.domain.talks.events import About, TalkId, Thing, Urgency

GLAD, HARD, WISH = Preparation.GLAD, Preparation.HARD, Preparation.WISH
TALKED, CARRIED, LEFT = Treatment.TALKED, Treatment.CARRIED, Treatment.LEFT


def suggests_time(talk: str, at: str) -> Commands:
    """Suggest a time for a talk, or say yes to it."""
    return lambda scene: (SuggestTalkTime(TalkId(talk), scene.at(at)),)


def sees(talk: str, at: str) -> Commands:
    """Say that one has seen a request to talk, and suggest a time."""
    return lambda scene: (AcknowledgeTalk(TalkId(talk), scene.at(at)),)


def _both_arrive(at: str) -> tuple[Line, ...]:
    return on(at, WREN, arrives()), on(at, ASH, arrives())


CHECK_INS = (
    on("1.5 21:00", ASH, feels(Connection.CLOSE, Clarity.FAIRLY_CLEAR)),
    on("1.5 21:30", WREN, feels(Connection.CLOSE, Clarity.IN_BETWEEN, "New, and a little solemn.")),
    on("2.5 22:20", WREN, feels(Connection.VERY_CLOSE, Clarity.FAIRLY_CLEAR)),
    on("2.5 22:30", ASH, feels(Connection.VERY_CLOSE, Clarity.CLEAR)),
    on("3.5 21:40", ASH, feels(Connection.STEADY, Clarity.CLEAR)),
    on("3.5 22:00", WREN, feels(Connection.CLOSE, Clarity.CLEAR)),
    on(
        "4.5 21:00",
        WREN,
        feels(
            Connection.A_LITTLE_APART,
            Clarity.IN_BETWEEN,
            "We are kind, and quick.",
            Guess(Connection.STEADY, Clarity.CLEAR),
        ),
    ),
    on(
        "4.5 21:30",
        ASH,
        feels(
            Connection.A_LITTLE_APART,
            Clarity.IN_BETWEEN,
            "I took your quiet for being content.",
            Guess(Connection.CLOSE, Clarity.CLEAR),
        ),
    ),
    on(
        "5.5 21:00",
        ASH,
        feels(
            Connection.FAR_APART,
            Clarity.RATHER_UNCLEAR,
            guess=Guess(Connection.A_LITTLE_APART, Clarity.IN_BETWEEN),
        ),
    ),
    on(
        "5.5 21:20",
        WREN,
        feels(
            Connection.A_LITTLE_APART,
            Clarity.RATHER_UNCLEAR,
            "I do not know when you are leading and when you are only tired.",
            Guess(Connection.STEADY, Clarity.FAIRLY_CLEAR),
        ),
    ),
    on(
        "6.5 20:30", WREN, feels(Connection.A_LITTLE_APART, Clarity.FAIRLY_CLEAR, "The hour helps.")
    ),
    on("6.5 21:00", ASH, feels(Connection.STEADY, Clarity.FAIRLY_CLEAR)),
    on("7.5 21:00", ASH, feels(Connection.CLOSE, Clarity.CLEAR)),
    on("7.5 21:30", WREN, feels(Connection.CLOSE, Clarity.CLEAR, "Here again.")),
)

TALKS = (
    on("3.3 20:30", ASH, sees("fewer-pages", "3.5 20:30")),
    on("3.3 21:00", WREN, suggests_time("fewer-pages", "3.5 20:30")),
    on(
        "3.5 21:00",
        ASH,
        HoldTalk(TalkId("fewer-pages")),
        NotThatWay(CloseTalk(TalkId("fewer-pages")), OnlyAskerCloses),
    ),
    on("3.5 21:05", WREN, CloseTalk(TalkId("fewer-pages"))),
    on("4.6 21:00", ASH, AskToTalk(TalkId("my-mother"), Urgency.NEXT_SESSION, "The holidays.")),
    on("4.6 21:10", WREN, AcknowledgeTalk(TalkId("my-mother"))),
    on("4.7 20:40", ASH, CloseTalk(TalkId("my-mother"))),
    on("5.3 09:00", WREN, AskToTalk(TalkId("quiet-days"), Urgency.SOON)),
    on("5.3 10:00", ASH, sees("quiet-days", "5.4 18:00")),
    on("5.3 10:30", WREN, suggests_time("quiet-days", "5.4 18:00")),
    on("5.4 18:50", WREN, CloseTalk(TalkId("quiet-days"))),
    on(
        "6.3 23:00",
        WREN,
        AskToTalk(
            TalkId("the-week-there"),
            Urgency.NOW,
            "How long the days are.",
            About(Thing.AREA, "work"),
        ),
    ),
    on("6.4 08:00", ASH, sees("the-week-there", "6.4 20:00")),
    on("6.4 13:00", WREN, suggests_time("the-week-there", "6.4 20:00")),
    on("6.4 21:00", WREN, CloseTalk(TalkId("the-week-there"))),
    on("7.3 19:00", WREN, sees("the-sink", "7.4 20:00")),
    on("7.3 19:10", ASH, suggests_time("the-sink", "7.4 20:00")),
    on("7.4 20:35", ASH, CloseTalk(TalkId("the-sink"))),
    on("7.5 12:00", WREN, AskToTalk(TalkId("the-heating"), Urgency.SOON, "The heating.")),
    on("7.5 18:00", WREN, WithdrawTalk(TalkId("the-heating"))),
)

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

NOTES = (
    on("1.1 21:00", WREN, Noting("I am glad that it is written down. I am also a little afraid.")),
    on("1.2 21:00", ASH, Noting("Leading begins with being asked to. Do not let that fade.")),
    on("2.7 22:00", ASH, Noting("Red was right. I was ahead of both of us.")),
    on("4.5 23:00", WREN, Noting("Say it before it is a concern.")),
    on("5.5 22:00", ASH, Noting("I was sure Wren was well. I was guessing.")),
    on("7.2 23:00", WREN, Noting("We laughed at our own words, and kept almost all of them.")),
)

LINES: tuple[Line, ...] = (
    *CHECK_INS,
    *TALKS,
    *FIRST_SESSION,
    *SECOND_SESSION,
    *THIRD_SESSION,
    *FOURTH_SESSION,
    *CALLED_OFF,
    *SEVENTH_SESSION,
    *NOTES,
)
