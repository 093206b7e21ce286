"""Passkeys: one more way to one's root key, for a device that has a passkey for this place.

Its secret comes from the device itself (the PRF extension of WebAuthn), and each use is signed by
the device. It is never the only way: a passkey is lost with its device, and there is always the
passphrase and the recovery code.
"""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from troth.application.accounts.account import Account, Passkey, account_of, change_account
from troth.application.accounts.assertions import (
    Assertion,
    ChallengeOver,
    asked_at,
    is_genuine,
)
from troth.application.accounts.logins import find_login, opened_login
from troth.application.accounts.proof import LoginOver, proved_world
from troth.application.accounts.wraps import Binding, unwrapped, wrapped
from troth.application.full_disk import past_full_disk
from troth.application.handle import Host, World
from troth.application.ports import Directory, Shelf, StoreDamaged
from troth.crypto.codes import passkey_key
from troth.crypto.derive import KEY_BYTES
from troth.crypto.envelope import Unopened, open_sealed, place, seal
from troth.crypto.keys import Identity, KeyId
from troth.domain.kernel import NAME_LENGTH, MemberId, Refusal, UnclearWording, Value, is_clear

MOST_PASSKEYS = 10
"""More devices than one person logs in on; each is one more way in."""

CREDENTIAL_BYTES = 1023
"""The longest credential id there may be (Web Authentication, level 3, section 4)."""


class PasskeyUnknown(Refusal, frozen=True):
    """A passkey opens no account here."""

    says = "This passkey opens nothing here. Use your passphrase."


class PasskeyUnusable(Refusal, frozen=True):
    """A passkey gives no secret of the length that opens anything."""

    says = "This passkey cannot open an account. Use another one, or your passphrase."


class TooManyPasskeys(Refusal, frozen=True):
    """As many passkeys as may be open the account already."""

    most: int = MOST_PASSKEYS
    says = "{most} passkeys open this account already. Remove one of them first."


class NewPasskey(Value, frozen=True):
    """A passkey to be added, used once already: so nothing is kept that does not open.

    `public` is the key that it signs with, `origin` the address it is used at, then and later.
    """

    assertion: Assertion
    public: bytes
    label: str
    origin: str


class KnownPasskey(Value, frozen=True):
    """A passkey as its owner sees it in a list."""

    credential: bytes
    label: str
    since: datetime


class _Inside(Value, frozen=True):
    """What only the owner can read; each use signs for a later time than the one before."""

    label: str
    since: datetime
    public: bytes
    origin: str
    asked_at: datetime


def add_passkey(host: Host, token: bytes, wanted: NewPasskey) -> Refusal | None:
    """Let a passkey open one's account, or open it anew under the same credential id."""
    world = proved_world(host, token)
    if isinstance(world, Refusal):
        return world
    asked = _asked_at(host, wanted)
    if isinstance(asked, Refusal):
        return asked
    login = find_login(host, token)
    root = None if login is None else opened_login(login, token)
    if root is None:
        return LoginOver()
    inside = _Inside(wanted.label, world.clock.now(), wanted.public, wanted.origin, asked)
    passkey = _made(world, root, wanted.assertion, inside)
    with host.store.filing() as directory:
        account = account_of(directory, world.keys.member)
        kept = (*_others(account, passkey.credential), passkey)
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
    """Return one's own passkeys, in the order in which they were added.

    An account that is gone has none: `verify` names the loss, and no page is withheld for it.
    """
    with world.store.finding() as directory:
        if not directory.cards(Shelf.ACCOUNT, world.keys.member):
            return ()
        account = account_of(directory, world.keys.member)
    return tuple(_known(world, each) for each in account.passkeys)


def unlock_by_passkey(host: Host, assertion: Assertion) -> tuple[MemberId, bytes] | Refusal:
    """Return whose root key a passkey opens, and the key; the passkey itself says whose it is.

    Whatever opens nothing is answered alike, so nobody learns who is here, or who has a passkey.
    """
    asked = asked_at(host, assertion)
    if isinstance(asked, Refusal):
        return asked
    with host.store.finding() as directory:
        account = _account(directory, assertion.user)
    root = None if account is None else _root(account, assertion)
    if account is None or root is None:
        return PasskeyUnknown()
    own = (account.member, root)
    # Who comes in to pause comes in on a full disk, too.
    return past_full_disk(host.store, lambda: _counted(host, own, assertion, asked))


