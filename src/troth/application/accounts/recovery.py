"""Recovering: with the recovery code, and with nothing else, a new passphrase and a new code.

Whoever had the old ones is out: their logins end, passkeys they may have added are dropped, and
devices they may have made known or trusted are so no more. What is written from now on in every
shared chain is sealed under a new key.
"""

from collections.abc import Iterable
from functools import partial

from msgspec.structs import replace

from troth.application.accounts.account import (
    Account,
    ServerBusy,
    account_of,
    by_recovery_code,
    change_account,
    find_account,
    wrapped_by,
)
from troth.application.accounts.logins import (
    IDLE_MINUTES,
    LOGIN_FORMAT,
    Login,
    drop_logins,
    put_login,
)
from troth.application.accounts.rotation import finish_rotations, owing_rotations
from troth.application.accounts.signing_up import CodeNotRead, refused_passphrase
from troth.application.accounts.trusted import drop_devices, settled_heads
from troth.application.accounts.wraps import Binding, opened_keyring, unwrapped
from troth.application.handle import Host
from troth.application.keyring import (
    ForgottenDevice,
    Ring,
    keep_ring,
    opened_ring,
    with_forgotten,
)
from troth.crypto.codes import CodeMistyped, recovery_key
from troth.crypto.envelope import COMMITMENT_BYTES, FORMAT, SALT_BYTES
from troth.crypto.keys import Identity, KeyId
from troth.crypto.passphrases import TooManyLogins, new_parameters
from troth.domain.kernel import MemberId, Refusal, Value
from troth.projections.phrases import Phrase

_NOTHING = FORMAT + bytes(SALT_BYTES + COMMITMENT_BYTES)
"""What no key opens."""


class WrongCode(Refusal, frozen=True):
    """Name and recovery code do not open an account; which of the two is wrong is not told."""

    says = "That name and recovery code do not open anything here. Check both, and try again."


class CodeNotNew(Refusal, frozen=True):
    """The new recovery code is the one that is being used up."""

    says = "The new recovery code is the old one. Take the new one that was shown."


class Recovery(Value, frozen=True):
    """What somebody recovers with; the new code has been shown to them and typed back."""

    name: str
    code: str
    passphrase: str
    new_code: str


def refused_code(host: Host, name: str, code: str) -> Refusal | None:
    """Return why a code does not open an account, before anything new is made for its owner."""
    opened = _opened(find_account(host, name), code)
    return opened if isinstance(opened, Refusal) else None


def recover(host: Host, wanted: Recovery) -> bytes | Refusal:
    """Give an account a new passphrase and a new code, and return the token of a new login."""
    account = find_account(host, wanted.name)
    root = _opened(account, wanted.code)
    if account is None or isinstance(root, Refusal):
        return root if isinstance(root, CodeNotRead) else WrongCode()
    changed = _changed(account, root, wanted)
    if isinstance(changed, Refusal):
        return changed
    token = _kept(host, (account, changed), root)
    if isinstance(token, Refusal):
        return token
    finish_rotations(host.world(opened_keyring(host, account.member, root)))
    return token


def _opened(account: Account | None, code: str) -> bytes | WrongCode | CodeNotRead:
    """A name nobody has costs what a wrong code costs: the time does not tell who is here."""
    try:
        key = recovery_key(code)
    except CodeMistyped as mistyped:
        return CodeNotRead(Phrase(mistyped.says, **mistyped.places))
    if account is None:
        unwrapped(_NOTHING, key, Binding("code", MemberId(""), KeyId("")))
        return WrongCode()
    root = unwrapped(account.by_code, key, Binding("code", account.member, account.id))
    return WrongCode() if root is None else root


def _changed(account: Account, root: bytes, wanted: Recovery) -> Account | Refusal:
    """Return the account with new ways in, or say why the new ones will not do."""
    member, parameters = account.member, new_parameters()
    weak = refused_passphrase(wanted.passphrase, wanted.name)
    if weak is not None:
        return weak
    try:
        if recovery_key(wanted.new_code) == recovery_key(wanted.code):
            return CodeNotNew()
        by_code = by_recovery_code(member, root, wanted.new_code)
        by_passphrase = wrapped_by(wanted.passphrase, parameters, member, root)
    except CodeMistyped as mistyped:
        return CodeNotRead(Phrase(mistyped.says, **mistyped.places))
    except TooManyLogins:
        return ServerBusy()
    ways = {"parameters": parameters, "by_passphrase": by_passphrase, "by_code": by_code}
    return replace(account, **ways, passkeys=())


def _kept(host: Host, accounts: tuple[Account, Account], root: bytes) -> bytes | WrongCode:
    """Keep the new ways in, end the old ones, and owe each chain a new key: all in one step.

    What trusted devices have left until now is recorded before: it counts, and nothing later does.
    """
    before, after = accounts
    member, identity, now = after.member, Identity(root), host.clock.now()
    heads = settled_heads(host.world(opened_keyring(host, member, root)))
    login = Login(LOGIN_FORMAT, member, identity.id, b"", now, now, now, IDLE_MINUTES)
    with host.store.filing() as directory:
        if account_of(directory, member).by_code != before.by_code:
            return WrongCode()  # a second recovery at once has used the code up
        change_account(directory, member, lambda _: after)
        drop_logins(directory, member)
        anew = partial(_anew, forgotten=tuple(drop_devices(directory, member, heads)))
        keep_ring(directory, opened_ring(member, identity, None), anew)
        return put_login(directory, login, root)


def _anew(ring: Ring, forgotten: Iterable[ForgottenDevice]) -> Ring:
    """Return a ring that owes each chain a new key, and takes nothing more from these devices."""
    for device in forgotten:
        ring = with_forgotten(ring, device)
    return owing_rotations(ring)
