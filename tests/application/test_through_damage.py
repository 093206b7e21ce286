"""What protects gets through: past a made-up state, past damage, past a key one was not given."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.application.couples import begun
from tests.application.damaged import damage
from tests.application.homes import CHAIN, Home
from tests.application.phones import Phone, phase_for, waiting
from tests.application.signed_up import Town, paired
from tests.application.test_own_state import attempt, folded_on, forge, looks, proposed
from tests.application.test_rotation import granted, identity_of, town_length
from tests.given import ASH, HOUSEHOLD, START, STRANGER, WREN
from tests.keys import own_keys
from tests.tampering import keep_state
from troth.application.accounts.trusted import Left, NotTrusted, leave
from troth.application.alarms import ALARMS, Alarm, RecordInDoubt
from troth.application.codec import decode_snapshot
from troth.application.grants import FIRST_EPOCH, GRANT_FORMAT, signed
from troth.application.handle import Answer, Request, World, handle
from troth.application.keyring import opened_ring, ring_card
from troth.application.notices import write_notice
from troth.application.ports import Card, Shelf, StoreDamaged
from troth.application.read import view
from troth.application.rules import SHARED
from troth.application.sealing import opened_snapshot
from troth.application.seen import look
from troth.crypto.keys import new_key, send
from troth.domain.agreement.commands import NameArea, WithdrawConsent
from troth.domain.decider import AnyCommand, State
from troth.domain.dynamic.commands import End, Pause, RaiseCheck, Stop
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import ClauseId, MemberId, NotAMember

PROTECTS: tuple[AnyCommand, ...] = (
    RaiseCheck(),
    WithdrawConsent(ClauseId("kitchen")),
    Pause(),
    Stop(),
    End(),
)


def ended(state: State) -> State:
    """Return a state that says it has all ended, and nothing can be asked for any more."""
    dynamic = replace(state.ground.dynamic, ended_at=START)
    return replace(state, ground=replace(state.ground, dynamic=dynamic))


def nobody(state: State) -> State:
    """Return a state in which nobody is a member."""
    return replace(state, ground=replace(state.ground, dynamic=type(state.ground.dynamic)()))


def nothing_agreed(state: State) -> State:
    """Return a state that knows nothing of what was consented to."""
    agreement = type(state.ground.agreement)()
    return replace(state, ground=replace(state.ground, agreement=agreement))


MADE_UP: tuple[Callable[[State], State], ...] = (ended, nobody, nothing_agreed)


@pytest.mark.parametrize("made_up", MADE_UP)
@pytest.mark.parametrize("command", PROTECTS)
def test_a_state_made_up_after_the_login_swallows_nothing_that_protects(
    command: AnyCommand, made_up: Callable[[State], State]
) -> None:
    home = begun()
    world, alarm = looks(home)
    assert alarm is None
    before = home.view()
    keep_state(home.world_of(WREN), CHAIN, made_up(before.state))
    answer = attempt(home, world, command)
    assert isinstance(answer, Answer)
    assert answer.seq == before.seq + 1
    assert answer.events
    assert folded_on(home) == 1


def test_the_true_state_takes_the_place_of_one_a_pause_has_met() -> None:
    home = begun()
    world, _ = looks(home)
    keep_state(home.world_of(WREN), CHAIN, ended(home.view().state))
    assert isinstance(attempt(home, world, Pause()), Answer)
    seen = view(home.world_of(WREN), CHAIN, SHARED)
    assert phase(seen.state.ground.dynamic, seen.moment.at) is Phase.PAUSED


def test_that_it_was_made_up_is_remembered_until_both_have_spoken() -> None:
    home = proposed()
    world, _ = looks(home)
    keep(world)
    forge(home)
    assert isinstance(attempt(home, world, Pause()), Answer)
    again = logged_in(home)
    assert attempt(home, again, NameArea(HOUSEHOLD, "Ours")) == RecordInDoubt(
        ALARMS[Alarm.FALSE_STATE]
    )
    assert looks(home, again)[1] is Alarm.FALSE_STATE


def test_an_honest_state_raises_no_alarm_by_a_pause() -> None:
    home = begun()
    world, _ = looks(home)
    keep(world)
    assert isinstance(attempt(home, world, Pause()), Answer)
    assert logged_in(home).keys.ring.memberships[CHAIN].alarm is None


def keep(world: World) -> None:
    with world.store.filing() as directory:
        directory.put_card(Shelf.KEYRING, ring_card(world.keys))


def logged_in(home: Home) -> World:
    """Log Ash in anew, with nothing but what was kept."""
    identity = home.world_of(ASH).keys.identity
    with home.store.finding() as directory:
        return home.host.world(opened_ring(ASH, identity, directory.card(Shelf.KEYRING, ASH)))


@pytest.mark.parametrize("command", [Pause(), Stop(), End()])
def test_a_damaged_entry_keeps_nobody_from_pausing(command: AnyCommand) -> None:
    home = begun()
    home.does(WREN, NameArea(HOUSEHOLD, "Our household"))
    before = home.view().seq
    damage(home.store, before)
    spoil_snapshot(home)
    answer = attempt(home, home.world_of(ASH), command)
    assert isinstance(answer, Answer)
    assert answer.seq == before + 1
    with pytest.raises(StoreDamaged, match=f"Entry {before} does not open"):
        home.view()


def test_whoever_saw_an_entry_before_it_was_damaged_knows_the_state_all_the_same() -> None:
    home = begun()
    home.does(WREN, NameArea(HOUSEHOLD, "Our household"))
    world, _ = looks(home)
    damage(home.store, home.view().seq)
    spoil_snapshot(home)
    assert isinstance(attempt(home, world, Pause()), Answer)
    seen = home.view().state.ground
    assert seen.agreement.areas[HOUSEHOLD].name == "Our household"
    assert phase(seen.dynamic, home.clock.now()) is Phase.PAUSED


def test_a_damaged_first_entry_keeps_nobody_from_pausing_beside_a_state_that_was_kept() -> None:
    home = begun()
    damage(home.store, 1)
    assert isinstance(attempt(home, home.world_of(ASH), Pause()), Answer)
    spoil_snapshot(home)
    assert attempt(home, home.world_of(ASH), Pause()) == NotAMember()


def spoil_snapshot(home: Home) -> None:
    with home.store.acting(CHAIN) as transaction:
        transaction.put_snapshot(b"nothing")


def test_the_state_after_an_entry_that_could_not_be_read_is_nobodys_state() -> None:
    home = begun()
    home.does(WREN, NameArea(HOUSEHOLD, "Our household"))
    damage(home.store, home.view().seq)
    spoil_snapshot(home)
    assert isinstance(attempt(home, home.world_of(ASH), Pause()), Answer)
    with home.store.reading(CHAIN) as reading:
        kept, keys = reading.snapshot(), home.world_of(WREN).keys.of(reading)
        assert kept is not None
        assert decode_snapshot(opened_snapshot(keys, kept), SHARED.snapshots) is None


def test_a_stranger_gets_nowhere_through_damage() -> None:
    home = begun()
    damage(home.store, home.view().seq)
    stranger = home.host.world(own_keys(STRANGER))
    assert attempt(home, stranger, Pause()) == NotAMember()


def withheld() -> Town:
    """Let a later key be granted that Wren is not given."""
    town = paired()
    town.does(ASH, NameArea(HOUSEHOLD, "Before"))
    key, ash = new_key(), town.world_of(ASH).keys
    blank = granted(town, ASH, epoch=2, key=b"", by=ash.identity.id, format=GRANT_FORMAT)
    sealed = replace(blank, key=send(ash.identity.receives, blank.place, key))
    with town.store.acting(CHAIN) as transaction:
        transaction.put_grant(2, ASH, signed(sealed, identity_of(town, ASH)))
    return town


@pytest.mark.parametrize("member", [ASH, WREN])
def test_a_key_that_one_was_not_given_is_an_alarm_for_both(member: MemberId) -> None:
    town = withheld()
    world, found = look(town.world_of(member))
    (ours,) = (each for each in found if each.chain == CHAIN)
    assert ours.alarm is Alarm.KEY_CHANGED
    renamed = Request(town.next_op(), NameArea(HOUSEHOLD, "After"))
    assert isinstance(handle(world, CHAIN, SHARED, renamed), RecordInDoubt)


def test_it_keeps_nobody_from_pausing_and_the_other_reads_the_pause() -> None:
    town = withheld()
    world, _ = look(town.world_of(WREN))
    before = town_length(town)
    request = Request(town.next_op(), Pause())
    assert isinstance(handle(world, CHAIN, SHARED, request), Answer)
    assert town_length(town) == before + 1
    assert phase_for(town, ASH) is Phase.PAUSED
    areas = view(town.world_of(ASH), CHAIN, SHARED).state.ground.agreement.areas
    assert areas[HOUSEHOLD].name == "Before"


@pytest.mark.parametrize("member", [ASH, WREN])
def test_a_damaged_grant_keeps_no_trusted_device_from_pausing(member: str) -> None:
    town = paired()
    phone = Phone(town)
    with town.store.acting(CHAIN) as transaction:
        transaction.put_grant(FIRST_EPOCH, ASH if member == ASH else WREN, b"damaged")
    assert phone.leaves(phone.signed()) == Left()
    assert phase_for(town, WREN) is Phase.PAUSED
    assert waiting(town) == 0


def test_a_damaged_grant_lets_no_device_of_a_strangers_in() -> None:
    town = paired()
    phone = Phone(town)
    with town.store.acting(CHAIN) as transaction:
        transaction.put_grant(FIRST_EPOCH, ASH, b"damaged")
    assert leave(town.host, bytes(32), write_notice(phone.signed())) == NotTrusted()
    assert waiting(town) == 0


def test_a_card_of_ones_own_copy_that_is_damaged_keeps_nobody_from_pausing() -> None:
    home = begun()
    world, _ = looks(home)
    with home.store.filing() as directory:
        for card in directory.cards(Shelf.KEYRING, ASH):
            if card.key != ASH:
                directory.put_card(Shelf.KEYRING, Card(card.key, ASH, b"damaged"))
    assert isinstance(attempt(home, world, Pause()), Answer)
