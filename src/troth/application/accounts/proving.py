"""Proving: giving one's passphrase again while logged in."""

from msgspec.structs import replace

from troth.application.accounts.account import account_of, open_own
from troth.application.accounts.logins import Login, find_login, put_login
from troth.application.accounts.proof import LoginOver
from troth.application.handle import Host
from troth.application.ports import Shelf
from troth.crypto.codes import token_digest
from troth.domain.kernel import Refusal


def prove(host: Host, token: bytes, passphrase: str) -> bytes | Refusal:
    """Give the passphrase again; return the token that takes the place of the old one.

    Who fails is slowed on this login only. It lives no longer for being proved.
    """
    login = find_login(host, token)
    if login is None:
        return LoginOver()
    root = given(host, login, passphrase, token)
    return root if isinstance(root, Refusal) else renewed(host, login, token, root)


def renewed(host: Host, login: Login, token: bytes, root: bytes) -> bytes | LoginOver:
    """Return the token of a login that was just proved, which takes the place of the old one."""
    now, digest = host.clock.now(), token_digest(token)
    with host.store.filing() as directory:
        if directory.card(Shelf.LOGIN, digest) is None:
            return LoginOver()
        directory.delete_card(Shelf.LOGIN, digest)
        return put_login(directory, replace(login, used_at=now, proved_at=now), root)


def given(host: Host, login: Login, passphrase: str, token: bytes) -> bytes | Refusal:
    """Return the root key that the passphrase of whoever is logged in opens."""
    with host.store.finding() as directory:
        account = account_of(directory, login.member)
    return open_own(host, account, passphrase, token_digest(token))
