"""Accounts: a pseudonym, and a root key that opens with a passphrase or with a recovery code.

The server keeps the root key only wrapped. Nobody can open an account for somebody else: there is
no question, no message, no administrator and no partner who could.
"""

import unicodedata
from hashlib import sha256

import msgspec

from troth.application.grants import FIRST_EPOCH, GRANT_FORMAT, Grant, signed
from troth.application.handle import Host
from troth.application.keyring import Keyring, opened_ring, ring_card
from troth.application.ports import Card, Directory, Shelf, StoreDamaged
from troth.application.wraps import unwrapped, wrapped
from troth.crypto.codes import recovery_key
from troth.crypto.derive import labelled
from troth.crypto.keys import Identity, new_key
from troth.crypto.passphrases import KdfParameters, new_parameters, passphrase_key
from troth.crypto.strength import weakness
from troth.domain.dynamic.commands import NotAdult
from troth.domain.kernel import NAME_LENGTH, MemberId, Refusal, UnclearWording, Value, is_clear

ACCOUNT_FORMAT = 1
SALT_KEY = "name-salt"


class NameTaken(Refusal, frozen=True):
    """Somebody on this server goes by that name."""

    says = "Somebody here goes by that name already. Choose another."


class WeakPassphrase(Refusal, frozen=True):
    """A passphrase of one's own would be guessed."""

    why: str
    says = "{why}"


class WrongPassphrase(Refusal, frozen=True):
    """Name and passphrase do not open an account; which of the two is wrong is not told."""

    says = "That name and passphrase do not open anything here. Check both, and try again."


class Account(Value, frozen=True):
    """What the server keeps of a person: public keys, and the root key wrapped twice."""

    format: int
    member: MemberId
    public: bytes
    receives: bytes
    parameters: KdfParameters
    by_passphrase: bytes
    by_code: bytes


class SignUp(Value, frozen=True):
    """What somebody signs up with; the recovery code has been shown to them and typed back."""

    member: MemberId
    name: str
    passphrase: str
    recovery_code: str
    is_adult: bool


def sign_up(host: Host, wanted: SignUp) -> Keyring | Refusal:
    """Make an account, and return its keys."""
    refusal = _refusal(wanted)
    if refusal is not None:
        return refusal
    root, parameters = new_key(), new_parameters()
    identity = Identity(root)
    account = Account(
        ACCOUNT_FORMAT,
        wanted.member,
        identity.public,
        identity.receives,
        parameters,
        wrapped(root, passphrase_key(wanted.passphrase, parameters), "passphrase", wanted.member),
        wrapped(root, recovery_key(wanted.recovery_code), "code", wanted.member),
    )
    keys = opened_ring(wanted.member, identity, None)
    with host.store.acting(keys.own_chain) as transaction:
        key = _lookup(transaction, wanted.name)
        if transaction.card(Shelf.ACCOUNT, key) is not None:
            return NameTaken()
        transaction.put_grant(FIRST_EPOCH, wanted.member, _own_grant(keys))
        body = msgspec.msgpack.encode(account)
        transaction.put_card(Shelf.ACCOUNT, Card(key, wanted.member, body))
        transaction.put_card(Shelf.KEYRING, ring_card(keys))
    return keys


def unlock(host: Host, name: str, passphrase: str) -> bytes | WrongPassphrase:
    """Return the root key that name and passphrase open.

    A name nobody has costs the same derivation, so that the time does not tell who is here.
    """
    account = find_account(host, name)
    parameters = new_parameters() if account is None else account.parameters
    key = passphrase_key(passphrase, parameters)
    if account is None:
        return WrongPassphrase()
    root = unwrapped(account.by_passphrase, key, "passphrase", account.member)
    return WrongPassphrase() if root is None else root


def find_account(host: Host, name: str) -> Account | None:
    """Return the account of a name (case does not matter)."""
    with host.store.finding() as directory:
        if directory.card(Shelf.STORE, SALT_KEY) is None:
            return None
        card = directory.card(Shelf.ACCOUNT, _lookup(directory, name))
    if card is None:
        return None
    account = msgspec.msgpack.decode(card.body, type=Account)
    if account.format != ACCOUNT_FORMAT:
        raise StoreDamaged("An account of the record is of an unknown form.")
    return account


def _refusal(wanted: SignUp) -> Refusal | None:
    if not wanted.is_adult:
        return NotAdult()
    if not is_clear(wanted.name, longest=NAME_LENGTH):
        return UnclearWording("name")
    why = weakness(wanted.passphrase, (wanted.name,))
    return None if why is None else WeakPassphrase(why)


def _own_grant(keys: Keyring) -> bytes:
    """Return the grant that lets anybody check whose notes a private chain holds."""
    identity = keys.identity
    who = (keys.member, identity.public, identity.receives)
    grant = Grant(GRANT_FORMAT, keys.own_chain, FIRST_EPOCH, *who, key=b"", by=identity.id)
    return signed(grant, identity)


def _lookup(directory: Directory, name: str) -> str:
    """Return what an account is found by: a digest, so that no name stands on the disk."""
    card = directory.card(Shelf.STORE, SALT_KEY)
    if card is None:
        card = Card(SALT_KEY, SALT_KEY, new_key())
        directory.put_card(Shelf.STORE, card)
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    return sha256(labelled("name") + card.body + plain.encode()).hexdigest()
