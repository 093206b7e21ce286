"""The root key of a person: sealed under whatever may open it, and what it opens.

Apart from the accounts, because each command resumes a login, and few derive a passphrase.
"""

from troth.application.handle import Host
from troth.application.keyring import Keyring, opened_ring
from troth.application.ports import Shelf
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.crypto.keys import Identity
from troth.domain.kernel import MemberId


def opened_keyring(host: Host, member: MemberId, root: bytes) -> Keyring:
    """Return the keyring that a root key opens."""
    with host.store.finding() as directory:
        card = directory.card(Shelf.KEYRING, member)
    return opened_ring(member, Identity(root), card)


def wrapped(root: bytes, key: bytes, kind: str, member: MemberId) -> bytes:
    """Return a root key sealed under another key, for one use of one person."""
    return seal(key, place("wrap", kind, member), root)


def unwrapped(sealed: bytes, key: bytes, kind: str, member: MemberId) -> bytes | None:
    """Return the root key, or None if the key does not open it."""
    try:
        return open_sealed(key, place("wrap", kind, member), sealed)
    except Unopened:
        return None
