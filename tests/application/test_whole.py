"""A record that is unbroken and that somebody could not come in to is said not to be whole."""

import pytest

from tests.application.signed_up import Town, paired
from tests.given import ASH, WREN
from troth.application.accounts.account import SALT_KEY
from troth.application.ports import Shelf, StoreDamaged
from troth.application.private.notes import notes_chain
from troth.application.proofs.whole import check_people
from troth.domain.kernel import MemberId


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
