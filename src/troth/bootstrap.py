"""The only place that chooses a concrete store, clock and source of ids."""

import os
import resource
import zoneinfo
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from troth.application.handle import Host
from troth.application.ports import ChainId, OperationId
from troth.application.rules import SHARED_PREFIX
from troth.domain.kernel import MemberId
from troth.store.generation import settle_generation
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


def open_host(home: Path) -> Host:
    """Return the record of one home directory, with this machine's clock and zones.

    From here on the process holds keys, and where it crashes it leaves no copy of its memory.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    store = SqliteStore(home)
    settle_generation(store, home)
    return Host(store, SystemClock(), Zones())


def new_operation() -> OperationId:
    """Return a fresh operation id; a retry of the same act has to carry the same one."""
    return OperationId(_random_hex(16))


def new_id(kind: str) -> str:
    """Return a fresh opaque id, short enough to be typed."""
    return f"{kind}-{_random_hex(4)}"


def new_chain() -> ChainId:
    """Return a fresh name for a shared chain: it says nothing, for it stands on the disk."""
    return ChainId(SHARED_PREFIX + _random_hex(8))


def new_member() -> MemberId:
    """Return a fresh id for a person: it says nothing, for it stands on the disk."""
    return MemberId(_random_hex(8))


def _random_hex(length: int) -> str:
    # What `secrets` does, without the modules it brings along into the start of every command.
    return os.urandom(length).hex()
