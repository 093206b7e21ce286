"""The kinds of lines there are, in plain terms, and what each asks."""

from collections.abc import Iterator, Mapping

import msgspec

from troth.domain.agreement.terms import (
    EXPECTED,
    NEVER_LAPSE,
    PROTECTS,
    Area,
    Authority,
    Correction,
    Foreword,
    Permission,
    Practice,
    Protocol,
    ResetForm,
    Reward,
    Ritual,
    Role,
    SessionRhythm,
    Signal,
    Standard,
    Survival,
    Terms,
    Window,
)
from troth.domain.agreement.validity import AUTHORITY, EVERYTHING_ELSE, ROLE
from troth.domain.kernel import ClauseId, Value

LABELS: Mapping[type[msgspec.Struct], str] = {
    Standard: "Standard",
    Protocol: "Protocol",
    Ritual: "Ritual",
    Correction: "Agreed response",
    SessionRhythm: "Weekly talk",
    ResetForm: "Reset",
}
"""Kinds that have a name of their own."""


class Kind(Value, frozen=True):
    """One kind of line: where it is suggested, its name and meaning, and what it asks first.

    The name in the address says nothing about what is suggested. `fixed` is the id of a kind of
    which an agreement has one; what a kind does not ask of its body stands in `set_to`.
    """

    at: str
    body: type[msgspec.Struct]
    name: str
    plain: str
    first: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    fixed: ClauseId | None = None
    set_to: dict[str, object] = {}
    is_place: bool = False

    @property
    def label(self) -> str:
        """What such a line is called where precision matters; the couple may call it otherwise."""
        return LABELS.get(self.body, "")

    @property
    def tag(self) -> str:
        """What the record calls this kind."""
        return str(self.body.__struct_config__.tag)

    @property
    def terms_first(self) -> tuple[str, ...]:
        """What every such line is asked besides its words, before anything optional."""
        return ("bearers", "area") if issubclass(self.body, EXPECTED) else ()

    @property
    def terms_more(self) -> tuple[str, ...]:
        """What may be said of every such line."""
        asks_where = not (self.is_place or self.terms_first)
        where = ("area",) if asks_where else ()
        part = () if self.is_place else ("element",)
        term = () if issubclass(self.body, NEVER_LAPSE) else ("trial_days", "review_after_days")
        last = () if issubclass(self.body, PROTECTS) else ("lapses_on",)
        said = ("why", "how_we_tell", "concerns", *where, *part, "rests_on", "tags", "category")
        return tuple(each for each in (*said, *term, *last) if each not in self.first)


class Group(Value, frozen=True):
    """Some kinds that are chosen between."""

    name: str
    kinds: tuple[Kind, ...]


GROUPS: tuple[Group, ...] = (
    Group(
        "What each of you keeps",
        (
            Kind(
                "line",
                Standard,
                "How something is done",
                "You both can tell whether it was kept.",
                ("lighter",),
                ("due_after_miss",),
            ),
            Kind(
                "when",
                Protocol,
                "When this happens, that is done",
                "A small form for a moment that comes again.",
                ("when", "do"),
                ("lighter", "level", "settings", "grade"),
            ),
            Kind(
                "round",
                Ritual,
                "Something that comes round",
                "Done for its meaning, at its time.",
                ("schedule", "lighter"),
                ("due_after_miss",),
            ),
            Kind("usual", Practice, "What you usually do", "A habit you like. It binds nobody."),
        ),
    ),
    Group(
        "Who decides",
        (
            Kind(
                "us",
                Foreword,
                "Why you do this",
                "A few lines about the two of you. It binds nobody.",
            ),
            Kind(
                "who",
                Role,
                "Who leads",
                "Who has the last word where you said so, and how.",
                ("leads", "style", "presence"),
                ("titles", "forms_of_address"),
                ROLE,
            ),
            Kind(
                "part",
                Area,
                "Where a part of life stands",
                "In, out, together, or not sure yet.",
                ("standing", "owner"),
                ("elements", "comes_first"),
                set_to={"everything_else": False},
                is_place=True,
            ),
            Kind(
                "rest",
                Area,
                "Everything you did not name",
                "Where all the rest stands, with what stays out of it.",
                ("standing", "owner", "exceptions"),
                ("elements", "comes_first"),
                EVERYTHING_ELSE,
                {"everything_else": True},
                is_place=True,
            ),
            Kind(
                "both",
                Authority,
                "What touches both of you",
                "What holds when something that is out reaches into the other's days.",
                ("overlap",),
                ("standing_instructions", "grade"),
                AUTHORITY,
            ),
        ),
    ),
    Group(
        "What you ask, give and put right",
        (
            Kind(
                "ask",
                Permission,
                "What one can ask of the other",
                "A yes in general, within bounds. It is never a yes in the moment.",
                (
                    "bounds",
                    "asked_by",
                    "category",
                    "risks",
                    "precautions",
                    "stop_signal",
                    "care_after",
                ),
                ("answer_within_hours", "without_answer"),
            ),
            Kind(
                "right",
                Correction,
                "How a slip is put right",
                "Something small with an end. It is offered, and accepted or not.",
                ("item", "ceiling_minutes"),
                ("bearers", "permission"),
            ),
            Kind("give", Reward, "A treat", "Given freely. It is never owed.", ("treat",)),
        ),
    ),
    Group(
        "Words and times you can rely on",
        (
            Kind(
                "sign",
                Signal,
                "A signal",
                "A word or gesture that slows down, pauses or stops. It never runs out.",
                ("sign", "meaning", "at_a_distance"),
            ),
            Kind(
                "week",
                SessionRhythm,
                "When you sit down together",
                "When, how long, and as what.",
                ("schedule", "in_role"),
            ),
            Kind(
                "hours",
                Window,
                "When the exchange is on",
                "Times you agreed, and what closes them at once.",
                ("schedule", "closed_by"),
            ),
            Kind(
                "back",
                ResetForm,
                "Your way back",
                "What you do when you have drifted apart.",
                ("form", "clears_before"),
            ),
            Kind(
                "after",
                Survival,
                "What outlasts the end",
                "The few things that still hold when this has ended.",
                ("keeps",),
            ),
        ),
    ),
)
"""Every kind, in the order it is chosen from."""


def kinds() -> Iterator[Kind]:
    """Return every kind."""
    for group in GROUPS:
        yield from group.kinds


def kind_of(terms: Terms) -> Kind:
    """Return the kind of a line."""
    body = terms.body
    is_rest = isinstance(body, Area) and body.everything_else
    return next(
        each
        for each in kinds()
        if each.body is type(body) and is_rest == (each.fixed == EVERYTHING_ELSE)
    )
