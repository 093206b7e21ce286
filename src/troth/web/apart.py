"""Answers given apart: each is sealed until both are in, and nothing tells whether the other is."""

from typing import TypeVar

from troth.application.handle import Answer
from troth.application.sealed import Kept, Question, SealedAnswer, own_answers, seal, take_back
from troth.domain.checkins import Answer as CheckInAnswer
from troth.domain.checkins import RoundId, open_rounds
from troth.domain.decider import State
from troth.domain.kernel import Refusal
from troth.domain.leanings import Leanings, open_round
from troth.web.form import Form, is_operation
from troth.web.visit import NOT_WHOLE, Visit

A = TypeVar("A")

CHECK_INS = "check-in/"
"""How the names of one's own sealed answers to check-ins begin; the round follows."""

LEANINGS = "leanings/"
"""The same, of the parts of life; the number of the round follows."""


def seal_answer(
    visit: Visit, form: Form, question: Question[A], answer: A
) -> Kept | Answer[State] | None:
    """Seal an answer, or show both if it was the second; None where refused: the form says why."""
    if not is_operation(form.operation):
        form.want("", visit.words.say(NOT_WHOLE))
        return None
    sealed = SealedAnswer(form.operation, question, answer)
    outcome = seal(visit.world, visit.chain, sealed)
    if isinstance(outcome, Refusal):
        visit.refused(form, outcome)
        return None
    return outcome


def own_check_ins(visit: Visit) -> dict[RoundId, CheckInAnswer]:
    """Return one's own sealed answers by their weeks; the other's are never looked at."""
    found = own_answers(visit.world, visit.chain, CHECK_INS, CheckInAnswer)
    return {RoundId(name.removeprefix(CHECK_INS)): answer for name, answer in found.items()}


def drop_check_ins(visit: Visit, *rounds: RoundId) -> None:
    """Drop one's own sealed answers of some weeks, and of those that nobody can show any more."""
    own = own_check_ins(visit)
    over = [each for each in own if each not in open_rounds(visit.moment.at)]
    take_back(visit.world, visit.chain, *(CHECK_INS + each for each in {*rounds, *over}))


def own_leanings(visit: Visit, round_: int) -> Leanings | None:
    """Return one's own sealed answer about the parts of life; the other's is never looked at."""
    found = own_answers(visit.world, visit.chain, LEANINGS, Leanings)
    return found.get(f"{LEANINGS}{round_}")


def drop_leanings(visit: Visit) -> None:
    """Drop one's own sealed answer about the parts of life."""
    take_back(visit.world, visit.chain, f"{LEANINGS}{open_round(visit.state.leanings)}")
