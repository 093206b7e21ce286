"""Telling: how one person wants to learn, outside the pages, that there is something to look at.

Off until its owner switches it on. What is told is one sentence, the same for everything; whom it
concerns, and what it is about, is on the page.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta, tzinfo
from hashlib import sha256
from typing import Annotated, Literal

import msgspec

from troth.domain.kernel import MemberId, Value

MOST_BROWSERS = 10
"""More than one person reads on; the longest told gives way."""

LONGEST_ADDRESS = 1000
"""Characters of what a push service gives out: those met have a quarter of it."""

LONGEST_MAILBOX = 254
"""Characters of a mailbox that any server takes (RFC 5321, 4.5.3.1)."""

PATIENCE = timedelta(minutes=2)
"""What comes while somebody is here is seen and not told: two who sit together are left alone."""

MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
"""What a form of the web takes for one, with a dot in its second half."""

Minute = Annotated[int, msgspec.Meta(ge=0, lt=24 * 60)]


class Browser(Value, frozen=True):
    """One browser that is told: the address its push service gave out, and what seals for it.

    `device` is its id among its owner's devices, if it is one of them.
    """

    address: Annotated[str, msgspec.Meta(max_length=LONGEST_ADDRESS)]
    key: bytes
    auth: bytes
    since: datetime
    device: str = ""

    @property
    def id(self) -> str:
        """What it is called in a form."""
        return sha256(self.address.encode()).hexdigest()[:12]


class Quiet(Value, frozen=True):
    """Hours of each day in which nothing is told: minutes after midnight, on one's own clock."""

    begins: Minute
    ends: Minute

    def end_after(self, at: datetime, zone: tzinfo) -> datetime | None:
        """Return when they end, if a time (aware) falls into them."""
        local = at.astimezone(zone)
        minute = local.hour * 60 + local.minute
        is_before_end, is_after_begin = minute < self.ends, minute >= self.begins
        is_over_midnight = self.begins > self.ends
        together = any if is_over_midnight else all
        if not together((is_before_end, is_after_begin)):
            return None
        day = local.date() + timedelta(days=is_over_midnight and not is_before_end)
        end = datetime.combine(day, time(*divmod(self.ends, 60)), zone)
        return max(at, end.astimezone(at.tzinfo))


class Wish(Value, frozen=True):
    """How one person wants to be told, and in which words; nothing until they choose.

    The words are those they were shown, in the language they read.
    """

    format: Literal[1] = 1
    title: str = ""
    text: str = ""
    zone: str = "UTC"
    mailbox: Annotated[str, msgspec.Meta(max_length=LONGEST_MAILBOX)] = ""
    browsers: Annotated[tuple[Browser, ...], msgspec.Meta(max_length=MOST_BROWSERS)] = ()
    quiet: Quiet | None = None

    @property
    def is_on(self) -> bool:
        """Whether there is anywhere to tell it."""
        return bool(self.mailbox or self.browsers)

    def due(self, at: datetime, zone: tzinfo) -> datetime:
        """Return when what came at a time (aware) is told: soon, or when the quiet hours end."""
        soon = at + PATIENCE
        end = None if self.quiet is None else self.quiet.end_after(soon, zone)
        return soon if end is None else end


class Offered(Value, frozen=True):
    """What a machine can tell by: the key browsers ask for (none: no browser), and e-mail."""

    push_key: str = ""
    has_mail: bool = False


def read_key(text: str) -> bytes:
    """Return the bytes in base64url, as browsers write them; nothing for what is none."""
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        return b""


NOTHING = Wish()


class Silence:
    """A machine that tells nobody anything."""

    @property
    def offered(self) -> Offered:
        """Nothing."""
        return Offered()

    def wish(self, _member: MemberId) -> Wish:
        """Return that nothing is wished."""
        return NOTHING

    def keep(self, _member: MemberId, _wish: Wish) -> None:
        """Keep nothing."""

    def admits(self, _browser: Browser) -> bool:
        """Tell no browser."""
        return False

    def acted(self, _member: MemberId, _reached: Callable[[], Iterable[MemberId]]) -> None:
        """Look for nobody."""

    def tell(self, _member: MemberId) -> None:
        """Tell nothing."""

    def seen(self, _member: MemberId) -> None:
        """Have nothing to take back."""


SILENCE = Silence()
