"""Telling browsers: through the push service that each browser's maker runs.

The service learns an address it gave out itself, when something is sent, and from which machine.
It cannot read what is sent, which is the same few words every time.
"""

import logging
from collections.abc import Callable
from http.client import HTTPException, HTTPSConnection
from ssl import SSLContext, create_default_context
from urllib.parse import urlsplit

import msgspec

from troth.application.ports import Clock
from troth.application.telling import Browser, Wish
from troth.crypto.push import is_browser_key, seal_push, sender_signature
from troth.domain.kernel import Value

LOG = logging.getLogger("troth.notify")

SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
"""Who runs push services for browsers. Any other address is refused: a member could otherwise have
this machine ask whatever it reaches, such as what else is in the home."""

CONTACT = "https://example.org"
"""Whom a push service could write to. It asks for an address; nothing of ours is told to it."""

SIGNED_SECONDS = 12 * 60 * 60
"""How long one signature holds: a service takes a day at most (RFC 8292, 2)."""

WAITS_SECONDS = 24 * 60 * 60
"""How long a service keeps what it cannot deliver: a telephone may be off for a night."""

ALLOWED_SECONDS = 10.0
"""How long a push service may take to answer."""

WORDS_BYTES = 1024
"""All that is sent is this long, in any language: its length says nothing."""

GONE = frozenset({404, 410})
"""What a service answers for a browser that asks to be told no more (RFC 8030, 7.3)."""


class Reach(Value, frozen=True):
    """Which push services are asked, and whom a connection to them trusts."""

    services: tuple[str, ...] = SERVICES
    trusted: Callable[[], SSLContext] = create_default_context


class Browsers:
    """Tells each browser of somebody, and says which are gone."""

    def __init__(self, secret: Callable[[], bytes], clock: Clock, reach: Reach) -> None:
        self._secret = secret
        self._clock = clock
        self._reach = reach

    def __call__(self, wish: Wish) -> frozenset[str]:
        """Tell every browser; one that cannot be told keeps no other from it."""
        return frozenset(each.address for each in wish.browsers if self._status(each, wish) in GONE)

    def admits(self, browser: Browser) -> bool:
        """Tell whether this can be a browser of a service that is known."""
        is_address = is_known(browser.address, self._reach.services)
        return is_address and is_browser_key(browser.key, browser.auth)

    def _status(self, browser: Browser, wish: Wish) -> int:
        try:
            status = self._sent(browser, wish)
        except (OSError, HTTPException) as fault:
            LOG.warning("A push service was not reached: %s", type(fault).__name__)
            return 0
        if status >= 300 and status not in GONE:  # noqa: PLR2004 - where refusals begin
            LOG.warning("A push service did not take what was sent: %d", status)
        return status

    def _sent(self, browser: Browser, wish: Wish) -> int:
        parts = urlsplit(browser.address)
        until = int(self._clock.now().timestamp()) + SIGNED_SECONDS
        service = f"https://{parts.netloc}"
        signed = sender_signature(self._secret(), service, CONTACT, until)
        headers = {
            "Authorization": signed,
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(WAITS_SECONDS),
            # One that was not delivered yet gives way to the next.
            "Topic": "one",
        }
        line = HTTPSConnection(parts.netloc, timeout=ALLOWED_SECONDS, context=self._reach.trusted())
        try:
            body = seal_push(browser.key, browser.auth, _words(wish))
            line.request("POST", parts.path + (parts.query and f"?{parts.query}"), body, headers)
            return line.getresponse().status
        finally:
            line.close()


def is_known(address: str, services: tuple[str, ...]) -> bool:
    """Tell whether an address is one of a push service that is known, and nothing more."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    is_plain = parts.scheme == "https" and address.isascii() and address.isprintable()
    is_theirs = any(parts.netloc == each or parts.netloc.endswith(f".{each}") for each in services)
    return is_plain and " " not in address and "@" not in parts.netloc and is_theirs


def _words(wish: Wish) -> bytes:
    """Return the words as the browser's worker reads them; spaces after them mean nothing."""
    said = msgspec.json.encode({"title": wish.title, "text": wish.text})
    return said.ljust(WORDS_BYTES)
