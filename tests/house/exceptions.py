"""Read the committed list of exceptions from the budgets."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from tests.house.source import ROOT

LIST = ROOT / "tests" / "house" / "exceptions.toml"


@dataclass(frozen=True)
class Exemption:
    """One place that may exceed one budget, up to what it measured that day, and why."""

    budget: str
    place: str
    measured: int
    reason: str
    since: date


@cache
def exemptions() -> tuple[Exemption, ...]:
    """Return the whole list; an entry without a reason or a date does not load."""
    entries = tomllib.loads(LIST.read_text("utf-8")).get("exception", [])
    return tuple(Exemption(**entry) for entry in entries)


def allowance(budget: str, place: str) -> int | None:
    """Return what a place may measure beyond the budget, or None where nothing was granted."""
    granted = [each for each in exemptions() if (each.budget, each.place) == (budget, place)]
    return granted[0].measured if granted else None


def least_ratio() -> float:
    """Return the tests-to-source ratio granted for now; KeyError once nothing is granted."""
    granted = tomllib.loads(LIST.read_text("utf-8"))["tests_to_source"]
    assert granted["reason"].strip()
    assert isinstance(granted["since"], date)
    return float(granted["least"])
