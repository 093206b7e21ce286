"""The contract of a store, beside the entries: pending rows, grants, and what is erased."""

from collections.abc import Callable

import pytest

from tests.keys import identity
from tests.store.writing import (
    ASH,
    OURS,
    STRANGERS,
    WREN,
    admit,
    append,
    operation,
    state,
    words,
    write,
)
from troth.application.ports import (
    EMPTY,
    ChainId,
    Fault,
    Sealed,
    Slot,
    Snapshot,
    Store,
    Transaction,
)

DRAFT = Slot("draft")
ANSWER = Slot("check-in:1")


class ChangedTheirMind(Exception):
    """Raised when an erasure is given up halfway."""


def test_pending_rows_belong_to_one_member_and_one_slot(store: Store) -> None:
    with store.acting(OURS) as transaction:
        transaction.put_pending(ASH, DRAFT, b"of Ash")
        transaction.put_pending(WREN, DRAFT, b"of Wren")
        transaction.put_pending(WREN, ANSWER, b"Wren's answer")
        assert transaction.pending(WREN, ANSWER) == b"Wren's answer"
    with store.reading(OURS) as reading:
        assert reading.pending(ASH, DRAFT) == b"of Ash"
        assert reading.pending(ASH, ANSWER) is None
        assert reading.pending(WREN, DRAFT) == b"of Wren"
        assert reading.pending_slots(ASH) == (DRAFT,)
        assert reading.pending_slots(WREN) == (ANSWER, DRAFT)


def test_a_pending_row_is_replaced_and_dropped_without_an_entry(store: Store) -> None:
    with store.acting(OURS) as transaction:
        transaction.put_pending(ASH, DRAFT, b"before")
        transaction.put_pending(WREN, DRAFT, b"of Wren")
    with store.acting(OURS) as transaction:
        transaction.put_pending(ASH, DRAFT, b"after")
        transaction.delete_pending(WREN, DRAFT)
        transaction.delete_pending(WREN, ANSWER)
    with store.reading(OURS) as reading:
        assert reading.pending(ASH, DRAFT) == b"after"
        assert reading.pending(WREN, DRAFT) is None
        assert reading.head == EMPTY
    assert store.chains() == ()


def test_an_answer_is_revealed_and_its_row_dropped_in_one_step(store: Store) -> None:
    with store.acting(OURS) as transaction:
        transaction.put_pending(ASH, ANSWER, b"sealed")
    with store.acting(OURS) as transaction:
        answer = transaction.pending(ASH, ANSWER)
        assert answer is not None
        transaction.delete_pending(ASH, ANSWER)
        transaction.append(operation(1), Sealed(1, answer, None), b"state", identity(ASH))
    with store.reading(OURS) as reading:
        assert reading.pending(ASH, ANSWER) is None
        assert [entry.structure for entry in reading.entries()] == [b"sealed"]


def test_grants_are_given_by_epoch_and_then_by_member(store: Store) -> None:
    with store.acting(OURS) as transaction:
        for epoch, member in ((10, ASH), (2, WREN), (2, ASH), (1, WREN)):
            transaction.put_grant(epoch, member, f"{epoch} {member}".encode())
        transaction.put_grant(2, ASH, b"2 ash, anew")
        assert transaction.head == EMPTY
    with store.reading(OURS) as reading:
        assert reading.grants() == (b"1 wren", b"2 ash, anew", b"2 wren", b"10 ash")
    assert store.chains() == ()
    store.inspect()


def test_a_grant_nobody_signed_is_named(store: Store) -> None:
    admit(store, OURS)
    append(store, 1)
    with store.acting(OURS) as transaction:
        transaction.put_grant(2, ASH, b"no grant at all")
    with store.reading(OURS) as reading:
        assert reading.verify().fault is Fault.FALSE_GRANT


