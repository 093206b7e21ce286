"""Recovering: the code opens everything again, and whoever had the old ways in is out."""

import pytest

from tests.application.authenticators import Authenticator
from tests.application.homes import CHAIN
from tests.application.phones import Phone, phase_for
from tests.application.signed_up import (
    CODES,
    NEW_CODE,
    OTHER_WORDS,
    PASSPHRASES,
    WRONG_CODE,
    Town,
    paired,
    swap_receiver,
)
from tests.given import ASH, HOUSEHOLD, WORK, WREN
from troth.application.accounts.account import WrongPassphrase, unlock
from troth.application.accounts.devices import devices, remember_device
from troth.application.accounts.logins import resume
from troth.application.accounts.passkeys import PasskeyUnknown, add_passkey, unlock_by_passkey
from troth.application.accounts.recovery import CodeNotNew, Recovery, WrongCode, recover
from troth.application.accounts.rotation import finish_rotations
from troth.application.accounts.signing_up import CodeNotRead, WeakPassphrase
from troth.application.accounts.throttle import FREE_TRIES, WaitFirst
from troth.application.accounts.trusted import Left, NotTrusted
from troth.application.handle import Answer, Request, World, handle
from troth.application.keyring import KeyChanged
from troth.application.notices import NOTICES, Ask, write_notice
from troth.application.ports import ChainId, Shelf
from troth.application.read import history, verify
from troth.application.rules import SHARED
from troth.application.seen import look
from troth.domain.agreement.commands import NameArea
from troth.domain.dynamic.events import Phase
from troth.domain.kernel import Refusal

RECOVERY = Recovery("Ash", CODES[ASH], OTHER_WORDS, NEW_CODE)
OTHER_CHAIN = ChainId("shared-other")


def recovered(town: Town) -> World:
    """Let Ash recover, and return their world."""
    token = recover(town.host, RECOVERY)
    assert isinstance(token, bytes)
    keys = resume(town.host, token)
    assert keys is not None
    return town.host.world(keys)


def epochs(town: Town, chain: ChainId = CHAIN) -> set[int]:
    """Return the epochs of a chain that Wren has a key to."""
    with town.store.reading(chain) as reading:
        keys = town.world_of(WREN).keys
        return set(keys.membership(chain, reading.grants()).keys)


def test_the_code_gives_a_new_passphrase_and_a_new_code_for_the_same_keys() -> None:
    town = paired()
    identity = town.world_of(ASH).keys.identity.public
    world = recovered(town)
    assert world.keys.identity.public == identity
    assert unlock(town.host, "Ash", PASSPHRASES[ASH]) == WrongPassphrase()
    assert isinstance(unlock(town.host, "Ash", OTHER_WORDS), bytes)
    again = Recovery("Ash", CODES[ASH], PASSPHRASES[ASH], WRONG_CODE)
    assert recover(town.host, again) == WrongCode()
    once_more = Recovery("Ash", NEW_CODE, PASSPHRASES[ASH], WRONG_CODE)
    assert isinstance(recover(town.host, once_more), bytes)


def test_every_login_and_passkey_from_before_is_out_and_the_others_stay() -> None:
    town = paired()
    own, theirs = [town.login_of(ASH) for _ in range(2)], town.login_of(WREN)
    phone = Authenticator(ASH)
    assert add_passkey(town.host, own[0], phone.made(town.host)) is None
    town.clock.later(seconds=1)
    recovered(town)
    assert [resume(town.host, token) for token in own] == [None, None]
    assert unlock_by_passkey(town.host, phone.used(town.host)) == PasskeyUnknown()
    assert resume(town.host, theirs) is not None
    assert len(town.cards(Shelf.LOGIN, ASH)) == 1


