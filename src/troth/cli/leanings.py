"""Parts of life answered apart: each says where they would have them, both read it at once."""

from collections.abc import Iterator

import click

from troth.application.sealed import Kept, SealedAnswer, leaning, own_answers, seal
from troth.application.sealed import take_back as take_back_answer
from troth.bootstrap import new_operation
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.groups import Acts
from troth.domain.kernel import AreaId, Refusal
from troth.domain.leanings import Leaning, Leanings
from troth.projections.leanings import LeaningsReading, Leant
from troth.projections.leanings import leanings as read_leanings

SEALED_AS = "leanings/"
"""How the names of one's own sealed answers begin; the number of the round follows."""

SEALED = "Sealed. Both answers are shown once both are in; until then you can say it anew."
TAKEN_BACK = "Taken back, as if you had said nothing."
NO_PARTS = "Name the parts of your life first: troth area"
WHERE = ", ".join(each.value for each in Leaning)
AS_IN = "Say it as in: household=in"


@click.group(cls=Acts)
def parts() -> None:
    """Say apart where each part of life stands; both are shown at the same moment."""


@parts.command("list")
@click.pass_obj
def list_parts(caller: Caller) -> None:
    """Show what you are both asked, what you have said, and once both have, both."""
    read = _read(caller)
    own = own_answers(caller.world, caller.chain, SEALED_AS, Leanings)
    sealed = own.get(f"{SEALED_AS}{read.round}")
    lines = [*_asked_lines(caller, read, sealed), *_shown_lines(caller, read)]
    caller.show({"asked": read, "own": sealed}, "\n".join(lines))


@parts.command("say")
@click.argument("parts_said", nargs=-1, required=True, metavar="PART=WHERE...")
@click.option("--hopes", default="", help="What you would like to expect of the other.")
@click.pass_obj
def say(caller: Caller, parts_said: tuple[str, ...], hopes: str) -> None:
    """Say where you would have each part: in, advice, together, out or not-sure.

    It binds nobody, you included. It is sealed until the other has said it too.
    """
    read = _read(caller)
    said = dict(_chosen(each) for each in parts_said)
    _check_all(read, said)
    sealed = SealedAnswer(new_operation(), leaning(read.round), Leanings(said, hopes))
    outcome = seal(caller.world, caller.chain, sealed)
    if isinstance(outcome, Refusal):
        refuse(outcome)
    if isinstance(outcome, Kept):
        caller.show({"sealed": True}, SEALED)
        return
    shown = read_leanings(outcome.state, caller.own_view.moment)
    caller.done(outcome, "\n".join(_shown_lines(caller, shown)))


@parts.command("take-back")
@click.pass_obj
def take_back(caller: Caller) -> None:
    """Take your own sealed answer back, as if you had given none."""
    take_back_answer(caller.world, caller.chain, f"{SEALED_AS}{_read(caller).round}")
    caller.show({}, TAKEN_BACK)


def _read(caller: Caller) -> LeaningsReading:
    view = caller.own_view
    return read_leanings(view.state, view.moment)


def _chosen(typed: str) -> tuple[AreaId, Leaning]:
    part, _, where = typed.rpartition("=")
    if not part or where not in [each.value for each in Leaning]:
        raise Refused(f"{AS_IN}. A part of life stands in one of these: {WHERE}.")
    return AreaId(part), Leaning(where)


def _check_all(read: LeaningsReading, said: dict[AreaId, Leaning]) -> None:
    """Refuse a part nobody is asked about, and an answer that leaves one out."""
    asked = [each.area for each in read.asked]
    unknown = [each for each in said if each not in asked]
    if unknown:
        raise Refused(f"You are not asked about {', '.join(unknown)}. See: troth parts list")
    missing = [f"{each}=…" for each in asked if each not in said]
    if missing:
        raise Refused(f"Say each of them, or not-sure. Still to say: {' '.join(missing)}")


def _asked_lines(caller: Caller, read: LeaningsReading, sealed: Leanings | None) -> Iterator[str]:
    if not read.asked:
        yield caller.here(NO_PARTS)
    for each in read.asked:
        own = None if sealed is None else sealed.parts.get(each.area)
        yield f"{each.area}  {each.name}{'' if own is None else f': you say {own}'}"
    if sealed is not None and sealed.hopes:
        yield f"    You hope: {sealed.hopes}"


def _shown_lines(caller: Caller, read: LeaningsReading) -> Iterator[str]:
    groups: tuple[tuple[str, tuple[Leant, ...]], ...] = (
        ("Where you differ", read.differing),
        ("What you say alike", read.alike),
    )
    for heading, found in groups:
        yield from ["", heading] if found else []
        for each in found:
            said = ", ".join(f"{caller.name_of(who)}: {what}" for who, what in each.said.items())
            yield f"  {each.name}. {said}."
    for who, hopes in read.hopes.items():
        if hopes:
            yield f"  {caller.name_of(who)} hopes: {hopes}"
