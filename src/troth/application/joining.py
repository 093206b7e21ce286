"""Beginning a shared record, inviting the other, and joining: how two people come to one chain.

An invitation is a one-time secret of 128 bits, given in person. Everything the other needs lies on
the server sealed under it: the key of the chain, bound to the keys of whoever invites. So whoever
joins confirms those keys, and the secret signs theirs; both then see the same six words.
"""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from os import urandom

import msgspec
from msgspec.structs import replace

from troth.application.decoding import decoded
from troth.application.grants import (
    FIRST_EPOCH,
    GRANT_FORMAT,
    MEMBERS,
    Grant,
    Voucher,
    admitted,
    founder_of,
    signed,
    vouch,
)
from troth.application.handle import Answer, Host, Request, World, perform
from troth.application.keyring import Keyring, Membership, digest_of, keep_membership, renewed
from troth.application.ports import (
    Card,
    ChainId,
    Directory,
    OperationId,
    Reading,
    Shelf,
    Store,
    StoreDamaged,
)
from troth.application.rules import SHARED
from troth.crypto.derive import labelled
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.crypto.keys import (
    INVITATION_BYTES,
    KeyId,
    invitation_identity,
    invitation_key,
    new_key,
    send,
)
from troth.crypto.words import WordsMisread, fingerprint_words, secret_words, words_secret
from troth.domain.decider import State
from troth.domain.dynamic.commands import (
    BeginDynamic,
    InvitationNotUsable,
    InviteMember,
    JoinDynamic,
)
from troth.domain.dynamic.events import INVITATION_HOURS, Member
from troth.domain.kernel import MemberId, Refusal, Value
from troth.projections.phrases import Phrase

PAIRING_WORDS = 6
"""Words both screens show: 77 bits, beyond what anybody could match by trying keys."""


class WordsNotRead(Refusal, frozen=True):
    """The words typed are not those of any invitation."""

    why: str
    says = "{why}"


class OwnInvitation(Refusal, frozen=True):
    """Somebody joins with the invitation they made themself."""

    says = "This invitation is your own: the other joins with it, under a name of their own."


class Invitation(Value, frozen=True):
    """A one-time secret, and the ten words it is given in."""

    secret: bytes
    words: str


class Arrival(Value, frozen=True):
    """Somebody coming to a chain: the operation, who they are in it, and their name for it.

    Nobody else ever sees the label: it is kept in their own keyring.
    """

    op: OperationId
    member: Member
    label: str


class Joined(Value, frozen=True):
    """A chain one has come to: a world whose keys open it, and the act that was recorded."""

    world: World
    chain: ChainId
    answer: Answer[State]


class _Sealed(Value, frozen=True):
    """What lies on the server for whoever brings the secret."""

    format: int
    chain: ChainId
    inviter: bytes
    voucher: Voucher
    key: bytes


class _Entrance(Value, frozen=True):
    """What lets somebody in: the chain's key, their grant, and who is there already."""

    chain: ChainId
    key: bytes
    grant: bytes
    authors: Mapping[KeyId, MemberId]


def new_invitation() -> Invitation:
    """Return an invitation that nobody has been given yet."""
    secret = urandom(INVITATION_BYTES)
    return Invitation(secret, secret_words(secret))


def read_invitation(words: str) -> bytes | WordsNotRead:
    """Return the secret that ten words stand for, however they were typed."""
    try:
        return words_secret(words)
    except WordsMisread as misread:
        return WordsNotRead(Phrase(misread.says, **misread.places))


def is_usable(host: Host, secret: bytes) -> bool:
    """Tell whether an invitation lies here and its time has not passed: nobody is known yet."""
    found = _found(host.store, secret)
    return found is not None and host.clock.now().timestamp() < found[0].voucher.expires_at


def begin(world: World, chain: ChainId, arrival: Arrival) -> Joined | Refusal:
    """Begin a shared record as its founder."""
    key = new_key()
    grant = signed(_own_grant(world.keys, chain, key), world.keys.identity)
    entrance = _Entrance(chain, key, grant, {})
    return _come_in(world, entrance, arrival, BeginDynamic(arrival.member))


def invite(world: World, chain: ChainId, op: OperationId, secret: bytes) -> Answer[State] | Refusal:
    """Invite the other, with 16 random bytes that are given to them in person."""
    identity, invitation = world.keys.identity, invitation_identity(secret)
    expires_at = world.clock.now() + timedelta(hours=INVITATION_HOURS)
    voucher = vouch(chain, invitation.public, int(expires_at.timestamp()), identity)
    with world.store.acting(chain) as transaction:
        answer = perform(transaction, world, SHARED, Request(op, InviteMember(digest(secret))))
        if isinstance(answer, Refusal):
            return answer
        key = world.keys.of(transaction).first
        sealed = seal(invitation_key(secret), _key_place(chain, identity.public), key)
        body = _Sealed(GRANT_FORMAT, chain, identity.public, voucher, sealed)
        card = Card(digest(secret), world.keys.member, msgspec.msgpack.encode(body))
        forget_invitations(transaction, world.keys.member, chain)
        transaction.put_card(Shelf.INVITATION, card)
    return answer


