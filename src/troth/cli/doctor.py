"""Looking at what the record stands on here: each finding a line, with what to do about it."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from importlib.metadata import requires, version
from pathlib import Path

import click

from troth.application.ports import Store, StoreDamaged, StoreError
from troth.application.proofs.nights import last_night
from troth.application.proofs.whole import check_people
from troth.bootstrap import (
    SystemClock,
    is_in_files,
    open_store,
    place_of,
    sends_mail,
)
from troth.cli.backup import ELSEWHERE
from troth.cli.caller import Caller
from troth.cli.findings import Finding, Standing, found
from troth.cli.reached import look_at
from troth.cli.tokens import TokenFiles, login_directory
from troth.cli.whole import open_whole
from troth.config import MAIL
from troth.store.backup import DIRECTORY, Found, backups, try_backup
from troth.store.generation import is_settled
from troth.store.health import (
    ends_well,
    free_bytes,
    has_room,
    is_ahead,
    is_on_network,
    open_to_others,
    sqlite_version,
)
from troth.store.place import BALLAST

MENDING = 1
"""Exit code: something has to be mended."""

OLD_DAYS = 7
"""A newest backup older than this is worth a word: a week of two lives would be lost."""

ROOMY_BYTES = 256 << 20
"""Less free space than this is worth a word: a phone's photos fill it in an afternoon."""


@click.command()
@click.option("--backups", "kept", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--served", metavar="ADDRESS", help="Ask the server there, too, as your phones do: https://…"
)
@click.pass_context
def doctor(ctx: click.Context, kept: Path | None, served: str | None) -> None:
    """Look at what the record stands on here: its place, its disk, its ends, its backups.

    With --served, also at what phones reach: whether they trust its certificate, whether it
    answers, and whether anything on the way changes what is asked or answered.

    Needs no login, and tells nothing of anybody. Ends with 1 where something is to be mended.
    """
    caller: Caller = ctx.obj
    caller.check_record()
    findings = tuple(_findings(caller, kept or caller.home / DIRECTORY, served))
    width = max(len(each.what) for each in findings)
    lines = [f"{each.what:{width}}  {each.standing}: {each.says}" for each in findings]
    caller.show(findings, "\n".join(lines))
    if any(each.standing is Standing.MEND for each in findings):
        ctx.exit(MENDING)


def _findings(caller: Caller, kept: Path, served: str | None) -> Iterator[Finding]:
    now = SystemClock().now()
    yield Finding("settings", Standing.OK, f"The record is in {place_of(caller.home)}.")
    if is_in_files():
        yield from _of_files(caller.home, now)
    yield from _of_libraries()
    yield from _of_record(caller)
    yield from _of_backups(kept, now)
    yield _of_logins(caller)
    yield _of_telling()
    if served is not None:
        yield from look_at(served, now)


def _of_files(home: Path, now: datetime) -> Iterator[Finding]:
    yield found(
        "home",
        "Only you can look into it.",
        (bool(open_to_others(home)), f"Others here can read it: chmod -R go= {home}"),
    )
    yield found(
        "file system",
        "It is a disk of this machine.",
        (is_on_network(home) is not None, "Several machines share it: move it to a disk here."),
    )
    yield _of_disk(home)
    yield found(
        "clock",
        "It is not behind the record.",
        (is_ahead(home, now), "The record was written later than now: set this clock right."),
    )


def _of_disk(home: Path) -> Finding:
    room = f"{free_bytes(home) >> 20} MiB are free"
    if not has_room(home):
        return Finding("disk", Standing.MEND, f"{room}: make room, or nothing more is recorded.")
    if not (home / BALLAST).exists():
        says = f"{room}; the space held back for a pause is gone, and comes back with the next act."
        return Finding("disk", Standing.LOOK, says)
    if free_bytes(home) < ROOMY_BYTES:
        return Finding("disk", Standing.LOOK, f"{room}: make room before it is full.")
    return Finding("disk", Standing.OK, f"{room}, and space is held back for a pause.")


def _of_libraries() -> Iterator[Finding]:
    yield Finding("sqlite", Standing.OK, f"{sqlite_version()}, which keeps what it was given.")
    sealing = f"cryptography {version('cryptography')}, which has all that sealing needs."
    yield Finding("sealing", Standing.OK, sealing)
    pinned = next(each for each in requires("troth") or () if each.startswith("tzdata=="))
    wanted, here = pinned.removeprefix("tzdata=="), version("tzdata")
    yield found(
        "time zones",
        f"tzdata {here}, as pinned.",
        (here != wanted, f"tzdata {here} is not the pinned {wanted}: install Troth again."),
    )


