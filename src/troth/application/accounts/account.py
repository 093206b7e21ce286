"""Accounts: a pseudonym, and a root key that opens with a passphrase or with a recovery code.

The server keeps the root key only wrapped. Nobody can open an account for somebody else: there is
no question, no message, no administrator and no partner who could.
"""

import unicodedata
from collections.abc import Callable
from hashlib import sha256

import msgspec

from troth.application.accounts.devices import is_known
from troth.application.accounts.throttle import count_try, take_back_try
from troth.application.accounts.wraps import Binding, unwrapped, wrapped
from troth.application.decoding import decoded
from troth.application.handle import Host
from troth.application.ports import Card, Directory, Shelf, StoreDamaged
from troth.crypto.codes import recovery_key
from troth.crypto.derive import labelled
from troth.crypto.envelope import place
from troth.crypto.keys import Identity, KeyId, key_id, new_key
from troth.crypto.passphrases import (
    KdfParameters,
    ParametersOutOfRange,
    TooManyLogins,
    new_parameters,
    passphrase_key,
)
from troth.domain.kernel import MemberId, Refusal, Value

ACCOUNT_FORMAT = 1
SALT_KEY = "name-salt"

BUSY_SECONDS = 5
"""By when a full queue of derivations has passed, even on a slow machine."""


class WrongPassphrase(Refusal, frozen=True):
    """Name and passphrase do not open an account; which of the two is wrong is not told."""

    says = "That name and passphrase do not open anything here. Check both, and try again."


class ServerBusy(Refusal, frozen=True):
    """As many people log in at once as this machine has memory for."""

    seconds: int = BUSY_SECONDS
    says = "Many are logging in just now. Try again in {seconds} seconds."


class Passkey(Value, frozen=True):
    """A passkey that opens an account: its credential id, its sealed label, and its wrap."""

    credential: bytes
    label: bytes
    root: bytes


class Account(Value, frozen=True):
    """What the server keeps of a person: public keys, and the root key wrapped for each way in.

    There is always a passphrase and a code: a passkey is lost with its device.
    """

    format: int
    member: MemberId
    public: bytes
    receives: bytes
    parameters: KdfParameters
    by_passphrase: bytes
    by_code: bytes
    passkeys: tuple[Passkey, ...] = ()

    @property
    def id(self) -> KeyId:
        """The name of the public key."""
        return key_id(self.public)


Change = Callable[[Account], Account]
"""What becomes of an account."""


def new_account(member: MemberId, root: bytes, passphrase: str, code: str) -> Account:
    """Return an account for a root key; raises TooManyLogins, and CodeMistyped."""
    identity = Identity(root)
    public, receives, parameters = identity.public, identity.receives, new_parameters()
    by_code = by_recovery_code(member, root, code)
    binding = passphrase_binding(member, identity.id, parameters)
    by_passphrase = wrapped(root, passphrase_key(passphrase, parameters), binding)
    return Account(ACCOUNT_FORMAT, member, public, receives, parameters, by_passphrase, by_code)


def wrapped_by(passphrase: str, parameters: KdfParameters, member: MemberId, root: bytes) -> bytes:
    """Return somebody's root key sealed under a new passphrase; raises TooManyLogins.

    Whoever has their root key has shown who they are: they are next in turn.
    """
    key = passphrase_key(passphrase, parameters, known=member)
    return wrapped(root, key, passphrase_binding(member, Identity(root).id, parameters))


def by_recovery_code(member: MemberId, root: bytes, code: str) -> bytes:
    """Return a root key sealed under a recovery code; raises CodeMistyped."""
    return wrapped(root, recovery_key(code), Binding("code", member, Identity(root).id))


def passphrase_binding(member: MemberId, id_: KeyId, parameters: KdfParameters) -> Binding:
    """Return what a wrap under a passphrase is bound to: also how slowly its key is derived."""
    costs = (parameters.memory_kib, parameters.passes, parameters.lanes)
    return Binding("passphrase", member, id_, place("argon2id", *costs, parameters.salt))


def unlock(
    host: Host, name: str, passphrase: str, *, device: bytes | None = None
) -> bytes | Refusal:
    """Return the root key that name and passphrase open.

    A name nobody has costs the same derivation and the same rows, so that neither the time nor
    a wait tells who is here. `device` is the token of a device used before, if there is one:
    there, no try waits for those that failed or for those of strangers.
    """
    with host.store.filing() as directory:
        subject = lookup(directory, name)
        account = _of_key(directory, subject)
        is_own = account is not None and is_known(directory, device, account.member)
    if is_own:
        return _opened(account, passphrase, is_next=True)
    return _counted(host, subject, lambda: _opened(account, passphrase, is_next=False))