def test_no_device_from_before_is_known_or_trusted_and_what_it_had_left_still_counts() -> None:
    town = paired()
    phone, theirs = Phone(town), Phone(town, WREN)
    known = remember_device(town.world_of(ASH), "Known")
    assert isinstance(known, bytes)
    assert phone.leaves(phone.signed()) == Left()
    late = phone.signed(Ask.STOP, op="e" * 32)
    world = recovered(town)
    assert devices(world) == ()
    for _ in range(FREE_TRIES):
        assert unlock(town.host, "Ash", PASSPHRASES[ASH], device=known) == WrongPassphrase()
    assert isinstance(unlock(town.host, "Ash", OTHER_WORDS, device=known), WaitFirst)
    assert phone.leaves(late) == NotTrusted()
    with town.store.acting(CHAIN) as transaction:  # as whoever has the disk could
        transaction.put_pending(NOTICES, late.notice.slot, write_notice(late))
    assert phase_for(town, ASH) is Phase.PAUSED
    assert [each.is_trusted for each in devices(town.world_of(WREN))] == [True]
    assert theirs.leaves(theirs.signed(Ask.STOP, op="d" * 32)) == Left()


def test_every_shared_chain_gets_a_new_key_for_both() -> None:
    town = paired()
    town.pairs(OTHER_CHAIN)
    town.does(ASH, NameArea(HOUSEHOLD, "The household"))
    world = recovered(town)
    assert world.keys.ring.owed == ()
    for chain in (CHAIN, OTHER_CHAIN):
        assert epochs(town, chain) == {1, 2}
        assert max(world.keys.ring.memberships[chain].keys) == 2
    answer = handle(world, CHAIN, SHARED, Request(town.next_op(), NameArea(WORK, "Work")))
    assert isinstance(answer, Answer)
    assert len(history(town.world_of(WREN), CHAIN).lines) == answer.seq
    assert verify(town.store, CHAIN).is_whole


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (Recovery("Ash", WRONG_CODE, OTHER_WORDS, NEW_CODE), WrongCode),
        (Recovery("Ash", CODES[WREN], OTHER_WORDS, NEW_CODE), WrongCode),
        (Recovery("Robin", CODES[ASH], OTHER_WORDS, NEW_CODE), WrongCode),
        (Recovery("Ash", "0000-1", OTHER_WORDS, NEW_CODE), CodeNotRead),
        (Recovery("Robin", "0000-1", OTHER_WORDS, NEW_CODE), CodeNotRead),
        (Recovery("Ash", CODES[ASH], "too short", NEW_CODE), WeakPassphrase),
        (Recovery("Ash", CODES[ASH], OTHER_WORDS, CODES[ASH]), CodeNotNew),
        (Recovery("Ash", CODES[ASH], OTHER_WORDS, "0000-1"), CodeNotRead),
    ],
)
def test_without_the_code_or_with_nothing_new_all_stays(
    wanted: Recovery, refusal: type[Refusal]
) -> None:
    town = paired()
    token = town.login_of(ASH)
    lying = [town.cards(shelf, ASH) for shelf in Shelf]
    assert isinstance(recover(town.host, wanted), refusal)
    assert [town.cards(shelf, ASH) for shelf in Shelf] == lying
    assert resume(town.host, token) is not None
    assert epochs(town) == {1}


def test_a_record_begun_alone_gets_its_new_key_once_the_other_has_joined() -> None:
    town = Town()
    town.begins(ASH)
    world = recovered(town)
    assert world.keys.ring.owed == (CHAIN,)
    town.pairs()
    world = finish_rotations(town.world_of(ASH))
    assert world.keys.ring.owed == ()
    assert epochs(town) == {1, 2}


def test_a_key_somebody_replaced_keeps_nobody_out_and_nothing_is_sent_to_it() -> None:
    town = paired()
    look(town.world_of(ASH))
    swap_receiver(town)
    world = recovered(town)
    assert world.keys.ring.owed == (CHAIN,)
    assert isinstance(unlock(town.host, "Ash", OTHER_WORDS), bytes)
    with town.store.reading(CHAIN) as reading, pytest.raises(KeyChanged):
        world.keys.membership(CHAIN, reading.grants())
