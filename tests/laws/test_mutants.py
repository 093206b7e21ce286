"""The tests of the tests: every mistake on the permanent list is noticed."""

from dataclasses import replace

import pytest

from tests.laws.explore import explore
from tests.laws.mutants import MUTANTS, Mutant, names

BESIDE_IT = 40
"""States searched around a start with nothing wrong: what is noticed there is not the mistake."""


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.mistake)
def test_a_mistake_is_noticed(mutant: Mutant) -> None:
    assert mutant.broken()


@pytest.mark.parametrize(
    "start", {each.start: each.mistake for each in MUTANTS if each.start is not None}
)
def test_where_a_mistake_starts_nothing_is_wrong_yet(start: object) -> None:
    mutant = next(each for each in MUTANTS if each.start is start)
    assert mutant.start is not None
    figures = explore(replace(mutant.scope, start=mutant.start), bound=BESIDE_IT)
    assert figures.violations == []


def test_no_mistake_is_listed_twice() -> None:
    assert len(set(names())) == len(names())
