"""Remembering: this machine keeps where each record stood when a command last looked at it.

An older copy put over the record takes back what the keyring has seen, and not this.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from troth.application.keyring import Keyring
from troth.application.ports import ChainId, Head, Store
from troth.application.remembered import NOTHING, Memory, accepted, compared, recall, sealed
from troth.store.files import write_whole

LONGEST_FILE = 4096
"""Bytes that are read: what is sealed for one person is far less."""


class Remembering:
    """What this machine remembers for one person, in a file of its own."""

    def __init__(self, store: Store, file: Path) -> None:
        """Take where the records are, and where the file lies; nothing is read yet."""
        self._store = store
        self._file = file

    def beside(self, keys: Keyring) -> Keyring:
        """Return the keys with an alarm on each record in doubt; keep what is seen now."""
        before = self._memory(keys)
        keys, now = compared(self._store, keys, before)
        if now != before:
            self._keep(keys, now)
        return keys

    def take(self, keys: Keyring, chain: ChainId) -> None:
        """Remember a record as it stands, once its reader has accepted it."""
        self._keep(keys, accepted(keys, self._memory(keys), chain))

    def ends(self, keys: Keyring) -> Mapping[ChainId, Head]:
        """Return where each record stood when it was last seen here and nothing was in doubt."""
        return self._memory(keys).ends

    def _memory(self, keys: Keyring) -> Memory:
        """Return what is kept; a file that cannot be read, or is another's, holds nothing."""
        try:
            with self._file.open("rb") as opened:
                return recall(keys, [opened.read(LONGEST_FILE)]).memory
        except OSError:
            return NOTHING

    def _keep(self, keys: Keyring, memory: Memory) -> None:
        """Keep what was seen; where there is no room, the next command tries again."""
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._file, sealed(keys, memory))
