"""A keyring: the keys one person holds, opened for as long as they are logged in.

It is kept sealed under its owner's own key. It remembers the keys of the other person, so that
one that was replaced on the server is noticed, and the head of each chain as it was last seen.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from troth.application.alarms import ALARMS, WHAT_TO_DO, Alarm, RecordInDoubt, alarm_beside
from troth.application.grants import OWN_EPOCH, FalseGrant, Grant, admitted
from troth.application.ports import (
    EMPTY,
    Card,
    ChainId,
    Directory,
    Head,
    Reading,
    Shelf,
    StoreDamaged,
    StoreError,
)
from troth.application.rules import ARCHIVE_PREFIX, PRIVATE_PREFIX
from troth.crypto.derive import KEY_BYTES
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.crypto.keys import Identity, KeyId
from troth.domain.kernel import MemberId, Value
from troth.projections.phrases import Phrase

KEY_CHANGED = Phrase("{alarm} {then}", alarm=ALARMS[Alarm.KEY_CHANGED], then=WHAT_TO_DO)
KEY_WITHHELD = Phrase("{alarm} {then}", alarm=ALARMS[Alarm.KEY_WITHHELD], then=WHAT_TO_DO)

OF_OTHERS = Phrase("This record belongs to others.")


class KeyChanged(StoreError):
    """Raised when the other's key is not the one this person has seen before."""


class NotTheirs(StoreError):
    """Raised when somebody asks for a chain that is not theirs: they have no key to it."""


class NoKey(StoreDamaged):
    """Raised when a part of one's own chain has a key that was never granted."""


class RecordGone(StoreError):
    """Raised when nothing is left of a chain of one's own: it was erased, or taken away."""


class Membership(Value, frozen=True):
    """One chain of a person's: their own name for it, its keys by epoch, and who the two are.

    `grants` is the digest of the grants that all of this was taken from; `seen` the head at the
    last login, and `alarm` what was wrong then. `receives` is what secrets are sent to, by author.
    `due` is the time from which on it may be erased, as its owner has seen it announced.
    """

    label: str
    keys: Mapping[int, bytes]
    authors: Mapping[KeyId, MemberId]
    grants: bytes
    seen: Head = EMPTY
    alarm: Alarm | None = None
    receives: Mapping[KeyId, bytes] = {}
    due: datetime | None = None


MOST_FORGOTTEN = 500
"""More devices than anybody loses; of still older ones a notice would count again."""


class ForgottenDevice(Value, frozen=True):
    """A device that was trusted and is no more: its public key, and where each chain stood then.

    What it left up to there had arrived before. It is kept here only, under its owner's own key:
    in the record it would tell the other of their devices.
    """

    public: bytes
    heads: Mapping[ChainId, int] = {}


class Ring(Value, frozen=True):
    """What a keyring keeps; `notes` is the head of one's own notes as it was last seen.

    `owed` are the chains that get a new key because this person had to recover. `forgotten` are
    the devices that this person trusts no more, the latest last.
    """

    memberships: Mapping[ChainId, Membership] = {}
    notes: Head = EMPTY
    owed: tuple[ChainId, ...] = ()
    forgotten: tuple[ForgottenDevice, ...] = ()


class ChainKeys:
    """What one person needs in one chain: its keys, and whose signatures count."""

    def __init__(self, chain: ChainId, identity: Identity, membership: Membership) -> None:
        """Take the keys of a membership."""
        self.chain = chain
        self.identity = identity
        self.authors = membership.authors
        self.seen = membership.seen
        self.alarm = membership.alarm
        self._keys = membership.keys
        self.epoch = max(membership.keys)

    @property
    def current(self) -> bytes:
        """The key that new entries are sealed with."""
        return self._keys[self.epoch]

    @property
    def first(self) -> bytes:
        """The key of the first epoch, which both hold for as long as the chain is there.

        What it is used for keeps its place when a new epoch begins; nothing new is sealed with it.
        """
        return self._keys[min(self._keys)]

    def doubt(self, reading: Reading) -> RecordInDoubt | None:
        """Say why nothing new is written on this record by this person, if anything is wrong.

        Whoever asks has made sure that it is no act that protects.
        """
        alarm = self.alarm or alarm_beside(reading, self.seen)
        return None if alarm is None else RecordInDoubt(ALARMS[alarm])

    def of_epoch(self, epoch: int) -> bytes:
        """Return the key of an epoch; raises NoKey where it was never granted."""
        try:
            return self._keys[epoch]
        except KeyError:
            raise NoKey(KEY_WITHHELD) from None


