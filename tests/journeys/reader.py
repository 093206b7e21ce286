"""A reader who follows a page: a home of their own, a clock that can be turned, and a keyboard.

Two people sit at one machine. They press Enter for a passphrase, type their recovery codes back,
and log in again whenever the page has let time pass, as a page says once for all.
"""

import re
import shlex
import subprocess
from contextlib import ExitStack, chdir
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from click.testing import CliRunner

from tests.journeys.page import Begun, Clock, Database, Memory, Saved, Step, Typed
from tests.store.postgresql import fresh_schema
from troth.application.handle import Host
from troth.bootstrap import Zones
from troth.cli.account import QUESTION
from troth.cli.app import troth
from troth.cli.caller import Caller
from troth.cli.pair import TEN_WORDS
from troth.cli.times import parse_when
from troth.cli.tokens import SETTING
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
        self.typed: list[str] = []
        self.passphrases = dict[str, str]()
        self.invitation = ""
        self.settings = {
            "HOME": str(folder),
            "COLUMNS": "92",
            SETTING: str(folder / "logins"),
        }
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
                self.waits(parse_when(when, self.now, ZoneInfo("Europe/London")))
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
        if line.startswith("openssl "):
            return self._runs_openssl(line)
        line, _, file = line.partition(" > ")
        settings, (_, *self.typed) = _settings(shlex.split(line))
        with chdir(self.folder):
            result = CliRunner(env=self.settings | settings).invoke(
                troth, self.typed, input=answers, obj=self._caller, catch_exceptions=False
            )
        self.exit_code = result.exit_code
        self._remembers(result.output)
        self.now += BETWEEN_COMMANDS
        if file:
            (self.folder / file).write_text(result.output, "utf-8")
            return ""
        return "\n".join(each.rstrip() for each in result.output.strip("\n").split("\n"))

    def _runs_openssl(self, line: str) -> str:
        done = subprocess.run(
            shlex.split(line), cwd=self.folder, check=False, capture_output=True, text=True
        )
        self.exit_code = done.returncode
        return (done.stdout + done.stderr).strip("\n")

    def begins(self, shape: str) -> None:
        """Let Ash and Wren agree on a starting shape and begin, nine days before."""
        self.run("troth init --name Ash --adult --zone Europe/London")
        self.run("troth invite")
        self.run("troth join --name Wren --adult --zone Europe/London")
        proposed = self.run(f"troth --as Ash presets {shape} --propose")
        proposal = next(word for word in proposed.split() if word.startswith("p-"))
        for name in ("Ash", "Wren"):
            self.run(f"troth --as {name} consent {proposal}", "y\n")
        self.run("troth --as Ash begin")
        assert self.exit_code == 0
        self.waits(FIRST_DAY + timedelta(days=9))

    def waits(self, until: datetime) -> None:
        """Let time pass; the logins have ended by then, and both log in again."""
        for name in self.passphrases:
            self.now = until - timedelta(minutes=1)
            self.run(f"troth login {shlex.quote(name)} --idle-minutes 60")
            assert self.exit_code == 0
        self.now = until

    def passphrase(self) -> str:
        """Return the passphrase of whoever is named after the verb that is typed."""
        return self.passphrases[self.typed[self.typed.index("login") + 1]]

    def _remembers(self, shown: str) -> None:
        """Write down an invitation, and a passphrase beside the name it is for."""
        invited = re.search("^  ([a-z]+(?: [a-z]+){9})$", shown, re.MULTILINE)
        if invited:
            self.invitation = invited[1]
        given = re.search("^Your passphrase: (.*)$", shown, re.MULTILINE)
        if given:
            self.passphrases[self.typed[self.typed.index("--name") + 1]] = given[1]

    def _caller(
        self, home: Path, name: str | None, dynamic: str | None, *, as_json: bool
    ) -> Caller:
        caller = _CallerAt(home, name, dynamic, as_json=as_json)
        caller.reader = self
        return caller


class _CallerAt(Caller):
    """A caller on whose machine it is another time, with the reader at the keyboard."""

    reader: Reader
    shown = ""

    def open(self) -> Host:
        return Host(super().open().store, self, Zones())

    def now(self) -> datetime:
        """Return the time, as a clock does."""
        return self.reader.now

    def say(self, text: str, *, err: bool = False) -> None:
        """Show a text, which the reader sees."""
        self.shown += text
        super().say(text, err=err)

    def hidden(self, question: str) -> str:
        """Type a passphrase or an invitation, unseen; press Enter where one could choose one."""
        click.echo(question, err=True)
        if question == TEN_WORDS:
            return self.reader.invitation
        return self.reader.passphrase() if question == QUESTION else ""

    def visible(self, question: str) -> str:
        """Type the recovery code back."""
        (code,) = re.findall(r"recovery code: (\S+)", self.shown)
        click.echo(question + code, err=True)
        return str(code)


def _settings(words: list[str]) -> tuple[dict[str, str], list[str]]:
    settings = {}
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        settings[name] = value
    return settings, words
