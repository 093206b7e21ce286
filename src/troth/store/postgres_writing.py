"""What a writer locks in PostgreSQL, where others write at the same time."""

from troth.application.ports import EMPTY, Card, ChainId, Shelf, StoreBusy
from troth.store.rows import Connection, check_card, row_digest
from troth.store.sql_chain import SqlTransaction
from troth.store.sql_directory import CARD, SqlDirectory, card_of

_LOCK_HEAD = "SELECT 1 FROM head WHERE chain = ? FOR UPDATE"
_MAKE_HEAD = """
INSERT INTO head (chain, seq, link) VALUES (?, ?, ?)
ON CONFLICT (chain) DO NOTHING RETURNING 1"""
_ADD_CARD = """
INSERT INTO card (shelf, key, owner, body, digest) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (shelf, key) DO NOTHING RETURNING 1"""

MOST_TRIES = 3
"""Each further one means that somebody erased the chain just then; nobody does it twice."""


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
        _lock(chain, connection)
        SqlTransaction.__init__(self, chain, connection)


def _lock(chain: ChainId, connection: Connection) -> None:
    """Lock the head of a chain, making it first where there is none.

    It is locked before it is read: what a statement that waited reads beside the locked row is
    from before its wait.
    """
    for _ in range(MOST_TRIES):
        if connection.rows(_LOCK_HEAD, chain):
            return
        # Not a change: if nothing comes of the act, the chain is not to be known.
        if connection.rows(_MAKE_HEAD, chain, EMPTY.seq, EMPTY.link):
            return
    raise StoreBusy("The chain is being erased; try again in a moment.")
