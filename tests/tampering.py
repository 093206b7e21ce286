"""What somebody could do to a record who runs the server: the host, or the partner who hosts.

The partner has the key of the chain, so what they write opens; what they lack is the other's
signature.
"""

from hashlib import sha256

import msgspec
from msgspec.structs import replace

from troth.application.codec import encode_snapshot
from troth.application.folding import folded, nothing_yet, opened
from troth.application.grants import admitted
from troth.application.handle import World
from troth.application.headers import parse_header
from troth.application.keyring import Keyring
from troth.application.ports import EMPTY, ChainId, Entry, Sealed, Transaction
from troth.application.rules import SHARED
from troth.application.sealing import seal_snapshot
from troth.crypto.keys import Identity, KeyId
from troth.domain.decider import State
from troth.domain.kernel import MemberId


def forger(world: World, victim: MemberId, chain: ChainId) -> World:
    """Return the world of a member who acts under the other's name, with their own key."""
    with world.store.reading(chain) as reading:
        authors = world.keys.of(reading).authors
    forged = Identity(sha256(world.keys.member.encode()).digest())
    (vars(forged)["id"],) = (id_ for id_, member in authors.items() if member == victim)
    return replace(world, keys=Keyring(victim, forged, world.keys.ring))


def unseeing(world: World) -> World:
    """Return the world of somebody who has taken out what would keep them from writing on."""
    known = world.keys.ring.memberships.items()
    memberships = {chain: replace(each, seen=EMPTY, alarm=None) for chain, each in known}
    ring = replace(world.keys.ring, memberships=memberships)
    return replace(world, keys=Keyring(world.keys.member, world.keys.identity, ring))


class _Kept:
    """Somebody whose signature of just this entry was kept."""

    def __init__(self, id_: KeyId, signature: bytes) -> None:
        self.id = id_
        self.public = b""
        self._signature = signature

    def sign(self, _message: bytes) -> bytes:
        """Return the signature that was kept."""
        return self._signature


def rewind(world: World, chain: ChainId, seq: int) -> None:
    """Put an older copy of a record in place of the present one, up to an entry of that number."""
    with world.store.reading(chain) as reading:
        entries, grants = tuple(reading.entries(limit=seq)), reading.grants()
    with world.store.acting(chain) as transaction:
        transaction.erase_chain()
    with world.store.acting(chain) as transaction:
        for grant in admitted(chain, grants):
            transaction.put_grant(grant.epoch, grant.member, msgspec.msgpack.encode(grant))
        for entry in entries:
            write_again(transaction, entry)
    keep_state(world, chain)


def keep_state(world: World, chain: ChainId, state: State | None = None) -> None:
    """Keep a state beside a record, sealed as it should be: the fold, or one made up."""
    with world.store.acting(chain) as transaction:
        keys = world.keys.of(transaction)
        fold = folded(SHARED, nothing_yet(SHARED), opened(keys, transaction.entries()))
        assert fold.at is not None
        body = encode_snapshot(fold.at, fold.state if state is None else state)
        transaction.put_snapshot(seal_snapshot(keys, fold.seq, body))


def write_again(transaction: Transaction, entry: Entry) -> None:
    """Append an entry as it was, byte for byte."""
    header = parse_header(entry.header)
    assert header is not None
    kept = _Kept(KeyId(header.akid), entry.signature)
    sealed = Sealed(header.epoch, entry.structure, entry.words)
    assert transaction.append(entry.op, sealed, b"", kept) == entry
