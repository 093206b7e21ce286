"""The only place that chooses a concrete store, clock and source of ids."""

import os
import zoneinfo
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from troth.application.handle import World
from troth.application.ports import OperationId
from troth.store.sqlite import SqliteStore

zoneinfo.reset_tzpath(to=())
"""Zones come from the pinned tzdata package only: two machines then agree on every time."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the time now: aware, in UTC."""
        return datetime.now(UTC)


class Zones(Mapping[str, tzinfo]):
    """Every time zone of the pinned database, each read when it is first asked for."""

    def __getitem__(self, name: str) -> tzinfo:
        """Return a zone; raises KeyError for a name the database does not have."""
        try:
            return zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            raise KeyError(name) from None

    def __contains__(self, name: object) -> bool:
        """Tell whether there is such a zone, without listing them all."""
        try:
            return isinstance(name, str) and self[name] is not None
        except KeyError:
            return False

    def __iter__(self) -> Iterator[str]:
        """Give every zone's name."""
        return iter(sorted(zoneinfo.available_timezones()))

    def __len__(self) -> int:
        """Count the zones."""
        return len(zoneinfo.available_timezones())


LOCAL_TIME = Path("/etc/localtime")


def local_zone() -> str:
    """Return the name of this machine's time zone, or UTC where it is not told."""
    _, found, name = str(LOCAL_TIME.resolve()).partition("zoneinfo/")
    return name if found and name in Zones() else "UTC"


def open_world(home: Path) -> World:
    """Return the world of one home directory: its SQLite record, this machine's clock, zones."""
    return World(SqliteStore(home), SystemClock(), Zones())


def new_operation() -> OperationId:
    """Return a fresh operation id; a retry of the same act has to carry the same one."""
    return OperationId(_random_hex(16))


def new_id(kind: str) -> str:
    """Return a fresh opaque id, short enough to be typed."""
    return f"{kind}-{_random_hex(4)}"


def new_secret() -> str:
    """Return a fresh one-time secret of 128 bits, for an invitation."""
    return _random_hex(16)


def _random_hex(length: int) -> str:
    # What `secrets` does, without the modules it brings along into the start of every command.
    return os.urandom(length).hex()
