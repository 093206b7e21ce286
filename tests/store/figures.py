"""Chance that can be repeated, and figures that are printed at the end of the run."""

import os
import random
from collections.abc import Callable
from typing import TypeAlias

SOAKING = os.environ.get("TROTH_SOAK") == "1"

DEFAULT_SEED = "20261122"
"""Used when pytest is started by hand; `make` passes its own."""

Figures: TypeAlias = Callable[[str], None]


def chance(seed: str, purpose: str) -> random.Random:
    """Draw the moments of a test: the same seed draws the same ones."""
    return random.Random(f"{seed} {purpose}")  # noqa: S311 - to be repeated, not to be secret


def rounds(gate: int, soak: int) -> int:
    """Choose how often to try: minutes in the gate would cost more than they find."""
    return soak if SOAKING else gate
