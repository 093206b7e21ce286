"""While a law runs, the domain may touch nothing outside: an audit hook refuses it."""

from collections.abc import Generator

import pytest

from tests.purity import refusing_io


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Arm the hook around the call of each test in this folder, and only around it."""
    with refusing_io():
        return (yield)
