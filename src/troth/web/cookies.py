"""Cookies: the token of a login, and what this browser is known by; scripts can read neither."""

from datetime import timedelta
from hashlib import sha256

from litestar.datastructures import Cookie

from troth.application.ports import ChainId
from troth.domain.kernel import MemberId
from troth.web.site import Site
from troth.web.told import COOKIE as TOLD
from troth.web.told import Told

LOGIN = "visit"
DEVICE = "device"
LEFT = "left"
"""Set by Exit: until somebody comes in again by the front, every address shows an empty page.

The one cookie that a page's script sets as well: where Exit did not arrive, it ends the login then.
"""

AWAY = "away"
"""Where Exit leads on to, for the moment between leaving and the empty page."""

AWAY_KEPT = timedelta(minutes=1)

RECORD = "record"
"""Which of several records a browser opens: a mark that means nothing anywhere else."""

END = "end"
"""What this browser has seen of each record, sealed for each who has logged in here."""

CALLED = "called"
"""What the pages are called in this browser: chosen before it puts them on a home screen."""

MARK_LENGTH = 12

DEVICE_KEPT = timedelta(days=400)
"""As long as browsers keep a cookie at most."""


def record_mark(chain: ChainId) -> str:
    """Return the mark of a record, from which its name does not follow."""
    return sha256(f"mark of {chain}".encode()).hexdigest()[:MARK_LENGTH]


def whose_mark(member: MemberId) -> str:
    """Return the mark of a person in the forms made for them: nobody else can send those."""
    return sha256(f"form of {member}".encode()).hexdigest()[:MARK_LENGTH]


def named(site: Site, name: str) -> str:
    """Return the name of a cookie; the prefix binds it to this host and to HTTPS."""
    return f"__Host-{name}" if site.is_secure else name


def cookie(site: Site, name: str, value: str, kept: timedelta | None = None) -> Cookie:
    """Return a cookie; without a time it goes when the browser is closed."""
    return Cookie(
        named(site, name),
        path="/",
        value=value,
        max_age=None if kept is None else int(kept.total_seconds()),
        secure=site.is_secure,
        httponly=True,
        samesite="lax",
    )


def dropped(site: Site, name: str) -> Cookie:
    """Return what makes a browser drop a cookie."""
    return cookie(site, name, "", timedelta())


def login_cookie(site: Site, token: bytes) -> Cookie:
    """Return the cookie of a login; when it ends, only the server says."""
    return cookie(site, LOGIN, token.hex())


def device_cookie(site: Site, token: bytes) -> Cookie:
    """Return the cookie by which this browser is known to one person."""
    return cookie(site, DEVICE, token.hex(), DEVICE_KEPT)


def told_cookie(site: Site, line: Told) -> Cookie:
    """Return the cookie that has a line told on the next page."""
    return cookie(site, TOLD, line.number)


def read_token(text: str) -> bytes | None:
    """Return the token in a cookie, or None for what cannot be one."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None
