"""The contract of a store: what was appended stays, in order, once, and apart from the rest."""

from hashlib import sha256

import pytest

from tests.keys import identity
from tests.store.writing import (
    ASH,
    OURS,
    STRANGERS,
    WREN,
    admit,
    append,
    body,
    is_act,
    operation,
    sealed,
    state,
    words,
    write,
)
from troth.application.ports import (
    BODY_BYTES,
    EMPTY,
    KEY_LENGTH,
    SNAPSHOT_BYTES,
    ChainId,
    Fault,
    Head,
    OperationId,
    OperationRepeated,
    Sealed,
    Slot,
    Snapshot,
    Store,
)
from troth.crypto.keys import is_signed
from troth.domain.kernel import MemberId

DRAFT = Slot("draft")


class ChangedTheirMind(Exception):
    """Raised when an act is given up halfway."""


def test_what_was_appended_is_read_back_byte_for_byte(store: Store) -> None:
    written = [append(store, number) for number in range(1, 6)]
    with store.reading(OURS) as reading:
        assert list(reading.entries()) == written
        assert all(is_act(entry, entry.seq) for entry in written)
        assert [entry.seq for entry in written] == [1, 2, 3, 4, 5]
        assert reading.head == Head(5, written[-1].link)
        assert reading.chain == OURS


def test_a_header_names_its_place_and_vouches_for_both_halves(store: Store) -> None:
    before, entry = append(store, 2), append(store, 3)
    structure, said = sha256(body(3)).hexdigest(), sha256(words(3) or b"").hexdigest()
    assert (
        entry.header
        == (
            f'{{"v":1,"chain":"{OURS}","seq":2,"prev":"{before.link.hex()}",'
            f'"epoch":1,"akid":"{identity(WREN).id}",'
            f'"ph":"{structure}","wh":"{said}","op":"{operation(3)}"}}'
        ).encode()
    )
    assert b'"wh":"",' in before.header
    assert entry.link == sha256(b"troth/v1/link\0" + entry.header).digest()


def test_each_signs_what_they_did(store: Store) -> None:
    by_ash, by_wren = append(store, 2), append(store, 3)
    for entry, author, other in ((by_ash, ASH, WREN), (by_wren, WREN, ASH)):
        message = b"troth/v1/entry\0" + entry.link
        assert is_signed(identity(author).public, message, entry.signature)
        assert not is_signed(identity(other).public, message, entry.signature)


def test_a_chain_is_whole_only_for_those_it_has_admitted(store: Store) -> None:
    append(store, 1)
    with store.reading(OURS) as reading:
        assert reading.verify().fault is Fault.UNKNOWN_AUTHOR
    admit(store, OURS)
    with store.reading(OURS) as reading:
        assert reading.verify().is_whole
    stranger = identity(MemberId("stranger"))
    with store.acting(OURS) as transaction:
        transaction.append(operation(2), sealed(2), b"state", stranger)
    with store.reading(OURS) as reading:
        assert (reading.verify().fault, reading.verify().seq) == (Fault.UNKNOWN_AUTHOR, 2)


def test_a_long_check_tells_how_far_it_is_and_may_begin_at_a_head_seen_before(
    store: Store,
) -> None:
    admit(store, OURS)
    with store.acting(OURS) as transaction:
        entries = [
            transaction.append(operation(number), Sealed(1, b"s", None), b"", identity(ASH))
            for number in range(1, 1101)
        ]
    seen = Head(600, entries[599].link)
    told = list[int]()
    with store.reading(OURS) as reading:
        assert reading.verify(told.append).entries == 1100
        assert reading.verify(after=seen).is_whole
        assert not reading.verify(after=Head(600, bytes(32))).is_whole
    assert told == [500, 1000]


def test_an_unknown_chain_is_empty(store: Store) -> None:
    with store.reading(OURS) as reading:
        assert reading.head == EMPTY
        assert reading.snapshot() is None
        assert list(reading.entries()) == []
        assert reading.entries_before(limit=10) == ()
        assert reading.operation(operation(1)) is None
        assert reading.pending(ASH, DRAFT) is None
        assert reading.pending_slots(ASH) == ()
        assert reading.grants() == ()
        assert reading.verify().is_whole
    assert store.chains() == ()


def test_a_chain_that_was_only_looked_at_for_writing_is_not_known(store: Store) -> None:
    with store.acting(OURS) as transaction:
        assert transaction.head == EMPTY
    store.inspect()
    assert store.chains() == ()


def test_entries_are_read_forwards_from_any_place(store: Store) -> None:
    with store.acting(OURS) as transaction:
        written = [write(transaction, number, b"state") for number in range(1, 201)]
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
        entry = write(transaction, 1, b"state")
        assert transaction.operation(operation(1)) == entry
        assert transaction.head == Head(1, entry.link)


def test_the_same_operation_is_refused_a_second_time(store: Store) -> None:
    first = append(store, 1)
    with pytest.raises(OperationRepeated), store.acting(OURS) as transaction:
        write(transaction, 1, b"another state")
    with store.reading(OURS) as reading:
        assert list(reading.entries()) == [first]
        assert reading.head.seq == 1


def test_a_caught_repetition_leaves_the_transaction_as_it_was(store: Store) -> None:
    admit(store, OURS)
    append(store, 1)
    with store.acting(OURS) as transaction:
        with pytest.raises(OperationRepeated):
            write(transaction, 1, b"again")
        assert transaction.head.seq == 1
        write(transaction, 2, b"state two")
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
        assert reading.snapshot() == Snapshot(1, state(1))
        assert reading.pending(ASH, DRAFT) == b"first words"
        assert reading.pending(WREN, DRAFT) is None
        assert reading.grants() == ()


