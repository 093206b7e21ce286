"""Erasing one's own: words in the shared record, and notes.

What is erased is gone for whoever looks into the files afterwards. What it leaves in a chain are
headers and sealed structure: that somebody wrote, and when; so the chain still verifies, and every
consent, pause and count still stands (L6).
"""

from collections.abc import Collection
from contextlib import suppress

from msgspec.structs import replace

from troth.application import own_state
from troth.application.codec import Act, encode_snapshot
from troth.application.folding import Fold, folded, load, nothing_yet, opened
from troth.application.grants import admitted
from troth.application.handle import Answer, Request, World, perform
from troth.application.headers import parse_header
from troth.application.keyring import ChainKeys, keep_ring
from troth.application.ports import (
    EMPTY,
    ChainId,
    Entry,
    OperationId,
    Reading,
    Slot,
    StoreBusy,
    StoreDamaged,
    Transaction,
)
from troth.application.rules import PRIVATE, SHARED
from troth.application.sealing import open_act, seal_snapshot
from troth.domain.checkins import CheckInRevealed
from troth.domain.decider import State
from troth.domain.erasure import EraseWords
from troth.domain.kernel import MemberId, Refusal, Value
from troth.domain.leanings import LeaningsRevealed
from troth.domain.notes import EraseNote, NoteKept, NotesState
from troth.projections.reliance import what_would_change


class NoSuchEntry(Refusal, frozen=True):
    """An entry is not there."""

    entry: int
    says = "There is no entry {entry} in this record. The history shows their numbers."


class OthersWords(Refusal, frozen=True):
    """An entry holds what the other wrote."""

    entry: int
    says = "Entry {entry} is not yours. Each of you erases your own words only."


class NoWords(Refusal, frozen=True):
    """An entry has no words: it says that something was done, and that stays."""

    entry: int
    says = "Entry {entry} holds no words, only that something was done. That stays for you both."


class WordsCount(Refusal, frozen=True):
    """Something relies on the exact words."""

    why: str
    says = "{why}"


class _Refolded(Value, frozen=True):
    """The state a record folds to without some words, as far as it was read."""

    fold: Fold[State]
    gone: tuple[int, ...]


def erase_words(
    world: World, chain: ChainId, op: OperationId, entries: tuple[int, ...]
) -> Answer[State] | Refusal:
    """Erase one's own words in some entries, unless something relies on them.

    The record is read from its beginning first, while others may write; what they add meanwhile is
    looked at once they have to wait.
    """
    wanted = tuple(sorted(set(entries)))
    with world.store.reading(chain) as reading:
        found = _refolded(reading, world, wanted, _Refolded(nothing_yet(SHARED), ()))
    if isinstance(found, Refusal):
        return found
    with world.store.acting(chain) as transaction:
        return _erased(transaction, world, Request(op, EraseWords(wanted)), found)


def _erased(
    transaction: Transaction, world: World, request: Request, found: _Refolded
) -> Answer[State] | Refusal:
    keys = world.keys.of(transaction)
    before = load(transaction, keys, SHARED)
    if not found.gone and transaction.operation(request.op) is None:
        return Answer(0, (), before.state)
    after = _refolded(transaction, world, (), found)
    if isinstance(after, Refusal):
        return after
    why = what_would_change(before.state, after.fold.state, world.moment(before.at).at)
    if why is not None:
        return WordsCount(why)
    answer = perform(transaction, world, SHARED, request)
    if isinstance(answer, Refusal) or not found.gone:
        return answer
    for seq in found.gone:
        transaction.erase_words(seq)
    for member in keys.authors.values():
        own_state.forget(transaction, transaction.chain, member)
    return replace(answer, state=_refold(transaction, keys, after.fold))


def _refold(transaction: Transaction, keys: ChainKeys, without: Fold[State]) -> State:
    """The snapshot holds words too, so it is written anew from what the record now says."""
    fold = folded(SHARED, without, opened(keys, transaction.entries(without.seq)))
    if fold.at is not None:
        body = encode_snapshot(fold.at, fold.state)
        transaction.put_snapshot(seal_snapshot(keys, fold.seq, body))
    return fold.state


def _refolded(
    reading: Reading, world: World, wanted: tuple[int, ...], start: _Refolded
) -> _Refolded | Refusal:
    """Fold on from where a fold stopped, as if some entries had lost their words."""
    keys, gone = world.keys.of(reading), list(start.gone)
    for seq in wanted:
        (entry,) = reading.entries(seq - 1, 1) if 0 < seq <= reading.head.seq else (None,)
        if entry is None:
            return NoSuchEntry(seq)
        refusal = _refusal(entry, open_act(keys, entry), world.keys.member)
        if refusal is not None:
            return refusal
        gone += [] if entry.words is None else [seq]
    entries = (_without_words(each, gone) for each in reading.entries(start.fold.seq))
    return _Refolded(folded(SHARED, start.fold, opened(keys, entries)), tuple(gone))


def _without_words(entry: Entry, gone: Collection[int]) -> Entry:
    return replace(entry, words=None) if entry.seq in gone else entry


def _refusal(entry: Entry, act: Act, member: MemberId) -> Refusal | None:
    if not is_own(act, member):
        return OthersWords(entry.seq)
    header = parse_header(entry.header)
    return None if header is not None and header.wh else NoWords(entry.seq)


def is_own(act: Act, member: MemberId) -> bool:
    """Tell whether words are one's own; what both said apart is one entry, of both."""
    revealed = [each for each in act.events if isinstance(each, CheckInRevealed | LeaningsRevealed)]
    return act.by == member or any(member in each.answers for each in revealed)


def erase_note(world: World, op: OperationId, number: int) -> Answer[NotesState] | Refusal:
    """Erase one of one's notes: its words are gone at once."""
    with world.store.acting(world.keys.own_chain) as transaction:
        answer = perform(transaction, world, PRIVATE, Request(op, EraseNote(number)))
        if isinstance(answer, Refusal):
            return answer
        keys = world.keys.of(transaction)
        for entry in transaction.entries():
            events = open_act(keys, entry).events
            if any(isinstance(each, NoteKept) and each.number == number for each in events):
                transaction.erase_words(entry.seq)
    return answer


def erase_own_chain(world: World, chain: ChainId) -> World:
    """Erase all one's notes, or one archive, as if nothing had ever been written there.

    Of the notes the grant stays, by which anybody can check whose their chain is, and what is
    chosen in the settings, which is beside them. What was remembered of the notes goes from the
    keyring: or the next login would miss them, and be alarmed.
    """
    with world.store.acting(chain) as transaction:
        bodies, beside = transaction.grants(), _beside(transaction, world.keys.member)
        transaction.erase_chain()
        if chain != world.keys.own_chain:
            return world
        for grant, body in zip(admitted(chain, bodies), bodies, strict=True):
            transaction.put_grant(grant.epoch, grant.member, body)
        for slot, row in beside.items():
            transaction.put_pending(world.keys.member, slot, row)
        keys = keep_ring(transaction, world.keys, lambda ring: replace(ring, notes=EMPTY))
    return replace(world, keys=keys)


def _beside(reading: Reading, member: MemberId) -> dict[Slot, bytes]:
    """Return the rows beside a chain; damaged ones keep nobody from erasing, and go with it."""
    with suppress(StoreDamaged):
        rows = ((slot, reading.pending(member, slot)) for slot in reading.pending_slots(member))
        return {slot: row for slot, row in rows if row is not None}
    return {}


def finish(world: World) -> bool:
    """Make what was erased unreadable in the files too; False while another has the record open."""
    try:
        world.store.scrub()
    except StoreBusy:
        return False
    return True
