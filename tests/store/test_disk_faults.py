"""A disk that fails or fills up: nothing false is said, and a protective act gets through."""

import shutil
from itertools import count
from pathlib import Path

import pytest

from tests.store.disks import FailingDisk, FullDisk, through
from tests.store.figures import Figures
from tests.store.writing import (
    ASH,
    OURS,
    admit,
    append,
    body,
    is_act,
    operation,
    state,
    write,
)
from troth.application.ports import Slot, Store, StoreFailed, StoreFull
from troth.store.sqlite import SqliteStore

ACTS = range(3, 11)
DRAFT = Slot("draft")


def begin(home: Path) -> None:
    """Write a record with two acts in place of the one before."""
    if home.exists():
        shutil.rmtree(home)
    with SqliteStore(home) as store:
        admit(store, OURS)
        append(store, 1)
        append(store, 2)


def live(store: Store, kept: list[int]) -> None:
    """Act, draft and read for a while, noting each act that was acknowledged."""
    for number in ACTS:
        append(store, number)
        kept.append(number)
        if number % 3 == 0:
            with store.acting(OURS) as transaction:
                transaction.put_pending(ASH, DRAFT, body(number))
        with store.reading(OURS) as reading:
            assert reading.head.seq >= len(kept)
            assert reading.pending_slots(ASH) in {(), (DRAFT,)}


def restart_and_check(home: Path, kept: list[int]) -> set[int]:
    """Open the record on a sound disk, retry what is unknown, and return what had been kept."""
    with SqliteStore(home) as store:
        store.inspect()
        with store.reading(OURS) as reading:
            assert reading.verify().is_whole
            found = {int(entry.op, 16): entry.seq for entry in reading.entries()}
        assert set(kept) <= set(found)
        with store.acting(OURS) as transaction:
            for number in ACTS:
                if transaction.operation(operation(number)) is None:
                    write(transaction, number, state(number))
        with store.reading(OURS) as reading:
            entries = list(reading.entries())
            assert reading.verify().is_whole
        assert sorted(int(entry.op, 16) for entry in entries) == [1, 2, *ACTS]
        assert all(is_act(entry, int(entry.op, 16)) for entry in entries)
    return set(found)


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for-good"])
def test_an_error_at_any_operation_stops_the_store_and_loses_nothing(
    quick_home: Path, figures: Figures, *, for_good: bool
) -> None:
    stopped = unknown = 0
    for place in count(1):
        begin(quick_home)
        disk, kept = FailingDisk(place, for_good=for_good), list[int]()
        with SqliteStore(quick_home, connect=through(disk)) as store:
            try:
                live(store, kept)
            except StoreFailed:
                stopped += 1
                with pytest.raises(StoreFailed, match="restart"):
                    store.chains()
        found = restart_and_check(quick_home, kept)
        unknown += len(found - set(kept) - {1, 2})
        if not disk.has_failed:
            break
    assert stopped > place // 2
    figures(f"errors: {place - 1} places, {stopped} stops, {unknown} kept though not said, 0 lost")


def test_a_full_disk_refuses_acts_and_lets_a_protective_one_through(
    quick_home: Path, figures: Figures
) -> None:
    refused = 0
    for place in count(1):
        begin(quick_home)
        disk, kept = FullDisk(quick_home, place), list[int]()
        with SqliteStore(quick_home, connect=through(disk)) as store:
            try:
                live(store, kept)
            except StoreFull:
                refused += 1
                protect(store, kept)
        if not disk.is_full:
            break
        assert restart_and_check(quick_home, kept) == {1, 2, *kept}
    assert refused > 0
    figures(f"full disk: {place - 1} places, {refused} refusals, each protective act kept")


def protect(store: Store, kept: list[int]) -> None:
    """Write a protective act as the loop does; the disk is still full before the ballast goes."""
    number = ACTS[-1]
    with store.reading(OURS) as reading:
        assert reading.operation(operation(number)) is None
    with pytest.raises(StoreFull):
        append(store, number)
    assert store.release_ballast()
    append(store, number)
    kept.append(number)
    assert not store.release_ballast()
