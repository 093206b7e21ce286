"""Dispatch: a server tells in a thread of its own, so that no act waits for it and none fails.

Whatever goes wrong is logged by its kind, and dropped: what somebody missed is on their page.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import tzinfo
from functools import partial
from queue import Empty, Full, Queue
from threading import Thread
from typing import TypeAlias

from troth.application.ports import Clock, Store
from troth.application.telling import Browser, Offered, Wish
from troth.domain.kernel import MemberId, Value
from troth.notify.kept import Kept

LOG = logging.getLogger("troth.notify")

MOST_QUEUED = 200
"""Acts whose telling waits in one process: many times what a couple does in a minute."""

LOOK_SECONDS = 15.0
"""How often it is looked whether something is due: nobody is told to the second."""

Channel: TypeAlias = Callable[[Wish], frozenset[str]]
"""Tells somebody as they wish, and returns the addresses of browsers that are gone."""


class Channels(Value, frozen=True):
    """What a machine tells by: the channels, what pages may offer, and which browsers it takes."""

    all: tuple[Channel, ...]
    offered: Callable[[], Offered]
    admits: Callable[[Browser], bool]


class Dispatch(Kept):
    """Keeps what is wished and due, and tells it."""

    def __init__(
        self,
        rows: tuple[Store, Clock, Mapping[str, tzinfo]],
        secret: Callable[[], bytes],
        channels: Channels,
    ) -> None:
        """Take what Kept takes, and the channels; nothing runs until it is started."""
        super().__init__(*rows, secret)
        self._channels = channels
        self._queue = Queue[Callable[[], None]](MOST_QUEUED)

    @property
    def offered(self) -> Offered:
        """What this machine can tell by."""
        return self._channels.offered()

    def admits(self, browser: Browser, /) -> bool:
        """Tell whether this can be a browser, told through a push service that is known."""
        return self._channels.admits(browser)

    def acted(self, member: MemberId, reached: Callable[[], Iterable[MemberId]], /) -> None:
        """Let those know soon whom an act reaches; they are looked for once it has answered."""
        self._later(partial(super().acted, member, reached))

    def tell(self, member: MemberId, /) -> None:
        """Let somebody know soon; the caller goes on at once."""
        self._later(partial(super().tell, member))

    def seen(self, member: MemberId, /) -> None:
        """Take back what somebody was to be told; the caller goes on at once."""
        self._later(partial(super().seen, member))

    def start(self) -> None:
        """Begin to tell, until the process ends."""
        Thread(target=self._run, name="telling", daemon=True).start()

    def step(self) -> None:
        """Note what was queued, and tell what is due."""
        with suppress(Empty):
            while True:
                self._queue.get_nowait()()
        for member, wish in self.take_due():
            self._send(member, wish)

    def _later(self, noted: Callable[[], None]) -> None:
        try:
            self._queue.put_nowait(noted)
        except Full:
            LOG.warning("More was to be told than waits in line; one telling is dropped.")

    def _send(self, member: MemberId, wish: Wish) -> None:
        for channel in self._channels.all:
            try:
                gone = channel(wish)
            except OSError as fault:
                LOG.warning("Somebody could not be told: %s", type(fault).__name__)
                continue
            if gone:
                self.forget(member, gone)

    def _run(self) -> None:
        while True:
            try:
                with suppress(Empty):
                    self._queue.get(timeout=LOOK_SECONDS)()
                self.step()
            except Exception as fault:  # noqa: BLE001 - one telling that fails ends no other
                LOG.warning("Telling went wrong: %s", type(fault).__name__)
