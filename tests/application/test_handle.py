"""The one loop: exactly once, on the newest state, durable, and protection let through."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.application.homes import CHAIN, Home
from tests.given import ASH, HOUSEHOLD, START, STRANGER, WREN
from troth.application.handle import (
    Answer,
    OperationReused,
    Request,
    ViewOutdated,
    handle,
)
from troth.application.ports import ChainId, OperationId, StoreFull
from troth.application.rules import SHARED
from troth.application.sealing import open_act, seal_snapshot
from troth.domain.agreement.commands import NameArea
from troth.domain.dynamic.commands import (
    BeginDynamic,
    BeginLighter,
    InviteMember,
    JoinDynamic,
    Pause,
    Stop,
)
from troth.domain.dynamic.events import Member, Paused, Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import NotAMember
from troth.store.memory import MemoryStore, MemoryTransaction


def met(home: Home) -> Home:
    home.does(ASH, BeginDynamic(Member(ASH, "Ash", "Europe/London", adult=True)))
    home.does(ASH, InviteMember("secret"))
    home.does(WREN, JoinDynamic(Member(WREN, "Wren", "Europe/Paris", adult=True), "secret"))
    return home


def test_an_act_is_one_entry_with_its_author_and_time() -> None:
    home = met(Home())
    answer = home.does(WREN, Pause())
    with home.store.reading(CHAIN) as reading:
        (entry,) = reading.entries(answer.seq - 1)
        act = open_act(home.world.keys.of(reading), entry)
    assert (act.by, act.at) == (WREN, START)
    assert act.events == (Paused(START, None),)


def test_a_refused_act_leaves_no_trace() -> None:
    home = met(Home())
    before = home.view().seq
    refusal = home.attempt(STRANGER, Pause())
    assert isinstance(refusal, NotAMember)
    assert home.view().seq == before


def test_an_act_that_changes_nothing_is_not_recorded() -> None:
    home = met(Home())
    home.does(WREN, BeginLighter())
    before = home.view().seq
    assert home.does(WREN, BeginLighter()).seq == 0
    assert home.view().seq == before


def test_the_same_operation_gives_the_same_answer_and_one_entry() -> None:
    home = met(Home())
    request = Request(OperationId("f" * 32), Pause())
    first = handle(home.world_of(WREN), CHAIN, SHARED, request)
    home.clock.later(minutes=5)
    again = handle(home.world_of(WREN), CHAIN, SHARED, request)
    assert isinstance(first, Answer)
    assert isinstance(again, Answer)
    assert (first.seq, first.events) == (again.seq, again.events)
    assert home.view().seq == first.seq


def test_an_operation_that_comes_back_with_another_body_is_refused() -> None:
    home = met(Home())
    op = OperationId("f" * 32)
    handle(home.world_of(WREN), CHAIN, SHARED, Request(op, Pause()))
    reused = handle(home.world_of(WREN), CHAIN, SHARED, Request(op, Stop()))
    by_the_other = handle(home.world_of(ASH), CHAIN, SHARED, Request(op, Pause()))
    assert isinstance(reused, OperationReused)
    assert isinstance(by_the_other, OperationReused)
    assert phase(home.view().state.ground.dynamic, home.clock.at) is Phase.PAUSED


def test_an_act_on_an_outdated_view_is_refused_but_protection_is_not() -> None:
    home = met(Home())
    seen = home.view().seq
    home.does(ASH, NameArea(HOUSEHOLD, "The household"))
    naming = Request(home.next_op(), NameArea(HOUSEHOLD, "Home"), seen=seen)
    assert isinstance(handle(home.world_of(WREN), CHAIN, SHARED, naming), ViewOutdated)
    stopping = Request(home.next_op(), Stop(), seen=seen)
    assert isinstance(handle(home.world_of(WREN), CHAIN, SHARED, stopping), Answer)


def test_a_clock_set_back_never_reorders_the_record() -> None:
    home = met(Home())
    home.does(ASH, NameArea(HOUSEHOLD, "The household"))
    home.clock.later(days=-365)
    home.does(WREN, Pause())
    with home.store.reading(CHAIN) as reading:
        keys = home.world.keys.of(reading)
        times = [open_act(keys, entry).at for entry in reading.entries()]
    assert times == sorted(times)
    assert home.view().moment.at == START


def test_the_state_is_the_fold_of_the_record_with_or_without_its_snapshot() -> None:
    home = met(Home())
    home.does(ASH, NameArea(HOUSEHOLD, "The household"))
    home.does(WREN, Pause())
    whole = home.view().state
    with home.store.acting(CHAIN) as transaction:
        keys = home.world.keys.of(transaction)
        other = seal_snapshot(keys, transaction.head.seq, b"\x93\x00\xc0\xc0")
        transaction.put_snapshot(other)
    assert home.view().state == whole


def test_two_members_pressing_at_once_are_put_in_one_order() -> None:
    home = met(Home())
    ops = [home.next_op() for _ in range(20)]

    def press(number: int) -> None:
        by = ASH if number % 2 else WREN
        handle(home.world_of(by), CHAIN, SHARED, Request(ops[number], Pause()))

    threads = [threading.Thread(target=press, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with home.store.reading(CHAIN) as reading:
        assert reading.verify().is_whole
        assert reading.head.seq == 3 + len(ops)


class FullDisk(MemoryStore):
    """A store whose disk is full until the ballast is given up."""

    def __init__(self) -> None:
        super().__init__()
        self.is_full = False
        self.ballast = True

    @contextmanager
    def acting(self, chain: ChainId) -> Iterator[MemoryTransaction]:
        """Lock the head, unless the disk is full."""
        if self.is_full:
            raise StoreFull
        with super().acting(chain) as transaction:
            yield transaction

    def release_ballast(self) -> bool:
        """Give up the ballast, once."""
        self.is_full, given = not self.ballast, self.ballast
        self.ballast = False
        return given


def test_a_full_disk_lets_a_pause_through_and_nothing_else() -> None:
    store = FullDisk()
    home = met(Home(store))
    store.is_full = True
    with pytest.raises(StoreFull):
        home.attempt(ASH, NameArea(HOUSEHOLD, "The household"))
    assert store.ballast
    home.does(WREN, Pause())
    assert phase(home.view().state.ground.dynamic, home.clock.at) is Phase.PAUSED


def test_when_no_ballast_is_left_a_pause_says_so_rather_than_pretend() -> None:
    store = FullDisk()
    home = met(Home(store))
    store.is_full, store.ballast = True, False
    with pytest.raises(StoreFull):
        home.attempt(WREN, Pause())
