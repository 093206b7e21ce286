"""Entering: logging in with a passphrase, on a device that is known from then on."""

from contextlib import suppress

from troth.application.accounts.account import WrongPassphrase, find_account, opens_still, unlock
from troth.application.accounts.devices import is_known, remember_device
from troth.application.accounts.logins import IDLE_MINUTES, resume, start_login_while
from troth.application.accounts.rotation import finish_rotations
from troth.application.accounts.trusted import renew_trust
from troth.application.handle import Host, World
from troth.application.ports import StoreBusy, StoreFull
from troth.application.seen import Look, look
from troth.domain.kernel import Refusal, Value


class Knock(Value, frozen=True):
    """Somebody who wants to come in: what they typed, and the device they are at.

    `device` is the token of a device used before, if there is one; `label` what one that is new
    is called in its owner's list.
    """

    name: str
    passphrase: str
    device: bytes | None
    label: str


class Entered(Value, frozen=True):
    """Somebody who came in: their login and their device as tokens, and what was seen.

    `device` is None where the device could not be made known; one can pause all the same.
    """

    token: bytes
    device: bytes | None
    world: World
    looks: tuple[Look, ...]


def enter(host: Host, knock: Knock, *, idle_minutes: int = IDLE_MINUTES) -> Entered | Refusal:
    """Log somebody in, look at each of their records, and know their device from then on."""
    # Before it is opened: a passphrase changed after this look lets nobody in any more.
    account = find_account(host, knock.name)
    root = unlock(host, knock.name, knock.passphrase, device=knock.device)
    if isinstance(root, Refusal):
        return root
    if account is None:
        return WrongPassphrase()
    opened = (account.member, root)
    token = start_login_while(host, opened, opens_still(account), idle_minutes=idle_minutes)
    keys = None if token is None else resume(host, token)
    if token is None or keys is None:
        return WrongPassphrase()
    world, looks = look(host.world(keys))
    # What a recovery could not finish then, each later login tries again.
    world = finish_rotations(world)
    return Entered(token, _known(world, knock), world, looks)


def _known(world: World, knock: Knock) -> bytes | None:
    """Return what the device is known by; on a full or busy disk the next login tries again."""
    with suppress(StoreFull, StoreBusy):
        with world.store.finding() as directory:
            is_old = is_known(directory, knock.device, world.keys.member)
        if is_old and knock.device is not None:
            renew_trust(world, knock.device)
            return knock.device
        made = remember_device(world, knock.label)
        return None if isinstance(made, Refusal) else made
    return None
