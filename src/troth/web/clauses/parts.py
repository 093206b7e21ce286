"""What each part of a line is asked by; a part without a place here would fail to load."""

from collections.abc import Iterator, Mapping
from functools import cache

import msgspec

from troth.domain.agreement.terms import (
    Category,
    Circumstance,
    Correction,
    CorrectionKind,
    Grade,
    Overlap,
    Presence,
    ProtocolLevel,
    Setting,
    SignalMeaning,
    Standing,
    Style,
    SurvivalKind,
    Terms,
)
from troth.web.clauses.control import Choice, Control, Line, Lines, Number, Ticks, YesNo
from troth.web.clauses.kinds import Kind
from troth.web.clauses.people import (
    HOURS,
    MINUTES,
    REVIEWS,
    TRIALS,
    LastDay,
    Lasting,
    Looked,
    OfEach,
    People,
    Person,
    Reference,
    References,
    Rhythm,
    SlipOf,
    Term,
    areas_of,
    lines_of,
    permissions_of,
    signals_of,
)

_CONTROLS: tuple[Control, ...] = (
    *(Control(name) for name in ("why", "how_we_tell", "concerns", "lighter")),
    *(Control(name) for name in ("risks", "precautions", "care_after")),
    *(Control(name, required=True) for name in ("text", "do", "form", "bounds")),
    *(Line(name, required=True) for name in ("when", "treat", "sign")),
    *(Line(name) for name in ("element", "at_a_distance")),
    *(Lines(name) for name in ("tags", "standing_instructions")),
    *(YesNo(name) for name in ("due_after_miss", "without_answer", "in_role", "clears_before")),
    YesNo("everything_else"),
    People("bearers", required=True),
    *(Person(name, required=True) for name in ("leads", "asked_by")),
    Person("owner"),
    *(OfEach(name) for name in ("titles", "forms_of_address")),
    Looked("elements"),
    Number("comes_first"),
    Lasting("answer_within_hours", HOURS),
    Lasting("ceiling_minutes", MINUTES, required=True),
    Reference("area", areas_of),
    References("exceptions", areas_of),
    Reference("stop_signal", signals_of),
    Reference("permission", permissions_of),
    References("rests_on", lines_of),
    Rhythm("schedule"),
    LastDay("lapses_on"),
    Term("trial_days", TRIALS),
    Term("review_after_days", REVIEWS),
    *(
        Choice(name, kind, required=True)
        for name, kind in (
            ("style", Style),
            ("standing", Standing),
            ("overlap", Overlap),
            ("item", CorrectionKind),
            ("meaning", SignalMeaning),
            ("keeps", SurvivalKind),
        )
    ),
    *(
        Choice(name, kind)
        for name, kind in (
            ("presence", Presence),
            ("grade", Grade),
            ("level", ProtocolLevel),
            ("category", Category),
        )
    ),
    Ticks("settings", Setting),
    Ticks("closed_by", Circumstance),
)

CONTROLS: Mapping[str, Control] = {each.name: each for each in _CONTROLS}
"""What asks for each part, by its name in the record."""

SLIP_OF = SlipOf("bearers")

OWN = ("text", "clause", "body", "needs")
"""Parts of a line that are said in their own way."""


def first_of(kind: Kind) -> tuple[Control, ...]:
    """Return what is asked of a kind at once, after its words."""
    return tuple(_control(name, kind.body) for name in (*kind.first, *kind.terms_first))


def more_of(kind: Kind) -> tuple[Control, ...]:
    """Return what may be said of a kind besides."""
    return tuple(_control(name, kind.body) for name in (*kind.more, *kind.terms_more))


def _control(name: str, body: type[msgspec.Struct]) -> Control:
    return SLIP_OF if body is Correction and name == SLIP_OF.name else CONTROLS[name]


@cache
def body_parts(body: type[msgspec.Struct]) -> frozenset[str]:
    """Return the names of the parts that one kind of line has of its own."""
    return frozenset(field.name for field in msgspec.structs.fields(body))


def all_parts(terms: Terms) -> Iterator[tuple[Control, object, bool]]:
    """Yield every part of a line with its value, and whether that is what it holds unasked."""
    for holder in (terms.body, terms):
        for field in msgspec.structs.fields(type(holder)):
            if field.name not in OWN:
                value = getattr(holder, field.name)
                yield _control(field.name, type(terms.body)), value, value == field.default
