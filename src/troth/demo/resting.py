"""What protects them: limits, a stop, pauses, and lighter days."""

from troth.demo.script import (
    ASH,
    WREN,
    Line,
    NotThatWay,
    on,
)
from troth.domain.dynamic.commands import (
    AffirmResumption,
    BeginLighter,
    ClearCheck,
    EndLighter,
    Pause,
    RaiseCheck,
    RetractResumption,
    Stop,
)
from troth.domain.kernel import AreaId
from troth.domain.safety import (
    AskToLoosen,
    LimitId,
    LooseningWaits,
    LoosenLimit,
    NotYourLimit,
    SetLimit,
    Target,
)

CLOSENESS = AreaId("closeness")

LIMITS = (
    on(
        "1.3 21:00",
        ASH,
        SetLimit(
            LimitId("whisper"),
            Target.TAG,
            "jokes at work",
            hard=False,
            conditions="Not by message while I am at work.",
        ),
    ),
    on(
        "3.6 16:00",
        WREN,
        SetLimit(LimitId("in-company"), Target.TAG, "signs in company"),
    ),
    on("3.6 16:30", ASH, NotThatWay(AskToLoosen(LimitId("in-company")), NotYourLimit)),
    on(
        "8.1 09:00",
        ASH,
        AskToLoosen(LimitId("whisper")),
        NotThatWay(LoosenLimit(LimitId("whisper")), LooseningWaits),
    ),
    on("8.4 10:00", ASH, LoosenLimit(LimitId("whisper"))),
)

STOP = (
    on("2.7 20:15", WREN, Stop()),
    on("2.7 21:40", ASH, AffirmResumption()),
    on("3.1 07:40", WREN, AffirmResumption()),
)
"""Wren says red in the middle of the second session; it goes on the next day."""

LIGHTER = (
    on("4.2 20:30", WREN, BeginLighter()),
    on("4.4 09:00", WREN, EndLighter()),
    on("5.6 07:00", ASH, BeginLighter()),
    on("5.7 07:00", ASH, EndLighter()),
)

PAUSE = (
    on("5.1 22:00", ASH, RaiseCheck(), ClearCheck()),
    on("5.1 22:10", WREN, ClearCheck()),
    on("5.2 19:00", WREN, Pause()),
    on("5.3 21:00", ASH, AffirmResumption(), RetractResumption()),
    on("5.4 19:00", WREN, AffirmResumption()),
    on("5.4 19:30", ASH, AffirmResumption()),
    on("7.4 08:00", WREN, Pause(CLOSENESS)),
    on("7.6 18:00", WREN, AffirmResumption(CLOSENESS)),
    on("7.6 18:20", ASH, AffirmResumption(CLOSENESS)),
)

LINES: tuple[Line, ...] = (*LIMITS, *STOP, *LIGHTER, *PAUSE)
