"""The demo: an invented couple with eight weeks of life, to look at and to try things on."""

from pathlib import Path

import click

from troth.cli.caller import Caller, refuse
from troth.demo.make import make, refuse_home
from troth.demo.story import WEEKS

_JOB_OFFER = 'who-decides "A job offer in another town" --area work --significant --affects both'

TRY_NEXT = (
    ("wren", "today"),
    ("ash", "today"),
    ("wren", "agreement show"),
    ("wren", _JOB_OFFER),
    ("ash", "matter show job-offer"),
    ("wren", "history"),
    ("ash", "verify"),
)
"""What to look at first: the day of each, what holds between them, and one open question."""


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def demo(caller: Caller, directory: Path) -> None:
    """Make Ash and Wren, an invented couple with eight weeks of life, in DIRECTORY."""
    refusal = refuse_home(directory)
    if refusal is not None:
        refuse(refusal)
    for number, week in enumerate(make(directory), 1):
        click.echo(f"Week {number} of {len(WEEKS)}. {week}", err=caller.as_json)
    commands = [f"troth --home {directory} --as {name} {verb}" for name, verb in TRY_NEXT]
    lines = ["", f"Ash leads, Wren follows. They are in {directory}. Try next:", ""]
    caller.show(commands, "\n".join([*lines, *(f"  {each}" for each in commands)]))
