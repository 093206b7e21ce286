"""Measuring in rounds: every case once in each round, so that what disturbs one disturbs all."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

ROUNDS = 5
"""The median of five leaves out the two that something else disturbed most."""


def peak_kib() -> int:
    """Return the most memory this process has held; what its parent held is not in it."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def _no_need() -> None:
    """Make nothing ready."""


@dataclass
class Case:
    """Something to measure: its name, how often it is done in a round, and what it takes."""

    name: str
    times: int
    do: Callable[[], object]
    ready: Callable[[], object] = _no_need
    """What makes ready for each time, and is not measured."""
    seconds: list[float] = field(default_factory=list)
    own_seconds: list[float] = field(default_factory=list)

    def measure(self) -> None:
        """Do it as often as one round asks."""
        taken = own = 0.0
        for _ in range(self.times):
            self.ready()
            began, own_began = time.perf_counter(), time.process_time()
            self.do()
            taken += time.perf_counter() - began
            own += time.process_time() - own_began
        self.seconds.append(taken / self.times)
        self.own_seconds.append(own / self.times)

    @property
    def ms(self) -> float:
        """Milliseconds for one, the median of the rounds."""
        return statistics.median(self.seconds) * 1_000

    @property
    def own_ms(self) -> float:
        """Milliseconds of processor time for one; waiting for the disk is not in it."""
        return statistics.median(self.own_seconds) * 1_000


def ratio(case: Case, floor: Case) -> float:
    """Return how many times as long a case takes as another: the median of each round's ratio."""
    pairs = zip(case.seconds, floor.seconds, strict=True)
    return statistics.median(one / other for one, other in pairs)


def own_ratio(case: Case, floor: Case) -> float:
    """Return the same for processor time alone."""
    pairs = zip(case.own_seconds, floor.own_seconds, strict=True)
    return statistics.median(one / other for one, other in pairs)


def in_rounds(cases: Iterable[Case]) -> None:
    """Measure every case in each round; the first round only warms up."""
    measured = list(cases)
    for number in range(ROUNDS + 1):
        print(f"  round {number} of {ROUNDS}", flush=True)
        for case in measured:
            case.measure()
            if number == 0:
                case.seconds.clear()
                case.own_seconds.clear()
