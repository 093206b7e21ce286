"""Unfinished: what somebody was writing in a form, so that no lock, exit or lapsed login loses it.

It is one row of one's own beside a record, sealed as drafts are. Nobody else sees that there is
anything, and it is gone once the form was sent, once its author lets it go, or after a week.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from msgspec.structs import replace

from troth.application.handle import World
from troth.application.ports import ChainId, OperationId, StoreError
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
    """What stood in one form: where it goes, the page it is on, that page's title, its fields.

    `seq` is the newest entry of the record as it was written, `op` the operation id of its form.
    """

    to: str
    page: str
    title: str
    at: datetime
    fields: tuple[tuple[str, str], ...]
    seq: int = 0
    op: OperationId = OperationId("")

    def is_of(self, to: str, page: str) -> bool:
        """Tell whether it stands in the form of a page that goes to an address."""
        return (self.to, self.page) == (to, page)


class _Row(Value, frozen=True):
    """What was begun, newest first, and which forms were sent since."""

    writings: tuple[Writing, ...] = ()
    sent: tuple[OperationId, ...] = ()
    format: Literal[1] = 1

    def since(self, start: datetime) -> "_Row":
        return replace(self, writings=tuple(each for each in self.writings if each.at >= start))


def unfinished(world: World, chain: ChainId) -> tuple[Writing, ...]:
    """Return what somebody has begun to write, newest first; a row that does not open is none."""
    with suppress(StoreError, msgspec.DecodeError):
        row = Drafts(world, chain).one(NAME, _Row) or _Row()
        return row.since(world.clock.now() - KEPT).writings
    return ()


def lines_of(row: object) -> list[str]:
    """Return what such a row says, as it stands in a copy: the title of each page, and the words.

    Raises msgspec.ValidationError for what is no such row.
    """
    begun = msgspec.convert(row, _Row).writings
    return [line for each in begun for line in (each.title, *(text for _, text in each.fields))]


def keep(world: World, chain: ChainId, writing: Writing) -> None:
    """Keep what stands in a form, instead of what stood there before.

    A form that came back says no page: it stays with the page it was first on. What is on none, was
    sent meanwhile, or is longer than any form takes, is not kept.
    """

    def with_it(row: _Row) -> _Row:
        before = next((each.page for each in row.writings if each.to == writing.to), "")
        newest = replace(writing, page=writing.page or before)
        if not newest.page or (newest.op and newest.op in row.sent):
            return row
        others = (each for each in row.writings if not each.is_of(newest.to, newest.page))
        return replace(row, writings=(newest, *others)[:MOST])

    if sum(len(text) for _, text in writing.fields) <= MOST_LETTERS:
        _change(world, chain, with_it)


def send(world: World, chain: ChainId, to: str, op: OperationId) -> None:
    """Drop what was begun last in a form that goes to an address: it was sent."""

    def without(row: _Row) -> _Row:
        newest = next((each for each in row.writings if each.to == to), None)
        left = tuple(each for each in row.writings if each is not newest)
        return replace(row, writings=left, sent=(op, *row.sent)[:MOST])

    if any(each.to == to for each in unfinished(world, chain)):
        _change(world, chain, without)


def let_go(world: World, chain: ChainId, which: Callable[[Writing], bool]) -> None:
    """Drop some of what was begun."""

    def without(row: _Row) -> _Row:
        return replace(row, writings=tuple(each for each in row.writings if not which(each)))

    if any(map(which, unfinished(world, chain))):
        _change(world, chain, without)


def _change(world: World, chain: ChainId, to: Callable[[_Row], _Row]) -> None:
    start = world.clock.now() - KEPT

    def changed(row: _Row | None) -> _Row | None:
        after = to((row or _Row()).since(start))
        return after if after.writings or after.sent else None

    Drafts(world, chain).change(NAME, _Row, changed)
