"""The size budgets, and every place in the given modules that exceeds one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.house.exceptions import allowance
from tests.house.measures import complexity, is_dispatch, length, parameters
from tests.house.source import Module

MODULE_LINES = 400
"""A reader holds one file in mind at a time; good projects of this size stay below it."""

MODULE_LINES_MEDIAN = 150
MODULE_LINES_P90 = 350
FUNCTION_LINES = 60
"""One screen. Past it a reader scrolls back to remember what a name meant."""

FUNCTION_LINES_MEDIAN = 8
FUNCTION_LINES_P90 = 30
COMPLEXITY = 8
"""More decisions than this in one place and nobody tests every path."""

PARAMETERS = 4


@dataclass(frozen=True)
class Measurement:
    """What one place measured against one budget."""

    budget: str
    place: str
    measured: int
    most: int

    @property
    def is_over(self) -> bool:
        """Tell whether the place exceeds the budget, whatever was granted."""
        return self.measured > self.most

    @property
    def is_granted(self) -> bool:
        """Tell whether the committed list lets this place be as large as it is."""
        granted = allowance(self.budget, self.place)
        return granted is not None and self.measured <= granted

    def __str__(self) -> str:
        """Say it so that a failing test names the place, the figure and the budget."""
        return f"{self.place}: {self.budget} {self.measured}, at most {self.most}"


def measurements(modules: Iterable[Module]) -> Iterator[Measurement]:
    """Measure every module and function; plain dispatches are measured as modules only."""
    for module in modules:
        yield Measurement("module lines", module.path, module.lines, MODULE_LINES)
        for function in module.functions():
            place = f"{module.path}:{function.name}"
            if not is_dispatch(function):
                yield Measurement("function lines", place, length(function), FUNCTION_LINES)
                yield Measurement("complexity", place, complexity(function), COMPLEXITY)
            # A click command receives each option of its verb as one parameter.
            if not module.path.startswith("src/troth/cli/"):
                yield Measurement("parameters", place, parameters(function), PARAMETERS)


def over(modules: Iterable[Module]) -> list[str]:
    """Return every place over its budget that nothing on the committed list allows."""
    found = [each for each in measurements(modules) if each.is_over and not each.is_granted]
    return [str(each) for each in found]
