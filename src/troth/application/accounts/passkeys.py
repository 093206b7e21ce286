"""Passkeys: one more way to one's root key, for a device that has a passkey for this place.

Its secret comes from the device itself (the PRF extension of WebAuthn). It is never the only way:
a passkey is lost with its device, and there is always the passphrase and the recovery code.
"""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from troth.application.accounts.account import Account, Passkey, account_of, change_account
from troth.application.accounts.logins import find_login, opened_login
from troth.application.accounts.proof import LoginOver, proved_world
from troth.application.accounts.wraps import Binding, unwrapped, wrapped
from troth.application.handle import Host, World
from troth.application.ports import Shelf, StoreDamaged
from troth.crypto.codes import passkey_key
from troth.crypto.derive import KEY_BYTES
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.crypto.keys import KeyId
from troth.domain.kernel import NAME_LENGTH, MemberId, Refusal, UnclearWording, Value, is_clear

MOST_PASSKEYS = 10
"""More devices than one person logs in on; each is one more way in."""

CREDENTIAL_BYTES = 1023
"""The longest credential id there may be (Web Authentication, level 3, section 4)."""


class PasskeyUnknown(Refusal, frozen=True):
    """A passkey opens no account here."""

    says = "This passkey opens nothing here. Log in with your passphrase."


class PasskeyUnusable(Refusal, frozen=True):
    """A passkey gives no secret of the length that opens anything."""

    says = "This passkey cannot open an account. Use another one, or your passphrase."


class TooManyPasskeys(Refusal, frozen=True):
    """As many passkeys as may be open the account already."""

    says = f"{MOST_PASSKEYS} passkeys open this account already. Remove one of them first."


class NewPasskey(Value, frozen=True):
    """A passkey to be added: its credential id, the 32 bytes its PRF gave, and its label."""

    credential: bytes
    prf_output: bytes
    label: str


class KnownPasskey(Value, frozen=True):
    """A passkey as its owner sees it in a list."""

    credential: bytes
    label: str
    since: datetime


class _Inside(Value, frozen=True):
    """What only the owner can read."""

    label: str
    since: datetime


def add_passkey(host: Host, token: bytes, wanted: NewPasskey) -> Refusal | None:
    """Let a passkey open one's account, or open it anew under the same credential id."""
    world = proved_world(host, token)
    if isinstance(world, Refusal):
        return world
    refusal = _refusal(wanted)
    if refusal is not None:
        return refusal
    login = find_login(host, token)
    root = None if login is None else opened_login(login, token)
    if root is None:
        return LoginOver()
    passkey = _made(world, root, wanted)
    with host.store.filing() as directory:
        account = account_of(directory, world.keys.member)
        kept = (*_others(account, wanted.credential), passkey)
        if len(kept) > MOST_PASSKEYS:
            return TooManyPasskeys()
        change_account(directory, account.member, lambda each: replace(each, passkeys=kept))
    return None


def remove_passkey(host: Host, token: bytes, credential: bytes) -> Refusal | None:
    """Let a passkey open one's account no more."""
    world = proved_world(host, token)
    if isinstance(world, Refusal):
        return world
    with host.store.filing() as directory:
        change_account(
            directory,
            world.keys.member,
            lambda account: replace(account, passkeys=_others(account, credential)),
        )
    return None


def passkeys(world: World) -> tuple[KnownPasskey, ...]:
    """Return one's own passkeys, in the order in which they were added."""
    with world.store.finding() as directory:
        account = account_of(directory, world.keys.member)
    return tuple(_known(world, each) for each in account.passkeys)


def unlock_by_passkey(
    host: Host, member: MemberId, credential: bytes, prf_output: bytes
) -> bytes | PasskeyUnknown:
    """Return the root key that a passkey opens; it names the member itself, as its user handle."""
    with host.store.finding() as directory:
        is_here = bool(directory.cards(Shelf.ACCOUNT, member))
        account = account_of(directory, member) if is_here else None
    if account is None or len(prf_output) != KEY_BYTES:
        return PasskeyUnknown()
    key, binding = passkey_key(prf_output), _binding(account.member, account.id, credential)
    wraps = [each.root for each in account.passkeys if each.credential == credential]
    roots = (unwrapped(wrap, key, binding) for wrap in wraps)
    return next((root for root in roots if root is not None), PasskeyUnknown())


def _refusal(wanted: NewPasskey) -> Refusal | None:
    is_usable = len(wanted.prf_output) == KEY_BYTES and (
        0 < len(wanted.credential) <= CREDENTIAL_BYTES
    )
    if not is_usable:
        return PasskeyUnusable()
    is_named = is_clear(wanted.label, longest=NAME_LENGTH)
    return None if is_named else UnclearWording("name of the passkey")


def _made(world: World, root: bytes, wanted: NewPasskey) -> Passkey:
    identity, member = world.keys.identity, world.keys.member
    inside = msgspec.msgpack.encode(_Inside(wanted.label, world.clock.now()))
    label = seal(identity.settings_key, _place(member, wanted.credential), inside)
    binding = _binding(member, identity.id, wanted.credential)
    wrap = wrapped(root, passkey_key(wanted.prf_output), binding)
    return Passkey(wanted.credential, label, wrap)


def _others(account: Account, credential: bytes) -> tuple[Passkey, ...]:
    return tuple(each for each in account.passkeys if each.credential != credential)


def _known(world: World, passkey: Passkey) -> KnownPasskey:
    where = _place(world.keys.member, passkey.credential)
    try:
        body = open_sealed(world.keys.identity.settings_key, where, passkey.label)
    except Unopened:
        raise StoreDamaged("A passkey of the record is not as it was written.") from None
    inside = msgspec.msgpack.decode(body, type=_Inside)
    return KnownPasskey(passkey.credential, inside.label, inside.since)


def _binding(member: MemberId, id_: KeyId, credential: bytes) -> Binding:
    return Binding("passkey", member, id_, place("passkey", credential))


def _place(member: MemberId, credential: bytes) -> bytes:
    return place("passkey-label", member, credential)
