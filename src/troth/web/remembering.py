"""Remembering: a browser keeps where each record stood when it last showed one.

An older copy put over the record takes back what the keyring has seen, and not this.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping

from litestar.datastructures import Cookie

from troth.application.keyring import Keyring
from troth.application.ports import EMPTY, ChainId
from troth.application.remembered import Memory, accepted, compared, recall, sealed
from troth.web.cookies import DEVICE_KEPT, END, cookie, named
from troth.web.site import Site

MOST_PEOPLE = 3
"""People one browser remembers for: a couple, and somebody who visits."""

LONGEST_PART = 1200
"""Letters of what is kept for one person: with the most records it has a few less."""

BETWEEN = "."
"""Stands between what is remembered for several; no letter of what is sealed."""


class Remembering:
    """What this browser remembers of somebody's records, beside what stands there now."""

    def __init__(self, site: Site, cookies: Mapping[str, str], keys: Keyring) -> None:
        """Compare; `keys` carry an alarm from here on for each record that is in doubt."""
        self._site = site
        recalled = recall(keys, _read(cookies.get(named(site, END), "")))
        self._others = recalled.others
        self._before = recalled.memory
        self.keys, self._now = compared(site.host.store, keys, recalled.memory)

    @property
    def has_doubt(self) -> bool:
        """Whether anything is wrong with any of the records."""
        return any(each.alarm is not None for each in self.keys.ring.memberships.values())

    def seen(self, chain: ChainId) -> int:
        """Return the number of the last entry of a record that this browser has seen, or 0."""
        return self._before.ends.get(chain, EMPTY).seq

    def renewed(self) -> Iterable[Cookie]:
        """Give the cookie that keeps what was seen now, if that is more than before."""
        if self._now != self._before:
            yield self._cookie(self._now)

    def taken(self, keys: Keyring, chain: ChainId) -> Cookie:
        """Return the cookie for a record that its reader has taken as it stands."""
        self._now = accepted(keys, self._now, chain)
        return self._cookie(self._now)

    def _cookie(self, memory: Memory) -> Cookie:
        kept = (sealed(self.keys, memory), *self._others)[:MOST_PEOPLE]
        written = BETWEEN.join(urlsafe_b64encode(each).decode().rstrip("=") for each in kept)
        return cookie(self._site, END, written, DEVICE_KEPT)


def _read(text: str) -> list[bytes]:
    """Return what stands in a cookie; what is no such thing is left out."""
    parts = text.split(BETWEEN)[:MOST_PEOPLE]
    return [each for part in parts if (each := _part(part))]


def _part(text: str) -> bytes:
    if len(text) > LONGEST_PART:
        return b""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
