"""Logging in with a passphrase; only what asks for one imports this."""

import os
from contextlib import suppress

from troth.application.accounts import WrongPassphrase, find_account, unlock
from troth.application.devices import is_known, remember_device
from troth.application.keyring import Keyring
from troth.application.ports import StoreBusy, StoreFull
from troth.cli.caller import Caller, refuse
from troth.domain.kernel import Refusal


def log_in(caller: Caller, name: str, passphrase: str, idle_minutes: int) -> Keyring:
    """Log somebody in on this machine, and return their keys."""
    device = caller.logins.device(name)
    root = unlock(caller.host, name, passphrase, device=device)
    if isinstance(root, Refusal):
        refuse(root)
    account = find_account(caller.host, name)
    if account is None:
        refuse(WrongPassphrase())
    caller.logins.start(name, (account.member, root), idle_minutes)
    keys = caller.logins.keys(name)
    with suppress(StoreFull, StoreBusy):  # whoever is in can pause; the next login tries again
        _make_known(caller, name, keys, device)
    return keys


def _make_known(caller: Caller, name: str, keys: Keyring, device: bytes | None) -> None:
    """Let the record know this machine, so that nobody who fails elsewhere makes it wait."""
    with caller.host.store.finding() as directory:
        if is_known(directory, device, keys.member):
            return
    token = remember_device(caller.host.world(keys), os.uname().nodename)
    if isinstance(token, bytes):
        caller.logins.keep_device(name, token)
