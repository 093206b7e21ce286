"""Grants: who may write and read a chain, shown by signatures that need no secret key to check.

The founder admits themself. The joiner is admitted by an invitation: the founder signs the public
key that follows from its one-time secret, and that key signs the joiner's. Later epochs renew the
key of the chain for the same two people. Nobody else can be admitted, by whoever runs the server.
"""

from collections import Counter
from hashlib import sha256

import msgspec

from troth.application.decoding import decoded
from troth.application.ports import Author, ChainId
from troth.crypto.envelope import place
from troth.crypto.keys import Identity, KeyId, is_signed, key_id
from troth.domain.kernel import MemberId, Value

GRANT_FORMAT = 1

FIRST_EPOCH = 1
"""The epoch in which a chain begins; a new key for the same two people begins the next."""

OWN_EPOCH = 0
"""The epoch of what is sealed under a person's own key, which follows from their root key."""

LAST_EPOCH = (1 << 31) - 1
"""Every database, and the head of a sealed snapshot, can hold this number; none need hold more."""

MEMBERS = 2
"""A chain has at most the two people of a dynamic; a private chain has one."""


class FalseGrant(Exception):
    """Raised when a chain's grants do not follow from its founder's signature."""


class Voucher(Value, frozen=True):
    """The founder's word for an invitation: its public key, and until when it holds.

    `expires_at` is in seconds since 1970, UTC.
    """

    invitation: bytes
    expires_at: int
    signature: bytes


class Grant(Value, frozen=True):
    """One member's admission to one epoch of a chain.

    `public` and `receives` are the member's Ed25519 and X25519 keys. `key` is the key of the
    epoch, sealed for `receives`; a private chain has none, for its author's own key opens it.
    `by` is the key that signs: the founder's, the invitation's, or in later epochs a member's.
    """

    format: int
    chain: ChainId
    epoch: int
    member: MemberId
    public: bytes
    receives: bytes
    key: bytes
    by: KeyId
    signature: bytes = b""
    voucher: Voucher | None = None

    @property
    def id(self) -> KeyId:
        """The id of the member's public key."""
        return key_id(self.public)

    @property
    def writes_in(self) -> int:
        """The epoch of the entries that its member writes by it."""
        return self.epoch if self.key else OWN_EPOCH

    @property
    def place(self) -> bytes:
        """What the sealed key is bound to: it opens nowhere else and for nobody else."""
        return place("grant-key", self.chain, self.epoch, self.member, self.public)

    @property
    def message(self) -> bytes:
        """What is signed."""
        return place("grant", self.place, self.receives, sha256(self.key).digest(), self.by)


def signed(grant: Grant, by: Author, voucher: Voucher | None = None) -> bytes:
    """Return the bytes of a grant, signed."""
    unsigned = msgspec.structs.replace(grant, by=by.id, voucher=voucher)
    return msgspec.msgpack.encode(
        msgspec.structs.replace(unsigned, signature=by.sign(unsigned.message))
    )


def sole_grant(chain: ChainId, member: MemberId, own: Identity) -> bytes:
    """Return the grant that lets anybody check whose a chain of one's own is."""
    who = (member, own.public, own.receives)
    return signed(Grant(GRANT_FORMAT, chain, FIRST_EPOCH, *who, key=b"", by=own.id), own)


def vouch(chain: ChainId, invitation: bytes, expires_at: int, by: Author) -> Voucher:
    """Return the founder's word for an invitation's public key."""
    signature = by.sign(_voucher_message(chain, invitation, expires_at))
    return Voucher(invitation, expires_at, signature)


def admitted(chain: ChainId, bodies: tuple[bytes, ...]) -> tuple[Grant, ...]:
    """Return a chain's grants once each is shown to follow from the founder's.

    Raises FalseGrant where one does not, or where a later epoch is not for both: a key was put in,
    replaced, moved or taken away.
    """
    grants = tuple(map(_read, bodies))
    founder = founder_of(grants)
    known: dict[MemberId, Grant] = {}
    for grant in sorted(grants, key=lambda each: (each.epoch, each != founder)):
        if grant.chain != chain or founder is None or not _follows(grant, founder, known):
            raise FalseGrant
        known[grant.member] = grant
    later = Counter(each.epoch for each in grants if each.epoch > FIRST_EPOCH)
    if any(number != MEMBERS for number in later.values()):
        raise FalseGrant
    return grants


def _read(body: bytes) -> Grant:
    grant = decoded(body, Grant)
    if grant is None or grant.format != GRANT_FORMAT:
        raise FalseGrant
    return grant


def founder_of(grants: tuple[Grant, ...]) -> Grant | None:
    """Return the one grant of the first epoch that its own member signed, if there is one."""
    own = [each for each in grants if each.epoch == FIRST_EPOCH and each.by == each.id]
    return own[0] if len(own) == 1 else None


def _follows(grant: Grant, founder: Grant, known: dict[MemberId, Grant]) -> bool:
    """Tell whether a grant is the founder's own, an invited one, or a later one of a member's."""
    if grant == founder:
        return is_signed(founder.public, grant.message, grant.signature)
    if grant.epoch == FIRST_EPOCH:
        return len(known) < MEMBERS and _is_invited(grant, founder)
    earlier = known.get(grant.member)
    granters = [each.public for each in known.values() if each.id == grant.by]
    return (
        earlier is not None
        and _is_next(grant, earlier)
        and any(is_signed(public, grant.message, grant.signature) for public in granters)
    )


def _is_next(grant: Grant, earlier: Grant) -> bool:
    """Tell whether a grant is of the same person, in the epoch after.

    Were one left out, a member could grant an epoch beyond any number, and nobody write again.
    """
    is_same_person = (earlier.public, earlier.receives) == (grant.public, grant.receives)
    return is_same_person and grant.epoch == earlier.epoch + 1 <= LAST_EPOCH


def _is_invited(grant: Grant, founder: Grant) -> bool:
    voucher = grant.voucher
    if voucher is None or grant.by != key_id(voucher.invitation) or grant.member == founder.member:
        return False
    word = _voucher_message(grant.chain, voucher.invitation, voucher.expires_at)
    is_vouched = is_signed(founder.public, word, voucher.signature)
    return is_vouched and is_signed(voucher.invitation, grant.message, grant.signature)


def _voucher_message(chain: ChainId, invitation: bytes, expires_at: int) -> bytes:
    return place("voucher", chain, invitation, expires_at)
