"""Erasing: one's own words and notes at once, the whole record after a month both know of."""

import click

from troth.application.erasing import erase_own_chain, erase_words, finish
from troth.application.erasing_all import erase_record
from troth.application.handle import World
from troth.application.private.notes import notes_chain
from troth.bootstrap import new_operation
from troth.cli.asking import YES, sure
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.groups import Acts
from troth.cli.proving import act_proved, proved
from troth.cli.times import shown
from troth.domain.erasure import AskErasure, CallOffErasure
from troth.domain.kernel import Refusal

COPIES = (
    "Backups made before now hold it for up to 30 days, the newest three until others follow. "
    "Copies somebody took stay with them."
)

SURE_WORDS = "Erase what you wrote in {entries}, for good?"
SURE_NOTES = "Erase all your notes, for good?"
SURE_RECORD = "Erase the whole record for you both, for good?"

NOT_YET = "This record can be erased from {day} on. Until then take your copies."
NOT_YOURS = (
    "{name} asked for it, and you did not: only {name} can call it off. "
    "You can take your copy: troth export DIR"
)

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

    You are asked whether you are sure, and for your passphrase once more: none of this can be
    taken back.
    """


@erase.command("words")
@click.argument("entries", metavar="ENTRY...", type=int, nargs=-1, required=True)
@YES
@click.pass_obj
def words(caller: Caller, entries: tuple[int, ...], *, yes: bool) -> None:
    """Erase what you wrote in one ENTRY, or in several; troth history --numbers tells which.

    That you wrote, and when, stays in the record, and what was agreed and done stands.
    """
    chain = caller.chain
    sure(SURE_WORDS.format(entries=", ".join(map(str, entries))), is_sure=yes)
    answer = erase_words(proved(caller), chain, new_operation(), entries)
    if isinstance(answer, Refusal):
        raise Refused(caller.with_names(answer.sentence))
    told = traces("Erased. The history says that words stood there.", is_finished=_done(caller))
    caller.done(answer, told)


@erase.command("notes")
@YES
@click.pass_obj
def notes(caller: Caller, *, yes: bool) -> None:
    """Erase all your private notes at once, as if there had been none."""
    chain = notes_chain(caller.member)
    sure(SURE_NOTES, is_sure=yes)
    erase_own_chain(proved(caller), chain)
    told = traces("Erased. You have no notes any more.", is_finished=_done(caller))
    caller.show({"erased": "notes"}, told)


@erase.command("record")
@click.option("--ask", "step", flag_value="ask", help="Ask for it. You are both told at once.")
@click.option("--call-off", "step", flag_value="call-off", help="No longer ask for it.")
@click.option("--now", "step", flag_value="now", help="Carry it out, once its day has come.")
@YES
@click.pass_obj
def record(caller: Caller, step: str | None, *, yes: bool) -> None:
    """Erase the whole record, for you both alike: ask for it, and carry it out a month later.

    Either of you can ask, and once the day has come either can carry it out. Without an option
    this shows where it stands.
    """
    if step == "ask":
        answer = act_proved(caller, AskErasure())
        caller.done(answer, f"Asked. You both see it from now. {_where(caller)}")
    elif step == "call-off":
        _call_off(caller)
    elif step == "now":
        _carry_out(caller, is_sure=yes)
    else:
        caller.show(caller.view().state.erasure, _where(caller))


def _where(caller: Caller) -> str:
    due = caller.view().state.erasure.due
    if due is None:
        return "Nobody asks to erase this record."
    day = shown(due, caller.zone)
    return f"It can be erased from {day} on: troth erase record --now. Take your copies before."


def _call_off(caller: Caller) -> None:
    asked = caller.own_view.state.erasure.asked
    if asked and caller.member not in asked:
        other = caller.name_of(caller.other)
        raise Refused(NOT_YOURS.format(name=other))
    answer = caller.act(CallOffErasure())
    caller.done(answer, f"You no longer ask for it. {_where(caller)}")


def _carry_out(caller: Caller, *, is_sure: bool) -> None:
    view = caller.own_view
    due = view.state.erasure.due
    if due is not None and view.moment.at < due:
        raise Refused(NOT_YET.format(day=shown(due, caller.zone)))
    if due is not None:
        sure(SURE_RECORD, is_sure=is_sure)
    world = erase_record(proved(caller), caller.chain)
    if not isinstance(world, World):
        refuse(world)
    told = "Erased for you both. The other is told at their next login."
    caller.show({"erased": "record"}, traces(told, is_finished=finish(world)))


def _done(caller: Caller) -> bool:
    return finish(caller.world)
