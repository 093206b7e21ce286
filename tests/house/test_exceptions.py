"""Exceptions from the budgets are few, explained, dated, still needed, and only become fewer."""

from tests.house.budgets import measurements
from tests.house.exceptions import exemptions
from tests.house.source import modules
from tests.house.test_sizes import EVERYWHERE

GRANTED = 0
"""How many there are. Lower it with the list; raising it is a change a reviewer has to see."""

REASON_LENGTH = 20
"""Shorter than this is not a reason."""


def test_the_list_has_not_grown() -> None:
    assert len(exemptions()) == GRANTED


def test_each_exception_says_why() -> None:
    assert [each.place for each in exemptions() if len(each.reason) < REASON_LENGTH] == []


def test_each_exception_is_still_needed_and_no_looser_than_needed() -> None:
    measured = {(each.budget, each.place): each for each in measurements(modules(*EVERYWHERE))}
    for granted in exemptions():
        found = measured[granted.budget, granted.place]
        assert found.is_over, f"{granted.place} is within its budget again: remove the exception"
        assert found.measured == granted.measured, f"tighten {granted.place} to {found.measured}"
