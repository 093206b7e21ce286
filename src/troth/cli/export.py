"""Taking one's copy: JSON for machines and one page to read; nobody is told, and nothing noted."""

from pathlib import Path

import click

from troth.application.copies.exported import write_export
from troth.application.copies.exporting import export_of
from troth.application.copies.readable import page_of
from troth.cli.caller import Caller, Refused
from troth.store.files import write_new

JSON, PAGE = "record.json", "record.html"

TAKEN = (
    "Your copy is in {directory}: {json} for programs, {page} to read and print. It is plain and "
    "unsigned: whoever has it can read it, and it proves nothing to anybody. Nobody is told that "
    "you took it."
)


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--shared-only", is_flag=True, help="Leave out your own notes and drafts.")
@click.pass_obj
def export(caller: Caller, directory: Path, *, shared_only: bool) -> None:
    """Take your copy of this record into DIR, with your own notes and drafts.

    It is complete, and opens without Troth. Nothing that is the other's alone is in it.
    """
    taken = export_of(caller.world, caller.chain, with_own=not shared_only)
    files = {JSON: write_export(taken), PAGE: page_of(taken, caller.world.zones)}
    write_copy(directory, files)
    told = TAKEN.format(directory=directory, json=JSON, page=PAGE)
    caller.show({"files": [str(directory / name) for name in files]}, told)


def write_copy(directory: Path, files: dict[str, str]) -> None:
    """Write the files of a copy into a directory of their own, where nobody else can look."""
    for name in files:
        if (directory / name).exists():
            raise Refused(f"There is a {name} in {directory} already. Name another directory.")
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, text in files.items():
        write_new(directory / name, text.encode())
