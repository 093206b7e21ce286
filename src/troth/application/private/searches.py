"""Searches: what somebody looked for lately, so that a page they found has an address of its own.

The address says nothing of it. One row of one's own beside a record holds the newest few.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from troth.application.handle import World
from troth.application.ports import ChainId, StoreError
from troth.application.private.drafts import Drafts
from troth.domain.kernel import Value

NAME = "searches"

MOST = 20
"""Searches one can go back to: further back than anybody presses."""


KEPT = timedelta(days=1)
"""How long one can go back to what was found: an evening, and what is left of the day."""


class Search(Value, frozen=True):
    """What was looked for: the fields of the form, under an id that says nothing of them."""

    id: str
    at: datetime
    fields: tuple[tuple[str, str], ...]


class _Row(Value, frozen=True):
    searches: tuple[Search, ...]
    format: Literal[1] = 1


def keep_search(world: World, chain: ChainId, search: Search) -> None:
    """Keep a search; the oldest of many gives way."""

    def with_it(row: _Row | None) -> _Row:
        return _Row((search, *_live(row, search.at))[:MOST])

    Drafts(world, chain).change(NAME, _Row, with_it)


def find_search(world: World, chain: ChainId, id_: str) -> Search | None:
    """Return a search that was kept; what cannot be read counts as none."""
    with suppress(StoreError, msgspec.DecodeError):
        live = _live(Drafts(world, chain).one(NAME, _Row), world.clock.now())
        return next((each for each in live if each.id == id_), None)
    return None


def forget_searches(world: World, chain: ChainId) -> None:
    """Forget whatever was looked for."""
    Drafts(world, chain).drop(NAME)


def _live(row: _Row | None, now: datetime) -> tuple[Search, ...]:
    return () if row is None else tuple(each for each in row.searches if each.at >= now - KEPT)
