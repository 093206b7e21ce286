"""Phrases: sentences as they stand in English, which remember what they were made of.

A reading says everything once, in English, as a command line and a copy give it. A page puts the
same sentence and the same values into the language of whoever reads.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Self, TypeAlias

from troth.domain.kernel import Value


class Kind(StrEnum):
    """What an id in a phrase is the id of; a draft is a proposal where its own lines follow."""

    CLAUSE = "clause"
    DUTY = "duty"
    PROPOSAL = "proposal"
    DRAFT = "draft"
    LIMIT = "limit"
    MATTER = "matter"
    DIRECTION = "direction"
    PERMISSION = "permission"
    TASK = "task"
    BREACH = "breach"


_QUOTED = (Kind.CLAUSE, Kind.DUTY)
"""Kinds whose ids are words that somebody chose."""


class Named(Value, frozen=True):
    """Something by its id: where commands are typed it is shown; a page shows its words instead.

    `words`: what it was called in what is told; where empty, what it is called now.
    """

    kind: Kind
    id: str
    words: str = ""

    def __str__(self) -> str:
        """Return the id, as somebody types it."""
        return f"“{self.id}”" if self.kind in _QUOTED else self.id


Place: TypeAlias = str | int | datetime | date | Named | tuple[Named, ...]
"""What stands in a phrase: words of somebody, another phrase, a time on the reader's clock."""


class Phrase(str):
    """A sentence in English, with the template and the values it was made of."""

    __slots__ = ("places", "template")
    template: str
    places: Mapping[str, Place]

    def __new__(cls, template: str, **places: Place) -> Self:
        """Fill a template, whose places stand in braces."""
        filled = {name: in_english(value) for name, value in places.items()}
        made = super().__new__(cls, template.format(**filled) if places else template)
        made.template, made.places = template, places
        return made


def in_english(value: Place) -> str:
    """Return a value of a phrase as English has it."""
    match value:
        case datetime():
            return f"{value.day} {value:%B}, {value:%H:%M}"
        case date():
            return f"{value.day} {value:%B}"
        case tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value)