def open_own(host: Host, account: Account, passphrase: str, subject: str) -> bytes | Refusal:
    """Return the root key of somebody who is logged in; what fails is counted for a subject."""
    return _counted(host, subject, lambda: _opened(account, passphrase, is_next=True))


def _counted(
    host: Host, subject: str, opening: Callable[[], bytes | WrongPassphrase | ServerBusy]
) -> bytes | Refusal:
    """Try to open an account, unless too many tries have failed that count for this subject."""
    waiting = count_try(host, subject)
    if waiting is not None:
        return waiting
    opened = opening()
    if not isinstance(opened, WrongPassphrase):
        take_back_try(host, subject)
    return opened


def _opened(
    account: Account | None, passphrase: str, *, is_next: bool
) -> bytes | WrongPassphrase | ServerBusy:
    parameters = new_parameters() if account is None else account.parameters
    known = account.member if account is not None and is_next else None
    try:
        key = passphrase_key(passphrase, parameters, known)
    except TooManyLogins:
        return ServerBusy()
    if account is None:
        return WrongPassphrase()
    binding = passphrase_binding(account.member, account.id, parameters)
    root = unwrapped(account.by_passphrase, key, binding)
    return WrongPassphrase() if root is None else root


def find_account(host: Host, name: str) -> Account | None:
    """Return the account of a name, in whatever case and form of its letters."""
    with host.store.finding() as directory:
        if directory.card(Shelf.STORE, SALT_KEY) is None:
            return None
        return _of_key(directory, lookup(directory, name))


def is_anybody_here(host: Host) -> bool:
    """Tell whether anybody has signed up: on an empty server whoever comes first begins."""
    with host.store.finding() as directory:
        return directory.holds(Shelf.ACCOUNT)


def account_of(directory: Directory, member: MemberId) -> Account:
    """Return the account of somebody who is logged in; raises StoreDamaged if it is gone."""
    return read_account(_own_card(directory, member))


def opens_still(account: Account) -> Callable[[Directory], bool]:
    """Return what tells whether the passphrase that opened an account is the one it has now."""

    def is_still_so(directory: Directory) -> bool:
        return account_of(directory, account.member).by_passphrase == account.by_passphrase

    return is_still_so


def change_account(directory: Directory, member: MemberId, change: Change) -> None:
    """Keep an account as it becomes; raises StoreDamaged if it is gone."""
    card = _own_card(directory, member)
    changed = change(read_account(card))
    directory.put_card(Shelf.ACCOUNT, account_card(card.key, changed))


def account_card(key: str, account: Account) -> Card:
    """Return the row of an account."""
    return Card(key, account.member, msgspec.msgpack.encode(account))


def read_account(card: Card) -> Account:
    """Return the account in a row.

    Raises StoreDamaged for a form this program does not write: also for a passphrase that is
    derived more cheaply than ever here, so that whoever copies the row could guess it.
    """
    try:
        account = decoded(card.body, Account)
    except ParametersOutOfRange:
        raise StoreDamaged(
            "Somebody has changed how the passphrase of an account is checked. "
            "Restore the record from a backup."
        ) from None
    if account is None or (account.format, account.member) != (ACCOUNT_FORMAT, card.owner):
        raise StoreDamaged("An account of the record is of an unknown form.")
    return account


def lookup(directory: Directory, name: str) -> str:
    """Return what an account is found by: a digest, so that no name stands on the disk."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    named = " ".join(plain.split()).encode("utf-8", "surrogatepass")
    return sha256(labelled("name") + _salt(directory) + named).hexdigest()


def _salt(directory: Directory) -> bytes:
    card = directory.card(Shelf.STORE, SALT_KEY)
    if card is None:
        card = Card(SALT_KEY, SALT_KEY, new_key())
        directory.put_card(Shelf.STORE, card)
    return card.body


def _of_key(directory: Directory, key: str) -> Account | None:
    card = directory.card(Shelf.ACCOUNT, key)
    return None if card is None else read_account(card)


def _own_card(directory: Directory, member: MemberId) -> Card:
    keys = [card.key for card in directory.cards(Shelf.ACCOUNT, member)]
    # By its key once more: only that keeps others from changing it until this is done.
    card = directory.card(Shelf.ACCOUNT, keys[0]) if len(keys) == 1 else None
    if card is None:
        raise StoreDamaged("The record has lost an account. Restore it from a backup.")
    return card
