"""A drill: the record is backed up while others write, lost, restored, verified, and rests."""

import shutil
import threading
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from tests.application.couples import begun
from tests.application.homes import CHAIN, Home
from tests.given import ASH, WREN
from tests.store.figures import Figures, rounds
from troth.application.read import verify
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.dynamic.events import Phase
from troth.domain.dynamic.state import phase
from troth.store.backup import Keeping, back_up, restore
from troth.store.generation import settle_generation
from troth.store.sqlite import SqliteStore

MADE_AT = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


def write_on(couple: Home, until: threading.Event) -> None:
    for number in count(1):
        said = Observe(ObservationId(f"n{number}"), WREN, ObservationKind.PRAISE, "The supper.")
        couple.does(ASH, said)
        if until.is_set():
            return


def test_a_record_lost_under_load_is_back_whole_and_rests(home: Path, figures: Figures) -> None:
    kept, restored, over = home.parent / "kept", home.parent / "restored", threading.Event()
    with SqliteStore(home) as store:
        settle_generation(store, home)
        couple = begun(store)
        for number in range(rounds(200, 20_000)):
            said = Observe(ObservationId(f"b{number}"), WREN, ObservationKind.PRAISE, "Tea.")
            couple.does(ASH, said)
        writing = threading.Thread(target=write_on, args=(couple, over))
        writing.start()
        backup = back_up(home, kept, MADE_AT, (SqliteStore, Keeping()))
        over.set()
        writing.join()
        last = couple.view().seq
    shutil.rmtree(home)
    began = time.perf_counter()
    restore(Path(backup.file), restored, SqliteStore)
    with SqliteStore(restored) as store:
        assert settle_generation(store, restored)
        assert verify(store, CHAIN).is_whole
        couple.opens(store)
        seen = couple.view()
        assert phase(seen.state.ground.dynamic, seen.moment.at) is Phase.PAUSED
    seconds = time.perf_counter() - began
    assert 0 < backup.holds.entries <= last
    figures(
        f"restore drill under load: {backup.holds.entries} entries back, verified and paused "
        f"in {seconds:.1f} s; {last - backup.holds.entries} were written after the backup began"
    )
