"""The pages about plans are true: their file can be agreed, and they leave no field out."""

import re
from enum import StrEnum
from pathlib import Path

import pytest
from msgspec.structs import fields

from tests.application.planned import settle, unusable, usable
from tests.given import WREN, Couple
from troth.application.plan_file import ABOUT, AREA, BODIES, SHAPES, TOP
from troth.application.plans import Stage
from troth.domain.agreement import terms
from troth.domain.dynamic.commands import Activate
from troth.domain.schedules import Schedule
from troth.presets import list_presets

DOCS = Path(__file__).resolve().parents[2] / "docs"
HOW_TO = (DOCS / "how-to/agree-from-a-plan-file.md").read_text("utf-8")
REFERENCE = (DOCS / "reference/plan-file.md").read_text("utf-8")
STYLES = (DOCS / "explanation/styles.md").read_text("utf-8")

WRITTEN_IN_A_PLAN = [
    each
    for each in vars(terms).values()
    if isinstance(each, type) and issubclass(each, StrEnum) and each is not StrEnum
]


def block(page: str, language: str) -> str:
    """Return the first block of a page in a language."""
    found = re.search(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_file_of_the_how_to_can_be_agreed_and_begun() -> None:
    couple = settle(Couple().have_met(), usable(block(HOW_TO, "yaml")))
    assert couple.does(WREN, Activate())


def test_the_how_to_shows_what_is_really_said() -> None:
    shown = next(line for line in HOW_TO.splitlines() if line.startswith("clauses[4]"))
    said = unusable(block(HOW_TO, "yaml").replace("kind: standard", "kind: standrad", 1))
    begins, ends = shown.split("…")
    assert said.startswith(begins)
    assert said.endswith(ends.strip())


@pytest.mark.parametrize("kind", BODIES)
def test_the_reference_names_each_kind_with_its_fields(kind: str) -> None:
    kinds = REFERENCE.partition("## Kinds")[2]
    (row,) = [line for line in kinds.splitlines() if line.startswith(f"| `{kind}` |")]
    own = {name: field for name, field in SHAPES[kind].items() if name not in ABOUT}
    for name, field in own.items():
        assert f"**`{name}`**" in row if field.required else f"`{name}`" in row


def test_the_reference_names_each_field_that_is_not_of_one_kind() -> None:
    schedule = {field.name for field in fields(Schedule)}
    for name in {*TOP, *AREA, *ABOUT, *schedule}:
        assert f"`{name}`" in REFERENCE, name


@pytest.mark.parametrize("choices", WRITTEN_IN_A_PLAN)
def test_the_reference_names_each_choice(choices: type[StrEnum]) -> None:
    for choice in choices:
        assert f"`{choice.value}`" in REFERENCE, choice


def test_the_reference_names_each_stage() -> None:
    for stage in Stage:
        assert f"| `{stage.value}` |" in REFERENCE


def test_the_explanation_tells_of_each_style_and_shape() -> None:
    for name in [*(style.value for style in terms.Style), *(p.name for p in list_presets())]:
        assert f"| `{name}` |" in STYLES, name
