"""Who is calling and where: one invocation of the command line, and how it acts and answers."""

import re
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec
from msgspec.structs import replace

from troth.application.accounts.everywhere import handle_everywhere
from troth.application.accounts.proof import proved_world
from troth.application.handle import Answer, Host, Request, World, handle
from troth.application.keyring import Keyring
from troth.application.ports import ChainId
from troth.application.proved import needs_proof
from troth.application.read import View, view
from troth.application.rules import SHARED, Rules
from troth.bootstrap import (
    Zones,
    has_record,
    local_zone,
    new_operation,
    open_host,
    place_of,
)
from troth.cli.asking import hidden, visible
from troth.cli.ended import (
    REFUSED,
    STANDARD_ERROR,
    UNREADABLE,
    RecordUnusable,
    Refused,
    refuse,
)
from troth.cli.hints import typed_here
from troth.cli.lines import columns_of, fold
from troth.cli.logins import Logins
from troth.cli.remembering import Remembering
from troth.cli.tokens import TokenFiles, device_directory, login_directory
from troth.domain.agreement.state import Proposal
from troth.domain.decider import State
from troth.domain.dynamic.events import Member
from troth.domain.dynamic.state import DynamicState
from troth.domain.kernel import AreaId, Command, MemberId, NotFound, ProposalId, Refusal, Value
from troth.projections.phrases import Phrase

__all__ = [
    "REFUSED",
    "UNREADABLE",
    "WORDS_FOR_PEOPLE",
    "Caller",
    "RecordUnusable",
    "Refused",
    "refuse",
]

WORDS_FOR_PEOPLE = ("me", "other", "both")
"""Words that stand for people where somebody is named, so that nobody can be called so."""

STANDARD_OUTPUT = 1
"""The descriptor of what is shown; where it is a screen, its lines are folded."""

S = TypeVar("S", bound=Value)


