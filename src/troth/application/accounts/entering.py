"""Entering: logging in with a passphrase, on a device that is known from then on."""

from collections.abc import Callable
from contextlib import suppress

from troth.application.accounts.account import WrongPassphrase, find_account, opens_still, unlock
from troth.application.accounts.devices import is_known, remember_device
from troth.application.accounts.logins import IDLE_MINUTES, resume, start_login_while
from troth.application.accounts.rotation import finish_rotations
from troth.application.accounts.trusted import renew_trust
from troth.application.handle import Host, World
from troth.application.ports import Directory, StoreBusy, StoreFull
from troth.application.seen import Look, look
from troth.domain.kernel import MemberId, Refusal, Value


class Doorstep(Value, frozen=True):
    """The device somebody comes in at.

    `device` is the token of a device used before, if there is one; `label` what one that is new
    is called in its owner's list.
    """

    device: bytes | None
    label: str


class Knock(Value, frozen=True):
    """Somebody who wants to come in: what they typed, and the device they are at."""

    name: str
    passphrase: str
    device: bytes | None
    label: str

    @property
    def at(self) -> Doorstep:
        """The device they are at."""
        return Doorstep(self.device, self.label)


class Opened(Value, frozen=True):
    """Somebody whose root key was opened, and what tells whether it still is opened that way."""

    member: MemberId
    root: bytes
    is_still_so: Callable[[Directory], bool]


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
    opened = Opened(account.member, root, opens_still(account))
    entered = let_in(host, opened, knock.at, idle_minutes=idle_minutes)
    return WrongPassphrase() if entered is None else entered


def let_in(
    host: Host, opened: Opened, at: Doorstep, *, idle_minutes: int = IDLE_MINUTES
) -> Entered | None:
    """Log in whoever has opened their key, or None where what opened it has just gone."""
    own = (opened.member, opened.root)
    token = start_login_while(host, own, opened.is_still_so, idle_minutes=idle_minutes)
    keys = None if token is None else resume(host, token)
    if token is None or keys is None:
        return None
    world, looks = look(host.world(keys))
    # What a recovery could not finish then, each later login tries again.
    world = finish_rotations(world)
    return Entered(token, _known(world, at), world, looks)


def _known(world: World, at: Doorstep) -> bytes | None:
    """Return what the device is known by; on a full or busy disk the next login tries again."""
    with suppress(StoreFull, StoreBusy):
        with world.store.finding() as directory:
            is_old = is_known(directory, at.device, world.keys.member)
        if is_old and at.device is not None:
            renew_trust(world, at.device)
            return at.device
        made = remember_device(world, at.label)
        return None if isinstance(made, Refusal) else made
    return None
