"""Answers sealed until both are in: pending rows that are in no chain, count or copy."""

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from troth.application.codec import decode_act
from troth.application.handle import (
    Answer,
    OperationReused,
    Request,
    World,
    load,
    not_before,
    perform,
)
from troth.application.ports import ChainId, OperationId, Slot, Transaction
from troth.application.rules import SHARED
from troth.domain.checkins import Answer as CheckInAnswer
from troth.domain.checkins import RevealCheckIn, RoundId
from troth.domain.decider import AnyCommand, State
from troth.domain.kernel import MemberId, Moment, Occasion, Refusal, Value
from troth.domain.resets.commands import RevealHelp
from troth.domain.resets.events import Help, ResetId

A = TypeVar("A")


class Question(msgspec.Struct, Generic[A], frozen=True):
    """Something both answer apart: its slot, the form of an answer, and how both are revealed."""

    slot: Slot
    form: type[A]
    reveal: Callable[[dict[MemberId, A]], AnyCommand]


class SealedAnswer(msgspec.Struct, Generic[A], frozen=True):
    """One member's answer to a question, to be kept until the other's is in."""

    by: MemberId
    op: OperationId
    question: Question[A]
    answer: A


class Kept(Value, frozen=True):
    """The answer is sealed; nothing tells whether the other has answered."""


def check_in(round_: RoundId) -> Question[CheckInAnswer]:
    """Return the question of one week's check-in."""
    slot = Slot(f"check-in/{round_}")
    return Question(slot, CheckInAnswer, lambda answers: RevealCheckIn(round_, answers))


def helped(reset: ResetId) -> Question[Help]:
    """Return the question whether a reset helped."""
    return Question(Slot(f"helped/{reset}"), Help, lambda answers: RevealHelp(reset, answers))


def seal(world: World, chain: ChainId, sealed: SealedAnswer[A]) -> Kept | Answer[State] | Refusal:
    """Keep one member's answer; when the other's is there, reveal both in the same transaction."""
    with world.store.acting(chain) as transaction:
        loaded = load(transaction, SHARED)
        earlier = transaction.operation(sealed.op)
        if earlier is not None:
            act = decode_act(earlier.body)
            is_same = act.by == sealed.by
            return Answer(earlier.seq, act.events, loaded.state) if is_same else OperationReused()
        moment = Moment(not_before(loaded.at, world.clock.now()), world.zones)
        refusal = _refusal(loaded.state, sealed, moment)
        if refusal is not None:
            return refusal
        return _kept_or_revealed(transaction, world, loaded.state, sealed)


def _refusal(state: State, sealed: SealedAnswer[A], moment: Moment) -> Refusal | None:
    """Try a reveal in which both said the same: what could never be shown is refused at once."""
    members = state.ground.dynamic.member_ids
    alone = sealed.question.reveal(dict.fromkeys(members, sealed.answer))
    outcome = SHARED.decide(state, alone, Occasion(sealed.by, moment))
    return outcome if isinstance(outcome, Refusal) else None


def _kept_or_revealed(
    transaction: Transaction, world: World, state: State, sealed: SealedAnswer[A]
) -> Kept | Answer[State] | Refusal:
    question = sealed.question
    other = state.ground.dynamic.other(sealed.by)
    theirs = transaction.pending(other, question.slot)
    if theirs is None:
        transaction.put_pending(sealed.by, question.slot, msgspec.msgpack.encode(sealed.answer))
        return Kept()
    answers = {
        other: msgspec.msgpack.decode(theirs, type=question.form),
        sealed.by: sealed.answer,
    }
    reveal = question.reveal(answers)
    revealed = perform(transaction, world, SHARED, Request(sealed.by, sealed.op, reveal))
    transaction.delete_pending(other, question.slot)
    transaction.delete_pending(sealed.by, question.slot)
    return revealed
