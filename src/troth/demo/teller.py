"""Telling the story: every line goes through the one loop, at the time it is told for."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from troth.application.accounts.everywhere import handle_everywhere
from troth.application.handle import Host, Request, World, handle
from troth.application.joining import Arrival, Joined, begin, invite, join, new_invitation
from troth.application.keyring import Keyring
from troth.application.ports import ChainId, OperationId
from troth.application.private.drafts import Drafts
from troth.application.private.notes import notes_chain
from troth.application.private.preparations import Prepared, drop, one_prepared, prepare
from troth.application.read import view
from troth.application.rules import PRIVATE, SHARED, SHARED_PREFIX
from troth.application.sealed import SealedAnswer, seal
from troth.demo.script import (
    Bringing,
    Calendar,
    Commands,
    Deed,
    Joining,
    Line,
    Noting,
    NotThatWay,
    Opening,
    Preparing,
    Scene,
    Sealing,
)
from troth.demo.sitting import brings
from troth.domain.decider import AnyCommand
from troth.domain.dynamic.events import Member
from troth.domain.kernel import Command, MemberId, Refusal
from troth.domain.notes import KeepNote

CHAIN = ChainId(f"{SHARED_PREFIX}efa9f968cee1dfa6")
"""The chain of the two; each one's notes are in a chain of their own."""

LABEL = "ours"
"""What each of them calls it, for themself."""


class StoryBroken(Exception):
    """Raised when the domain answers otherwise than the story tells: one of the two is wrong."""


class ToldClock:
    """A clock that shows the time the story has come to."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the time it was told."""
        return self.at


class Teller:
    """The two people of the story, acting one line after the other, each with their own keys."""

    def __init__(self, host: Host, keys: Iterable[Keyring], calendar: Calendar) -> None:
        self.clock = ToldClock(calendar.made_at)
        told = replace(host, clock=self.clock)
        self.worlds = {each.member: told.world(each) for each in keys}
        self.calendar = calendar
        self._invitation = new_invitation()
        self._asked = 0

    def tells(self, lines: Iterable[Line]) -> Iterator[int]:
        """Act the lines in the order of their times, yielding the number of each week begun."""
        timed = [(line.when(self.calendar), line) for line in lines]
        begun = 0
        for at, line in sorted(timed, key=lambda each: each[0]):
            week = (at - self.calendar.at("1.1 00:00")) // timedelta(weeks=1) + 1
            if week > begun:
                begun = week
                yield week
            self.clock.at = at
            for deed in line.deeds:
                self._does(line.who, deed)

    def _does(self, who: MemberId, deed: Deed) -> None:
        match deed:
            case Opening(themself=themself):
                self._opens(themself)
            case Joining(themself=themself):
                self._joins(themself)
            case Sealing():
                self._seals(who, deed)
            case Noting(text=text):
                self._notes(who, KeepNote(text))
            case Preparing(name=name, prepared=prepared):
                self._accepted(prepare(self._drafts(who), name, prepared), deed)
            case Bringing(name=name):
                self._brings(who, name)
            case NotThatWay():
                self._tries(who, deed)
            case _:
                self._acts(who, deed)

    def _opens(self, themself: Member) -> None:
        arrival = Arrival(self._next(), themself, LABEL)
        world = self._in(themself, begin(self.worlds[themself.id], CHAIN, arrival))
        secret = self._invitation.secret
        self._accepted(invite(world, CHAIN, self._next(), secret), "an invitation")

    def _joins(self, themself: Member) -> None:
        arrival = Arrival(self._next(), themself, LABEL)
        self._in(themself, join(self.worlds[themself.id], self._invitation.secret, arrival))

    def _in(self, themself: Member, came: Joined | Refusal) -> World:
        """Let somebody go on with the key of the chain they have come to."""
        if isinstance(came, Refusal):
            raise StoryBroken(f"{themself.name} could not come in: {came.sentence}")
        self.worlds[themself.id] = came.world
        return came.world

    def _seals(self, who: MemberId, deed: Sealing) -> None:
        sealed = SealedAnswer(self._next(), deed.question(self._scene(who)), deed.answer)
        self._accepted(seal(self.worlds[who], CHAIN, sealed), deed)

    def _notes(self, who: MemberId, note: KeepNote) -> None:
        request = Request(self._next(), note)
        self._accepted(handle(self.worlds[who], notes_chain(who), PRIVATE, request), note)

    def _drafts(self, who: MemberId) -> Drafts:
        return Drafts(self.worlds[who], CHAIN)

    def _brings(self, who: MemberId, name: str) -> None:
        prepared = one_prepared(self._drafts(who), name)
        if isinstance(prepared, Prepared):
            self._acts(who, brings(prepared.kind, prepared.text))
            drop(self._drafts(who), name)
        self._accepted(prepared, prepared)

    def _tries(self, who: MemberId, deed: NotThatWay) -> None:
        answers = [self._asks(who, command) for command in self._commands(who, deed.tried)]
        if not any(isinstance(answer, deed.because) for answer in answers):
            tried = _named(deed.tried)
            raise StoryBroken(f"{self.clock.at}: {tried} met no {deed.because.__name__}")

    def _acts(self, who: MemberId, deed: AnyCommand | Commands) -> None:
        for command in self._commands(who, deed):
            self._accepted(self._asks(who, command), command)

    def _commands(self, who: MemberId, deed: AnyCommand | Commands) -> Iterable[AnyCommand]:
        return (deed,) if isinstance(deed, Command) else deed(self._scene(who))

    def _asks(self, who: MemberId, command: AnyCommand) -> object:
        return handle_everywhere(self.worlds[who], CHAIN, Request(self._next(), command))

    def _scene(self, who: MemberId) -> Scene:
        seen = view(self.worlds[who], CHAIN, SHARED)
        return Scene(seen.state, seen.moment, self.calendar)

    def _accepted(self, answer: object, asked: object) -> None:
        if isinstance(answer, Refusal):
            why = f"{type(answer).__name__}: {answer.sentence}"
            raise StoryBroken(f"{self.clock.at}: {_named(asked)} met {why}")

    def _next(self) -> OperationId:
        self._asked += 1
        return OperationId(f"{self._asked:032x}")


def _named(asked: object) -> str:
    fields = msgspec.structs.asdict(asked) if isinstance(asked, Command) else {}
    ids = [value for value in fields.values() if isinstance(value, str)][:1]
    return " ".join([type(asked).__name__, *ids])
