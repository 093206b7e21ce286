"""A server whose record cannot be read by whoever's browser asks for that, with a cookie.

So a page is opened as on any day, and what is pressed on it fails as it might on a bad day.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http.cookies import SimpleCookie
from logging import CRITICAL
from pathlib import Path
from typing import Any, cast

from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec.structs import replace

from tests.browser.altered import serve
from tests.browser.servers import started
from troth.application.ports import ChainId, Reading, Store, StoreDamaged
from troth.cli.serving import Served, site_of
from troth.web.errors import LOG

FAILS = "fails"
"""The cookie by which a browser asks for it."""

UNFORESEEN, UNREADABLE, IN_FRONT = "unforeseen", "unreadable", "in-front"
"""The last is no fault of the server: something in front of it answers what a phone had kept."""

KEPT = "/pause/kept"

NOTHING_HERE: tuple[Any, ...] = (
    {"type": "http.response.start", "status": 404, "headers": []},
    {"type": "http.response.body", "body": b"Nothing here."},
)
_fails: ContextVar[str] = ContextVar(FAILS, default="")


class Unforeseen(Exception):
    """Raised where nobody thought of it."""


class FailingStore:
    """A store in which the record fails for whoever asked for it, and only while it is read."""

    def __init__(self, store: Store) -> None:
        """Keep the store, which does everything else."""
        self._store = store

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a store has
        return getattr(self._store, name)

    @contextmanager
    def reading(self, chain: ChainId) -> Iterator[Reading]:
        """Read, or fail."""
        if _fails.get() == UNFORESEEN:
            raise Unforeseen
        if _fails.get() == UNREADABLE:
            raise StoreDamaged("The record is not as it was written.")
        with self._store.reading(chain) as reading:
            yield reading


def asked_to_fail(inner: ASGIApp) -> ASGIApp:
    """Let each answer fail that is asked for with the cookie."""

    async def answering(scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope.get("headers") or ())
        asked = SimpleCookie(headers.get(b"cookie", b"").decode()).get(FAILS)
        _fails.set("" if asked is None else asked.value)
        if _fails.get() == IN_FRONT and scope["path"] == KEPT:
            for each in NOTHING_HERE:
                await send(each)
            return
        await inner(scope, receive, send)

    return answering


@contextmanager
def serving_failing(record: Path) -> Iterator[str]:
    """Serve a record so, in a process of its own; give the address."""
    with started(("-m", "tests.browser.failing", record), record.with_suffix(".log")) as address:
        yield address


def serve_record(record: str) -> None:
    """Serve a record on a free port so."""
    # What is logged of a fault that was asked for is no fault of the test.
    LOG.setLevel(CRITICAL + 1)
    site = site_of(Served(record, is_secure=False))
    store = cast("Store", FailingStore(site.host.store))
    serve(replace(site, host=replace(site.host, store=store)), asked_to_fail)


if __name__ == "__main__":
    serve_record(*sys.argv[1:])
