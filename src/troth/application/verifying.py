"""What somebody who holds the keys can check of their own chains, beyond links and signatures.

Without a key the chain shows that nothing was changed since it was signed. With it shows more:
that everything opens, that each act is by whom signed it, that words are those their act was
written with, and that the state which was kept is the state the acts lead to. A partner who runs
the server has the key of the chain, and could keep another state beside an honest record.
"""

from typing import TypeVar

from troth.application.codec import Act, UnreadableAct, decode_snapshot, encode_snapshot
from troth.application.handle import Loaded, World, evolved
from troth.application.keyring import ChainKeys
from troth.application.pending import Rows
from troth.application.ports import ChainId, Entry, Progress, Reading, StoreDamaged
from troth.application.rules import PRIVATE, SHARED, Rules
from troth.application.sealing import open_act, opened_snapshot
from troth.domain.kernel import Value

S = TypeVar("S", bound=Value)

PROGRESS_ENTRIES = 500
"""How often progress is told: steady to the eye, and nothing beside the work."""


class Opened(Value, frozen=True):
    """What opening a chain showed: how many acts and own pending rows open, and what is wrong.

    `wrong` is a sentence without content, empty where nothing is.
    """

    entries: int
    rows: int = 0
    wrong: str = ""


STATE_DIFFERS = "The state that was kept is not the one its entries lead to."


def open_all(world: World, chain: ChainId, progress: Progress | None = None) -> Opened:
    """Open everything of one's own chain, and compare the state kept with the fold (law L1)."""
    with world.store.reading(chain) as reading:
        keys = world.keys.of(reading)
        try:
            if chain == world.keys.own_chain:
                entries = _compared(reading, keys, PRIVATE, progress)
            else:
                entries = _compared(reading, keys, SHARED, progress)
            return Opened(entries, _rows(reading, keys))
        except StoreDamaged as error:
            return Opened(0, wrong=str(error))


def fold(
    reading: Reading, keys: ChainKeys, rules: Rules[S], progress: Progress | None = None
) -> Loaded[S]:
    """Return the state that the entries lead to, whatever state was kept beside them.

    Raises StoreDamaged for the first entry that does not open, or is not by whom signed it.
    """
    seq, state, at = 0, rules.first, None
    for entry in reading.entries():
        act = _opened(keys, entry)
        seq, state, at = entry.seq, evolved(rules, state, act), act.at
        if progress is not None and seq % PROGRESS_ENTRIES == 0:
            progress(seq)
    return Loaded(seq, state, at, seq)


def _opened(keys: ChainKeys, entry: Entry) -> Act:
    try:
        return open_act(keys, entry)
    except UnreadableAct:
        raise StoreDamaged(
            f"The words of entry {entry.seq} are not those it was written with, "
            "or it is of a form this version does not know."
        ) from None


def _compared(reading: Reading, keys: ChainKeys, rules: Rules[S], progress: Progress | None) -> int:
    """Return how many entries lead to just the state that is kept, or raise StoreDamaged."""
    folded, kept = fold(reading, keys, rules, progress), reading.snapshot()
    if kept is not None and folded.at is not None:
        body = opened_snapshot(keys, kept)
        # A state that another version kept is folded anew before anything is built on it.
        is_read = decode_snapshot(body, rules.snapshots) is not None
        if is_read and body != encode_snapshot(folded.at, folded.state):
            raise StoreDamaged("The state that was kept is not the one these entries lead to.")
    return folded.seq


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
