"""What they keep day by day: marks of their own, thanks and notes said in the moment."""

from troth.demo.daily_deeds import marks, says
from troth.demo.script import ASH, WREN, Line, on
from troth.domain.conduct.observations import (
    AnswerObservation,
    ObservationId,
    ObservationKind,
)
from troth.domain.standards.events import Mark

KITCHEN = "kitchen-before-bed"
TEA = "morning-tea"
PAGE = "evening-page"

PRAISE, NOTE = ObservationKind.PRAISE, ObservationKind.NOTE
REMINDER, CONCERN = ObservationKind.REMINDER, ObservationKind.CONCERN

SAID = (
    on("1.4 08:00", WREN, says("tea", ASH, PRAISE, "Tea, and you sat down. I was awake at once.")),
    on(
        "1.5 08:10", ASH, says("first-page", WREN, PRAISE, "Your page about the bus made me laugh.")
    ),
    on("2.2 19:00", WREN, says("paper", ASH, NOTE, "The good paper for the pages has run out.")),
    on("2.2 19:20", ASH, AnswerObservation(ObservationId("paper"), "There is more on the shelf.")),
    on("2.6 09:00", ASH, says("asked", WREN, PRAISE, "Thank you for asking so plainly.")),
    on("3.2 22:00", ASH, says("post", WREN, REMINDER, "The letters by the door, when you pass.")),
    on("4.5 21:50", WREN, says("quiet", ASH, CONCERN, "We hardly spoke this week, and I noticed.")),
    on("4.5 22:10", ASH, AnswerObservation(ObservationId("quiet"), "So did I. Let us say more.")),
    on("6.4 23:10", WREN, says("call", ASH, PRAISE, "You stayed up for my afternoon.")),
    on("7.2 22:10", ASH, says("evening", WREN, PRAISE, "For reading our words aloud with me.")),
    on(
        "7.6 08:00",
        WREN,
        says("list", ASH, PRAISE, "The bills were all done before I thought of it."),
    ),
    on("8.4 20:00", ASH, says("knee", WREN, NOTE, "You took the stairs without holding on.")),
)

MARKED = (
    on("1.3 22:00", WREN, marks(PAGE, "1.3 21:30"), marks(KITCHEN, "1.3 22:00")),
    on("1.4 07:55", ASH, marks(TEA, "1.4 07:30"), marks("lead-notices", "1.4 07:55")),
    on("2.2 23:20", WREN, marks(PAGE, "2.2 21:30", Mark.PARTLY)),
    on("3.2 08:00", ASH, marks(TEA, "3.2 07:30", Mark.NOT_THIS_TIME)),
    on("4.3 08:00", ASH, marks(TEA, "4.3 07:30", Mark.PARTLY)),
    on("7.5 08:00", ASH, marks(TEA, "7.5 07:30")),
    on("8.2 22:00", WREN, marks(PAGE, "8.2 21:30"), marks(KITCHEN, "8.2 22:00")),
    on("8.3 08:00", ASH, marks(TEA, "8.3 07:30")),
    on("8.4 22:30", WREN, marks(KITCHEN, "8.4 22:00")),
    on("8.5 07:55", ASH, marks(TEA, "8.5 07:30")),
    on("8.5 22:05", WREN, marks(PAGE, "8.5 21:30")),
)


LINES: tuple[Line, ...] = (*SAID, *MARKED)
