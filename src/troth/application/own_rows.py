"""Own rows: what one person keeps about a record up to one of its entries, sealed for themself.

The number of that entry stands before the envelope, and its link is in the place: a row opens
beside the same record only, and for nobody else. Whatever does not open counts as not there.
"""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256

from troth.application.keyring import ChainKeys
from troth.application.ports import (
    BODY_BYTES,
    Card,
    ChainId,
    Directory,
    Head,
    Reading,
    Shelf,
    StoreDamaged,
)
from troth.crypto.envelope import Unopened, open_sealed, seal
from troth.domain.kernel import MemberId, Value

SEQ_BYTES = 8
"""The number of the entry a row is of stands before its envelope: its place names that entry."""


class OwnRows(Value, frozen=True):
    """The rows of one kind: what their keys are made from, and the place of each."""

    kind: str
    placed: Callable[[ChainKeys, Head], bytes]

    def find(self, directory: Directory, chain: ChainId, member: MemberId) -> Card | None:
        """Return somebody's row; one that is damaged counts as none, and is made anew."""
        with suppress(StoreDamaged):
            return directory.card(Shelf.KEYRING, self._key(chain, member))
        return None

    def forget(self, directory: Directory, chain: ChainId, member: MemberId) -> None:
        """Drop somebody's row; one that is not there stays so."""
        directory.delete_card(Shelf.KEYRING, self._key(chain, member))

    def keep(self, directory: Directory, keys: ChainKeys, head: Head, plain: bytes) -> None:
        """Keep a row of one's own, up to an entry; one longer than a row may be is not kept."""
        sealed = seal(keys.identity.settings_key, self.placed(keys, head), plain)
        body = head.seq.to_bytes(SEQ_BYTES) + sealed
        if len(body) <= BODY_BYTES:
            member = own_member(keys)
            directory.put_card(Shelf.KEYRING, Card(self._key(keys.chain, member), member, body))

    def opened(self, reading: Reading, keys: ChainKeys, card: Card) -> tuple[int, bytes] | None:
        """Return up to which entry a row is, and what it holds; None if it is not of this record.

        Raises StoreDamaged if that entry cannot be read.
        """
        seq = int.from_bytes(card.body[:SEQ_BYTES])
        if not 0 < seq <= reading.head.seq:
            return None
        (entry,) = reading.entries(seq - 1, 1)
        where = self.placed(keys, Head(seq, entry.link))
        with suppress(Unopened):
            return seq, open_sealed(keys.identity.settings_key, where, card.body[SEQ_BYTES:])
        return None

    def _key(self, chain: ChainId, member: MemberId) -> str:
        return sha256(f"{self.kind}/{chain}/{member}".encode()).hexdigest()


def own_member(keys: ChainKeys) -> MemberId:
    """Return whose keys these are."""
    return keys.authors[keys.identity.id]
