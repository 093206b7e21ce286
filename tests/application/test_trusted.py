"""Trusted devices: without a login they leave a pause or a stop, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from tests.application.homes import CHAIN
from tests.application.phones import OP, OTHER_CHAIN, Phone, last, phase_for, waiting
from tests.application.signed_up import paired
from tests.application.test_everywhere import BrokenStore
from tests.given import ASH, STRANGER, WREN
from tests.keys import keys_of
from troth.application.accounts.devices import devices, remember_device
from troth.application.accounts.everywhere import NotEverywhere, derived
from troth.application.accounts.proof import ProofNeeded
from troth.application.accounts.trusted import (
    Left,
    NotTrusted,
    Pressed,
    forget_device,
    leave,
    renew_trust,
    rest_from,
    rest_since,
    trust_device,
    trusted_device,
)
from troth.application.grants import FIRST_EPOCH, admitted
from troth.application.notices import (
    NOTICES,
    Ask,
    SignedNotice,
    register,
    sign_notice,
    write_notice,
)
from troth.application.ports import Card, ChainId, Shelf, StoreDamaged
from troth.crypto.codes import new_token, token_digest
from troth.crypto.keys import Identity, new_key
from troth.domain.dynamic.events import Paused, Phase
from troth.store.memory import MemoryStore


def test_pressing_again_and_again_leaves_one_pause_and_one_stop() -> None:
    town = paired()
    phone = Phone(town)
    for number in range(10):
        ask = Ask.STOP if number % 2 else Ask.PAUSE
        assert phone.leaves(phone.signed(ask, op=f"{number:032x}")) == Left()
        town.clock.later(minutes=1)
    assert waiting(town) == 2


def test_what_was_said_earlier_takes_the_place_of_what_was_said_later() -> None:
    town = paired()
    phone, now = Phone(town), int(town.clock.at.timestamp())
    phone.leaves(phone.signed())
    phone.leaves(phone.signed(since=now - 3600, op="e" * 32))
    assert waiting(town) == 1
    assert phase_for(town, WREN) is Phase.PAUSED
    assert last(town, WREN).events == (Paused(town.clock.at - timedelta(hours=1)),)


def altered(signed: SignedNotice, **changed: object) -> SignedNotice:
    return replace(signed, notice=replace(signed.notice, **changed))


@pytest.mark.parametrize(
    "change",
    [
        lambda signed: altered(signed, ask=Ask.STOP),
        lambda signed: altered(signed, since=signed.notice.since - 1),
        lambda signed: altered(signed, chain=OTHER_CHAIN),
        lambda signed: altered(signed, op="e" * 32),
        lambda signed: altered(signed, format=2),
        lambda signed: replace(signed, signature=bytes(64)),
        lambda signed: replace(
            signed, registration=replace(signed.registration, signature=bytes(64))
        ),
    ],
)
def test_a_notice_that_was_altered_is_refused(
    change: Callable[[SignedNotice], SignedNotice],
) -> None:
    town = paired()
    town.pairs(OTHER_CHAIN)
    phone = Phone(town)
    assert phone.leaves(change(phone.signed())) == NotTrusted()
    assert (waiting(town), waiting(town, OTHER_CHAIN)) == (0, 0)


@pytest.mark.parametrize(
    "row",
    [
        {"ask": 3},
        {"ask": "pause"},
        {"since": -1},
        {"since": 1 << 60},
        {"op": "F" * 32},
        {"op": "f" * 31},
        {"more": 1},
    ],
)
def test_what_is_no_notice_is_refused(row: dict[str, object]) -> None:
    town = paired()
    phone = Phone(town)
    written = msgspec.msgpack.decode(write_notice(phone.signed()))
    body = msgspec.msgpack.encode({**written, "notice": {**written["notice"], **row}})
    assert leave(town.host, phone.token, body) == NotTrusted()
    assert leave(town.host, phone.token, b"") == NotTrusted()


def test_only_the_device_itself_and_only_while_it_is_trusted_leaves_anything() -> None:
    town = paired()
    phone, other = Phone(town), Phone(town)
    signed = phone.signed()
    for token in (other.token, new_token(), b""):
        assert leave(town.host, token, write_notice(signed)) == NotTrusted()
    known = remember_device(town.world_of(ASH), "Not trusted")
    assert isinstance(known, bytes)
    assert leave(town.host, known, write_notice(signed)) == NotTrusted()
    assert forget_device(town.host, town.login_of(ASH), token_digest(phone.token)) is None
    assert phone.leaves(signed) == NotTrusted()
    assert rest_from(town.host, phone.token, Ask.STOP, OP) == NotTrusted()
    assert trusted_device(town.host, phone.token) == NotTrusted()
    assert waiting(town) == 0


def test_a_device_registered_by_somebody_else_pauses_in_nobodys_name() -> None:
    town = paired()
    phone = Phone(town)
    stranger = register(phone.token, Identity(new_key()))
    wren = register(phone.token, town.world_of(WREN).keys.identity)
    for registration in (stranger, wren):
        signed = sign_notice(phone.token, phone.notice(), registration)
        assert phone.leaves(signed) == NotTrusted()


def test_trusting_a_device_asks_for_the_passphrase() -> None:
    town = paired()
    token = remember_device(town.world_of(ASH), "Phone")
    assert isinstance(token, bytes)
    login = town.login_of(ASH)
    town.clock.later(minutes=6)
    assert trust_device(town.host, login, token) == ProofNeeded()
    assert not devices(town.world_of(ASH))[0].is_trusted


def test_a_device_pauses_everything_its_owner_is_in_and_nothing_of_others() -> None:
    town = paired()
    town.pairs(OTHER_CHAIN)
    phone = Phone(town)
    later = ChainId("shared-later")
    town.pairs(later)
    assert rest_from(town.host, phone.token, Ask.STOP, OP) == Left()
    assert [waiting(town, each) for each in (CHAIN, OTHER_CHAIN, later)] == [1, 1, 0]
    assert [phase_for(town, WREN, each) for each in (CHAIN, OTHER_CHAIN)] == [Phase.STOPPED] * 2
    renew_trust(town.world_of(ASH), phone.token)
    assert rest_from(town.host, phone.token, Ask.STOP, OP) == Left()
    assert waiting(town, later) == 1
    with town.store.reading(later) as reading:
        assert reading.pending_slots(NOTICES) == (f"notice-{derived(OP, later)}",)


def test_a_record_that_cannot_take_it_is_told_of_and_keeps_no_other_from_pausing() -> None:
    store = BrokenStore()
    town = paired(store)
    town.pairs(OTHER_CHAIN)
    phone = Phone(town)
    for broken, other in ((CHAIN, OTHER_CHAIN), (OTHER_CHAIN, CHAIN)):
        store.broken = {broken}
        with pytest.raises(NotEverywhere, match="left in 1 of your records"):
            rest_from(town.host, phone.token, Ask.STOP, OP)
        assert waiting(town, other) == 1
    store.broken = {CHAIN, OTHER_CHAIN}
    with pytest.raises(StoreDamaged, match="broken"):
        rest_from(town.host, phone.token, Ask.STOP, OP)


def test_trust_is_renewed_for_nobody_elses_device_and_for_none_without_trust() -> None:
    town = paired()
    phone = Phone(town)
    before = town.cards(Shelf.DEVICE, ASH)
    renew_trust(town.world_of(WREN), phone.token)
    renew_trust(town.world_of(ASH), new_token())
    assert town.cards(Shelf.DEVICE, ASH) == before


def test_a_device_row_that_was_altered_is_noticed() -> None:
    town = paired()
    phone = Phone(town)
    card = next(each for each in town.cards(Shelf.DEVICE, ASH))
    row = {**msgspec.msgpack.decode(card.body), "reach": bytes(100)}
    with town.store.filing() as directory:
        directory.put_card(Shelf.DEVICE, Card(card.key, ASH, msgspec.msgpack.encode(row)))
    with pytest.raises(StoreDamaged):
        rest_from(town.host, phone.token, Ask.PAUSE, OP)


def test_whoever_was_never_admitted_leaves_nothing() -> None:
    town, others = paired(), MemoryStore()
    phone = Phone(town)
    keys_of(others, CHAIN, (STRANGER, WREN))
    with others.reading(CHAIN) as reading:
        grants = admitted(CHAIN, reading.grants())
    with town.store.acting(CHAIN) as transaction:
        transaction.erase_chain()
        for grant in grants:
            transaction.put_grant(FIRST_EPOCH, grant.member, msgspec.msgpack.encode(grant))
    assert phone.leaves(phone.signed()) == NotTrusted()


def test_what_was_pressed_with_nothing_in_reach_counts_from_when_it_was_pressed() -> None:
    town = paired()
    phone, at = Phone(town), town.clock.at
    town.clock.later(minutes=90)
    pressed = Pressed(Ask.PAUSE, OP, at)
    assert rest_since(town.host, phone.token, pressed) == Left()
    assert rest_since(town.host, phone.token, pressed) == Left()
    assert waiting(town) == 1
    assert phase_for(town, ASH) is Phase.PAUSED
    assert last(town, ASH).events == (Paused(at),)


def test_a_device_whose_clock_runs_ahead_pauses_from_now() -> None:
    town = paired()
    phone = Phone(town)
    pressed = Pressed(Ask.PAUSE, OP, town.clock.at + timedelta(days=3))
    assert rest_since(town.host, phone.token, pressed) == Left()
    assert phase_for(town, ASH) is Phase.PAUSED
    assert last(town, ASH).events == (Paused(town.clock.at),)


def test_what_was_pressed_on_a_device_forgotten_since_does_not_count() -> None:
    town = paired()
    phone, pressed = Phone(town), Pressed(Ask.STOP, OP, town.clock.at)
    forget_device(town.host, town.login_of(ASH), token_digest(phone.token))
    assert rest_since(town.host, phone.token, pressed) == NotTrusted()
    assert waiting(town) == 0
