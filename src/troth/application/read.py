"""Reading: the state now, and the record backwards in pages."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Generic, TypeAlias, TypeVar

from troth.application.codec import Act, encode_snapshot
from troth.application.folding import (
    Done,
    Fold,
    Gap,
    after,
    load,
    nothing_yet,
    opened,
    readable_before,
)
from troth.application.handle import World, is_unsettled, settled
from troth.application.keyring import ChainKeys
from troth.application.ports import ChainId, Progress, Reading, Store, StoreBusy, StoreFull, Verdict
from troth.application.rules import Rules
from troth.application.sealing import seal_snapshot
from troth.domain.kernel import Moment, Value

S = TypeVar("S", bound=Value)
Stretch: TypeAlias = list[Done | Gap]

PAGE_LENGTH = 50
"""Entries on one page of the record: about what is read before one scrolls on."""

SEARCHED_LENGTH = 5000
"""Entries looked through for one page of a search; the next page goes on from there."""


LOOKED_AHEAD = 10
"""Pages that a search is shown before it has to judge the first: of what is told about a thing, the
beginning stands further back, mostly by days and now and then by weeks."""


class View(Value, Generic[S], frozen=True):
    """The state now, the number of the last entry, and the moment it is looked at."""

    seq: int
    state: S
    moment: Moment


class Line(Value, frozen=True):
    """One entry of the record."""

    seq: int
    act: Act


class Page(Value, frozen=True):
    """Entries, newest first; `before` continues further back, None at the first entry.

    `gaps` are the entries in between that cannot be read here, also newest first.
    """

    lines: tuple[Line, ...]
    before: int | None
    gaps: tuple[Gap, ...] = ()


class Search(Value, frozen=True):
    """What is looked for; `meets` is shown what stands further back before it is looked for."""

    matches: Callable[[Act], bool]
    meets: Callable[[Act], None] | None = None


def view(world: World, chain: ChainId, rules: Rules[S]) -> View[S]:
    """Return the state of a chain as it is now."""
    loaded = _loaded(world, chain, rules)
    if loaded.folded:
        _keep_refolded(world, chain, rules)
    return View(loaded.seq, loaded.state, world.moment(loaded.at))


def _loaded(world: World, chain: ChainId, rules: Rules[S]) -> Fold[S]:
    with world.store.reading(chain) as reading:
        keys = world.keys.of(reading)
        if not is_unsettled(reading, world):
            return load(reading, keys, rules)
    return settled(world, chain, rules)


def _keep_refolded(world: World, chain: ChainId, rules: Rules[S]) -> None:
    """Keep the snapshot of a record another version wrote, so that only one reading folds it.

    Where it cannot be kept now (a full disk, another writer) the reading stands all the same.
    """
    with suppress(StoreFull, StoreBusy), world.store.acting(chain) as transaction:
        keys = world.keys.of(transaction)
        loaded = load(transaction, keys, rules)
        if loaded.at is not None:
            snapshot = encode_snapshot(loaded.at, loaded.state)
            transaction.put_snapshot(seal_snapshot(keys, loaded.seq, snapshot))


def history(
    world: World,
    chain: ChainId,
    before: int | None = None,
    matches: Callable[[Act], bool] | None = None,
) -> Page:
    """Return one page of the record backwards; `matches` searches."""
    return sought(world, chain, before, Search(matches or _anything))


def sought(world: World, chain: ChainId, before: int | None, search: Search) -> Page:
    """Return one page of what is looked for in the record, backwards.

    A search looks through a bounded stretch, so that it answers at once however long the record.
    """
    with world.store.reading(chain) as reading:
        return _page(_stretch(reading, world.keys.of(reading), before), search)


def _anything(_: Act) -> bool:
    return True


def _page(stretch: Iterator[Stretch], search: Search) -> Page:
    lines, gaps = list[Line](), list[Gap]()
    before: int | None = None
    for found in _bounded(stretch, search):
        for each in found:
            before = each.seq
            if isinstance(each, Gap):
                gaps.append(each)
            elif search.matches(each.act):
                lines.append(Line(each.seq, each.act))
            if len(lines) == PAGE_LENGTH:
                return Page(tuple(lines), _further(before), tuple(gaps))
        if len(found) < PAGE_LENGTH:
            return Page(tuple(lines), None, tuple(gaps))
    return Page(tuple(lines), _further(before), tuple(gaps))


def _bounded(stretch: Iterator[Stretch], search: Search) -> Iterator[Stretch]:
    """Give as many pages as one look may read; those that are only met count too."""
    pages = islice(stretch, SEARCHED_LENGTH // PAGE_LENGTH)
    return pages if search.meets is None else _met(pages, search.meets)


def _stretch(reading: Reading, keys: ChainKeys, before: int | None) -> Iterator[Stretch]:
    """Give the record backwards, page by page; the last is not full."""
    while True:
        found = readable_before(reading, keys, before, PAGE_LENGTH)
        yield found
        if len(found) < PAGE_LENGTH:
            return
        before = found[-1].seq


def _met(pages: Iterator[Stretch], meets: Callable[[Act], None]) -> Iterator[Stretch]:
    """Give each page once what stands some way further back was met too.

    Where the record goes on further back than the pages, the last of them are met only: what is
    looked for there is looked for on the next look.
    """
    ahead = deque[Stretch]()
    for found in pages:
        for each in found:
            if isinstance(each, Done):
                meets(each.act)
        ahead.append(found)
        if len(ahead) > LOOKED_AHEAD:
            yield ahead.popleft()
    if ahead and len(ahead[-1]) < PAGE_LENGTH:
        yield from ahead


def _further(before: int | None) -> int | None:
    return before if before is not None and before > 1 else None


def earlier_view(
    world: World, chain: ChainId, rules: Rules[S], reached: Callable[[S], bool]
) -> View[S] | None:
    """Return the first state that satisfies `reached`, folded from the first entry; None if none.

    It reads the record from the beginning, so only a person's explicit look back calls it.
    """
    fold = nothing_yet(rules)
    with world.store.reading(chain) as reading:
        for done in opened(world.keys.of(reading), reading.entries()):
            fold = after(rules, fold, done)
            if reached(fold.state):
                return View(fold.seq, fold.state, Moment(done.act.at, world.zones))
    return None


def verify(store: Store, chain: ChainId, progress: Progress | None = None) -> Verdict:
    """Check a whole chain, link by link and signature by signature, without any secret key."""
    with store.reading(chain) as reading:
        return reading.verify(progress)
