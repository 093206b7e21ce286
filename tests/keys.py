"""Keys for tests: everybody's follow from their name, and two people share a chain at once.

What a couple goes through to come to one chain (an account, an invitation, ten words) is tested
where it is built; elsewhere it would only be slow.
"""

from hashlib import sha256

from tests.given import ASH, WREN
from troth.application.grants import FIRST_EPOCH, GRANT_FORMAT, Grant, signed, vouch
from troth.application.keyring import Keyring, Membership, Ring, digest_of
from troth.application.ports import ChainId, Store
from troth.crypto.keys import Identity, invitation_identity, send
from troth.domain.kernel import MemberId

NEVER = 1 << 40
"""A second far in the future, until when the invitations of tests hold."""


def identity(member: MemberId) -> Identity:
    """Return a person's identity; the same person has the same one everywhere."""
    return Identity(sha256(member.encode()).digest())


def own_keys(member: MemberId) -> Keyring:
    """Return the keyring of somebody who is in no shared chain."""
    return Keyring(member, identity(member), Ring())


def keys_of(
    store: Store, chain: ChainId, members: tuple[MemberId, MemberId] = (ASH, WREN)
) -> dict[MemberId, Keyring]:
    """Return keyrings of two people who share a chain, the first of whom founded it."""
    key = sha256(chain.encode()).digest()
    with store.acting(chain) as transaction:
        if not transaction.grants():
            for member, body in zip(members, _grants(chain, key, members), strict=True):
                transaction.put_grant(FIRST_EPOCH, member, body)
        digest = digest_of(transaction.grants())
    authors = {identity(member).id: member for member in members}
    known = Membership("ours", {FIRST_EPOCH: key}, authors, digest)
    return {member: own_keys(member).with_membership(chain, known) for member in members}


def _grants(chain: ChainId, key: bytes, members: tuple[MemberId, MemberId]) -> tuple[bytes, bytes]:
    founder = identity(members[0])
    invitation = invitation_identity(key[:16])
    voucher = vouch(chain, invitation.public, NEVER, founder)
    first, second = (_grant(chain, key, member) for member in members)
    return signed(first, founder), signed(second, invitation, voucher)


def _grant(chain: ChainId, key: bytes, member: MemberId) -> Grant:
    own = identity(member)
    who = (member, own.public, own.receives)
    grant = Grant(GRANT_FORMAT, chain, FIRST_EPOCH, *who, key=b"", by=own.id)
    sealed = send(own.receives, grant.place, key)
    return Grant(GRANT_FORMAT, chain, FIRST_EPOCH, *who, key=sealed, by=own.id)
