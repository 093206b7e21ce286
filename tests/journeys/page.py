"""A page of the documentation as steps: what a reader types, waits for, saves, and then sees.

In a page,

- a block marked `console` holds commands after `$ ` and, below each, what is shown;
- `…` in what is shown stands for anything there, and a line of only `…` for any lines;
- `p-…` in a command is the word last shown where the page wrote `p-…`;
- a block marked `yaml agreement.yaml` is saved as that file;
- `<!-- clock: +3d -->` lets time pass, or sets it;
- `<!-- home: full-time -->` begins with a couple who have agreed on that starting shape;
- `<!-- database: postgresql -->` names an empty PostgreSQL to all that follows.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

ANYTHING = "…"
_HIDDEN = re.compile(r"([\w-]*)…")
_STEP = re.compile(
    r"```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<body>.*?)\n```$"
    r"|<!-- (?P<what>clock|home|database): (?P<value>.+?) -->",
    re.DOTALL | re.MULTILINE,
)
_ANSWER = re.compile(r"\[y/N\]: (\w+)$", re.MULTILINE)


class Typed(NamedTuple):
    """A command, and what the page shows below it."""

    line: str
    shown: str

    @property
    def answers(self) -> str:
        """Return what is typed at the questions it asks."""
        return "".join(f"{answer}\n" for answer in _ANSWER.findall(self.shown))

    @property
    def goes_well(self) -> bool:
        """Tell whether the page shows no error."""
        return not re.search("^Error: ", self.shown, re.MULTILINE)


class Saved(NamedTuple):
    """A file the reader saves."""

    name: str
    text: str


class Clock(NamedTuple):
    """Time passes, or is set."""

    when: str


class Begun(NamedTuple):
    """The page begins with a couple who have agreed on a starting shape."""

    shape: str


class Database(NamedTuple):
    """From here on the record is kept in an empty database of this kind."""

    kind: str


Step = Typed | Saved | Clock | Begun | Database

_TOLD: dict[str, type[Clock | Begun | Database]] = {
    "clock": Clock,
    "home": Begun,
    "database": Database,
}


def steps(text: str) -> Iterator[Step]:
    """Yield the steps of a page, in order."""
    for found in _STEP.finditer(text):
        if found["what"]:
            yield _TOLD[found["what"]](found["value"])
        elif found["kind"] == "console":
            yield from _typed(found["body"])
        elif found["file"]:
            yield Saved(found["file"], found["body"])


def _typed(block: str) -> Iterator[Typed]:
    joined = re.sub(r"\\\n\s*", "", block)
    first, *parts = re.split(r"^\$ ", joined, flags=re.MULTILINE)
    assert not first, f"a console block begins with a command, not with {first!r}"
    for part in parts:
        line, _, shown = part.partition("\n")
        yield Typed(line, shown.strip("\n"))


class Memory(dict[str, str]):
    """What the page's words with `…` last stood for, by the part before it."""

    def matches(self, shown: str, actual: str) -> bool:
        """Compare what the page shows with what was shown, and remember what `…` stood for."""
        pattern = "".join(
            "(?:.*\n)*?" if line == ANYTHING else _line_pattern(line) for line in shown.split("\n")
        )
        found = re.fullmatch(pattern, actual + "\n")
        if found:
            lines = [line for line in shown.split("\n") if line != ANYTHING]
            hidden = [prefix for line in lines for prefix in _HIDDEN.findall(line)]
            self.update(zip(hidden, found.groups(), strict=True))
        return found is not None

    def filled(self, line: str) -> str:
        """Return a command with its words put in."""
        return _HIDDEN.sub(lambda hidden: hidden[1] + self[hidden[1]], line)


def _line_pattern(line: str) -> str:
    known = re.split(ANYTHING, line)
    return "(.+?)".join(re.escape(part) for part in known) + "\n"
