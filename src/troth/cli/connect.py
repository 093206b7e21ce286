"""Closeness: the check-in both answer apart, the weeks side by side, and the agreed way back."""

from typing import TypeVar

import click

from troth.application.handle import Answer as Recorded
from troth.application.sealed import (
    Kept,
    Question,
    SealedAnswer,
    own_answers,
    seal,
    take_back,
)
from troth.application.sealed import check_in as check_in_question
from troth.application.sealed import helped as helped_question
from troth.bootstrap import new_id, new_operation
from troth.cli.caller import Caller, Refused, refuse
from troth.cli.connect_lines import (
    answer_lines,
    check_in_text,
    ebb_text,
    help_text,
    resets_text,
)
from troth.cli.groups import Acts
from troth.domain.checkins import Answer, Clarity, Connection, Guess, RoundId, open_rounds
from troth.domain.decider import State
from troth.domain.kernel import ClauseId, Refusal
from troth.domain.resets.commands import (
    AskReset,
    CallOffReset,
    FinishReset,
    OptIntoReset,
    ReaffirmClause,
)
from troth.domain.resets.events import Help, ResetBegun, ResetId, Wish
from troth.projections.connection import MOST_WEEKS, SHOWN_WEEKS
from troth.projections.connection import check_in as read_check_in
from troth.projections.connection import ebb as read_ebb
from troth.projections.connection import resets as read_resets

CHECK_INS = "check-in/"
SEALED = "Sealed. Both answers are shown once both are in; until then you can change yours."

A = TypeVar("A")

_CONNECTION = click.Choice([each.value for each in Connection])
_CLARITY = click.Choice([each.value for each in Clarity])


def _seal(caller: Caller, question: Question[A], answer: A) -> Kept | Recorded[State]:
    sealed = SealedAnswer(new_operation(), question, answer)
    outcome = seal(caller.world, caller.chain, sealed)
    if isinstance(outcome, Refusal):
        refuse(outcome)
    return outcome


def _own_sealed(caller: Caller) -> dict[RoundId, Answer]:
    """Return one's own sealed answers; the other's rows are never read here."""
    found = own_answers(caller.world, caller.chain, CHECK_INS, Answer)
    return {RoundId(name.removeprefix(CHECK_INS)): each for name, each in found.items()}


@click.command("check-in")
@click.argument("connection", type=_CONNECTION, required=False, metavar="CLOSENESS")
@click.argument("clarity", type=_CLARITY, required=False, metavar="CLARITY")
@click.option("--words", default="", help="Words beside your answer, if you like.")
@click.option("--guess", nargs=2, type=(_CONNECTION, _CLARITY), help="What the other will say.")
@click.option("--last-week", is_flag=True, help="Answer for last week, which is still open.")
@click.pass_obj
def check_in(
    caller: Caller,
    connection: str | None,
    clarity: str | None,
    words: str,
    guess: tuple[str, str] | None,
    *,
    last_week: bool,
) -> None:
    """Say how close you feel, and how clear the roles are to you; sealed until both have.

    CLOSENESS is far-apart, a-little-apart, steady, close, very-close or rather-not-say.
    CLARITY is not-clear, rather-unclear, in-between, fairly-clear, clear or rather-not-say.
    Without an answer, show this week's: both answers, or what you have sealed yourself.
    """
    if connection is None:
        view = caller.own_view
        read = read_check_in(view.state, view.moment, _own_sealed(caller))
        caller.show(read, check_in_text(caller, read))
        return
    if clarity is None:
        kinds = ", ".join(each.value for each in Clarity)
        raise Refused(f"Say also how clear the roles are to you: {kinds}.")
    guessed = None if guess is None else Guess(Connection(guess[0]), Clarity(guess[1]))
    answer = Answer(Connection(connection), Clarity(clarity), words, guessed)
    _answer_check_in(caller, open_rounds(caller.own_view.moment.at)[last_week], answer)


def _answer_check_in(caller: Caller, round_: RoundId, answer: Answer) -> None:
    outcome = _seal(caller, check_in_question(round_), answer)
    open_ = open_rounds(caller.own_view.moment.at)
    over = [CHECK_INS + each for each in _own_sealed(caller) if each not in open_]
    take_back(caller.world, caller.chain, *over)
    if isinstance(outcome, Kept):
        caller.show({"sealed": True}, SEALED)
        return
    last = outcome.state.checkins.last
    answers = {} if last is None else last.answers
    caller.done(outcome, "\n".join(answer_lines(caller, answers)))


