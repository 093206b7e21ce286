"""A week apart with windows across two zones, and the way back to each other."""

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
    ChangeZone,
)
from troth.domain.kernel import ClauseId
from troth.domain.resets.commands import (
    AskReset,
    FinishReset,
    OptIntoReset,
    ReaffirmClause,
    ResetNotBegun,
)
from troth.domain.resets.events import Help, ResetId, Wish
from troth.domain.windows import CloseWindow, OpenWindow

WAY_BACK = ResetId("first-way-back")


def opens_window(until: str) -> Commands:
    """Ask for a window until then, or say yes to it."""
    return lambda scene: (OpenWindow(scene.at(until)),)


def _answers_help(answer: Help) -> Sealing:
    return Sealing(lambda _: helped(WAY_BACK), answer)


def _wishes(wish: Wish, *clauses: str) -> tuple[ReaffirmClause, ...]:
    return tuple(ReaffirmClause(WAY_BACK, ClauseId(clause), wish) for clause in clauses)


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

LINES: tuple[Line, ...] = (*AWAY, *RESET)
