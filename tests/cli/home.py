"""A couple's home directory, and the command line as Ash, Wren or a stranger types it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from click.testing import CliRunner, Result

from tests.given import ASH, HOUSEHOLD, WORK, WREN, RefusedError, usual
from troth.application.codec import Act
from troth.application.handle import Answer, Request, World, handle
from troth.application.ports import ChainId
from troth.application.read import history
from troth.application.rules import SHARED, SHARED_PREFIX
from troth.bootstrap import Zones, new_id, new_operation, open_world
from troth.cli.app import troth
from troth.cli.caller import REFUSED
from troth.domain.agreement.commands import ConsentToTerms, NameArea, ProposeTerms
from troth.domain.agreement.drafting import Draft
from troth.domain.decider import AnyCommand, State
from troth.domain.dynamic.commands import Activate, BeginDynamic, InviteMember, JoinDynamic
from troth.domain.dynamic.events import Member
from troth.domain.kernel import MemberId, ProposalId, Refusal

CHAIN = ChainId(SHARED_PREFIX + "ours")

BEGUN_DAYS = 10
"""How long ago the couple began: far enough back to ask about something of last week."""


class ClockAt:
    """A clock that stands at one time."""

    def __init__(self, at: datetime) -> None:
        """Keep the time."""
        self.at = at

    def now(self) -> datetime:
        """Return the time it stands at."""
        return self.at


class Home:
    """A home directory: what is typed there, and what happened there before."""

    def __init__(self, path: Path) -> None:
        """Keep where it is."""
        self.path = path

    def run(self, name: str | None, *typed: str, answers: str = "") -> Result:
        """Type a command, as somebody or as nobody named; `answers` is typed when it asks."""
        person = [] if name is None else ["--as", name]
        typed_all = ["--home", str(self.path), *person, *typed]
        return CliRunner().invoke(troth, typed_all, input=answers, catch_exceptions=False)

    def ash(self, *typed: str) -> str:
        """Type a command as Ash that goes well, and return what is shown."""
        return self._well("Ash", typed)

    def wren(self, *typed: str) -> str:
        """Type a command as Wren that goes well, and return what is shown."""
        return self._well("Wren", typed)

    def reads(self, name: str, *typed: str) -> Any:  # noqa: ANN401 - a reading in JSON has any shape
        """Read something as JSON."""
        return msgspec.json.decode(self._well(name, ("--json", *typed)))

    def refused(self, name: str | None, *typed: str) -> str:
        """Type a command that is refused: one line, exit code 1, nothing recorded."""
        before = self.acts()
        result = self.run(name, *typed)
        assert result.exit_code == REFUSED, result.output
        assert not result.stdout
        said = result.stderr.removeprefix("Error: ").rstrip("\n")
        assert said
        assert "\n" not in said
        assert self.acts() == before
        return said

    def is_closed_to_strangers(self, *typed: str) -> None:
        """Check that somebody who is neither of the two reads nothing and changes nothing."""
        assert "Nobody here is called “Robin”" in self.refused("Robin", *typed)
        assert "Say which of you this is" in self.refused(None, *typed)

    def does(self, by: MemberId, command: AnyCommand, *, days_ago: float = 0) -> Answer[State]:
        """Let something happen without typing it, now or some days ago."""
        world = open_world(self.path)
        clock = ClockAt(datetime.now(UTC) - timedelta(days=days_ago))  # noqa: TID251 - the command line reads the real clock
        try:
            request = Request(by, new_operation(), command)
            answer = handle(World(world.store, clock, Zones()), CHAIN, SHARED, request)
        finally:
            world.store.close()
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
        """Return the newest acts of the record, the newest first."""
        world = open_world(self.path)
        try:
            return [line.act for line in history(world, CHAIN).lines]
        finally:
            world.store.close()

    def have_begun(self) -> None:
        """Let both join some days ago, agree the usual clauses, and begin."""
        ash, wren = (
            Member(id_, name, "Europe/London", adult=True)
            for id_, name in ((ASH, "Ash"), (WREN, "Wren"))
        )
        self.does(ASH, BeginDynamic(ash), days_ago=BEGUN_DAYS)
        self.does(ASH, InviteMember("secret"), days_ago=BEGUN_DAYS)
        self.does(WREN, JoinDynamic(wren, "secret"), days_ago=BEGUN_DAYS)
        for area, called in ((HOUSEHOLD, "The household"), (WORK, "Work")):
            self.does(ASH, NameArea(area, called), days_ago=BEGUN_DAYS)
        self.agrees(*usual(), days_ago=BEGUN_DAYS)
        self.does(WREN, Activate(), days_ago=BEGUN_DAYS)

    def _well(self, name: str, typed: tuple[str, ...]) -> str:
        result = self.run(name, *typed)
        assert result.exit_code == 0, result.output
        return result.stdout
