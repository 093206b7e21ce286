"""A record that was damaged, tampered with or written by another program is named and refused."""

from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from tests.store.chains import OUR_GRANTS
from tests.store.writing import ASH, OURS, STRANGERS, admit, append
from troth.application.ports import Card, Fault, Shelf, Slot, StoreDamaged, StoreError, StoreTooNew
from troth.store.chain import Claim, verify
from troth.store.sqlite import SqliteStore

SECRET = b"words nobody else may see"
DRAFT = Slot("draft")


@pytest.fixture
def record(home: Path) -> Path:
    """Write six entries of ours, two of strangers, a draft, and an account."""
    with SqliteStore(home) as store:
        admit(store, OURS, STRANGERS)
        for number in range(1, 7):
            append(store, number)
        for number in (1, 2):
            append(store, number, STRANGERS)
        with store.acting(OURS) as transaction:
            transaction.put_pending(ASH, DRAFT, SECRET)
            transaction.put_card(Shelf.ACCOUNT, Card("name", ASH, SECRET))
            transaction.put_card(Shelf.ACCOUNT, Card("other-name", "wren", SECRET))
    return home


def tamper(home: Path, *statements: str) -> None:
    """Change rows as somebody with access to the file could."""
    database = apsw.Connection(str(home / "record.sqlite3"))
    for statement in statements:
        database.execute(statement)
    database.close()


