"""What somebody who holds the keys can check of their own chains, beyond links and signatures.

Without a key the chain shows that nothing was changed since it was signed. With it shows more:
that everything opens, that each act is by whom signed it, that words are those their act was
written with, and that the state which was kept is the state the acts lead to. A partner who runs
the server has the key of the chain, and could keep another state beside an honest record.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from troth.application.alarms import is_ahead
from troth.application.codec import Act, decode_snapshot, encode_snapshot
from troth.application.erasing import is_own as is_own_act
from troth.application.folding import Done, folded, nothing_yet, opened
from troth.application.handle import World
from troth.application.keyring import ChainKeys, Keyring
from troth.application.pending import Rows
from troth.application.ports import PROGRESS_ENTRIES, ChainId, Progress, Reading, StoreDamaged
from troth.application.rules import ARCHIVE, PRIVATE, SHARED, Rules
from troth.application.sealing import opened_snapshot
from troth.domain.erasure import WordsErased
from troth.domain.kernel import MemberId, Value
from troth.domain.notes import NoteErased, NoteKept
from troth.projections.phrases import Phrase

S = TypeVar("S", bound=Value)


class Opened(Value, frozen=True):
    """What opening a chain showed: how many acts and own pending rows open, and what is wrong.

    `wrong` is a sentence without content, empty where nothing is.
    """

    entries: int
    rows: int = 0
    wrong: str = ""


MOST_TOLD = 5
"""Entries named in one sentence: whoever writes past the rules could write a great many."""

STATE_DIFFERS = Phrase("The state that was kept is not the one these entries lead to.")


def open_all(world: World, chain: ChainId, progress: Progress | None = None) -> Opened:
    """Open everything of one's own chain, and compare the state kept with the fold (law L1)."""
    with world.store.reading(chain) as reading:
        keys = world.keys.of(reading)
        try:
            done = _told(opened(keys, reading.entries()), progress)
            timely = _in_time(done, world.clock.now())
            entries = _compared(reading, keys, _rules_of(world.keys, chain), timely)
            return Opened(entries, _rows(reading, keys))
        except StoreDamaged as error:
            return Opened(0, wrong=error.said)


def is_own(keys: Keyring, chain: ChainId) -> bool:
    """Tell whether somebody holds the keys of a chain."""
    is_kept = chain == keys.own_chain or chain.startswith(keys.archives)
    return is_kept or chain in keys.ring.memberships


def _rules_of(keys: Keyring, chain: ChainId) -> Rules[Any]:
    if chain == keys.own_chain:
        return PRIVATE
    return ARCHIVE if chain.startswith(keys.archives) else SHARED


def _told(done: Iterable[Done], progress: Progress | None) -> Iterator[Done]:
    for each in done:
        yield each
        if progress is not None and each.seq % PROGRESS_ENTRIES == 0:
            progress(each.seq)


def _in_time(done: Iterable[Done], now: datetime) -> Iterator[Done]:
    """Hand acts on as long as none is of a day to come: every later one would be dated with it."""
    for each in done:
        if is_ahead(each.act.at, now):
            raise StoreDamaged(
                Phrase(
                    "Entry {entry} is dated {day}, which is still to come, "
                    "and so is every entry after it.",
                    entry=each.seq,
                    day=f"{each.act.at:%Y-%m-%d}",
                )
            )
        yield each


def _compared(reading: Reading, keys: ChainKeys, rules: Rules[S], done: Iterable[Done]) -> int:
    """Return how many entries lead to just the state that is kept, or raise StoreDamaged."""
    erasures = _Erasures()
    fold = folded(rules, nothing_yet(rules), map(erasures.met, done))
    erasures.require_all()
    if fold.left_out:
        raise StoreDamaged(_does_not_follow(fold.left_out))
    kept = reading.snapshot()
    if kept is not None and fold.at is not None:
        body = opened_snapshot(keys, kept)
        # A state that another version kept is folded anew before anything is built on it.
        is_read = decode_snapshot(body, rules.snapshots) is not None
        if is_read and body != encode_snapshot(fold.at, fold.state):
            raise StoreDamaged(STATE_DIFFERS)
    return fold.seq


def _does_not_follow(entries: tuple[int, ...]) -> Phrase:
    told = ", ".join(map(str, entries[:MOST_TOLD]))
    if len(entries) > MOST_TOLD:
        told = Phrase("{entries} and {number} more", entries=told, number=len(entries) - MOST_TOLD)
    return Phrase(
        "What was written past the rules does not count: entry {entries}. "
        "It could not have followed from what you two had written before it.",
        entries=told,
    )


class _Erasures:
    """Which acts have lost their words, and whose words were erased by those who wrote them."""

    def __init__(self) -> None:
        self._without = dict[int, Act]()
        self._by = set[tuple[int, MemberId]]()
        self._notes = set[int]()

    def met(self, each: Done) -> Done:
        """Take one entry into account, and hand it on."""
        seq, act = each.seq, each.act
        if act.are_words_erased:
            self._without[seq] = act
        for event in act.events:
            match event:
                case WordsErased(entries=entries):
                    self._by |= {(entry, act.by) for entry in entries}
                case NoteErased(number=number):
                    self._notes.add(number)
                case _:
                    pass
        return each

    def require_all(self) -> None:
        """Raise StoreDamaged for words that are gone though nobody whose they are erased them.

        The chain alone cannot tell: to it, words erased by their author and words taken away by
        whoever runs the server are the same.
        """
        for seq, act in self._without.items():
            if not self._is_explained(seq, act):
                raise StoreDamaged(
                    Phrase(
                        "The words of entry {entry} are gone, and nobody erased them.", entry=seq
                    )
                )

    def _is_explained(self, seq: int, act: Act) -> bool:
        if any(isinstance(each, NoteKept) and each.number in self._notes for each in act.events):
            return True
        return any(entry == seq and is_own_act(act, member) for entry, member in self._by)


def _rows(reading: Reading, keys: ChainKeys) -> int:
    """Open one's own drafts and the answers of both; return how many of them are one's own.

    Counting the other's would tell that they have answered what both answer unseen.
    """
    member = keys.authors[keys.identity.id]
    drafts = Rows(keys, are_shared=False).all(reading, member)
    answers = {
        each: Rows(keys, are_shared=True).all(reading, each) for each in keys.authors.values()
    }
    return len(drafts) + len(answers[member])