class Keyring:
    """One person's opened keys."""

    def __init__(self, member: MemberId, identity: Identity, ring: Ring) -> None:
        """Take a person's identity and the ring that was sealed under it."""
        self.member = member
        self.identity = identity
        self.ring = ring

    @property
    def own_chain(self) -> ChainId:
        """The chain of this person's private notes."""
        return ChainId(PRIVATE_PREFIX + self.member)

    @property
    def archives(self) -> str:
        """How the names of the chains begin in which this person keeps copies."""
        return f"{ARCHIVE_PREFIX}{self.member}-"

    def with_membership(self, chain: ChainId, membership: Membership) -> "Keyring":
        """Return a keyring that opens one more chain, or knows one better."""
        return Keyring(self.member, self.identity, with_membership(self.ring, chain, membership))

    def of(self, reading: Reading) -> ChainKeys:
        """Return the keys of the chain that is looked at.

        Where one was replaced or can no longer be checked these are the keys known before, with an
        alarm: what they vouch for can be read, and pausing and leaving stay possible. Raises
        NotTheirs for others' chains, and RecordGone for one of which nothing is left.
        """
        chain = reading.chain
        if chain == self.own_chain:
            return ChainKeys(chain, self.identity, self._own(self.ring.notes))
        if chain.startswith(self.archives):
            return ChainKeys(chain, self.identity, self._own(EMPTY))
        try:
            membership = self.shown(reading)
        except KeyChanged:
            known = self.ring.memberships[chain]
            membership = replace(known, alarm=Alarm.KEY_CHANGED)
        return ChainKeys(chain, self.identity, membership)

    def shown(self, reading: Reading) -> Membership:
        """Return a membership as the chain that is looked at shows it now.

        Raises KeyChanged also where the grants were damaged, or taken away from beside a record:
        nothing shows then whose keys are whose. Raises NotTheirs, and RecordGone.
        """
        if reading.chain not in self.ring.memberships:
            raise NotTheirs(OF_OTHERS)
        try:
            grants = reading.grants()
        except StoreDamaged:
            raise KeyChanged(KEY_CHANGED) from None
        if not grants and reading.head != EMPTY:
            raise KeyChanged(KEY_CHANGED)
        return self.membership(reading.chain, grants)

    def membership(self, chain: ChainId, grants: tuple[bytes, ...]) -> Membership:
        """Return a membership as it is now: grants that came since are checked and opened.

        Raises KeyChanged where a grant is false or a key another than before, and NotTheirs.
        """
        known = self.ring.memberships.get(chain)
        if known is None:
            raise NotTheirs(OF_OTHERS)
        digest = digest_of(grants)
        if known.grants == digest:
            return known
        if not grants:
            raise RecordGone(
                "Nothing is left of this record here. Log in again: then you are told whether it "
                "was erased as it was announced, or is missing."
            )
        try:
            return renewed(known, admitted(chain, grants), self, digest)
        except FalseGrant:
            raise KeyChanged(KEY_CHANGED) from None

    def _own(self, seen: Head) -> Membership:
        keys = {OWN_EPOCH: self.identity.notes_key}
        return Membership("", keys, {self.identity.id: self.member}, b"", seen)


def ring_card(keys: Keyring) -> Card:
    """Return a keyring sealed under its owner's own key, as it is kept."""
    body = seal(keys.identity.settings_key, _place(keys.member), msgspec.msgpack.encode(keys.ring))
    return Card(keys.member, keys.member, body)


def opened_ring(member: MemberId, identity: Identity, card: Card | None) -> Keyring:
    """Return the keyring of a person whose root key was opened; a new person's is empty."""
    if card is None:
        return Keyring(member, identity, Ring())
    try:
        body = open_sealed(identity.settings_key, _place(member), card.body)
    except Unopened:
        raise StoreDamaged("A keyring does not open with its owner's key.") from None
    return Keyring(member, identity, msgspec.msgpack.decode(body, type=Ring))


