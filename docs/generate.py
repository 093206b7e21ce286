"""Write the pages that come from the code, or with --check say which of them are out of date."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from troth.application.codec import EVENTS
from troth.cli.app import troth
from troth.domain.kernel import Event

ROOT = Path(__file__).resolve().parents[1]
BEGIN = "<!-- generated: demo (make docs writes this block; do not edit it) -->"
END = "<!-- end of generated -->"
WRITTEN = "*Reference.* Written by `make docs` from the code; edit the code instead."
MODULES = re.compile(r"\b(?:\w+\.)+(?=\w)")
"""Where a type is defined says nothing to a reader of the record."""

MEMBERS = ("ash", "wren")
WIDTH = "92"
"""Columns of the picture: what a forge's page shows without scrolling sideways."""


def commands_page() -> str:
    """Describe every verb as its own help does."""
    sections = [
        f"## `{path}`\n\n```\n{text}\n```" for path, text in _helps(_context(troth, "troth"))
    ]
    return "\n\n".join(["# Commands", WRITTEN, *sections]) + "\n"


def _context(
    command: click.Command, name: str, parent: click.Context | None = None
) -> click.Context:
    settings = {"max_content_width": int(WIDTH), **command.context_settings}
    return click.Context(command, info_name=name, parent=parent, **settings)


def _helps(context: click.Context) -> Iterator[tuple[str, str]]:
    yield context.command_path, context.command.get_help(context).rstrip()
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            verb = context.command.get_command(context, name)
            if verb is not None and not verb.hidden:
                yield from _helps(_context(verb, name, context))


def events_page() -> str:
    """Describe every event that can be recorded: its stored name, its sentence, its fields."""
    sections = [_event(kind) for kind in sorted(EVENTS, key=_tag)]
    lead = f"{len(sections)} kinds of entry. A stored name is never renamed, reused or reread."
    return "\n\n".join(["# Events", WRITTEN, lead, *sections]) + "\n"


def _tag(kind: type[Event]) -> str:
    return str(kind.__struct_config__.tag)


def _event(kind: type[Event]) -> str:
    fields = [
        f"- `{field.encode_name}`: {_type(field.type)}" for field in msgspec.structs.fields(kind)
    ]
    sentence = " ".join((kind.__doc__ or "").split("\n\n")[0].split())
    return "\n".join([f"## `{_tag(kind)}`", "", sentence, *([""] if fields else []), *fields])


def _type(annotation: object) -> str:
    named = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    return f"`{MODULES.sub('', named)}`"


def readme() -> str:
    """Put what the demo prints between the two marks of the README."""
    text = (ROOT / "README.md").read_text("utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n```\n{_demo()}\n```\n\n{END}{after}"


def _demo() -> str:
    with tempfile.TemporaryDirectory() as folder:
        home = str(Path(folder) / "demo")
        _troth("demo", home)
        shown = [(member, _troth("--home", home, "--as", member, "today")) for member in MEMBERS]
    pictures = [f"$ troth --as {member} today\n{text}" for member, text in shown]
    return "\n\n".join(pictures)


def _troth(*arguments: str) -> str:
    finished = subprocess.run(
        [Path(sys.executable).parent / "troth", *arguments],
        env={"COLUMNS": WIDTH, "NO_COLOR": "1", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return finished.stdout.rstrip()


PAGES = {
    "docs/reference/commands.md": commands_page,
    "docs/reference/events.md": events_page,
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
