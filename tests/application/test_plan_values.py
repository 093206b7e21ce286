"""Values in a plan file: what is each one's own, times with their zone, and what is told."""

from datetime import UTC, datetime

import pytest

from tests.application.planned import SMALL, clause, unusable, usable
from tests.given import ASH, WREN
from troth.domain.agreement.terms import Category, Role

ROLE = "kind: role, leads: lead,"


def with_role(fields: str) -> str:
    """Return the small plan with more said about the role."""
    assert ROLE in SMALL
    return SMALL.replace(ROLE, f"{ROLE} {fields},")


def test_titles_and_forms_of_address_are_each_ones_own() -> None:
    text = with_role("titles: {lead: Captain}, forms_of_address: {lead: Ash, follow: Wren, dear}")
    body = clause("role", text.replace("Wren, dear", "'Wren, dear'")).body
    assert isinstance(body, Role)
    assert body.titles == {ASH: "Captain"}
    assert body.forms_of_address == {ASH: "Ash", WREN: "Wren, dear"}


def test_nobody_else_has_a_title_in_it() -> None:
    told = unusable(with_role("titles: {stranger: Captain}"))
    assert told.startswith("clauses[0].titles.stranger (“role”): there is no such field.")


def with_last_day(day: str) -> str:
    """Return the small plan with a last day for the kitchen."""
    return SMALL.replace("kind: standard", f"kind: standard\n    lapses_on: {day}")


def test_a_last_day_says_its_zone() -> None:
    read = clause("kitchen", with_last_day("2026-06-01T00:00+02:00"))
    assert read.lapses_on == datetime(2026, 5, 31, 22, tzinfo=UTC)
    for unclear in ("2026-06-01T00:00", "in June", "12", "9999-12-31T23:00-05:00"):
        assert "a day and time with its zone" in unusable(with_last_day(unclear))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("true", "this is true or false; a whole number belongs here"),
        ("[30]", "this is a list; a whole number belongs here"),
        ("{days: 30}", "this is a group of fields; a whole number belongs here"),
        ("soon", "this is text; a whole number belongs here"),
    ],
)
def test_a_value_of_another_kind_is_told_as_what_it_is(value: str, told: str) -> None:
    stated = SMALL.replace("kind: standard", f"kind: standard\n    review_after_days: {value}")
    assert told in unusable(stated)


def test_what_is_called_known_is_left_to_what_is_agreed() -> None:
    text = SMALL.replace("category: new-intimate", "category: intimate")
    (known,) = (each for each in usable(text).clauses if each.clause == "evening")
    assert known.category is Category.INTIMATE
