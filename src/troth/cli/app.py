"""The command line: its verbs in the order of a couple's life, each loaded only when used."""

import os
import sys
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import ClassVar

import click
from click.core import ParameterSource

from troth import __version__
from troth.application.ports import StoreError
from troth.cli.caller import Caller, RecordUnusable
from troth.cli.ended import STILL_HOLDS, BrokenOff, Ended
from troth.cli.groups import typed_in_words
from troth.cli.hints import typed_here
from troth.cli.lines import MOST_COLUMNS

VERBS: dict[str, dict[str, tuple[str, str]]] = {
    "Begin": {
        "init": ("begin", "Open a record, as the first of the two."),
        "invite": ("pair", "Make a one-time invitation for the other."),
        "join": ("pair", "Join with an invitation, as the second of the two."),
        "pairing": ("pairing", "Show the six words that both of you compare."),
        "zone": ("begin", "Change the time zone your times are shown in."),
        "name": ("begin", "Change what you are called here."),
        "begin": ("begin", "Begin what both have agreed."),
    },
    "You": {
        "login": ("account", "Log in with your passphrase."),
        "logout": ("account", "Log out on this machine."),
        "lock": ("account", "End every login of yours at once."),
        "device": ("device", "See your devices and logins, and trust this machine to pause."),
        "passphrase": ("passphrase", "Change your passphrase."),
        "rekey": ("rekey", "Seal what comes next under a new key."),
        "recover": ("passphrase", "Come back in with your recovery code."),
    },
    "Agree": {
        "area": ("agree", "See the parts of life you named, or name one."),
        "parts": ("leanings", "Say apart where each part of life stands."),
        "presets": ("plan", "Show the starting shapes, or propose one."),
        "apply": ("plan", "Propose a whole agreement from a plan file."),
        "propose": ("plan", "Put a clause forward, or change one."),
        "repeal": ("agree", "Propose to take a clause out."),
        "proposals": ("agree", "Show what is proposed, in full."),
        "revise": ("plan", "Suggest other words for a proposal."),
        "rebase": ("agree", "Put a proposal forward again on today's agreement."),
        "consent": ("consent", "Agree to exactly what is proposed."),
        "decline": ("agree", "Say not now to a proposal."),
        "renew": ("consent", "Renew your consent to a clause."),
        "withdraw": ("agree", "Withdraw from a clause, a consent or a proposal, at once."),
        "wait": ("agree", "Ask for more time before a new clause begins."),
        "agreement": ("book", "Read the agreement, what changed, and who agreed when."),
        "words": ("labels", "Call some things by words of your own; it takes both."),
        "statement": ("statement", "Sign what both have agreed, to be checked by anybody."),
    },
    "Decide": {
        "who-decides": ("decide", "Ask who decides something, and why."),
        "matter": ("matter", "Raise, hear, answer and decide a question."),
    },
    "Every day": {
        "today": ("today", "What each keeps today, and what waits for you."),
        "expect": ("today", "What each may expect of the other."),
        "mark": ("keep", "Say how something went."),
        "observe": ("keep", "Note thanks, a plain note, a reminder or a concern."),
        "breach": ("put_right", "Ask about something that was not kept, and weigh it."),
        "correction": ("put_right", "Offer, accept or decline an agreed response."),
        "direct": ("direct", "Ask or direct the other, where that is agreed."),
        "ask": ("direct", "Ask for something a permission leaves open."),
        "treat": ("direct", "Offer something freely."),
    },
    "Talk": {
        "talk": ("talk", "Ask to talk; it is always heard."),
        "session": ("session", "Prepare, hold and confirm the weekly session."),
        "check-in": ("connect", "Say how close you feel; shown when both have."),
        "ebb": ("connect", "Closeness over the weeks, as each of you put it."),
        "reset": ("connect", "The agreed way back."),
        "note": ("note", "Your private notes; nobody else can read them here."),
    },
    "Protect": {
        "check": ("protect", "Ask whether both are all right; nothing new starts meanwhile."),
        "pause": ("protect", "Pause everything, or one part of life, at once."),
        "stop": ("protect", "Stop everything at once."),
        "resume": ("protect", "Say you are ready to come back; it takes both."),
        "end": ("protect", "End it, at once and for good."),
        "limit": ("protect", "Set a limit of your own, see both, or loosen one slowly."),
        "lighter": ("protect", "Mark your day as low: lighter versions apply."),
        "window": ("protect", "See the windows, open one together, or close one alone."),
    },
    "Record": {
        "history": ("record", "What happened, newest first; search it."),
        "verify": ("verify", "Check that the record is whole."),
        "checkpoint": ("checkpoint", "Write down where the record stands."),
        "db": ("db", "Make, look at or migrate the database of the record."),
        "serve": ("serve", "Open the notebook in a browser, for both of you."),
        "demo": ("demo", "Make a couple with eight weeks of life to look at."),
    },
    "Keep": {
        "export": ("export", "Take your copy, to read, print and keep."),
        "import": ("archive", "Keep a copy as an archive of your own; it agrees to nothing."),
        "archive": ("archive", "Read your archives, and put forward what was agreed in one."),
        "erase": ("erase", "Erase your own words, your notes, or the whole record."),
        "backup": ("backup", "Back the record up, and try the backup."),
        "restore": ("backup", "Put a backup into an empty home."),
        "doctor": ("doctor", "Look at what the record stands on here."),
    },
}
"""Heading, then verb: the module that holds it, and one line about it."""

