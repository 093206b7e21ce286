"""What they ask of each other: directions, permissions and treats, taken or left."""

from troth.demo.script import ASH, WREN, Commands, Line, NotThatWay, on
from troth.domain.agreement.terms import Grade
from troth.domain.directions.given import DirectionId
from troth.domain.directions.giving import (
    Cannot,
    FinishDirection,
    GiveDirection,
    GradeTooHigh,
    LetGo,
    NotLedHere,
    TakeUp,
)
from troth.domain.directions.permissions import (
    AnswerPermission,
    AskPermission,
    NothingToAskUnder,
    PermissionId,
    TakeBackPermission,
)
from troth.domain.directions.treats import NotNow, OfferTreat, TakeTreat, TreatId
from troth.domain.kernel import AreaId, ClauseId, Significance
from troth.domain.routing.matter import Declaration

ONE_OF_THEM = Declaration(frozenset({WREN}), Significance.ROUTINE)


def directs(direction: str, area: str, text: str, until: str) -> Commands:
    """Ask the other for something in what one leads, with an end."""
    return _graded(Grade.REQUEST, direction, (area, text), until)


def orders(direction: str, area: str, text: str, until: str) -> Commands:
    """Ask for it as an order, which the two have agreed may be given."""
    return _graded(Grade.ORDER, direction, (area, text), until)


def orders_always(direction: str, area: str, text: str, until: str) -> Commands:
    """Ask for it as a standing order, which they have not agreed."""
    return _graded(Grade.STANDING_ORDER, direction, (area, text), until)


def _graded(grade: Grade, direction: str, what: tuple[str, str], until: str) -> Commands:
    area, text = what
    return lambda scene: (
        GiveDirection(
            DirectionId(direction),
            text,
            ONE_OF_THEM,
            scene.at(until),
            AreaId(area),
            grade=grade,
            review_on=scene.at(until) if grade is Grade.STANDING_ORDER else None,
        ),
    )


def asks_leave(permission: str, text: str) -> AskPermission:
    """Ask under what both agreed about closeness."""
    return AskPermission(PermissionId(permission), ClauseId("closeness-invitation"), text)


DIRECTED = (
    on(
        "2.2 09:00",
        ASH,
        directs("seeds", "household", "Bring the seed trays in before the rain.", "2.3 20:00"),
    ),
    on("2.2 09:10", WREN, TakeUp(DirectionId("seeds"))),
    on("2.3 16:00", WREN, FinishDirection(DirectionId("seeds"))),
    on(
        "3.2 09:00",
        ASH,
        NotThatWay(
            orders_always("lamp", "household", "Light the lamp at dusk.", "5.1 20:00"),
            GradeTooHigh,
        ),
        orders("attic", "household", "Sort the boxes in the attic.", "3.6 20:00"),
        NotThatWay(directs("desk", "work", "Clear your desk at work.", "3.6 20:00"), NotLedHere),
    ),
    on("3.2 19:00", WREN, Cannot(DirectionId("attic"), "My back. I can hold the ladder for you.")),
    on(
        "4.1 09:00",
        ASH,
        orders("coat", "self-care", "Take the grey coat to be mended.", "4.6 18:00"),
    ),
    on("4.3 11:00", ASH, LetGo(DirectionId("coat"))),
    on(
        "6.2 13:00",
        ASH,
        NotThatWay(
            directs("rest-early", "self-care", "An early night there.", "6.4 22:00"), NotLedHere
        ),
    ),
    on(
        "6.2 22:10",
        ASH,
        directs("postcard", "behaviour", "Bring me a postcard of the bridge.", "7.2 20:00"),
    ),
    on("6.2 22:15", WREN, TakeUp(DirectionId("postcard"))),
    on("7.1 19:00", WREN, FinishDirection(DirectionId("postcard"))),
)

CLOSE = (
    on("2.4 12:00", WREN, NotThatWay(asks_leave("too-soon", "This evening?"), NothingToAskUnder)),
    on("2.5 21:30", WREN, asks_leave("first-time", "This evening, as we have named it?")),
    on(
        "2.5 21:40",
        ASH,
        AnswerPermission(PermissionId("first-time"), yes=True, note="Gladly. We ask again then."),
    ),
    on("4.4 21:00", WREN, asks_leave("tired", "Tonight?")),
    on(
        "4.4 21:10",
        ASH,
        AnswerPermission(PermissionId("tired"), yes=False, note="Not tonight; hold me instead."),
    ),
    on("5.1 21:00", WREN, asks_leave("changed-mind", "Tomorrow?")),
    on("5.1 21:20", ASH, AnswerPermission(PermissionId("changed-mind"), yes=True)),
    on("5.2 08:00", WREN, TakeBackPermission(PermissionId("changed-mind"))),
)

GIVEN = (
    on(
        "2.6 17:00",
        ASH,
        OfferTreat(TreatId("bath"), "The bath is yours from eight.", ClauseId("slow-bath")),
    ),
    on("2.6 17:10", WREN, TakeTreat(TreatId("bath"))),
    on("4.6 10:00", WREN, OfferTreat(TreatId("lie-in"), "I take the morning; you lie in.")),
    on("4.6 10:10", ASH, TakeTreat(TreatId("lie-in"))),
    on("5.7 16:00", ASH, OfferTreat(TreatId("cake"), "I bring cake.")),
    on("5.7 16:10", WREN, NotNow(TreatId("cake"))),
)

LINES: tuple[Line, ...] = (*DIRECTED, *CLOSE, *GIVEN)
