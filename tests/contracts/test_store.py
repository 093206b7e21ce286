"""The contract of a store: what was appended stays, in order, once, and apart from the rest."""

import hashlib
import threading

import pytest

from tests.store.writing import ASH, OURS, STRANGERS, WREN, append, operation, state
from troth.application.ports import (
    BODY_BYTES,
    EMPTY,
    KEY_LENGTH,
    SNAPSHOT_BYTES,
    ChainId,
    Head,
    OperationId,
    OperationRepeated,
    Slot,
    Store,
)

DRAFT = Slot("draft")
ANSWER = Slot("check-in:1")


class ChangedTheirMind(Exception):
    """Raised when an act is given up halfway."""


def test_what_was_appended_is_read_back_byte_for_byte(store: Store) -> None:
    written = [append(store, number) for number in range(1, 6)]
    with store.reading(OURS) as reading:
        assert list(reading.entries()) == written
        assert [entry.seq for entry in written] == [1, 2, 3, 4, 5]
        assert reading.head == Head(5, written[-1].link)


def test_a_header_names_its_place_and_vouches_for_its_body(store: Store) -> None:
    first, second = append(store, 1), append(store, 2)
    digest = hashlib.sha256(second.body).hexdigest()
    assert (
        second.header
        == (
            f'{{"v":1,"chain":"{OURS}","seq":2,"prev":"{first.link.hex()}",'
            f'"ph":"{digest}","op":"{operation(2)}"}}'
        ).encode()
    )
    assert second.link == hashlib.sha256(b"troth/v1/link\0" + second.header).digest()


def test_an_unknown_chain_is_empty(store: Store) -> None:
    with store.reading(OURS) as reading:
        assert reading.head == EMPTY
        assert reading.snapshot() is None
        assert list(reading.entries()) == []
        assert reading.entries_before(limit=10) == ()
        assert reading.operation(operation(1)) is None
        assert reading.pending(ASH, DRAFT) is None
        assert reading.pending_slots(ASH) == ()
        assert reading.verify().is_whole
    assert store.chains() == ()


def test_entries_are_read_forwards_from_any_place(store: Store) -> None:
    written = [append(store, number) for number in range(1, 201)]
    with store.reading(OURS) as reading:
        assert list(reading.entries(after_seq=150)) == written[150:]
        assert list(reading.entries(after_seq=10, limit=100)) == written[10:110]
        assert list(reading.entries(after_seq=195, limit=100)) == written[195:]
        assert list(reading.entries(after_seq=200)) == []
        assert list(reading.entries(after_seq=1000)) == []
        assert list(reading.entries(limit=0)) == []


def test_entries_are_read_backwards_in_pages(store: Store) -> None:
    written = [append(store, number) for number in range(1, 11)]
    newest_first = tuple(reversed(written))
    with store.reading(OURS) as reading:
        assert reading.entries_before(limit=4) == newest_first[:4]
        assert reading.entries_before(7, limit=4) == newest_first[4:8]
        assert reading.entries_before(3, limit=4) == newest_first[8:]
        assert reading.entries_before(1, limit=4) == ()
        assert reading.entries_before(99, limit=2) == newest_first[:2]
        assert reading.entries_before(limit=0) == ()


def test_an_operation_is_found_by_its_id(store: Store) -> None:
    append(store, 1)
    second = append(store, 2)
    with store.reading(OURS) as reading:
        assert reading.operation(operation(2)) == second
        assert reading.operation(operation(3)) is None


def test_an_operation_is_found_inside_the_transaction_that_wrote_it(store: Store) -> None:
    with store.acting(OURS) as transaction:
        entry = transaction.append(operation(1), b"one", b"state")
        assert transaction.operation(operation(1)) == entry
        assert transaction.head == Head(1, entry.link)


def test_the_same_operation_is_refused_a_second_time(store: Store) -> None:
    first = append(store, 1)
    with pytest.raises(OperationRepeated), store.acting(OURS) as transaction:
        transaction.append(operation(1), b"another body", b"another state")
    with store.reading(OURS) as reading:
        assert list(reading.entries()) == [first]
        assert reading.head.seq == 1


def test_a_caught_repetition_leaves_the_transaction_as_it_was(store: Store) -> None:
    append(store, 1)
    with store.acting(OURS) as transaction:
        with pytest.raises(OperationRepeated):
            transaction.append(operation(1), b"again", b"again")
        assert transaction.head.seq == 1
        transaction.append(operation(2), b"two", b"state two")
    with store.reading(OURS) as reading:
        assert reading.verify().is_whole
        assert reading.head.seq == 2


