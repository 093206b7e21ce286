"""Power lost at any moment: what was acknowledged is there, whole, and an act can be retried."""

from collections import Counter
from pathlib import Path

import pytest

from tests.store.figures import Figures, chance, rounds
from tests.store.power import MemoryDisk, Platter, Said, Step, onto
from tests.store.writing import (
    ASH,
    OURS,
    STRANGERS,
    admit,
    append,
    body,
    is_act,
    operation,
    write,
)
from troth.application.ports import Slot, StoreDamaged
from troth.store.sqlite import SqliteStore

SESSIONS, ACTS = 3, 24


def live(home: Path, weaker: str | None) -> list[Step]:
    """Live through some sessions on a new disk and return every step it took."""
    disk = MemoryDisk()
    for session in range(SESSIONS):
        with SqliteStore(home, connect=onto(disk, weaker)) as store:
            admit(store, OURS, STRANGERS)
            for number in range(session * ACTS, (session + 1) * ACTS):
                append(store, number)
                disk.steps.append(Said(number))
                if number % 5 == 0:
                    append(store, number, STRANGERS)
                if number % 7 == 0:
                    with store.acting(OURS) as transaction:
                        transaction.put_pending(ASH, Slot("draft"), body(number))
    return disk.steps


def find(home: Path, files: dict[str, bytearray], said: int) -> str:
    """Open what a cut has left, and tell whether it is whole, has lost acts, or is corrupt."""
    disk = MemoryDisk()
    disk.files = files
    try:
        with SqliteStore(home, connect=onto(disk)) as store:
            store.inspect()
            with store.reading(OURS) as reading:
                if not reading.verify().is_whole:
                    return "corrupt"
                entries = list(reading.entries())
            if not all(is_act(entry, number) for number, entry in enumerate(entries)):
                return "corrupt"
            if len(entries) < said:
                return "lost"
            with store.acting(OURS) as transaction:
                if transaction.operation(operation(said)) is None:
                    write(transaction, said, b"state")
                assert transaction.head.seq == said + 1
    except StoreDamaged:
        return "corrupt"
    return "whole"


def cut(home: Path, *, cuts: int, seed: str, weaker: str | None = None) -> Counter[str]:
    """Cut the power at random steps, and count what was found each time."""
    steps, draw = live(home, weaker), chance(seed, f"cuts {weaker}")
    moments = Counter(draw.randrange(len(steps)) for _ in range(cuts))
    platter, said, found = Platter(), 0, Counter[str]()
    for moment, step in enumerate(steps):
        for _ in range(moments[moment]):
            found[find(home, platter.after_a_cut(draw), said)] += 1
        platter.take(step)
        said += isinstance(step, Said)
    return found


def test_no_power_cut_loses_or_tears_what_was_acknowledged(
    quick_home: Path, seed: str, figures: Figures
) -> None:
    cuts = rounds(2_000, 200_000)
    found = cut(quick_home, cuts=cuts, seed=seed)
    figures(f"power loss: {cuts} cuts, {found['lost']} lost, {found['corrupt']} corrupt")
    assert found == {"whole": cuts}


@pytest.mark.parametrize("expected", [("NORMAL", "lost"), ("OFF", "corrupt")], ids=" ".join)
def test_the_same_cuts_do_harm_where_less_is_synced(
    quick_home: Path, seed: str, figures: Figures, expected: tuple[str, str]
) -> None:
    weaker, harm = expected
    found = cut(quick_home, cuts=200, seed=seed, weaker=weaker)
    figures(f"power loss with {weaker}: {dict(found)} of 200")
    assert found[harm] > 0
