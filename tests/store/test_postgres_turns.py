"""How often an act waits for PostgreSQL to answer: what a server far away makes slow."""

from pathlib import Path

from tests.application.couples import begun
from tests.application.homes import CHAIN
from tests.given import ASH, WREN
from tests.store.lines import line_to
from tests.store.writing import OURS, append, operation, write
from troth.application.ports import Card, Shelf
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.kernel import MemberId
from troth.store.postgres import PostgresStore

TURNS = 3
"""All that is read before an act is decided; whether it was done already; all it writes."""


def test_an_act_waits_three_times_for_the_server(url: str, tmp_path: Path) -> None:
    with line_to(url, tmp_path) as (line, by_line), PostgresStore(by_line) as store:
        couple = begun(store)
        for by, other in ((ASH, WREN), (WREN, ASH)):
            before, seq = line.turns, couple.view().seq
            looking = line.turns - before
            id_ = ObservationId(f"of-{other}")
            couple.does(by, Observe(id_, other, ObservationKind.PRAISE, "The supper."))
            assert line.turns - before - looking == TURNS
            assert couple.view().seq == seq + 1
        with store.reading(CHAIN) as reading:
            assert reading.verify().is_whole


def test_what_waits_is_kept_in_the_order_it_was_written(url: str, tmp_path: Path) -> None:
    with line_to(url, tmp_path) as (line, by_line), PostgresStore(by_line) as store:
        append(store, 1)
        before = line.turns
        with store.acting(OURS) as transaction:
            assert transaction.operation(operation(2)) is None
            second = write(transaction, 2, b"state two")
            third = write(transaction, 3, b"state three")
            kept = transaction.snapshot()
            assert kept is not None
            assert (kept.seq, kept.body) == (3, b"state three")
            assert list(transaction.entries(1)) == [second, third]
            assert transaction.operation(operation(2)) == second
        assert line.turns - before < 8
        with store.reading(OURS) as reading:
            assert list(reading.entries(1)) == [second, third]


def test_nothing_foreseen_outlives_what_changes_it(store: PostgresStore) -> None:
    append(store, 1)
    with store.acting(OURS) as transaction:
        assert transaction.grants() == ()
        transaction.put_grant(1, MemberId(ASH), b"a grant")
        assert transaction.grants() == (b"a grant",)
        transaction.erase_chain()
        assert transaction.grants() == ()
        assert transaction.snapshot() is None
    with store.acting(OURS) as transaction:
        assert transaction.head.seq == 0


def test_a_transaction_that_asks_nothing_says_nothing(url: str, tmp_path: Path) -> None:
    with line_to(url, tmp_path) as (line, by_line), PostgresStore(by_line) as store:
        append(store, 1)
        before = line.turns
        with store.filing():
            pass
        assert line.turns == before
        with store.filing() as directory:
            directory.put_card(Shelf.DEVICE, Card("device", ASH, b"a device"))
        assert line.turns - before == 2