def test_two_chains_may_use_the_same_operation(store: Store) -> None:
    append(store, 1)
    append(store, 1, STRANGERS)
    with store.reading(STRANGERS) as reading:
        assert reading.head.seq == 1


def test_an_act_given_up_halfway_leaves_nothing(store: Store) -> None:
    kept = append(store, 1)
    with store.acting(OURS) as transaction:
        transaction.put_pending(ASH, DRAFT, b"first words")
    with pytest.raises(ChangedTheirMind):
        _write_and_give_up(store)
    with store.reading(OURS) as reading:
        assert list(reading.entries()) == [kept]
        assert reading.head == Head(1, kept.link)
        assert reading.operation(operation(2)) is None
        snapshot = reading.snapshot()
        assert snapshot is not None
        assert snapshot.seq == 1
        assert reading.pending(ASH, DRAFT) == b"first words"
        assert reading.pending(WREN, ANSWER) is None


def test_a_first_act_given_up_leaves_no_chain(store: Store) -> None:
    with pytest.raises(ChangedTheirMind):
        _write_and_give_up(store)
    assert store.chains() == ()
    assert append(store, 1).seq == 1


def test_the_snapshot_is_replaced_by_each_append(store: Store) -> None:
    append(store, 1)
    append(store, 2)
    with store.reading(OURS) as reading:
        snapshot = reading.snapshot()
        assert snapshot is not None
        assert (snapshot.seq, snapshot.body) == (2, state(2))


def test_a_snapshot_can_be_rewritten_without_an_act(store: Store) -> None:
    append(store, 1)
    with store.acting(OURS) as transaction:
        transaction.put_snapshot(b"the same state in a newer form")
    with store.reading(OURS) as reading:
        snapshot = reading.snapshot()
        assert snapshot is not None
        assert (snapshot.seq, snapshot.body) == (1, b"the same state in a newer form")
        assert reading.head.seq == 1


def test_chains_do_not_see_each_other(store: Store) -> None:
    ours, theirs = append(store, 1), append(store, 2, STRANGERS)
    with store.acting(STRANGERS) as transaction:
        transaction.put_pending(ASH, DRAFT, b"somebody else's")
    with store.reading(OURS) as reading:
        assert list(reading.entries()) == [ours]
        assert reading.operation(operation(2)) is None
        assert reading.pending(ASH, DRAFT) is None
        snapshot = reading.snapshot()
        assert snapshot is not None
        assert snapshot.body == state(1)
    with store.reading(STRANGERS) as reading:
        assert list(reading.entries()) == [theirs]
    assert store.chains() == tuple(sorted((OURS, STRANGERS)))


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
        sealed = transaction.pending(ASH, ANSWER)
        assert sealed is not None
        transaction.delete_pending(ASH, ANSWER)
        transaction.append(operation(1), sealed, b"state")
    with store.reading(OURS) as reading:
        assert reading.pending(ASH, ANSWER) is None
        assert [entry.body for entry in reading.entries()] == [b"sealed"]


def test_a_view_stays_as_it_was_while_others_write(store: Store) -> None:
    first = append(store, 1)
    with store.reading(OURS) as reading:
        append(store, 2)
        with store.acting(OURS) as transaction:
            transaction.put_pending(ASH, DRAFT, b"new")
        assert reading.head == Head(1, first.link)
        assert list(reading.entries()) == [first]
        assert reading.entries_before(limit=5) == (first,)
        assert reading.operation(operation(2)) is None
        assert reading.pending(ASH, DRAFT) is None
        assert reading.verify().is_whole


def test_nobody_sees_an_act_before_it_is_kept(store: Store) -> None:
    with store.acting(OURS) as transaction:
        transaction.append(operation(1), b"one", b"state")
        with store.reading(OURS) as reading:
            assert reading.head == EMPTY
            assert reading.operation(operation(1)) is None
            assert list(reading.entries()) == []
        assert store.chains() == ()
    assert store.chains() == (OURS,)


