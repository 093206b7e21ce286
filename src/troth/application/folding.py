"""Folding: a chain's entries opened one after the other, and the state they lead to."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import reduce
from typing import Generic, TypeVar

from troth.application.codec import Act
from troth.application.keyring import ChainKeys
from troth.application.ports import Entry, Reading, StoreDamaged
from troth.application.rules import Rules, evolved
from troth.application.sealing import open_act, open_snapshot
from troth.domain.conduct.relief import RELIEF
from troth.domain.kernel import Value
from troth.projections.phrases import Phrase

S = TypeVar("S", bound=Value)


class Done(Value, frozen=True):
    """One entry opened: its number, and what was done in it."""

    seq: int
    act: Act


class Gap(Value, frozen=True):
    """One entry that cannot be read here, and why; it says nothing of what the entry holds."""

    seq: int
    why: str


UNREAD = Phrase("One entry could not be read here.")
"""What stands where an entry is missing from what is shown of a record."""


class Fold(Value, Generic[S], frozen=True):
    """A state, after which entry it is, when that was, and how many entries were folded for it.

    `left_out` numbers the entries of which something does not count, as far as they were folded.
    """

    seq: int
    state: S
    at: datetime | None
    folded: int = 0
    left_out: tuple[int, ...] = ()


def nothing_yet(rules: Rules[S]) -> Fold[S]:
    """Return the fold of no entry at all."""
    return Fold(0, rules.first, None)


def opened(keys: ChainKeys, entries: Iterable[Entry]) -> Iterator[Done]:
    """Open entries in their order; raises StoreDamaged at the first that is not what it says."""
    for entry in entries:
        yield Done(entry.seq, open_act(keys, entry))


def readable(reading: Reading, keys: ChainKeys, after_seq: int = 0) -> Iterator[Done | Gap]:
    """Give each entry after a number, and a gap for each that is damaged or has no key here."""
    seq, end = after_seq, reading.head.seq
    while seq < end:
        try:
            for entry in reading.entries(seq):
                yield _opened_or_gap(keys, entry)
                seq = entry.seq
        except StoreDamaged:
            # A page with one missing row is refused whole: its other rows are read one by one.
            seq += 1
            yield _alone(reading, keys, seq)


def readable_before(
    reading: Reading, keys: ChainKeys, before: int | None, limit: int
) -> list[Done | Gap]:
    """Return a page backwards, as `Reading.entries_before` does, with a gap for what is damaged."""
    try:
        page = reading.entries_before(before, limit=limit)
        return [_opened_or_gap(keys, entry) for entry in page]
    except StoreDamaged:
        last = reading.head.seq if before is None else min(reading.head.seq, before - 1)
        return [_alone(reading, keys, seq) for seq in range(last, max(0, last - limit), -1)]


def _alone(reading: Reading, keys: ChainKeys, seq: int) -> Done | Gap:
    try:
        (entry,) = reading.entries(seq - 1, 1)
    except StoreDamaged as error:
        return Gap(seq, str(error))
    return _opened_or_gap(keys, entry)


def _opened_or_gap(keys: ChainKeys, entry: Entry) -> Done | Gap:
    try:
        return Done(entry.seq, open_act(keys, entry))
    except StoreDamaged as error:
        return Gap(entry.seq, str(error))


def after(rules: Rules[S], fold: Fold[S], done: Done) -> Fold[S]:
    """Return the state after one more entry; what may not follow is left out, and moves no time."""
    act, state, is_whole = done.act, fold.state, False
    if not _is_before(act, fold.at):
        state, is_whole = evolved(rules, state, act)
    at = fold.at if state is fold.state else max(act.at, fold.at or act.at)
    left_out = fold.left_out if is_whole else (*fold.left_out, done.seq)
    return Fold(done.seq, state, at, fold.folded + 1, left_out)


def _is_before(act: Act, last: datetime | None) -> bool:
    """Tell whether an act is dated before the one it follows; an act that protects may be.

    Otherwise somebody could consent on the last day after it has gone by.
    """
    protects = all(isinstance(event, RELIEF) for event in act.events)
    return last is not None and act.at < last and not protects


def folded(rules: Rules[S], start: Fold[S], done: Iterable[Done]) -> Fold[S]:
    """Return the state that entries lead to."""
    return reduce(lambda fold, each: after(rules, fold, each), done, start)


def load(reading: Reading, keys: ChainKeys, rules: Rules[S]) -> Fold[S]:
    """Return the state at the head: the snapshot, and whatever was recorded after it."""
    start = _kept(reading, keys, rules) or nothing_yet(rules)
    if start.seq == reading.head.seq:
        return start
    return folded(rules, start, opened(keys, reading.entries(start.seq)))


def _kept(reading: Reading, keys: ChainKeys, rules: Rules[S]) -> Fold[S] | None:
    """Return what was kept of the state, and after which entry; None where it does not open.

    The entries say the same, and each of them is checked. Were this fatal, whoever changes one
    row could keep somebody from pausing.
    """
    try:
        kept = reading.snapshot()
        snapshot = None if kept is None else open_snapshot(keys, kept, rules.snapshots)
    except StoreDamaged:
        return None
    if kept is None or snapshot is None:
        return None
    return Fold(kept.seq, snapshot.state, snapshot.at)