def forget_invitations(directory: Directory, member: MemberId, chain: ChainId) -> None:
    """Drop earlier invitations to a chain: each holds its key, for whoever has the old words."""
    for card in directory.cards(Shelf.INVITATION, member):
        if _is_of(card, chain):
            directory.delete_card(Shelf.INVITATION, card.key)


def _is_of(card: Card, chain: ChainId) -> bool:
    """Tell whether an invitation is to a chain; one nobody can read is of no use anywhere."""
    try:
        return _read(card).chain == chain
    except StoreDamaged:
        return True


def _read(card: Card) -> _Sealed:
    found = decoded(card.body, _Sealed)
    if found is None:
        raise StoreDamaged("An invitation of the record is of an unknown form.")
    return found


def join(world: World, secret: bytes, arrival: Arrival) -> Joined | Refusal:
    """Join with an invitation's secret; it works once, and only for the keys that made it."""
    found = _found(world.store, secret)
    if found is None:
        return InvitationNotUsable()
    invitation, key = found
    chain = invitation.chain
    if chain in world.keys.ring.memberships:
        return OwnInvitation()
    own = _own_grant(world.keys, chain, key)
    grant = signed(own, invitation_identity(secret), invitation.voucher)
    with world.store.reading(chain) as reading:
        founder = founder_of(admitted(chain, (*reading.grants(), grant)))
    if founder is None or founder.public != invitation.inviter:
        return InvitationNotUsable()
    entrance = _Entrance(chain, key, grant, {founder.id: founder.member})
    return _come_in(world, entrance, arrival, JoinDynamic(arrival.member, digest(secret)))


def pairing_words(reading: Reading) -> str | None:
    """Return the six words that both see once both are there, or None before.

    They stand for both keys of each: the one that signs, and the one that secrets are sealed to.
    """
    grants = admitted(reading.chain, reading.grants())
    keys = sorted({each.public + each.receives for each in grants})
    if len(keys) < MEMBERS:
        return None
    return fingerprint_words(place("pairing", reading.chain, *keys), PAIRING_WORDS)


def digest(secret: bytes) -> str:
    """Return what an invitation's secret is known by."""
    return sha256(labelled("invitation-secret") + secret).hexdigest()


def _come_in(
    world: World, entrance: _Entrance, arrival: Arrival, command: BeginDynamic | JoinDynamic
) -> Joined | Refusal:
    """Keep the act, the grant, and the ring that opens the chain: together or not at all."""
    chain, keys = entrance.chain, world.keys
    authors = {**entrance.authors, keys.identity.id: keys.member}
    with world.store.acting(chain) as transaction:
        known = Membership(
            arrival.label, {FIRST_EPOCH: entrance.key}, authors, digest_of(transaction.grants())
        )
        inside = replace(world, keys=keys.with_membership(chain, known))
        answer = perform(transaction, inside, SHARED, Request(arrival.op, command))
        if isinstance(answer, Refusal):
            return answer
        transaction.put_grant(FIRST_EPOCH, keys.member, entrance.grant)
        grants = transaction.grants()
        known = renewed(known, admitted(chain, grants), keys, digest_of(grants))
        inside = replace(world, keys=keep_membership(transaction, keys, chain, known))
        if isinstance(command, JoinDynamic):
            transaction.delete_card(Shelf.INVITATION, command.secret_digest)
    return Joined(inside, chain, answer)


def _own_grant(keys: Keyring, chain: ChainId, key: bytes) -> Grant:
    identity = keys.identity
    who = (keys.member, identity.public, identity.receives)
    blank = Grant(GRANT_FORMAT, chain, FIRST_EPOCH, *who, key=b"", by=identity.id)
    return replace(blank, key=send(identity.receives, blank.place, key))


def _found(store: Store, secret: bytes) -> tuple[_Sealed, bytes] | None:
    """Return an invitation and the key it seals, if it is there and its inviter signed it."""
    with store.finding() as directory:
        card = directory.card(Shelf.INVITATION, digest(secret))
    if card is None:
        return None
    invitation = _read(card)
    try:
        where = _key_place(invitation.chain, invitation.inviter)
        key = open_sealed(invitation_key(secret), where, invitation.key)
    except Unopened:
        return None
    return invitation, key


def _key_place(chain: ChainId, inviter: bytes) -> bytes:
    return place("invitation", chain, inviter)
