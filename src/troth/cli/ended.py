"""How a command ends before it is done: with one sentence, and an exit code that says why."""

from typing import IO, Any, NoReturn

import click

from troth.cli.lines import columns_of, fold
from troth.domain.kernel import Refusal

REFUSED = 1
"""Exit code: a rule stands in the way; nothing was changed. (2 is click's: wrong usage.)"""

UNREADABLE = 3
"""Exit code: the record could not be opened, read or written."""

STILL_HOLDS = "Not recorded. Your word is enough: say it. Record it later with --since."
"""A pause and a stop hold from the moment they are said, also where they cannot be recorded."""

STANDARD_ERROR = 2
"""The descriptor the sentence goes to; where it is a screen, the sentence is folded."""


class Ended(click.ClickException):
    """Raised when a command ends with one sentence, which is folded like all that is shown."""

    opens = "Error: "

    def show(self, file: IO[Any] | None = None) -> None:
        """Show the sentence on standard error."""
        text = f"{self.opens}{self.format_message()}"
        columns = None if file is not None else columns_of(STANDARD_ERROR)
        click.echo(text if columns is None else fold(text, columns), file=file, err=True)


class Refused(Ended):
    """Raised when a rule stands in the way: the sentence is shown, and nothing has changed."""

    exit_code = REFUSED


class BrokenOff(Ended):
    """Raised when somebody leaves a command at a question, or interrupts it."""

    exit_code = REFUSED
    opens = ""


class RecordUnusable(Ended):
    """Raised when the record cannot be used: the sentence says why."""

    exit_code = UNREADABLE


def refuse(refusal: Refusal) -> NoReturn:
    """Show why something is refused, and end the command."""
    raise Refused(refusal.sentence)
