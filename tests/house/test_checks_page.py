"""Each check of the pages stands on one page, with a test there is, a command, or what to see."""

import ast
from functools import cache

import pytest

from tests.house.pages import codes, page, tables
from tests.house.source import ROOT

NUMBERS = (range(1, 11), range(11, 25), range(30, 40), range(40, 48), range(50, 58), range(60, 65))
CHECKS = [f"C-{number:02}" for numbers in NUMBERS for number in numbers]
"""As the design of the pages numbers them."""

ROWS = [row for rows in tables(page("docs/reference/checks.md")).values() for row in rows]
BY_LOOKING = ("Look: ", "Read: ")


@cache
def defined_in(file: str) -> frozenset[str]:
    """Return the names of the tests in a file."""
    found = ast.walk(ast.parse((ROOT / file).read_text("utf-8")))
    return frozenset(each.name for each in found if isinstance(each, ast.FunctionDef))


def test_each_check_is_there_once() -> None:
    assert [row["Check"] for row in ROWS] == CHECKS


@pytest.mark.parametrize("row", ROWS, ids=CHECKS)
def test_each_check_is_shown_by_something_there_is(row: dict[str, str]) -> None:
    named = [each for each in codes(row["Shown by"]) if "::" in each]
    gone = [each for each in named if each.split("::")[1] not in defined_in(each.split("::")[0])]
    assert gone == []
    assert named or "`make bench`" in row["Shown by"] or row["Shown by"].startswith(BY_LOOKING)
