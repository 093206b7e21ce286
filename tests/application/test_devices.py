"""Devices: where somebody has logged in before, known to the server and readable by them alone."""

from collections.abc import Callable

import msgspec
import pytest
from msgspec.structs import replace

from tests.application.signed_up import Town
from tests.given import ASH, WREN
from troth.application.accounts.devices import (
    MOST_DEVICES,
    devices,
    is_known,
    name_device,
    remember_device,
)
from troth.application.accounts.logins import end_login
from troth.application.accounts.proof import LoginOver, ProofNeeded
from troth.application.accounts.trusted import (
    MOST_TRUSTED,
    TooManyTrusted,
    forget_device,
    trust_device,
)
from troth.application.ports import Card, Shelf, StoreDamaged
from troth.crypto.codes import token_digest
from troth.domain.kernel import MemberId, Refusal, UnclearWording


def remembered(town: Town, member: MemberId, label: str = "Phone") -> bytes:
    token = remember_device(town.world_of(member), label)
    assert isinstance(token, bytes)
    return token


def knows(town: Town, token: bytes | None, member: MemberId) -> bool:
    with town.store.finding() as directory:
        return is_known(directory, token, member)


def labels(town: Town, member: MemberId) -> list[str]:
    return [each.label for each in devices(town.world_of(member))]


def test_a_device_is_known_to_its_owner_only() -> None:
    town = Town()
    token = remembered(town, ASH)
    assert knows(town, token, ASH)
    assert not knows(town, token, WREN)
    assert not knows(town, bytes(32), ASH)
    assert not knows(town, None, ASH)


def test_one_sees_ones_own_devices_the_longest_known_first() -> None:
    town = Town()
    first = remembered(town, ASH, "Kitchen tablet")
    since = town.clock.at
    town.clock.later(days=1)
    remembered(town, ASH, "Phone")
    remembered(town, WREN, "Laptop")
    assert labels(town, ASH) == ["Kitchen tablet", "Phone"]
    assert labels(town, WREN) == ["Laptop"]
    known = devices(town.world_of(ASH))[0]
    assert (known.id, known.since, known.is_trusted) == (token_digest(first), since, False)


def test_neither_its_name_nor_its_token_nor_a_date_lies_on_the_server() -> None:
    town = Town()
    token = remembered(town, ASH, "Kitchen tablet")
    (card,) = town.cards(Shelf.DEVICE, ASH)
    for secret in (b"Kitchen", token, token.hex().encode(), b"2026"):
        assert secret not in card.body + card.key.encode()
    assert set(msgspec.msgpack.decode(card.body)) == {"format", "sealed", "registration", "reach"}


@pytest.mark.parametrize("label", ["", "Ph\u200bone", "P" * 81, "two\nlines"])
def test_an_unclear_name_is_refused(label: str) -> None:
    town = Town()
    assert isinstance(remember_device(town.world_of(ASH), label), UnclearWording)
    assert town.cards(Shelf.DEVICE, ASH) == ()


def test_the_longest_known_gives_way_to_a_new_one_unless_it_is_trusted() -> None:
    town = Town()
    trusted = remembered(town, ASH, "Trusted")
    trust_device(town.host, town.login_of(ASH), trusted)
    for number in range(MOST_DEVICES):
        town.clock.later(hours=1)
        remembered(town, ASH, f"Device {number}")
    assert labels(town, ASH) == [
        "Trusted",
        *(f"Device {number}" for number in range(1, MOST_DEVICES)),
    ]


def test_a_device_is_forgotten_once_the_passphrase_is_given() -> None:
    town = Town()
    first, second = remembered(town, ASH), remembered(town, ASH)
    token = town.login_of(ASH)
    assert forget_device(town.host, token, token_digest(first)) is None
    assert not knows(town, first, ASH)
    assert knows(town, second, ASH)
    town.clock.later(minutes=6)
    assert forget_device(town.host, token, token_digest(second)) == ProofNeeded()
    end_login(town.host, token)
    assert forget_device(town.host, token, token_digest(second)) == LoginOver()
    assert knows(town, second, ASH)


def test_nobody_forgets_or_trusts_anothers_device() -> None:
    town = Town()
    token = remembered(town, ASH)
    theirs = town.login_of(WREN)
    assert forget_device(town.host, theirs, token_digest(token)) is None
    assert knows(town, token, ASH)
    assert isinstance(trust_device(town.host, theirs, token), Refusal)
    assert not devices(town.world_of(ASH))[0].is_trusted


def test_a_few_devices_may_be_trusted_and_no_more() -> None:
    town = Town()
    own = [remembered(town, ASH, f"Device {number}") for number in range(MOST_TRUSTED + 1)]
    token = town.login_of(ASH)
    for each in own[:-1]:
        assert not isinstance(trust_device(town.host, token, each), Refusal)
    assert trust_device(town.host, token, own[-1]) == TooManyTrusted()
    assert not isinstance(trust_device(town.host, token, own[0]), Refusal)
    assert sum(each.is_trusted for each in devices(town.world_of(ASH))) == MOST_TRUSTED


@pytest.mark.parametrize(
    "change",
    [
        lambda row: {**row, "format": 2},
        lambda row: {**row, "sealed": bytes(100)},
        lambda row: {**row, "unknown": 1},
    ],
)
def test_a_device_of_an_unknown_form_is_refused(
    change: Callable[[dict[str, object]], dict[str, object]],
) -> None:
    town = Town()
    remembered(town, ASH)
    (card,) = town.cards(Shelf.DEVICE, ASH)
    body = msgspec.msgpack.encode(change(msgspec.msgpack.decode(card.body)))
    with town.store.filing() as directory:
        directory.put_card(Shelf.DEVICE, Card(card.key, card.owner, body))
    with pytest.raises(StoreDamaged):
        devices(town.world_of(ASH))


def test_a_device_is_called_what_its_owner_calls_it_and_stays_what_it_was() -> None:
    town = Town()
    token = remembered(town, ASH, "A browser")
    trust_device(town.host, town.login_of(ASH), token)
    (before,) = devices(town.world_of(ASH))
    assert name_device(town.world_of(ASH), before.id, "Kitchen tablet") is None
    assert devices(town.world_of(ASH)) == (replace(before, label="Kitchen tablet"),)
    assert knows(town, token, ASH)


def test_nobody_names_anothers_device_and_no_name_is_unclear() -> None:
    town = Town()
    id_ = token_digest(remembered(town, ASH, "Phone"))
    assert name_device(town.world_of(WREN), id_, "Mine") is None
    assert name_device(town.world_of(ASH), token_digest(bytes(32)), "Nowhere") is None
    assert isinstance(name_device(town.world_of(ASH), id_, ""), UnclearWording)
    assert labels(town, ASH) == ["Phone"]
    assert labels(town, WREN) == []
