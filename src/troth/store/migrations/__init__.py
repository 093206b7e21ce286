"""The layouts of a record, one after another: numbered files, each run once, in one transaction."""

from functools import cache
from pathlib import Path

from troth.application.ports import StoreDamaged, StoreTooNew, StoreTooOld
from troth.domain.kernel import Value

UNSEALED = 1
"""The layout that held acts unsealed; no release wrote it, so nothing here reads it."""


class Migration(Value, frozen=True):
    """One step from a layout to the next: the number it leads to, its name and its statements."""

    number: int
    name: str
    sql: str


class Layout(Value, frozen=True):
    """Which layout a database has (None: it is empty), and which one this Troth writes."""

    kind: str
    found: int | None
    newest: int


@cache
def migrations(kind: str) -> tuple[Migration, ...]:
    """Return every step for a kind of database, in order.

    A file is named by its number and what it brings, as in `0002-sealed-record.sql`.
    """
    # Not through importlib.resources: loading it would add 15 ms to the start of every command.
    files = sorted((Path(__file__).parent / kind).glob("*.sql"))
    return tuple(_read(file) for file in files)


def refuse_unless_newest(found: int, newest: int) -> None:
    """Refuse every layout but the one this Troth writes, saying what helps."""
    refuse_unless_known(found, newest)
    if found < newest:
        raise StoreTooOld(
            f"This record has layout {found}, and this Troth writes layout {newest}. "
            "Stop every Troth that uses it, copy the record, then run: troth db migrate"
        )


def refuse_unless_known(found: int, newest: int) -> None:
    """Refuse a layout from which no step leads to the newest."""
    if found > newest:
        raise StoreTooNew(
            f"This record has layout {found}, written by a newer Troth; "
            f"this one knows layout {newest}. Update Troth to open it."
        )
    if found == UNSEALED:
        raise StoreTooOld(
            "This record has layout 1, from before records were sealed, which no release wrote; "
            "nothing can seal it afterwards. Begin a new record in another place."
        )
    if found < UNSEALED:
        raise StoreDamaged("The record is damaged: it names no known layout.")


def _read(file: Path) -> Migration:
    number, _, name = file.stem.partition("-")
    return Migration(int(number), name, file.read_text("utf-8"))
