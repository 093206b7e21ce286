"""The ballast lets a sealed pause of a long-lived couple through a full disk, and much more."""

import shutil
from pathlib import Path

import pytest

from tests.given import ASH, WREN
from tests.lives.calendar import days
from tests.lives.recorded import CHAIN, RecordedCouple
from tests.store.disks import FullDisk, through
from tests.store.figures import Figures
from troth.application.ports import StoreFull
from troth.application.read import verify
from troth.domain.agreement.commands import NameArea
from troth.domain.dynamic.commands import End, Pause, Stop
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.domain.kernel import AreaId
from troth.store.place import BALLAST, BALLAST_BYTES, DATABASE
from troth.store.sqlite import SqliteStore

LIVED_DAYS = 120
"""By then the state is as large as it becomes: what is older is left to the record."""

SOMETHING = NameArea(AreaId("garden"), "The garden")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home of a couple who have lived for a while; each test takes a copy."""
    home = tmp_path_factory.mktemp("lived") / "record"
    with SqliteStore(home) as store:
        couple = RecordedCouple(store)
        for day in days(couple):
            if day == LIVED_DAYS:
                break
    return home


def grown(home: Path) -> int:
    return sum(each.stat().st_size for each in home.iterdir() if each.name.startswith(DATABASE))


def test_a_pause_a_stop_and_the_end_fit_into_what_is_held_back(
    lived: Path, quick_home: Path, figures: Figures
) -> None:
    shutil.copytree(lived, quick_home)
    with SqliteStore(quick_home, connect=through(FullDisk(quick_home, 1))) as store:
        couple = RecordedCouple(store)
        with pytest.raises(StoreFull):
            couple.attempt(ASH, SOMETHING)
        before = grown(quick_home)
        for by, command in ((WREN, Pause()), (ASH, Stop()), (WREN, End())):
            couple.does(by, command)
        assert not (quick_home / BALLAST).exists()
        written = grown(quick_home) - before
        assert 0 < written < BALLAST_BYTES
    with SqliteStore(quick_home) as store:
        assert verify(store, CHAIN).is_whole
        again = RecordedCouple(store)
        assert phase(again.state.ground.dynamic, again.now) is Phase.ENDED
    figures(f"full disk: pause, stop and end wrote {written >> 10} of {BALLAST_BYTES >> 10} KiB")


def test_nothing_but_what_protects_is_given_the_ballast(lived: Path, quick_home: Path) -> None:
    shutil.copytree(lived, quick_home)
    with SqliteStore(quick_home, connect=through(FullDisk(quick_home, 1))) as store:
        couple = RecordedCouple(store)
        for _ in range(3):
            with pytest.raises(StoreFull):
                couple.attempt(ASH, SOMETHING)
        assert (quick_home / BALLAST).stat().st_size == BALLAST_BYTES


def test_the_ballast_is_laid_again_once_there_is_room(lived: Path, quick_home: Path) -> None:
    shutil.copytree(lived, quick_home)
    with SqliteStore(quick_home) as store:
        assert store.release_ballast()
    with SqliteStore(quick_home) as store:
        assert (quick_home / BALLAST).stat().st_size == BALLAST_BYTES
        assert RecordedCouple(store).does(WREN, Pause())
