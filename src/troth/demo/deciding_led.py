"""What Ash decides where Ash leads, and what becomes of what Wren thinks."""

from troth.demo.deciding_alone import WRENS
from troth.demo.deeds import (
    ROUTINE,
    another_way,
    decides,
    part,
    partly,
    raises,
    taken,
    thinks,
)
from troth.demo.script import ASH, BOTH, WREN, Line, NotThatWay, on
from troth.domain.decisions.commands import (
    OpinionUnanswered,
    VoiceMissing,
)

LINES: tuple[Line, ...] = (
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
