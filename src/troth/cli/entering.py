"""Logging in with a passphrase; only what asks for one imports this."""

from contextlib import suppress

from troth.application.accounts.account import WrongPassphrase, find_account, opens_still, unlock
from troth.application.accounts.trusted import renew_trust
from troth.application.keyring import Keyring
from troth.application.ports import StoreBusy, StoreFull
from troth.cli.caller import Caller, refuse
from troth.cli.machine import known_machine
from troth.domain.kernel import Refusal

AS_YOU_TYPE = "Whoever runs this machine could, if they changed the program, read it as you type."
"""Said before a passphrase is asked for: nothing on a machine resists whoever runs it."""


def log_in(caller: Caller, name: str, passphrase: str, idle_minutes: int) -> Keyring:
    """Log somebody in on this machine, and return their keys."""
    device = caller.logins.device(name)
    # Before it is opened: a passphrase changed after this look lets nobody in any more.
    account = find_account(caller.host, name)
    root = unlock(caller.host, name, passphrase, device=device)
    if isinstance(root, Refusal):
        refuse(root)
    if account is None:
        refuse(WrongPassphrase())
    opened = (account.member, root)
    if not caller.logins.start(name, opened, opens_still(account), idle_minutes):
        refuse(WrongPassphrase())
    keys = caller.logins.keys(name)
    with suppress(StoreFull, StoreBusy):  # whoever is in can pause; the next login tries again
        machine = known_machine(caller, name, keys)
        if isinstance(machine, bytes):
            renew_trust(caller.host.world(keys), machine)
    return keys
