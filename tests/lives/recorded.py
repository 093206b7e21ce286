"""A couple whose every act goes through the one loop into a store, as it does for real."""

from collections.abc import Mapping
from datetime import datetime

from tests.given import ASH, START, ZONES, Couple
from tests.keys import identity, keys_of, own_keys
from troth.application.answers import (
    AnswerSignature,
    Given,
    check_in_question,
    help_question,
    leanings_question,
    sign_answer,
)
from troth.application.handle import Host, Request, World, handle
from troth.application.ports import ChainId, OperationId, Store
from troth.application.read import View, view
from troth.application.rules import SHARED
from troth.domain.checkins import RevealCheckIn
from troth.domain.decider import AnyCommand, State
from troth.domain.kernel import Event, MemberId, Refusal
from troth.domain.leanings import RevealLeanings
from troth.domain.resets.commands import RevealHelp

CHAIN = ChainId("shared-home")


class RecordedCouple(Couple):
    """A dynamic in a store, with a clock that is told; each act has its own operation id."""

    def __init__(self, store: Store, at: datetime = START) -> None:
        """Start with whatever the store holds."""
        super().__init__(at)
        self.opens(store)
        seen = self.seen()
        self.acts = seen.seq
        self.state = seen.state
        self.now = max(self.now, seen.moment.at)

    def opens(self, store: Store) -> None:
        """Go on in a store that was opened anew."""
        self.host = Host(store, _ToldClock(self), ZONES)
        self.keys = keys_of(store, CHAIN)

    @property
    def world(self) -> World:
        """The world of Ash."""
        return self.world_of(ASH)

    def world_of(self, member: MemberId) -> World:
        """Return somebody's world; a stranger's keys open nothing here."""
        return self.host.world(self.keys.get(member) or own_keys(member))

    def seen(self) -> View[State]:
        """Return the state as anybody would read it now."""
        return view(self.world, CHAIN, SHARED)

    def attempt(self, by: MemberId, command: AnyCommand) -> tuple[Event, ...] | Refusal:
        """Do one act through the loop."""
        op = OperationId(f"{self.acts + 1:032x}")
        answer = handle(self.world_of(by), CHAIN, SHARED, _request(op, by, command))
        if isinstance(answer, Refusal):
            return answer
        self.acts = max(self.acts, answer.seq)
        self.state = answer.state
        return answer.events


def _request(op: OperationId, by: MemberId, command: AnyCommand) -> Request:
    """Return a request; what reveals answers carries the other's signature under theirs."""
    match command:
        case RevealCheckIn(round=round_):
            signed = _others(by, check_in_question(round_), command.answers)
        case RevealLeanings(round=number):
            signed = _others(by, leanings_question(number), command.answers)
        case RevealHelp(reset=reset):
            signed = _others(by, help_question(reset), command.answers)
        case _:
            return Request(op, command)
    return Request(op, command, answered=signed)


def _others(by: MemberId, question: str, answers: Mapping[MemberId, object]) -> AnswerSignature:
    (other,) = answers.keys() - {by}
    given = Given(CHAIN, question, other, answers[other])
    return sign_answer(identity(other), given, bytes(16))


class _ToldClock:
    """The clock of a couple: it shows what the couple was told."""

    def __init__(self, couple: Couple) -> None:
        self._couple = couple

    def now(self) -> datetime:
        """Return the time it was told."""
        return self._couple.now
