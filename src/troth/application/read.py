"""Reading: the state now, and the record backwards in pages."""

from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from troth.application.codec import Act, encode_snapshot
from troth.application.folding import Fold, Gap, after, load, nothing_yet, opened, readable_before
from troth.application.handle import World, is_unsettled, settled
from troth.application.keyring import ChainKeys
from troth.application.ports import ChainId, Progress, Reading, Store, StoreBusy, StoreFull, Verdict
from troth.application.rules import Rules
from troth.application.sealing import seal_snapshot
from troth.domain.kernel import Moment, Value

S = TypeVar("S", bound=Value)

PAGE_LENGTH = 50
"""Entries on one page of the record: about what is read before one scrolls on."""

SEARCHED_LENGTH = 5000
"""Entries looked through for one page of a search; the next page goes on from there."""


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
    """Return one page of the record backwards; `matches` searches.

    A search looks through a bounded stretch, so that it answers at once however long the record.
    """
    with world.store.reading(chain) as reading:
        return _page(reading, world.keys.of(reading), (before, matches))


def _page(
    reading: Reading, keys: ChainKeys, wanted: tuple[int | None, Callable[[Act], bool] | None]
) -> Page:
    before, matches = wanted
    lines, gaps = list[Line](), list[Gap]()
    looked_through = 0
    while looked_through < SEARCHED_LENGTH:
        found = readable_before(reading, keys, before, PAGE_LENGTH)
        for each in found:
            before = each.seq
            if isinstance(each, Gap):
                gaps.append(each)
            elif matches is None or matches(each.act):
                lines.append(Line(each.seq, each.act))
            if len(lines) == PAGE_LENGTH:
                return Page(tuple(lines), _further(before), tuple(gaps))
        looked_through += len(found)
        if len(found) < PAGE_LENGTH:
            return Page(tuple(lines), None, tuple(gaps))
    return Page(tuple(lines), _further(before), tuple(gaps))


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
