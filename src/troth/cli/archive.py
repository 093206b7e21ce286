"""Archives: copies brought in again, for oneself to read; nothing in them is agreed by that."""

from datetime import UTC, tzinfo
from pathlib import Path

import click

from troth.application.copies.archive import (
    Kept,
    bring_in,
    export_in,
    kept_archive,
    kept_archives,
    state_of,
    text_of,
)
from troth.application.copies.exported import LONGEST_BYTES, Export, ExportedEntry
from troth.application.copies.readable import page_of
from troth.application.erasing import erase_own_chain, finish
from troth.application.plans.writing import plan_of
from troth.cli.asking import YES, sure
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.erase import traces
from troth.cli.export import JSON, PAGE, write_copy
from troth.cli.groups import Acts
from troth.cli.record import History, Told, history_text
from troth.domain.kernel import Refusal
from troth.projections.sentences import Telling, matches, sentences, telling

PAGE_ENTRIES = 50
"""Entries on one page: about what is read before one scrolls on."""

EMPTY = "You keep no archive here. Bring in a copy you took: troth import FILE"

SURE = "{line}\nErase this archive, for good?"

_NUMBER = click.argument("number", type=int)
_BEFORE = click.option(
    "--before", metavar="ENTRY", type=click.IntRange(min=1), help="Go on further back than this."
)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def import_(caller: Caller, file: Path) -> None:
    """Keep a copy, the record.json of an export, as an archive of your own.

    Only you can open it. Nothing that was agreed in it is agreed by this.
    """
    if file.stat().st_size > LONGEST_BYTES:
        raise Refused(f"{file.name} is longer than any copy of this Troth.")
    kept = bring_in(caller.world, file.read_bytes())
    if isinstance(kept, Refusal):
        refuse(kept)
    caller.show(
        kept, f"Kept as an archive.\n{_line(kept)}\nRead it: troth archive read {kept.number}"
    )


@click.group(cls=Acts)
def archive() -> None:
    """Your archives: copies you brought in. They are sealed for you alone and bind nobody."""


@archive.command("list")
@click.pass_obj
def list_archives(caller: Caller) -> None:
    """Show your archives, the oldest copy first."""
    found = kept_archives(caller.world)
    caller.show(found, "\n".join(map(_line, found)) or EMPTY)


def _line(kept: Kept) -> str:
    names = " and ".join(kept.names)
    notes = f", {kept.notes} notes" if kept.notes else ""
    taken = f"taken on {kept.made_at:%Y-%m-%d}"
    return f"{kept.number}  {names}: {kept.entries} entries{notes}, {taken}"


@archive.command("read")
@_NUMBER
@_BEFORE
@click.pass_obj
def read(caller: Caller, number: int, before: int | None) -> None:
    """Read archive NUMBER, newest first."""
    _show(caller, number, before, "")


@archive.command("search")
@_NUMBER
@click.argument("text")
@_BEFORE
@click.pass_obj
def search(caller: Caller, number: int, text: str, before: int | None) -> None:
    """Show what in archive NUMBER holds TEXT, newest first."""
    _show(caller, number, before, text)


@archive.command("export")
@_NUMBER
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def export_archive(caller: Caller, number: int, directory: Path) -> None:
    """Take archive NUMBER out into DIR, byte for byte as it was brought in."""
    kept = _kept(caller, number)
    page = page_of(export_in(caller.world, kept.chain), caller.world.zones)
    write_copy(directory, {JSON: text_of(caller.world, kept.chain), PAGE: page})
    files = [str(directory / name) for name in (JSON, PAGE)]
    caller.show({"files": files}, f"It is in {directory}.")


@archive.command("plan")
@_NUMBER
@click.pass_obj
def plan(caller: Caller, number: int) -> None:
    """Write what was in force in archive NUMBER as a plan file: troth archive plan 1 > plan.yaml.

    Read it, change it, then put it forward anew: troth apply plan.yaml
    """
    export = export_in(caller.world, _kept(caller, number).chain)
    text = plan_of(state_of(export), export.made_at)
    if isinstance(text, Refusal):
        refuse(text)
    if caller.as_json:
        caller.show({"plan": text}, "")
    else:
        click.echo(text, nl=False)  # never folded: this is a file


@archive.command("erase")
@_NUMBER
@YES
@click.pass_obj
def erase_archive(caller: Caller, number: int, *, yes: bool) -> None:
    """Erase archive NUMBER, at once."""
    kept = _kept(caller, number)
    sure(SURE.format(line=_line(kept)), is_sure=yes)
    erase_own_chain(caller.world, kept.chain)
    caller.show({"erased": number}, traces("Erased.", is_finished=finish(caller.world)))


def _kept(caller: Caller, number: int) -> Kept:
    found = kept_archive(caller.world, number)
    if isinstance(found, Refusal):
        refuse(found)
    return found


def _show(caller: Caller, number: int, before: int | None, text: str) -> None:
    export = export_in(caller.world, _kept(caller, number).chain)
    zone = _zone(caller, export)
    page = _page(export, telling(state_of(export).ground, zone), (before, text))
    caller.show(page, history_text(page, zone) or "Nothing was found there.")


def _zone(caller: Caller, export: Export) -> tzinfo:
    """Return the zone of whoever took the copy: one may have an archive and no dynamic here."""
    own = {each.id: each.zone for each in export.people}
    return caller.world.zones.get(own[export.owner], UTC)


def _page(export: Export, told: Telling, wanted: tuple[int | None, str]) -> History:
    before, text = wanted
    found: list[Told] = []
    everything = [_told(entry, told) for entry in export.entries]
    everything += [Told(gap, (), is_unread=True) for gap in export.gaps]
    for each in sorted(everything, key=lambda each: each.entry, reverse=True):
        is_further = before is None or each.entry < before
        if is_further and (each.is_unread or _matches(each, text)):
            if len(found) == PAGE_ENTRIES:
                return History(tuple(found), found[-1].entry)
            found.append(each)
    return History(tuple(found), None)


def _matches(each: Told, text: str) -> bool:
    return any(matches(sentence, text, None) for sentence in each.sentences)


def _told(entry: ExportedEntry, told: Telling) -> Told:
    shown = sentences(entry.recorded(), told, are_words_erased=entry.words_erased)
    return Told(entry.entry, shown)
