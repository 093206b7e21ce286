"""Own state: the state each of the two folded by themself, sealed under a key of their own.

The snapshot beside a chain is sealed under the key that both have, so either could make one up, and
the other would read a wording that nobody has signed. Nobody else can write one's own copy; the
entries after it are signed, and what they lead to is what the snapshot has to say.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Generic, TypeVar

from troth.application.alarms import ALARMS, Alarm, RecordInDoubt
from troth.application.codec import decode_snapshot, encode_snapshot
from troth.application.folding import (
    Done,
    Fold,
    Gap,
    after,
    folded,
    nothing_yet,
    opened,
    readable,
)
from troth.application.keyring import ChainKeys
from troth.application.own_rows import OwnRows, own_member
from troth.application.ports import (
    Card,
    ChainId,
    Directory,
    Head,
    Reading,
    StoreDamaged,
    Transaction,
)
from troth.application.rules import Rules
from troth.crypto.envelope import place
from troth.domain.erasure import WordsErased
from troth.domain.kernel import MemberId, Value

S = TypeVar("S", bound=Value)


class Known(Value, Generic[S], frozen=True):
    """The state as far as it is known, and whether every entry could be read for it."""

    fold: Fold[S]
    is_whole: bool


class _WordsErased(Exception):
    """Raised when words were erased since a copy was kept."""


def own_card(directory: Directory, chain: ChainId, member: MemberId) -> Card | None:
    """Return somebody's own copy; one whose row is damaged counts as none, and is folded anew."""
    return _ROWS.find(directory, chain, member)


def forget(directory: Directory, chain: ChainId, member: MemberId) -> None:
    """Drop somebody's own copy: the next login folds from the beginning, and keeps a new one."""
    _ROWS.forget(directory, chain, member)


def keep(transaction: Transaction, keys: ChainKeys, fold: Fold[S]) -> None:
    """Keep one's own copy of the state at the head; one longer than a row may be is not kept."""
    if fold.at is not None:
        plain = encode_snapshot(fold.at, fold.state)
        _ROWS.keep(transaction, keys, transaction.head, plain)


def own_fold(reading: Reading, keys: ChainKeys, rules: Rules[S], card: Card | None) -> Fold[S]:
    """Return the state that the entries lead to, folded on from one's own copy where it serves.

    Once words were erased it does not: it still holds them, so all is folded from the beginning.
    Raises StoreDamaged for the first entry that does not open, or is not by whom signed it.
    """
    start = None if card is None else _opened(reading, keys, rules, card)
    if start is not None:
        with suppress(_WordsErased):
            return folded(rules, start, _unerased(opened(keys, reading.entries(start.seq))))
    return folded(rules, nothing_yet(rules), opened(keys, reading.entries()))


def readable_fold(
    reading: Reading, keys: ChainKeys, rules: Rules[S], card: Card | None
) -> Known[S]:
    """Return the state an act that protects is decided on, whatever was done to the record.

    Neither a state the other made up nor an entry that cannot be read here may keep somebody from
    pausing: what is known is one's own copy, and whatever follows it that can be read.
    """
    start: Fold[S] | None = None
    with suppress(StoreDamaged):
        start = None if card is None else _opened(reading, keys, rules, card)
    if start is not None:
        with suppress(_WordsErased):
            return _readable_on(rules, start, readable(reading, keys, start.seq), is_copy=True)
    return _readable_on(rules, nothing_yet(rules), readable(reading, keys), is_copy=False)


def _readable_on(
    rules: Rules[S], start: Fold[S], found: Iterable[Done | Gap], *, is_copy: bool
) -> Known[S]:
    fold, is_whole = start, True
    for each in found:
        if isinstance(each, Gap):
            is_whole = False
            continue
        if is_copy and _erases_words(each):
            raise _WordsErased
        fold = after(rules, fold, each)
    return Known(fold, is_whole)


def is_made_up(fold: Fold[S], at: datetime | None, state: S) -> bool:
    """Tell whether a state that was kept is another than the entries lead to."""
    return _written(fold.at, fold.state) != _written(at, state)


def doubt(
    transaction: Transaction, keys: ChainKeys, rules: Rules[S], kept: tuple[datetime | None, S]
) -> RecordInDoubt | None:
    """Say why nothing is consented to on the state that was kept, if it was made up."""
    card = own_card(transaction, keys.chain, own_member(keys))
    if is_made_up(own_fold(transaction, keys, rules, card), *kept):
        return RecordInDoubt(ALARMS[Alarm.FALSE_STATE])
    return None


def _opened(reading: Reading, keys: ChainKeys, rules: Rules[S], card: Card) -> Fold[S] | None:
    """Return one's own copy, or None: it is of another schema, another record, or not one's own."""
    found = _ROWS.opened(reading, keys, card)
    kept = None if found is None else decode_snapshot(found[1], rules.snapshots)
    return None if found is None or kept is None else Fold(found[0], kept.state, kept.at)


def _unerased(done: Iterable[Done]) -> Iterator[Done]:
    """Hand entries on as long as none erases words that a copy may hold."""
    for each in done:
        if _erases_words(each):
            raise _WordsErased
        yield each


def _erases_words(done: Done) -> bool:
    return any(isinstance(event, WordsErased) for event in done.act.events)


def _written(at: datetime | None, state: Value) -> bytes:
    return b"" if at is None else encode_snapshot(at, state)


def _place(keys: ChainKeys, head: Head) -> bytes:
    """Return the place of a copy: with the link, so that it opens beside the same record only."""
    return place("own-state", keys.chain, own_member(keys), head.seq, head.link)


_ROWS = OwnRows("own-state", _place)
