"""What a writer locks in PostgreSQL, where others write at the same time."""

from msgspec.structs import astuple

from troth.application.ports import EMPTY, Card, ChainId, Entry, OperationId, Shelf, StoreBusy
from troth.store.rows import Connection, check_card, row_digest
from troth.store.sql_chain import ADD_ENTRY, SqlTransaction, read_by_each_act
from troth.store.sql_directory import CARD, SqlDirectory, card_of

_LOCK_HEAD = "SELECT 1 FROM head WHERE chain = ? FOR UPDATE"
_MAKE_HEAD = """
INSERT INTO head (chain, seq, link) VALUES (?, ?, ?)
ON CONFLICT (chain) DO NOTHING"""
_ADD_CARD = """
INSERT INTO card (shelf, key, owner, body, digest) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (shelf, key) DO NOTHING RETURNING 1"""

MOST_TRIES = 3
"""A new chain takes two; a third means that somebody erased it just then, which nobody repeats."""


class PostgresDirectory(SqlDirectory):
    """The directory of a writer: a row that was read stays so until the transaction ends."""

    def __init__(self, connection: Connection) -> None:
        SqlDirectory.__init__(self, connection)
        self._absent = set[tuple[Shelf, str]]()

    def card(self, shelf: Shelf, key: str) -> Card | None:
        """Return one row, and keep others from changing it."""
        row = self._one(CARD + " FOR UPDATE", shelf, key)
        if row is None:
            self._absent.add((shelf, key))
            return None
        return card_of(shelf, row)

    def put_card(self, shelf: Shelf, card: Card) -> None:
        """Keep a row; where there was none when it was read, nobody else may have put one.

        Raises StoreBusy if somebody has: two people would else both take one name.
        """
        if (shelf, card.key) not in self._absent:
            SqlDirectory.put_card(self, shelf, card)
            return
        check_card(card)
        digest = row_digest("card", shelf, card.key, card.owner, body=card.body)
        if not self._change(_ADD_CARD, shelf, card.key, card.owner, card.body, digest):
            raise StoreBusy("Somebody else did the same just now; try again in a moment.")
        self._absent.discard((shelf, card.key))


class PostgresTransaction(PostgresDirectory, SqlTransaction):
    """The one writer of a chain: it holds the row of the chain's head until it ends."""

    def __init__(self, chain: ChainId, connection: Connection) -> None:
        PostgresDirectory.__init__(self, connection)
        self._unwritten = set[OperationId]()
        _lock(chain, connection)
        SqlTransaction.__init__(self, chain, connection)

    def operation(self, op: OperationId) -> Entry | None:
        """Return the entry this operation wrote; where there is none, nobody else can write it."""
        found = SqlTransaction.operation(self, op)
        if found is None:
            self._unwritten.add(op)
        return found

    def _add(self, entry: Entry) -> bool:
        """Add an entry with the commit; whoever has looked its operation up need not wait here.

        One that is there in spite of the lock is the server's error, not an answer: the head may
        not move without its entry.
        """
        if entry.op not in self._unwritten and self.operation(entry.op) is not None:
            return False
        self._unwritten.discard(entry.op)
        self._change_soon(ADD_ENTRY, self._chain, *astuple(entry))
        return True


def _lock(chain: ChainId, connection: Connection) -> None:
    """Lock the head of a chain, making it first where there is none.

    It is locked before it is read: what a statement that waited reads beside the locked row is
    from before its wait. Everything is asked for at once, and answered in that order.
    """
    for _ in range(MOST_TRIES):
        connection.foresee((_LOCK_HEAD, (chain,)), *read_by_each_act(chain))
        if connection.rows(_LOCK_HEAD, chain):
            return
        # Not a change: if nothing comes of the act, the chain is not to be known.
        connection.rows(_MAKE_HEAD, chain, EMPTY.seq, EMPTY.link)
    raise StoreBusy("The chain is being erased; try again in a moment.")
