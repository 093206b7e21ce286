"""Where the record stands: a few signed lines to keep somewhere else."""

from io import StringIO
from pathlib import Path

import click
import segno

from troth.application.alarms import ALARMS, Alarm, RecordInDoubt
from troth.application.handle import World
from troth.application.proofs.checkpoints import (
    Checkpoint,
    difference,
    together,
)
from troth.application.proofs.checkpoints import (
    checkpoint as take,
)
from troth.application.seen import accept
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.verify import kept_in
from troth.domain.kernel import Refusal
from troth.store.files import write_whole

KEEP = """In eight words: {words}

Keep this where the other cannot change it, such as on your telephone or on paper. Later,
“troth verify --against FILE” shows whether the record goes on from here."""

SAVED = "Kept in {file}: entry {seq}, {words}."

OTHER_FILE = (
    "There is something else in {file}, so it is left as it is. Name another file, or check the "
    "record against it first: troth verify --against"
)

SPOKEN = (
    "From now on, the record as it is counts as the one you have seen: entry {seq}, {words}. "
    "Compare these words with the other."
)

IF_BOTH_KNOW = "If you both know why, such as a copy that was restored: troth checkpoint --spoken"

ONCE_SPOKEN = (
    "Once you have spoken, go on from the signed entries; the state that was made up never counts: "
    "troth checkpoint --spoken"
)

ACCEPTABLE = (ALARMS[Alarm.SHORTER], ALARMS[Alarm.OTHER_ENTRY])
"""What two people can know the reason of; a false key or signature has no good one."""


@click.command()
@click.option(
    "--save",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep it in a file; in one with the other's, both signatures stand.",
)
@click.option("--qr", is_flag=True, help="Show it as a picture to be scanned, too.")
@click.option(
    "--spoken",
    is_flag=True,
    help="You have spoken with each other, and take the record as it is for right.",
)
@click.pass_obj
def checkpoint(caller: Caller, save: Path | None, *, qr: bool, spoken: bool) -> None:
    """Write down where the record stands, signed by you, to be kept somewhere else."""
    found = _taken(caller, _accepted(caller) if spoken else caller.world)
    kept = found if save is None else _saved(caller, save, found)
    said = SAVED if save else SPOKEN if spoken else KEEP
    # Printed as they are: folded to a screen's width, they could be neither copied nor scanned.
    if said is KEEP and not caller.as_json:
        click.echo(kept.text)
    told = {"text": kept.text, "words": kept.words, "entry": kept.seq}
    caller.show(told, said.format(file=save, words=kept.words, seq=kept.seq))
    if qr:
        click.echo(_picture(kept), err=caller.as_json)


def _taken(caller: Caller, world: World) -> Checkpoint:
    found = take(world, caller.chain)
    if isinstance(found, RecordInDoubt) and found.why in ACCEPTABLE:
        raise Refused(f"{found.sentence} {IF_BOTH_KNOW}")
    if isinstance(found, RecordInDoubt) and found.why == ALARMS[Alarm.FALSE_STATE]:
        raise Refused(f"{found.sentence} {ONCE_SPOKEN}")
    if isinstance(found, Refusal):
        refuse(found)
    return found


def _accepted(caller: Caller) -> World:
    found = accept(caller.world, caller.chain)
    if isinstance(found, Refusal):
        refuse(found)
    caller.remembering.take(found.keys, caller.chain)
    return found


def _saved(caller: Caller, file: Path, found: Checkpoint) -> Checkpoint:
    """Write a checkpoint to a file; one that is there and is still true is brought up to date."""
    kept = kept_in(file) if file.exists() else found
    goes_on = isinstance(kept, Checkpoint) and kept.chain == found.chain
    if not isinstance(kept, Checkpoint) or not goes_on or difference(caller.host.store, kept):
        raise Refused(OTHER_FILE.format(file=file))
    both = together(kept, found) or found
    write_whole(file, both.text.encode())
    return both


def _picture(kept: Checkpoint) -> str:
    drawn = StringIO()
    segno.make(kept.text, error="l").terminal(drawn, compact=True)
    return drawn.getvalue()
