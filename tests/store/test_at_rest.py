"""No word anybody wrote lies readable anywhere, and no sealed word that was erased lies at all."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.application.marking import Marks, answer_check_in, write_marked, write_own
from tests.given import ASH, WREN
from troth.application.copies.archive import bring_in
from troth.application.copies.exported import write_export
from troth.application.copies.exporting import export_of
from troth.application.erasing import erase_note, erase_own_chain, erase_words, finish
from troth.application.erasing_all import erase_record
from troth.application.handle import Answer, Request, World, handle
from troth.application.ports import ChainId, Entry, StoreDamaged
from troth.application.private.notes import notes_chain
from troth.application.read import view
from troth.application.rules import PRIVATE, SHARED
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.erasure import ERASURE_DAYS, AskErasure
from troth.domain.kernel import MemberId
from troth.domain.notes import KeepNote
from troth.store.backup import Keeping, back_up
from troth.store.database import connect
from troth.store.place import DATABASE
from troth.store.sqlite import SqliteStore

EVERYTHING = ChainId("shared-everything")
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def temporary(tmp_path: Path) -> Iterator[Path]:
    """Have temporary files made where they can be searched."""
    directory = tmp_path / "temporary"
    directory.mkdir()
    before = tempfile.tempdir
    tempfile.tempdir = str(directory)
    yield directory
    tempfile.tempdir = before


def every_byte(*directories: Path) -> bytes:
    """Return the bytes of every file below some directories, and the names of the files."""
    files = [each for directory in directories for each in directory.rglob("*") if each.is_file()]
    return b"\n".join(each.name.encode() + b"\n" + each.read_bytes() for each in files)


def backed_up(home: Path) -> Path:
    kept = home.parent / "kept"
    back_up(home, kept, NOW, (SqliteStore, Keeping()))
    return kept


def test_a_mark_in_every_text_there_can_be_is_found_nowhere(
    home: Path, temporary: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    marks = Marks()
    with caplog.at_level(logging.DEBUG), SqliteStore(home) as store:
        couple = begun(store)
        couple.shares(EVERYTHING, ASH, WREN)
        entries = write_marked(store, EVERYTHING, couple.keys[ASH], marks)
        for member in (ASH, WREN):
            write_own(couple.world_of(member), CHAIN, marks)
        answer_check_in(couple.world_of(WREN), CHAIN, marks)
        world = couple.world_of(WREN)
        bring_in(world, write_export(export_of(world, CHAIN)).encode())
        lying = every_byte(home, temporary)
        kept = every_byte(backed_up(home), temporary)
        with store.acting(EVERYTHING) as transaction:
            transaction.put_snapshot(b"\0\0\0\x01\x01" + bytes(99))
        with pytest.raises(StoreDamaged) as damage:
            view(couple.world, EVERYTHING, SHARED)
    out, err = capfd.readouterr()
    said = f"{out}{err}{caplog.text}{damage.value}{damage.getrepr()}".encode()
    assert entries > 100
    assert len(marks.given) > 300
    assert marks.found_in(lying) == []
    assert marks.found_in(kept) == []
    assert marks.found_in(said) == []


def test_the_search_finds_what_is_not_sealed(home: Path) -> None:
    """Check the check: a mark written past the seal is found in the log and after it."""
    marks = Marks()
    with SqliteStore(home) as store:
        with store.acting(CHAIN) as transaction:
            transaction.put_grant(1, ASH, marks.next().encode())
        assert marks.found_in(every_byte(home)) == marks.given


def sealed_words(home: Home, chain: ChainId = CHAIN) -> dict[int, bytes]:
    """Return the sealed words of every entry of a chain that has some."""
    with home.store.reading(chain) as reading:
        return {each.seq: each.words for each in reading.entries() if each.words is not None}


def lived_in(store: SqliteStore) -> Home:
    """Have a couple write so much that pages were filled, split and freed."""
    couple = begun(store)
    for number in range(120):
        said = f"Thanks number {number}. " * (1 + number % 40)
        note = Observe(ObservationId(f"n{number}"), ASH, ObservationKind.PRAISE, said.strip())
        couple.does(WREN, note)
    return couple


def test_sealed_words_that_were_erased_are_in_no_page_and_no_log(home: Path) -> None:
    with SqliteStore(home) as store:
        couple = lived_in(store)
        before = sealed_words(couple)
        mine = [seq for seq in sorted(before) if seq > len(before) - 100]
        with store.reading(CHAIN) as reading:
            kept = reading.snapshot()
        assert kept is not None
        answer = erase_words(couple.world_of(WREN), CHAIN, couple.next_op(), tuple(mine[-60:]))
        assert isinstance(answer, Answer), getattr(answer, "sentence", "")
        assert finish(couple.world)
        lying = every_byte(home)
    gone = [before[seq] for seq in mine[-60:]]
    assert not any(each in lying or each[33:120] in lying for each in gone)
    assert kept.body not in lying, "the state before held the words too"
    assert all(before[seq] in lying for seq in mine[:-60]), "the others are still there"


def test_a_note_that_was_erased_and_all_that_were_are_in_no_page(home: Path) -> None:
    with SqliteStore(home) as store:
        couple = begun(store)
        chain = notes_chain(WREN)
        for number in range(40):
            keeps(couple, WREN, f"Note {number}. " * number or "Empty.")
        before = sealed_words(couple, chain)
        erase_note(couple.world_of(WREN), couple.next_op(), 7)
        finish(couple.world)
        lying = every_byte(home)
        assert before[7] not in lying
        assert before[8] in lying
        erase_own_chain(couple.world_of(WREN), chain)
        finish(couple.world)
        assert not any(each in every_byte(home) for each in before.values())


def keeps(couple: Home, member: MemberId, text: str) -> None:
    request = Request(couple.next_op(), KeepNote(text.strip()))
    handle(couple.world_of(member), notes_chain(member), PRIVATE, request)


def test_of_a_whole_record_that_was_erased_nothing_is_left(home: Path) -> None:
    with SqliteStore(home) as store:
        couple = lived_in(store)
        write_own(couple.world_of(ASH), CHAIN, Marks())
        with store.reading(CHAIN) as reading:
            entries, grants = list(reading.entries()), reading.grants()
            snapshot = reading.snapshot()
            pending = [reading.pending(ASH, slot) for slot in reading.pending_slots(ASH)]
        couple.does(WREN, AskErasure())
        couple.clock.later(days=ERASURE_DAYS)
        assert isinstance(erase_record(couple.world_of(ASH), CHAIN), World)
        assert finish(couple.world)
        lying = every_byte(home)
    assert snapshot is not None
    assert pending
    parts = [part for entry in entries for part in parts_of(entry)]
    for part in (*parts, *grants, snapshot.body, *filter(None, pending)):
        assert part not in lying


def parts_of(entry: Entry) -> list[bytes]:
    """Return what an entry puts on the disk."""
    return [entry.header, entry.structure, entry.link, entry.signature, entry.words or entry.link]


def test_without_finishing_the_log_still_holds_what_was_erased(home: Path) -> None:
    """Check the check: the search does see what a log or a freed page would keep."""
    with SqliteStore(home) as store:
        couple = lived_in(store)
        before = sealed_words(couple)
        last = max(before)
        erase_words(couple.world_of(WREN), CHAIN, couple.next_op(), (last,))
        assert before[last] in every_byte(home)
        assert finish(couple.world)
        assert before[last] not in every_byte(home)


def test_where_nothing_overwrites_it_a_freed_page_keeps_what_was_deleted(home: Path) -> None:
    """Check the check: without SQLite's overwriting the same search finds it."""
    with SqliteStore(home) as store:
        before = sealed_words(lived_in(store))
    database = connect(home / DATABASE)
    database.rows("PRAGMA secure_delete = OFF")
    database.rows("UPDATE entry SET words = NULL WHERE seq > 60")
    database.empty_log()
    database.close()
    assert any(before[seq] in every_byte(home) for seq in before if seq > 60)


def test_a_backup_from_before_keeps_what_was_erased_since(home: Path) -> None:
    with SqliteStore(home) as store:
        couple = lived_in(store)
        before = sealed_words(couple)
        kept = backed_up(home)
        last = max(before)
        erase_words(couple.world_of(WREN), CHAIN, couple.next_op(), (last,))
        finish(couple.world)
        assert before[last] in every_byte(kept), "as whoever erases is told"
        shutil.rmtree(kept)
        assert before[last] not in every_byte(backed_up(home))
