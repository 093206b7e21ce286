"""Writers killed at random moments: nothing acknowledged is lost, every act is there once."""

import os
import signal
import time
from collections import Counter
from itertools import count
from pathlib import Path

from tests.store.figures import Figures, chance, rounds
from tests.store.processes import run_together
from tests.store.writing import ASH, OURS, admit, append, body, is_act, operation, write
from troth.application.ports import Slot
from troth.store.sqlite import SqliteStore

WRITERS = 3
LONGEST_LIFE_SECONDS = 0.06
LONGEST_START_SECONDS = 30
ACTS_OF_A_LIFE = 100_000
"""Numbers set aside for one writer, so that no two ever name the same operation."""


def test_killed_writers_lose_nothing_they_acknowledged(
    home: Path, seed: str, figures: Figures
) -> None:
    lives, answered = rounds(30, 1_000), home.parent / "answered"
    run_together(live_and_die, [(home, answered, lives, seed)], patience_seconds=2 * lives + 60)
    acknowledged, retried = noted(answered, b"!"), noted(answered, b"?")
    kept = stored(home)
    lost = (acknowledged | retried) - kept.keys()
    figures(
        f"kill -9: {lives} rounds of {WRITERS} writers, {len(acknowledged)} acts acknowledged,"
        f" {len(retried)} unanswered and retried, {len(lost)} lost"
    )
    assert not lost
    assert set(kept.values()) == {1}
    assert len(acknowledged) > lives
    assert len(retried) > lives // 2


def live_and_die(home: Path, answered: Path, lives: int, seed: str) -> None:
    """Let writers live and die; collect what was answered, and retry what was not.

    Runs in a process with one thread and no open record, from which forking is quick and safe.
    """
    draw, notes = chance(seed, "kill"), home.parent / "notes"
    with SqliteStore(home) as store:
        admit(store, OURS)
    for life in range(lives):
        notes.write_bytes(b"")
        firsts = [(life * WRITERS + writer) * ACTS_OF_A_LIFE + 1 for writer in range(WRITERS)]
        writers = [start(home, notes, first) for first in firsts]
        # Now and then one is not waited for, and dies while it opens or recovers the record.
        wait_for(set(firsts[1:] if draw.random() < 1 / 4 else firsts), notes)
        for writer in writers:
            time.sleep(draw.uniform(0, LONGEST_LIFE_SECONDS))
            os.kill(writer, signal.SIGKILL)
            assert os.waitpid(writer, 0) == (writer, signal.SIGKILL)
        acknowledged = noted(notes, b"!")
        unanswered = noted(notes, b"?") - acknowledged
        retry(home, unanswered)
        note(answered, b"!", acknowledged)
        note(answered, b"?", unanswered)


def start(home: Path, notes: Path, first: int) -> int:
    """Start a writer and return its process id."""
    writer = os.fork()
    if writer == 0:
        try:
            write_until_killed(home, notes, first)
        finally:
            # A writer that fails must not go on as if it were its parent.
            os._exit(1)
    return writer


def write_until_killed(home: Path, notes: Path, first: int) -> None:
    """Note each act before it is tried and after it was acknowledged."""
    with SqliteStore(home) as store:
        for number in count(first):
            note(notes, b"?", {number})
            append(store, number)
            note(notes, b"!", {number})
            if number % 4 == 0:
                with store.acting(OURS) as transaction:
                    transaction.put_pending(ASH, Slot(f"draft-{first}"), body(number))


def wait_for(firsts: set[int], notes: Path) -> None:
    """Wait until the writers with these first acts have begun."""
    until = time.monotonic() + LONGEST_START_SECONDS
    while not firsts <= noted(notes, b"?"):
        assert time.monotonic() < until
        time.sleep(0.002)


def retry(home: Path, unanswered: set[int]) -> None:
    """Try again, with its operation id, each act that was never answered, as a client would."""
    with SqliteStore(home) as store:
        for number in sorted(unanswered):
            with store.acting(OURS) as transaction:
                entry = transaction.operation(operation(number))
                if entry is None:
                    entry = write(transaction, number, b"state")
            assert is_act(entry, number)


def stored(home: Path) -> Counter[int]:
    """Count the acts in the record, which has to be whole."""
    with SqliteStore(home) as store:
        store.inspect()
        with store.reading(OURS) as reading:
            assert reading.verify().is_whole
            acts = [(int(entry.op, 16), entry) for entry in reading.entries()]
    assert all(is_act(entry, number) for number, entry in acts)
    return Counter(number for number, _ in acts)


def note(file: Path, mark: bytes, numbers: set[int]) -> None:
    """Write acts down where a killed process cannot take them back."""
    with file.open("ab", buffering=0) as notes:
        notes.write(b"".join(b"%b%d\n" % (mark, number) for number in numbers))


def noted(file: Path, mark: bytes) -> set[int]:
    """Return the acts noted with a mark."""
    return {int(line[1:]) for line in file.read_bytes().splitlines() if line.startswith(mark)}
