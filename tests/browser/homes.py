"""The demo's record, with Ash and Wren logged in: made once, and copied for whoever changes it."""

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.browser.servers import HOST, serving
from tests.browser.visitors import Visitor
from troth.application.accounts.account import unlock
from troth.application.accounts.devices import remember_device
from troth.application.accounts.logins import MOST_IDLE_MINUTES, start_login
from troth.application.accounts.wraps import opened_keyring
from troth.bootstrap import open_host
from troth.demo.make import make
from troth.demo.people import PEOPLE, Person
from troth.web.cookies import LOGIN

Serves = Callable[[Path], AbstractContextManager[str]]
"""Serves a record, and gives the address."""

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
        """Copy it, and log both in there: their logins may have rested too long meanwhile."""
        shutil.copytree(self.path, path)
        home = Home(path)
        log_in(home)
        return home


def made_home(path: Path) -> Home:
    """Make the demo and log both in, unless another process has done so or is about to."""
    with _alone(path.with_suffix(".lock")):
        if not path.exists():
            making = Home(path.with_suffix(".making"))
            # Left there by whoever could not finish it.
            shutil.rmtree(making.path, ignore_errors=True)
            for _week in make(making.record):
                pass
            log_in(making)
            making.path.rename(path)
    return Home(path)


def log_in(home: Home) -> None:
    """Log both of the demo in, for as long as a login may rest."""
    host = open_host(home.record)
    for person in PEOPLE:
        root = _roots.get(person.name) or unlock(host, person.name, person.passphrase)
        assert isinstance(root, bytes)
        _roots[person.name] = root
        login = start_login(host, person.themself.id, root, idle_minutes=MOST_IDLE_MINUTES)
        home.keep(person.name, login)
        # As signing in does: a device of theirs can be looked at, and forgotten.
        remember_device(host.world(opened_keyring(host, person.themself.id, root)), "Phone")
    host.store.close()


_roots: dict[str, bytes] = {}
"""What opens each account, derived once: every copy of the demo has the same."""


def enter(visitor: Visitor, person: Person) -> None:
    """Sign in as a person does: by name and passphrase."""
    page = visitor.open("/in")
    page.get_by_label("name").fill(person.name)
    page.get_by_label("passphrase").fill(person.passphrase)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/today")


@contextmanager
def at_home(browser: Browser, home: Home, **how: Any) -> Iterator[dict[str, Visitor]]:  # noqa: ANN401 - what Playwright takes
    """Serve a home to whoever is logged in there and to a stranger, each in their own browser."""
    with visited(browser, home, serving, **how) as visitors:
        yield visitors


@contextmanager
def visited(
    browser: Browser,
    home: Home,
    serves: Serves,
    **how: Any,  # noqa: ANN401 - what Playwright takes
) -> Iterator[dict[str, Visitor]]:
    """Do the same with a server of another kind."""
    with serves(home.record) as address:
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
