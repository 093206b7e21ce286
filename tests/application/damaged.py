"""Rows that are no longer what was written: one entry, or the pages around it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from msgspec.structs import replace

from tests.application.homes import CHAIN
from troth.application.ports import ChainId, Entry, StoreDamaged
from troth.store.memory import MemoryReading, MemoryStore


def damage(store: Any, seq: int, chain: ChainId = CHAIN) -> None:  # noqa: ANN401 - what is inside
    """Change what one entry holds, as a failing disk would."""
    entries: list[Entry] = vars(store)["_logs"][chain].entries
    entries[seq - 1] = replace(entries[seq - 1], structure=bytes(64))


class TornReading(MemoryReading):
    """A view in which a page with one missing entry is refused whole, as a database refuses it."""

    lost = frozenset[int]()

    def entries(self, after_seq: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Give entries, unless one of them is lost."""
        end = self.head.seq if limit is None else min(self.head.seq, after_seq + limit)
        if self.lost & set(range(after_seq + 1, end + 1)):
            raise StoreDamaged(f"Entries between {after_seq + 1} and {end} are missing.")
        return super().entries(after_seq, limit)


class TornStore(MemoryStore):
    """A store that has lost some entries of its chains, and gives none of their pages."""

    lost = frozenset[int]()

    @contextmanager
    def reading(self, chain: ChainId) -> Iterator[MemoryReading]:
        """Open a view that misses what was lost."""
        with super().reading(chain) as whole:
            torn = TornReading(chain, vars(whole)["_log"])
            torn.lost = self.lost
            yield torn
