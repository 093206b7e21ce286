"""What one browser or machine has seen of a record, kept there, beside what stands here now."""

from collections.abc import Callable

import pytest

from tests.application.homes import CHAIN
from tests.application.older import copied
from tests.application.signed_up import Town, paired
from tests.given import ASH, WREN
from tests.tampering import rewind
from troth.application.alarms import Alarm, RecordInDoubt
from troth.application.handle import Answer, Request, World, handle
from troth.application.ports import EMPTY, ChainId, Head
from troth.application.remembered import (
    MOST_RECORDS,
    NOTHING,
    Memory,
    accepted,
    compared,
    recall,
    sealed,
)
from troth.application.rules import SHARED, SHARED_PREFIX
from troth.application.seen import accept, look
from troth.domain.agreement.commands import NameArea
from troth.domain.dynamic.commands import End, Pause, Stop
from troth.domain.kernel import AreaId, Command, MemberId


def something(name: str = "garden") -> NameArea:
    return NameArea(AreaId(name), name)


def seen(town: Town, member: MemberId = WREN, before: Memory = NOTHING) -> Memory:
    """Return what a place remembers once it has shown the record to somebody."""
    return compared(town.store, town.world_of(member).keys, before)[1]


def world_at(town: Town, memory: Memory, member: MemberId = WREN) -> World:
    """Return somebody's world as it is at a place that remembers something."""
    keys, _ = compared(town.store, town.world_of(member).keys, memory)
    return town.host.world(keys)


def alarm(world: World) -> Alarm | None:
    return world.keys.ring.memberships[CHAIN].alarm


def attempt(town: Town, world: World, command: Command) -> object:
    return handle(world, CHAIN, SHARED, Request(town.next_op(), command))


@pytest.fixture(name="town")
def _town() -> Town:
    return paired()


def test_what_is_seen_moves_forward_with_the_record(town: Town) -> None:
    first = seen(town)
    assert seen(town, before=first) == first
    town.does(ASH, something())
    assert seen(town, before=first).ends[CHAIN].seq == first.ends[CHAIN].seq + 1
    assert alarm(world_at(town, first)) is None


def older(town: Town) -> Memory:
    """Put an older copy of everything over a server, and return what a browser has seen."""
    put_back = copied(town)
    town.does(ASH, something())
    memory = seen(town)
    put_back()
    return memory


def rewritten(town: Town) -> Memory:
    """Put an older copy in place, and write on as if nothing had been."""
    memory = older(town)
    town.does(ASH, something("attic"))
    town.does(ASH, something("garage"))
    return memory


WRONG: tuple[tuple[Callable[[Town], Memory], Alarm], ...] = (
    (older, Alarm.SHORTER),
    (rewritten, Alarm.OTHER_ENTRY),
)


@pytest.mark.parametrize(("happens", "told"), WRONG)
def test_the_keyring_goes_back_with_the_record_and_what_is_remembered_does_not(
    town: Town, happens: Callable[[Town], Memory], told: Alarm
) -> None:
    memory = happens(town)
    world, looks = look(town.world_of(WREN))
    assert {each.alarm for each in looks} == {None}
    assert alarm(world) is None
    assert alarm(world_at(town, memory)) is told
    assert alarm(world_at(town, NOTHING)) is None


@pytest.mark.parametrize(("happens", "told"), WRONG)
def test_nothing_new_is_written_and_what_protects_always_is(
    town: Town, happens: Callable[[Town], Memory], told: Alarm
) -> None:
    memory = happens(town)
    assert isinstance(attempt(town, world_at(town, memory), something("cellar")), RecordInDoubt)
    for command in (Pause(), Stop(), End()):
        assert isinstance(attempt(town, world_at(town, memory), command), Answer)
    assert alarm(world_at(town, memory)) in {told, Alarm.OTHER_ENTRY}


def test_a_record_in_doubt_is_not_remembered_instead_of_what_was_seen(town: Town) -> None:
    memory = rewritten(town)
    assert seen(town, before=memory) == memory


def test_once_accepted_the_record_as_it_stands_is_what_was_seen(town: Town) -> None:
    memory = older(town)
    world = accept(world_at(town, memory), CHAIN)
    assert isinstance(world, World)
    taken = accepted(world.keys, memory, CHAIN)
    assert taken.ends[CHAIN].seq < memory.ends[CHAIN].seq
    now = world_at(town, taken)
    assert alarm(now) is None
    assert isinstance(attempt(town, now, something("cellar")), Answer)


def test_an_alarm_of_the_keyring_is_told_as_it_is_and_nothing_new_is_remembered(
    town: Town,
) -> None:
    town.does(ASH, something())
    world, _ = look(town.world_of(WREN))
    memory = seen(town)
    rewind(world, CHAIN, memory.ends[CHAIN].seq - 1)
    world, _ = look(town.world_of(WREN))
    assert alarm(world) is Alarm.SHORTER
    keys, now = compared(town.store, world.keys, NOTHING)
    assert (alarm(town.host.world(keys)), now) == (Alarm.SHORTER, NOTHING)


def test_each_opens_what_is_kept_for_them_and_nothing_of_the_other(town: Town) -> None:
    ash, wren = (town.world_of(member).keys for member in (ASH, WREN))
    memory = seen(town)
    kept = [sealed(ash, memory), b"no such thing", sealed(wren, memory)]
    recalled = recall(wren, kept)
    assert recalled.memory == memory
    assert recalled.others == tuple(kept[:2])
    assert recall(ash, kept[1:]).memory == NOTHING
    assert CHAIN.encode() not in b"".join(kept)


def test_two_places_look_the_same_whatever_they_have_seen(town: Town) -> None:
    """How long a sealed memory is tells neither how much was recorded nor where."""
    keys = town.world_of(WREN).keys
    short, long_ = seen(town), Memory({CHAIN: Head(10**12, bytes(32))})
    assert len(sealed(keys, short)) == len(sealed(keys, long_)) == len(sealed(keys, NOTHING))


def test_a_record_that_is_gone_is_left_to_the_look_at_login(town: Town) -> None:
    memory = seen(town)
    with town.store.acting(CHAIN) as transaction:
        transaction.erase_chain()
    assert alarm(world_at(town, memory)) is None
    assert seen(town, before=memory) == memory


def test_no_more_is_kept_than_fits_a_cookie_and_nothing_of_a_record_left_behind(
    town: Town,
) -> None:
    many = {ChainId(f"{SHARED_PREFIX}{each}"): Head(1, bytes(32)) for each in range(20)}
    assert set(seen(town, before=Memory(many)).ends) == {CHAIN}
    keys = town.world_of(WREN).keys
    assert len(accepted(keys, Memory(many), CHAIN).ends) <= MOST_RECORDS
    assert EMPTY not in seen(town).ends.values()
