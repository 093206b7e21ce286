"""Slips, and every way one can go: put right, talked about, left, excused, or the line changed."""

from troth.demo.daily_deeds import accepts, answers, asks_about, offers, weighs
from troth.demo.keeping import KITCHEN, PAGE
from troth.demo.script import ASH, WREN, Line, NotThatWay, on
from troth.domain.agreement.terms import Need
from troth.domain.conduct.commands import (
    BeginCorrection,
    CloseBreach,
    DeclineCorrection,
    FinishCorrection,
    NoteCare,
)
from troth.domain.conduct.events import AnswerKind, BreachId, Finding, HadChoice, HadNeed
from troth.domain.conduct.refusals import (
    AnswerStands,
    AwaitingAnswer,
    NotOwnFinding,
    OnlyReminder,
    RestsNow,
)

DONE_WITH_CARE = (
    on(
        "2.3 08:00",
        ASH,
        asks_about("pans", WREN, (KITCHEN, "2.2 23:00"), "Two pans and the table, this morning."),
        NotThatWay(weighs("pans", Finding.UPHELD), AwaitingAnswer),
    ),
    on(
        "2.3 12:30",
        WREN,
        answers("pans", AnswerKind.ACKNOWLEDGED, "I saw them and went up. It slipped."),
        NotThatWay(weighs("pans", Finding.NOT_UPHELD), NotOwnFinding),
    ),
    on(
        "2.3 18:00",
        ASH,
        weighs("pans", Finding.UPHELD, "Thank you for saying it as it was."),
        offers("pans", "response-again", 30),
    ),
    on("2.3 18:10", WREN, accepts("pans"), BeginCorrection(BreachId("pans"))),
    on("2.3 18:30", WREN, FinishCorrection(BreachId("pans"))),
    on(
        "2.3 18:50",
        ASH,
        NoteCare(BreachId("pans"), "We sat in the clear kitchen and shared an orange."),
        CloseBreach(BreachId("pans")),
    ),
)

DECLINED = (
    on("3.1 08:00", ASH, asks_about("no-page", WREN, (PAGE, "2.6 21:30"), "The desk was empty.")),
    on("3.1 08:40", WREN, answers("no-page", AnswerKind.EXPLAINED, "I was asleep by nine.")),
    on(
        "3.1 18:00",
        ASH,
        weighs("no-page", Finding.UPHELD, "A word before would have done."),
        offers("no-page", "response-again", 20),
    ),
    on("3.1 18:30", WREN, DeclineCorrection(BreachId("no-page"))),
)

RATHER_TALK = (
    on("3.3 08:00", ASH, asks_about("short-word", WREN, (PAGE, "3.1 21:30"), "Nothing, again.")),
    on("3.3 08:30", WREN, answers("short-word", AnswerKind.ACKNOWLEDGED, "Every day is too much.")),
    on(
        "3.3 17:00",
        ASH,
        weighs("short-word", Finding.UPHELD),
        offers("short-word", "response-talk", 30),
    ),
    on("3.3 17:20", WREN, DeclineCorrection(BreachId("short-word"), talk="fewer-pages")),
)

NOT_UPHELD = (
    on(
        "3.6 09:00",
        ASH,
        asks_about("kettle", WREN, (KITCHEN, "3.5 23:30"), "The big pot stood out."),
    ),
    on(
        "3.6 09:20",
        WREN,
        NotThatWay(
            asks_about("manner", ASH, ("speaking-up", "3.6 09:10"), "That was short."), OnlyReminder
        ),
        answers("kettle", AnswerKind.DISPUTED, "That was your soup, put on after I went up."),
    ),
    on("3.6 09:30", ASH, weighs("kettle", Finding.NOT_UPHELD, "It was. I take it back.")),
)

EXCUSED = (
    on("4.3 09:00", ASH, asks_about("cold", WREN, (KITCHEN, "4.2 23:00"), "Nothing was put away.")),
    on(
        "4.3 09:40",
        WREN,
        answers(
            "cold",
            AnswerKind.WAS_IMPOSSIBLE,
            "I was shivering by eight and went to bed.",
            HadNeed(Need.REST_WHEN_ILL),
        ),
    ),
    on(
        "4.3 10:00",
        ASH,
        NotThatWay(weighs("cold", Finding.UPHELD), AnswerStands),
        weighs("cold", Finding.EXCUSED, "Of course. I have put the soup on."),
    ),
    on(
        "4.6 20:00",
        ASH,
        asks_about("shop", WREN, (KITCHEN, "4.5 23:00"), "The shopping stood there."),
    ),
    on(
        "4.6 20:20",
        WREN,
        answers(
            "shop",
            AnswerKind.EXPLAINED,
            "You left the day for the groceries to me, and I chose to come home with them.",
            HadChoice("grocery-day"),
        ),
    ),
    on("4.6 20:30", ASH, weighs("shop", Finding.EXCUSED, "I did, and you had.")),
)

BY_THE_LEAD = (
    on(
        "4.2 12:00",
        WREN,
        asks_about(
            "unheard",
            ASH,
            ("lead-listens", "4.1 21:00"),
            "You told the builder yes before you had asked me about the days.",
        ),
    ),
    on("4.2 13:00", ASH, answers("unheard", AnswerKind.ACKNOWLEDGED, "I did. It slipped.")),
    on("4.2 18:00", WREN, weighs("unheard", Finding.UPHELD)),
    on("4.2 18:10", ASH, weighs("unheard", Finding.UPHELD, "You were owed the question.")),
    on("4.2 18:20", WREN, offers("unheard", "response-repair", 45)),
    on("4.2 18:30", ASH, accepts("unheard"), BeginCorrection(BreachId("unheard"))),
    on("4.2 19:00", ASH, FinishCorrection(BreachId("unheard"))),
    on(
        "4.2 19:20",
        WREN,
        NoteCare(BreachId("unheard"), "Ash called the builder again, with me in the room."),
        CloseBreach(BreachId("unheard")),
    ),
)

RESTED = (
    on("5.1 07:50", WREN, asks_about("own-word", WREN, (KITCHEN, "4.7 23:00"), "I left it all.")),
    on(
        "5.1 18:00",
        ASH,
        weighs("own-word", Finding.UPHELD, "Thank you for saying so first."),
        offers("own-word", "response-again", 30),
    ),
    on("5.1 18:10", WREN, accepts("own-word")),
    on("5.2 20:10", ASH, NotThatWay(offers("own-word", "response-again", 30), RestsNow)),
    on("5.5 10:00", ASH, CloseBreach(BreachId("own-word"))),
)

UNCLEAR = (
    on("7.3 08:00", ASH, asks_about("soaking", WREN, (KITCHEN, "7.2 23:00"), "The sink was full.")),
    on(
        "7.3 08:20", WREN, answers("soaking", AnswerKind.DISPUTED, "It was soaking. It says clear.")
    ),
    on(
        "7.3 18:00",
        ASH,
        weighs("soaking", Finding.UNCLEAR, "We read the line in two ways.", talk="the-sink"),
    ),
)

LINES: tuple[Line, ...] = (
    *DONE_WITH_CARE,
    *DECLINED,
    *RATHER_TALK,
    *NOT_UPHELD,
    *EXCUSED,
    *BY_THE_LEAD,
    *RESTED,
    *UNCLEAR,
)
