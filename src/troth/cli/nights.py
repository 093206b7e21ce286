"""Nights: a server that runs checks the whole record once a night, beside what it answers."""

import logging
import os
from contextlib import suppress
from datetime import datetime
from threading import Event, Thread, get_native_id
from time import monotonic

from troth.application.handle import Host
from troth.application.proofs.nights import check_all

LOG = logging.getLogger("troth.record")

FIRST_HOUR, LAST_HOUR = 2, 5
"""Between these hours on the clock of the server hardly anybody writes."""

LOOK_SECONDS = 600.0
"""How often a process looks whether it is night."""

REST_SHARE = 4
"""After each stretch it rests so many times as long as that took, so that pages go first."""

LEAST_PRIORITY = 19


class Nights:
    """The nightly check of one process; of several, the first to begin it does it."""

    def __init__(self, host: Host, zone: str) -> None:
        """Take the record, and the zone whose nights count."""
        self._host = host
        self._zone = host.zones[zone]
        self._rest = Event()
        self._since = monotonic()

    def start(self) -> None:
        """Look now and then from here on, until the process ends."""
        Thread(target=self._run, name="nights", daemon=True).start()

    def step(self) -> None:
        """Check everything, if it is night and nobody has done so this night."""
        if not is_night(self._host.clock.now().astimezone(self._zone)):
            return
        self._since = monotonic()
        found = check_all(self._host.store, self._host.clock, self._paced)
        if found is not None and found.broken:
            LOG.error("Not whole: %d of the chains here. See: troth verify", len(found.broken))
        if found is not None and found.closed:
            LOG.error(
                "Not open to all: %d of the chains here. See: troth verify", len(found.closed)
            )

    def _paced(self, _entries: int) -> None:
        """Rest after a stretch, longer than it took."""
        self._rest.wait((monotonic() - self._since) * REST_SHARE)
        self._since = monotonic()

    def _run(self) -> None:
        # Of this thread alone, where a system has that; what it starts for signatures inherits it.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, get_native_id(), LEAST_PRIORITY)
        while not self._rest.wait(LOOK_SECONDS):
            try:
                self.step()
            except Exception as fault:  # noqa: BLE001 - what fails tonight is tried again
                LOG.warning("The nightly check was broken off: %s", type(fault).__name__)


def is_night(at: datetime) -> bool:
    """Tell whether hardly anybody is up, by the clock of the server."""
    return FIRST_HOUR <= at.hour < LAST_HOUR