def _place(member: MemberId) -> bytes:
    return place("keyring", member)


def digest_of(grants: tuple[bytes, ...]) -> bytes:
    """Return what tells whether any grant of a chain is new, gone or changed."""
    return sha256(b"".join(sha256(grant).digest() for grant in grants)).digest()


def keep_membership(
    directory: Directory, keys: Keyring, chain: ChainId, known: Membership
) -> Keyring:
    """Keep a membership beside whatever another login of the same person has kept meanwhile."""
    return keep_ring(directory, keys, lambda ring: with_membership(ring, chain, known))


def keep_ring(directory: Directory, keys: Keyring, change: Callable[[Ring], Ring]) -> Keyring:
    """Change a keyring where it is kept and here, whatever another login has kept meanwhile."""
    present = opened_ring(keys.member, keys.identity, directory.card(Shelf.KEYRING, keys.member))
    changed = Keyring(keys.member, keys.identity, change(present.ring))
    directory.put_card(Shelf.KEYRING, ring_card(changed))
    return Keyring(keys.member, keys.identity, change(keys.ring))


def with_membership(ring: Ring, chain: ChainId, known: Membership) -> Ring:
    """Return a ring that opens one more chain, or knows one better."""
    return replace(ring, memberships={**ring.memberships, chain: known})


def with_false_state(ring: Ring, chain: ChainId) -> Ring:
    """Return a ring that remembers that a made-up state lay beside a chain, until both spoke."""
    known = ring.memberships.get(chain)
    if known is None or known.alarm is not None:
        return ring
    return with_membership(ring, chain, replace(known, alarm=Alarm.FALSE_STATE))


def with_forgotten(ring: Ring, device: ForgottenDevice) -> Ring:
    """Return a ring that remembers one more device that is trusted no more."""
    return replace(ring, forgotten=(*ring.forgotten, device)[-MOST_FORGOTTEN:])


def is_forgotten(ring: Ring, device: bytes, chain: ChainId, seq: int) -> bool:
    """Tell whether an entry of a device came after its owner had forgotten it."""
    found = (each for each in ring.forgotten if each.public == device)
    return any(seq > each.heads.get(chain, 0) for each in found)


def with_due(ring: Ring, chain: ChainId, due: datetime | None) -> Ring:
    """Return a ring that remembers from when on a record may be erased."""
    known = ring.memberships.get(chain)
    return ring if known is None else with_membership(ring, chain, replace(known, due=due))


def renewed(
    known: Membership, grants: tuple[Grant, ...], ring: Keyring, digest: bytes
) -> Membership:
    """Return a membership with what new grants bring; an author once known never changes.

    Nor is a key taken back: whoever hid the newest would have the other go on with the one before.
    """
    authors = {grant.id: grant.member for grant in grants}
    receives = {grant.id: grant.receives for grant in grants}
    if not (authors.items() >= known.authors.items()) or not (
        receives.items() >= known.receives.items()
    ):
        raise KeyChanged(KEY_CHANGED)
    own = {grant.epoch for grant in grants if grant.id == ring.identity.id}
    if not own >= known.keys.keys():
        raise KeyChanged(KEY_CHANGED)
    keys = {**_granted(ring, grants, known.keys), **known.keys}
    return replace(known, keys=keys, authors=authors, receives=receives, grants=digest)


def _granted(
    ring: Keyring, grants: tuple[Grant, ...], known: Mapping[int, bytes]
) -> dict[int, bytes]:
    """Return the keys of later epochs that were sent to this person, by epoch.

    Raises KeyChanged for what is no key: nothing could be sealed with it, not even a pause.
    """
    own = [grant for grant in grants if grant.public == ring.identity.public]
    try:
        keys = {
            grant.epoch: ring.identity.receive(grant.key, grant.place)
            for grant in own
            if grant.epoch not in known
        }
    except Unopened:
        raise KeyChanged(KEY_CHANGED) from None
    if any(len(key) != KEY_BYTES for key in keys.values()):
        raise KeyChanged(KEY_CHANGED)
    return keys
