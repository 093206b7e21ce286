"""Who is calling and where: one invocation of the command line, and how it acts and answers."""

import re
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click
import msgspec

from troth.application.everywhere import handle_everywhere
from troth.application.handle import Answer, Request, World, handle
from troth.application.ports import ChainId
from troth.application.read import View, view
from troth.application.rules import SHARED, SHARED_PREFIX, Rules
from troth.bootstrap import new_operation, open_world
from troth.domain.agreement.state import Proposal
from troth.domain.decider import State
from troth.domain.dynamic.state import DynamicState
from troth.domain.kernel import AreaId, Command, MemberId, NotFound, ProposalId, Refusal, Value

REFUSED = 1
"""Exit code: a rule stands in the way; nothing was changed. (2 is click's: wrong usage.)"""

UNREADABLE = 3
"""Exit code: the record could not be opened, read or written."""

S = TypeVar("S", bound=Value)


class Refused(click.ClickException):
    """Raised when a rule stands in the way: the sentence is shown, and nothing has changed."""

    exit_code = REFUSED


class RecordUnusable(click.ClickException):
    """Raised when the record cannot be used: the sentence says why."""

    exit_code = UNREADABLE


class Caller:
    """One invocation: the home, the member it is made as, and how its answers are printed."""

    def __init__(self, home: Path, name: str | None, dynamic: str | None, *, as_json: bool) -> None:
        """Keep who and where; nothing is opened until it is needed."""
        self.home = home
        self.name = name
        self.dynamic = dynamic
        self.as_json = as_json

    @cached_property
    def world(self) -> World:
        """The world of the home directory; the record must be there already."""
        if not (self.home / "record.sqlite3").exists():
            raise RecordUnusable(
                f"There is no record in {self.home}. Open one with “troth init”, "
                "or name its directory with --home."
            )
        return self.open()

    def open(self) -> World:
        """Open the home directory, making it if it is not there."""
        return open_world(self.home)

    def close(self) -> None:
        """Close the record, if it was opened."""
        world = self.__dict__.get("world")
        if world is not None:
            world.store.close()

    @cached_property
    def chain(self) -> ChainId:
        """The chain of the dynamic that is meant."""
        chains = [c for c in self.world.store.chains() if c.startswith(SHARED_PREFIX)]
        if self.dynamic is not None:
            chains = [c for c in chains if c == SHARED_PREFIX + self.dynamic]
        if len(chains) == 1:
            return chains[0]
        if not chains:
            raise Refused("There is no such dynamic here. Open one with “troth init”.")
        names = ", ".join(c.removeprefix(SHARED_PREFIX) for c in chains)
        raise Refused(f"There are several here: say which with --dynamic ({names}).")

    @cached_property
    def first_view(self) -> View[State]:
        """The state when the command began: what was on the screen when it was typed."""
        return self.view()

    @property
    def own_view(self) -> View[State]:
        """The same state, for one of the two only: anybody else is told nothing of it."""
        self.person(self.member)
        return self.first_view

    @property
    def members(self) -> DynamicState:
        """The dynamic's members."""
        return self.first_view.state.ground.dynamic

    @cached_property
    def member(self) -> MemberId:
        """The member this is made as."""
        if self.name is None:
            names = " or ".join(member.name for member in self.members.members)
            raise Refused(f"Say which of you this is: --as {names}.")
        return self._called(self.name)

    @property
    def zone(self) -> tzinfo:
        """The zone times are shown in: the member's own."""
        return self.first_view.moment.zones[self.members.member(self.member).zone]

    @property
    def other(self) -> MemberId:
        """The other of the two, once they have joined."""
        if len(self.members.members) < 2:  # noqa: PLR2004 - a dynamic has two members
            raise Refused("The other person has not joined yet. Invite them first: troth invite")
        return self.members.other(self.member)

    def person(self, name: str) -> MemberId:
        """Return the member with this name (case does not matter), or “me” or “other”."""
        if name.casefold() == "me":
            return self.member
        if name.casefold() == "other":
            return self.other
        return self._called(name)

    def _called(self, name: str) -> MemberId:
        for member in self.members.members:
            if name.casefold() in (member.name.casefold(), member.id):
                return member.id
        names = ", ".join(member.name for member in self.members.members)
        raise Refused(f"Nobody here is called “{name}”. Here are: {names}.")

    def area(self, name: str | None) -> AreaId | None:
        """Return a part of life by its short word or its name; None stays none."""
        if name is None:
            return None
        areas = self.first_view.state.ground.agreement.areas
        for area, named in areas.items():
            if name.casefold() in (area.casefold(), named.name.casefold()):
                return area
        names = ", ".join(sorted(areas)) or "none yet"
        raise Refused(
            f"No part of life here is called “{name}”. Named so far: {names}. "
            "Name another with: troth area"
        )

    def people(self, name: str) -> frozenset[MemberId]:
        """Return one member by name, or both."""
        if name.casefold() == "both":
            return frozenset(self.members.member_ids)
        return frozenset({self.person(name)})

    def name_of(self, member: MemberId) -> str:
        """Return a member's name."""
        return self.members.member(member).name

    def check_zone(self, zone: str) -> None:
        """Refuse a time zone nobody knows."""
        if zone not in self.world.zones:
            raise Refused(f"There is no time zone called “{zone}”. One is Europe/Paris.")

    def open_proposal(self, proposal: str) -> Proposal:
        """Return an open proposal by its id."""
        found = self.first_view.state.ground.agreement.proposals.get(ProposalId(proposal))
        if found is None:
            refuse(NotFound("open proposal", proposal))
        return found

    def view(self) -> View[State]:
        """Return the shared state as it is now."""
        return self.view_of(self.chain, SHARED)

    def view_of(self, chain: ChainId, rules: Rules[S]) -> View[S]:
        """Return the state of a chain as it is now."""
        return view(self.world, chain, rules)

    def act(self, command: Command) -> Answer[State]:
        """Do one act as the member; a refusal is shown and ends the command."""
        request = Request(self.member, new_operation(), command)
        answer = handle_everywhere(self.world, self.chain, request)
        if isinstance(answer, Refusal):
            raise Refused(self.with_names(answer.sentence))
        return answer

    def with_names(self, text: str) -> str:
        """Return a text with names where the record has ids: one reads about people."""
        for member in self.members.members:
            text = re.sub(rf"(?<![\w-]){re.escape(member.id)}(?![\w-])", member.name, text)
        return text

    def act_in(
        self, chain: ChainId, rules: Rules[S], command: Command, *, by: MemberId
    ) -> Answer[S]:
        """Do one act in a chain."""
        request = Request(by, new_operation(), command)
        answer = handle(self.world, chain, rules, request)
        if isinstance(answer, Refusal):
            refuse(answer)
        return answer

    def show(self, reading: object, text: str) -> None:
        """Print a reading: as JSON when that was asked for, else as text."""
        click.echo(msgspec.json.format(msgspec.json.encode(reading)) if self.as_json else text)

    def done(self, answer: Answer[Any], text: str) -> None:
        """Say that something was recorded, or that it already was so."""
        if self.as_json:
            self.show({"entry": answer.seq, "events": answer.events}, "")
        else:
            click.echo(text if answer.events else "That is already so; nothing was recorded.")


def refuse(refusal: Refusal) -> NoReturn:
    """Show why something is refused, and end the command."""
    raise Refused(refusal.sentence)
