"""A couple's home directory, and the command line as Ash, Wren or a stranger types it."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from click.testing import CliRunner, Result

from tests.given import ASH, HOUSEHOLD, WORK, WREN, RefusedError, usual
from troth.application.accounts.account import unlock
from troth.application.accounts.logins import MOST_IDLE_MINUTES, start_login
from troth.application.accounts.signing_up import SignUp, sign_up
from troth.application.accounts.wraps import opened_keyring
from troth.application.accounts.written_down import new_recovery_code
from troth.application.codec import Act
from troth.application.handle import Answer, Host, Request, World, handle
from troth.application.joining import Arrival, Joined, begin, invite, join, new_invitation
from troth.application.ports import ChainId, Head
from troth.application.read import history
from troth.application.rules import SHARED, SHARED_PREFIX
from troth.bootstrap import new_id, new_operation, open_host
from troth.cli.app import troth
from troth.cli.caller import REFUSED, Caller
from troth.cli.signing_up import NAME
from troth.cli.tokens import SETTING, TokenFiles
from troth.domain.agreement.commands import ConsentToTerms, NameArea, ProposeTerms
from troth.domain.agreement.drafting import Draft
from troth.domain.decider import AnyCommand, State
from troth.domain.dynamic.commands import Activate
from troth.domain.dynamic.events import Member
from troth.domain.kernel import MemberId, ProposalId, Refusal

CHAIN = ChainId(SHARED_PREFIX + "ours")

ROBIN = MemberId("robin")
"""Somebody with an account of their own on the same machine, who is neither of the two."""

NAMES = {ASH: "Ash", WREN: "Wren", ROBIN: "Robin"}

HOME = "TROTH_HOME"
"""The setting that names the home, where no command does."""

BEGUN_DAYS = 10
"""How long ago the couple began: far enough back to ask about something of last week."""


def passphrase_of(name: str) -> str:
    """Return the passphrase of somebody in the tests."""
    return f"{name} keeps bees behind the old mill"


def now() -> datetime:
    """Return the time by the real clock, which the command line reads."""
    return datetime.now(UTC)  # noqa: TID251 - the command line reads the real clock


class ClockAt:
    """A clock that stands at one time."""

    def __init__(self, at: datetime) -> None:
        """Keep the time."""
        self.at = at

    def now(self) -> datetime:
        """Return the time it stands at."""
        return self.at


class Person(NamedTuple):
    """Somebody with an account: their id and root key, so that no test waits for a passphrase."""

    id: MemberId
    root: bytes


class Newcomer(Caller):
    """Somebody new at the keyboard: takes the passphrase they are given, types the code back."""

    called = "Kit"
    shown = ""

    def say(self, text: str, *, err: bool = False) -> None:
        """Print a text, and remember it."""
        self.shown += text
        super().say(text, err=err)

    def hidden(self, question: str) -> str:
        """Press Enter."""
        self.say(question, err=True)
        return ""

    def visible(self, question: str) -> str:
        """Type one's name, or the recovery code: in small letters and without its hyphens."""
        self.say(question, err=True)
        if question == NAME:
            return self.called
        (code,) = re.findall(r"recovery code: (\S+)", self.shown)
        return str(code).lower().replace("-", "")


