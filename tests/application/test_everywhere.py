"""A couple who switch have two dynamics; a pause or stop covers both, an area pause does not."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.application.homes import CHAIN, Home
from tests.given import ASH, HOUSEHOLD, STRANGER, WREN
from troth.application.accounts.everywhere import NotEverywhere, handle_everywhere
from troth.application.handle import Answer, Request, handle
from troth.application.ports import ChainId, StoreDamaged
from troth.application.read import view
from troth.application.rules import SHARED
from troth.domain.dynamic.commands import BeginDynamic, End, InviteMember, JoinDynamic, Pause, Stop
from troth.domain.dynamic.events import Member, Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import Command, MemberId, NotAMember
from troth.store.memory import MemoryReading, MemoryStore, MemoryTransaction

OTHER = ChainId("shared-other")
APART = ChainId("shared-apart")


THIRD = ChainId("shared-third")


class BrokenStore(MemoryStore):
    """A store in which what was written of some chains cannot be read any more."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = set[ChainId]()

    @contextmanager
    def acting(self, chain: ChainId) -> Iterator[MemoryTransaction]:
        """Write in a chain that is not broken."""
        self._check(chain)
        with super().acting(chain) as transaction:
            yield transaction

    @contextmanager
    def reading(self, chain: ChainId) -> Iterator[MemoryReading]:
        """Read a chain that is not broken."""
        self._check(chain)
        with super().reading(chain) as reading:
            yield reading

    def _check(self, chain: ChainId) -> None:
        if chain in self.broken:
            raise StoreDamaged("It is broken.")


def joined(home: Home, chain: ChainId, *members: MemberId) -> None:
    first, second = members
    home.shares(chain, first, second)
    for by, command in (
        (first, BeginDynamic(Member(first, first, "UTC", adult=True))),
        (first, InviteMember("secret")),
        (second, JoinDynamic(Member(second, second, "UTC", adult=True), "secret")),
    ):
        request = Request(home.next_op(), command)
        answer = handle(home.world_of(by), chain, SHARED, request)
        assert isinstance(answer, Answer)


def phase_of(home: Home, chain: ChainId) -> Phase:
    seen = view(home.world_of(ASH), chain, SHARED)
    return phase(seen.state.ground.dynamic, seen.moment.at)


@pytest.fixture
def home() -> Home:
    home = Home(chain=CHAIN)
    joined(home, CHAIN, ASH, WREN)
    joined(home, OTHER, WREN, ASH)
    joined(home, APART, ASH, STRANGER)
    return home


@pytest.mark.parametrize(("command", "rested"), [(Pause(), Phase.PAUSED), (Stop(), Phase.STOPPED)])
def test_a_pause_or_stop_covers_every_dynamic_these_two_share(
    home: Home, command: Command, rested: Phase
) -> None:
    handle_everywhere(home.world_of(WREN), CHAIN, Request(home.next_op(), command))
    assert phase_of(home, CHAIN) is rested
    assert phase_of(home, OTHER) is rested
    assert phase_of(home, APART) is Phase.FORMING


def test_pausing_one_part_of_life_stays_where_it_was_pressed(home: Home) -> None:
    handle_everywhere(home.world_of(WREN), CHAIN, Request(home.next_op(), Pause(HOUSEHOLD)))
    assert view(home.world, OTHER, SHARED).seq == 3


def test_a_retry_finishes_what_a_failure_left_and_repeats_nothing(home: Home) -> None:
    request = Request(home.next_op(), Stop())
    handle(home.world_of(WREN), CHAIN, SHARED, request)
    handle_everywhere(home.world_of(WREN), CHAIN, request)
    handle_everywhere(home.world_of(WREN), CHAIN, request)
    assert view(home.world, CHAIN, SHARED).seq == 4
    assert view(home.world, OTHER, SHARED).seq == 4


def test_what_has_ended_stays_ended(home: Home) -> None:
    handle(home.world_of(ASH), OTHER, SHARED, Request(home.next_op(), End()))
    handle_everywhere(home.world_of(WREN), CHAIN, Request(home.next_op(), Stop()))
    assert phase_of(home, OTHER) is Phase.ENDED


def test_a_stranger_pauses_nothing(home: Home) -> None:
    refusal = handle_everywhere(home.world_of(STRANGER), CHAIN, Request(home.next_op(), Stop()))
    assert isinstance(refusal, NotAMember)
    assert phase_of(home, APART) is Phase.FORMING


@pytest.mark.parametrize("broken", [CHAIN, OTHER, THIRD])
def test_a_damaged_dynamic_is_named_and_keeps_no_other_from_pausing(broken: ChainId) -> None:
    store = BrokenStore()
    home = Home(store, chain=CHAIN)
    for chain in (CHAIN, OTHER, THIRD):
        joined(home, chain, ASH, WREN)
    store.broken = {broken}
    with pytest.raises(NotEverywhere, match="not in “ours”"):
        handle_everywhere(home.world_of(WREN), CHAIN, Request(home.next_op(), Pause()))
    store.broken = set()
    paused = {each for each in (CHAIN, OTHER, THIRD) if phase_of(home, each) is Phase.PAUSED}
    assert paused == {CHAIN, OTHER, THIRD} - {broken}


def test_where_nothing_was_recorded_the_fault_is_told_and_nothing_else() -> None:
    store = BrokenStore()
    home = Home(store, chain=CHAIN)
    joined(home, CHAIN, ASH, WREN)
    store.broken = {CHAIN}
    with pytest.raises(StoreDamaged, match="broken"):
        handle_everywhere(home.world_of(WREN), CHAIN, Request(home.next_op(), Stop()))


def test_a_damaged_dynamic_with_somebody_else_is_no_concern_here() -> None:
    store = BrokenStore()
    home = Home(store, chain=CHAIN)
    joined(home, CHAIN, ASH, WREN)
    joined(home, APART, ASH, STRANGER)
    store.broken = {APART}
    answer = handle_everywhere(home.world_of(ASH), CHAIN, Request(home.next_op(), Pause()))
    assert isinstance(answer, Answer)
