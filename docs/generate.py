"""Write the pages that come from the code, or with --check say which of them are out of date."""

import re
import shlex
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from textwrap import wrap
from typing import get_args

import click
import msgspec
from click.testing import CliRunner
from msgspec.structs import fields, replace

from troth.application.accounts.account import unlock
from troth.application.accounts.wraps import opened_keyring
from troth.application.codec import EVENTS
from troth.application.handle import Host
from troth.application.keyring import Keyring
from troth.bootstrap import open_host
from troth.cli.app import troth
from troth.cli.caller import Caller
from troth.cli.decide import who_decides
from troth.cli.today import today
from troth.demo.make import make
from troth.demo.people import PEOPLE
from troth.domain.kernel import Event, Refusal
from troth.web.app import PAGES as WEB_PAGES
from troth.web.guest import Guest
from troth.web.ongoing import Ongoing
from troth.web.visit import Person, Visit

ROOT = Path(__file__).resolve().parents[1]
BEGIN = "<!-- generated: demo (make docs writes this block; do not edit it) -->"
END = "<!-- end of generated -->"
WRITTEN = "*Reference.* Written by `make docs` from the code; edit the code instead."
MODULES = re.compile(r"\b(?:\w+\.)+(?=\w)")
"""Where a type is defined says nothing to a reader of the record."""

SHOWN_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
"""The moment of the picture: told, so that it is the same whenever it is drawn."""

ASKING = "wren"
PICTURES: tuple[tuple[click.Command, str], ...] = (
    (today, ""),
    (
        who_decides,
        '"A job offer in another town" --area work --significant --affects both',
    ),
)
"""The verbs shown, each with what is typed after it."""

WIDTH = 92
"""Columns of the picture: what a forge's page shows without scrolling sideways."""


class StandingClock:
    """A clock that stands at the moment of the picture."""

    def now(self) -> datetime:
        """Return that moment."""
        return SHOWN_AT


def commands_page() -> str:
    """Describe every verb as its own help does."""
    sections = [
        f"## `{path}`\n\n```\n{text}\n```" for path, text in _helps(_context(troth, "troth"))
    ]
    return "\n\n".join(["# Commands", WRITTEN, *sections]) + "\n"


def _context(
    command: click.Command, name: str, parent: click.Context | None = None
) -> click.Context:
    settings = {"max_content_width": WIDTH, **command.context_settings}
    return click.Context(command, info_name=name, parent=parent, **settings)


def _helps(context: click.Context) -> Iterator[tuple[str, str]]:
    yield context.command_path, context.command.get_help(context).rstrip()
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            verb = context.command.get_command(context, name)
            if verb is not None and not verb.hidden:
                yield from _helps(_context(verb, name, context))


def events_page() -> str:
    """Describe every event that can be recorded, and the words and values inside them."""
    events = [_described(_tag(kind), kind) for kind in sorted(EVENTS, key=_tag)]
    inside = sorted(_inside(), key=lambda kind: (kind.__name__, kind.__module__))
    names = Counter(kind.__name__ for kind in inside)
    values = [_described(_name(kind, is_shared=names[kind.__name__] > 1), kind) for kind in inside]
    lead = (
        f"{len(events)} kinds of entry, each with its version after the stroke. A stored name is "
        "never renamed, reused or reread. A type ending in `Id` is a short text that names "
        "something; times are in UTC. The words and values inside follow after the events."
    )
    parts = ["# Events", WRITTEN, lead, *events, "# Words and values inside", *values]
    return "\n\n".join(parts) + "\n"


def _tag(kind: type[Event]) -> str:
    return str(kind.__struct_config__.tag)


def _name(kind: type, *, is_shared: bool) -> str:
    """Return a type's name, with its part of the domain where two parts use the same one."""
    part = kind.__module__.removeprefix("troth.domain.").split(".")[0]
    return f"{kind.__name__} ({part})" if is_shared else kind.__name__


def _inside() -> set[type]:
    """Return every value and every closed list of words that some event holds."""
    found: set[type] = set()
    ahead: list[object] = [field.type for kind in EVENTS for field in fields(kind)]
    while ahead:
        annotation = ahead.pop()
        ahead.extend(get_args(annotation))
        if not isinstance(annotation, type) or annotation in found:
            continue
        if issubclass(annotation, Enum):
            found.add(annotation)
        elif issubclass(annotation, msgspec.Struct):
            found.add(annotation)
            ahead.extend(field.type for field in fields(annotation))
    return found


