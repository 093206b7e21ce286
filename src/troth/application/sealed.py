"""Answers sealed until both are in: pending rows that are in no chain, count or copy."""

import os
from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from troth.application.answers import (
    AnswerSignature,
    Given,
    check_in_question,
    help_question,
    leanings_question,
    read_answer,
    sign_answer,
    write_answer,
)
from troth.application.handle import (
    Acting,
    Answer,
    OperationReused,
    Request,
    World,
    perform,
    settle,
)
from troth.application.keyring import ChainKeys, NotTheirs
from troth.application.pending import Rows
from troth.application.ports import ChainId, OperationId, StoreDamaged, Transaction
from troth.application.rules import SHARED
from troth.application.sealing import SALT_BYTES, open_act
from troth.domain.checkins import Answer as CheckInAnswer
from troth.domain.checkins import RevealCheckIn, RoundId
from troth.domain.decider import AnyCommand, State
from troth.domain.kernel import MemberId, NotAMember, Refusal, Value
from troth.domain.leanings import Leanings, RevealLeanings
from troth.domain.resets.commands import RevealHelp
from troth.domain.resets.events import Help, ResetId

A = TypeVar("A")


class Question(msgspec.Struct, Generic[A], frozen=True):
    """Something both answer apart: its name, the form of an answer, and how both are revealed."""

    name: str
    form: type[A]
    reveal: Callable[[dict[MemberId, A]], AnyCommand]


class SealedAnswer(msgspec.Struct, Generic[A], frozen=True):
    """One's answer to a question, to be kept until the other's is in."""

    op: OperationId
    question: Question[A]
    answer: A


class Kept(Value, frozen=True):
    """The answer is sealed; nothing tells whether the other has answered."""


def check_in(round_: RoundId) -> Question[CheckInAnswer]:
    """Return the question of one week's check-in."""
    name = check_in_question(round_)
    return Question(name, CheckInAnswer, lambda answers: RevealCheckIn(round_, answers))


def leaning(round_: int) -> Question[Leanings]:
    """Return the question how both lean, of one round."""
    name = leanings_question(round_)
    return Question(name, Leanings, lambda answers: RevealLeanings(round_, answers))


def helped(reset: ResetId) -> Question[Help]:
    """Return the question whether a reset helped."""
    return Question(help_question(reset), Help, lambda answers: RevealHelp(reset, answers))


def seal(world: World, chain: ChainId, sealed: SealedAnswer[A]) -> Kept | Answer[State] | Refusal:
    """Keep one's answer; when the other's is there, reveal both in the same transaction."""
    try:
        return _sealed(world, chain, sealed)
    except NotTheirs:
        return NotAMember()


def _sealed(
    world: World, chain: ChainId, sealed: SealedAnswer[A]
) -> Kept | Answer[State] | Refusal:
    with world.store.acting(chain) as transaction:
        settle(transaction, world, SHARED)
        acting = Acting(transaction, world, SHARED)
        earlier = transaction.operation(sealed.op)
        if earlier is not None:
            act = open_act(acting.keys, earlier)
            is_same = act.by == world.keys.member
            state = acting.before.state
            return Answer(earlier.seq, act.events, state) if is_same else OperationReused()
        refusal = acting.keys.doubt(transaction) or _refusal(acting, sealed)
        if refusal is not None:
            return refusal
        return _kept_or_revealed(transaction, world, acting, sealed)


def _refusal(acting: Acting[State], sealed: SealedAnswer[A]) -> Refusal | None:
    """Try a reveal in which both said the same: what could never be shown is refused at once."""
    members = acting.before.state.ground.dynamic.member_ids
    outcome = acting.decided(sealed.question.reveal(dict.fromkeys(members, sealed.answer)))
    return outcome if isinstance(outcome, Refusal) else None


def _kept_or_revealed(
    transaction: Transaction, world: World, acting: Acting[State], sealed: SealedAnswer[A]
) -> Kept | Answer[State] | Refusal:
    question, own, keys = sealed.question, world.keys.member, acting.keys
    other = acting.before.state.ground.dynamic.other(own)
    rows = Rows(keys, are_shared=True)
    waiting = rows.find(transaction, other, question.name)
    if waiting is None:
        given = Given(keys.chain, question.name, own, sealed.answer)
        signed = sign_answer(keys.identity, given, os.urandom(SALT_BYTES))
        rows.keep(transaction, own, question.name, write_answer(given, signed))
        return Kept()
    answer, signed = _genuine(keys, other, question, waiting)
    answers = {other: answer, own: sealed.answer}
    request = Request(sealed.op, question.reveal(answers), answered=signed)
    revealed = perform(transaction, world, SHARED, request)
    for member in answers:
        rows.drop(transaction, member, question.name)
    return revealed


def _genuine(
    keys: ChainKeys, member: MemberId, question: Question[A], waiting: bytes
) -> tuple[A, AnswerSignature]:
    """Return an answer with its author's signature: without it, nobody could read the entry."""
    found = read_answer(waiting, question.form)
    if found is not None:
        answer, signed = found
        given = Given(keys.chain, question.name, member, answer)
        is_theirs = keys.authors.get(signed.id) == member
        if is_theirs and given.is_signed_by(signed, are_words_erased=False):
            return answer, signed
    raise StoreDamaged("An answer that waits is not signed by whom it names.")


def own_answers(world: World, chain: ChainId, prefix: str, form: type[A]) -> dict[str, A]:
    """Return one's own answers that wait, by the names that begin with a prefix."""
    with world.store.reading(chain) as reading:
        rows = Rows(world.keys.of(reading), are_shared=True)
        found = rows.all(reading, world.keys.member)
    answers = {
        name: read_answer(body, form) for name, body in found.items() if name.startswith(prefix)
    }
    return {name: read[0] for name, read in answers.items() if read is not None}


def take_back(world: World, chain: ChainId, *names: str) -> None:
    """Drop answers of one's own that will not be revealed any more."""
    with world.store.acting(chain) as transaction:
        rows = Rows(world.keys.of(transaction), are_shared=True)
        for name in names:
            rows.drop(transaction, world.keys.member, name)