def test_a_first_act_given_up_leaves_no_chain(store: Store) -> None:
    with pytest.raises(ChangedTheirMind):
        _write_and_give_up(store)
    assert store.chains() == ()
    assert append(store, 1).seq == 1


def test_the_snapshot_is_replaced_by_each_append(store: Store) -> None:
    append(store, 1)
    append(store, 2)
    with store.reading(OURS) as reading:
        assert reading.snapshot() == Snapshot(2, state(2))


def test_a_snapshot_can_be_rewritten_without_an_act(store: Store) -> None:
    append(store, 1)
    with store.acting(OURS) as transaction:
        transaction.put_snapshot(b"the same state in a newer form")
    with store.reading(OURS) as reading:
        assert reading.snapshot() == Snapshot(1, b"the same state in a newer form")
        assert reading.head.seq == 1


def test_chains_do_not_see_each_other(store: Store) -> None:
    ours, theirs = append(store, 1), append(store, 2, STRANGERS)
    with store.acting(STRANGERS) as transaction:
        transaction.put_pending(ASH, DRAFT, b"somebody else's")
        transaction.put_grant(1, ASH, b"a grant of somebody else")
    with store.reading(OURS) as reading:
        assert list(reading.entries()) == [ours]
        assert reading.operation(operation(2)) is None
        assert reading.pending(ASH, DRAFT) is None
        assert reading.grants() == ()
        assert reading.snapshot() == Snapshot(1, state(1))
    with store.reading(STRANGERS) as reading:
        assert list(reading.entries()) == [theirs]
    assert store.chains() == tuple(sorted((OURS, STRANGERS)))


def test_chains_are_listed_in_the_order_of_their_bytes(store: Store) -> None:
    names = ["Zoe", "a-b", "a_b", "aB", "ab", "a.b", "~"]
    for name in names:
        append(store, 1, ChainId(name))
    assert list(store.chains()) == sorted(names)


@pytest.mark.parametrize("name", ["", "two words", "line\nbreak", "né", "x" * (KEY_LENGTH + 1)])
def test_a_name_that_could_be_misread_is_refused(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="printable"), store.acting(ChainId(name)):
        pass
    with store.acting(OURS) as transaction, pytest.raises(ValueError, match="printable"):
        transaction.put_pending(ASH, Slot(name), b"")


@pytest.mark.parametrize("op", ["", "1", "g" * 32, "A" * 32, "0" * 33])
def test_an_operation_id_of_another_form_is_refused(store: Store, op: str) -> None:
    with store.acting(OURS) as transaction, pytest.raises(ValueError, match="32"):
        transaction.append(OperationId(op), sealed(1), b"", identity(ASH))
    assert store.chains() == ()


def test_sizes_have_limits_and_everything_up_to_them_fits(store: Store) -> None:
    largest, snapshot, ash = bytes(BODY_BYTES), bytes(SNAPSHOT_BYTES), identity(ASH)
    with store.acting(OURS) as transaction:
        for tried in (Sealed(1, largest + b"!", None), Sealed(1, largest, b"!")):
            with pytest.raises(ValueError, match="at most"):
                transaction.append(operation(1), tried, b"", ash)
        with pytest.raises(ValueError, match="at most"):
            transaction.append(operation(1), sealed(1), snapshot + b"!", ash)
        with pytest.raises(ValueError, match="at most"):
            transaction.put_pending(ASH, DRAFT, largest + b"!")
        assert transaction.head == EMPTY
        transaction.append(operation(1), Sealed(1, b"", largest), snapshot, ash)
        transaction.put_pending(ASH, DRAFT, largest)
    with store.reading(OURS) as reading:
        assert [entry.words for entry in reading.entries()] == [largest]
        assert reading.snapshot() == Snapshot(1, snapshot)
        assert reading.pending(ASH, DRAFT) == largest


def test_every_byte_and_none_at_all_come_back_as_they_were(store: Store) -> None:
    every = bytes(range(256))
    with store.acting(OURS) as transaction:
        transaction.append(operation(1), Sealed(1, every, every), every, identity(ASH))
        transaction.append(operation(2), Sealed(2, b"", b""), b"", identity(ASH))
    with store.reading(OURS) as reading:
        first, second = reading.entries()
    assert (first.structure, first.words) == (every, every)
    assert (second.structure, second.words) == (b"", b"")


def test_a_view_cannot_be_used_after_it_has_ended(store: Store) -> None:
    with store.acting(OURS) as transaction:
        write(transaction, 1, b"state")
    with store.reading(OURS) as reading:
        pass
    uses = (
        lambda: write(transaction, 2, b"state"),
        lambda: transaction.put_pending(ASH, DRAFT, b"late"),
        reading.snapshot,
        lambda: reading.pending(ASH, DRAFT),
    )
    for use in uses:
        with pytest.raises(ValueError, match="has ended"):
            use()
    # In a database the next transaction may well be on the same connection.
    for use in uses:
        with store.acting(OURS), pytest.raises(ValueError, match="has ended"):
            use()
    with store.reading(OURS) as later:
        assert later.head.seq == 1


def test_a_whole_store_passes_inspection(store: Store) -> None:
    admit(store, OURS)
    append(store, 1)
    with store.acting(OURS) as transaction:
        transaction.put_pending(ASH, DRAFT, b"words")
    store.inspect()


def _write_and_give_up(store: Store) -> None:
    with store.acting(OURS) as transaction:
        write(transaction, 2, b"state two")
        write(transaction, 3, b"state three")
        transaction.put_pending(ASH, DRAFT, b"other words")
        transaction.put_pending(WREN, DRAFT, b"an answer")
        transaction.put_grant(1, ASH, b"a grant")
        raise ChangedTheirMind
