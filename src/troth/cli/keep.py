"""Saying how something went, and noting it at the time: thanks, a note, a reminder, a concern."""

from datetime import datetime, tzinfo

import click

from troth.bootstrap import new_id
from troth.cli.caller import Caller, refuse
from troth.cli.groups import Acts
from troth.cli.lines import indented
from troth.cli.times import When, shown
from troth.domain.conduct.observations import (
    AnswerObservation,
    ObservationId,
    ObservationKind,
    Observe,
)
from troth.domain.kernel import Refusal
from troth.domain.standards.commands import MarkOccurrence
from troth.domain.standards.events import Duty, Mark
from troth.projections.keeping import meant_time, named_duty
from troth.projections.noted import Note, noted

KINDS = {
    ObservationKind.PRAISE: "Say thanks; words are optional.",
    ObservationKind.NOTE: "Note something plainly.",
    ObservationKind.REMINDER: "Remind of something expected, lightly, once.",
    ObservationKind.CONCERN: "Say that something worries you.",
}
"""What one may note, and a line about each; thanks come first."""


def duty_called(caller: Caller, name: str) -> Duty:
    """Return the line somebody keeps by its name, or say that there is none."""
    found = named_duty(caller.own_view.state, name)
    return refuse(found) if isinstance(found, Refusal) else found


@click.command()
@click.argument("line")
@click.argument("how", metavar="HOW", type=click.Choice([each.value for each in Mark]))
@click.option("--when", "start", type=When(), help="Which time you mean, if not this one.")
@click.pass_obj
def mark(caller: Caller, line: str, how: str, start: datetime | None) -> None:
    """Say how LINE went for you: your own word, never a report. You can change it.

    HOW is kept, partly, not-this-time or no-longer-fits.
    """
    view = caller.own_view
    duty = duty_called(caller, line)
    meant = start or meant_time(view.state, caller.member, duty, view.moment)
    answer = caller.act(MarkOccurrence(duty, meant, Mark(how)))
    caller.done(answer, "Noted, as your own word. Both of you can see it.")


@click.group(cls=Acts)
def observe() -> None:
    """Note something at the time, about either of you; the other can answer under it."""


def _saying(kind: ObservationKind) -> click.Command:
    """Return the verb that notes one kind; all kinds are said in the same way."""

    @click.command(kind.value, help=KINDS[kind])
    @click.argument("text", default="")
    @click.option("--about", default="other", help="Whom it is about: other, me, or a name.")
    @click.option("--line", help="The line it is about, by its name.")
    @click.option("--since", type=When(), help="When it was said, if earlier than now.")
    @click.pass_obj
    def say(
        caller: Caller, text: str, about: str, line: str | None, since: datetime | None
    ) -> None:
        id_ = ObservationId(new_id("n"))
        duty = None if line is None else duty_called(caller, line)
        command = Observe(id_, caller.person(about), kind, text, duty, since)
        caller.done(caller.act(command), f"Kept, as {id_}. Both of you can see it.")

    return say


for _kind in KINDS:
    observe.add_command(_saying(_kind))


@observe.command("answer")
@click.argument("note")
@click.argument("text")
@click.pass_obj
def answer_note(caller: Caller, note: str, text: str) -> None:
    """Answer under a NOTE the other wrote."""
    answer = caller.act(AnswerObservation(ObservationId(note), text))
    caller.done(answer, "Your answer stands under it.")


@observe.command("list")
@click.pass_obj
def list_notes(caller: Caller) -> None:
    """Show what was noted in the last month, the newest first."""
    zone = caller.zone
    found = noted(caller.own_view.state)
    lines = [line for each in found for line in _note_lines(each, zone)]
    empty = "Nothing was noted lately. Say thanks for something: troth observe praise WORDS"
    caller.show(found, "\n".join(lines) or empty)


def _note_lines(note: Note, zone: tzinfo) -> list[str]:
    of = f", on “{note.line}”" if note.line else ""
    lines = [f"{note.id}  {note.kind}, {note.by} about {note.about}{of}, {shown(note.at, zone)}"]
    lines += [f"    “{indented(note.text, 5)}”"] if note.text else []
    return lines + ([f"    Answered: “{indented(note.answer, 5)}”"] if note.answer else [])