AT_ONCE = ("pause", "stop")
"""What holds from the moment it is said, also where it cannot be recorded."""

ASKED = "Broken off; nothing was recorded."
BROKEN_OFF = "Broken off. If something was being recorded, see whether it was: troth history"


class Verbs(click.Group):
    """A group that knows its verbs by name and imports one only when it is used."""

    modules: ClassVar[dict[str, str]] = {
        verb: module for verbs in VERBS.values() for verb, (module, _) in verbs.items()
    }

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the verbs in the order of a couple's life."""
        return list(self.modules)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import and return one verb."""
        if name not in self.modules:
            return None
        module = import_module(f"troth.cli.{self.modules[name]}")
        attribute = name.replace("-", "_")
        command: click.Command = getattr(module, attribute + "_" * iskeyword(attribute))
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a verb; a record that cannot be read or written is one sentence, no traceback."""
        try:
            return self._ended_in_words(ctx)
        except Ended as ended:
            is_unheard = isinstance(ended, RecordUnusable) and ctx.invoked_subcommand in AT_ONCE
            said = f"{ended.message} {STILL_HOLDS}" if is_unheard else ended.message
            raise type(ended)(typed_here(said, named_home(ctx))) from None

    def _ended_in_words(self, ctx: click.Context) -> object:
        try:
            with typed_in_words():
                return super().invoke(ctx)
        except BrokenPipeError:
            raise  # click ends quietly then: whoever closed the pipe had read enough
        except StoreError as error:
            raise RecordUnusable(str(error)) from None
        except OSError as error:
            _let_go_of_output()
            raise RecordUnusable(f"That did not work here: {error.strerror}.") from None
        except click.Abort:
            raise BrokenOff(ASKED) from None
        except KeyboardInterrupt:
            raise BrokenOff(BROKEN_OFF) from None

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what comes before the verb."""
        with typed_in_words():
            return super().parse_args(ctx, args)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs under their headings, without importing any of them."""
        for heading, verbs in VERBS.items():
            with formatter.section(heading):
                formatter.write_dl([(verb, line) for verb, (_, line) in verbs.items()])


def named_home(ctx: click.Context) -> Path | None:
    """Return the home directory as it was typed with this command, if it was."""
    is_typed = ctx.get_parameter_source("home") is ParameterSource.COMMANDLINE
    home: Path = ctx.params["home"]
    return home if is_typed else None


def _let_go_of_output() -> None:
    """Drop what cannot be printed: else Python tries once more at its end, and exits with 120."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=Verbs,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": MOST_COLUMNS,
    },
)
@click.option(
    "--home",
    envvar="TROTH_HOME",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("~/.troth"),
    help="Directory of the record (or TROTH_HOME). Default: ~/.troth",
)
@click.option(
    "--as",
    "name",
    envvar="TROTH_AS",
    metavar="NAME",
    help="Which login, if several are logged in here (or TROTH_AS).",
)
@click.option(
    "--dynamic",
    envvar="TROTH_DYNAMIC",
    metavar="NAME",
    help="Which dynamic, if you are in several (or TROTH_DYNAMIC).",
)
@click.option("--json", "as_json", is_flag=True, help="Print what is read or recorded as JSON.")
@click.version_option(__version__, prog_name="troth")
@click.pass_context
def troth(
    ctx: click.Context, home: Path, name: str | None, dynamic: str | None, *, as_json: bool
) -> None:
    """A private place for two adults who live in an agreed power exchange.

    Begin with “troth init”. Later log in, as in “troth login Wren”; where you both are logged in,
    say which of you it is, as in “troth --as Wren today”. “troth VERB --help” tells more.
    """
    caller = ctx.obj or Caller  # a test brings a caller with a clock it can turn
    ctx.obj = caller(home.expanduser(), name, dynamic, as_json=as_json)
    ctx.obj.named_home = named_home(ctx)
    ctx.obj.is_named = ctx.get_parameter_source("name") is ParameterSource.COMMANDLINE
    ctx.call_on_close(ctx.obj.close)