def _described(name: str, kind: type) -> str:
    sentence = " ".join((kind.__doc__ or "").split("\n\n")[0].split())
    lines = list(_lines(kind))
    return "\n".join([f"## `{name}`", "", sentence, *([""] if lines else []), *lines])


def _lines(kind: type) -> Iterator[str]:
    if issubclass(kind, Enum):
        yield ", ".join(f"`{each.value}`" for each in kind)
    elif issubclass(kind, msgspec.Struct):
        config = kind.__struct_config__
        if config.tag is not None and not issubclass(kind, Event):
            yield f"- `{config.tag_field}`: always `{config.tag}`"
        for field in fields(kind):
            yield f"- `{field.encode_name}`: {_type(field.type)}"


def _type(annotation: object) -> str:
    named = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    return f"`{MODULES.sub('', named)}`"


WHO_GETS = {
    Guest: ("the page", "the page", "the page"),
    Person: ("the door", "their own", "their own"),
    Visit: ("the door", "their own, or where to begin", "the page"),
    Ongoing: ("the door", "their own, or where to begin", "the page, until it has ended"),
}
"""What nobody, somebody else who is signed in, and each of the two get, by who has to be there."""


def permissions_page() -> str:
    """Return the page that says of every address who gets what there."""
    rows = sorted(
        (address, "sent" if "POST" in each.http_methods else "asked", WHO_GETS[each.opt["opens"]])
        for each in WEB_PAGES
        for address in each.paths
    )
    lines = [f"| `{at}` | {how} | {' | '.join(gets)} |" for at, how, gets in rows]
    return f"""# Who gets what

{WRITTEN}

Every address of the pages, what is asked for or sent there, and what is answered to whom. Both of
the two get the same page, each with what is theirs: no address is for one of them alone.
`tests/web/test_who_gets_what.py` asks every one of them as Ash, as Wren, as somebody with an
account, as one of another couple, and as nobody.

| Address | How | Nobody signed in | Somebody else | Each of the two |
|---|---|---|---|---|
{chr(10).join(lines)}
"""


def readme() -> str:
    """Put what the demo prints between the two marks of the README."""
    text = (ROOT / "README.md").read_text("utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n```\n{_demo()}\n```\n\n{END}{after}"


def _demo() -> str:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        # Exhausted for what it writes: the weeks' headlines are for whoever waits at a terminal.
        deque(make(home, SHOWN_AT), maxlen=0)
        return "\n\n".join(_shown(home, *asked) for asked in PICTURES)


def _shown(home: Path, command: click.Command, typed: str) -> str:
    caller = Caller(home, ASKING, None, as_json=False)
    caller.host = replace(open_host(home), clock=StandingClock())
    caller.keys = _keys(caller.host)
    shown = CliRunner().invoke(command, shlex.split(typed), obj=caller, catch_exceptions=False)
    caller.close()
    line = f"$ troth --as {ASKING} {command.name} {typed}".rstrip()
    return "\n".join([line, *_folded(shown.output.rstrip())])


def _keys(host: Host) -> Keyring:
    """Return the keys of whoever asks in the pictures."""
    (asking,) = (each for each in PEOPLE if each.name.casefold() == ASKING)
    root = unlock(host, asking.name, asking.passphrase)
    if isinstance(root, Refusal):
        raise TypeError(root.sentence)
    return opened_keyring(host, asking.themself.id, root)


def _folded(text: str) -> Iterator[str]:
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        yield from wrap(line, WIDTH, subsequent_indent=indent, break_on_hyphens=False) or [""]


PAGES = {
    "docs/reference/commands.md": commands_page,
    "docs/reference/events.md": events_page,
    "docs/reference/who-gets-what.md": permissions_page,
    "README.md": readme,
}


def main(*, only_check: bool) -> int:
    """Write each page that differs, or only name it; the exit code counts those out of date."""
    outdated = 0
    for name, page in PAGES.items():
        path, text = ROOT / name, page()
        if path.exists() and path.read_text("utf-8") == text:
            continue
        outdated += 1
        print(f"{name} is out of date: make docs" if only_check else f"wrote {name}")
        if not only_check:
            path.write_text(text, "utf-8")
    return outdated if only_check else 0


if __name__ == "__main__":
    sys.exit(main(only_check="--check" in sys.argv[1:]))
