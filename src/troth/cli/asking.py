"""Asking somebody who sits at the keyboard; a script answers with one line each."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

STANDARD_INPUT = "-"
"""Typed in the place of words, it stands for what is written to the command."""

APART, BACK = "\033[?1049h\033[H\033[2J", "\033[H\033[2J\033[?1049l"
"""Begin a screen of its own, and clear it and go back: every terminal of the last decades knows."""

YES = click.option("--yes", is_flag=True, help="You are sure; nothing is asked.")

PLAIN_TERMINAL = "dumb"
"""What a terminal is called that knows nothing but text."""


def hidden(question: str) -> str:
    """Ask for something nobody is to read over a shoulder: on a terminal it is not shown."""
    return _asked(question, is_hidden=True)


def visible(question: str) -> str:
    """Ask for something that is read while it is typed."""
    return _asked(question, is_hidden=False)


def is_seen() -> bool:
    """Tell whether somebody sits at a terminal, who may mistype what they do not see."""
    return sys.stdin.isatty()


@contextmanager
def shown_apart() -> Iterator[None]:
    """Show what the screen is not to keep apart: whoever scrolls back later finds none of it."""
    knows_screens = os.environ.get("TERM", PLAIN_TERMINAL) != PLAIN_TERMINAL
    if not (is_seen() and sys.stderr.isatty() and knows_screens):
        yield
        return
    click.echo(APART, nl=False, err=True)
    try:
        yield
    finally:
        click.echo(BACK, nl=False, err=True)


def words(typed: str | None, question: str) -> str:
    """Return words as they were typed with a command, or else when asked, or written to it.

    What is typed with a command stays in the shell's history, so private words are better asked.
    """
    if typed is not None and typed != STANDARD_INPUT:
        return typed
    if typed is None and is_seen():
        with shown_apart():
            return visible(question)
    return sys.stdin.read().rstrip("\n")


def sure(question: str, *, is_sure: bool) -> None:
    """Ask before something is done that nobody can take back, unless that was said already."""
    if not is_sure:
        click.confirm(question, abort=True, err=True)


def _asked(question: str, *, is_hidden: bool) -> str:
    if is_seen():
        answer: str = click.prompt(
            question, "", show_default=False, prompt_suffix="", hide_input=is_hidden, err=True
        )
        return answer
    click.echo(question, nl=False, err=True)
    line = sys.stdin.readline()
    click.echo(err=True)
    if not line:
        raise click.Abort
    return line.rstrip("\r\n")
