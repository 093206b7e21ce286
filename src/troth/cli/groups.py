"""Groups of verbs: help with whole sentences, in the order of use, and slips of typing in words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import click

LONGEST_LINE = 400
"""Longest first sentence of a verb's help: click cuts what is longer, and no verb has one."""


class Acts(click.Group):
    """A verb with acts under it; its help tells each in full, in the order they are used."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the acts as they are written down: in the order of use, not of the alphabet."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each act with its whole sentence."""
        rows = [
            (name, act.get_short_help_str(LONGEST_LINE))
            for name in self.list_commands(ctx)
            if (act := self.get_command(ctx, name)) is not None
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


_NUMBER = re.compile(r"a valid integer( range)?")


@contextmanager
def typed_in_words() -> Iterator[None]:
    """Say in plain words what was typed in a way that cannot be read."""
    try:
        yield
    except click.MissingParameter:
        raise
    except click.BadParameter as error:
        param, ctx = error.param, error.ctx
        where = "" if param is None else f"{param.get_error_hint(ctx)}: "
        said = _NUMBER.sub("a whole number", error.message)
        raise click.UsageError(where + said, ctx) from None