class Home:
    """A home directory: what is typed there, and what happened there before."""

    def __init__(self, path: Path, people: Mapping[str, Person] | None = None) -> None:
        """Keep where it is, and who has an account there."""
        self.path = path
        self.logins = path.with_name(f"{path.name}-logins")
        self.people = dict(people or {})

    @property
    def settings(self) -> dict[str, str]:
        """What a process of its own needs to find the logins of this home."""
        return {SETTING: str(self.logins)}

    def login_files(self) -> list[Path]:
        """Return the files that keep somebody logged in here."""
        return [file for file in self.logins.glob("*") if file.is_file()]

    def run(
        self,
        name: str | None,
        *typed: str,
        answers: str = "",
        caller: type[Caller] = Caller,
        settings: Mapping[str, str] | None = None,
    ) -> Result:
        """Type a command, with a login or without naming one; `answers` is typed when it asks."""
        person = [] if name is None else ["--as", name]
        runner = CliRunner(env=self.settings | {HOME: str(self.path)} | dict(settings or {}))
        typed_all = [*person, *typed]
        return runner.invoke(troth, typed_all, input=answers, obj=caller, catch_exceptions=False)

    def ash(self, *typed: str) -> str:
        """Type a command as Ash that goes well, and return what is shown."""
        return self._well("Ash", typed)

    def wren(self, *typed: str) -> str:
        """Type a command as Wren that goes well, and return what is shown."""
        return self._well("Wren", typed)

    def comes(self, *typed: str) -> str:
        """Type a command as somebody new, who signs up with it."""
        result = self.run(None, *typed, caller=Newcomer)
        assert result.exit_code == 0, result.output
        return result.stdout

    def reads(self, name: str, *typed: str) -> Any:  # noqa: ANN401 - a reading in JSON has any shape
        """Read something as JSON."""
        return msgspec.json.decode(self._well(name, ("--json", *typed)))

    def refused(self, name: str | None, *typed: str) -> str:
        """Type a command that is refused: one line, exit code 1, nothing recorded."""
        before = self.heads()
        result = self.run(name, *typed)
        assert result.exit_code == REFUSED, result.output
        assert not result.stdout
        said = result.stderr.removeprefix("Error: ").rstrip("\n")
        assert said
        assert "\n" not in said
        assert self.heads() == before
        return said

    def is_closed_to_strangers(self, *typed: str) -> None:
        """Check that whoever is neither of the two reads nothing and changes nothing.

        One stranger has an account of their own on the same machine; the other is not logged in.
        """
        self.knows(ROBIN)
        assert "You are in no dynamic here yet." in self.refused("Robin", *typed)
        nobody = self.elsewhere()
        assert "Nobody is logged in here." in nobody.refused(None, *typed)
        assert "Ash is not logged in here." in nobody.refused("Ash", *typed)

    def does(self, by: MemberId, command: AnyCommand, *, days_ago: float = 0) -> Answer[State]:
        """Let something happen without typing it, now or some days ago."""
        with self.world(by, days_ago) as world:
            answer = handle(world, CHAIN, SHARED, Request(new_operation(), command))
        if isinstance(answer, Refusal):
            raise RefusedError(answer.sentence)
        return answer

    def agrees(self, *drafts: Draft, days_ago: float = 0) -> None:
        """Let Ash propose the drafts and both consent to them."""
        id_ = ProposalId(new_id("p"))
        proposed = self.does(ASH, ProposeTerms(id_, drafts, considered=True), days_ago=days_ago)
        digest = proposed.state.ground.agreement.proposals[id_].digest
        for member in (ASH, WREN):
            self.does(member, ConsentToTerms(id_, 1, digest), days_ago=days_ago)

    def acts(self) -> list[Act]:
        """Return the newest acts of the couple's record, the newest first."""
        with self.world(ASH) as world:
            return [line.act for line in history(world, CHAIN).lines]

    def heads(self) -> dict[ChainId, Head]:
        """Return the end of every chain there is, which any act would move."""
        if not self.path.exists():
            return {}
        with open_host(self.path).store as store:
            return {chain: self._head(chain) for chain in store.chains()}

    def _head(self, chain: ChainId) -> Head:
        with open_host(self.path).store as store, store.reading(chain) as reading:
            return reading.head

    def knows(self, member: MemberId) -> None:
        """Give somebody an account, where they have none, and log them in."""
        name = NAMES[member]
        if name not in self.people:
            self.people[name] = self._signed_up(member)
        self.logs_in(name)

    def _signed_up(self, member: MemberId) -> Person:
        name = NAMES[member]
        with self.host() as host:
            wanted = SignUp(member, name, passphrase_of(name), new_recovery_code(), is_adult=True)
            made, root = sign_up(host, wanted), unlock(host, name, passphrase_of(name))
        assert not isinstance(made, Refusal), made.sentence
        assert isinstance(root, bytes)
        return Person(member, root)

    def logs_in(self, name: str, *, minutes_ago: float = 0, idle: int = MOST_IDLE_MINUTES) -> bytes:
        """Log somebody in on this machine without a passphrase, now or some minutes ago."""
        person = self.people[name]
        with self.host(days_ago=minutes_ago / (24 * 60)) as host:
            token = start_login(host, person.id, person.root, idle_minutes=idle)
        TokenFiles(self.path, self.logins).keep(name, token)
        return token

    def come_together(self, *, days_ago: float = 0) -> None:
        """Let Ash, who has opened a record, invite Wren, who joins."""
        invitation = new_invitation()
        with self.world(ASH, days_ago) as world:
            invite(world, CHAIN, new_operation(), invitation.secret)
        with self.world(WREN, days_ago) as world:
            _in(join(world, invitation.secret, _arrival(WREN)))

    def elsewhere(self, place: str = "elsewhere") -> "Home":
        """Return the same record as it is seen from a machine where nobody is logged in."""
        there = Home(self.path, self.people)
        there.logins = self.path.with_name(f"{self.path.name}-{place}")
        return there

    def copied(self, path: Path) -> "Home":
        """Return a copy, where everybody who has an account is logged in anew."""
        shutil.copytree(self.path, path)
        copy = Home(path, self.people)
        for name in copy.people:
            copy.logs_in(name)
        return copy

    def opens(self, *, days_ago: float = 0) -> None:
        """Let Ash open a record."""
        self.knows(ASH)
        with self.world(ASH, days_ago) as world:
            _in(begin(world, CHAIN, _arrival(ASH)))

    def have_begun(self) -> None:
        """Let the two who have come together agree the usual clauses some days ago, and begin."""
        for area, called in ((HOUSEHOLD, "The household"), (WORK, "Work")):
            self.does(ASH, NameArea(area, called), days_ago=BEGUN_DAYS)
        self.agrees(*usual(), days_ago=BEGUN_DAYS)
        self.does(WREN, Activate(), days_ago=BEGUN_DAYS)

    @contextmanager
    def host(self, *, days_ago: float = 0) -> Iterator[Host]:
        """Open the record as a machine whose clock shows now, or some days ago."""
        host = open_host(self.path)
        with host.store:
            yield Host(host.store, ClockAt(now() - timedelta(days=days_ago)), host.zones)

    @contextmanager
    def world(self, member: MemberId, days_ago: float = 0) -> Iterator[World]:
        """Open the record with somebody's keys, now or some days ago."""
        root = self.people[NAMES[member]].root
        with self.host(days_ago=days_ago) as host:
            yield host.world(opened_keyring(host, member, root))

    def _well(self, name: str, typed: tuple[str, ...]) -> str:
        result = self.run(name, *typed)
        assert result.exit_code == 0, result.output
        return result.stdout


def _arrival(member: MemberId) -> Arrival:
    themself = Member(member, NAMES[member], "Europe/London", adult=True)
    return Arrival(new_operation(), themself, "ours")


def _in(came: Joined | Refusal) -> None:
    assert isinstance(came, Joined), came
