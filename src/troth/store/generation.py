"""Which record a home directory holds: one that came back from a copy is recognised, and rests.

An id stands in the database and, outside it, in a file of the home. A backup holds another id, so
wherever its file is put, the two differ. Somebody who copies a whole home by hand copies both: that
cannot be told from moving house.
"""

import os
import re
from contextlib import suppress
from pathlib import Path

from troth.application.notices import NOTICES, RESTORED
from troth.application.ports import Card, Shelf, Store, StoreError
from troth.application.rules import SHARED_PREFIX
from troth.store.files import write_whole

FILE = "generation"
KEY = "generation"
ID_BYTES = 16

_ID = re.compile(r"[0-9a-f]{32}")

UNREADABLE = ""
"""Stands for a row that holds no id: no file holds this one either."""

MARK = b"\x01"
"""What stands in a chain's row until somebody with keys has seen to it; no word is on the disk."""


def settle_generation(store: Store, home: Path) -> bool:
    """Recognise a record that came back from a copy; say whether this is one that just did.

    What cannot be looked at or written now is left for the next start: this keeps nobody from
    pausing, and an act on a full or damaged disk says by itself what is wrong.
    """
    with suppress(StoreError, OSError):
        return _settled(store, home / FILE)
    return False


def _settled(store: Store, file: Path) -> bool:
    outside, inside = outer_id(file), inner_id(store)
    if inside is not None and outside == inside:
        return False
    # A new record has neither; one that was there before this was kept is nobody's copy either.
    is_copy = (outside, inside) != (None, None) and mark_restored(store)
    if inside == UNREADABLE:
        renew(store)
    # The file last: after a crash before it the chains are marked again, and none is missed.
    write_whole(file, _new_id(store).encode("ascii"))
    return is_copy


def is_settled(store: Store, home: Path) -> bool:
    """Tell whether the ids in the database and beside it are the same."""
    inside = inner_id(store)
    return inside is not None and inside == outer_id(home / FILE)


def outer_id(file: Path) -> str | None:
    """Return the id in a file; one that cannot be read is none, and the record then rests."""
    try:
        found = file.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return None
    return found if _ID.fullmatch(found) else None


def inner_id(store: Store) -> str | None:
    """Return the id that stands in a record."""
    with store.finding() as directory:
        card = directory.card(Shelf.STORE, KEY)
    return None if card is None else _read(card)


def _read(card: Card) -> str:
    """Return an id as text; what is none is like no id in a file, so that the record rests."""
    found = card.body.decode("ascii", "replace")
    return found if _ID.fullmatch(found) else UNREADABLE


def renew(store: Store) -> None:
    """Give a record another id, as a backup gets one, so that it is recognised wherever it is."""
    with store.filing() as directory:
        directory.put_card(Shelf.STORE, Card(KEY, KEY, os.urandom(ID_BYTES).hex().encode()))


def mark_restored(store: Store) -> bool:
    """Leave a row in each shared chain for whoever opens it first; say whether there is any."""
    chains = [chain for chain in store.chains() if chain.startswith(SHARED_PREFIX)]
    for chain in chains:
        with store.acting(chain) as transaction:
            transaction.put_pending(NOTICES, RESTORED, MARK)
    return bool(chains)


def _new_id(store: Store) -> str:
    """Return the id of a new record; of two processes that begin at once, the first one's."""
    with store.filing() as directory:
        card = directory.card(Shelf.STORE, KEY)
        if card is None:
            card = Card(KEY, KEY, os.urandom(ID_BYTES).hex().encode())
            directory.put_card(Shelf.STORE, card)
    return _read(card)
