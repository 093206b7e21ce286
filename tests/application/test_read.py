"""Reading the record: the state now, pages backwards, a search, a look back, a check."""

import pytest

from tests.application.homes import CHAIN, Home
from tests.application.test_handle import FullDisk, met
from tests.given import ASH, STRANGER, WREN
from troth.application.codec import Act
from troth.application.folding import load
from troth.application.keyring import NotTheirs
from troth.application.private.notes import notes_chain
from troth.application.read import PAGE_LENGTH, earlier_view, history, verify, view
from troth.application.rules import SHARED
from troth.application.sealing import seal_snapshot
from troth.domain.agreement.commands import NameArea
from troth.domain.agreement.events import AreaNamed
from troth.domain.kernel import AreaId


def busy(home: Home, acts: int) -> Home:
    met(home)
    for number in range(acts):
        by = ASH if number % 2 else WREN
        home.does(by, NameArea(AreaId("garden"), f"The garden {number}"))
    return home


def test_a_record_nobody_wrote_is_an_empty_beginning() -> None:
    seen = Home().view()
    assert seen.seq == 0
    assert seen.state.ground.dynamic.members == ()


def test_the_record_of_others_is_not_looked_into() -> None:
    home = busy(Home(), 2)
    for member, chain in ((STRANGER, CHAIN), (ASH, notes_chain(WREN))):
        with pytest.raises(NotTheirs):
            view(home.world_of(member), chain, SHARED)
        with pytest.raises(NotTheirs):
            history(home.world_of(member), chain)


def test_history_goes_backwards_in_pages_that_meet_without_gap_or_overlap() -> None:
    home = busy(Home(), 2 * PAGE_LENGTH + 7)
    pages, before = [], None
    while True:
        page = history(home.world, CHAIN, before)
        pages.append(page)
        if page.before is None:
            break
        before = page.before
    seqs = [line.seq for page in pages for line in page.lines]
    assert seqs == list(range(home.view().seq, 0, -1))
    assert all(len(page.lines) <= PAGE_LENGTH for page in pages)


def test_a_search_finds_what_matches_and_says_where_to_go_on() -> None:
    home = busy(Home(), 3 * PAGE_LENGTH)

    def is_fifth(act: Act) -> bool:
        return any(isinstance(e, AreaNamed) and e.name.endswith("5") for e in act.events)

    page = history(home.world, CHAIN, matches=is_fifth)
    names = [event.name for line in page.lines for event in line.act.events]  # type: ignore[attr-defined]  # only AreaNamed matches
    assert names == [f"The garden {number}" for number in range(145, 0, -10)]
    assert page.before is None


def test_a_look_back_gives_the_state_as_it_was_when_something_came_true() -> None:
    home = busy(Home(), 9)
    seen = earlier_view(
        home.world,
        CHAIN,
        SHARED,
        lambda state: state.ground.agreement.areas.get(AreaId("garden")) is not None,
    )
    assert seen is not None
    assert seen.seq == 4
    assert seen.state.ground.agreement.areas[AreaId("garden")].name == "The garden 0"


def test_a_look_back_to_what_never_was_finds_nothing() -> None:
    assert earlier_view(busy(Home(), 1).world, CHAIN, SHARED, lambda _: False) is None


def test_a_whole_record_verifies_entry_by_entry() -> None:
    home = busy(Home(), 20)
    verdict = verify(home.store, CHAIN)
    assert verdict.is_whole
    assert verdict.entries == home.view().seq


def spoil_snapshot(home: Home) -> None:
    with home.store.acting(CHAIN) as transaction:
        keys = home.world.keys.of(transaction)
        other = seal_snapshot(keys, transaction.head.seq, b"of another version")
        transaction.put_snapshot(other)


def test_a_record_of_another_version_is_folded_once_and_then_kept() -> None:
    home = busy(Home(), 5)
    whole = home.view()
    spoil_snapshot(home)
    assert home.view() == whole
    with home.store.reading(CHAIN) as reading:
        assert load(reading, home.world.keys.of(reading), SHARED).folded == 0


def test_a_reading_stands_where_its_snapshot_cannot_be_kept() -> None:
    store = FullDisk()
    home = busy(Home(store), 5)
    whole = home.view()
    spoil_snapshot(home)
    store.is_full = True
    assert home.view() == whole
    with home.store.reading(CHAIN) as reading:
        assert load(reading, home.world.keys.of(reading), SHARED).folded == whole.seq
