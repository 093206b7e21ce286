"""Rotation: a new key for what a chain holds from now on; what it holds already stays readable.

It is sent to the same two people and to nobody else, under the keys by which they know each other.
"""

from contextlib import suppress
from functools import partial

from msgspec.structs import replace

from troth.application.codec import encode_snapshot
from troth.application.folding import load
from troth.application.grants import MEMBERS, Grant, admitted, signed
from troth.application.handle import World
from troth.application.keyring import (
    KEY_CHANGED,
    KeyChanged,
    Keyring,
    Ring,
    digest_of,
    keep_membership,
    keep_ring,
    renewed,
)
from troth.application.pending import Rows
from troth.application.ports import ChainId, StoreError, Transaction
from troth.application.rules import SHARED
from troth.application.sealing import seal_snapshot
from troth.crypto.keys import UnusableKey, new_key, send
from troth.domain.kernel import MemberId


def rotate(world: World, chain: ChainId) -> World:
    """Begin the next epoch of a shared chain, and return a world that writes in it.

    While only its founder is there nothing is done: whoever joins is given the first key.
    Raises KeyChanged rather than send a key to another than the one this person has known.
    """
    with world.store.acting(chain) as transaction:
        bodies = transaction.grants()
        known = world.keys.membership(chain, bodies)
        latest = _latest(admitted(chain, bodies))
        if len(latest) < MEMBERS:
            return world
        epoch, key = max(known.keys) + 1, new_key()
        for grant in latest.values():
            body = _next_grant(world.keys, grant, epoch, key)
            transaction.put_grant(epoch, grant.member, body)
        bodies = transaction.grants()
        known = renewed(known, admitted(chain, bodies), world.keys, digest_of(bodies))
        keys = keep_membership(transaction, world.keys, chain, known)
        _reseal_snapshot(transaction, world.keys, keys)
        rows = Rows(keys.of(transaction), are_shared=True)
        for member in latest:
            rows.renew(transaction, member)
    return replace(world, keys=keys)


def owing_rotations(ring: Ring) -> Ring:
    """Return a ring that remembers to rotate every shared chain of its owner's."""
    return replace(ring, owed=tuple(ring.memberships))


def finish_rotations(world: World) -> World:
    """Rotate the chains that are owed it, and return the world that writes under the new keys.

    A chain that cannot be rotated now stays owed, and the next login tries again: whoever has
    recovered gets in, also where a key was replaced and that has to be spoken of first.
    """
    for chain in world.keys.ring.owed:
        with suppress(StoreError):
            rotated = rotate(world, chain)
            world = world if rotated is world else _settled(rotated, chain)
    return world


def _settled(world: World, chain: ChainId) -> World:
    with world.store.filing() as directory:
        return replace(world, keys=keep_ring(directory, world.keys, partial(_paid, chain=chain)))


def _paid(ring: Ring, chain: ChainId) -> Ring:
    return replace(ring, owed=tuple(each for each in ring.owed if each != chain))


def _latest(grants: tuple[Grant, ...]) -> dict[MemberId, Grant]:
    """Return each member's grant of the latest epoch."""
    return {grant.member: grant for grant in sorted(grants, key=lambda each: each.epoch)}


def _next_grant(keys: Keyring, grant: Grant, epoch: int, key: bytes) -> bytes:
    """Return a member's grant to a new epoch, signed by whoever rotates."""
    blank = replace(grant, epoch=epoch, key=b"", by=keys.identity.id)
    try:
        sealed = send(grant.receives, blank.place, key)
    except UnusableKey:
        raise KeyChanged(KEY_CHANGED) from None
    return signed(replace(blank, key=sealed), keys.identity)


def _reseal_snapshot(transaction: Transaction, before: Keyring, after: Keyring) -> None:
    """Keep the state under the new key only: whoever stole the old one would need no more."""
    loaded = load(transaction, before.of(transaction), SHARED)
    if loaded.at is not None:
        snapshot = encode_snapshot(loaded.at, loaded.state)
        sealed = seal_snapshot(after.of(transaction), loaded.seq, snapshot)
        transaction.put_snapshot(sealed)
