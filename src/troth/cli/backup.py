"""Backing the record up and restoring it: neither opens an act, so neither needs a login."""

from collections.abc import Callable
from pathlib import Path

import click

from troth.application.accounts.signing_up import refused_passphrase
from troth.application.ports import StoreDamaged
from troth.application.proofs.whole import check_people
from troth.bootstrap import is_in_files, open_files
from troth.cli.asking import is_seen
from troth.cli.caller import Caller, RecordUnusable, Refused, refuse
from troth.cli.whole import open_whole
from troth.store.age import opening_by, opening_with, sealing_for, sealing_with
from troth.store.backup import (
    ALWAYS_KEPT,
    DIRECTORY,
    KEPT,
    KEPT_DAYS,
    SEALED,
    Backup,
    Keeping,
    back_up,
    refuse_filled,
)
from troth.store.backup import restore as restore_from

ELSEWHERE = (
    "This record lies in PostgreSQL: back it up with pg_dump --format=custom "
    "--no-unlogged-table-data and restore it with pg_restore, then say so with: troth db restored"
)

NOT_RESTORED = (
    "{file} is no backup of a record, or it was damaged on its way, so nothing was restored. "
    "What was found in it: {why}"
)

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--encrypt", is_flag=True, help="Seal it once more, with a passphrase (age).")
@click.option("--to", "recipient", metavar="KEY", help="Seal it for a public key of age or SSH.")
@click.pass_obj
def backup(caller: Caller, directory: Path | None, recipient: str | None, *, encrypt: bool) -> None:
    """Back the record up into DIR (the home's backups), and try the backup by restoring it.

    The newest 30 are kept, none longer than 30 days but the newest three. Logins are not in it.
    What is in it is sealed as in the record; names, sizes and times of entries are not, so keep
    it as private.
    """
    _require_files()
    caller.check_record()
    # Before a passphrase is asked; the copy is looked at again, for it is made later.
    check_people(caller.host.store)
    now = caller.host.clock.now()
    keeping = _keeping(caller, recipient, encrypt=encrypt)
    kept = directory or caller.home / DIRECTORY
    made = back_up(caller.home, kept, now, (open_whole, keeping))
    caller.show(made, _told(made))


def _told(made: Backup) -> str:
    lines = [
        f"Backed up to {made.file}.",
        f"Tried by restoring it: {made.holds.entries} entries, each linked and signed.",
    ]
    if made.pruned:
        kept = f"{KEPT} are kept, none but {ALWAYS_KEPT} longer than {KEPT_DAYS} days"
        lines.append(f"Older ones dropped: {made.pruned}; {kept}.")
    return "\n".join(lines)


def _keeping(caller: Caller, recipient: str | None, *, encrypt: bool) -> Keeping:
    if recipient is not None and encrypt:
        raise Refused("Seal it with a passphrase or for a key, not both: one would open it alone.")
    if recipient is not None:
        return Keeping(sealing_for(recipient))
    if not encrypt:
        return Keeping()
    passphrase = caller.hidden("Passphrase for the backup: ")
    refusal = refused_passphrase(passphrase, "")
    if refusal is not None:
        refuse(refusal)
    if is_seen() and caller.hidden("The same once more: ") != passphrase:
        raise Refused("These are two different passphrases; nothing was backed up.")
    return Keeping(sealing_with(passphrase), opening_with(passphrase))


@click.command()
@click.argument("file", type=_FILE)
@click.option("--identity", metavar="KEYFILE", type=_FILE, help="The secret key it is sealed for.")
@click.pass_obj
def restore(caller: Caller, file: Path, identity: Path | None) -> None:
    """Put a backup FILE into the home directory, which has to be empty.

    What it holds rests, as in a pause, until both of you have come back to it; what has ended
    stays ended.
    """
    _require_files()
    refuse_filled(caller.home)
    try:
        holds = restore_from(file, caller.home, open_files, _unsealing(caller, file, identity))
    except StoreDamaged as error:
        raise RecordUnusable(NOT_RESTORED.format(file=file.name, why=error)) from None
    told = (
        f"Restored into {caller.home}: {holds.entries} entries, each linked and signed.\n"
        "It is a copy, so everything rests until both of you are back: troth login, then "
        "troth resume"
    )
    caller.show(holds, caller.here(told))


def _unsealing(
    caller: Caller, file: Path, identity: Path | None
) -> Callable[[bytes], bytes] | None:
    if identity is not None:
        return opening_by(identity.read_bytes())
    if file.suffix != SEALED:
        return None
    return opening_with(caller.hidden("Passphrase of the backup: "))


def _require_files() -> None:
    if not is_in_files():
        raise Refused(ELSEWHERE)
