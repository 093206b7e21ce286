"""Words of their own: what the two call some things; it takes both, and either goes back alone."""

from collections.abc import Iterator
from shlex import quote

import click

from troth.cli.caller import Caller
from troth.cli.groups import Acts
from troth.domain.labels import BuiltIn, CallIt, LabelsState, UseBuiltIn

WORD = click.argument("word", type=click.Choice([each.value for each in BuiltIn]))

AGREED = "“{label}”, from now on. The pages call it so; commands keep their words."
SUGGESTED = "“{label}” is suggested. It changes nothing until {other} calls it so too."
GONE_BACK = "The built-in word stands again."


@click.group(cls=Acts)
def words() -> None:
    """Call some things by words of your own; it takes both, and either of you goes back alone."""


@words.command("list")
@click.pass_obj
def list_words(caller: Caller) -> None:
    """Show what can be called otherwise, and what is."""
    known = caller.own_view.state.labels
    caller.show(known, "\n".join(line for of in BuiltIn for line in _lines(caller, known, of)))


def _lines(caller: Caller, known: LabelsState, of: BuiltIn) -> Iterator[str]:
    label, suggestion = known.agreed.get(of), known.suggested.get(of)
    yield f"{of}  {f'You call it “{label}”.' if label else 'The built-in word.'}"
    if suggestion is None or not suggestion.label:
        return
    if suggestion.by == caller.member:
        yield f"    You suggest “{suggestion.label}”; it waits for the other's yes."
    else:
        yield f"    {caller.name_of(suggestion.by)} suggests “{suggestion.label}”. To agree:"
        yield f"      {caller.here(f'troth words call {of} {quote(suggestion.label)}')}"


@words.command("call")
@WORD
@click.argument("label")
@click.pass_obj
def call(caller: Caller, word: str, label: str) -> None:
    """Suggest what to call something, or agree to exactly what the other suggests."""
    of = BuiltIn(word)
    answer = caller.act(CallIt(of, label))
    other = caller.name_of(caller.members.other(caller.member))
    said = AGREED if answer.state.labels.agreed.get(of) == label else SUGGESTED
    caller.done(answer, said.format(label=label, other=other))


@words.command("built-in")
@WORD
@click.pass_obj
def built_in(caller: Caller, word: str) -> None:
    """Go back to the built-in word, at once; a suggestion goes with it."""
    caller.done(caller.act(UseBuiltIn(BuiltIn(word))), GONE_BACK)
