"""The full disk: what protects is let through it, by giving up what was held back for that."""

from collections.abc import Callable
from typing import TypeVar

from troth.application.ports import Store, StoreFull

T = TypeVar("T")


def past_full_disk(store: Store, attempt: Callable[[], T]) -> T:
    """Try, and on a full disk give up the ballast and try once more: protection fails open."""
    try:
        return attempt()
    except StoreFull:
        if not store.release_ballast():
            raise
        return attempt()
