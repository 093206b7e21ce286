"""What is kept of telling: who wishes to be told and how, and whom something waits to be told.

The rows are sealed under a secret of the machine, because nobody is logged in when they are read.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, tzinfo
from functools import cached_property

import msgspec
from msgspec.structs import replace

from troth.application.decoding import decoded
from troth.application.ports import Card, Clock, Directory, Shelf, Store, StoreDamaged, StoreError
from troth.application.telling import NOTHING, Browser, Offered, Wish
from troth.crypto.derive import derive
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.domain.kernel import MemberId, Value

LOG = logging.getLogger("troth.notify")

WAITS, TOLD = "waits", "told"
"""To what the row of somebody belongs: what is still to be told, or was and is not yet seen."""

DUE_FORMAT = 1


class Due(Value, frozen=True):
    """That something waits to be told, and from when on (aware, UTC)."""

    format: int
    at: datetime


class Kept:
    """Keeps wishes, and what waits to be told; it sends nothing by itself.

    Enough for a command: the server that runs beside it finds what it left.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        zones: Mapping[str, tzinfo],
        secret: Callable[[], bytes],
    ) -> None:
        """Take the secret as what gives it: it is made once somebody may switch something on."""
        self.clock = clock
        self._store = store
        self._zones = zones
        self._secret = secret

    @cached_property
    def secret(self) -> bytes:
        """The secret of the machine."""
        return self._secret()

    @property
    def offered(self) -> Offered:
        """Nothing: a command tells nobody, and its server is asked what it can."""
        return Offered()

    def admits(self, _browser: Browser, /) -> bool:
        """Take no browser: only a server can tell one."""
        return False

    def wish(self, member: MemberId, /) -> Wish:
        """Return how somebody wants to be told; what cannot be read counts as never wished."""
        with suppress(StoreDamaged), self._store.finding() as directory:
            return self._wish(directory, member)
        return NOTHING

    def keep(self, member: MemberId, wish: Wish, /) -> None:
        """Keep how somebody wants to be told; whoever wishes nothing leaves no row."""
        with self._store.filing() as directory:
            if not wish.is_on and wish.quiet is None:
                directory.delete_card(Shelf.TELLING, member)
            else:
                body = self._sealed(place("telling", member), wish)
                directory.put_card(Shelf.TELLING, Card(member, member, body))
            if not wish.is_on:
                directory.delete_card(Shelf.TOLD, member)

    def acted(self, member: MemberId, reached: Callable[[], Iterable[MemberId]], /) -> None:
        """Note that somebody is here, and whom what they did reaches."""
        # By name: whoever tells in a thread of its own does it there at once, and in this order.
        Kept.seen(self, member)
        for each in reached():
            Kept.tell(self, each)

    def tell(self, member: MemberId, /) -> None:
        """Note that somebody is to be told, unless they are already or have not seen the last."""
        try:
            wish = self.wish(member)
            if wish.is_on:
                self._note(member, wish)
        except (StoreError, OSError):
            LOG.warning("Somebody was to be told something, and it could not be noted.")

    def seen(self, member: MemberId, /) -> None:
        """Drop what somebody was to be told, or was told: they are here."""
        try:
            with self._store.finding() as directory:
                is_there = self._has_row(directory, member)
            if is_there:
                with self._store.filing() as directory:
                    directory.delete_card(Shelf.TOLD, member)
        except StoreError:
            LOG.warning("Somebody is here, and that it was seen could not be noted.")

    def take_due(self) -> tuple[tuple[MemberId, Wish], ...]:
        """Return whom something is to be told now, each to one caller only."""
        with self._store.finding() as directory:
            waiting = [MemberId(card.key) for card in directory.cards(Shelf.TOLD, WAITS)]
        return tuple((each, wish) for each in waiting if (wish := self._taken(each)).is_on)

    def forget(self, member: MemberId, gone: frozenset[str]) -> None:
        """Tell no browser any more whose push service has said that it is gone."""
        with self._store.filing() as directory:
            wish = self._wish(directory, member)
            left = tuple(each for each in wish.browsers if each.address not in gone)
            changed = replace(wish, browsers=left)
            body = self._sealed(place("telling", member), changed)
            directory.put_card(Shelf.TELLING, Card(member, member, body))

    def _note(self, member: MemberId, wish: Wish) -> None:
        with self._store.filing() as directory:
            if not self._has_row(directory, member):
                due = Due(DUE_FORMAT, wish.due(self.clock.now(), self._zones[wish.zone]))
                body = self._sealed(place("told", member), due)
                directory.put_card(Shelf.TOLD, Card(member, WAITS, body))

    def _has_row(self, directory: Directory, member: MemberId) -> bool:
        """Tell whether there is a row of somebody; a damaged one gives way to the next."""
        with suppress(StoreDamaged):
            return directory.card(Shelf.TOLD, member) is not None
        directory.delete_card(Shelf.TOLD, member)
        return False

    def _taken(self, member: MemberId) -> Wish:
        """Return how somebody is told now, or nothing if it is not time; it is told only once."""
        with self._store.filing() as directory:
            card = directory.card(Shelf.TOLD, member)
            if card is None or card.owner != WAITS:
                return NOTHING
            due = decoded(self._opened(place("told", member), card), Due)
            if due is not None and self.clock.now() < due.at:
                return NOTHING
            directory.put_card(Shelf.TOLD, Card(member, TOLD, card.body))
            return self._wish(directory, member)

    def _wish(self, directory: Directory, member: MemberId) -> Wish:
        card = directory.card(Shelf.TELLING, member)
        opened = b"" if card is None else self._opened(place("telling", member), card)
        return decoded(opened, Wish) or NOTHING

    def _sealed(self, where: bytes, value: Value) -> bytes:
        return seal(self._key, where, msgspec.msgpack.encode(value))

    def _opened(self, where: bytes, card: Card) -> bytes:
        """Return what a row holds; one that another secret has sealed holds nothing."""
        try:
            return open_sealed(self._key, where, card.body)
        except Unopened:
            return b""

    @cached_property
    def _key(self) -> bytes:
        return derive(self.secret, "telling")
