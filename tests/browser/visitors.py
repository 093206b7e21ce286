"""Somebody with a browser of their own, in which whatever is amiss is noticed."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    WebError,
    expect,
)

PROBES = Path(__file__).with_name("probes.js")

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}

LONGEST_WAIT_MS = 30_000
"""Playwright waits for what it is told to; on two busy cores a page is there within this."""

expect.set_options(timeout=LONGEST_WAIT_MS)

OWN_LINE = re.compile("Failed to load resource: the server responded with a status of [45]")
"""What the browser itself writes into its console when a form comes back (422), or nothing does."""


class NoPage(Exception):
    """Raised when there is no page at an address."""


class Visitor:
    """Ash, Wren or a stranger, at one server, with one page open."""

    def __init__(self, browser: Browser, name: str, address: str, **how: Any) -> None:  # noqa: ANN401 - what Playwright takes
        """Open a browser for somebody; `how` is as Playwright takes it."""
        self.name = name
        self.address = address
        self.noticed: list[str] = []
        self.answered: Response | None = None
        chosen: dict[str, Any] = {
            "viewport": PHONE,
            "reduced_motion": "reduce",
            "locale": "en-GB",
            **how,
        }
        self.context: BrowserContext = browser.new_context(base_url=address, **chosen)
        self.context.set_default_timeout(LONGEST_WAIT_MS)
        self.context.add_init_script(path=PROBES)
        self._watch()
        self.page: Page = self.context.new_page()

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def open(self, address: str) -> Page:
        """Open a page, and return it when it is all there; raises NoPage where there is none."""
        answer = self.page.goto(address, wait_until="load")
        if answer is None or not answer.ok:
            raise NoPage(f"{address} answers {answer and answer.status} to {self.name}")
        return self.page

    def goes(self, address: str) -> None:
        """Go to an address, whatever is answered there."""
        self.page.goto(address, wait_until="load")

    def probe(self, name: str, *arguments: object) -> list[str]:
        """Return what a probe finds wanting in the page that is open."""
        found: list[str] = self.page.evaluate(
            "([name, given]) => probes[name](...given)", [name, arguments]
        )
        return found

    def dress(self, rules: str = "") -> None:
        """Lay a reader's own style over the page; without rules, take it off again."""
        self.page.evaluate("rules => probes.dress(rules)", rules)

    def notices(self) -> list[str]:
        """Return what was amiss since last asked."""
        noticed, self.noticed = self.noticed, []
        return noticed

    def close(self) -> None:
        """Close the browser of this person."""
        self.context.close()

    def _watch(self) -> None:
        self.context.on("request", self._asked)
        self.context.on("response", self._got)
        self.context.on("console", self._written)
        self.context.on("weberror", self._broken)

    def _asked(self, request: Request) -> None:
        host, own = urlsplit(request.url).netloc, urlsplit(self.address).netloc
        if host != own:
            self.noticed.append(f"asks {host or request.url[:40]} for something")

    def _got(self, answer: Response) -> None:
        """Keep the page that was answered last: what its script makes of it is another thing."""
        if answer.request.is_navigation_request():
            self.answered = answer

    def _written(self, message: ConsoleMessage) -> None:
        if not OWN_LINE.match(message.text):
            self.noticed.append(f"console: {message.text[:200]}")

    def _broken(self, error: WebError) -> None:
        self.noticed.append(f"broken script: {str(error.error)[:200]}")
