"""What every store in an SQL database does alike, whatever opens its transactions."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Self

from troth.application.ports import ChainId
from troth.store.rows import Connection, check_key
from troth.store.sql_chain import SqlReading, SqlTransaction, chains, inspect
from troth.store.sql_directory import SqlDirectory


class SqlStore(ABC):
    """Keeps chains in the tables of an SQL database."""

    @contextmanager
    def acting(self, chain: ChainId) -> Iterator[SqlTransaction]:
        """Lock the head of a chain; commit on normal exit, undo on any exception."""
        check_key(chain)
        with self._writing() as connection, closing(self._begun(chain, connection)) as transaction:
            yield transaction

    @contextmanager
    def reading(self, chain: ChainId) -> Iterator[SqlReading]:
        """Open one consistent view of a chain."""
        check_key(chain)
        with self._viewing() as connection, closing(SqlReading(chain, connection)) as reading:
            yield reading

    @contextmanager
    def filing(self) -> Iterator[SqlDirectory]:
        """Write in the directory; commit on normal exit, undo on any exception."""
        with self._writing() as connection, closing(self._filed(connection)) as directory:
            yield directory

    @contextmanager
    def finding(self) -> Iterator[SqlDirectory]:
        """Read in the directory only."""
        with self._viewing() as connection, closing(SqlDirectory(connection)) as directory:
            yield directory

    def chains(self) -> tuple[ChainId, ...]:
        """Return every chain that has an entry, in order of name."""
        with self._viewing() as connection:
            return chains(connection)

    def inspect(self) -> None:
        """Check every row no chain vouches for."""
        with self._viewing() as connection:
            inspect(connection)

    @abstractmethod
    def close(self) -> None:
        """Let go of files, locks and connections; whoever is still writing finishes first."""

    def __enter__(self) -> Self:
        """Use the store in a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Connection]:
        """Lend a connection in a transaction that commits on normal exit."""

    @abstractmethod
    def _viewing(self) -> AbstractContextManager[Connection]:
        """Lend a connection in a transaction that sees one moment only."""

    def _begun(self, chain: ChainId, connection: Connection) -> SqlTransaction:
        return SqlTransaction(chain, connection)

    def _filed(self, connection: Connection) -> SqlDirectory:
        return SqlDirectory(connection)
