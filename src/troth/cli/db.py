"""The database that holds the record: making an empty one, its layout, and bringing it up to date.

None of it opens an act, so none of it needs a login.
"""

import click

from troth.application.ports import StoreError
from troth.bootstrap import declare_restored, layout, migrate, open_store, place_of
from troth.cli.caller import Caller
from troth.cli.groups import Acts
from troth.store.migrations import Layout, refuse_unless_newest


@click.group(cls=Acts)
def db() -> None:
    """Make, look at and bring up to date the database that holds the record.

    It is a SQLite file in the home directory, or the PostgreSQL that TROTH_DATABASE names.
    """


@db.command("init")
@click.pass_obj
def init(caller: Caller) -> None:
    """Make an empty record where there is none."""
    before = layout(caller.home)
    if before.found is None:
        with open_store(caller.home) as store:
            store.chains()
    after = layout(caller.home)
    made = "An empty record was made." if before.found is None else "There is a record already."
    caller.show(after, f"{made} {_sentence(caller, after)}")


@db.command("migrate")
@click.pass_obj
def bring_up_to_date(caller: Caller) -> None:
    """Bring the record to the layout this Troth writes, while nobody else uses it.

    Each step is whole or not at all. Copy the record before.
    """
    before = layout(caller.home)
    if before.found is None or before.found == before.newest:
        caller.show(before, f"There is nothing to do. {_sentence(caller, before)}")
        return
    after = migrate(caller.home)
    caller.show(after, f"Done. {_sentence(caller, after)}")


@db.command("status")
@click.pass_obj
def status(caller: Caller) -> None:
    """Show where the record is kept, and which layout it has."""
    found = layout(caller.home)
    caller.show(found, _sentence(caller, found))


@db.command("restored")
@click.pass_obj
def restored(caller: Caller) -> None:
    """Say that this database came back from a copy: every record rests until both are there.

    A file that Troth backed up is recognised by itself; a dump of PostgreSQL is not.
    """
    caller.check_record()
    is_any = declare_restored(caller.home)
    text = "Every record here rests until both of its people are back."
    caller.show({"resting": is_any}, text if is_any else "There is no shared record here.")


def _sentence(caller: Caller, layout: Layout) -> str:
    place = place_of(caller.home)
    if layout.found is None:
        return f"There is no record in {place} yet."
    try:
        refuse_unless_newest(layout.found, layout.newest)
    except StoreError as refusal:
        return f"{place}: {refusal}"
    return f"The record in {place} has layout {layout.found}, which is the one this Troth writes."
