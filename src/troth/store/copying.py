"""A copy of a record in one file: all that is kept, and at no moment a login.

What is never written need not be removed: a copy that is broken off midway holds no login either.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from troth.store.database import KIND, connect, open_any
from troth.store.migrations import migrations
from troth.store.place import DATABASE, Place
from troth.store.sql_chain import OF_CHAIN
from troth.store.sql_directory import PASSING

_MARKS = ", ".join("?" for _ in PASSING)
_COPY_CARDS = f"INSERT INTO copied.card SELECT * FROM main.card WHERE shelf NOT IN ({_MARKS})"  # noqa: S608 - question marks only
_DROP_LOGINS = f"DELETE FROM card WHERE shelf IN ({_MARKS})"  # noqa: S608 - question marks only


def copy_record(home: Path, copy: Path) -> None:
    """Copy what a home's record keeps at one moment into an empty file, row by row.

    Not by VACUUM INTO, which would copy the logins too: they would lie there until they were
    removed, and for ever if nobody came to it.
    """
    with closing(open_any(copy)) as made:
        made.migrate(migrations(KIND))
    with _held(Place(home)), closing(connect(home / DATABASE)) as database:
        database.rows("ATTACH ? AS copied", str(copy))
        with database.transaction("BEGIN"):
            # The head first: whatever else belongs to a chain refers to it.
            for table in reversed(OF_CHAIN):
                database.rows(f"INSERT INTO copied.{table} SELECT * FROM main.{table}")  # noqa: S608 - names from our list
            database.rows(_COPY_CARDS, *PASSING)


def leave_out_logins(copy: Path) -> None:
    """Drop the logins of a file that somebody copied whole, and overwrite where they stood."""
    with closing(connect(copy)) as database:
        database.rows(_DROP_LOGINS, *PASSING)
        database.rows("VACUUM")
        database.empty_log()


def gather(copy: Path) -> bytes:
    """Return a copy with everything in its one file, also what its log still held."""
    with closing(connect(copy)) as database:
        database.empty_log()
    return copy.read_bytes()


@contextmanager
def _held(place: Place) -> Iterator[None]:
    """Use a record, so that it is not migrated, restored or erased meanwhile."""
    hold = place.hold()
    try:
        yield
    finally:
        os.close(hold)
