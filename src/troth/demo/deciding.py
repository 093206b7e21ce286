"""What they decide: one question for each of the nine answers, and what becomes of opinions."""

from troth.demo.deeds import (
    MATTERS,
    ROUTINE,
    agrees_to_outcome,
    another_way,
    decides,
    has_nothing_to_add,
    of_kind,
    part,
    partly,
    raises,
    taken,
    thinks,
)
from troth.demo.script import ASH, BOTH, WREN, Line, NotThatWay, on
from troth.domain.agreement.commands import NameArea
from troth.domain.decisions.commands import (
    BelongsToConduct,
    Declare,
    Defer,
    Elevate,
    LimitTouched,
    NotYoursToDecide,
    OpinionUnanswered,
    RescindDecision,
    ReviewDecision,
    SplitMatter,
    TakeUrgently,
    VoiceMissing,
    WithdrawMatter,
)
from troth.domain.decisions.events import MatterId
from troth.domain.kernel import AreaId
from troth.domain.routing.matter import Declaration, Facet, MatterKind

HERS = frozenset({WREN})
"""What touches Wren alone."""

THEIRS = frozenset({ASH})
"""What touches Ash alone."""

BY_SELF = (
    on(
        "1.6 09:00",
        WREN,
        raises(
            "early-shifts",
            "Whether I take the early shifts this month",
            part(WREN, "work", HERS, ROUTINE),
        ),
        decides("early-shifts", "Early ones.", "I like to have the afternoon."),
    ),
    on(
        "3.1 19:00",
        WREN,
        raises(
            "training",
            "Whether I ask for the longer training at work",
            part(WREN, "work", HERS),
            wanted="I would like to hear what you think before I answer them.",
        ),
    ),
    on(
        "3.1 20:00",
        ASH,
        thinks("training", "training-ash", "Yes, and ask whether the first month can be shorter."),
    ),
    on(
        "3.2 12:40",
        WREN,
        decides(
            "training",
            "I ask for it, beginning in spring.",
            "It is what I want to be able to do in two years.",
            partly("training-ash", "I asked for spring instead of a shorter first month."),
        ),
    ),
    on(
        "3.3 18:00",
        WREN,
        raises(
            "saturdays",
            "Whether I take two Saturdays at work before the holidays",
            part(WREN, "work", HERS),
        ),
    ),
    on(
        "3.3 18:30",
        ASH,
        Declare(MatterId("saturdays"), 0, Declaration(BOTH, MATTERS)),
        NotThatWay(decides("saturdays", "No.", "Our Saturdays."), NotYoursToDecide),
    ),
    on("3.3 18:40", WREN, NotThatWay(decides("saturdays", "Yes.", "Two only."), VoiceMissing)),
    on(
        "3.3 19:00",
        ASH,
        thinks("saturdays", "saturdays-ash", "Our Saturdays are few. I would rather keep them."),
    ),
    on(
        "3.3 20:00",
        WREN,
        decides(
            "saturdays",
            "I take the two, and none after that.",
            "A colleague has nobody else to ask.",
            another_way("saturdays-ash", "I read it twice. It is two days, and I gave my word."),
        ),
    ),
    on(
        "7.3 18:00",
        WREN,
        raises(
            "knee", "Whether I have my knee looked at again", of_kind(MatterKind.OWN_BODY, WREN)
        ),
    ),
    on("7.3 18:20", ASH, thinks("knee", "knee-ash", "I would drive you there and back.")),
    on(
        "7.3 18:40",
        WREN,
        decides(
            "knee",
            "I have an appointment next month.",
            "It has been sore on the stairs.",
            taken("knee-ash", "Then you drive."),
        ),
    ),
)

BY_LEAD = (
    on(
        "1.4 18:00",
        ASH,
        raises(
            "laundry",
            "Which evening the laundry is done",
            part(ASH, "household", HERS, ROUTINE),
        ),
        decides("laundry", "The second evening of the week.", "Then the week's end is free."),
    ),
    on(
        "2.4 18:00",
        ASH,
        raises("kitchen-paint", "Which colour the kitchen gets", part(ASH, "household", BOTH)),
        NotThatWay(decides("kitchen-paint", "White.", "It is quick."), VoiceMissing),
    ),
    on(
        "2.4 18:30",
        WREN,
        thinks("kitchen-paint", "paint-wren", "The green of the old tiles. White feels like work."),
    ),
    on(
        "2.4 19:00",
        ASH,
        NotThatWay(decides("kitchen-paint", "Green.", "It is warmer."), OpinionUnanswered),
        decides(
            "kitchen-paint",
            "Green, like the old tiles.",
            "It is the room we are in most.",
            taken("paint-wren", "I had only thought of how quick white would be."),
            look_again="8.6 12:00",
        ),
    ),
    on(
        "3.4 18:00",
        ASH,
        raises(
            "guest-room",
            "Whether the guest room becomes a workroom",
            part(ASH, "household", BOTH),
        ),
    ),
    on(
        "3.4 18:20",
        WREN,
        thinks("guest-room", "room-wren", "Keep the bed. A desk fits beside it."),
    ),
    on(
        "3.4 19:00",
        ASH,
        decides(
            "guest-room",
            "A desk comes in, the bed stays, the wardrobe goes.",
            "We both work at the table too often.",
            partly("room-wren", "The bed stays as you say; for the desk the wardrobe goes."),
        ),
    ),
    on(
        "4.1 18:00",
        WREN,
        raises(
            "garden-wall",
            "Whether the garden wall is rebuilt before winter",
            part(WREN, "household", BOTH),
            wanted="I would wait for spring.",
        ),
        thinks("garden-wall", "wall-wren", "It has stood for years. Let us not spend it now."),
    ),
    on(
        "4.1 19:00",
        ASH,
        decides(
            "garden-wall",
            "It is rebuilt now, the leaning half only.",
            "It leans over the path that everybody takes.",
            another_way("wall-wren", "I hear the cost of it. The lean worries me more."),
        ),
    ),
)

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
        raises("choir", "Whether I join the choir", part(WREN, "evenings", HERS)),
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
            "harvest-supper",
            "Whether we bring our table sign to the harvest supper",
            Facet(
                AreaId("behaviour"),
                tags=frozenset({"in-company"}),
                declared={ASH: Declaration(BOTH, ROUTINE)},
            ),
        ),
        NotThatWay(decides("harvest-supper", "We do.", "It is small."), LimitTouched),
        WithdrawMatter(MatterId("harvest-supper")),
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
            "It is mended, and looked at again next autumn.",
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
        SplitMatter(MatterId("week-away"), (part(WREN, "work", HERS),)),
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

LINES: tuple[Line, ...] = (*BY_SELF, *BY_LEAD, *TOGETHER, *OTHERWISE)
