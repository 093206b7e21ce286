"""Logins: a token that opens one person's keys for a while; the server keeps none of them open.

The row of a login holds the root key wrapped under the token, and the token itself is only with
whoever logged in. Dropping the row ends it at once; a copy of the database opens nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from troth.application.accounts.wraps import Binding, opened_keyring, unwrapped, wrapped
from troth.application.decoding import decoded
from troth.application.full_disk import past_full_disk
from troth.application.handle import Host
from troth.application.keyring import Keyring
from troth.application.ports import Card, Directory, Shelf, StoreBusy, StoreDamaged, StoreFull
from troth.crypto.codes import new_token, token_digest, token_key
from troth.crypto.keys import Identity, KeyId
from troth.domain.kernel import MemberId, Value

LOGIN_FORMAT = 1

IDLE_MINUTES = 10
"""How long a login lives unused, unless its owner chose otherwise."""

LEAST_IDLE_MINUTES, MOST_IDLE_MINUTES = 5, 60

LONGEST = timedelta(hours=12)
"""How long a login lives at most: a day's use, and not the next day's."""

PROVED = timedelta(minutes=5)
"""How long a passphrase counts for what asks for it again."""

TOUCHED = timedelta(minutes=1)
"""How old the last use grows before it is written down: reading stays reading."""

SKEW = timedelta(minutes=1)
"""How far two machines' clocks may differ; further back, a clock was set, and tells nothing."""


class Login(Value, frozen=True):
    """The row of a login: the wrapped root key, and its times (aware, UTC).

    `id` names the public key that follows from the root key.
    """

    format: int
    member: MemberId
    id: KeyId
    root: bytes
    begun_at: datetime
    used_at: datetime
    proved_at: datetime
    idle_minutes: int

    @property
    def binding(self) -> Binding:
        """What its wrap belongs to."""
        return Binding("login", self.member, self.id)


class OpenLogin(Value, frozen=True):
    """A login as its owner sees it in a list; its id is the digest of its token."""

    id: str
    begun_at: datetime
    used_at: datetime


def start_login(
    host: Host, member: MemberId, root: bytes, *, idle_minutes: int = IDLE_MINUTES
) -> bytes:
    """Keep a new login and return its token; one's own that are over are dropped.

    It is let through a full disk by giving up the ballast: without a login nobody can pause.
    """
    login = _new_login(host, member, root, idle_minutes)

    def attempt() -> bytes:
        with host.store.filing() as directory:
            return _started(directory, login, root)

    return past_full_disk(host.store, attempt)


def start_login_while(
    host: Host,
    opened: tuple[MemberId, bytes],
    is_still_so: Callable[[Directory], bool],
    *,
    idle_minutes: int = IDLE_MINUTES,
) -> bytes | None:
    """Keep a new login as `start_login` does, or return None if what opened the key has gone.

    A passphrase that is changed while its derivation runs would otherwise still let somebody in.
    """
    member, root = opened
    login = _new_login(host, member, root, idle_minutes)

    def attempt() -> bytes | None:
        with host.store.filing() as directory:
            return _started(directory, login, root) if is_still_so(directory) else None

    return past_full_disk(host.store, attempt)


def _new_login(host: Host, member: MemberId, root: bytes, idle_minutes: int) -> Login:
    now, idle = host.clock.now(), _bounded(idle_minutes)
    return Login(LOGIN_FORMAT, member, Identity(root).id, b"", now, now, now, idle)


def _bounded(minutes: int) -> int:
    return min(max(minutes, LEAST_IDLE_MINUTES), MOST_IDLE_MINUTES)


def _started(directory: Directory, login: Login, root: bytes) -> bytes:
    for card in directory.cards(Shelf.LOGIN, login.member):
        if _is_over(card, login.begun_at):
            directory.delete_card(Shelf.LOGIN, card.key)
    return put_login(directory, login, root)


def _is_over(card: Card, now: datetime) -> bool:
    """Tell whether a row is of no use any more: one that cannot be read keeps nobody out."""
    try:
        return not is_live(read_login(card), now)
    except StoreDamaged:
        return True


def put_login(directory: Directory, login: Login, root: bytes) -> bytes:
    """Keep a login under a new token, and return the token."""
    token = new_token()
    sealed = replace(login, root=wrapped(root, token_key(token), login.binding))
    directory.put_card(Shelf.LOGIN, _card(token_digest(token), sealed))
    return token


def resume(host: Host, token: bytes, *, is_use: bool = True) -> Keyring | None:
    """Return the keys a token opens, or None once the login has ended.

    What a page asks for by itself is no use of a login: it ends while nobody touches the page.
    """
    login = find_login(host, token)
    root = None if login is None else opened_login(login, token)
    if login is None or root is None:
        return None
    if is_use and host.clock.now() - login.used_at >= TOUCHED:
        _touch(host, token_digest(token))
    return opened_keyring(host, login.member, root)


