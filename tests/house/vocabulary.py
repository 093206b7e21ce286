"""Find words the product does not say, in what it shows and in the whole repository."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from tests.house.source import ROOT, modules, tracked

LIST = ROOT / "tests" / "house" / "words.toml"
NOT_OURS = {"LICENSE", "uv.lock", "tests/house/words.toml"}
"""Texts written by others, and the list itself."""


@dataclass(frozen=True)
class Word:
    """A word that does not appear, where, what is said instead, and why."""

    pattern: str
    where: str
    instead: str
    reason: str

    @property
    def matcher(self) -> re.Pattern[str]:
        """The pattern as whole words, whatever their case."""
        return re.compile(rf"(?<!\w)(?:{self.pattern})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Kept:
    """A phrase that may keep such a word, in one file, and why."""

    file: str
    phrase: str
    reason: str


@dataclass(frozen=True)
class Phrase:
    """A piece of text and where it stands."""

    file: str
    line: int
    text: str


@cache
def words() -> tuple[Word, ...]:
    """Return the list."""
    return tuple(Word(**entry) for entry in tomllib.loads(LIST.read_text("utf-8"))["word"])


@cache
def kept() -> tuple[Kept, ...]:
    """Return the phrases that are let stand."""
    return tuple(Kept(**entry) for entry in tomllib.loads(LIST.read_text("utf-8")).get("kept", []))


def is_phrase(text: str) -> bool:
    """Tell text from a code name: a tag, a key or a format has no space between two words."""
    return re.search(r"[A-Za-z,.:;]\s+\S*[A-Za-z]", text) is not None


def shown() -> Iterator[Phrase]:
    """Return what a person may be shown: phrases in the source, and the presets' lines."""
    for module in modules("src"):
        for line, text in module.strings():
            if is_phrase(text):
                yield Phrase(module.path, line, text)
    yield from lines_of(tracked("src/*.yaml", "src/*.toml", "src/*.txt"))
    for name in tracked("src/*.html"):
        yield from template_phrases(name, (ROOT / name).read_text("utf-8"))


_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_CODE = re.compile(r"\{[{%].*?[%}]\}")
_STRING = re.compile(r'"([^"]*)"')
_TAG = re.compile(r"<[^>]*>|[\w-]+=\"[^\"]*\"")


def template_phrases(name: str, text: str) -> Iterator[Phrase]:
    """Return what a template may show: the phrases in its code, and the text between its tags."""
    bare = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(bare.splitlines(), 1):
        coded = [string for code in _CODE.findall(line) for string in _STRING.findall(code)]
        for each in (*coded, _TAG.sub(" ", _CODE.sub(" ", line))):
            if is_phrase(each):
                yield Phrase(name, number, each)


def everywhere() -> Iterator[Phrase]:
    """Return every line of every text file that is ours."""
    yield from lines_of(name for name in tracked() if name not in NOT_OURS)


def lines_of(names: Iterable[str]) -> Iterator[Phrase]:
    """Return the lines of the named files of the repository."""
    for name in names:
        text = (ROOT / name).read_text("utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            yield Phrase(name, number, line)


def offences(phrases: Iterable[Phrase], listed: Iterable[Word]) -> list[str]:
    """Return each unwanted word with its place, and what to say instead."""
    matchers = [(word, word.matcher) for word in listed]
    found = (
        (phrase, word, match[0])
        for phrase in phrases
        for word, matcher in matchers
        if (match := matcher.search(phrase.text)) and not is_kept(phrase)
    )
    return [
        f"{phrase.file}:{phrase.line}: {text!r}, say: {word.instead}"
        for phrase, word, text in found
    ]


def is_kept(phrase: Phrase) -> bool:
    """Tell whether the list lets this phrase stand in this file."""
    return any(each.file == phrase.file and each.phrase in phrase.text for each in kept())
