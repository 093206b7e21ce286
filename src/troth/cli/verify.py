"""Whether the record is whole: without a passphrase, with one's keys, beside a checkpoint."""

from pathlib import Path

import click

from troth.application.keyring import Keyring
from troth.application.ports import ChainId, Store, StoreDamaged
from troth.application.proofs.checkpoints import (
    CHECKPOINT_BYTES,
    Checkpoint,
    NotACheckpoint,
    NotEightWords,
    difference,
    read_checkpoint,
    shown_as,
)
from troth.application.proofs.verifying import is_own, open_all
from troth.application.proofs.whole import check_people
from troth.application.read import verify as verify_chain
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.logins import typed_name
from troth.cli.verify_lines import Checked, checked_lines, is_told, told_on_screen

DAMAGED = 4
"""Exit code: the record is not whole, or does not go on from what was kept of it."""

NOT_LOGGED_IN = (
    "{name} is not logged in here, so nothing was opened with a key. Log in: troth login {typed}; "
    "or check without a key, naming nobody: troth verify"
)

ONE_OF_THEM = "Give the file you kept or the words you wrote down, one of the two."

NOT_HERE = (
    "No entry of the record here was ever shown as these words. Look whether they are typed as "
    "they were written down. If they are, the record here is an older copy, or was written anew."
)


@click.command()
@click.option(
    "--against",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check that the record goes on from a checkpoint you kept.",
)
@click.option(
    "--words",
    metavar="WORDS",
    help="The same, from the eight words that a checkpoint was shown as.",
)
@click.pass_context
def verify(ctx: click.Context, against: Path | None, words: str | None) -> None:
    """Check every entry of every chain, its link and its signature, without any passphrase.

    Whoever is logged in has everything of theirs opened and compared, too.
    """
    caller: Caller = ctx.obj
    kept = _kept(against) if words is None else _worded(ctx, words, against)
    checked = _all_checked(caller, kept)
    is_whole = all(each.is_whole for each in checked.values())
    # Last, for it only says that something is damaged: a verdict says from which entry on.
    damage = _damage(caller.host.store) if is_whole else ""
    told = {chain: each for chain, each in checked.items() if is_told(chain, each)}
    caller.show(told, "\n".join([*checked_lines(told), *([damage] if damage else [])]))
    if damage or not is_whole:
        ctx.exit(DAMAGED)


def _worded(ctx: click.Context, words: str, file: Path | None) -> Checkpoint:
    if file is not None:
        raise click.UsageError(ONE_OF_THEM)
    caller: Caller = ctx.obj
    found = shown_as(caller.host.store, words)
    if isinstance(found, NotEightWords):
        refuse(found)
    if found is None:
        caller.say(NOT_HERE, err=True)
        ctx.exit(DAMAGED)
    return found


def _kept(file: Path | None) -> Checkpoint | None:
    if file is None:
        return None
    found = kept_in(file)
    if isinstance(found, NotACheckpoint):
        refuse(found)
    return found


def kept_in(file: Path) -> Checkpoint | NotACheckpoint:
    """Return the checkpoint in a file; no more of it is read than one can have."""
    with file.open("rb") as opened:
        return read_checkpoint(opened.read(CHECKPOINT_BYTES + 1))


def _all_checked(caller: Caller, kept: Checkpoint | None) -> dict[ChainId, Checked]:
    store, keys = caller.host.store, _own_keys(caller)
    chains = set(store.chains()) | ({kept.chain} if kept else set())
    found = {}
    for chain in sorted(chains):
        with told_on_screen(chain) as progress:
            verdict = verify_chain(store, chain, progress)
            opens = keys is not None and verdict.is_whole and is_own(keys, chain)
            opened = open_all(caller.world, chain, progress) if opens else None
        against = kept if kept is not None and chain == kept.chain else None
        differs = None if against is None else difference(store, against)
        parts = (verdict.entries, verdict.fault, verdict.seq, verdict.erased)
        found[chain] = Checked(*parts, opened, against, differs)
    return found


def _own_keys(caller: Caller) -> Keyring | None:
    """Return the keys of whoever is logged in, if it is clear who is meant."""
    is_clear = caller.name is not None or len(caller.logins.live()) == 1
    if not is_clear:
        return None
    if caller.name is not None and not caller.logins.is_open(caller.name):
        raise Refused(NOT_LOGGED_IN.format(name=caller.name, typed=typed_name(caller.name)))
    return caller.keys


def _damage(store: Store) -> str:
    try:
        store.inspect()
        check_people(store)
    except StoreDamaged as error:
        return str(error)
    return ""
