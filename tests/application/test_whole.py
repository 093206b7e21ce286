"""A record that is unbroken and that somebody could not come in to is said not to be whole."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.application.signed_up import Town, paired
from tests.given import ASH, WREN
from troth.application.accounts.account import SALT_KEY, Account, Passkey, change_account
from troth.application.ports import Card, Shelf, StoreDamaged
from troth.application.private.notes import notes_chain
from troth.application.proofs.whole import check_people
from troth.crypto.keys import Identity
from troth.domain.kernel import MemberId

STRANGE = Identity(bytes(32))


@pytest.fixture
def town() -> Town:
    """Return a town in which two people share a record."""
    return paired()


def test_nothing_is_missing_where_everybody_can_come_in(town: Town) -> None:
    check_people(town.host.store)


@pytest.mark.parametrize("member", [ASH, WREN])
def test_an_account_that_is_gone_is_named(town: Town, member: MemberId) -> None:
    with town.host.store.filing() as directory:
        (card,) = directory.cards(Shelf.ACCOUNT, member)
        directory.delete_card(Shelf.ACCOUNT, card.key)
    with pytest.raises(StoreDamaged, match=f"The account of {member} is gone"):
        check_people(town.host.store)


@pytest.mark.parametrize("member", [ASH, WREN])
def test_a_keyring_that_is_gone_is_named(town: Town, member: MemberId) -> None:
    with town.host.store.filing() as directory:
        directory.delete_card(Shelf.KEYRING, member)
    with pytest.raises(StoreDamaged, match=f"The keyring of {member} is gone"):
        check_people(town.host.store)


@pytest.mark.parametrize("member", [ASH, WREN])
@pytest.mark.parametrize("body", [b"", bytes(500), b"\x01" + bytes(200)])
def test_a_keyring_that_can_be_none_is_named(town: Town, member: MemberId, body: bytes) -> None:
    with town.host.store.filing() as directory:
        directory.put_card(Shelf.KEYRING, Card(member, member, body))
    with pytest.raises(StoreDamaged, match=f"The keyring of {member} is not as it was written"):
        check_people(town.host.store)


def _public(account: Account) -> Account:
    return replace(account, public=STRANGE.public)


def _receives(account: Account) -> Account:
    return replace(account, receives=STRANGE.receives)


@pytest.mark.parametrize("member", [ASH, WREN])
@pytest.mark.parametrize("change", [_public, _receives])
def test_keys_that_are_not_those_of_the_grants_are_named(
    town: Town, member: MemberId, change: Callable[[Account], Account]
) -> None:
    with town.host.store.filing() as directory:
        change_account(directory, member, change)
    with pytest.raises(StoreDamaged, match=f"The account of {member} has other keys"):
        check_people(town.host.store)


def _by_passphrase(account: Account) -> Account:
    return replace(account, by_passphrase=b"")


def _by_code(account: Account) -> Account:
    return replace(account, by_code=account.by_code[:-1])


def _by_passkey(account: Account) -> Account:
    return replace(account, passkeys=(Passkey(b"credential", account.by_code, bytes(337)),))


@pytest.mark.parametrize("change", [_by_passphrase, _by_code, _by_passkey])
def test_a_way_in_that_can_open_nothing_is_named(
    town: Town, change: Callable[[Account], Account]
) -> None:
    with town.host.store.filing() as directory:
        change_account(directory, WREN, change)
    with pytest.raises(StoreDamaged, match=f"What opens the account of {WREN}"):
        check_people(town.host.store)


def test_an_account_of_no_known_form_is_named(town: Town) -> None:
    with town.host.store.filing() as directory:
        (card,) = directory.cards(Shelf.ACCOUNT, WREN)
        directory.put_card(Shelf.ACCOUNT, Card(card.key, WREN, bytes(500)))
    with pytest.raises(StoreDamaged, match=f"unknown form. It is the account of {WREN}"):
        check_people(town.host.store)


def test_a_second_account_is_named(town: Town) -> None:
    with town.host.store.filing() as directory:
        (card,) = directory.cards(Shelf.ACCOUNT, WREN)
        directory.put_card(Shelf.ACCOUNT, Card("another", WREN, card.body))
    with pytest.raises(StoreDamaged, match=f"two accounts of {WREN}"):
        check_people(town.host.store)


def test_what_names_are_found_by_is_missed(town: Town) -> None:
    with town.host.store.filing() as directory:
        directory.delete_card(Shelf.STORE, SALT_KEY)
    with pytest.raises(StoreDamaged, match="name-salt"):
        check_people(town.host.store)


def test_a_grant_to_notes_that_nobody_has_begun_is_missed(town: Town) -> None:
    chain = notes_chain(WREN)
    with town.host.store.acting(chain) as transaction:
        transaction.erase_chain()
    with pytest.raises(StoreDamaged, match=f"The grant of {WREN} to {chain} is gone"):
        check_people(town.host.store)