ENTRIES: dict[str, tuple[str, Fault, int]] = {
    "structure changed": (
        "UPDATE entry SET structure = x'00' WHERE seq = 3",
        Fault.CHANGED_BODY,
        3,
    ),
    "words changed": ("UPDATE entry SET words = x'00' WHERE seq = 3", Fault.CHANGED_WORDS, 3),
    "words of another entry": (
        """
        UPDATE entry SET words = (SELECT words FROM entry WHERE chain = 'ash-and-wren' AND seq = 5)
        WHERE seq = 3
        """,
        Fault.CHANGED_WORDS,
        3,
    ),
    "link changed": ("UPDATE entry SET link = x'00' WHERE seq = 3", Fault.CHANGED_HEADER, 3),
    "operation changed": ("UPDATE entry SET op = 'f' || op WHERE seq = 3", Fault.MISFILED, 3),
    "number raised": ("UPDATE entry SET seq = 9 WHERE seq = 6", Fault.MISFILED, 6),
    "number lowered": ("UPDATE entry SET seq = -9 WHERE seq = 3", Fault.MISFILED, 1),
    "entry deleted": ("DELETE FROM entry WHERE seq = 3", Fault.GAP, 3),
    "tail deleted": ("DELETE FROM entry WHERE seq > 4", Fault.CUT_SHORT, 5),
    "all deleted": ("DELETE FROM entry", Fault.CUT_SHORT, 1),
    "head set back": ("UPDATE head SET seq = 5 WHERE seq = 6", Fault.HEAD_DIFFERS, 7),
    "another chain's entry": (
        """
        UPDATE entry SET (header, structure, words, link, signature) =
            (SELECT header, structure, words, link, signature FROM entry
             WHERE chain = 'strangers' AND seq = 2)
        WHERE chain = 'ash-and-wren' AND seq = 2
        """,
        Fault.WRONG_CHAIN,
        2,
    ),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_tampering_with_entries_is_named_and_nothing_is_built_on_it(
    record: Path, name: str
) -> None:
    statement, fault, seq = ENTRIES[name]
    tamper(record, statement)
    with SqliteStore(record) as store:
        with store.reading(OURS) as reading:
            verdict = reading.verify()
        assert (verdict.fault, verdict.seq) == (fault, seq)
        with pytest.raises(StoreDamaged), store.reading(OURS) as reading:
            list(reading.entries())


SIGNED: dict[str, tuple[str, Fault, int | None]] = {
    "signature changed": (
        "UPDATE entry SET signature = zeroblob(64) WHERE seq = 3",
        Fault.FALSE_SIGNATURE,
        3,
    ),
    "another's signature": (
        """
        UPDATE entry SET signature = (SELECT signature FROM entry
                                      WHERE chain = 'ash-and-wren' AND seq = 4)
        WHERE chain = 'ash-and-wren' AND seq = 3
        """,
        Fault.FALSE_SIGNATURE,
        3,
    ),
    "grant lost": (
        "DELETE FROM epoch_grant WHERE chain = 'ash-and-wren' AND member = 'wren'",
        Fault.UNKNOWN_AUTHOR,
        1,
    ),
    "founder's grant lost": (
        "DELETE FROM epoch_grant WHERE chain = 'ash-and-wren' AND member = 'ash'",
        Fault.FALSE_GRANT,
        None,
    ),
    "grants swapped": (
        """
        UPDATE epoch_grant SET body = (SELECT body FROM epoch_grant AS other WHERE
            other.chain = epoch_grant.chain AND other.member != epoch_grant.member)
        """,
        Fault.FALSE_GRANT,
        None,
    ),
    "a grant of another chain": (
        """
        UPDATE epoch_grant SET body = (SELECT body FROM epoch_grant AS other WHERE
            other.chain = 'strangers' AND other.member = epoch_grant.member)
        WHERE chain = 'ash-and-wren'
        """,
        Fault.FALSE_GRANT,
        None,
    ),
}


@pytest.mark.parametrize("name", SIGNED)
def test_tampering_with_signatures_or_grants_is_named_without_a_key(
    record: Path, name: str
) -> None:
    statement, fault, seq = SIGNED[name]
    tamper(record, statement)
    with SqliteStore(record) as store, store.reading(OURS) as reading:
        verdict = reading.verify()
    assert (verdict.fault, verdict.seq) == (fault, seq)


def test_words_that_were_erased_are_counted_and_no_fault(record: Path) -> None:
    with SqliteStore(record) as store:
        with store.acting(OURS) as transaction:
            transaction.erase_words(3)
        with store.reading(OURS) as reading:
            verdict = reading.verify()
    assert (verdict.is_whole, verdict.entries, verdict.erased) == (True, 6, 1)


ROWS: dict[str, str] = {
    "snapshot changed": "UPDATE snapshot SET body = x'00' WHERE seq = 6",
    "snapshot of another state": "UPDATE snapshot SET seq = 5 WHERE seq = 6",
    "snapshot of another chain": """
        UPDATE snapshot SET (seq, body, digest) =
            (SELECT seq, body, digest FROM snapshot WHERE chain = 'strangers')
        """,
    "draft changed": "UPDATE pending SET body = x'00'",
    "draft of another member": "UPDATE pending SET member = 'wren'",
    "draft in another slot": "UPDATE pending SET slot = 'answer'",
    "draft of another chain": "UPDATE pending SET chain = 'strangers'",
    "grant changed": "UPDATE epoch_grant SET body = x'00' WHERE member = 'wren'",
    "grant of another member": "UPDATE epoch_grant SET member = 'x' WHERE member = 'wren'",
    "account changed": "UPDATE card SET body = x'00' WHERE key = 'name'",
    "account of another name": "UPDATE card SET key = 'x' WHERE key = 'name'",
    "account of another owner": "UPDATE card SET owner = 'wren' WHERE key = 'name'",
    "account on another shelf": "UPDATE card SET shelf = 'login' WHERE key = 'name'",
    "head lost": "DELETE FROM head WHERE seq = 6",
    "chain renamed": "UPDATE entry SET chain = 'x' WHERE seq = 6",
    "another table": "CREATE TABLE more (x)",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM pending; END",
}


@pytest.mark.parametrize("name", ROWS)
def test_tampering_with_other_rows_is_found_by_inspection(record: Path, name: str) -> None:
    tamper(record, ROWS[name])
    with SqliteStore(record) as store, pytest.raises(StoreDamaged):
        store.inspect()


def test_a_changed_snapshot_or_draft_is_never_read_as_another(record: Path) -> None:
    tamper(record, "UPDATE snapshot SET body = x'00'", "UPDATE pending SET body = x'00'")
    with SqliteStore(record) as store, store.reading(OURS) as reading:
        with pytest.raises(StoreDamaged, match="snapshot"):
            reading.snapshot()
        with pytest.raises(StoreDamaged, match="pending"):
            reading.pending(ASH, DRAFT)
        with pytest.raises(StoreDamaged, match="pending"):
            reading.pending_slots(ASH)


def test_nothing_is_appended_to_a_chain_that_lost_its_end(record: Path) -> None:
    tamper(record, "DELETE FROM entry WHERE seq = 6")
    with SqliteStore(record) as store:
        with pytest.raises(StoreDamaged, match="does not end"):
            append(store, 7)
        assert append(store, 3, STRANGERS).seq == 3


def test_nothing_is_appended_over_entries_a_head_set_back_has_left(record: Path) -> None:
    tamper(
        record,
        """
        UPDATE head SET (seq, link) = (SELECT seq, link FROM entry WHERE seq = 5) WHERE seq = 6
        """,
        "UPDATE entry SET op = 'f' || op WHERE seq = 6",
    )
    with SqliteStore(record) as store:
        with pytest.raises(StoreDamaged):
            append(store, 6)
        with store.reading(OURS) as reading:
            assert not reading.verify().is_whole


def test_a_tail_removed_with_its_head_shows_only_against_a_head_kept_elsewhere(
    record: Path,
) -> None:
    with SqliteStore(record) as store, store.reading(OURS) as reading:
        remembered = reading.head
    tamper(
        record,
        "DELETE FROM entry WHERE seq = 6",
        """
        UPDATE head SET (seq, link) = (SELECT seq, link FROM entry WHERE seq = 5) WHERE seq = 6
        """,
    )
    with SqliteStore(record) as store, store.reading(OURS) as reading:
        assert reading.verify().is_whole
        claim = Claim(OURS, remembered, OUR_GRANTS)
        assert verify(claim, reading.entries()).fault is Fault.CUT_SHORT
        assert reading.verify(after=remembered).fault is Fault.HEAD_DIFFERS


def test_a_record_of_a_newer_version_is_refused_and_left_alone(record: Path) -> None:
    tamper(record, "PRAGMA user_version = 99")
    before = (record / "record.sqlite3").read_bytes()
    with SqliteStore(record) as store, pytest.raises(StoreTooNew, match="Update Troth"):
        append(store, 7)
    is_untouched = (record / "record.sqlite3").read_bytes() == before
    assert is_untouched


FILES: dict[str, Callable[[bytes], bytes]] = {
    "no database": lambda _: b"Dear Wren, " * 1000,
    "a cut file": lambda content: content[: len(content) // 2],
    "a cut page": lambda content: content[:-100],
    "a page of noise": lambda content: content[:4096] + b"\xa5" * 4096 + content[8192:],
    "an empty schema": lambda content: content[:100] + bytes(3996) + content[4096:],
    "zeros after the first page": lambda content: content[:4096] + bytes(len(content) - 4096),
}


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_gives_one_sentence_without_content(record: Path, name: str) -> None:
    file = record / "record.sqlite3"
    file.write_bytes(FILES[name](file.read_bytes()))
    with SqliteStore(record) as store, pytest.raises(StoreDamaged) as caught:
        read_everything(store)
    assert_is_one_sentence(caught.value)


def test_another_programs_database_is_refused_and_left_alone(home: Path) -> None:
    SqliteStore(home).close()
    tamper(home, "CREATE TABLE letters (words)", "INSERT INTO letters VALUES ('Dear Wren')")
    before = (home / "record.sqlite3").read_bytes()
    with SqliteStore(home) as store, pytest.raises(StoreDamaged, match="not a Troth record"):
        append(store, 1)
    is_untouched = (home / "record.sqlite3").read_bytes() == before
    assert is_untouched


def read_everything(store: SqliteStore) -> None:
    """Read every row there is, then inspect the file."""
    for chain in store.chains():
        with store.reading(chain) as reading:
            list(reading.entries())
            reading.snapshot()
            reading.pending(ASH, DRAFT)
    store.inspect()


def assert_is_one_sentence(error: StoreError) -> None:
    """See that an error says one thing, and neither it nor its context holds content."""
    text = str(error)
    assert text.count(".") == 1
    assert text.endswith(".")
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