def _of_record(caller: Caller) -> Iterator[Finding]:
    """Look at the record itself; a damaged one says so in its own words."""
    try:
        with open_store(caller.home) as store:
            store.inspect()
            check_people(store)
            yield _of_chains(store)
            yield _of_nights(store, SystemClock().now())
            if is_in_files():
                yield _of_generation(store, caller.home)
    except StoreDamaged as error:
        says = f"{error} Write nothing here; restore a backup into another home: troth restore"
        yield Finding("record", Standing.MEND, says)
    except StoreError as error:
        yield Finding("record", Standing.MEND, str(error))


def _of_chains(store: Store) -> Finding:
    broken = [chain for chain in store.chains() if not ends_well(store, chain)]
    return found(
        "record",
        "Its last entries are linked and signed; all of it: troth verify",
        (bool(broken), "Its last entries are not as they were written: troth verify"),
    )


def _of_nights(store: Store, now: datetime) -> Finding:
    """Say when a server last checked everything by itself, and what came of it."""
    night = last_night(store)
    if night is None or night.ended is None:
        says = "No server has checked all of it yet; one that runs does so each night."
        return Finding("nights", Standing.OK, says)
    day = f"{night.ended:%Y-%m-%d}"
    if night.broken:
        says = f"On {day}, {len(night.broken)} of the chains were not whole: troth verify"
        return Finding("nights", Standing.MEND, says)
    if night.closed:
        says = f"On {day}, somebody who writes here could not have logged in: troth verify"
        return Finding("nights", Standing.MEND, says)
    is_old = now - night.ended > timedelta(OLD_DAYS)
    says = f"All of it was checked on {day}, unbroken."
    return Finding("nights", Standing.LOOK if is_old else Standing.OK, says)


def _of_generation(store: Store, home: Path) -> Finding:
    if is_settled(store, home):
        return Finding("copy", Standing.OK, "It is the record that was begun or restored here.")
    says = "It came from elsewhere: everything rests until both of you are back (troth resume)."
    return Finding("copy", Standing.LOOK, says)


def _of_backups(kept: Path, now: datetime) -> Iterator[Finding]:
    if not is_in_files():
        yield Finding("backups", Standing.LOOK, ELSEWHERE)
        return
    made = backups(kept)
    if not made:
        yield Finding("backups", Standing.LOOK, f"There is none in {kept}: troth backup")
        return
    yield _of_newest(made[0], now)


def _of_newest(newest: Found, now: datetime) -> Finding:
    age = now - newest.at
    old = f"the newest is {_age(age.days)}"
    if newest.is_sealed:
        says = f"{old}, and sealed: only its passphrase or key shows that it opens."
        return Finding("backups", Standing.OK if age < timedelta(OLD_DAYS) else Standing.LOOK, says)
    with suppress(StoreError):
        try_backup(Path(newest.file), open_whole)
        is_young = age < timedelta(OLD_DAYS)
        says = f"{old} and whole." if is_young else f"{old}: troth backup"
        return Finding("backups", Standing.OK if is_young else Standing.LOOK, says)
    return Finding("backups", Standing.MEND, "the newest does not open: make another, troth backup")


def _age(days: int) -> str:
    """Return how old something is, in whole days."""
    return {0: "from the last 24 hours", 1: "1 day old"}.get(days, f"{days} days old")


def _of_logins(caller: Caller) -> Finding:
    """Count only what this user's own files open: nobody else's comings and goings are told."""
    number = len(TokenFiles(caller.home, login_directory()).all())
    says = f"{number} on this machine; troth lock ends all of yours." if number else "None is open."
    return Finding("logins", Standing.OK, says)


def _of_telling() -> Finding:
    """Say by what a server can tell people; whether anybody wants it is nobody else's business."""
    try:
        ways = "browsers, and e-mail" if sends_mail() else f"browsers; e-mail takes {MAIL}"
    except StoreError as error:
        return Finding("telling", Standing.MEND, str(error))
    return Finding("telling", Standing.OK, f"By {ways}. Each is off until somebody wants it.")
