"""What a member may ask of a reset: beginning takes both on the day, calling off takes either."""

from typing import TypeAlias, assert_never

from troth.domain.agreement.state import Clause, in_force
from troth.domain.agreement.terms import ResetForm
from troth.domain.force import Ground, operative
from troth.domain.kernel import (
    NAME_LENGTH,
    ClauseId,
    Command,
    MemberId,
    NotFound,
    Occasion,
    Outcome,
    Protective,
    Refusal,
    UnclearWording,
    is_clear,
)
from troth.domain.resets.events import (
    ClauseReaffirmed,
    Help,
    HelpRevealed,
    ResetAsked,
    ResetBegun,
    ResetCalledOff,
    ResetDone,
    ResetId,
    ResetOptedInto,
    Wish,
)
from troth.domain.resets.state import Reset, ResetsState, is_running, opted_in


class AskReset(Command, frozen=True):
    """Ask for a reset in the agreed form; it needs no reason, and nothing to have gone wrong."""

    reset: ResetId
    clause: ClauseId


class OptIntoReset(Command, frozen=True):
    """Say "yes, today"; `clears_before` says one would also let go what went unreported."""

    reset: ResetId
    clears_before: bool = False


class FinishReset(Command, frozen=True):
    """Say that the reset is done."""

    reset: ResetId


class CallOffReset(Protective, frozen=True):
    """Call the reset off, at any time; no reason is owed."""

    reset: ResetId


class ReaffirmClause(Command, frozen=True):
    """Say whether one would keep, change or drop a clause; dropping withdraws one's consent."""

    reset: ResetId
    clause: ClauseId
    wish: Wish


class RevealHelp(Command, frozen=True):
    """Reveal whether the reset helped: one's own answer, with the other's sealed until now."""

    reset: ResetId
    answers: dict[MemberId, Help]


ResetCommand: TypeAlias = (
    AskReset | OptIntoReset | FinishReset | CallOffReset | ReaffirmClause | RevealHelp
)


class NoResetAgreed(Refusal, frozen=True):
    """The clause named is no reset, does not operate now, or reads differently since."""

    clause: str
    says = (
        "“{clause}” is not a reset that holds just now in the form you saw. "
        "Suggest one to the other, or ask anew when it holds again."
    )


class ResetInHand(Refusal, frozen=True):
    """One reset at a time."""

    says = "A reset has been asked for already. Answer that one, or call it off."


class ResetNotBegun(Refusal, frozen=True):
    """A reset begins when both say "yes, today", within one day."""

    says = "This reset is not running. It begins once both of you say yes on the same day."


class HelpAlreadyRevealed(Refusal, frozen=True):
    """Whether it helped has been said by both, and shown."""

    says = "What each of you said about this reset has been shown to both of you."


class HelpNeedsBoth(Refusal, frozen=True):
    """Whether it helped is shown once both have said so, each for themselves."""

    says = "This is shown once both of you have answered, each for yourself."


def decide(
    state: ResetsState, ground: Ground, command: ResetCommand, occasion: Occasion
) -> Outcome:
    """Decide a command about resets; none follows from a breach, and none is a correction."""
    match command:
        case AskReset():
            return _ask(state, ground, command, occasion)
        case OptIntoReset():
            return _opt_in(state, ground, command, occasion)
        case FinishReset():
            return _finish(state, ground, command, occasion)
        case CallOffReset(reset=id_):
            return _call_off(state, id_)
        case ReaffirmClause():
            return _reaffirm(state, ground, command, occasion)
        case RevealHelp():
            return _reveal_help(state, ground, command)
        case _:
            assert_never(command)


def _form(ground: Ground, clause: ClauseId, occasion: Occasion) -> Clause | None:
    held = operative(ground, clause, occasion.moment)
    return held if held is not None and isinstance(held.terms.body, ResetForm) else None


def _ask(state: ResetsState, ground: Ground, command: AskReset, occasion: Occasion) -> Outcome:
    if not is_clear(command.reset, longest=NAME_LENGTH):
        return UnclearWording("id of the reset")
    if state.current is not None:
        return ResetInHand()
    form = _form(ground, command.clause, occasion)
    if form is None:
        return NoResetAgreed(command.clause)
    return (ResetAsked(command.reset, command.clause, form.digest),)


def in_hand(
    state: ResetsState, ground: Ground, id_: ResetId, occasion: Occasion
) -> tuple[Reset, ResetForm] | Refusal:
    """Return the reset and its form, while both read as they did when it was asked for."""
    reset = state.current
    if reset is None or reset.id != id_:
        return NotFound("reset", id_)
    form = _form(ground, reset.clause, occasion)
    body = None if form is None or not form.reads_as(reset.form) else form.terms.body
    return (reset, body) if isinstance(body, ResetForm) else NoResetAgreed(reset.clause)


def _opt_in(
    state: ResetsState, ground: Ground, command: OptIntoReset, occasion: Occasion
) -> Outcome:
    found = in_hand(state, ground, command.reset, occasion)
    if isinstance(found, Refusal):
        return found
    reset, _ = found
    given = opted_in(reset, occasion.now)
    is_same = occasion.by in given and (
        reset.opted_in[occasion.by].clears_before == command.clears_before
    )
    if is_same or is_running(reset, occasion.now):
        return ()
    opted = ResetOptedInto(reset.id, command.clears_before)
    both = (given | {occasion.by}).issuperset(ground.dynamic.member_ids)
    return (opted, ResetBegun(reset.id)) if both else (opted,)


def _finish(
    state: ResetsState, ground: Ground, command: FinishReset, occasion: Occasion
) -> Outcome:
    found = in_hand(state, ground, command.reset, occasion)
    if isinstance(found, Refusal):
        return found
    reset, form = found
    if not is_running(reset, occasion.now):
        return ResetNotBegun()
    waives = form.clears_before and all(each.clears_before for each in reset.opted_in.values())
    return (ResetDone(reset.id, reset.begun_at if waives else None),)


def _call_off(state: ResetsState, id_: ResetId) -> Outcome:
    is_in_hand = state.current is not None and state.current.id == id_
    return (ResetCalledOff(id_),) if is_in_hand else ()


def _reaffirm(
    state: ResetsState, ground: Ground, command: ReaffirmClause, occasion: Occasion
) -> Outcome:
    last = state.last
    if last is None or last.id != command.reset:
        return NotFound("reset that was done", command.reset)
    if in_force(ground.agreement, command.clause, occasion.now) is None:
        return NotFound("clause in force", command.clause)
    if last.wishes.get(command.clause, {}).get(occasion.by) is command.wish:
        return ()
    return (ClauseReaffirmed(last.id, command.clause, command.wish),)


def _reveal_help(state: ResetsState, ground: Ground, command: RevealHelp) -> Outcome:
    last = state.last
    if last is None or last.id != command.reset:
        return NotFound("reset that was done", command.reset)
    if set(command.answers) != set(ground.dynamic.member_ids):
        return HelpNeedsBoth()
    return HelpAlreadyRevealed() if last.helped else (HelpRevealed(last.id, command.answers),)