def test_a_view_cannot_be_used_after_it_has_ended(store: Store) -> None:
    with store.acting(OURS) as transaction:
        transaction.append(operation(1), b"one", b"state")
    with store.reading(OURS) as reading:
        pass
    uses = (
        lambda: transaction.append(operation(2), b"two", b"state"),
        lambda: transaction.put_pending(ASH, DRAFT, b"late"),
        reading.snapshot,
        lambda: reading.pending(ASH, DRAFT),
    )
    for use in uses:
        with pytest.raises(ValueError, match="has ended"):
            use()
    # In SQLite the next transaction may well be on the same connection.
    for use in uses:
        with store.acting(OURS), pytest.raises(ValueError, match="has ended"):
            use()
    with store.reading(OURS) as later:
        assert later.head.seq == 1


@pytest.mark.parametrize("name", ["", "two words", "line\nbreak", "né", "x" * (KEY_LENGTH + 1)])
def test_a_name_that_could_be_misread_is_refused(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="printable"), store.acting(ChainId(name)):
        pass
    with store.acting(OURS) as transaction, pytest.raises(ValueError, match="printable"):
        transaction.put_pending(ASH, Slot(name), b"")


@pytest.mark.parametrize("op", ["", "1", "g" * 32, "A" * 32, "0" * 33])
def test_an_operation_id_of_another_form_is_refused(store: Store, op: str) -> None:
    with store.acting(OURS) as transaction, pytest.raises(ValueError, match="32"):
        transaction.append(OperationId(op), b"", b"")
    assert store.chains() == ()


def test_sizes_have_limits_and_everything_up_to_them_fits(store: Store) -> None:
    largest, snapshot = bytes(BODY_BYTES), bytes(SNAPSHOT_BYTES)
    with store.acting(OURS) as transaction:
        with pytest.raises(ValueError, match="at most"):
            transaction.append(operation(1), largest + b"!", b"")
        with pytest.raises(ValueError, match="at most"):
            transaction.append(operation(1), b"", snapshot + b"!")
        with pytest.raises(ValueError, match="at most"):
            transaction.put_pending(ASH, DRAFT, largest + b"!")
        assert transaction.head == EMPTY
        transaction.append(operation(1), largest, snapshot)
        transaction.put_pending(ASH, DRAFT, largest)
    with store.reading(OURS) as reading:
        assert [entry.body for entry in reading.entries()] == [largest]


def test_eight_threads_writing_at_once_make_one_line(store: Store) -> None:
    each, threads = 20, 8
    started = threading.Barrier(threads)

    def write(writer: int) -> None:
        started.wait()
        for number in range(each):
            append(store, writer * 1000 + number)

    _run_together([threading.Thread(target=write, args=(writer,)) for writer in range(threads)])
    with store.reading(OURS) as reading:
        verdict = reading.verify()
        assert verdict.is_whole
        assert verdict.entries == each * threads
        ops = [entry.op for entry in reading.entries()]
        for writer in range(threads):
            own = [operation(writer * 1000 + number) for number in range(each)]
            assert [op for op in ops if op in own] == own


def test_ten_submissions_of_one_act_make_one_entry(store: Store) -> None:
    started, answers = threading.Barrier(10), list[int]()

    def submit() -> None:
        started.wait()
        with store.acting(OURS) as transaction:
            entry = transaction.operation(operation(1)) or transaction.append(
                operation(1), b"one", b"state"
            )
        answers.append(entry.seq)

    _run_together([threading.Thread(target=submit) for _ in range(10)])
    assert answers == [1] * 10
    with store.reading(OURS) as reading:
        assert reading.head.seq == 1


def test_readers_always_see_whole_acts_while_writers_write(store: Store) -> None:
    done, faults = threading.Event(), list[str]()

    def read() -> None:
        while not done.is_set():
            with store.reading(OURS) as reading:
                snapshot = reading.snapshot()
                if (snapshot.seq if snapshot else 0) != reading.head.seq:
                    faults.append("a snapshot of another state")
                if not reading.verify().is_whole:
                    faults.append("a torn chain")

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(60):
        append(store, number)
    done.set()
    reader.join()
    assert faults == []


def test_a_whole_store_passes_inspection(store: Store) -> None:
    append(store, 1)
    with store.acting(OURS) as transaction:
        transaction.put_pending(ASH, DRAFT, b"words")
    store.inspect()


def _write_and_give_up(store: Store) -> None:
    with store.acting(OURS) as transaction:
        transaction.append(operation(2), b"two", b"state two")
        transaction.append(operation(3), b"three", b"state three")
        transaction.put_pending(ASH, DRAFT, b"other words")
        transaction.put_pending(WREN, ANSWER, b"an answer")
        raise ChangedTheirMind


def _run_together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