def _asked_at(host: Host, wanted: NewPasskey) -> datetime | Refusal:
    """Return when what a new passkey signed was asked for; or why it cannot be added."""
    given = wanted.assertion
    is_usable = len(given.prf_output) == KEY_BYTES and 0 < len(given.credential) <= CREDENTIAL_BYTES
    if not is_usable or not is_genuine(given, wanted.public, wanted.origin):
        return PasskeyUnusable()
    if not is_clear(wanted.label, longest=NAME_LENGTH):
        return UnclearWording("name of the passkey")
    return asked_at(host, given)


def _made(world: World, root: bytes, given: Assertion, inside: _Inside) -> Passkey:
    identity, member = world.keys.identity, world.keys.member
    label = _sealed(identity, member, given.credential, inside)
    binding = _binding(member, identity.id, given.credential)
    wrap = wrapped(root, passkey_key(given.prf_output), binding)
    return Passkey(given.credential, label, wrap)


def _account(directory: Directory, user: bytes) -> Account | None:
    """Return the account a passkey is for, by what it was told when it was made."""
    member = user.decode("ascii", "replace")
    is_here = member.isprintable() and bool(directory.cards(Shelf.ACCOUNT, member))
    return account_of(directory, MemberId(member)) if is_here else None


def _root(account: Account, given: Assertion) -> bytes | None:
    passkey = _of(account, given.credential)
    if passkey is None or len(given.prf_output) != KEY_BYTES:
        return None
    binding = _binding(account.member, account.id, passkey.credential)
    return unwrapped(passkey.root, passkey_key(given.prf_output), binding)


def _counted(
    host: Host, own: tuple[MemberId, bytes], given: Assertion, asked: datetime
) -> tuple[MemberId, bytes] | Refusal:
    """Return what was opened, if the device signed for it too; each signature counts once."""
    member, identity = own[0], Identity(own[1])
    with host.store.filing() as directory:
        passkey = _of(account_of(directory, member), given.credential)
        if passkey is None:
            return PasskeyUnknown()
        inside = _inside(identity, member, passkey)
        if not is_genuine(given, inside.public, inside.origin):
            return PasskeyUnknown()
        if asked <= inside.asked_at:
            return ChallengeOver()
        label = _sealed(identity, member, given.credential, replace(inside, asked_at=asked))
        used = replace(passkey, label=label)
        change_account(directory, member, lambda account: _with(account, used))
    return own


def _of(account: Account, credential: bytes) -> Passkey | None:
    return next((each for each in account.passkeys if each.credential == credential), None)


def _others(account: Account, credential: bytes) -> tuple[Passkey, ...]:
    return tuple(each for each in account.passkeys if each.credential != credential)


def _with(account: Account, used: Passkey) -> Account:
    """Return an account with a passkey in its place as it is now."""
    kept = (used if each.credential == used.credential else each for each in account.passkeys)
    return replace(account, passkeys=tuple(kept))


def _known(world: World, passkey: Passkey) -> KnownPasskey:
    inside = _inside(world.keys.identity, world.keys.member, passkey)
    return KnownPasskey(passkey.credential, inside.label, inside.since)


def _sealed(identity: Identity, member: MemberId, credential: bytes, inside: _Inside) -> bytes:
    body = msgspec.msgpack.encode(inside)
    return seal(identity.settings_key, _place(member, credential), body)


def _inside(identity: Identity, member: MemberId, passkey: Passkey) -> _Inside:
    where = _place(member, passkey.credential)
    try:
        body = open_sealed(identity.settings_key, where, passkey.label)
    except Unopened:
        raise StoreDamaged("A passkey of the record is not as it was written.") from None
    return msgspec.msgpack.decode(body, type=_Inside)


def _binding(member: MemberId, id_: KeyId, credential: bytes) -> Binding:
    return Binding("passkey", member, id_, place("passkey", credential))


def _place(member: MemberId, credential: bytes) -> bytes:
    return place("passkey-label", member, credential)
