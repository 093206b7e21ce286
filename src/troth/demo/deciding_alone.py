"""What each decides about their own life: once without asking, mostly after asking."""

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
    VoiceMissing,
)
from troth.domain.decisions.events import MatterId
from troth.domain.routing.matter import Declaration, MatterKind

WRENS = frozenset({WREN})
"""What touches Wren alone."""

LINES: tuple[Line, ...] = (
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
