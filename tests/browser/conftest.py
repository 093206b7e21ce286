"""One browser for each process of the tests, and servers on which Ash, Wren and a stranger meet.

They live no longer than the tests of this package: while a browser is driven from here, nothing
else in the same process can run a loop of its own.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser

from tests.browser.checker import NO_JAVA
from tests.browser.chromium import NoBrowser, chromium
from tests.browser.homes import Home, at_home, made_home
from tests.browser.scenes import Scenes
from tests.browser.visitors import Visitor


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start the browser of this machine; without one, say so in a sentence."""
    with ExitStack() as stack:
        try:
            started = stack.enter_context(chromium())
        except NoBrowser as missing:
            pytest.fail(str(missing), pytrace=False)
        yield started


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Home:
    """Return the demo's home, made once for all processes; nothing is changed in it."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    return made_home(shared / "demo")


@pytest.fixture(scope="package")
def scenes(
    browser: Browser, demo: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scenes]:
    """Return every scene, for all tests that only look."""
    with ExitStack() as stack:
        yield Scenes(browser, demo, tmp_path_factory.mktemp("scenes"), stack)


@pytest.fixture
def evening(browser: Browser, demo: Home, tmp_path: Path) -> Iterator[dict[str, Visitor]]:
    """Return Ash and Wren with a copy of the demo of their own, in which things may happen."""
    with at_home(browser, demo.copied(tmp_path / "home")) as both:
        yield both


@pytest.fixture(scope="session")
def java() -> str:
    """Return where Java is; without it, say so in a sentence."""
    found = which("java")
    if found is None:
        pytest.fail(NO_JAVA, pytrace=False)
    return found
