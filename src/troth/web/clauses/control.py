"""One part of a line as it is asked for, filled in again, and said in words."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeAlias

import msgspec

from troth.domain.kernel import wording
from troth.web.clauses.around import Around
from troth.web.clauses.labels import CHOICES, LABELS, YES_OR_NO, Label
from troth.web.form import Form

STILL_OPEN = "Still open: %(question)s"
NUMBER_WANTED = "Write a whole number: %(question)s"

LEFT_OUT = msgspec.UNSET
"""What is read where nothing was said: the line then holds what it would hold unasked."""

Pairs: TypeAlias = tuple[tuple[str, str], ...]
Offered: TypeAlias = tuple[tuple[str, str, str], ...]


class Control:
    """A text of several lines; the others ask in other shapes."""

    shape = "text"

    def __init__(self, name: str, *, required: bool = False) -> None:
        """Ask for a part by its name in the record."""
        self.name = name
        self.required = required

    def __repr__(self) -> str:
        """Name the part."""
        return f"<{type(self).__name__} {self.name}>"

    @property
    def label(self) -> Label:
        """What the part is called."""
        return LABELS[self.name]

    def offered(self, around: Around) -> Offered:  # noqa: ARG002 - those with choices need it
        """Return what can be chosen: value, words, and what it comes to."""
        return ()

    def read(self, form: Form, around: Around) -> object:
        """Return what was said, as plain data; what is missing is wanted."""
        text = wording(form.raw(self.name))
        return text or self.nothing(form, around)

    def fill(self, value: Any) -> Pairs:  # noqa: ANN401 - each kind of part its own values
        """Return the fields as this value fills them."""
        return ((self.name, str(value)),) if value else ()

    def say(self, value: Any, around: Around) -> str:  # noqa: ANN401, ARG002 - as above, and the others need both
        """Return the value in words; nothing where there is nothing to say."""
        return str(value) if value else ""

    def nothing(self, form: Form, around: Around) -> object:
        """Answer for what was not said."""
        if self.required:
            self.want(form, around, STILL_OPEN)
        return LEFT_OUT

    def want(self, form: Form, around: Around, sentence: str) -> None:
        """Want this part."""
        question = around.words.plain(self.label.asked)
        form.want(self.name, around.words.say(sentence, question=question))


class Line(Control):
    """A text of one line."""

    shape = "line"


class Number(Line):
    """A whole number."""

    shape = "number"

    def read(self, form: Form, around: Around) -> object:
        """Read the digits."""
        if not form.has(self.name):
            return self.nothing(form, around)
        number = form.number(self.name, LONGEST_NUMBER)
        if number is None:
            self.want(form, around, NUMBER_WANTED)
            return LEFT_OUT
        return number


LONGEST_NUMBER = 6
"""Digits of any number here: a week has 10080 minutes, and no line asks for more."""


class Lines(Control):
    """Several short texts, one on each line."""

    shape = "lines"

    def read(self, form: Form, around: Around) -> object:  # noqa: ARG002 - nothing is wanted
        """Read each line that holds something."""
        return split(form.raw(self.name))

    def fill(self, value: Iterable[str]) -> Pairs:
        """Put each on a line."""
        return ((self.name, "\n".join(_in_order(value))),)

    def say(self, value: Iterable[str], around: Around) -> str:  # noqa: ARG002 - as they stand
        """Name one after the other."""
        return ", ".join(_in_order(value))


class Choice(Control):
    """One of some words."""

    shape = "choice"

    def __init__(self, name: str, kind: type[StrEnum], *, required: bool = False) -> None:
        """Ask for one of the words of a kind."""
        super().__init__(name, required=required)
        self.kind = kind

    def offered(self, around: Around) -> Offered:
        """Return every word."""
        plain = around.words.plain
        return tuple(
            (value, plain(words), hint and plain(hint))
            for value, (words, hint) in CHOICES[self.kind].items()
        )

    def read(self, form: Form, around: Around) -> object:
        """Read the word that was chosen."""
        return form.one_of(self.name, CHOICES[self.kind]) or self.nothing(form, around)

    def say(self, value: StrEnum, around: Around) -> str:
        """Say what was chosen."""
        return around.words.plain(CHOICES[self.kind][value][0])


class Ticks(Choice):
    """Any of some words."""

    shape = "ticks"

    def read(self, form: Form, around: Around) -> object:  # noqa: ARG002 - none is an answer
        """Read every word that was ticked."""
        return [value for value in CHOICES[self.kind] if value in form.all(self.name)]

    def fill(self, value: Iterable[StrEnum]) -> Pairs:
        """Tick each."""
        return tuple((self.name, str(each)) for each in sorted(value))

    def say(self, value: Any, around: Around) -> str:  # noqa: ANN401 - several words, not one
        """Say each."""
        plain = around.words.plain
        return ", ".join(plain(CHOICES[self.kind][each][0]) for each in sorted(value))


class YesNo(Control):
    """One or the other."""

    shape = "choice"

    def offered(self, around: Around) -> Offered:
        """Return both."""
        yes, no = YES_OR_NO[self.name]
        return (("yes", around.words.plain(yes), ""), ("no", around.words.plain(no), ""))

    def read(self, form: Form, around: Around) -> object:  # noqa: ARG002 - neither is an answer
        """Read which it is; where neither was chosen, the line says so by itself."""
        chosen = form.one_of(self.name, ("yes", "no"))
        return chosen == "yes" if chosen else LEFT_OUT

    def fill(self, value: object) -> Pairs:
        """Choose it."""
        return ((self.name, "yes" if value else "no"),)

    def say(self, value: object, around: Around) -> str:
        """Say which."""
        return around.words.plain(YES_OR_NO[self.name][0 if value else 1])


def split(text: str) -> list[str]:
    """Return the lines of a text that hold something, each as it is recorded."""
    return [line for each in text.splitlines() if (line := wording(each))]


def _in_order(value: Iterable[str]) -> list[str]:
    return sorted(value) if isinstance(value, frozenset) else list(value)
