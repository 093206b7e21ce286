"""Logins: a token that opens one person's keys for a while; the server keeps none of them open.

The row of a login holds the root key wrapped under the token, and the token itself is only with
whoever logged in. Dropping the row ends it at once; a copy of the database opens nothing.
"""

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from troth.application.handle import Host
from troth.application.keyring import Keyring
from troth.application.ports import Card, Shelf
from troth.application.wraps import opened_keyring, unwrapped, wrapped
from troth.crypto.codes import new_token, token_digest, token_key
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


class Login(Value, frozen=True):
    """The row of a login: the wrapped root key, and its times (aware, UTC)."""

    format: int
    member: MemberId
    root: bytes
    begun_at: datetime
    used_at: datetime
    proved_at: datetime
    idle_minutes: int


def start_login(
    host: Host, member: MemberId, root: bytes, *, idle_minutes: int = IDLE_MINUTES
) -> bytes:
    """Keep a new login and return its token."""
    token, now = new_token(), host.clock.now()
    idle = min(max(idle_minutes, LEAST_IDLE_MINUTES), MOST_IDLE_MINUTES)
    root = wrapped(root, token_key(token), "login", member)
    login = Login(LOGIN_FORMAT, member, root, now, now, now, idle)
    with host.store.filing() as directory:
        directory.put_card(Shelf.LOGIN, _card(token_digest(token), login))
    return token


def resume(host: Host, token: bytes) -> Keyring | None:
    """Return the keys a token opens, or None once the login has ended."""
    digest, now = token_digest(token), host.clock.now()
    with host.store.finding() as directory:
        card = directory.card(Shelf.LOGIN, digest)
    if card is None:
        return None
    login = _read(card)
    if not is_live(login, now):
        end_login(host, token)
        return None
    root = unwrapped(login.root, token_key(token), "login", login.member)
    if root is None:
        return None
    if now - login.used_at >= TOUCHED:
        with host.store.filing() as directory:
            directory.put_card(Shelf.LOGIN, _card(digest, replace(login, used_at=now)))
    return opened_keyring(host, login.member, root)


def end_login(host: Host, token: bytes) -> None:
    """End one login; its row is gone at once."""
    with host.store.filing() as directory:
        directory.delete_card(Shelf.LOGIN, token_digest(token))


def end_logins(host: Host, member: MemberId) -> None:
    """End every login of one person, wherever they are logged in."""
    with host.store.filing() as directory:
        for card in directory.cards(Shelf.LOGIN, member):
            directory.delete_card(Shelf.LOGIN, card.key)


def has_ended(host: Host, token: bytes) -> bool:
    """Tell whether a login is over, without counting as a use of it."""
    with host.store.finding() as directory:
        card = directory.card(Shelf.LOGIN, token_digest(token))
    return card is None or not is_live(_read(card), host.clock.now())


def is_live(login: Login, now: datetime) -> bool:
    """Tell whether a login has neither idled too long nor lived too long."""
    idled = now - login.used_at < timedelta(minutes=login.idle_minutes)
    return idled and now - login.begun_at < LONGEST


def _read(card: Card) -> Login:
    return msgspec.msgpack.decode(card.body, type=Login)


def _card(digest: str, login: Login) -> Card:
    return Card(digest, login.member, msgspec.msgpack.encode(login))
