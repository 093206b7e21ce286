"""Asking somebody who sits at the keyboard; a script answers with one line each."""

import sys

import click


def hidden(question: str) -> str:
    """Ask for something nobody is to read over a shoulder: on a terminal it is not shown."""
    return _asked(question, is_hidden=True)


def visible(question: str) -> str:
    """Ask for something that is read while it is typed."""
    return _asked(question, is_hidden=False)


def is_seen() -> bool:
    """Tell whether somebody sits at a terminal, who may mistype what they do not see."""
    return sys.stdin.isatty()


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
