"""A reader who follows a page: a home of their own, a clock that can be turned, and a keyboard."""

import shlex
from contextlib import ExitStack, chdir
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from click.testing import CliRunner

from tests.journeys.page import Begun, Clock, Database, Memory, Saved, Step, Typed
from tests.store.postgresql import fresh_schema
from troth.application.handle import World
from troth.bootstrap import Zones
from troth.cli.app import troth
from troth.cli.caller import Caller
from troth.cli.times import parse_when
from troth.config import DATABASE

FIRST_DAY = datetime(2026, 11, 1, 18, 0, tzinfo=UTC)
"""A Sunday in winter time, so that the pages name the same days on every run."""

BETWEEN_COMMANDS = timedelta(seconds=1)


class Reader:
    """One reader: what was last shown, and what the page called it."""

    def __init__(self, folder: Path) -> None:
        """Begin in an empty folder, on the first day."""
        self.folder = folder
        self.now = FIRST_DAY
        self.memory = Memory()
        self.exit_code = 0
        self.settings = dict[str, str]()
        self._rooms = ExitStack()

    def close(self) -> None:
        """Leave nothing behind of what a page needed."""
        self._rooms.close()

    def follow(self, step: Step) -> None:
        """Do one step of a page, and check what it shows."""
        match step:
            case Begun(shape):
                self.begins(shape)
            case Database():
                self.settings[DATABASE] = self._rooms.enter_context(fresh_schema())
            case Clock(when):
                self.now = parse_when(when, self.now, ZoneInfo("Europe/London"))
            case Saved(name, text):
                (self.folder / name).write_text(text + "\n", "utf-8")
            case Typed("echo $?"):
                assert step.shown == str(self.exit_code)
            case Typed():
                self.types(step)

    def types(self, step: Typed) -> None:
        """Type a command and compare what is shown, and how it ended, with the page."""
        actual = self.run(self.memory.filled(step.line), step.answers)
        said = f"$ {step.line}\nThe page shows:\n{step.shown}\nNow it is:\n{actual}"
        assert self.memory.matches(step.shown, actual), said
        assert (self.exit_code == 0) is step.goes_well, f"{said}\nexit code {self.exit_code}"

    def run(self, line: str, answers: str = "") -> str:
        """Type a command as in a shell: settings before it, and `> file` after it."""
        line, _, file = line.partition(" > ")
        settings, (_, *typed) = _settings(shlex.split(line))
        with chdir(self.folder):
            result = CliRunner(
                env={"HOME": str(self.folder), "COLUMNS": "92", **self.settings, **settings}
            ).invoke(troth, typed, input=answers, obj=self._caller, catch_exceptions=False)
        self.exit_code = result.exit_code
        self.now += BETWEEN_COMMANDS
        if file:
            (self.folder / file).write_text(result.output, "utf-8")
            return ""
        return "\n".join(each.rstrip() for each in result.output.strip("\n").split("\n"))

    def begins(self, shape: str) -> None:
        """Let Ash and Wren agree on a starting shape and begin, nine days before."""
        self.run("troth init --name Ash --adult --zone Europe/London")
        invitation = self.run("troth --as Ash invite").split()[-1]
        self.run(f"troth join {invitation} --name Wren --adult --zone Europe/London")
        proposed = self.run(f"troth --as Ash presets {shape} --propose")
        proposal = next(word for word in proposed.split() if word.startswith("p-"))
        for name in ("Ash", "Wren"):
            self.run(f"troth --as {name} consent {proposal}", "y\n")
        self.run("troth --as Ash begin")
        assert self.exit_code == 0
        self.now = FIRST_DAY + timedelta(days=9)

    def _caller(
        self, home: Path, name: str | None, dynamic: str | None, *, as_json: bool
    ) -> Caller:
        caller = _CallerAt(home, name, dynamic, as_json=as_json)
        caller.at = self.now
        return caller


class _CallerAt(Caller):
    """A caller on whose machine it is another time."""

    at: datetime

    def open(self) -> World:
        return World(super().open().store, self, Zones())

    def now(self) -> datetime:
        """Return the time, as a clock does."""
        return self.at


def _settings(words: list[str]) -> tuple[dict[str, str], list[str]]:
    settings = {}
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        settings[name] = value
    return settings, words
