"""The root key of a person: sealed under whatever may open it, and what it opens.

Apart from the accounts, because each command resumes a login, and few derive a passphrase.
"""

from troth.application.handle import Host
from troth.application.keyring import Keyring, opened_ring
from troth.application.ports import Shelf, StoreDamaged
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.crypto.keys import Identity, KeyId
from troth.domain.kernel import MemberId, Value


class Binding(Value, frozen=True):
    """What a sealed root key belongs to: what kind of key opens it, whose it is, and how.

    `id` names the public key that follows from the root key. `derivation` is how the opening key
    was made, where that can be chosen: whoever alters it beside the wrap does not open the wrap.
    """

    kind: str
    member: MemberId
    id: KeyId
    derivation: bytes = b""

    @property
    def place(self) -> bytes:
        """Where the wrap opens, and nowhere else."""
        return place("wrap", self.kind, self.member, self.id, self.derivation)


def wrapped(root: bytes, key: bytes, binding: Binding) -> bytes:
    """Return a root key sealed under another key, for one use of one person."""
    return seal(key, binding.place, root)


def unwrapped(sealed: bytes, key: bytes, binding: Binding) -> bytes | None:
    """Return the root key, or None if the key does not open it."""
    try:
        return open_sealed(key, binding.place, sealed)
    except Unopened:
        return None


def opened_keyring(host: Host, member: MemberId, root: bytes) -> Keyring:
    """Return the keyring that a root key opens; raises StoreDamaged if an account's is gone.

    Signing up always keeps one: an empty one in its place would say that nothing is shared here.
    """
    with host.store.finding() as directory:
        card = directory.card(Shelf.KEYRING, member)
    if card is None:
        raise StoreDamaged("The record has lost a keyring. Restore it from a backup.")
    return opened_ring(member, Identity(root), card)
