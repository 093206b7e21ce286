"""Whole chains to tamper with, and the ways to tamper with entries one has in hand."""

import json
from collections.abc import Iterable
from typing import TypeAlias

import msgspec

from tests.keys import identity, keys_of
from tests.store.writing import ASH, OURS, WREN, operation, sealed
from troth.application.grants import admitted, signed
from troth.application.headers import ENTRY_TAG, link_of
from troth.application.ports import EMPTY, ChainId, Entry, Head, Sealed, Verdict
from troth.crypto.keys import Identity, KeyId
from troth.domain.kernel import MemberId
from troth.store.chain import Claim, make_entry, verify
from troth.store.memory import MemoryStore

LENGTH = 6

Bodies: TypeAlias = tuple[bytes, ...]


class Author:
    """Somebody who signs with a key, under the name of that key or of another."""

    def __init__(self, signer: Identity, named: KeyId | None = None) -> None:
        self.id = signer.id if named is None else named
        self.public = signer.public
        self._signer = signer

    def sign(self, message: bytes) -> bytes:
        """Sign with the key that is there."""
        return self._signer.sign(message)


def author(number: int) -> Identity:
    """Return who writes an entry of this number: Ash and Wren in turn."""
    return identity((ASH, WREN)[number % 2])


def a_chain(length: int = LENGTH, chain: ChainId = OURS) -> list[Entry]:
    """Make a whole chain."""
    entries = list[Entry]()
    for number in range(1, length + 1):
        act = (sealed(number), author(number))
        entries.append(make_entry(chain, end_of(entries), operation(number), act))
    return entries


def after(
    entries: list[Entry],
    act: Sealed,
    number: int | None = None,
    by: Author | Identity | None = None,
) -> Entry:
    """Make the entry of our chain that follows others."""
    next_ = len(entries) + 1
    op = operation(next_ if number is None else number)
    return make_entry(OURS, end_of(entries), op, (act, by or author(next_)))


def end_of(entries: list[Entry]) -> Head:
    """Return the head that a whole chain ends in."""
    return Head(len(entries), entries[-1].link) if entries else EMPTY


def changed(entry: Entry, **fields: object) -> Entry:
    """Change parts of a stored entry and leave the rest."""
    return msgspec.structs.replace(entry, **fields)


def rewritten(entry: Entry, by: Author | Identity | None = None, **fields: object) -> Entry:
    """Forge a header with other fields, a link that fits it, and perhaps a signature."""
    header = json.dumps({**json.loads(entry.header), **fields}, separators=(",", ":")).encode()
    link = link_of(header)
    signature = entry.signature if by is None else by.sign(ENTRY_TAG + link)
    return changed(entry, header=header, link=link, signature=signature)


def grants_of(chain: ChainId = OURS, members: tuple[MemberId, MemberId] = (ASH, WREN)) -> Bodies:
    """Return the grants of two people who share a chain."""
    store = MemoryStore()
    keys_of(store, chain, members)
    with store.reading(chain) as reading:
        return reading.grants()


def renewed_grants(bodies: Bodies) -> Bodies:
    """Return the grants of a new key, sent by Ash to those who have the first."""
    return tuple(
        signed(msgspec.structs.replace(each, epoch=each.epoch + 1), identity(ASH))
        for each in admitted(OURS, bodies)
    )


OUR_GRANTS = grants_of()


def checked(entries: Iterable[Entry], head: Head, after: Head = EMPTY) -> Verdict:
    """Check entries as those of our chain."""
    return verify(Claim(OURS, head, OUR_GRANTS, after), entries)
