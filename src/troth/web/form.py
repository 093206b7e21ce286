"""Forms: what somebody typed is kept as it was, read by kind, and answered field by field."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import Enum
from typing import TypeVar

from troth.application.ports import OperationId
from troth.domain.kernel import Refusal, Value, wording

OPERATION = "op"
"""The field with the operation id: a form sent twice does once what it says."""

SEEN = "seen"
"""The field with the number of the entry a page was made from."""

WHOSE = "whose"
"""The field with the mark of whoever a form was made for."""

PASSPHRASE = "passphrase"  # noqa: S105 - the name of a field
NEW_PASSPHRASE = "new-passphrase"  # noqa: S105 - the name of a field

PASSKEY = "passkey"
"""The field in which the page's script puts what using a passkey gave."""

NEW_PASSKEY = "new-passkey"

SECRETS = frozenset({PASSPHRASE, NEW_PASSPHRASE, PASSKEY, NEW_PASSKEY})
"""Never shown again in a form that comes back, nor carried through a sign-in."""

MOST_DIGITS = 9
"""Digits of a number in any field: more than entries of two long lives, and soon read."""

E = TypeVar("E", bound=Enum)


class Wanting(Value, frozen=True):
    """One thing a form still needs: the field it is about (none: the whole), and what to do."""

    field: str
    sentence: str


class Form:
    """What was sent, by field; whatever is found wanting is gathered, so it is all said at once."""

    def __init__(self, sent: Iterable[tuple[str, str]] = (), file: bytes = b"") -> None:
        """Take the fields and their contents, in their order, and the file that came along."""
        self.file = file
        self._sent: dict[str, list[str]] = {}
        for name, text in sent:
            self._sent.setdefault(name, []).append(text)
        self.wanting: tuple[Wanting, ...] = ()
        self.is_outdated = False
        self.refusal: Refusal | None = None

    def __repr__(self) -> str:
        """Name the type only: what was typed reaches no traceback."""
        return "<Form>"

    def __getitem__(self, field: str) -> str:
        """Return a field as it was typed, to show it again; nothing for one not sent."""
        return "" if field in SECRETS else self.raw(field)

    def raw(self, field: str) -> str:
        """Return a field as it was typed, the last if it was sent more than once."""
        return self._sent.get(field, [""])[-1]

    def all(self, field: str) -> tuple[str, ...]:
        """Return every content of a field of which several may be chosen."""
        return tuple(self._sent.get(field, ()))

    def has(self, field: str) -> bool:
        """Tell whether a field was sent with anything in it."""
        return bool(self.raw(field).strip())

    def has_field(self, field: str) -> bool:
        """Tell whether a field was sent at all, be it empty."""
        return field in self._sent

    def shown(self, field: str, otherwise: str = "") -> str:
        """Return what stands in a field: as it was typed, also nothing; else what it begins with.

        A field that somebody emptied comes back empty, and not as it was before.
        """
        return self[field] if self.has_field(field) else otherwise

    def sent(self) -> tuple[tuple[str, str], ...]:
        """Return everything that was sent but what is secret, to be sent again later."""
        return tuple(
            (name, text)
            for name, texts in self._sent.items()
            for text in texts
            if name not in SECRETS
        )

    def over(self, written: Iterable[tuple[str, str]]) -> "Form":
        """Return a form in which what was written stands in place of what this one holds."""
        newer = tuple(written)
        names = {name for name, _ in newer}
        return Form((*(each for each in self.sent() if each[0] not in names), *newer))

    def put(self, field: str, text: str) -> None:
        """Set a field that goes along with the form when it comes back."""
        self._sent[field] = [text]

    def want(self, field: str, sentence: str) -> None:
        """Note that a field needs something; the sentence says what to do."""
        self.wanting = (*self.wanting, Wanting(field, sentence))

    def wanted(self, field: str) -> str:
        """Return what a field needs, or nothing."""
        return next((each.sentence for each in self.wanting if each.field == field), "")

    def text(self, field: str, sentence: str = "") -> str:
        """Return a text in its recorded form; without one, the sentence says what is wanted."""
        text = wording(self.raw(field))
        if not text and sentence:
            self.want(field, sentence)
        return text

    def choice(self, field: str, kind: type[E], sentence: str = "") -> E | None:
        """Return the value that was chosen, or None; the sentence says that one is wanted."""
        found = next((each for each in kind if str(each.value) == self.raw(field)), None)
        if found is None and sentence:
            self.want(field, sentence)
        return found

    def one_of(self, field: str, offered: Collection[str], sentence: str = "") -> str:
        """Return which of the offered was chosen, or nothing; the sentence says one is wanted."""
        chosen = self.raw(field)
        if chosen in offered:
            return chosen
        if sentence:
            self.want(field, sentence)
        return ""

    def number(self, field: str, most: int = MOST_DIGITS) -> int | None:
        """Return the whole number in a field, of so many digits at most, or None."""
        return number_in(self.raw(field), most)

    def one_number(self, field: str, offered: Collection[int], sentence: str = "") -> int | None:
        """Return which of the offered numbers was chosen, or None; the sentence says one is."""
        chosen = self.one_of(field, {str(each) for each in offered}, sentence)
        return number_in(chosen)

    def day(self, field: str, sentence: str) -> date | None:
        """Return the day in a date field, or None and say what is wanted."""
        try:
            return date.fromisoformat(self.raw(field).strip())
        except ValueError:
            self.want(field, sentence)
            return None

    @property
    def operation(self) -> OperationId:
        """The operation id the form was made with; whoever sends none gets no repetition."""
        return OperationId(self.raw(OPERATION))

    @property
    def seen(self) -> int | None:
        """The entry the page was made from, where the form says so."""
        return self.number(SEEN)

    def new_id(self, kind: str) -> str:
        """Return the id of what this form makes: the same however often it is sent."""
        return f"{kind}-{self.operation[:ID_LENGTH]}"


ID_LENGTH = 10
"""Hexadecimal digits of an operation id in the id of a thing: forty bits never meet by chance."""

OPERATION_LENGTH = 32
"""Hexadecimal digits of an operation id."""


def number_in(text: str, most: int = MOST_DIGITS) -> int | None:
    """Return the whole number that was sent as a text, of so many digits at most, or None.

    Digits of any script are taken, as phones write them. Thousands of digits Python itself refuses.
    """
    written = text.strip()
    return int(written) if written.isdecimal() and len(written) <= most else None


def is_operation(text: str) -> bool:
    """Tell whether a text can be an operation id."""
    return len(text) == OPERATION_LENGTH and all(each in "0123456789abcdef" for each in text)
