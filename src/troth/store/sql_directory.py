"""Rows that belong to no chain, in an SQL database: accounts, logins, devices."""

from troth.application.ports import Card, Shelf, StoreDamaged
from troth.store.rows import InTransaction, Row, cell, check_card, row_digest

PASSING = (Shelf.LOGIN, Shelf.THROTTLE)
"""What is of this machine and this hour: a copy of it would only help whoever steals one."""

CARD = "SELECT key, owner, body, digest FROM card WHERE shelf = ? AND key = ?"
_OF_OWNER = """
SELECT key, owner, body, digest FROM card WHERE shelf = ? AND owner = ? ORDER BY key"""
_ANY = "SELECT 1 FROM card WHERE shelf = ? LIMIT 1"
_KEEP = """
INSERT INTO card (shelf, key, owner, body, digest) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (shelf, key) DO UPDATE
SET owner = excluded.owner, body = excluded.body, digest = excluded.digest"""
_DROP = "DELETE FROM card WHERE shelf = ? AND key = ?"


class SqlDirectory(InTransaction):
    """The directory, inside a transaction of its connection."""

    def card(self, shelf: Shelf, key: str) -> Card | None:
        """Return one row."""
        row = self._one(CARD, shelf, key)
        return None if row is None else card_of(shelf, row)

    def cards(self, shelf: Shelf, owner: str) -> tuple[Card, ...]:
        """Return all rows of one owner on a shelf, in order of their keys."""
        return tuple(card_of(shelf, row) for row in self._rows(_OF_OWNER, shelf, owner))

    def holds(self, shelf: Shelf) -> bool:
        """Tell whether there is anything on a shelf."""
        return self._one(_ANY, shelf) is not None

    def put_card(self, shelf: Shelf, card: Card) -> None:
        """Keep a row, instead of what the key held before."""
        check_card(card)
        digest = row_digest("card", shelf, card.key, card.owner, body=card.body)
        self._change(_KEEP, shelf, card.key, card.owner, card.body, digest)

    def delete_card(self, shelf: Shelf, key: str) -> None:
        """Drop a row."""
        self._change(_DROP, shelf, key)


def card_of(shelf: str, row: Row) -> Card:
    """Return the card in a row (key, owner, body, digest), if it is what was put there."""
    key, owner, body = cell(str, row[0]), cell(str, row[1]), cell(bytes, row[2])
    if row[3] != row_digest("card", shelf, key, owner, body=body):
        raise StoreDamaged(f"A row of the directory ({shelf}) is not as it was written.")
    return Card(key, owner, body)
