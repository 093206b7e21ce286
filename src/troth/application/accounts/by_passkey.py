"""By passkey: logging in, and proving who is logged in, without typing a passphrase."""

from collections.abc import Callable

from troth.application.accounts.account import account_of
from troth.application.accounts.assertions import Assertion
from troth.application.accounts.entering import Doorstep, Entered, Opened, let_in
from troth.application.accounts.logins import IDLE_MINUTES, find_login
from troth.application.accounts.passkeys import PasskeyUnknown, unlock_by_passkey
from troth.application.accounts.proof import LoginOver
from troth.application.accounts.proving import renewed
from troth.application.handle import Host
from troth.application.ports import Directory
from troth.domain.kernel import MemberId, Refusal


def enter_by_passkey(
    host: Host, assertion: Assertion, at: Doorstep, *, idle_minutes: int = IDLE_MINUTES
) -> Entered | Refusal:
    """Log in whoever's passkey was used, as `enter` does for a passphrase.

    No try waits for another: a secret of 32 bytes is not guessed, and no name is given.
    """
    own = unlock_by_passkey(host, assertion)
    if isinstance(own, Refusal):
        return own
    opened = Opened(*own, _opens_still(own[0], assertion.credential))
    return let_in(host, opened, at, idle_minutes=idle_minutes) or PasskeyUnknown()


def prove_by_passkey(host: Host, token: bytes, assertion: Assertion) -> bytes | Refusal:
    """Use one's own passkey while logged in; it counts as the passphrase given again does."""
    login = find_login(host, token)
    if login is None:
        return LoginOver()
    own = unlock_by_passkey(host, assertion)
    if isinstance(own, Refusal):
        return own
    member, root = own
    return renewed(host, login, token, root) if member == login.member else PasskeyUnknown()


def _opens_still(member: MemberId, credential: bytes) -> Callable[[Directory], bool]:
    """Return what tells whether a passkey was removed meanwhile."""

    def is_still_so(directory: Directory) -> bool:
        passkeys = account_of(directory, member).passkeys
        return any(each.credential == credential for each in passkeys)

    return is_still_so
