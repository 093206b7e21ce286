"""Treats: offered freely, taken or left for now; never owed and never counted."""

from datetime import datetime
from typing import NewType, TypeAlias, assert_never

from troth.domain.agreement.terms import Reward
from troth.domain.force import Ground, operative
from troth.domain.kernel import (
    AlreadyThere,
    ClauseId,
    Command,
    Event,
    MemberId,
    NotFound,
    Occasion,
    Outcome,
    Protective,
    Recorded,
    Refusal,
    UnclearWording,
    Value,
    is_clear,
    is_forgotten,
    with_item,
    without,
)

TreatId = NewType("TreatId", str)

MOST_TREATS = 20
"""Most treats on offer at once: a longer list would read as something that is owed."""

TREAT_LENGTH = 500
"""Longest words of a treat: it is a gift in a sentence or two."""


class Treat(Value, frozen=True):
    """A treat on offer: by whom, in which words, and the clause it comes under, if any."""

    id: TreatId
    offered_by: MemberId
    text: str
    clause: ClauseId | None
    offered_at: datetime


class TreatOffered(Event, frozen=True, tag="treat-offered/1"):
    """A member offered the other a treat."""

    treat: TreatId
    text: str
    clause: ClauseId | None


class TreatTaken(Event, frozen=True, tag="treat-taken/1"):
    """The other took the treat."""

    treat: TreatId


class TreatLeft(Event, frozen=True, tag="treat-left/1"):
    """The other said not now; nothing follows from it."""

    treat: TreatId


class TreatTakenBack(Event, frozen=True, tag="treat-taken-back/1"):
    """The one who offered the treat took the offer back."""

    treat: TreatId


class Facts(Value, frozen=True):
    """What deciding rests on: the ground, and the treats that an accepted response has paused."""

    ground: Ground
    paused_treats: frozenset[ClauseId] = frozenset()


class TreatsState(Value, frozen=True):
    """The treats on offer; an answered one is not kept, so that nothing here can be counted."""

    offered: dict[TreatId, Treat] = {}


def evolve(state: TreatsState, recorded: Recorded) -> TreatsState:
    """Return the treats on offer after an event; an offer nobody answers fades by itself."""
    match recorded.event:
        case TreatOffered(treat=id_, text=text, clause=clause):
            treat = Treat(id_, recorded.by, text, clause, recorded.at)
            return TreatsState(with_item(_kept(state, recorded.at), id_, treat))
        case TreatTaken(treat=id_) | TreatLeft(treat=id_) | TreatTakenBack(treat=id_):
            return TreatsState(without(state.offered, id_))
        case _:
            return state


def _kept(state: TreatsState, now: datetime) -> dict[TreatId, Treat]:
    offered = state.offered.values()
    return {each.id: each for each in offered if not is_forgotten(each.offered_at, now)}


class OfferTreat(Command, frozen=True):
    """Offer the other a treat, of one's own accord or under a clause about treats."""

    treat: TreatId
    text: str
    clause: ClauseId | None = None


class TakeTreat(Command, frozen=True):
    """Take a treat that is offered."""

    treat: TreatId


class NotNow(Protective, frozen=True):
    """Leave a treat for now; no reason is owed."""

    treat: TreatId


class TakeTreatBack(Protective, frozen=True):
    """Take back a treat one has offered."""

    treat: TreatId


TreatCommand: TypeAlias = OfferTreat | TakeTreat | NotNow | TakeTreatBack


class OwnTreat(Refusal, frozen=True):
    """A treat is for the other; the one who offers it may only take it back."""

    says = "You offered this treat, so the other one answers. You can take it back."


class NotYourTreat(Refusal, frozen=True):
    """Only the one who offered a treat takes it back."""

    says = "This treat was offered to you. You can take it, or say not now."


class TooManyTreats(Refusal, frozen=True):
    """More treats are on offer than are a gift."""

    most: int
    says = "{most} treats are on offer already. Let some be answered first, or take some back."


class NoTreatsNow(Refusal, frozen=True):
    """The clause the treat comes under does not operate now, or is not about treats."""

    clause: str
    says = (
        "“{clause}” is not a clause about treats that holds just now. "
        "A treat can be offered without any clause."
    )


class TreatPaused(Refusal, frozen=True):
    """An accepted response pauses the treat; it comes back by itself."""

    clause: str
    says = (
        "“{clause}” is paused for now, as was accepted; it comes back by itself. "
        "Another treat can be offered and taken meanwhile."
    )


def decide(state: TreatsState, facts: Facts, command: TreatCommand, occasion: Occasion) -> Outcome:
    """Decide a command about treats; kindness needs no role and waits for no state."""
    ground, under = facts.ground, _clause_of(state, command)
    if under in facts.paused_treats and isinstance(command, OfferTreat | TakeTreat):
        return TreatPaused(str(under))
    if isinstance(command, OfferTreat):
        return _offer(state, ground, command, occasion)
    return _answer(state, ground, command, occasion)


def _answer(
    state: TreatsState,
    ground: Ground,
    command: TakeTreat | NotNow | TakeTreatBack,
    occasion: Occasion,
) -> Outcome:
    treat = state.offered.get(command.treat)
    if treat is None:
        return NotFound("treat", command.treat)
    takes_back = isinstance(command, TakeTreatBack)
    if takes_back is not (treat.offered_by == occasion.by):
        return NotYourTreat() if takes_back else OwnTreat()
    match command:
        case TakeTreat():
            return _take(treat, ground, occasion)
        case NotNow():
            return (TreatLeft(treat.id),)
        case TakeTreatBack():
            return (TreatTakenBack(treat.id),)
        case _:
            assert_never(command)


def _clause_of(state: TreatsState, command: TreatCommand) -> ClauseId | None:
    """Return the clause that a treat comes under, offered already or about to be."""
    if isinstance(command, OfferTreat):
        return command.clause
    treat = state.offered.get(command.treat)
    return None if treat is None else treat.clause


def _offer(state: TreatsState, ground: Ground, command: OfferTreat, occasion: Occasion) -> Outcome:
    if command.treat in state.offered:
        return AlreadyThere("treat", command.treat)
    if not is_clear(command.text, longest=TREAT_LENGTH):
        return UnclearWording("treat")
    if len(_kept(state, occasion.now)) >= MOST_TREATS:
        return TooManyTreats(MOST_TREATS)
    if command.clause is not None and not _is_about_treats(ground, command.clause, occasion):
        return NoTreatsNow(command.clause)
    return (TreatOffered(command.treat, command.text, command.clause),)


def _take(treat: Treat, ground: Ground, occasion: Occasion) -> Outcome:
    if treat.clause is not None and not _is_about_treats(ground, treat.clause, occasion):
        return NoTreatsNow(treat.clause)
    return (TreatTaken(treat.id),)


def _is_about_treats(ground: Ground, clause: ClauseId, occasion: Occasion) -> bool:
    held = operative(ground, clause, occasion.moment)
    return held is not None and isinstance(held.terms.body, Reward)
