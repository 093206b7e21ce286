"""How they talk beside their sessions: check-ins, talks, and what each keeps to themselves."""

from troth.demo.daily_deeds import feels
from troth.demo.script import ASH, WREN, Commands, Line, Noting, NotThatWay, on
from troth.domain.checkins import Clarity, Connection, Guess
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


def suggests_time(talk: str, at: str) -> Commands:
    """Suggest a time for a talk, or say yes to it."""
    return lambda scene: (SuggestTalkTime(TalkId(talk), scene.at(at)),)


def sees(talk: str, at: str) -> Commands:
    """Say that one has seen a request to talk, and suggest a time."""
    return lambda scene: (AcknowledgeTalk(TalkId(talk), scene.at(at)),)


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

NOTES = (
    on("1.1 21:00", WREN, Noting("I am glad that it is written down. I am also a little afraid.")),
    on("1.2 21:00", ASH, Noting("Leading begins with being asked to. Do not let that fade.")),
    on("2.7 22:00", ASH, Noting("Red was right. I was ahead of both of us.")),
    on("4.5 23:00", WREN, Noting("Say it before it is a concern.")),
    on("5.5 22:00", ASH, Noting("I was sure Wren was well. I was guessing.")),
    on("7.2 23:00", WREN, Noting("We laughed at our own words, and kept almost all of them.")),
)

LINES: tuple[Line, ...] = (*CHECK_INS, *TALKS, *NOTES)