def find_login(host: Host, token: bytes) -> Login | None:
    """Return a login that has not ended; one that has is dropped, and this counts as no use."""
    digest = token_digest(token)
    with host.store.finding() as directory:
        card = directory.card(Shelf.LOGIN, digest)
    if card is None:
        return None
    login = read_login(card)
    if is_live(login, host.clock.now()):
        return login
    with suppress(StoreFull, StoreBusy):  # over it is in any case, and the next look drops it
        end_login(host, token)
    return None


def opened_login(login: Login, token: bytes) -> bytes | None:
    """Return the root key in a login, or None if the row was not written for this token."""
    return unwrapped(login.root, token_key(token), login.binding)


def _touch(host: Host, digest: str) -> None:
    """Write down that a login is used, unless it was ended meanwhile; no disk has to have room."""
    with suppress(StoreFull, StoreBusy), host.store.filing() as directory:
        card = directory.card(Shelf.LOGIN, digest)
        if card is not None:
            used = replace(read_login(card), used_at=host.clock.now())
            directory.put_card(Shelf.LOGIN, _card(digest, used))


def change_idle(host: Host, token: bytes, idle_minutes: int) -> None:
    """Let one login live longer or shorter unused; one that has ended stays so."""
    digest = token_digest(token)
    with host.store.filing() as directory:
        card = directory.card(Shelf.LOGIN, digest)
        if card is not None:
            changed = replace(read_login(card), idle_minutes=_bounded(idle_minutes))
            directory.put_card(Shelf.LOGIN, _card(digest, changed))


def end_login(host: Host, token: bytes) -> None:
    """End one login; its row is gone at once."""
    with host.store.filing() as directory:
        directory.delete_card(Shelf.LOGIN, token_digest(token))


def end_logins(host: Host, member: MemberId) -> None:
    """End every login of one person, wherever they are logged in."""
    with host.store.filing() as directory:
        drop_logins(directory, member)


def drop_logins(directory: Directory, member: MemberId) -> None:
    """Drop every login of one person."""
    for card in directory.cards(Shelf.LOGIN, member):
        directory.delete_card(Shelf.LOGIN, card.key)


def end_own_login(host: Host, member: MemberId, id_: str) -> None:
    """End one of one's own logins by its id in the list; another's stays."""
    with host.store.filing() as directory:
        card = directory.card(Shelf.LOGIN, id_)
        if card is not None and card.owner == member:
            directory.delete_card(Shelf.LOGIN, id_)


def open_logins(host: Host, member: MemberId) -> tuple[OpenLogin, ...]:
    """Return one's own logins that have not ended, the longest open first."""
    now = host.clock.now()
    with host.store.finding() as directory:
        cards = directory.cards(Shelf.LOGIN, member)
    found = [(card.key, read_login(card)) for card in cards]
    live = [
        OpenLogin(id_, each.begun_at, each.used_at) for id_, each in found if is_live(each, now)
    ]
    return tuple(sorted(live, key=lambda each: each.begun_at))


def login_id(token: bytes) -> str:
    """Return the id of a login in its owner's list."""
    return token_digest(token)


def has_ended(host: Host, token: bytes) -> bool:
    """Tell whether a login is over, without counting as a use of it."""
    return find_login(host, token) is None


def time_left(login: Login, now: datetime) -> timedelta:
    """Return for how long a login is still live if nobody uses it."""
    idle = login.used_at + timedelta(minutes=login.idle_minutes)
    return max(min(idle, login.begun_at + LONGEST) - now, timedelta())


def is_live(login: Login, now: datetime) -> bool:
    """Tell whether a login has neither idled too long nor lived too long.

    A clock that was set back does not lengthen it: before its last use it is over.
    """
    return now - login.used_at >= -SKEW and time_left(login, now) > timedelta()


def is_proved(login: Login, now: datetime) -> bool:
    """Tell whether the passphrase was given within the last five minutes."""
    return is_live(login, now) and -SKEW <= now - login.proved_at < PROVED


def read_login(card: Card) -> Login:
    """Return the login in a row; raises StoreDamaged for a form this program does not write."""
    login = decoded(card.body, Login)
    if login is None or (login.format, login.member) != (LOGIN_FORMAT, card.owner):
        raise StoreDamaged("A login of the record is of an unknown form.")
    return login


def _card(digest: str, login: Login) -> Card:
    return Card(digest, login.member, msgspec.msgpack.encode(login))