def test_erased_words_are_counted_and_the_chain_stays_whole(store: Store) -> None:
    admit(store, OURS)
    written = [append(store, number) for number in (1, 2, 3)]
    with store.acting(OURS) as transaction:
        transaction.erase_words(3)
        assert [entry.words for entry in transaction.entries()] == [words(1), None, None]
    with store.reading(OURS) as reading:
        verdict = reading.verify()
        assert (verdict.is_whole, verdict.entries, verdict.erased) == (True, 3, 1)
        last = reading.operation(operation(3))
        assert last is not None
        assert last.words is None
        assert (last.header, last.structure) == (written[2].header, written[2].structure)
        assert reading.entries_before(limit=2) == (last, written[1])
    store.inspect()


def test_words_whose_erasure_was_given_up_are_still_there(store: Store) -> None:
    append(store, 1)
    with pytest.raises(ChangedTheirMind):
        _erase_and_give_up(store, lambda transaction: transaction.erase_words(1))
    with store.reading(OURS) as reading:
        assert [entry.words for entry in reading.entries()] == [words(1)]


def test_a_view_from_before_an_erasure_still_has_the_words(store: Store) -> None:
    append(store, 1)
    with store.reading(OURS) as reading:
        with store.acting(OURS) as transaction:
            transaction.erase_words(1)
        assert [entry.words for entry in reading.entries()] == [words(1)]


def test_an_erased_chain_leaves_nothing_and_nobody_else_is_touched(store: Store) -> None:
    for chain in (OURS, STRANGERS):
        _use_everything(store, chain)
    with store.acting(OURS) as transaction:
        transaction.erase_chain()
        assert transaction.head == EMPTY
        assert list(transaction.entries()) == []
    with store.reading(OURS) as reading:
        assert reading.head == EMPTY
        assert list(reading.entries()) == []
        assert reading.operation(operation(1)) is None
        assert reading.snapshot() is None
        assert reading.pending_slots(ASH) == ()
        assert reading.grants() == ()
    with store.reading(STRANGERS) as reading:
        assert reading.verify().is_whole
        assert reading.pending_slots(ASH) == (DRAFT,)
        assert reading.snapshot() == Snapshot(2, state(2))
    assert store.chains() == (STRANGERS,)
    store.inspect()


def test_an_erasure_given_up_leaves_everything(store: Store) -> None:
    _use_everything(store, OURS)
    with pytest.raises(ChangedTheirMind):
        _erase_and_give_up(store, lambda transaction: transaction.erase_chain())
    with store.reading(OURS) as reading:
        assert reading.verify().is_whole
        assert reading.head.seq == 2
        assert reading.pending_slots(ASH) == (DRAFT,)


def test_a_chain_can_begin_again_where_one_was_erased(store: Store) -> None:
    _use_everything(store, OURS)
    with store.acting(OURS) as transaction:
        transaction.erase_chain()
        again = write(transaction, 1, b"state")
    with store.reading(OURS) as reading:
        assert list(reading.entries()) == [again]
    assert append(store, 2).seq == 2


def test_scrubbing_changes_nothing_that_can_be_read(store: Store) -> None:
    _use_everything(store, OURS)
    with store.acting(OURS) as transaction:
        transaction.erase_words(1)
        transaction.delete_pending(ASH, DRAFT)
    with store.reading(OURS) as reading:
        before = (list(reading.entries()), reading.snapshot(), reading.grants())
    store.scrub()
    with store.reading(OURS) as reading:
        assert (list(reading.entries()), reading.snapshot(), reading.grants()) == before
        assert reading.verify().erased == 1
    store.inspect()
    assert append(store, 3).seq == 3


def _erase_and_give_up(store: Store, erase: Callable[[Transaction], None]) -> None:
    with store.acting(OURS) as transaction:
        erase(transaction)
        raise ChangedTheirMind


def _use_everything(store: Store, chain: ChainId) -> None:
    admit(store, chain)
    append(store, 1, chain)
    append(store, 2, chain)
    with store.acting(chain) as transaction:
        transaction.put_pending(ASH, DRAFT, b"words")
