"""The contract of a store's directory: rows that belong to no chain, and to one person each."""

import pytest

from tests.contracts.conftest import Stores
from tests.store.writing import ASH, OURS, WREN, operation, write
from troth.application.ports import BODY_BYTES, Card, Shelf, Store

LAPTOP, TELEPHONE = Card("laptop", ASH, b"Ash's laptop"), Card("phone", ASH, b"Ash's phone")


class ChangedTheirMind(Exception):
    """Raised when a row is given up before it is kept."""


def put(store: Store, shelf: Shelf, *cards: Card) -> None:
    """Keep some rows."""
    with store.filing() as directory:
        for card in cards:
            directory.put_card(shelf, card)


def test_a_row_is_found_by_shelf_and_key_and_by_its_owner(store: Store) -> None:
    put(store, Shelf.DEVICE, TELEPHONE, LAPTOP, Card("tablet", WREN, bytes(range(256))))
    put(store, Shelf.LOGIN, Card("laptop", WREN, b"a login"))
    with store.finding() as directory:
        assert directory.card(Shelf.DEVICE, "laptop") == LAPTOP
        assert directory.card(Shelf.LOGIN, "laptop") == Card("laptop", WREN, b"a login")
        assert directory.card(Shelf.ACCOUNT, "laptop") is None
        assert directory.cards(Shelf.DEVICE, ASH) == (LAPTOP, TELEPHONE)
        assert directory.cards(Shelf.DEVICE, WREN) == (Card("tablet", WREN, bytes(range(256))),)
        assert directory.cards(Shelf.LOGIN, ASH) == ()
    store.inspect()


def test_a_shelf_holds_something_or_nothing(store: Store) -> None:
    put(store, Shelf.DEVICE, LAPTOP)
    with store.finding() as directory:
        assert directory.holds(Shelf.DEVICE)
        assert not directory.holds(Shelf.ACCOUNT)


def test_a_row_is_replaced_with_its_owner_and_dropped(store: Store) -> None:
    put(store, Shelf.DEVICE, LAPTOP, TELEPHONE)
    with store.filing() as directory:
        directory.put_card(Shelf.DEVICE, Card("laptop", WREN, b"given away"))
        directory.delete_card(Shelf.DEVICE, "phone")
        directory.delete_card(Shelf.DEVICE, "never there")
        assert directory.card(Shelf.DEVICE, "phone") is None
    with store.finding() as directory:
        assert directory.cards(Shelf.DEVICE, ASH) == ()
        assert directory.card(Shelf.DEVICE, "laptop") == Card("laptop", WREN, b"given away")


def test_a_row_that_was_dropped_can_be_put_again_in_the_same_step(store: Store) -> None:
    put(store, Shelf.DEVICE, LAPTOP)
    with store.filing() as directory:
        directory.delete_card(Shelf.DEVICE, "laptop")
        assert directory.card(Shelf.DEVICE, "laptop") is None
        directory.put_card(Shelf.DEVICE, LAPTOP)
        directory.put_card(Shelf.DEVICE, Card("laptop", WREN, b"twice"))
    with store.finding() as directory:
        assert directory.card(Shelf.DEVICE, "laptop") == Card("laptop", WREN, b"twice")


def test_a_row_given_up_is_not_kept(store: Store) -> None:
    put(store, Shelf.DEVICE, LAPTOP)
    with pytest.raises(ChangedTheirMind):
        _file_and_give_up(store)
    with store.finding() as directory:
        assert directory.cards(Shelf.DEVICE, ASH) == (LAPTOP,)


def test_whoever_joins_has_an_account_and_a_chain_in_one_step(store: Store) -> None:
    with pytest.raises(ChangedTheirMind):
        _join_and_give_up(store)
    with store.finding() as directory:
        assert directory.card(Shelf.ACCOUNT, "laptop") is None
    with store.acting(OURS) as transaction:
        write(transaction, 1, b"state")
        transaction.put_card(Shelf.ACCOUNT, LAPTOP)
        assert transaction.card(Shelf.ACCOUNT, "laptop") == LAPTOP
        assert transaction.cards(Shelf.ACCOUNT, ASH) == (LAPTOP,)
    with store.finding() as directory, store.reading(OURS) as reading:
        assert directory.card(Shelf.ACCOUNT, "laptop") == LAPTOP
        assert reading.operation(operation(1)) is not None


def test_erasing_a_chain_leaves_the_directory(store: Store) -> None:
    with store.acting(OURS) as transaction:
        write(transaction, 1, b"state")
        transaction.put_card(Shelf.ACCOUNT, LAPTOP)
    with store.acting(OURS) as transaction:
        transaction.erase_chain()
    with store.finding() as directory:
        assert directory.card(Shelf.ACCOUNT, "laptop") == LAPTOP


def test_a_search_sees_one_moment(stores: Stores) -> None:
    store, other = stores
    put(store, Shelf.DEVICE, LAPTOP)
    with store.finding() as directory:
        assert directory.cards(Shelf.DEVICE, ASH) == (LAPTOP,)
        put(other, Shelf.DEVICE, TELEPHONE)
        assert directory.cards(Shelf.DEVICE, ASH) == (LAPTOP,)


def test_a_directory_cannot_be_used_after_it_has_been_closed(store: Store) -> None:
    with store.filing() as writing:
        writing.put_card(Shelf.DEVICE, LAPTOP)
    with store.finding() as finding:
        pass
    with pytest.raises(ValueError, match="has ended"):
        writing.put_card(Shelf.DEVICE, TELEPHONE)
    with pytest.raises(ValueError, match="has ended"):
        finding.card(Shelf.DEVICE, "laptop")


@pytest.mark.parametrize(
    "card", [Card("", ASH, b""), Card("two words", ASH, b""), Card("key", "né", b"")]
)
def test_a_row_whose_name_could_be_misread_is_refused(store: Store, card: Card) -> None:
    with store.filing() as directory, pytest.raises(ValueError, match="printable"):
        directory.put_card(Shelf.DEVICE, card)


def test_a_row_has_a_largest_size(store: Store) -> None:
    with store.filing() as directory:
        with pytest.raises(ValueError, match="at most"):
            directory.put_card(Shelf.DEVICE, Card("large", ASH, bytes(BODY_BYTES + 1)))
        directory.put_card(Shelf.DEVICE, Card("large", ASH, bytes(BODY_BYTES)))


def _file_and_give_up(store: Store) -> None:
    with store.filing() as directory:
        directory.put_card(Shelf.DEVICE, TELEPHONE)
        directory.delete_card(Shelf.DEVICE, "laptop")
        raise ChangedTheirMind


def _join_and_give_up(store: Store) -> None:
    with store.acting(OURS) as transaction:
        write(transaction, 1, b"state")
        transaction.put_card(Shelf.ACCOUNT, LAPTOP)
        raise ChangedTheirMind
