"""Answers signed by whoever gave them: the one who reveals both signs the entry alone.

Both have the key of the chain. Without a signature of its own under each answer, whoever answers
second could put another answer, words included, into the other's mouth.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

from troth.application.decoding import decoded
from troth.application.ports import ChainId
from troth.application.texts import map_texts
from troth.crypto.envelope import place
from troth.crypto.keys import Identity, KeyId, is_signed, key_id
from troth.domain.checkins import CheckInRevealed, RoundId
from troth.domain.kernel import Event, MemberId, Value
from troth.domain.leanings import LeaningsRevealed
from troth.domain.resets.events import HelpRevealed, ResetId

A = TypeVar("A")

# Sorted: somebody without our types has to write the same bytes.
_encode = msgspec.msgpack.Encoder(order="sorted").encode


class AnswerSignature(Value, frozen=True):
    """A member's own signature under an answer: their public key, and what the words are tied by.

    `words` is a digest over the answer's words with a salt, or empty where it has none. The salt is
    kept among the words and erased with them: what is left would else confirm a guess at them.
    """

    public: bytes
    words: bytes
    signature: bytes
    salt: str = ""

    @property
    def id(self) -> KeyId:
        """The id of the public key."""
        return key_id(self.public)


class WaitingAnswer(Value, frozen=True):
    """An answer as it waits for the other's, with its author's signature."""

    answer: bytes
    signed: AnswerSignature


class Given(Value, frozen=True):
    """One answer as it was given: in which chain, to what question, by whom."""

    chain: ChainId
    question: str
    member: MemberId
    answer: object

    def tie(self, salt: str) -> bytes:
        """Return what ties the words to what is signed; empty where there are none."""
        texts = list[str]()

        def collect(text: str) -> str:
            texts.append(text)
            return text

        map_texts(self.answer, collect)
        return sha256(_encode((salt, *texts))).digest() if any(texts) else b""

    def message(self, tie: bytes) -> bytes:
        """Return what is signed; the choices stand apart, and hold when the words are erased."""
        choices = sha256(_encode(map_texts(self.answer, lambda _: ""))).digest()
        return place("answer", self.chain, self.question, self.member, choices, tie)

    def is_signed_by(self, signed: AnswerSignature, *, are_words_erased: bool) -> bool:
        """Tell whether this is exactly the answer that was signed.

        Where the words are erased so is their salt: what they were cannot be checked any more, and
        passes. What was chosen beside them can, or whoever erases words could change it.
        """
        is_tied = are_words_erased or self.tie(signed.salt) == signed.words
        return is_tied and is_signed(signed.public, self.message(signed.words), signed.signature)


def sign_answer(identity: Identity, given: Given, salt: bytes) -> AnswerSignature:
    """Return a member's signature under their own answer; `salt` is random, drawn for it."""
    tie = given.tie(salt.hex())
    signature = identity.sign(given.message(tie))
    return AnswerSignature(identity.public, tie, signature, salt.hex() if tie else "")


def write_answer(given: Given, signed: AnswerSignature) -> bytes:
    """Return the bytes of an answer that waits."""
    return _encode(WaitingAnswer(_encode(given.answer), signed))


def read_answer(body: bytes, form: type[A]) -> tuple[A, AnswerSignature] | None:
    """Return the answer that waits in these bytes with its signature, or None for anything else."""
    waiting = decoded(body, WaitingAnswer)
    answer = None if waiting is None else decoded(waiting.answer, form)
    return None if waiting is None or answer is None else (answer, waiting.signed)


def check_in_question(round_: RoundId) -> str:
    """Return the name of the question of one week's check-in."""
    return f"check-in/{round_}"


def leanings_question(round_: int) -> str:
    """Return the name of the question how both lean, by the number of the round."""
    return f"leanings/{round_}"


def help_question(reset: ResetId) -> str:
    """Return the name of the question whether a reset helped."""
    return f"helped/{reset}"


def answers_in(chain: ChainId, event: Event) -> Iterator[Given]:
    """Yield each answer that an event shows."""
    question, answers = _shown(event)
    for member, answer in answers.items():
        yield Given(chain, question, member, answer)


def _shown(event: Event) -> tuple[str, Mapping[MemberId, Any]]:
    match event:
        case CheckInRevealed(round=round_, answers=check_ins):
            return check_in_question(round_), check_ins
        case LeaningsRevealed(round=number, answers=leanings):
            return leanings_question(number), leanings
        case HelpRevealed(reset=reset, answers=helps):
            return help_question(reset), helps
        case _:
            return "", {}
