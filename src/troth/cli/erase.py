"""Erasing: one's own words and notes at once, the whole record after a month both know of."""

import click

from troth.application.erasing import erase_own_chain, erase_words, finish
from troth.application.erasing_all import erase_record
from troth.application.handle import World
from troth.application.private.notes import notes_chain
from troth.bootstrap import new_operation
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.groups import Acts
from troth.cli.proving import act_proved, proved
from troth.cli.times import shown
from troth.domain.erasure import AskErasure, CallOffErasure
from troth.domain.kernel import Refusal

COPIES = "Backups made before now hold it for up to 30 days; copies somebody took stay with them."

OPEN_ELSEWHERE = (
    "Another program has the record open, so the file still holds sealed traces of it. "
    "Stop that program, then do the same again."
)


def traces(told: str, *, is_finished: bool) -> str:
    """Return what was erased, with what is still somewhere."""
    return "\n".join([told, COPIES] if is_finished else [told, OPEN_ELSEWHERE, COPIES])


@click.group(cls=Acts)
def erase() -> None:
    """Erase your own words, all your notes, or the whole record of you both.

    Your passphrase is asked once more, for none of this can be taken back.
    """


@erase.command("words")
@click.argument("entries", metavar="ENTRY...", type=int, nargs=-1, required=True)
@click.pass_obj
def words(caller: Caller, entries: tuple[int, ...]) -> None:
    """Erase what you wrote in one ENTRY, or in several; troth history --numbers tells which.

    That you wrote, and when, stays in the record, and what was agreed and done stands.
    """
    answer = erase_words(proved(caller), caller.chain, new_operation(), entries)
    if isinstance(answer, Refusal):
        raise Refused(caller.with_names(answer.sentence))
    told = traces("Erased. The history says that words stood there.", is_finished=_done(caller))
    caller.done(answer, told)


@erase.command("notes")
@click.pass_obj
def notes(caller: Caller) -> None:
    """Erase all your private notes at once, as if there had been none."""
    erase_own_chain(proved(caller), notes_chain(caller.member))
    told = traces("Erased. You have no notes any more.", is_finished=_done(caller))
    caller.show({"erased": "notes"}, told)


@erase.command("record")
@click.option("--ask", "step", flag_value="ask", help="Ask for it. You are both told at once.")
@click.option("--call-off", "step", flag_value="call-off", help="No longer ask for it.")
@click.option("--now", "step", flag_value="now", help="Carry it out, once its day has come.")
@click.pass_obj
def record(caller: Caller, step: str | None) -> None:
    """Erase the whole record, for you both alike: ask for it, and carry it out a month later.

    Either of you can ask, and once the day has come either can carry it out. Without an option
    this shows where it stands.
    """
    if step == "ask":
        answer = act_proved(caller, AskErasure())
        caller.done(answer, f"Asked. You both see it from now. {_where(caller)}")
    elif step == "call-off":
        caller.done(caller.act(CallOffErasure()), f"You no longer ask for it. {_where(caller)}")
    elif step == "now":
        _carry_out(caller)
    else:
        caller.show(caller.view().state.erasure, _where(caller))


def _where(caller: Caller) -> str:
    due = caller.view().state.erasure.due
    if due is None:
        return "Nobody asks to erase this record."
    day = shown(due, caller.zone)
    return f"It can be erased from {day} on: troth erase record --now. Take your copies before."


def _carry_out(caller: Caller) -> None:
    world = erase_record(proved(caller), caller.chain)
    if not isinstance(world, World):
        refuse(world)
    told = "Erased for you both. The other is told at their next login."
    caller.show({"erased": "record"}, traces(told, is_finished=finish(world)))


def _done(caller: Caller) -> bool:
    return finish(caller.world)
