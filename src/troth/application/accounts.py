"""Accounts: a pseudonym, and a root key that opens with a passphrase or with a recovery code.

The server keeps the root key only wrapped. Nobody can open an account for somebody else: there is
no question, no message, no administrator and no partner who could.
"""

import unicodedata
from hashlib import sha256

import msgspec

from troth.application.handle import Host
from troth.application.ports import Card, Directory, Shelf, StoreDamaged
from troth.application.wraps import unwrapped
from troth.crypto.derive import labelled
from troth.crypto.keys import new_key
from troth.crypto.passphrases import KdfParameters, new_parameters, passphrase_key
from troth.domain.kernel import MemberId, Refusal, Value

ACCOUNT_FORMAT = 1
SALT_KEY = "name-salt"


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
        card = directory.card(Shelf.ACCOUNT, lookup(directory, name))
    if card is None:
        return None
    account = msgspec.msgpack.decode(card.body, type=Account)
    if account.format != ACCOUNT_FORMAT:
        raise StoreDamaged("An account of the record is of an unknown form.")
    return account


def lookup(directory: Directory, name: str) -> str:
    """Return what an account is found by: a digest, so that no name stands on the disk."""
    card = directory.card(Shelf.STORE, SALT_KEY)
    if card is None:
        card = Card(SALT_KEY, SALT_KEY, new_key())
        directory.put_card(Shelf.STORE, card)
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    return sha256(labelled("name") + card.body + plain.encode()).hexdigest()
