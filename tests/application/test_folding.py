"""Folding: entry by entry to the state they lead to, and no further than they can be believed."""

import pytest
from msgspec.structs import replace

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.application.tampered import SOMETHING
from tests.given import ASH, START, STRANGER, WREN
from troth.application.codec import encode_snapshot
from troth.application.folding import Fold, folded, load, nothing_yet, opened
from troth.application.keyring import NotTheirs
from troth.application.ports import StoreDamaged
from troth.application.rules import SHARED
from troth.domain.decider import State


def fold_of(home: Home, start: Fold[State] | None = None) -> Fold[State]:
    """Fold the record from a state on, as Ash."""
    start = nothing_yet(SHARED) if start is None else start
    with home.store.reading(CHAIN) as reading:
        keys = home.world_of(ASH).keys.of(reading)
        return folded(SHARED, start, opened(keys, reading.entries(start.seq)))


def test_a_record_folds_to_the_state_that_is_kept_beside_it() -> None:
    home = begun()
    fold = fold_of(home)
    with home.store.reading(CHAIN) as reading:
        kept = load(reading, home.world_of(WREN).keys.of(reading), SHARED)
    assert (kept.seq, kept.folded) == (fold.seq, 0)
    assert (kept.at, fold.folded) == (fold.at, fold.seq)
    assert encode_snapshot(START, kept.state) == encode_snapshot(START, fold.state)


def test_a_fold_goes_on_from_where_another_ended() -> None:
    home = begun()
    before = fold_of(home)
    home.does(WREN, SOMETHING)
    further = fold_of(home, before)
    assert (further.seq, further.folded) == (before.seq + 1, before.folded + 1)
    assert further.state == fold_of(home).state
    assert fold_of(home, further) == further


def test_each_entry_is_handed_on_with_its_number_and_its_act() -> None:
    home = begun()
    home.does(WREN, SOMETHING)
    with home.store.reading(CHAIN) as reading:
        keys = home.world_of(ASH).keys.of(reading)
        done = list(opened(keys, reading.entries()))
    assert [each.seq for each in done] == list(range(1, home.view().seq + 1))
    assert done[-1].act.by == WREN


def test_an_entry_in_anothers_place_is_not_opened() -> None:
    home = begun()
    with home.store.reading(CHAIN) as reading:
        keys = home.world_of(ASH).keys.of(reading)
        first, second = reading.entries(limit=2)
        moved = replace(second, header=first.header, seq=first.seq)
        with pytest.raises(StoreDamaged):
            list(opened(keys, [first, moved]))


def test_a_stranger_folds_nothing_of_it() -> None:
    home = begun()
    with home.store.reading(CHAIN) as reading, pytest.raises(NotTheirs):
        home.world_of(STRANGER).keys.of(reading)


def test_a_moment_is_never_before_the_last_act_though_a_clock_was_set_back() -> None:
    home = Home()
    world, now = home.world_of(ASH), home.clock.now()
    assert (world.moment(None).at, world.moment(now).at) == (now, now)
    home.clock.later(days=-1)
    assert world.moment(now).at == now
    assert world.moment(None).at == home.clock.now()
