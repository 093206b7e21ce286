"""The only place that chooses a concrete store, clock and source of ids."""

import os
import resource
import zoneinfo
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType

from msgspec.structs import replace

from troth.application.handle import Host
from troth.application.ports import ChainId, OperationId, Store, StoreDamaged, StoreUnsuitable
from troth.application.rules import SHARED_PREFIX
from troth.config import DATABASE, database_named, mail_server
from troth.crypto.turns import TURNS
from troth.domain.kernel import MemberId
from troth.notify.kept import Kept
from troth.store import sqlite
from troth.store.generation import FILE as GENERATION
from troth.store.generation import mark_restored, outer_id, settle_generation
from troth.store.migrations import Layout
from troth.store.place import DATABASE as FILE
from troth.store.place import refuse_unusable
from troth.store.secret import secret_of, shared_secret
from troth.store.sqlite import SqliteStore

TURN = "turn"
"""The file of a home whose lock a process holds while it derives a key from a passphrase."""

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
    store = open_store(home)
    if _database() is None:
        # Machines that share a database would each take it for a copy that came to their home.
        settle_generation(store, home)
        TURNS.share(home / TURN)
    clock, zones = SystemClock(), Zones()
    return Host(store, clock, zones, Kept(store, clock, zones, partial(_secret, store, home)))


def open_serving(home: Path) -> Host:
    """Return the same for a server, which also tells people what they wish to be told."""
    host = open_host(home)
    # Loaded here only: a command never sends anything, and starts without what that takes.
    voice = import_module("troth.notify.voice")
    secret = partial(_secret, host.store, home)
    telling = voice.speaking((host.store, host.clock, host.zones), secret, mail_server(os.environ))
    telling.start()
    return replace(host, telling=telling)


def sends_mail() -> bool:
    """Tell whether a mail server is named; raises SettingUnclear for half of one."""
    return mail_server(os.environ) is not None


def _secret(store: Store, home: Path) -> bytes:
    """Return the secret under which it is kept who is told: in the home, where backups are not.

    Machines that share a database share it there.
    """
    return secret_of(home) if _database() is None else shared_secret(store)


def open_store(home: Path) -> Store:
    """Open the record of a home: in its own SQLite, or in the PostgreSQL the settings name."""
    database = _database()
    if database is None:
        _refuse_lost(home)
        return SqliteStore(home)
    store: Store = _postgresql().PostgresStore(database)
    return store


def _refuse_lost(home: Path) -> None:
    """Refuse a home whose record was emptied or removed: opened, it would pass for a new one."""
    file = home / FILE
    is_empty = not file.exists() or file.stat().st_size == 0
    if is_empty and outer_id(home / GENERATION) is not None:
        raise StoreDamaged(
            f"There was a record in {home}, and its file is empty or gone. Look for it before "
            "anything else is written there; or restore a backup into another directory."
        )


def open_files(directory: Path) -> Store:
    """Open the files of a record where they lie, such as a backup that is tried."""
    return SqliteStore(directory)


def refuse_home(home: Path) -> None:
    """Refuse a home where no record could be made, before anybody is asked anything."""
    if _database() is None:
        refuse_unusable(home.absolute())


def is_in_files() -> bool:
    """Tell whether the settings keep the record in files of the home."""
    return _database() is None


def layout(home: Path) -> Layout:
    """Return which layout the record of a home has, without making one."""
    database = _database()
    if database is None:
        return sqlite.layout(home)
    found: Layout = _postgresql().layout(database)
    return found


def migrate(home: Path) -> Layout:
    """Bring the record of a home to the newest layout, while nobody else uses it."""
    database = _database()
    if database is None:
        return sqlite.migrate(home)
    reached: Layout = _postgresql().migrate(database)
    return reached


def declare_restored(home: Path) -> bool:
    """Let every shared record rest, as after a copy that was recognised; say if there is any.

    Nobody is logged in to a database that was put back, as nobody is to a restored file.
    """
    database = _database()
    if database is not None:
        _postgresql().forget_logins(database)
    with open_store(home) as store:
        return mark_restored(store)


def has_record(home: Path) -> bool:
    """Tell whether there is a record, without making one."""
    if _database() is not None:
        return layout(home).found is not None
    # Where only the id of a record is left, opening says that the record is lost.
    return (home / FILE).exists() or (home / GENERATION).exists()


def place_of(home: Path) -> str:
    """Say where the record of a home is kept; an address may hold a password, so it is not said."""
    return str(home) if _database() is None else f"the database in {DATABASE}"


def _database() -> str | None:
    return database_named(os.environ)


def _postgresql() -> ModuleType:
    """Import what only those need who host on PostgreSQL: it takes a quarter of a second."""
    try:
        return import_module("troth.store.postgres")
    except ModuleNotFoundError as missing:
        if missing.name not in {"psycopg", "psycopg_pool"}:
            raise
        raise StoreUnsuitable(
            "The driver for PostgreSQL is not installed here: pip install 'troth[postgres]'"
        ) from None


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
