"""Changing one's passphrase or recovery code: the old one opens nothing from then on."""

from msgspec.structs import replace

from troth.application.accounts.account import (
    ServerBusy,
    by_recovery_code,
    change_account,
    wrapped_by,
)
from troth.application.accounts.logins import (
    Login,
    drop_logins,
    find_login,
    is_proved,
    opened_login,
    put_login,
)
from troth.application.accounts.proof import LoginOver, ProofNeeded
from troth.application.accounts.proving import given
from troth.application.accounts.signing_up import CodeNotRead, refused_passphrase
from troth.application.handle import Host
from troth.application.ports import Shelf
from troth.crypto.codes import CodeMistyped, token_digest
from troth.crypto.passphrases import TooManyLogins, new_parameters
from troth.domain.kernel import Refusal, Value
from troth.projections.phrases import Phrase


class NewPassphrase(Value, frozen=True):
    """A passphrase to take the place of the present one, and the pseudonym it may not resemble.

    `present` is the present one; without it, it has to have been given within the last minutes.
    """

    passphrase: str
    name: str = ""
    present: str | None = None


def change_passphrase(host: Host, token: bytes, wanted: NewPassphrase) -> bytes | Refusal:
    """Change the passphrase, end all other logins, and return a new token for this one."""
    login = find_login(host, token)
    if login is None:
        return LoginOver()
    weak = refused_passphrase(wanted.passphrase, wanted.name)
    if weak is not None:
        return weak
    root = _allowed(host, login, token, wanted.present)
    if isinstance(root, Refusal):
        return root
    parameters = new_parameters()
    try:
        sealed = wrapped_by(wanted.passphrase, parameters, login.member, root)
    except TooManyLogins:
        return ServerBusy()
    now = host.clock.now()
    with host.store.filing() as directory:
        if directory.card(Shelf.LOGIN, token_digest(token)) is None:
            return LoginOver()
        change_account(
            directory,
            login.member,
            lambda account: replace(account, parameters=parameters, by_passphrase=sealed),
        )
        drop_logins(directory, login.member)
        return put_login(directory, replace(login, used_at=now, proved_at=now), root)


def change_code(host: Host, token: bytes, code: str) -> Refusal | None:
    """Take a new recovery code in place of the old one, which its owner cannot find any more.

    The passphrase has been given within the last minutes; who is logged in where stays as it is.
    """
    login = find_login(host, token)
    root = LoginOver() if login is None else _allowed(host, login, token, None)
    if login is None or isinstance(root, Refusal):
        return root if isinstance(root, Refusal) else LoginOver()
    try:
        sealed = by_recovery_code(login.member, root, code)
    except CodeMistyped as mistyped:
        return CodeNotRead(Phrase(mistyped.says, **mistyped.places))
    with host.store.filing() as directory:
        change_account(directory, login.member, lambda each: replace(each, by_code=sealed))
    return None


def _allowed(host: Host, login: Login, token: bytes, present: str | None) -> bytes | Refusal:
    if present is not None:
        return given(host, login, present, token)
    if not is_proved(login, host.clock.now()):
        return ProofNeeded()
    return opened_login(login, token) or LoginOver()
