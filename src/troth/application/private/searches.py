"""Searches: what somebody looked for lately, so that a page they found has an address of its own.

The address says nothing of it. One row of one's own beside a record holds the newest few.
"""

from contextlib import suppress
from typing import Literal

import msgspec

from troth.application.handle import World
from troth.application.ports import ChainId, StoreError
from troth.application.private.drafts import Drafts
from troth.domain.kernel import Value

NAME = "searches"

MOST = 20
"""Searches one can go back to: further back than anybody presses."""


class Search(Value, frozen=True):
    """What was looked for: the fields of the form, under an id that says nothing of them."""

    id: str
    fields: tuple[tuple[str, str], ...]


class _Row(Value, frozen=True):
    searches: tuple[Search, ...]
    format: Literal[1] = 1


def keep_search(world: World, chain: ChainId, search: Search) -> None:
    """Keep a search; the oldest of many gives way."""

    def with_it(row: _Row | None) -> _Row:
        return _Row((search, *(() if row is None else row.searches))[:MOST])

    Drafts(world, chain).change(NAME, _Row, with_it)


def find_search(world: World, chain: ChainId, id_: str) -> Search | None:
    """Return a search that was kept; what cannot be read counts as none."""
    with suppress(StoreError, msgspec.DecodeError):
        row = Drafts(world, chain).one(NAME, _Row)
        return None if row is None else next((e for e in row.searches if e.id == id_), None)
    return None
