"""The audit hook that guards the laws refuses what it is there to refuse, and nothing else."""

import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import FunctionType

import pytest

from tests.purity import ReachedOutsideError, refusing_io


def open_a_file() -> None:
    """Read something that exists on every machine."""
    Path(__file__).read_text("utf-8")


def open_a_database() -> None:
    """Open a database that lives in memory only."""
    sqlite3.connect(":memory:").close()


def start_a_process() -> None:
    """Start something that ends at once."""
    subprocess.run(["true"], check=True)


def list_a_folder() -> None:
    """Look at what lies around."""
    list(Path(__file__).parent.iterdir())


def as_if_in(module: str, act: Callable[[], None]) -> Callable[[], None]:
    """Return the same function as it would be were it written in another module."""
    assert isinstance(act, FunctionType)
    return FunctionType(act.__code__, {**act.__globals__, "__name__": module})


ACTS = [open_a_file, open_a_database, start_a_process, list_a_folder]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("module", ["troth.domain.talks", "troth.projections.today"])
def test_pure_code_that_reaches_outside_is_refused(act: Callable[[], None], module: str) -> None:
    with refusing_io(), pytest.raises(ReachedOutsideError, match=module):
        as_if_in(module, act)()


@pytest.mark.parametrize("act", ACTS)
def test_a_test_may_reach_outside_while_the_domain_is_watched(act: Callable[[], None]) -> None:
    with refusing_io():
        act()
        as_if_in("troth.store.sqlite", act)()


def test_nothing_is_refused_once_the_watch_is_over() -> None:
    with refusing_io():
        pass
    as_if_in("troth.domain.talks", open_a_file)()
