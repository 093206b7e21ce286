"""The parts of a clause in words for people: every one has a name, and no stored word is left."""

from enum import Enum
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from tests.given import ASH
from troth.domain.agreement import terms
from troth.domain.agreement.terms import (
    Body,
    Category,
    Need,
    NeedDeclared,
    Presence,
    Role,
    Style,
    Terms,
)
from troth.domain.kernel import ClauseId
from troth.projections.differences import FieldChange, terms_changes
from troth.projections.parts import CALLED, MEANT, part_words

APART = {"clause", "text", "body"}
"""What a page shows elsewhere: the name, the words, and the parts by themselves."""

PLAIN_KINDS = {"need", "effect"}
"""Parts of a part, which is shown as one."""


def fields() -> dict[str, Any]:
    """Return every part a clause can have, with its type."""
    found = dict[str, Any]()
    for of in (Terms, *get_args(Body)):
        found |= get_type_hints(of)
    known = {each.name for of in (Terms, *get_args(Body)) for each in msgspec.structs.fields(of)}
    return {name: kind for name, kind in found.items() if name in known - APART}


def stored_words(kind: Any) -> list[str]:  # noqa: ANN401 - a type can be of any form
    """Return the words a part is stored with, if they are of a closed list."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [str(each.value) for each in kind]
    return [word for each in get_args(kind) for word in stored_words(each)]


def test_every_part_is_called_something_and_nothing_else_is() -> None:
    assert CALLED.keys() == fields().keys() | {"kind"}


def test_no_stored_word_that_nobody_would_say_is_shown() -> None:
    for name, kind in fields().items():
        for word in stored_words(kind):
            said = part_words(FieldChange(name, "", word)).partition(": ")[2]
            assert "-" not in said.replace("check-in", ""), (name, word)


def test_every_word_that_is_explained_is_one_that_is_stored() -> None:
    kinds = {of.__struct_config__.tag for of in get_args(Body)}
    for name, meant in MEANT.items():
        stored = kinds if name == "kind" else set(stored_words(fields()[name]))
        assert meant.keys() <= stored, name
        assert name in {"closed_by", "kind"} or set(meant) == stored, name


def test_a_clause_reads_as_people_speak() -> None:
    role = Role(leads=ASH, style=Style.NEGOTIATED, presence=Presence.WINDOWS_ONLY)
    needs = (NeedDeclared(Need.HEALTH_CARE, terms.Effect.SUPPORTS),)
    clause = Terms(
        ClauseId("role"), role, "Ash leads.", category=Category.NEW_INTIMATE, needs=needs
    )
    said = [part_words(each) for each in terms_changes(None, clause)]
    assert "agreed: as something intimate and new" in said
    assert "when it holds: in windows only" in said
    assert "how it is led: as negotiated" in said
    assert "what nobody may take away: supports health care" in said


@pytest.mark.parametrize("own", ["a talk, high-spirited", "private-ish, low", "new-intimate"])
def test_what_the_two_wrote_stands_as_they_wrote_it(own: str) -> None:
    for name in ("why", "bounds", "lighter", "form", "titles"):
        assert part_words(FieldChange(name, "", own)).endswith(f": {own}")
