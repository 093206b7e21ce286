"""What they decide together, or cannot decide, or decide in some other way than alone."""

from troth.demo.deciding_alone import WRENS
from troth.demo.deeds import (
    ROUTINE,
    agrees_to_outcome,
    decides,
    has_nothing_to_add,
    part,
    raises,
    taken,
    thinks,
)
from troth.demo.script import ASH, BOTH, WREN, Line, NotThatWay, on
from troth.domain.agreement.commands import NameArea
from troth.domain.decisions.commands import (
    BelongsToConduct,
    Defer,
    Elevate,
    LimitTouched,
    RescindDecision,
    ReviewDecision,
    SplitMatter,
    TakeUrgently,
    WithdrawMatter,
)
from troth.domain.decisions.events import MatterId
from troth.domain.kernel import AreaId
from troth.domain.routing.matter import Declaration, Facet, MatterKind

TOGETHER = (
    on(
        "2.6 11:00",
        WREN,
        NameArea(AreaId("holidays"), "Holidays"),
        raises("summer", "Where we go in summer", part(WREN, "holidays", BOTH)),
        decides("summer", "Two weeks at the lake.", "We both came back rested last time."),
    ),
    on(
        "2.6 11:30",
        ASH,
        thinks("summer", "summer-ash", "The lake, and one week is enough for me."),
    ),
    on(
        "2.6 11:40",
        WREN,
        decides(
            "summer",
            "Ten days at the lake.",
            "Half-way between the two.",
            taken("summer-ash", "Ten days leave you four at home."),
        ),
    ),
    on("2.6 12:00", ASH, agrees_to_outcome("summer")),
    on(
        "4.4 18:00",
        WREN,
        NameArea(AreaId("evenings"), "Evenings out"),
        raises("choir", "Whether I join the choir", part(WREN, "evenings", WRENS)),
        Elevate(MatterId("choir")),
        decides("choir", "I join, on the evenings you are out too.", "I long to sing again."),
    ),
    on("4.4 18:30", ASH, agrees_to_outcome("choir")),
    on(
        "5.3 17:00",
        ASH,
        raises("concert", "Whether we still go to the concert", part(ASH, "household", BOTH)),
        decides("concert", "We go, side by side.", "We bought the tickets as friends of music."),
    ),
    on("5.3 17:30", WREN, agrees_to_outcome("concert")),
)

OTHERWISE = (
    on(
        "3.6 17:00",
        ASH,
        raises(
            "neighbours-supper",
            "Whether we bring our table sign to the neighbours' supper",
            Facet(
                AreaId("behaviour"),
                tags=frozenset({"signs in company"}),
                declared={ASH: Declaration(BOTH, ROUTINE)},
            ),
        ),
        NotThatWay(decides("neighbours-supper", "We do.", "It is small."), LimitTouched),
        WithdrawMatter(MatterId("neighbours-supper")),
    ),
    on(
        "5.2 20:00",
        ASH,
        raises(
            "after-the-slip",
            "Which agreed response to suggest for the kitchen",
            Facet(AreaId("household"), kind=MatterKind.CORRECTION),
        ),
        NotThatWay(decides("after-the-slip", "A talk.", "It is little."), BelongsToConduct),
        WithdrawMatter(MatterId("after-the-slip")),
    ),
    on(
        "3.5 06:40",
        ASH,
        raises("boiler", "What we do about the boiler", part(ASH, "household", BOTH)),
        TakeUrgently(
            MatterId("boiler"),
            "I turned it off and called the plumber.",
            "Water was on the floor and you were on the train.",
            protective=True,
        ),
    ),
    on("3.5 17:00", WREN, thinks("boiler", "boiler-wren", "Good. Mend it, do not replace it.")),
    on(
        "3.5 18:00",
        ASH,
        decides(
            "boiler",
            "It is mended, and looked at again in a year.",
            "The plumber gives it two years.",
            taken("boiler-wren", "That is what the plumber says too."),
        ),
    ),
    on(
        "4.3 17:00",
        ASH,
        raises("grocery-day", "Which day the groceries are fetched", part(ASH, "household", BOTH)),
        Defer(MatterId("grocery-day")),
    ),
    on(
        "4.3 17:20",
        WREN,
        decides("grocery-day", "The day before the weekend.", "The shop is empty at noon."),
    ),
    on(
        "5.6 18:00",
        WREN,
        raises("week-away", "Whether I go for the week they ask for", part(WREN, "work", BOTH)),
        SplitMatter(MatterId("week-away"), (part(WREN, "work", WRENS),)),
        decides("week-away", "I go.", "It is one week, and I want to see how they work there."),
    ),
    on(
        "5.6 18:20",
        ASH,
        has_nothing_to_add("week-away"),
        agrees_to_outcome("week-away"),
    ),
    on(
        "7.6 10:00",
        ASH,
        ReviewDecision(MatterId("kitchen-paint"), "Still glad of the green."),
        RescindDecision(MatterId("laundry"), "Wren does it when it suits; no day needed."),
    ),
)

LINES: tuple[Line, ...] = (*TOGETHER, *OTHERWISE)