@click.command()
@click.option(
    "--weeks",
    type=click.IntRange(1, MOST_WEEKS),
    default=SHOWN_WEEKS,
    show_default=True,
    help="How many weeks.",
)
@click.pass_obj
def ebb(caller: Caller, weeks: int) -> None:
    """Show the weeks side by side, in the words each of you chose."""
    view = caller.own_view
    read = read_ebb(view.state, view.moment, weeks)
    caller.show(read, ebb_text(caller, read))


@click.group(cls=Acts, invoke_without_command=True)
@click.pass_context
def reset(ctx: click.Context) -> None:
    """The agreed way back: no response to a slip, and it needs no reason.

    By itself, show what you have agreed and where it stands.
    """
    if ctx.invoked_subcommand is None:
        caller: Caller = ctx.obj
        view = caller.own_view
        read = read_resets(view.state, view.moment)
        caller.show(read, resets_text(caller, read))


@reset.command("ask")
@click.argument("clause", required=False)
@click.pass_obj
def ask_reset(caller: Caller, clause: str | None) -> None:
    """Ask for a reset, in the form both have agreed."""
    view = caller.own_view
    forms = [each.clause for each in read_resets(view.state, view.moment).forms]
    if clause is None and len(forms) != 1:
        raise Refused(
            f"Say which one: {', '.join(forms)}."
            if forms
            else "You have not agreed what a reset is for you. Suggest one: troth propose"
        )
    command = AskReset(ResetId(new_id("r")), ClauseId(forms[0] if clause is None else clause))
    caller.done(caller.act(command), "Asked. It begins once both of you say: troth reset yes-today")


def _in_hand(caller: Caller) -> ResetId:
    current = caller.own_view.state.resets.current
    if current is None:
        raise Refused("No reset has been asked for. Either of you can ask: troth reset ask")
    return current.id


def _last(caller: Caller) -> ResetId:
    last = caller.own_view.state.resets.last
    if last is None:
        raise Refused("No reset has been done yet, so there is nothing to say about one.")
    return last.id


@reset.command("yes-today")
@click.option("--clears-before", is_flag=True, help="You would also let go what went unreported.")
@click.pass_obj
def yes_today(caller: Caller, *, clears_before: bool) -> None:
    """Say yes, today; it begins when both have, on the same day."""
    answer = caller.act(OptIntoReset(_in_hand(caller), clears_before))
    has_begun = any(isinstance(event, ResetBegun) for event in answer.events)
    caller.done(answer, "It begins." if has_begun else "Yes, today. It begins once both say so.")


@reset.command("done")
@click.pass_obj
def done(caller: Caller) -> None:
    """Say that the reset is done."""
    answer = caller.act(FinishReset(_in_hand(caller)))
    caller.done(answer, "Done. Each line it touched: troth reset keep, change or drop.")


@reset.command("call-off")
@click.pass_obj
def call_off(caller: Caller) -> None:
    """Call it off; anyone, at any time, without a reason."""
    caller.done(caller.act(CallOffReset(_in_hand(caller))), "Called off. Nothing is owed.")


def _reaffirm(caller: Caller, clause: str, wish: Wish, sentence: str) -> None:
    command = ReaffirmClause(_last(caller), ClauseId(clause), wish)
    caller.done(caller.act(command), sentence)


@reset.command("keep")
@click.argument("clause")
@click.pass_obj
def keep(caller: Caller, clause: str) -> None:
    """Say that you would keep CLAUSE as it is."""
    _reaffirm(caller, clause, Wish.KEEP, "You would keep it.")


@reset.command("change")
@click.argument("clause")
@click.pass_obj
def change(caller: Caller, clause: str) -> None:
    """Say that you would change CLAUSE; it lies on the table of your next session."""
    _reaffirm(caller, clause, Wish.CHANGE, "It lies on the table of your next session.")


@reset.command("drop")
@click.argument("clause")
@click.pass_obj
def drop(caller: Caller, clause: str) -> None:
    """Let CLAUSE go: you withdraw from it, at once."""
    _reaffirm(caller, clause, Wish.DROP, f"You withdrew from “{clause}”. It no longer applies.")


@reset.command("helped")
@click.argument("answer", type=click.Choice([each.value for each in Help]))
@click.pass_obj
def helped(caller: Caller, answer: str) -> None:
    """Say whether the last reset helped; sealed until both have."""
    outcome = _seal(caller, helped_question(_last(caller)), Help(answer))
    if isinstance(outcome, Kept):
        caller.show({"sealed": True}, SEALED)
        return
    last = outcome.state.resets.last
    caller.done(outcome, help_text(caller, {} if last is None else last.helped))
