"""A record that came back from a copy is recognised wherever it was put, and then rests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.given import ASH, WREN
from troth.application.handle import Request, handle
from troth.application.ports import Card, Shelf
from troth.application.read import history, verify
from troth.application.rules import SHARED
from troth.domain.agreement.commands import NameArea
from troth.domain.agreement.events import AreaNamed
from troth.domain.dynamic.commands import AffirmResumption, End, Pause
from troth.domain.dynamic.events import Ended, Paused, Phase, RecordRestored
from troth.domain.dynamic.state import phase
from troth.domain.kernel import AreaId, MemberId
from troth.store.generation import FILE, KEY, is_settled, renew, settle_generation
from troth.store.memory import MemoryStore
from troth.store.place import DATABASE
from troth.store.sqlite import SqliteStore

GARDEN = NameArea(AreaId("garden"), "The garden")


@pytest.fixture
def couple(home: Path) -> Iterator[Home]:
    """Have a couple begin in a record of this machine."""
    with SqliteStore(home) as store:
        assert not settle_generation(store, home)
        yield begun(store)


def copied(home: Path, *, to: str = "copy") -> Path:
    """Copy the database alone, as somebody does who knows where it is."""
    other = home.parent / to
    other.mkdir(mode=0o700)
    for name in (DATABASE, f"{DATABASE}-wal"):
        if (home / name).exists():
            shutil.copy(home / name, other / name)
    return other


def standing(couple: Home) -> Phase:
    return phase(couple.view().state.ground.dynamic, couple.clock.now())


def opened(couple: Home, directory: Path) -> SqliteStore:
    """Open a record as the program does at its start, and let the couple go on in it."""
    store = SqliteStore(directory)
    settle_generation(store, directory)
    couple.opens(store)
    return store


def events(couple: Home) -> list[type]:
    return [type(each) for line in history(couple.world, CHAIN).lines for each in line.act.events]


def test_a_record_that_stays_where_it_is_never_rests_by_itself(couple: Home, home: Path) -> None:
    couple.store.close()
    for _ in range(2):
        with opened(couple, home):
            assert standing(couple) is Phase.ACTIVE
            assert is_settled(couple.store, home)


def test_a_copy_of_the_database_rests_until_both_are_back(couple: Home, home: Path) -> None:
    with opened(couple, copied(home)):
        assert standing(couple) is Phase.PAUSED
        couple.does(WREN, AffirmResumption())
        assert standing(couple) is Phase.PAUSED
        couple.does(ASH, AffirmResumption())
        assert standing(couple) is Phase.ACTIVE


@pytest.mark.parametrize("first", [ASH, WREN])
def test_it_rests_before_anything_else_is_done(couple: Home, home: Path, first: MemberId) -> None:
    with opened(couple, copied(home)):
        couple.does(first, GARDEN)
        kinds = events(couple)
        assert kinds[:3] == [AreaNamed, Paused, RecordRestored], "the newest act comes first"
        assert verify(couple.store, CHAIN).is_whole


def test_it_is_noted_once_whoever_opens_it_afterwards(couple: Home, home: Path) -> None:
    other = copied(home)
    for _ in range(3):
        with opened(couple, other):
            couple.does(ASH, Pause())
            couple.view()
            assert events(couple).count(RecordRestored) == 1


def test_an_act_on_the_page_of_before_is_refused(couple: Home, home: Path) -> None:
    seen = couple.view().seq
    with opened(couple, copied(home)):
        answer = handle(couple.world, CHAIN, SHARED, Request(couple.next_op(), GARDEN, seen))
        assert "changed since you looked" in getattr(answer, "sentence", "")


def test_what_has_ended_stays_ended_in_a_copy(couple: Home, home: Path) -> None:
    couple.does(WREN, End())
    with opened(couple, copied(home)):
        assert standing(couple) is Phase.ENDED
        assert events(couple)[:2] == [RecordRestored, Ended]


def test_a_backup_put_over_the_record_by_hand_is_recognised(couple: Home, home: Path) -> None:
    backup = copied(home)
    with SqliteStore(backup) as store:
        renew(store)
    couple.store.close()
    for name in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (home / name).unlink(missing_ok=True)
    shutil.copy(backup / DATABASE, home / DATABASE)
    with opened(couple, home):
        assert standing(couple) is Phase.PAUSED


def test_a_whole_home_moved_elsewhere_goes_on_as_it_was(couple: Home, home: Path) -> None:
    couple.store.close()
    moved = home.parent / "moved"
    shutil.copytree(home, moved)
    moved.chmod(0o700)
    with opened(couple, moved):
        assert standing(couple) is Phase.ACTIVE


@pytest.mark.parametrize("content", ["", "half an i", "0" * 32])
def test_a_file_that_holds_another_id_or_none_makes_it_a_copy(
    couple: Home, home: Path, content: str
) -> None:
    couple.store.close()
    (home / FILE).write_text(content)
    with opened(couple, home):
        assert standing(couple) is Phase.PAUSED


def test_a_start_that_was_cut_short_misses_no_chain(couple: Home, home: Path) -> None:
    other = copied(home)
    (other / FILE).mkdir()
    with SqliteStore(other) as store:
        assert not settle_generation(store, other)
        couple.opens(store)
        assert standing(couple) is Phase.PAUSED
    (other / FILE).rmdir()
    with SqliteStore(other) as store:
        assert settle_generation(store, other)


def test_an_empty_record_is_nobodys_copy(home: Path) -> None:
    with SqliteStore(home) as store:
        assert not settle_generation(store, home)
        (home / FILE).unlink()
        assert not settle_generation(store, home)


def test_a_record_from_before_ids_were_kept_does_not_rest(home: Path) -> None:
    with SqliteStore(home) as store:
        couple = begun(store)
        assert not settle_generation(store, home)
        assert standing(couple) is Phase.ACTIVE
        assert is_settled(store, home)


def test_the_row_that_waits_for_keys_says_nothing(couple: Home, home: Path) -> None:
    with opened(couple, copied(home)) as store, store.finding() as directory:
        card = directory.card(Shelf.STORE, "generation")
        assert card is not None
        assert len(card.body) == 32


def test_what_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    assert not settle_generation(MemoryStore(), tmp_path / "nowhere")


@pytest.mark.parametrize("body", [b"", b"\xc1", b"\xff" * 300, "é".encode(), b"x" * 32])
def test_an_id_nobody_wrote_counts_as_a_copy_and_stops_nobody(
    couple: Home, home: Path, body: bytes
) -> None:
    with couple.store.filing() as directory:
        directory.put_card(Shelf.STORE, Card(KEY, KEY, body))
    couple.store.close()
    with opened(couple, home):
        assert standing(couple) is Phase.PAUSED
        assert is_settled(couple.store, home)
        couple.does(WREN, Pause())
    with opened(couple, home):
        assert events(couple).count(RecordRestored) == 1
