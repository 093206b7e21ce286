"""Own state: the state each of the two folded by themself, sealed under a key of their own.

The snapshot beside a chain is sealed under the key that both have, so either could make one up, and
the other would read a wording that nobody has signed. Nobody else can write one's own copy; the
entries after it are signed, and what they lead to is what the snapshot has to say.
"""

from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Generic, TypeVar

from troth.application.alarms import ALARMS, Alarm, RecordInDoubt
from troth.application.codec import Act, UnreadableAct, decode_snapshot, encode_snapshot
from troth.application.keyring import ChainKeys, NoKey
from troth.application.ports import (
    BODY_BYTES,
    EMPTY,
    Card,
    ChainId,
    Directory,
    Entry,
    Head,
    Reading,
    Shelf,
    StoreDamaged,
    Transaction,
)
from troth.application.rules import Rules, evolved
from troth.application.sealing import open_act
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.domain.erasure import WordsErased
from troth.domain.kernel import MemberId, Value

S = TypeVar("S", bound=Value)

SEQ_BYTES = 8
"""The number of the entry a copy is of stands before its envelope: its place names that entry."""


class Fold(Value, Generic[S], frozen=True):
    """The state that signed entries lead to, up to which of them, and how many were folded."""

    head: Head
    at: datetime | None
    state: S
    folded: int = 0


def own_card(directory: Directory, chain: ChainId, member: MemberId) -> Card | None:
    """Return somebody's own copy; one whose row is damaged counts as none, and is folded anew."""
    with suppress(StoreDamaged):
        return directory.card(Shelf.KEYRING, _key(chain, member))
    return None


def forget(directory: Directory, chain: ChainId, member: MemberId) -> None:
    """Drop somebody's own copy: the next login folds from the beginning, and keeps a new one."""
    directory.delete_card(Shelf.KEYRING, _key(chain, member))


def keep(directory: Directory, keys: ChainKeys, fold: Fold[S]) -> None:
    """Keep one's own copy of a state; one that is longer than a row may be is folded each time."""
    if fold.at is None:
        return
    plain = encode_snapshot(fold.at, fold.state)
    sealed = seal(keys.identity.settings_key, _place(keys, fold.head), plain)
    body = fold.head.seq.to_bytes(SEQ_BYTES) + sealed
    if len(body) <= BODY_BYTES:
        member = _member(keys)
        directory.put_card(Shelf.KEYRING, Card(_key(keys.chain, member), member, body))


def folded(reading: Reading, keys: ChainKeys, rules: Rules[S], card: Card | None) -> Fold[S]:
    """Return the state that the entries lead to, folded on from one's own copy where it serves.

    Once words were erased it does not: it still holds them, so all is folded from the beginning.
    Raises StoreDamaged for the first entry that does not open, or is not by whom signed it.
    """
    first = Fold(EMPTY, None, rules.first)
    start = None if card is None else _opened(reading, keys, rules, card)
    if start is not None:
        fold = _folded_on(reading, keys, rules, start)
        if fold is not None:
            return fold
    return _folded_on(reading, keys, rules, first) or first


def is_made_up(fold: Fold[S], at: datetime | None, state: S) -> bool:
    """Tell whether a state that was kept is another than the entries lead to."""
    return _written(fold.at, fold.state) != _written(at, state)


def doubt(
    transaction: Transaction, keys: ChainKeys, rules: Rules[S], kept: tuple[datetime | None, S]
) -> RecordInDoubt | None:
    """Say why nothing is consented to on the state that was kept, if it was made up."""
    card = own_card(transaction, keys.chain, _member(keys))
    if is_made_up(folded(transaction, keys, rules, card), *kept):
        return RecordInDoubt(ALARMS[Alarm.FALSE_STATE])
    return None


def _opened(reading: Reading, keys: ChainKeys, rules: Rules[S], card: Card) -> Fold[S] | None:
    """Return one's own copy, or None: it is of another schema, another record, or not one's own."""
    seq = int.from_bytes(card.body[:SEQ_BYTES])
    if not 0 < seq <= reading.head.seq:
        return None
    (entry,) = reading.entries(seq - 1, 1)
    head = Head(seq, entry.link)
    try:
        key, sealed = keys.identity.settings_key, card.body[SEQ_BYTES:]
        kept = decode_snapshot(open_sealed(key, _place(keys, head), sealed), rules.snapshots)
    except Unopened:
        return None
    return None if kept is None else Fold(head, kept.at, kept.state)


def _folded_on(
    reading: Reading, keys: ChainKeys, rules: Rules[S], start: Fold[S]
) -> Fold[S] | None:
    """Fold on from a copy; None where words that it may hold were erased since."""
    fold = start
    for entry in reading.entries(start.head.seq):
        act = _act(keys, entry)
        if start.head != EMPTY and any(isinstance(each, WordsErased) for each in act.events):
            return None
        state = evolved(rules, fold.state, act)
        fold = Fold(Head(entry.seq, entry.link), act.at, state, fold.folded + 1)
    return fold


def _act(keys: ChainKeys, entry: Entry) -> Act:
    try:
        return open_act(keys, entry)
    except (UnreadableAct, NoKey):
        raise StoreDamaged(f"Entry {entry.seq} cannot be read here.") from None


def _written(at: datetime | None, state: Value) -> bytes:
    return b"" if at is None else encode_snapshot(at, state)


def _member(keys: ChainKeys) -> MemberId:
    return keys.authors[keys.identity.id]


def _key(chain: ChainId, member: MemberId) -> str:
    return sha256(f"own-state/{chain}/{member}".encode()).hexdigest()


def _place(keys: ChainKeys, head: Head) -> bytes:
    """Return the place of a copy: with the link, so that it opens beside the same record only."""
    return place("own-state", keys.chain, _member(keys), head.seq, head.link)
