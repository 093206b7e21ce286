"""One browser and one server for each process of the tests, with Ash, Wren and a stranger."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser

from tests.browser.checker import NO_JAVA
from tests.browser.chromium import NoBrowser, chromium
from tests.browser.homes import NAMES, Home, at_home, made_home
from tests.browser.servers import serving
from tests.browser.visitors import Visitor
from tests.browser.walks import Walk

STRANGER = "a stranger"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser of this machine; without one, say so in a sentence."""
    with ExitStack() as stack:
        try:
            started = stack.enter_context(chromium())
        except NoBrowser as missing:
            pytest.fail(str(missing), pytrace=False)
        yield started


@pytest.fixture(scope="session")
def demo(browser: Browser, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Home:
    """Return the demo's home, made once for all processes; nothing is changed in it."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    return made_home(shared / "demo", browser)


@pytest.fixture(scope="session")
def server(demo: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the demo to all tests that only read, and give its address."""
    with serving(demo.copied(tmp_path_factory.mktemp("read") / "home").record) as address:
        yield address


@pytest.fixture(scope="session")
def visitors(browser: Browser, demo: Home, server: str) -> Iterator[dict[str, Visitor]]:
    """Return Ash, Wren and a stranger, each with a browser of their own."""
    known = {
        name: Visitor(browser, name, server, storage_state=demo.cookies(name)) for name in NAMES
    }
    everybody = {**known, STRANGER: Visitor(browser, STRANGER, server)}
    yield everybody
    for visitor in everybody.values():
        visitor.close()


@pytest.fixture(scope="session")
def walks(visitors: dict[str, Visitor]) -> dict[str, Walk]:
    """Return what each of them reaches by following links."""
    return {name: Walk(visitor) for name, visitor in visitors.items()}


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
