"""Finding what an address means: the thing whose name it stands for, or that there is none."""

from collections.abc import Iterable
from typing import TypeVar

from troth.web.addresses import key
from troth.web.errors import NoSuchThing

Id = TypeVar("Id", bound=str)


def find(at: str, names: Iterable[Id]) -> Id:
    """Return the name that something in an address stands for; raises NoSuchThing for none.

    The name itself is understood too, so that a link somebody wrote by hand leads there.
    """
    for name in names:
        if at in {key(name), name}:
            return name
    raise NoSuchThing
