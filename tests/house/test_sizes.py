"""Files and functions stay small enough to be read in one go."""

import pytest

from tests.house.budgets import (
    FUNCTION_LINES_MEDIAN,
    FUNCTION_LINES_P90,
    MODULE_LINES_MEDIAN,
    MODULE_LINES_P90,
    over,
)
from tests.house.measures import is_dispatch, length, percentile
from tests.house.source import modules

MEDIAN, P90 = 0.5, 0.9
EVERYWHERE = ("src", "tests", "benchmarks", "docs")


def function_lengths(folder: str) -> list[int]:
    """Measure every function of a folder, plain dispatches aside."""
    functions = (each for module in modules(folder) for each in module.functions())
    return [length(function) for function in functions if not is_dispatch(function)]


def test_no_file_and_no_function_exceeds_its_budget() -> None:
    found = over(modules(*EVERYWHERE))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_most_files_are_short(folder: str) -> None:
    lines = [module.lines for module in modules(folder)]
    assert percentile(lines, MEDIAN) <= MODULE_LINES_MEDIAN
    assert percentile(lines, P90) <= MODULE_LINES_P90


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_most_functions_are_short(folder: str) -> None:
    lengths = function_lengths(folder)
    assert percentile(lengths, MEDIAN) <= FUNCTION_LINES_MEDIAN
    assert percentile(lengths, P90) <= FUNCTION_LINES_P90
