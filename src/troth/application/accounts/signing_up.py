"""Signing up: an account of one's own, whose keys nobody else is given.

Apart from the accounts, because judging a passphrase loads dictionaries that no login needs.
"""

from troth.application.accounts.account import (
    Account,
    ServerBusy,
    account_card,
    lookup,
    new_account,
)
from troth.application.grants import FIRST_EPOCH, sole_grant
from troth.application.handle import Host
from troth.application.keyring import Keyring, opened_ring, ring_card
from troth.application.ports import Shelf
from troth.crypto.codes import CodeMistyped
from troth.crypto.keys import Identity, new_key
from troth.crypto.passphrases import TooManyLogins
from troth.crypto.strength import weakness
from troth.domain.dynamic.commands import NotAdult
from troth.domain.kernel import (
    NAME_LENGTH,
    MemberId,
    Refusal,
    UnclearWording,
    Value,
    is_clear,
    wording,
)
from troth.projections.phrases import Phrase


class NameTaken(Refusal, frozen=True):
    """Somebody on this server goes by that name."""

    says = "Somebody here goes by that name already. Choose another."


class WeakPassphrase(Refusal, frozen=True):
    """A passphrase of one's own would be guessed."""

    why: str
    says = "{why}"


class CodeNotRead(Refusal, frozen=True):
    """What was typed is no recovery code."""

    why: str
    says = "{why}"


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
    root = new_key()
    try:
        account = new_account(wanted.member, root, wanted.passphrase, wanted.recovery_code)
    except CodeMistyped as mistyped:
        return CodeNotRead(Phrase(mistyped.says, **mistyped.places))
    except TooManyLogins:
        return ServerBusy()
    return _kept(host, wanted.name, account, opened_ring(wanted.member, Identity(root), None))


def _kept(host: Host, name: str, account: Account, keys: Keyring) -> Keyring | NameTaken:
    with host.store.acting(keys.own_chain) as transaction:
        key = lookup(transaction, name)
        if transaction.card(Shelf.ACCOUNT, key) is not None:
            return NameTaken()
        grant = sole_grant(keys.own_chain, keys.member, keys.identity)
        transaction.put_grant(FIRST_EPOCH, keys.member, grant)
        transaction.put_card(Shelf.ACCOUNT, account_card(key, account))
        transaction.put_card(Shelf.KEYRING, ring_card(keys))
    return keys


def _refusal(wanted: SignUp) -> Refusal | None:
    if not wanted.is_adult:
        return NotAdult()
    # In its recorded form first: one system sends é as one character, another as two.
    if not is_clear(wording(wanted.name), longest=NAME_LENGTH):
        return UnclearWording("name")
    return refused_passphrase(wanted.passphrase, wanted.name)


def refused_passphrase(passphrase: str, name: str) -> WeakPassphrase | None:
    """Return what is wrong with a passphrase somebody chose, before anything is made with it."""
    why = weakness(passphrase, (name,))
    return None if why is None else WeakPassphrase(Phrase(why.says, **why.places))
