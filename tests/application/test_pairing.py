"""Both see the same six words, any other key changes them, and a replaced key is told loudly."""

from collections.abc import Callable

import msgspec
import pytest

from tests.application.homes import ToldClock
from tests.given import ASH, STRANGER, WREN, ZONES
from tests.keys import identity, own_keys
from troth.application.alarms import ALARMS, Alarm, RecordInDoubt
from troth.application.grants import Grant, admitted, signed
from troth.application.handle import Answer, Host, Request, World, handle
from troth.application.joining import Arrival, Joined, begin, invite, join
from troth.application.keyring import NotTheirs
from troth.application.pairing import NobodyElse, Pairing, pairing
from troth.application.ports import ChainId, Fault, OperationId
from troth.application.read import verify
from troth.application.rules import SHARED
from troth.application.seen import look
from troth.crypto.keys import send
from troth.domain.dynamic.commands import Pause
from troth.domain.dynamic.events import Member
from troth.domain.kernel import MemberId
from troth.store.memory import MemoryStore

CHAIN = ChainId("shared-ours")
SECRET = bytes(range(16))


def arrival(member: MemberId, number: int) -> Arrival:
    """Return somebody coming to the chain."""
    who = Member(member, member.title(), "UTC", adult=True)
    return Arrival(OperationId(f"{number:032x}"), who, "ours")


def begun(host: Host) -> World:
    """Let Ash begin and make an invitation."""
    founded = begin(host.world(own_keys(ASH)), CHAIN, arrival(ASH, 1))
    assert isinstance(founded, Joined)
    invited = invite(founded.world, CHAIN, OperationId("2" * 32), SECRET)
    assert isinstance(invited, Answer)
    return founded.world


def joined(host: Host, member: MemberId = WREN) -> World:
    """Let somebody join with the invitation."""
    found = join(host.world(own_keys(member)), SECRET, arrival(member, 3))
    assert isinstance(found, Joined)
    return found.world


def together() -> tuple[World, World]:
    """Return the worlds of two people who have come to one chain."""
    host = Host(MemoryStore(), ToldClock(), ZONES)
    return begun(host), joined(host)


def words(world: World) -> str:
    """Return the six words somebody sees."""
    found = pairing(world, CHAIN)
    assert isinstance(found, Pairing)
    return found.words


def test_both_see_the_same_six_words_for_as_long_as_their_keys_stay() -> None:
    ash, wren = together()
    assert words(ash) == words(wren)
    assert len(words(ash).split()) == 6
    ash, _ = look(ash)
    assert words(ash) == words(wren)


def test_before_the_other_is_there_there_is_nothing_to_compare() -> None:
    ash = begun(Host(MemoryStore(), ToldClock(), ZONES))
    assert isinstance(pairing(ash, CHAIN), NobodyElse)


def test_a_key_is_known_once_it_was_seen() -> None:
    ash, wren = together()
    assert [is_known(ash), is_known(wren)] == [False, True]
    ash, _ = look(ash)
    assert is_known(ash)


def is_known(world: World) -> bool:
    """Tell whether somebody is told that they have seen the other's key before."""
    found = pairing(world, CHAIN)
    assert isinstance(found, Pairing)
    return found.is_known


def test_another_key_gives_other_words() -> None:
    ash, _ = together()
    host = Host(MemoryStore(), ToldClock(), ZONES)
    begun(host)
    assert words(joined(host, STRANGER)) != words(ash)


def test_a_stranger_is_shown_no_words() -> None:
    ash, _ = together()
    with pytest.raises(NotTheirs):
        pairing(ash.host.world(own_keys(STRANGER)), CHAIN)


Replacement = Callable[[Grant], Grant]


def with_key(grant: Grant) -> Grant:
    """Put another signing key in a grant."""
    return msgspec.structs.replace(grant, public=identity(STRANGER).public)


def with_receiver(grant: Grant) -> Grant:
    """Put another key to seal for in a grant, which would let somebody read what comes."""
    receives = identity(STRANGER).receives
    sealed = send(receives, grant.place, bytes(32))
    return msgspec.structs.replace(grant, receives=receives, key=sealed)


def with_epoch_key(grant: Grant) -> Grant:
    """Put another key of the chain in a grant, so that its member seals for somebody else."""
    return msgspec.structs.replace(grant, key=send(grant.receives, grant.place, bytes(32)))


def signed_by_another(grant: Grant) -> Grant:
    """Sign a grant for another key with that key, as its founder does."""
    other = identity(STRANGER)
    return msgspec.msgpack.decode(signed(with_key(grant), other), type=Grant)


@pytest.mark.parametrize("of", [ASH, WREN])
@pytest.mark.parametrize("change", [with_key, with_receiver, with_epoch_key, signed_by_another])
def test_a_replaced_grant_is_found_without_a_key_and_blocks_loudly(
    of: MemberId, change: Replacement
) -> None:
    ash, wren = together()
    ash, _ = look(ash)
    replace_grant(wren, of, change)
    verdict = verify(wren.store, CHAIN)
    assert verdict.fault in {Fault.FALSE_GRANT, Fault.UNKNOWN_AUTHOR}
    for world in (ash, wren):
        assert pairing(world, CHAIN) == RecordInDoubt(ALARMS[Alarm.KEY_CHANGED])
        paused = handle(world, CHAIN, SHARED, Request(OperationId(identity_op(world)), Pause()))
        assert isinstance(paused, Answer)


def replace_grant(world: World, of: MemberId, change: Replacement) -> None:
    """Put a changed grant in the place of somebody's, as whoever runs the server could."""
    with world.store.acting(CHAIN) as transaction:
        (grant,) = (each for each in admitted(CHAIN, transaction.grants()) if each.member == of)
        transaction.put_grant(grant.epoch, of, msgspec.msgpack.encode(change(grant)))


def identity_op(world: World) -> str:
    """Return an operation id of one person's own."""
    return str(identity(world.keys.member).id)
