"""What Wren decides, and what Ash decides after hearing Wren: what becomes of opinions."""

from troth.demo.deeds import (
    MATTERS,
    ROUTINE,
    another_way,
    decides,
    of_kind,
    part,
    partly,
    raises,
    taken,
    thinks,
)
from troth.demo.script import ASH, BOTH, WREN, Line, NotThatWay, on
from troth.domain.decisions.commands import (
    Declare,
    NotYoursToDecide,
    OpinionUnanswered,
    VoiceMissing,
)
from troth.domain.decisions.events import MatterId
from troth.domain.routing.matter import Declaration, MatterKind

WRENS = frozenset({WREN})
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
            part(WREN, "work", WRENS, ROUTINE),
        ),
        decides("early-shifts", "Early ones.", "I like to have the afternoon."),
    ),
    on(
        "3.1 19:00",
        WREN,
        raises(
            "training",
            "Whether I ask for the longer training at work",
            part(WREN, "work", WRENS),
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
            "I ask for it, beginning after the holidays.",
            "It is what I want to be able to do in two years.",
            partly("training-ash", "I asked for a later start instead of a shorter first month."),
        ),
    ),
    on(
        "3.3 18:00",
        WREN,
        raises(
            "saturdays",
            "Whether I take two Saturdays at work before the holidays",
            part(WREN, "work", WRENS),
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
            part(ASH, "household", WRENS, ROUTINE),
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
            "Whether the garden wall is rebuilt this season",
            part(WREN, "household", BOTH),
            wanted="I would wait a year.",
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

LINES: tuple[Line, ...] = (*BY_SELF, *BY_LEAD)
