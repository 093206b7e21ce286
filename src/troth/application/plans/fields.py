"""Reading plain data by the shape of a value, with a precise place for whatever does not fit."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from difflib import get_close_matches
from enum import StrEnum
from types import UnionType
from typing import TypeAlias, Union, get_args, get_origin

import msgspec

from troth.application.plans.text import PlanNotUsable
from troth.domain.dynamic.events import Member
from troth.domain.kernel import (
    NAME_LENGTH,
    WORDING_LENGTH,
    AreaId,
    ClauseId,
    MemberId,
    Value,
    is_clear,
    wording,
)
from troth.domain.schedules import Schedule

LEAD, FOLLOW, BOTH = "lead", "follow", "both"
"""How a plan names the two, so that the same file serves whoever leads; in text, `<lead>`."""

LONGEST_LIST = 100
"""Longest list anywhere in a plan: more than one proposal holds, and still no burden to read."""

_PLACEHOLDER = re.compile(r"<\w+>")

Plain: TypeAlias = dict[str, object]


class Field(Value, frozen=True):
    """One field of a shape: what is read there, and whether it has to be there."""

    wanted: object
    required: bool


Shape: TypeAlias = Mapping[str, Field]


def shape_of(kind: type[msgspec.Struct], renamed: Mapping[str, str] | None = None) -> Shape:
    """Return the fields of a value, under the names a plan gives them."""
    names = renamed or {}
    return {
        names.get(field.name, field.name): Field(field.type, field.required)
        for field in msgspec.structs.fields(kind)
    }


def listed(options: Iterable[str]) -> str:
    """Return the options as a phrase: “a, b and c”."""
    *first, last = options
    return f"{', '.join(first)} and {last}" if first else last


def suggestion(word: object, options: Iterable[str]) -> str:
    """Return “Did you mean …?” when one option is close to the word, or nothing."""
    close = get_close_matches(str(word), list(options), 1)
    return f" Did you mean “{close[0]}”?" if close else ""


class Reader:
    """Reads plain data for two people; what does not fit is kept as a problem, with its place.

    What it returns is plain still, with the two in place of `lead` and `follow`, and text in the
    form in which it is recorded: ready to be converted, and only that, once nothing is wrong.
    """

    def __init__(self, lead: Member, follow: Member) -> None:
        """Read for these two."""
        self.people = {LEAD: lead, FOLLOW: follow}
        self.problems: list[PlanNotUsable] = []
        self._by_kind: dict[object, Callable[[object, str], object]] = {
            object: lambda value, _: value,
            str: self._text,
            bool: self._yes_or_no,
            int: self._number,
            datetime: self._time,
            MemberId: self._person,
            AreaId: self._name,
            ClauseId: self._name,
        }

    def problem(self, place: str, problem: str) -> None:
        """Keep a problem and where it is."""
        self.problems.append(PlanNotUsable(place, problem))

    def mapping(self, shape: Shape, data: object, place: str) -> Plain:
        """Read a mapping: every field by its shape, none unknown, none missing."""
        if not isinstance(data, dict):
            self.problem(place or "The file", f"this is {_named(data)}; fields belong here.")
            return {}
        prefix = f"{place}." if place else ""
        for name in data:
            if name not in shape:
                close = suggestion(name, shape) or f" Fields here are {listed(shape)}."
                self.problem(f"{prefix}{name}", f"there is no such field.{close}")
        for name, field in shape.items():
            if field.required and name not in data:
                self.problem(f"{prefix}{name}", "this is missing.")
        return {
            name: self.read(shape[name].wanted, value, f"{prefix}{name}")
            for name, value in data.items()
            if name in shape
        }

    def read(self, wanted: object, value: object, place: str) -> object:
        """Read one value of the type that is wanted there."""
        if wanted in self._by_kind:
            return self._by_kind[wanted](value, place)
        if isinstance(wanted, type):
            return self._of_class(wanted, value, place)
        return self._of_several(wanted, value, place)

    def _of_class(self, wanted: type, value: object, place: str) -> object:
        if issubclass(wanted, StrEnum):
            return self.choice([each.value for each in wanted], value, place)
        if issubclass(wanted, Schedule):
            return self._schedule(self.mapping(shape_of(wanted), value, place))
        if issubclass(wanted, msgspec.Struct):
            return self.mapping(shape_of(wanted), value, place)
        raise TypeError(f"no way to read {wanted.__name__} from a plan")

    def _of_several(self, wanted: object, value: object, place: str) -> object:
        inner = get_args(wanted)
        if get_origin(wanted) in (Union, UnionType):
            return None if value is None else self.read(inner[0], value, place)
        if get_origin(wanted) is dict:
            return self._by_person(value, place)
        if inner[0] is MemberId and isinstance(value, str):
            value = [LEAD, FOLLOW] if value == BOTH else [value]
        if not isinstance(value, list) or len(value) > LONGEST_LIST:
            self._unlike(f"a list of at most {LONGEST_LIST}", value, place)
            return []
        return [self.read(inner[0], each, f"{place}[{i}]") for i, each in enumerate(value)]

    def choice(self, options: Sequence[str], value: object, place: str) -> str:
        """Read one of several words."""
        if isinstance(value, str) and value in options:
            return value
        word = f"“{value}”" if isinstance(value, str) else _named(value)
        close = suggestion(value, options)
        self.problem(
            place, f"there is no choice {word} here; choices are {listed(options)}.{close}"
        )
        return ""

    def _schedule(self, plain: Plain) -> Plain:
        """A schedule may be in the zone of one of the two, wherever they live."""
        whose = self.people.get(str(plain.get("zone")))
        return plain if whose is None else {**plain, "zone": whose.zone}

    def _by_person(self, value: object, place: str) -> Plain:
        texts = self.mapping({who: Field(str, required=False) for who in self.people}, value, place)
        return {self.people[who].id: text for who, text in texts.items()}

    def _person(self, value: object, place: str) -> str:
        if isinstance(value, str) and value in self.people:
            return self.people[value].id
        self.problem(place, f"say {LEAD} or {FOLLOW} here: a plan names nobody else.")
        return ""

    def _name(self, value: object, place: str) -> str:
        if isinstance(value, str) and is_clear(value, longest=NAME_LENGTH):
            return value
        self._unlike(f"a name of at most {NAME_LENGTH} characters", value, place)
        return ""

    def _text(self, value: object, place: str) -> str:
        """Read text as it will be recorded, with the names of the two in place of theirs."""
        if not isinstance(value, str):
            self._unlike("text (put it in quotes)", value, place)
            return ""
        text = wording(value)
        for who, member in self.people.items():
            text = text.replace(f"<{who}>", member.name)
        unknown = _PLACEHOLDER.search(text)
        if unknown is not None:
            known = " or ".join(f"<{who}>" for who in self.people)
            self.problem(place, f"{unknown[0]} stands for nobody; write {known}.")
        elif not is_clear(text, may_be_empty=True):
            problem = f"this is longer than {WORDING_LENGTH} characters, or holds invisible ones."
            self.problem(place, problem)
        return text

    def _yes_or_no(self, value: object, place: str) -> bool:
        if not isinstance(value, bool):
            self._unlike("true or false", value, place)
        return value is True

    def _number(self, value: object, place: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            self._unlike("a whole number", value, place)
            return 0
        return value

    def _time(self, value: object, place: str) -> str:
        with suppress(ValueError, OverflowError):
            time = datetime.fromisoformat(value if isinstance(value, str) else "")
            if time.tzinfo is not None:
                # As it is recorded: a time without seconds would not be read as one any more.
                return time.astimezone(UTC).isoformat()
        self._unlike("a day and time with its zone, such as 2027-01-31T20:00+01:00", value, place)
        return ""

    def _unlike(self, wanted: str, value: object, place: str) -> None:
        self.problem(place, f"this is {_named(value)}; {wanted} belongs here.")


def _named(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    kinds = ((dict, "a group of fields"), (list, "a list"), (int, "a number"), (str, "text"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "nothing")
