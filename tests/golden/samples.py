"""Sample values built from the types of an event's fields: each arm and each absence once."""

from datetime import UTC, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, ClassVar, NewType, Union, get_args, get_origin, get_type_hints

import msgspec

from troth.application.codec import ACT_FORMAT, Act
from troth.domain.kernel import Digest, Event, MemberId

AT = datetime(2026, 3, 2, 18, 0, 0, 250_000, tzinfo=UTC)

SCALARS: dict[object, tuple[Any, ...]] = {
    bool: (True, False),
    int: (7,),
    str: ("Some “wörds”.",),
    datetime: (AT,),
    NoneType: (None,),
}


def act_of(event: type[Event]) -> Act:
    """Return an act that holds an event in as many forms as its fields need to show each arm."""
    return Act(ACT_FORMAT, MemberId("ash"), AT, Digest("0" * 64), samples(event))


def samples(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any annotation there is
    """Return values of a type that together take every arm, every member and both lengths."""
    if kind in SCALARS:
        return SCALARS[kind]
    if isinstance(kind, NewType):
        return (
            (kind.__name__.lower(),) if kind.__supertype__ is str else samples(kind.__supertype__)
        )
    if isinstance(kind, type) and issubclass(kind, Enum):
        return tuple(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _structs(kind)
    return _composed(get_origin(kind), get_args(kind))


def _structs(kind: type[msgspec.Struct]) -> tuple[Any, ...]:
    """Return as many values as the field with the most samples needs; the others go round."""
    hints = get_type_hints(kind)
    fields = {
        name: samples(hints[name])
        for name in kind.__struct_fields__
        if get_origin(hints[name]) is not ClassVar
    }
    count = max((len(each) for each in fields.values()), default=1)
    return tuple(
        kind(**{name: each[number % len(each)] for name, each in fields.items()})
        for number in range(count)
    )


def _composed(origin: object, arms: tuple[Any, ...]) -> tuple[Any, ...]:
    if origin in {Union, UnionType}:
        return tuple(value for arm in arms for value in samples(arm))
    if origin is tuple and arms[-1] is not Ellipsis:
        return (tuple(samples(arm)[0] for arm in arms),)
    return _collections(origin, [samples(arm) for arm in arms if arm is not Ellipsis])


def _collections(origin: object, inside: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return a collection that holds every sample, and one that holds none."""
    if origin is tuple:
        return (inside[0], ())
    if origin is frozenset:
        return (frozenset(inside[0]), frozenset())
    if origin is dict:
        (key,), values = inside
        return ({f"{key}-{number}": value for number, value in enumerate(values)}, {})
    raise TypeError(f"There is no sample of {origin} yet.")
