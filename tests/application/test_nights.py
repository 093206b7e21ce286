"""The nightly check: every chain without a key, once a night, and nothing of content kept."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest

from tests.application.damaged import damage
from tests.application.homes import CHAIN
from tests.application.signed_up import Town, own_chain, paired
from tests.given import WREN
from troth.application.handle import Answer, Request, handle
from troth.application.ports import Card, ChainId, Shelf
from troth.application.proofs.nights import KEY, Night, check_all, last_night
from troth.application.rules import PRIVATE
from troth.domain.notes import KeepNote
from troth.store.memory import MemoryReading, MemoryStore


def checks(town: Town) -> Night | None:
    return check_all(town.store, town.clock)


def test_it_is_done_once_a_night_by_whoever_begins_it() -> None:
    town = paired()
    assert last_night(town.store) is None
    found = checks(town)
    assert found == last_night(town.store)
    assert found == Night(town.clock.now(), town.clock.now())
    assert checks(town) is None
    town.clock.later(hours=19)
    assert checks(town) is None
    town.clock.later(hours=2)
    assert checks(town) is not None


def test_what_is_not_whole_is_named_by_its_chain_and_place_alone() -> None:
    town = paired()
    damage(town.store, 2)
    found = checks(town)
    assert found is not None
    assert dict(found.broken) == {CHAIN: 2}
    (card,) = town.cards(Shelf.STORE, KEY)
    assert b"Ash" not in card.body


def test_private_chains_are_checked_like_the_shared_one() -> None:
    town = paired()
    world = town.world_of(WREN)
    kept = handle(world, own_chain(WREN), PRIVATE, Request(town.next_op(), KeepNote("Only mine.")))
    assert isinstance(kept, Answer)
    damage(town.store, 1, own_chain(WREN))
    found = checks(town)
    assert found is not None
    assert dict(found.broken) == {own_chain(WREN): 1}


def test_a_chain_that_is_not_open_to_all_who_write_in_it_is_named() -> None:
    town = paired()
    with town.store.filing() as directory:
        (card,) = directory.cards(Shelf.ACCOUNT, WREN)
        directory.put_card(Shelf.ACCOUNT, Card(card.key, WREN, bytes(len(card.body))))
    found = checks(town)
    assert found is not None
    assert (dict(found.broken), set(found.closed)) == ({}, {CHAIN})
    assert found == last_night(town.store)


def test_what_an_earlier_program_kept_of_a_night_is_read() -> None:
    town = paired()
    at = town.clock.now()
    earlier = msgspec.msgpack.encode({"begun": at, "ended": at, "broken": {CHAIN: 2}})
    with town.store.filing() as directory:
        directory.put_card(Shelf.STORE, Card(KEY, KEY, earlier))
    assert last_night(town.store) == Night(at, at, {CHAIN: 2})


class TornOff(Exception):
    """Raised as the process ends in the middle of a check."""


class TornStore(MemoryStore):
    """A store whose process ends as a chain is read."""

    is_torn = False

    @contextmanager
    def reading(self, chain: ChainId) -> Iterator[MemoryReading]:
        """Open a view, unless the process is at its end."""
        if self.is_torn:
            raise TornOff
        with super().reading(chain) as reading:
            yield reading


def test_one_that_was_broken_off_leaves_what_the_last_came_to() -> None:
    store = TornStore()
    town = paired(store)
    first = checks(town)
    assert first is not None
    town.clock.later(hours=24)
    store.is_torn = True
    with pytest.raises(TornOff):
        checks(town)
    assert last_night(store) == Night(town.clock.now(), first.ended, first.broken)
    store.is_torn = False
    assert checks(town) is None
    town.clock.later(hours=24)
    assert checks(town) is not None


def test_a_damaged_row_counts_as_none_and_is_written_anew() -> None:
    town = paired()
    with town.store.filing() as directory:
        directory.put_card(Shelf.STORE, Card(KEY, KEY, b"\xc1"))
    assert last_night(town.store) is None
    assert checks(town) is not None
    assert last_night(town.store) is not None


def test_a_clock_that_was_set_back_stops_no_later_check() -> None:
    town = paired()
    town.clock.later(days=400)
    checks(town)
    town.clock.later(days=-399)
    assert checks(town) is not None
