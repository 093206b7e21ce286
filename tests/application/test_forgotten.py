"""A device that is trusted no more: what it left before counts, and what comes later does not."""

from datetime import timedelta

from tests.application.homes import CHAIN
from tests.application.phones import OTHER_CHAIN, Phone, head, last, phase_for, waiting
from tests.application.signed_up import Town, paired
from tests.given import ASH, WREN
from troth.application.accounts.devices import device_id
from troth.application.accounts.trusted import Left, NotTrusted, forget_device
from troth.application.handle import Answer, World
from troth.application.keyring import (
    MOST_FORGOTTEN,
    ForgottenDevice,
    Ring,
    is_forgotten,
    with_forgotten,
)
from troth.application.notices import NOTICES, Ask, SignedNotice, write_notice
from troth.application.ports import ChainId
from troth.application.seen import Look, look
from troth.domain.dynamic.commands import AffirmResumption, Pause
from troth.domain.dynamic.events import Paused, Phase
from troth.domain.kernel import MemberId


def forgets(town: Town, phone: Phone, member: MemberId = ASH) -> None:
    """Let somebody forget a phone, from another place."""
    assert forget_device(town.host, town.login_of(member), device_id(phone.token)) is None


def puts_in(town: Town, signed: SignedNotice) -> None:
    """Put a notice in as only whoever runs the server can: nobody asks whether it is trusted."""
    with town.store.acting(CHAIN) as transaction:
        transaction.put_pending(NOTICES, signed.notice.slot, write_notice(signed))


def looks(town: Town, world: World | None = None) -> tuple[World, Look]:
    """Let Ash look at the record they share."""
    world, found = look(town.world_of(ASH) if world is None else world)
    (ours,) = (each for each in found if each.chain == CHAIN)
    return world, ours


def test_what_it_left_before_is_recorded_when_it_is_forgotten() -> None:
    town = paired()
    phone = Phone(town)
    assert phone.leaves(phone.signed()) == Left()
    forgets(town, phone)
    assert waiting(town) == 0
    assert last(town, WREN).by == ASH
    assert last(town, WREN).events == (Paused(town.clock.at),)
    assert looks(town)[1].by_forgotten == ()


def test_what_is_put_in_for_it_later_does_not_count_for_its_owner() -> None:
    town = paired()
    phone = Phone(town)
    forgets(town, phone)
    before = head(town)
    assert phone.leaves(phone.signed(Ask.STOP)) == NotTrusted()
    puts_in(town, phone.signed(Ask.STOP))
    assert phase_for(town, ASH) is Phase.FORMING
    assert (head(town), waiting(town)) == (before, 0)


def test_an_earlier_time_in_it_changes_nothing() -> None:
    town = paired()
    phone = Phone(town)
    town.clock.later(days=2)
    forgets(town, phone)
    earlier = int((town.clock.at - timedelta(days=1)).timestamp())
    puts_in(town, phone.signed(since=earlier))
    assert phase_for(town, ASH) is Phase.FORMING
    assert waiting(town) == 0


def test_what_the_others_program_records_is_named_to_its_owner_once() -> None:
    town = paired()
    phone = Phone(town)
    forgets(town, phone)
    world, first = looks(town)
    assert first.by_forgotten == ()
    puts_in(town, phone.signed())
    assert phase_for(town, WREN) is Phase.PAUSED
    number = head(town)
    world, found = looks(town, world)
    assert (found.by_forgotten, found.alarm) == ((number,), None)
    assert f"Entry {number} rests things in your name" in found.sentence
    assert "that you no longer let in" in found.sentence
    assert looks(town, world)[1].by_forgotten == ()
    for member in (ASH, WREN):
        town.does(member, AffirmResumption())
    assert phase_for(town, ASH) is Phase.FORMING


def test_what_the_others_program_recorded_before_is_not_named() -> None:
    town = paired()
    phone = Phone(town)
    world, _ = looks(town)
    phone.leaves(phone.signed())
    assert phase_for(town, WREN) is Phase.PAUSED
    forgets(town, phone)
    keys = town.world_of(ASH).keys
    assert keys.ring.forgotten
    assert looks(town)[1].by_forgotten == ()
    assert world.keys.ring.forgotten == ()


def test_another_device_of_the_same_owner_goes_on_counting() -> None:
    town = paired()
    lost, kept = Phone(town), Phone(town)
    forgets(town, lost)
    assert kept.leaves(kept.signed()) == Left()
    assert phase_for(town, ASH) is Phase.PAUSED
    assert looks(town)[1].by_forgotten == ()


def test_nobody_forgets_a_device_of_the_others() -> None:
    town = paired()
    phone = Phone(town, WREN)
    forgets(town, phone, ASH)
    assert town.world_of(ASH).keys.ring.forgotten == ()
    assert phone.leaves(phone.signed()) == Left()
    assert phase_for(town, ASH) is Phase.PAUSED
    assert last(town, ASH).by == WREN


def test_forgetting_it_twice_is_remembered_once() -> None:
    town = paired()
    phone = Phone(town)
    forgets(town, phone)
    forgets(town, phone)
    assert len(town.world_of(ASH).keys.ring.forgotten) == 1


def test_its_owner_can_still_do_the_same_themself() -> None:
    town = paired()
    phone = Phone(town)
    forgets(town, phone)
    puts_in(town, phone.signed())
    assert isinstance(town.does(ASH, Pause()), Answer)
    assert last(town, WREN).notice is None


def test_each_chain_has_its_own_entry_from_which_on_it_counts_no_more() -> None:
    device = ForgottenDevice(b"public", {CHAIN: 7})
    ring = with_forgotten(Ring(), device)
    assert not is_forgotten(ring, b"public", CHAIN, 7)
    assert is_forgotten(ring, b"public", CHAIN, 8)
    assert is_forgotten(ring, b"public", OTHER_CHAIN, 1)
    assert not is_forgotten(ring, b"another", CHAIN, 8)


def test_only_so_many_are_remembered_and_the_latest_of_them() -> None:
    ring = Ring()
    for number in range(MOST_FORGOTTEN + 1):
        ring = with_forgotten(ring, ForgottenDevice(number.to_bytes(2)))
    assert len(ring.forgotten) == MOST_FORGOTTEN
    assert is_forgotten(ring, MOST_FORGOTTEN.to_bytes(2), ChainId("c"), 1)
    assert not is_forgotten(ring, (0).to_bytes(2), ChainId("c"), 1)
