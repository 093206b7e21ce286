"""Leanings: where each would have the parts of life stand, said apart and revealed together."""

from enum import StrEnum
from typing import TypeAlias

from troth.domain.agreement.state import AgreementState
from troth.domain.force import Ground
from troth.domain.kernel import (
    AreaId,
    Command,
    Event,
    MemberId,
    NotFound,
    Outcome,
    Recorded,
    Refusal,
    UnclearWording,
    Value,
    is_clear,
)

HOPES_LENGTH = 1000
"""A few lines of what one would like to count on; more is for a talk."""


class Leaning(StrEnum):
    """Where somebody would have a part of life stand; it binds nobody, themselves included."""

    IN = "in"
    ADVICE = "advice"
    TOGETHER = "together"
    OUT = "out"
    NOT_SURE = "not-sure"


class Leanings(Value, frozen=True):
    """What one member says of the parts of life, and would like to expect of the other."""

    parts: dict[AreaId, Leaning]
    hopes: str = ""


class LeaningsRevealed(Event, frozen=True, tag="leanings-revealed/1"):
    """Both had said how they lean, so both are shown at the same moment; it agrees to nothing."""

    round: int
    answers: dict[MemberId, Leanings]


class LeaningsState(Value, frozen=True):
    """How both leaned when it was last shown; saying it anew is a round of its own."""

    last: LeaningsRevealed | None = None


def open_round(state: LeaningsState) -> int:
    """Return the number of the round that is shown next."""
    return 1 if state.last is None else state.last.round + 1


def evolve(state: LeaningsState, recorded: Recorded) -> LeaningsState:
    """Return the leanings after an event."""
    match recorded.event:
        case LeaningsRevealed() as revealed:
            return LeaningsState(revealed)
        case _:
            return state


class RevealLeanings(Command, frozen=True):
    """Reveal a round: how one leans, with how the other does, which was sealed until now."""

    round: int
    answers: dict[MemberId, Leanings]


LeaningsCommand: TypeAlias = RevealLeanings


class NeedsBothLeanings(Refusal, frozen=True):
    """Leanings are revealed with those of exactly the two."""

    says = "This is shown once both of you have answered, each for yourself."


class LeaningsRoundNotOpen(Refusal, frozen=True):
    """The round has been shown, or there was none before it."""

    round: int
    says = "Answer {round} about the parts of life is not open. Open the page again, and answer."


class NoPartsChosen(Refusal, frozen=True):
    """An answer says something of one part of life at least."""

    says = "Choose one for each part, or “not sure yet”."


def decide(state: LeaningsState, ground: Ground, command: LeaningsCommand) -> Outcome:
    """Decide a command about leanings; they are open in every state but the end."""
    members = ground.dynamic.member_ids
    if set(command.answers) != set(members) or len(members) < 2:  # noqa: PLR2004 - a dynamic has two members
        return NeedsBothLeanings()
    if command.round != open_round(state):
        return LeaningsRoundNotOpen(command.round)
    for each in command.answers.values():
        refusal = _refuse_answer(each, ground.agreement)
        if refusal is not None:
            return refusal
    return (LeaningsRevealed(command.round, command.answers),)


def _refuse_answer(answer: Leanings, agreement: AgreementState) -> Refusal | None:
    if not answer.parts:
        return NoPartsChosen()
    unknown = min(answer.parts.keys() - agreement.areas.keys(), default=None)
    if unknown is not None:
        return NotFound("part of life", unknown)
    if not is_clear(answer.hopes, longest=HOPES_LENGTH, may_be_empty=True):
        return UnclearWording("text of what you hope for")
    return None
