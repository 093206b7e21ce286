"""The secret of the machine: it seals who is told, and signs what is sent to a push service.

It is made when it is first needed. In a home it is a file of its own, which no backup holds: what a
backup has of who is told opens nowhere else. On a shared database it is a row.
"""

import os
from contextlib import suppress
from pathlib import Path

from troth.application.ports import Card, Shelf, Store, StoreDamaged
from troth.crypto.derive import KEY_BYTES
from troth.store.files import sync, write_new

FILE = "telling"
KEY = "telling"


def secret_of(home: Path) -> bytes:
    """Return the secret in a home; of two processes that make it at once, the first one's."""
    file = home / FILE
    with suppress(FileExistsError):
        if not file.exists():
            _write(file, os.urandom(KEY_BYTES))
    found = file.read_bytes()
    if len(found) != KEY_BYTES:
        raise StoreDamaged(f"The file {FILE} of the home is not as it was written: remove it.")
    return found


def shared_secret(store: Store) -> bytes:
    """Return the secret in a database that several machines share."""
    with store.filing() as directory:
        card = directory.card(Shelf.STORE, KEY)
        if card is None:
            card = Card(KEY, KEY, os.urandom(KEY_BYTES))
            directory.put_card(Shelf.STORE, card)
    return card.body


def _write(file: Path, secret: bytes) -> None:
    """Write a private file whole under another name first: nobody reads half of one."""
    fresh = file.with_name(f"{FILE}.{os.urandom(4).hex()}.new")
    write_new(fresh, secret)
    try:
        # A link, unlike a renaming, leaves what somebody else has put there first.
        os.link(fresh, file)
    finally:
        fresh.unlink()
    sync(file.parent)
