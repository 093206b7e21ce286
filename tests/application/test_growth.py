"""A long record costs an act and a look no more than a short one: counted in rows and bytes."""

import pytest

from tests.application.counting import CountingStore, Counts
from tests.given import ASH, STRANGER, WREN
from tests.lives.calendar import days
from tests.lives.recorded import CHAIN, RecordedCouple
from troth.application.codec import encode_snapshot
from troth.application.read import PAGE_LENGTH, history
from troth.domain.conduct.observations import ObservationId, ObservationKind, Observe
from troth.domain.kernel import MemberId, NotAMember
from troth.store.memory import MemoryStore

EARLY_DAY, LATE_DAY = 120, 365
"""The memory reaches 31 days back: by the earlier day everything is forgotten at times."""

GROWTH = 1.3
"""What a state may grow by: more decisions stand and more weeks are shown, each up to a cap."""

Costs = dict[str, Counts]


class Life:
    """A recorded couple, the store they act in, and what an act and a look cost on some days."""

    def __init__(self) -> None:
        self.store = CountingStore(MemoryStore())
        self.couple = RecordedCouple(self.store)
        self.entries: dict[int, int] = {}
        self.costs: dict[int, Costs] = {}
        self.sizes: dict[int, int] = {}

    def measure(self, day: int) -> None:
        """Note what an act, a look, a page of history and a refusal cost on a day."""
        self.entries[day] = self.couple.acts
        self.sizes[day] = len(encode_snapshot(self.couple.now, self.couple.state))
        self.costs[day] = {
            "act": self._act(ASH, day),
            "look": self._look(),
            "page": self._page(),
            "refusal": self._act(STRANGER, day),
        }

    def _act(self, by: MemberId, day: int) -> Counts:
        self.store.restart()
        said = Observe(ObservationId(f"measured-{by}-{day}"), WREN, ObservationKind.PRAISE)
        outcome = self.couple.attempt(by, said)
        assert isinstance(outcome, NotAMember) is (by == STRANGER)
        return self.store.restart()

    def _look(self) -> Counts:
        self.store.restart()
        self.couple.seen()
        return self.store.restart()

    def _page(self) -> Counts:
        self.store.restart()
        assert len(history(self.couple.world, CHAIN).lines) == PAGE_LENGTH
        return self.store.restart()


@pytest.fixture(scope="module")
def life() -> Life:
    """Live for a good year, and measure early and late."""
    lived = Life()
    for day in days(lived.couple):
        if day in {EARLY_DAY, LATE_DAY}:
            lived.measure(day)
        if day == LATE_DAY:
            break
    return lived


def test_there_is_much_more_record_on_the_later_day(life: Life) -> None:
    assert life.entries[LATE_DAY] > 3 * life.entries[EARLY_DAY] > 3_000


@pytest.mark.parametrize("what", ["act", "look", "page", "refusal"])
def test_no_more_rows_are_read_or_written_however_long_the_record(life: Life, what: str) -> None:
    early, late = life.costs[EARLY_DAY][what], life.costs[LATE_DAY][what]
    assert len(late.read) == len(early.read)
    assert len(late.written) == len(early.written)


@pytest.mark.parametrize(("what", "rows"), [("act", 1), ("look", 1), ("page", PAGE_LENGTH)])
def test_only_the_snapshot_is_read_for_an_act_and_only_a_page_for_a_page(
    life: Life, what: str, rows: int
) -> None:
    assert len(life.costs[LATE_DAY][what].read) == rows


def test_an_act_writes_its_entry_and_the_snapshot_and_a_refusal_nothing(life: Life) -> None:
    assert len(life.costs[LATE_DAY]["act"].written) == 2
    assert life.costs[LATE_DAY]["refusal"].written == []
    assert life.costs[LATE_DAY]["look"].written == []


@pytest.mark.parametrize("what", ["act", "look", "page", "refusal"])
def test_hardly_more_bytes_are_read_or_written_however_long_the_record(
    life: Life, what: str
) -> None:
    early, late = life.costs[EARLY_DAY][what], life.costs[LATE_DAY][what]
    assert sum(late.read) <= GROWTH * sum(early.read)
    assert sum(late.written) <= GROWTH * sum(early.written)


def test_the_state_forgets_what_is_over(life: Life) -> None:
    assert life.sizes[LATE_DAY] <= GROWTH * life.sizes[EARLY_DAY]
