"""The texts inside values: a plain string is somebody's words, everything else is structure.

Structure stays where it is when words are sealed apart or erased: ids, digests, choices from a
list, tags, and the few strings named below.
"""

from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec.structs import replace

STRUCTURE = frozenset(
    {"element", "matter", "rule", "secret_digest", "source", "start", "talk", "zone"}
)
"""Fields that hold a plain string which is no text: names of zones, elements and other things.

Without them a limit would lose its target and a schedule its times when words are erased.
"""

V = TypeVar("V")
Change = Callable[[str], str]
Mapper = Callable[[Any, Change], Any]


def map_texts(value: V, change: Change) -> V:
    """Return a value with each of its texts changed, met in the order of its fields."""
    mapped: V = _of_value(value, change)
    return mapped


def _of_value(value: Any, change: Change) -> Any:  # noqa: ANN401 - any value there is
    """Map a value by what it is: for unions, where the annotation does not say which."""
    if isinstance(value, msgspec.Struct):
        for name, mapper in _fields_with_texts(type(value)).items():
            mapped = mapper(getattr(value, name), change)
            value = replace(value, **{name: mapped})
    return value


@cache
def _fields_with_texts(kind: type[msgspec.Struct]) -> Mapping[str, Mapper]:
    hints = get_type_hints(kind, include_extras=True)
    names = [name for name in kind.__struct_fields__ if name not in STRUCTURE]
    mappers = {name: _mapper(hints[name]) for name in names}
    return {name: mapper for name, mapper in mappers.items() if mapper is not None}


def _mapper(hint: Any) -> Mapper | None:  # noqa: ANN401 - an annotation has any form
    """Return how the texts under an annotation are met, or None where there can be none."""
    origin = get_origin(hint)
    if hint is str:
        return lambda value, change: change(value)
    if isinstance(hint, NewType) or hint is NoneType:
        return None
    if origin is Annotated:
        return _mapper(get_args(hint)[0])
    if origin in {Union, UnionType}:
        return _of_union(get_args(hint))
    if origin in {tuple, list}:
        return _of_each(_mapper(get_args(hint)[0]))
    if origin in {dict, Mapping}:
        return _of_values(_mapper(get_args(hint)[1]))
    return _of_struct(hint)


def _of_struct(hint: Any) -> Mapper | None:  # noqa: ANN401 - an annotation has any form
    is_struct = isinstance(hint, type) and issubclass(hint, msgspec.Struct)
    return _of_value if is_struct else None


def _of_union(kinds: tuple[Any, ...]) -> Mapper | None:
    mappers = [mapper for kind in kinds if (mapper := _mapper(kind)) is not None]
    if str in kinds:
        return lambda value, change: change(value) if isinstance(value, str) else value
    return _of_optional(mappers[0]) if len(mappers) == 1 else (_of_value if mappers else None)


def _of_optional(mapper: Mapper) -> Mapper:
    return lambda value, change: None if value is None else mapper(value, change)


def _of_each(mapper: Mapper | None) -> Mapper | None:
    if mapper is None:
        return None
    return lambda values, change: type(values)(mapper(value, change) for value in values)


def _of_values(mapper: Mapper | None) -> Mapper | None:
    if mapper is None:
        return None
    # In the order in which items are written: texts go back to where they were taken from.
    return lambda items, change: {key: mapper(items[key], change) for key in sorted(items)}
