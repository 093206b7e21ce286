"""The contract of a store where several write and read it at once, through one opening or two."""

import threading
from collections.abc import Callable

from tests.contracts.conftest import Stores
from tests.store.writing import ASH, OURS, STRANGERS, admit, append, operation, write
from troth.application.ports import EMPTY, Card, ChainId, Head, Shelf, Slot, Store, StoreBusy

DRAFT = Slot("draft")


def together(*works: Callable[[], None]) -> None:
    """Begin several pieces of work at the same moment, and wait until all have ended well."""
    started, failures = threading.Barrier(len(works)), list[BaseException]()

    def run(work: Callable[[], None]) -> None:
        started.wait()
        try:
            work()
        except BaseException as failure:  # noqa: BLE001 - told by the thread that waits
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def writer(store: Store, first: int, count: int, chain: ChainId = OURS) -> Callable[[], None]:
    """Return the work of appending some acts one after another."""

    def work() -> None:
        for number in range(first, first + count):
            append(store, number, chain)

    return work


def ops(store: Store, chain: ChainId) -> list[int]:
    """Return the numbers of the acts in a chain that is whole."""
    with store.reading(chain) as reading:
        assert reading.verify().is_whole
        return [int(entry.op, 16) for entry in reading.entries()]


def test_eight_threads_writing_at_once_make_one_line(stores: Stores) -> None:
    admit(stores[0], OURS)
    together(*(writer(stores[number % 2], 1000 * number, 10) for number in range(8)))
    found = ops(stores[0], OURS)
    assert len(found) == 80
    for number in range(8):
        assert [op for op in found if op // 1000 == number] == [
            1000 * number + each for each in range(10)
        ]


def test_two_openings_write_in_two_chains_at_once(stores: Stores) -> None:
    one, other = stores
    admit(one, OURS, STRANGERS)
    together(writer(one, 1, 30), writer(other, 101, 30, STRANGERS))
    assert ops(other, OURS) == list(range(1, 31))
    assert ops(one, STRANGERS) == list(range(101, 131))


def test_ten_submissions_of_one_act_make_one_entry(stores: Stores) -> None:
    answers = list[int]()

    def submit(store: Store) -> None:
        with store.acting(OURS) as transaction:
            entry = transaction.operation(operation(1)) or write(transaction, 1, b"state")
        answers.append(entry.seq)

    together(*(lambda store=stores[n % 2]: submit(store) for n in range(10)))
    assert answers == [1] * 10
    with stores[0].reading(OURS) as reading:
        assert reading.head.seq == 1


def test_an_act_sees_what_another_opening_wrote_before_it(stores: Stores) -> None:
    one, other = stores
    first = append(one, 1)
    with other.acting(OURS) as transaction:
        assert transaction.head == Head(1, first.link)
        assert transaction.operation(operation(1)) == first
    assert append(other, 2).seq == 2


def test_a_view_stays_as_it_was_while_others_write(stores: Stores) -> None:
    store, other = stores
    admit(store, OURS)
    first = append(store, 1)
    with store.reading(OURS) as reading:
        append(other, 2)
        with other.acting(OURS) as transaction:
            transaction.put_pending(ASH, DRAFT, b"new")
        assert reading.head == Head(1, first.link)
        assert list(reading.entries()) == [first]
        assert reading.entries_before(limit=5) == (first,)
        assert reading.operation(operation(2)) is None
        assert reading.pending(ASH, DRAFT) is None
        assert reading.verify().is_whole


def test_nobody_sees_an_act_before_it_is_kept(stores: Stores) -> None:
    store, other = stores
    with store.acting(OURS) as transaction:
        write(transaction, 1, b"state")
        with other.reading(OURS) as reading:
            assert reading.head == EMPTY
            assert reading.operation(operation(1)) is None
            assert list(reading.entries()) == []
        assert other.chains() == ()
    assert other.chains() == (OURS,)


def test_readers_always_see_whole_acts_while_writers_write(stores: Stores) -> None:
    store, other = stores
    admit(store, OURS)
    done, faults, views = threading.Event(), list[str](), list[int]()

    def read() -> None:
        while not done.is_set():
            with other.reading(OURS) as reading:
                snapshot = reading.snapshot()
                if (snapshot.seq if snapshot else 0) != reading.head.seq:
                    faults.append("a snapshot of another state")
                if not reading.verify().is_whole:
                    faults.append("a torn chain")
                views.append(reading.head.seq)

    def write_all() -> None:
        writer(store, 1, 60)()
        done.set()

    together(read, write_all)
    assert faults == []
    assert views == sorted(views)


def test_of_two_who_take_one_name_at_once_one_has_it(stores: Stores) -> None:
    winners, refused = list[str](), list[str]()
    asked = threading.Barrier(2)

    def take(store: Store, owner: str) -> None:
        try:
            with store.acting(ChainId(f"own-{owner}")) as transaction:
                is_free = transaction.card(Shelf.ACCOUNT, "name") is None
                # Where both may look at once, both do so before either writes.
                _wait_briefly(asked)
                if is_free:
                    transaction.put_card(Shelf.ACCOUNT, Card("name", owner, b"account"))
        except StoreBusy:
            is_free = False
        (winners if is_free else refused).append(owner)

    together(*(lambda n=n: take(stores[n], f"person-{n}") for n in (0, 1)))
    assert (len(winners), len(refused)) == (1, 1)
    with stores[0].finding() as directory:
        assert directory.card(Shelf.ACCOUNT, "name") == Card("name", winners[0], b"account")


def test_counts_that_are_read_and_written_at_once_lose_nothing(stores: Stores) -> None:
    with stores[0].filing() as directory:
        directory.put_card(Shelf.THROTTLE, Card("tries", ASH, b"0"))

    def count(store: Store) -> None:
        for _ in range(20):
            with store.filing() as directory:
                found = directory.card(Shelf.THROTTLE, "tries")
                assert found is not None
                more = str(int(found.body) + 1).encode()
                directory.put_card(Shelf.THROTTLE, Card("tries", ASH, more))

    together(lambda: count(stores[0]), lambda: count(stores[1]))
    with stores[0].finding() as directory:
        assert directory.card(Shelf.THROTTLE, "tries") == Card("tries", ASH, b"40")


def _wait_briefly(meeting: threading.Barrier) -> None:
    try:
        meeting.wait(timeout=0.2)
    except threading.BrokenBarrierError:
        return
