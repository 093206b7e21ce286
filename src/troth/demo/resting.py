"""What protects them: limits, pauses, a stop, lighter days, windows, and the way back."""

from troth.application.sealed import helped
from troth.demo.script import (
    ASH,
    AWAY_ZONE,
    HOME_ZONE,
    WREN,
    Commands,
    Line,
    NotThatWay,
    Sealing,
    on,
)
from troth.domain.agreement.terms import Circumstance
from troth.domain.dynamic.commands import (
    AffirmResumption,
    BeginLighter,
    ChangeZone,
    ClearCheck,
    EndLighter,
    Pause,
    RaiseCheck,
    RetractResumption,
    Stop,
)
from troth.domain.kernel import AreaId, ClauseId
from troth.domain.resets.commands import (
    AskReset,
    FinishReset,
    OptIntoReset,
    ReaffirmClause,
    ResetNotBegun,
)
from troth.domain.resets.events import Help, ResetId, Wish
from troth.domain.safety import (
    AskToLoosen,
    LimitId,
    LooseningWaits,
    LoosenLimit,
    NotYourLimit,
    SetLimit,
    Target,
)
from troth.domain.windows import CloseWindow, OpenWindow

CLOSENESS = AreaId("closeness")
WAY_BACK = ResetId("first-way-back")


def opens_window(until: str) -> Commands:
    """Ask for a window until then, or say yes to it."""
    return lambda scene: (OpenWindow(scene.at(until)),)


def _answers_help(answer: Help) -> Sealing:
    return Sealing(lambda _: helped(WAY_BACK), answer)


def _wishes(wish: Wish, *clauses: str) -> tuple[ReaffirmClause, ...]:
    return tuple(ReaffirmClause(WAY_BACK, ClauseId(clause), wish) for clause in clauses)


LIMITS = (
    on(
        "1.3 21:00",
        ASH,
        SetLimit(
            LimitId("whisper"),
            Target.TAG,
            "jokes-at-work",
            hard=False,
            conditions="Not by message while I am at work.",
        ),
    ),
    on(
        "3.6 16:00",
        WREN,
        SetLimit(LimitId("in-company"), Target.TAG, "in-company"),
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

AWAY = (
    on("6.2 12:00", WREN, ChangeZone(AWAY_ZONE)),
    on("6.3 22:20", WREN, CloseWindow(Circumstance.WORK)),
    on("6.4 20:00", WREN, opens_window("6.5 00:30")),
    on("6.4 20:10", ASH, opens_window("6.5 00:30")),
    on("6.4 23:30", ASH, CloseWindow(Circumstance.SLEEP)),
    on("7.1 12:00", WREN, ChangeZone(HOME_ZONE)),
)
"""Ten in the evening at home is the afternoon where Wren is."""

RESET = (
    on("7.1 20:00", ASH, AskReset(WAY_BACK, ClauseId("way-back"))),
    on("7.2 18:00", WREN, OptIntoReset(WAY_BACK), NotThatWay(FinishReset(WAY_BACK), ResetNotBegun)),
    on("7.2 18:10", ASH, OptIntoReset(WAY_BACK)),
    on("7.2 22:00", ASH, FinishReset(WAY_BACK)),
    on(
        "7.2 22:20",
        WREN,
        *_wishes(
            Wish.KEEP, "role", "lead-listens", "lead-notices", "evening-page", "weekly-session"
        ),
        *_wishes(Wish.CHANGE, "kitchen-before-bed"),
        *_wishes(Wish.DROP, "morning-walk"),
    ),
    on(
        "7.2 22:30",
        ASH,
        *_wishes(Wish.KEEP, "role", "lead-listens", "morning-tea", "honest-no", "weekly-session"),
        *_wishes(Wish.CHANGE, "kitchen-before-bed"),
    ),
    on("7.3 12:00", WREN, _answers_help(Help.HELPED)),
    on("7.3 13:00", ASH, _answers_help(Help.PARTLY)),
)

LINES: tuple[Line, ...] = (*LIMITS, *STOP, *LIGHTER, *PAUSE, *AWAY, *RESET)
