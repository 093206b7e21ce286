"""Private notes: a place that is one's own, in a chain apart from what the two share."""

from collections.abc import Iterator

import click

from troth.application.erasing import erase_note, finish
from troth.application.folding import UNREAD
from troth.application.private.notes import NotesPage, notes_chain
from troth.application.private.notes import notes as read_notes
from troth.application.rules import PRIVATE
from troth.bootstrap import new_operation
from troth.cli.asking import YES, sure, words
from troth.cli.caller import Caller, refuse
from troth.cli.erase import traces
from troth.cli.groups import Acts
from troth.cli.times import shown
from troth.domain.kernel import Refusal
from troth.domain.notes import KeepNote

HOST = (
    "They are sealed with a key that only your passphrase opens. Whoever runs this machine "
    "could still take the passphrase while you type it."
)
EMPTY = (
    "No notes yet. Keep one: troth note keep\n"
    "If you would rather it were nowhere near this record, keep it on your own device."
)
ERASED = "Erased: its words are gone."
NOTHING_FOUND = "No note of yours holds these words."

SURE = "Erase note {number}, for good?"
QUESTION = "Your note: "

_BEFORE = click.option("--before", type=int, help="Go on from this note, further back.")


@click.group(cls=Acts)
def note() -> None:
    """Your private notes: shown to nobody else, whatever the state of the two."""


@note.command("keep")
@click.argument("text", required=False)
@click.pass_obj
def keep(caller: Caller, text: str | None) -> None:
    """Keep a note of your own.

    Without TEXT you are asked for it, so that no shell remembers it; “-” takes what is written to
    the command: troth note keep - < letter.txt
    """
    chain = notes_chain(caller.member)
    answer = caller.act_in(chain, PRIVATE, KeepNote(words(text, QUESTION)))
    caller.done(answer, f"Kept as note {answer.state.kept}.\n{HOST}")


@note.command("list")
@_BEFORE
@click.pass_obj
def list_notes(caller: Caller, before: int | None) -> None:
    """Show your notes, newest first."""
    _show(caller, _read(caller, before, ""), EMPTY)


@note.command("search")
@click.argument("text")
@_BEFORE
@click.pass_obj
def search(caller: Caller, text: str, before: int | None) -> None:
    """Show your notes that hold TEXT, newest first."""
    _show(caller, _read(caller, before, text), NOTHING_FOUND)


@note.command("erase")
@click.argument("number", type=int)
@YES
@click.pass_obj
def erase(caller: Caller, number: int, *, yes: bool) -> None:
    """Erase one note, by its NUMBER, at once; “troth erase notes” erases all."""
    world = caller.world
    sure(SURE.format(number=number), is_sure=yes)
    answer = erase_note(world, new_operation(), number)
    if isinstance(answer, Refusal):
        refuse(answer)
    caller.done(answer, traces(ERASED, is_finished=finish(caller.world)))


def _read(caller: Caller, before: int | None, text: str) -> NotesPage:
    return read_notes(caller.world, notes_chain(caller.member), before, text)


def _show(caller: Caller, page: NotesPage, empty: str) -> None:
    lines = list(_lines(caller, page)) or [empty]
    caller.show(page, "\n".join([*lines, "", HOST]))


def _lines(caller: Caller, page: NotesPage) -> Iterator[str]:
    month = ""
    for each in page.notes:
        this_month = f"{each.at.astimezone(caller.zone):%B %Y}"
        if this_month != month:
            yield this_month
        month = this_month
        yield f"  {each.number}  {shown(each.at, caller.zone)}"
        yield from (f"     {line}" for line in each.text.split("\n"))
    yield from [UNREAD] * page.unread
    if page.before is not None:
        yield f"Further back: add --before {page.before}"