class Caller:
    """One invocation: the home, who is logged in, and how its answers are printed.

    `named_home` is the home as it was typed with the command, if it was; `is_named` tells whether
    its author was.
    """

    named_home: Path | None = None
    is_named = False

    def __init__(self, home: Path, name: str | None, dynamic: str | None, *, as_json: bool) -> None:
        """Keep who and where; nothing is opened until it is needed."""
        self.home = home
        self.name = name
        self.dynamic = dynamic
        self.as_json = as_json

    @cached_property
    def host(self) -> Host:
        """The record of the home directory, which must be there already; nobody is known yet."""
        self.check_record()
        return self.open()

    def check_record(self) -> None:
        """End the command if there is no record in the home directory."""
        if not self.has_record():
            raise RecordUnusable(
                f"There is no record in {place_of(self.home)}. Open one with “troth init”, "
                "or name its directory with --home."
            )

    def has_record(self) -> bool:
        """Tell whether there is a record in the home directory."""
        return has_record(self.home)

    def open(self) -> Host:
        """Open the home directory, making it if it is not there."""
        return open_host(self.home)

    def close(self) -> None:
        """Close the record, if it was opened."""
        host = self.__dict__.get("host")
        if host is not None:
            host.store.close()

    @cached_property
    def logins(self) -> Logins:
        """This machine's logins to the record."""
        files = TokenFiles(self.home, login_directory())
        return Logins(files, TokenFiles(self.home, device_directory()), self.host)

    @cached_property
    def keys(self) -> Keyring:
        """The keys of whoever is logged in; whom `--as` names only chooses among logins."""
        return self.remembering.beside(self.logins.keys(self.name))

    @property
    def remembering(self) -> Remembering:
        """What this machine remembers of the records of whoever is logged in."""
        return Remembering(self.host.store, self.logins.memory(self.name))

    def remembered(self, world: World) -> World:
        """Return a world of theirs, with an alarm where this machine has seen more of a record."""
        return replace(world, keys=self.remembering.beside(world.keys))

    @cached_property
    def world(self) -> World:
        """The world of whoever is logged in."""
        return self.host.world(self.keys)

    @cached_property
    def chain(self) -> ChainId:
        """The chain of the dynamic that is meant: the named one, or the only one."""
        own = {each.label: chain for chain, each in self.keys.ring.memberships.items()}
        if not own:
            raise Refused(
                "You are in no dynamic here yet. Open one with “troth init”, "
                "or join with the ten words of an invitation: troth join"
            )
        names = ", ".join(sorted(own))
        if self.dynamic is None and len(own) > 1:
            raise Refused(f"There are several here: say which with --dynamic ({names}).")
        meant = names if self.dynamic is None else self.dynamic
        if meant not in own:
            raise Refused(f"You have no dynamic called “{meant}” here. You have: {names}.")
        return own[meant]

    @cached_property
    def first_view(self) -> View[State]:
        """The state when the command began: what was on the screen when it was typed."""
        return self.view()

    @property
    def own_view(self) -> View[State]:
        """The same state: only the two of a dynamic have the key to it."""
        return self.first_view

    @property
    def members(self) -> DynamicState:
        """The dynamic's members."""
        return self.first_view.state.ground.dynamic

    @cached_property
    def member(self) -> MemberId:
        """The member this is made as: whoever is logged in."""
        return self.keys.member

    @property
    def own_name(self) -> str | None:
        """The name of whoever is logged in, or None while they are in no dynamic."""
        chain = next(iter(self.world.keys.ring.memberships), None)
        if chain is None:
            return None
        return self.view_of(chain, SHARED).state.ground.dynamic.member(self.member).name

    @property
    def zone(self) -> tzinfo:
        """The zone times are shown in: the member's own; in no dynamic yet, this machine's."""
        if not self.keys.ring.memberships:
            return Zones()[local_zone()]
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
            if _is_called(member, name):
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
        if zone not in Zones():
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
        """Do one act as the member; a refusal is shown and ends the command.

        What asks for the passphrase again is refused unless it was just given.
        """
        if not needs_proof(command):
            return self.act_as(self.world, command)
        found = proved_world(self.host, self.logins.token(self.name))
        if isinstance(found, Refusal):
            refuse(found)
        return self.act_as(self.remembered(found), command)

    def act_as(self, world: World, command: Command) -> Answer[State]:
        """Do one act in the member's world, which was proved if the act asks for that."""
        answer = handle_everywhere(world, self.chain, Request(new_operation(), command))
        if isinstance(answer, Refusal):
            raise Refused(self.with_names(answer.sentence))
        return answer

    def with_names(self, text: str) -> str:
        """Return a text with names where the record has ids: one reads about people."""
        names = {str(member.id): member.name for member in self.members.members}
        ids = "|".join(map(re.escape, names))
        # Found by a function: in a name taken for a template, a backslash would mean something.
        return re.sub(rf"(?<![\w-])(?:{ids})(?![\w-])", lambda found: names[found[0]], text)

    def act_in(self, chain: ChainId, rules: Rules[S], command: Command) -> Answer[S]:
        """Do one act in a chain."""
        request = Request(new_operation(), command)
        answer = handle(self.world, chain, rules, request)
        if isinstance(answer, Refusal):
            refuse(answer)
        return answer

    def hidden(self, question: str) -> str:
        """Ask for something nobody is to read over a shoulder."""
        return hidden(question)

    def visible(self, question: str) -> str:
        """Ask for something that is read while it is typed."""
        return visible(question)

    def show(self, reading: object, text: str) -> None:
        """Print a reading: as JSON when that was asked for, else as text.

        Of what is empty there is nothing anybody wrote, only what can be typed to begin it.
        """
        if self.as_json:
            click.echo(msgspec.json.format(msgspec.json.encode(reading, enc_hook=_as_text)))
        else:
            self.say(text if reading else self.here(text))

    def here(self, text: str) -> str:
        """Return a text of ours with its commands as they have to be typed here."""
        return typed_here(text, self.named_home)

    def say(self, text: str, *, err: bool = False) -> None:
        """Print a text: folded for a screen, in whole lines for a pipe or a file."""
        columns = columns_of(STANDARD_ERROR if err else STANDARD_OUTPUT)
        click.echo(text if columns is None else fold(text, columns), err=err)

    def done(self, answer: Answer[Any], text: str) -> None:
        """Say that something was recorded, or that it already was so."""
        if self.as_json:
            self.show({"entry": answer.seq, "events": answer.events}, "")
        else:
            said = text if answer.events else "That is already so; nothing was recorded."
            self.say(self.here(said) + self._as_whom())

    def _as_whom(self) -> str:
        """Name who acted where it could have been another: several log in, and none was typed."""
        if self.is_named or not self.logins.are_several or self.own_name is None:
            return ""
        return f"\nRecorded as {self.own_name}."


def _is_called(member: Member, name: str) -> bool:
    return name.casefold() in (member.name.casefold(), member.id)


def _as_text(value: object) -> str:
    """Return a phrase as it reads; nothing else that is shown is of a type unknown to JSON."""
    if not isinstance(value, Phrase):
        raise NotImplementedError
    return str(value)
