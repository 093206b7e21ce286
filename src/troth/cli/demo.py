"""The demo: an invented couple with eight weeks of life, to look at and to try things on."""

from collections.abc import Iterator
from pathlib import Path

import click

from troth.application.accounts.logins import MOST_IDLE_MINUTES
from troth.cli.caller import Caller, refuse
from troth.cli.entering import log_in as enter
from troth.demo.make import make, refuse_home
from troth.demo.people import PEOPLE
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
@click.option("--log-in", is_flag=True, help="Only log both in again, to a demo there is.")
@click.pass_obj
def demo(caller: Caller, directory: Path, *, log_in: bool) -> None:
    """Make Ash and Wren, an invented couple with eight weeks of life, in DIRECTORY.

    Both are logged in there for a while. Their passphrases are printed, for anybody may know them.
    """
    if not log_in:
        refusal = refuse_home(directory)
        if refusal is not None:
            refuse(refusal)
        for number, week in enumerate(make(directory), 1):
            click.echo(f"Week {number} of {len(WEEKS)}. {week}", err=caller.as_json)
    _log_both_in(caller, directory)
    commands = [f"troth --home {directory} --as {name} {verb}" for name, verb in TRY_NEXT]
    reading = {"try_next": commands, "people": PEOPLE}
    caller.show(reading, "\n".join(_lines(directory, commands)))


def _log_both_in(caller: Caller, directory: Path) -> None:
    there = type(caller)(directory, None, None, as_json=caller.as_json)
    try:
        for person in PEOPLE:
            enter(there, person.name, person.passphrase, MOST_IDLE_MINUTES)
    finally:
        there.close()


def _lines(directory: Path, commands: list[str]) -> Iterator[str]:
    yield from ("", f"Ash leads, Wren follows. They are in {directory}, both logged in.")
    yield f"That ends after {MOST_IDLE_MINUTES} minutes without a command. Then log in again:"
    for person in PEOPLE:
        yield f"  troth --home {directory} login {person.name}"
        yield f"    passphrase: {person.passphrase}"
        yield f"    recovery code: {person.recovery_code}"
    yield "Anybody can know these, so write nothing of your own here."
    yield from ("", "Try next:", "", *(f"  {each}" for each in commands))
