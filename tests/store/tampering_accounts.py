"""The ways in which whoever runs the server can change what lets people in, and what finds each.

What an account and a keyring hold shows without a key, and `verify` names it. Whether they open is
for a login to tell.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from tests.store.hosted import Hosted, tamper
from tests.store.tampering_cases import STRANGE, Case, rows, swap

CHEAPER = (
    "Somebody has changed how the passphrase of an account is checked. "
    "Restore the record from a backup."
)
UNKNOWN = "An account of the record is of an unknown form."


def kdf(*owners: str, **other: int) -> Callable[[Hosted], None]:
    """Have the passphrases of accounts derived in another way."""

    def changed(body: bytes) -> bytes:
        account = msgspec.msgpack.decode(body)
        account["parameters"] |= other
        return msgspec.msgpack.encode(account)

    return account_rows(changed, *owners)


def account_rows(change: Callable[[bytes], bytes], *owners: str) -> Callable[[Hosted], None]:
    """Change the accounts of people, or Wren's."""
    statement = "UPDATE card SET body = change(body) WHERE shelf = 'account' AND owner = '{}'"
    wanted = [statement.format(owner) for owner in owners or ("wren",)]
    return lambda record: tamper(record.home, *wanted, change=change)


def other_public(body: bytes) -> bytes:
    """Put another public key in an account."""
    return msgspec.msgpack.encode({**msgspec.msgpack.decode(body), "public": STRANGE.public})


def other_receives(body: bytes) -> bytes:
    """Put another key that secrets are sent to in an account."""
    return msgspec.msgpack.encode({**msgspec.msgpack.decode(body), "receives": STRANGE.receives})


def no_wraps(body: bytes) -> bytes:
    """Leave nothing in an account that opens with anything."""
    gone = {"by_passphrase": bytes(337), "by_code": bytes(337)}
    return msgspec.msgpack.encode({**msgspec.msgpack.decode(body), **gone})


def ashs_wrap(record: Hosted) -> None:
    """Put the root key that Ash's passphrase opens in Wren's account."""
    bodies = list[dict[str, Any]]()

    def changed(body: bytes) -> bytes:
        bodies.append(msgspec.msgpack.decode(body))
        return msgspec.msgpack.encode({**bodies[-1], **_wraps(bodies[0])})

    statement = "UPDATE card SET body = change(body) WHERE shelf = 'account' AND owner = '{}'"
    both = (statement.format(owner) for owner in ("ash", "wren"))
    tamper(record.home, *both, change=changed)


def _wraps(account: dict[str, Any]) -> dict[str, Any]:
    return {name: account[name] for name in ("by_passphrase", "by_code", "parameters")}


ACCOUNTS: dict[str, Case] = {
    "an account taken away": Case(
        rows("DELETE FROM card WHERE shelf = 'account' AND owner = 'wren'"),
        "inspection",
        "The account of wren is gone",
    ),
    "a keyring taken away": Case(
        rows("DELETE FROM card WHERE shelf = 'keyring' AND key = 'ash'"),
        "inspection",
        "The keyring of ash is gone",
    ),
    "what names are found by taken away": Case(
        rows("DELETE FROM card WHERE shelf = 'store' AND key = 'name-salt'"),
        "inspection",
        "(the row name-salt)",
    ),
    "a passphrase derived more cheaply than ever": Case(
        kdf(passes=1), "inspection", f"{CHEAPER} It is the account of wren", CHEAPER
    ),
    "a passphrase derived with less memory": Case(
        kdf(memory_kib=1024), "inspection", f"{CHEAPER} It is the account of wren", CHEAPER
    ),
    "both passphrases derived with less of all": Case(
        kdf("ash", "wren", memory_kib=8, passes=1), "inspection", CHEAPER, CHEAPER
    ),
    "a passphrase derived otherwise, within bounds": Case(
        kdf(passes=4), "login", "do not open anything here"
    ),
    "the other's root key put in an account": Case(ashs_wrap, "login", "opens nothing"),
    "another public key in an account": Case(
        account_rows(other_public), "inspection", "account of wren has other keys", "opens nothing"
    ),
    "another public key in both accounts": Case(
        account_rows(other_public, "ash", "wren"), "inspection", "has other keys", "opens nothing"
    ),
    "another key for secrets in an account": Case(
        account_rows(other_receives), "inspection", "account of wren has other keys"
    ),
    "what opens an account taken out": Case(
        account_rows(no_wraps), "inspection", "What opens the account of wren", "opens nothing"
    ),
    "every account and keyring overwritten": Case(
        rows("UPDATE card SET body = zeroblob(500) WHERE shelf IN ('keyring', 'account')"),
        "inspection",
        f"{UNKNOWN} It is the account of",
        UNKNOWN,
    ),
    "a keyring overwritten": Case(
        rows(
            "UPDATE card SET body = zeroblob(length(body)) WHERE shelf = 'keyring' AND key = 'ash'"
        ),
        "inspection",
        "The keyring of ash is not as it was written",
        "A keyring does not open with its owner's key",
    ),
    "a keyring cut short": Case(
        rows(
            "UPDATE card SET body = substr(body, 1, length(body) - 1) "
            "WHERE shelf = 'keyring' AND key = 'ash'"
        ),
        "inspection",
        "The keyring of ash is not as it was written",
        "A keyring does not open with its owner's key",
    ),
    "a second account for somebody": Case(
        rows(
            "INSERT INTO card (shelf, key, owner, body, digest) "
            "SELECT shelf, 'f' || substr(key, 2), owner, body, digest FROM card "
            "WHERE shelf = 'account' AND owner = 'wren'"
        ),
        "inspection",
        "There are two accounts of wren",
    ),
    "the accounts of both swapped": Case(
        swap(
            "card",
            "body",
            "(shelf = 'account' AND owner = 'ash')",
            "(shelf = 'account' AND owner = 'wren')",
        ),
        "inspection",
        f"{UNKNOWN} It is the account of",
        UNKNOWN,
    ),
    "the keyrings of both swapped": Case(
        swap(
            "card",
            "body",
            "(shelf = 'keyring' AND key = 'ash')",
            "(shelf = 'keyring' AND key = 'wren')",
        ),
        "login",
        "A keyring does not open with its owner's key",
    ),
}
