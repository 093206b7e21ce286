"""One row in one durable commit: what an act costs if nothing is decided or checked."""

from pathlib import Path

import apsw

ROW_BYTES = 600
"""The size of an entry."""


class OneRow:
    """A table in a file of its own, with the settings of a record and nothing else of Troth."""

    def __init__(self, path: Path) -> None:
        self._database = apsw.Connection(str(path))
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY, body BLOB) STRICT")

    def commit(self) -> None:
        """Insert one row of the size of an entry, and wait for the disk."""
        self._database.execute("INSERT INTO entry (body) VALUES (?)", (bytes(ROW_BYTES),))
