"""A single bit that flips in a file is noticed or changes nothing; it never gives other words."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from msgspec.structs import replace

from tests.store.figures import Figures, chance, rounds
from tests.store.writing import ASH, OURS, STRANGERS, WREN, admit, append, is_act, operation
from troth.application.ports import Card, ChainId, Entry, Reading, Shelf, Slot, StoreError
from troth.store.backup import Keeping, back_up, restore
from troth.store.place import DATABASE
from troth.store.sqlite import SqliteStore

ACTS = range(1, 31)
MADE_AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
DRAFT = Slot("draft")

Contents: TypeAlias = dict[str, object]

PARTS: dict[str, Callable[[Reading], object]] = {
    "head": lambda reading: reading.head,
    "snapshot": lambda reading: reading.snapshot(),
    "forwards": lambda reading: tuple(reading.entries()),
    "backwards": lambda reading: reading.entries_before(limit=len(ACTS)),
    "operations": lambda reading: tuple(reading.operation(operation(n)) for n in ACTS),
    "slots": lambda reading: (reading.pending_slots(ASH), reading.pending_slots(WREN)),
    "Ash's draft": lambda reading: reading.pending(ASH, DRAFT),
    "Wren's draft": lambda reading: reading.pending(WREN, DRAFT),
    "grants": lambda reading: reading.grants(),
}


def write(home: Path) -> None:
    """Write a record that uses every table, with rows longer than a page."""
    with SqliteStore(home) as store:
        admit(store, OURS, STRANGERS)
        with store.filing() as directory:
            for member in (ASH, WREN):
                directory.put_card(Shelf.KEYRING, Card(member, member, member.encode() * 500))
        for number in ACTS:
            append(store, number)
            if number % 3 == 0:
                append(store, number, STRANGERS)
        for member in (ASH, WREN):
            with store.acting(OURS) as transaction:
                transaction.put_pending(member, DRAFT, member.encode() * 2000)


def read(store: SqliteStore) -> Contents:
    """Read each part by itself; what the store refuses to give is left out."""
    found: Contents = {}
    for chain in (OURS, STRANGERS):
        for name, part in PARTS.items():
            try:
                with store.reading(chain) as reading:
                    found[f"{name} of {chain}"] = part(reading)
            except StoreError:
                continue
    for member in (ASH, WREN):
        try:
            with store.finding() as directory:
                found[f"{member}'s card"] = directory.card(Shelf.KEYRING, member)
        except StoreError:
            continue
    return found


def is_noticed(store: SqliteStore) -> bool:
    """Check the file and both chains, as `troth verify` does."""
    try:
        store.inspect()
        return not all(_is_whole(store, chain) for chain in (OURS, STRANGERS))
    except StoreError:
        return True


def _is_whole(store: SqliteStore, chain: ChainId) -> bool:
    with store.reading(chain) as reading:
        return reading.verify().is_whole


def test_a_flipped_bit_is_noticed_or_harmless(
    quick_home: Path, seed: str, figures: Figures
) -> None:
    write(quick_home)
    with SqliteStore(quick_home) as store:
        whole = read(store)
    file, flips = quick_home / "record.sqlite3", rounds(500, 10_000)
    content, draw, outcomes = bytearray(file.read_bytes()), chance(seed, "rot"), Counter[str]()
    for _ in range(flips):
        # A third in the first page: its few bytes say how all the others are to be read.
        size = 4096 if draw.random() < 1 / 3 else len(content)
        place, bit = draw.randrange(size), 1 << draw.randrange(8)
        content[place] ^= bit
        outcomes[look_at(quick_home, bytes(content), whole)] += 1
        content[place] ^= bit
    figures(
        f"bit rot: {flips} flips, {outcomes['noticed']} noticed, {outcomes['harmless']} harmless"
    )
    assert outcomes["noticed"] > flips // 2


def look_at(home: Path, content: bytes, whole: Contents) -> str:
    """Open a damaged file, and see that nothing it gives is other than what was written."""
    (home / "record.sqlite3").write_bytes(content)
    with SqliteStore(home) as store:
        found = read(store)
        noticed = is_noticed(store)
    missing = [name for name in whole if found.get(name) != whole[name]]
    assert noticed or not missing
    for name in missing:
        assert is_part_of(found.get(name), whole[name])
    return "noticed" if noticed else "harmless"


def is_part_of(found: object, written: object) -> bool:
    """Whether something read holds only what was written, though perhaps not all of it.

    Signatures are left out: reading does not judge them, verifying does.
    """
    if isinstance(found, tuple) and isinstance(written, tuple):
        unsigned = [_unsigned(part) for part in written]
        return all(part in (None, ()) or _unsigned(part) in unsigned for part in found)
    return found is None


def _unsigned(part: object) -> object:
    return replace(part, signature=b"") if isinstance(part, Entry) else part


def test_a_flip_in_the_log_never_gives_other_words(
    quick_home: Path, seed: str, figures: Figures
) -> None:
    store = SqliteStore(quick_home)
    admit(store, OURS)
    for number in ACTS:
        append(store, number)
    log, draw = quick_home / "record.sqlite3-wal", chance(seed, "log")
    copy, flips, shortened = quick_home.parent / "copy", 100, 0
    content = bytearray(log.read_bytes())
    SqliteStore(copy).close()
    for _ in range(flips):
        place, bit = draw.randrange(len(content)), 1 << draw.randrange(8)
        content[place] ^= bit
        (copy / "record.sqlite3").write_bytes((quick_home / "record.sqlite3").read_bytes())
        (copy / "record.sqlite3-wal").write_bytes(content)
        shortened += is_a_beginning(copy) < len(ACTS)
        content[place] ^= bit
    store.close()
    figures(f"bit rot in the log: {flips} flips, {shortened} cut the record short, 0 changed it")


def is_a_beginning(home: Path) -> int:
    """See that a record is the beginning of what was written, and say how much of it is there."""
    with SqliteStore(home) as store:
        store.inspect()
        with store.reading(OURS) as reading:
            entries = list(reading.entries())
            assert reading.verify().is_whole
    assert all(is_act(entry, number) for number, entry in zip(ACTS, entries, strict=False))
    return len(entries)


def test_a_flip_in_a_backup_is_noticed_or_restores_the_very_same_record(
    quick_home: Path, seed: str, figures: Figures
) -> None:
    write(quick_home)
    made = back_up(quick_home, quick_home.parent / "kept", MADE_AT, (SqliteStore, Keeping()))
    file, flips = Path(made.file), rounds(150, 5_000)
    content, draw, refused = bytearray(file.read_bytes()), chance(seed, "backup rot"), 0
    with SqliteStore(quick_home) as store:
        whole = read(store)
    for number in range(flips):
        place, bit = draw.randrange(len(content)), 1 << draw.randrange(8)
        content[place] ^= bit
        file.write_bytes(content)
        content[place] ^= bit
        restored = quick_home.parent / f"restored-{number}"
        try:
            restore(file, restored, SqliteStore)
        except StoreError:
            refused += 1
            assert (restored / DATABASE).stat().st_size == 0
            continue
        with SqliteStore(restored) as store:
            assert read(store) == whole
    figures(f"bit rot in a backup: {flips} flips, {refused} not restored, the others the same")
    assert 0 < refused < flips
