"""Logging in with a passphrase; only what asks for one imports this."""

from troth.application.accounts import WrongPassphrase, find_account, unlock
from troth.application.keyring import Keyring
from troth.cli.caller import Caller, refuse
from troth.domain.kernel import Refusal


def log_in(caller: Caller, name: str, passphrase: str, idle_minutes: int) -> Keyring:
    """Log somebody in on this machine, and return their keys."""
    root = unlock(caller.host, name, passphrase)
    if isinstance(root, Refusal):
        refuse(root)
    account = find_account(caller.host, name)
    if account is None:
        refuse(WrongPassphrase())
    caller.logins.start(name, (account.member, root), idle_minutes)
    return caller.logins.keys(name)
