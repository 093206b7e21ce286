"""The pages about plans leave no field out; the how-to itself is run by tests/journeys."""

from enum import StrEnum
from pathlib import Path

import pytest
from msgspec.structs import fields

from troth.application.plans.file import ABOUT, AREA, BODIES, SHAPES, TOP
from troth.application.plans.work import Stage
from troth.domain.agreement import terms
from troth.domain.schedules import Schedule
from troth.presets import list_presets

DOCS = Path(__file__).resolve().parents[2] / "docs"
REFERENCE = (DOCS / "reference/plan-file.md").read_text("utf-8")
STYLES = (DOCS / "explanation/styles.md").read_text("utf-8")

WRITTEN_IN_A_PLAN = [
    each
    for each in vars(terms).values()
    if isinstance(each, type) and issubclass(each, StrEnum) and each is not StrEnum
]


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
