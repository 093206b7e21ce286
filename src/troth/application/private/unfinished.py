"""Unfinished: what somebody was writing in a form, so that no lock, exit or lapsed login loses it.

It is one row of one's own beside a record, sealed as drafts are. Nobody else sees that there is
anything, and it is gone once the form was sent, once its author lets it go, or after a week.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from msgspec.structs import replace

from troth.application.handle import World
from troth.application.ports import ChainId, StoreError
from troth.application.private.drafts import Drafts
from troth.domain.kernel import Value

NAME = "unfinished"

MOST = 8
"""Forms somebody has begun at a time; the oldest gives way."""

MOST_LETTERS = 64_000
"""Characters kept of one form: many times what the longest field takes."""

KEPT = timedelta(days=7)
"""How long it waits: until after the next weekly talk."""


class Writing(Value, frozen=True):
    """What stood in one form: where it goes, the page it is on, that page's title, its fields."""

    to: str
    page: str
    title: str
    at: datetime
    fields: tuple[tuple[str, str], ...]


class _Row(Value, frozen=True):
    writings: tuple[Writing, ...]
    format: Literal[1] = 1


def unfinished(world: World, chain: ChainId) -> tuple[Writing, ...]:
    """Return what somebody has begun to write, newest first; a row that does not open is none."""
    with suppress(StoreError, msgspec.DecodeError):
        return _live(Drafts(world, chain).one(NAME, _Row), world.clock.now())
    return ()


def lines_of(row: object) -> list[str]:
    """Return what such a row says, as it stands in a copy: the title of each page, and the words.

    Raises msgspec.ValidationError for what is no such row.
    """
    begun = msgspec.convert(row, _Row).writings
    return [line for each in begun for line in (each.title, *(text for _, text in each.fields))]


def keep(world: World, chain: ChainId, writing: Writing) -> None:
    """Keep what stands in a form, instead of what stood there before.

    A form that came back says no page: it stays with the page it was first on. What is on none,
    or longer than any form takes, is not kept.
    """

    def with_it(row: _Row | None) -> _Row | None:
        begun = _live(row, writing.at)
        before = next((each.page for each in begun if each.to == writing.to), "")
        page, others = writing.page or before, (each for each in begun if each.to != writing.to)
        return _Row((replace(writing, page=page), *others)[:MOST]) if page else row

    if sum(len(text) for _, text in writing.fields) <= MOST_LETTERS:
        Drafts(world, chain).change(NAME, _Row, with_it)


def let_go(world: World, chain: ChainId, to: Collection[str]) -> None:
    """Drop what was begun in the forms that go to some addresses."""

    def without(row: _Row | None) -> _Row | None:
        left = tuple(each for each in _live(row, world.clock.now()) if each.to not in to)
        return _Row(left) if left else None

    if any(each.to in to for each in unfinished(world, chain)):
        Drafts(world, chain).change(NAME, _Row, without)


def _live(row: _Row | None, now: datetime) -> tuple[Writing, ...]:
    return () if row is None else tuple(each for each in row.writings if each.at >= now - KEPT)
