"""The demo's record, with Ash and Wren logged in: made once, and copied for whoever changes it."""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.browser.servers import HOST, serving
from tests.browser.visitors import Visitor
from troth.demo.make import make
from troth.demo.people import PEOPLE, Person
from troth.web.cookies import LOGIN

NAMES = tuple(person.name for person in PEOPLE)
STRANGER = "a stranger"


class Home:
    """A directory with the demo's record, and for each of the two what their browser keeps."""

    def __init__(self, path: Path) -> None:
        """Keep where it is."""
        self.path = path
        self.record = path / "record"

    def cookies(self, name: str) -> Path:
        """Return where the cookies of somebody's browser are kept."""
        return self.path / f"{name}.json"

    def keep(self, name: str, token: bytes) -> None:
        """Keep a login as the browser would that somebody came in with."""
        cookie = {"name": LOGIN, "value": token.hex(), "domain": HOST, "path": "/", "expires": -1}
        secured = {**cookie, "httpOnly": True, "secure": False, "sameSite": "Lax"}
        self.cookies(name).write_text(json.dumps({"cookies": [secured], "origins": []}), "utf-8")

    def copied(self, path: Path) -> "Home":
        """Copy it, logins and all."""
        shutil.copytree(self.path, path)
        return Home(path)


def made_home(path: Path, browser: Browser) -> Home:
    """Make the demo and log both in, unless another process has done so or is about to."""
    with _alone(path.with_suffix(".lock")):
        if not path.exists():
            making = Home(path.with_suffix(".making"))
            # Left there by whoever could not finish it.
            shutil.rmtree(making.path, ignore_errors=True)
            for _week in make(making.record):
                pass
            _log_in(making, browser)
            making.path.rename(path)
    return Home(path)


def _log_in(home: Home, browser: Browser) -> None:
    with serving(home.record) as address:
        for person in PEOPLE:
            visitor = Visitor(browser, person.name, address)
            enter(visitor, person)
            visitor.context.storage_state(path=home.cookies(person.name))
            visitor.close()


def enter(visitor: Visitor, person: Person) -> None:
    """Sign in as a person does: by name and passphrase."""
    page = visitor.open("/in")
    page.get_by_label("name").fill(person.name)
    page.get_by_label("passphrase").fill(person.passphrase)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/today")


@contextmanager
def at_home(browser: Browser, home: Home, **how: Any) -> Iterator[dict[str, Visitor]]:  # noqa: ANN401 - what Playwright takes
    """Serve a home to whoever is logged in there and to a stranger, each in their own browser."""
    with serving(home.record) as address:
        known = {file.stem: {"storage_state": file} for file in sorted(home.path.glob("*.json"))}
        visitors = {
            name: Visitor(browser, name, address, **how, **kept)
            for name, kept in {**known, STRANGER: {}}.items()
        }
        yield visitors
        for visitor in visitors.values():
            visitor.close()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
