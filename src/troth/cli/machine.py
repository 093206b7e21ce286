"""This machine as one of somebody's devices: what the record knows it by."""

import os

from troth.application.accounts.devices import is_known, remember_device
from troth.application.keyring import Keyring
from troth.cli.caller import Caller
from troth.domain.kernel import UnclearWording


def known_machine(caller: Caller, name: str | None, keys: Keyring) -> bytes | UnclearWording:
    """Return what the record knows this machine by, for whoever is logged in under a name.

    It is made known first where it is not yet: so nobody who fails elsewhere makes it wait.
    """
    device = caller.logins.device(name)
    with caller.host.store.finding() as directory:
        if device is not None and is_known(directory, device, keys.member):
            return device
    token = remember_device(caller.host.world(keys), os.uname().nodename)
    if isinstance(token, bytes):
        caller.logins.keep_device(name, token)
    return token
